"""The oracle of homework 3: exact laws and slow, plain ways of computing what the students are asked for.

Functions named `*_score` also run in a student's kernel: they use operators only, so that numpy arrays and
torch tensors, of shape (n, 2) or (2,), both pass through them. Whatever runs there may be kept by the student: none is
the score of task 1's Gaussian, nor leads to it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import permutations

import numpy as np

COVARIANCE = np.array([[1.0, -0.7], [-0.7, 1.0]])  # of task 1
TILTED = np.array([[0.6, 0.4], [0.4, 0.8]])  # what task 2 samples from: the same form, and another direction
PRECISION = np.linalg.inv(TILTED)
STEEPNESS = 1e6  # of steep_score: next to it the noise of a step, about 1, is nothing

Layer = tuple[np.ndarray, np.ndarray]


def score(x: np.ndarray) -> np.ndarray:
    """The gradient of log N(x; 0, COVARIANCE) at each row of x (n, 2), by solving one row at a time."""
    return np.array([-np.linalg.solve(COVARIANCE, row) for row in x])


def flat_score(x):
    """The score of no density in particular: zero everywhere, so that a step is noise only."""
    return 0.0 * x


def steep_score(x):
    """A bounded field that turns with x, is not zero at 0, and so strong that a step is drift only."""
    x = x - 0.5
    return 1e6 * (x[..., [1, 0]] - 0.5 * x) / (1.0 + (x * x).sum(-1)[..., None]) ** 0.5


def tilted_score(x):
    """The score of a Gaussian with variances 0.6 and 0.8 and covariance 0.4, in closed form."""
    score = 1.25 * x[..., [1, 0]] - 1.875 * x
    score[..., 0] = score[..., 0] - 0.625 * x[..., 0]
    return score


def heavy_score(x):
    """The score of a Student distribution with 3 degrees of freedom around (0.5, 0.5): not Gaussian."""
    return -5.0 * (x - 0.5) / (3.0 + ((x - 0.5) ** 2).sum(-1)[..., None])


def schedule(K: int) -> np.ndarray:
    """The step sizes of the steps 1 to K - 1: (K - 1,); the last one is zero."""
    return np.linspace(1.0, 0.0, K)[1:]


def known_schedules(K: int) -> list[np.ndarray]:
    """The right step sizes, then those of common slips: late, early, constant, upwards, another number of points."""
    late = np.linspace(1.0, 0.0, K)[:-1]
    early = np.append(schedule(K)[1:], 0.0)
    flat = [np.full(K - 1, size) for size in (1.0 / K, 1.0 / (K - 1), schedule(K)[0])]
    upwards = np.linspace(0.0, 1.0, K)[1:]
    longer = np.linspace(1.0, 0.0, K + 1)
    return [schedule(K), late, early, *flat, upwards, longer[1:-1]]


def covariances(K: int) -> np.ndarray:
    """The exact covariance of x_0 to x_(K-1) when sampling from N(0, TILTED): (K, 2, 2)."""
    law = [4.0 * np.eye(2)]
    for tau in schedule(K):
        step = np.eye(2) - tau / 2 * PRECISION
        law.append(step @ law[-1] @ step.T + tau * np.eye(2))
    return np.array(law)


def solve_noise(trajectory: np.ndarray, score_fn: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """The noise that each step of a trajectory (n, 2, K) must have used: (n, 2, K - 2).

    The last step has size zero and so no noise.
    """
    noise = []
    for i, tau in enumerate(schedule(trajectory.shape[2])[:-1], start=1):
        before, after = trajectory[:, :, i - 1], trajectory[:, :, i]
        noise.append((after - before - tau / 2 * score_fn(before)) / np.sqrt(tau))
    return np.stack(noise, axis=-1)


def unlikeness(squares: np.ndarray, steps: np.ndarray) -> tuple[float, float]:
    """How far the ratios of mean squares (K - 1,) and step sizes (K - 1,) are from one constant, and it from 1."""
    ratios = squares[steps > 0] / steps[steps > 0]
    mean = max(np.mean(ratios), 1e-5)  # below it nothing moves
    return round(np.std(ratios) / mean, 6), abs(np.log(mean))


def leaning(trajectory: np.ndarray) -> float:
    """How much the noise solved from a Gaussian trajectory (n, 2, K) leans on the score; of a right one N(0, 1).

    Given the past, the projection of a step's noise on its score is exactly N(0, 1), so any fixed weights
    will do; these are the best ones against a drift that is off by a factor.
    """
    K = trajectory.shape[2]
    noise = solve_noise(trajectory, tilted_score)
    square, laws = PRECISION @ PRECISION, covariances(K)
    sizes = [tau * np.trace(square @ laws[i]) for i, tau in enumerate(schedule(K)[:-1])]
    weights = np.sqrt(sizes) / np.linalg.norm(np.sqrt(sizes))
    projections = []
    for i in range(K - 2):
        score = tilted_score(trajectory[:, :, i])
        projections.append(np.sum(noise[:, :, i] * score) / np.linalg.norm(score))
    return float(weights @ projections)


def layer_orders(parameters: list[np.ndarray], most: int = 4) -> Iterator[list[Layer]]:
    """Every way in which parameters chain up from 2 to 2 numbers: lists of (weight (in, out), bias (out,)).

    Weights may be stored as (out, in) or (in, out), biases as (m,) or (1, m), in any order of registration;
    a bias that is missing counts as zero. Of more than `most` weights there is none. Which ways there are depends on
    the shapes alone, so that those of two networks with the same shapes go together.
    """
    vectors = [p.ravel() for p in parameters if p.size == max(p.shape, default=1)]
    matrices = [p for p in parameters if p.ndim == 2 and p.size != max(p.shape)]
    if not 0 < len(matrices) <= most or len(vectors) > len(matrices):
        return
    for turned in (True, False):
        oriented = [matrix.T if turned else matrix for matrix in matrices]
        for weights in permutations(oriented):
            widths = _widths(weights)
            if widths is None:
                continue
            missing = Counter(widths) - Counter(vector.size for vector in vectors)
            for biases in permutations([*vectors, *(np.zeros(width) for width in missing.elements())]):
                if [bias.size for bias in biases] == widths:
                    yield list(zip(weights, biases, strict=True))


def _widths(weights: tuple[np.ndarray, ...]) -> list[int] | None:
    width = 2
    for weight in weights:
        if weight.shape[0] != width:
            return None
        width = weight.shape[1]
    return [weight.shape[1] for weight in weights] if width == 2 else None


def softplus(x: np.ndarray) -> np.ndarray:
    """log(1 + exp(x)), without overflow."""
    return np.logaddexp(0.0, x)


def network(layers: list[Layer], x: np.ndarray) -> np.ndarray:
    """Linear layers with Softplus between them, applied to x (n, 2)."""
    for weight, bias in layers[:-1]:
        x = softplus(x @ weight + bias)
    weight, bias = layers[-1]
    return x @ weight + bias


# What students put after the last layer, besides nothing.
ENDINGS: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
    lambda x: x,
    softplus,
    lambda x: np.maximum(x, 0.0),
    np.tanh,
    lambda x: 0.5 * (1.0 + np.tanh(x / 2)),
    lambda x: np.maximum(x, 0.01 * x),
    lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0.0))),
    lambda x: 0.5 * x * (1.0 + np.tanh(x / 2)),
)


def matching_target(noisy: np.ndarray, x: np.ndarray, sigma: float) -> np.ndarray:
    """The score of N(x, sigma^2 I) at the rows of noisy (n, 2): what a score network is to answer there."""
    return (x - noisy) / sigma**2


def matching_loss(residual: np.ndarray) -> float:
    """Half the squared norm of the rows of (n, 2), averaged over the rows."""
    return sum(0.5 * float(row @ row) for row in residual) / len(residual)


def other_losses(scores: np.ndarray, target: np.ndarray) -> np.ndarray:
    """What losses come to that leave out the target, the scores, or what the two have in common, or turn the target."""
    alone, missed = matching_loss(scores), matching_loss(target)
    return np.array([alone, missed, alone + missed, matching_loss(scores + target)])


def uneven(ratios: np.ndarray) -> np.ndarray:
    """How far positive ratios (m, ...) are from one constant."""
    return np.max(ratios, axis=0) / np.min(ratios, axis=0) - 1


def path(field: Callable[[np.ndarray], np.ndarray], x: np.ndarray, n_steps: int, eps: float) -> np.ndarray:
    """The points x_(k+1) = x_k + eps * field(x_k) from x (2,): (n_steps + 1, 2)."""
    points = [np.asarray(x, dtype=np.float64)]
    for _ in range(n_steps):
        points.append(points[-1] + eps * field(points[-1]))
    return np.array(points)
