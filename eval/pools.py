"""How the turns of a slice come to one number, for many resamplings of their cases at once.

A pool takes `pairs`, shape (turns, 2), and `weights`, shape (resamplings, turns): how often each turn's case was
drawn. It returns one value per resampling, NaN where there is nothing to divide by. Weights of one give the figure
itself, so that a figure and its interval can never be computed by different rules.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma

Floats = NDArray[np.float64]
Pool = Callable[[Floats, Floats], Floats]


def ratio(pairs: Floats, weights: Floats) -> Floats:
    """All parts over all wholes: the mean where every whole is one."""
    parts, wholes = weights @ pairs[:, 0], weights @ pairs[:, 1]
    return _divide(parts, wholes)


def auroc(pairs: Floats, weights: Floats) -> Floats:
    """The chance that a positive turn (second column 1) has a higher value than a negative one; ties count half."""
    values, positive = pairs[:, 0], pairs[:, 1]
    tied = np.unique(values, return_inverse=True)[1].reshape(-1)
    order = np.argsort(tied, kind="stable")
    first = np.flatnonzero(np.r_[True, np.diff(tied[order]) > 0])
    above = np.add.reduceat(weights[:, order] * positive[order], first, axis=1)
    below = np.add.reduceat(weights[:, order] * (1 - positive[order]), first, axis=1)
    lower = np.cumsum(below, axis=1) - below
    won = (above * (lower + below / 2)).sum(axis=1)
    return _divide(won, above.sum(axis=1) * below.sum(axis=1))


def aurc(pairs: Floats, weights: Floats) -> Floats:
    """Mean risk over all coverages when turns (confidence, loss) are taken surest first; tied ones share their loss."""
    order = np.argsort(-pairs[:, 0], kind="stable")
    first = np.flatnonzero(np.r_[True, np.diff(pairs[order, 0]) < 0])
    size = np.add.reduceat(weights[:, order], first, axis=1)
    lost = np.add.reduceat(weights[:, order] * pairs[order, 1], first, axis=1)
    mean = np.nan_to_num(_divide(lost, size))
    covered, risked = np.cumsum(size, axis=1) - size, np.cumsum(lost, axis=1) - lost
    # The k-th turn of a tie stands at the risk (risked + k mean) / (covered + k); summed over k by harmonic numbers.
    harmonic = digamma(covered + size + 1) - digamma(covered + 1)
    return _divide((size * mean + (risked - mean * covered) * harmonic).sum(axis=1), size.sum(axis=1))


def quantile(q: float) -> Pool:
    """The smallest first column that a share `q` of the turns does not exceed."""

    def pool(pairs: Floats, weights: Floats) -> Floats:
        values = np.broadcast_to(pairs[:, 0], weights.shape)
        drawn: Floats = np.quantile(values, q, axis=1, weights=weights, method="inverted_cdf")
        return drawn

    return pool


def _divide(parts: Floats, wholes: Floats) -> Floats:
    nothing = np.full(np.broadcast(parts, wholes).shape, np.nan)
    divided: Floats = np.divide(parts, wholes, out=nothing, where=wholes > 0)
    return divided
