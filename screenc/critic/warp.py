"""Dynamic time warping: the cheapest way to lay one run of sound on another from end to end (Sakoe and Chiba 1978)."""

import numba
import numpy as np

ASIDE = 0.15
"""What it costs to stay in one while the other goes on, beyond the distance."""


@numba.njit(cache=True)
def warp(apart):
    """The mean cost of a step on the best way through distances (N, M), corner to corner."""
    rows, columns = apart.shape
    best = np.full((rows + 1, columns + 1), 1e18)
    best[0, 0] = 0.0
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            here = apart[i - 1, j - 1]
            aside = min(best[i - 1, j], best[i, j - 1]) + here + ASIDE
            best[i, j] = min(best[i - 1, j - 1] + 2 * here, aside)
    return best[rows, columns] / (rows + columns)
