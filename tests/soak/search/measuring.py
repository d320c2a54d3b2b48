"""Plain statistics for measures of promises: none of them is what a hidden test computes."""

from collections.abc import Callable

import numpy as np
from scipy import stats


def typical(measure: Callable[[], float], times: int = 5) -> float:
    """The median over some calls: what holds in most of them."""
    return float(np.median([measure() for _ in range(times)]))


def distance(values: np.ndarray) -> float:
    """The largest distance of the distribution function of some values from the standard normal one."""
    values = np.sort(np.ravel(values))
    if not np.isfinite(values).all():
        return np.inf
    due, ranks = stats.norm.cdf(values), np.arange(values.size + 1) / values.size
    return float(max(np.abs(due - ranks[:-1]).max(), np.abs(due - ranks[1:]).max()))


def spread(columns: np.ndarray) -> np.ndarray:
    """The scale of each column (n, m) by its quartiles, which single giants do not move: 1 for N(0, 1)."""
    low, high = np.quantile(columns, [0.25, 0.75], axis=0)
    return (high - low) / 1.349


def rank_correlation(left: np.ndarray, right: np.ndarray | None = None) -> float:
    """The largest rank correlation of two columns, of (n, p) and (n, q) or among (n, p); 1 for a constant one."""
    both = [_ranks(columns) for columns in (left, left if right is None else right)]
    values = np.abs(both[0].T @ both[1])
    values[~np.isfinite(values)] = 1.0
    if right is None:
        values = values[np.triu_indices(len(values), k=1)]
    return float(values.max(initial=0.0))


def _ranks(columns: np.ndarray) -> np.ndarray:
    """Ranks of each column, centred and of length 1."""
    ranks = stats.rankdata(columns, axis=0)
    ranks = ranks - ranks.mean(axis=0)
    return ranks / np.linalg.norm(ranks, axis=0)
