"""Finds which noisy points belong to which samples, in whatever order, and however often, a network was given them."""

import numpy as np

APART = 100.0  # of neighbours on the lattice, in standard deviations
JITTER = 0.25  # by which each is moved along either axis, of that: any two are half as far apart at least
SHIFT = 4.0  # by which all are moved along either axis, in standard deviations
REACH = 10.0  # standard deviations: in the plane a normal point is farther away with a probability of exp(-50) = 2e-22


def spread_out(rng: np.random.Generator, n: int, sigma: float) -> np.ndarray:
    """Draw samples (n, 2) in random order, so far apart that noise of scale sigma leaves no doubt whose it is.

    They lie on a lattice, moved as a whole and each by itself: any two are 50 sigma apart or more. A single one is
    within 4 sigma of the origin, so that float32 holds its noise as well as can be.
    """
    side = int(np.ceil(np.sqrt(n)))
    nodes = np.stack(np.divmod(rng.permutation(side**2)[:n], side), axis=1) - (side - 1) / 2
    jitter = JITTER * (n > 1) * rng.uniform(-1, 1, size=(n, 2))
    return sigma * (APART * (nodes + jitter) + SHIFT * rng.uniform(-1, 1, size=2))


def nearest(points: np.ndarray, samples: np.ndarray, reach: float) -> np.ndarray:
    """Return for each of the points (k, 2) the index of a sample (n, 2) within `reach`; -1 where there is none.

    For samples that are 4 times `reach` apart or more: no two share a cell of a grid 2.5 times as wide as `reach`, and
    what lies within `reach` of a point is in the cell of one of four corners around it, however numbers are rounded.
    """
    width = 2.5 * reach
    cells, found = _cells(samples, width), np.full(len(points), -1)
    order = np.argsort(cells)
    for shift in np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]]) * reach:
        sought = _cells(points + shift, width)
        there = order[np.minimum(np.searchsorted(cells, sought, sorter=order), len(cells) - 1)]
        close = (cells[there] == sought) & (np.linalg.norm(points - samples[there], axis=1) <= reach)
        found[close] = there[close]
    return found


def _cells(points: np.ndarray, width: float) -> np.ndarray:
    """Return a number for the cell of a square grid that each of the points (k, 2) lies in."""
    columns, rows = np.floor(points.astype(np.float64) / width).astype(np.int64).T
    numbers: np.ndarray = columns * 2**32 + rows
    return numbers


def draws_of(points: np.ndarray, samples: np.ndarray, sigma: float) -> np.ndarray:
    """Arrange points (m n, 2) by the sample (n, 2) they belong to: (n, m, 2).

    If each sample has m points within 10 sigma, these are its points, in order. Otherwise, for noise of another scale,
    and for samples that are not far apart, the points are taken to be in the order of the samples, m times.
    """
    n, m = len(samples), len(points) // len(samples)
    in_place = points.reshape(m, n, 2).swapaxes(0, 1)
    if not np.linalg.norm(in_place - samples[:, None], axis=-1).max() > REACH * sigma:
        return in_place
    owner = nearest(points, samples, REACH * sigma)
    if not np.array_equal(np.bincount(owner + 1, minlength=n + 1), [0, *[m] * n]):
        return in_place
    return points[np.argsort(owner, kind="stable")].reshape(n, m, 2)


def different_draws(draws: np.ndarray) -> np.ndarray:
    """Leave out the draws of points (n, m, 2) that repeat an earlier one exactly: (n, fewer, 2)."""
    kept: list[np.ndarray] = []
    for draw in draws.swapaxes(0, 1):
        if not any(np.array_equal(draw, other) for other in kept):
            kept.append(draw)
    return np.stack(kept, axis=1)
