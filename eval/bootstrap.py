"""Intervals: cases are drawn again with replacement, whole conversations at a time, always with the same seed.

Turns of one conversation fail together, so drawing single turns would print intervals that are too narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.pools import Floats, Pool

RESAMPLINGS = 1_000
SEED = 20_250_101
LEVEL = (2.5, 97.5)
MOST_WEIGHTS = 400_000
"""Weights held at once: memory stays flat however many turns there are."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the 95% interval around it; no bounds where a single case leaves nothing to draw from."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def excludes_zero(self) -> bool:
        # A difference of rounding alone is none.
        return self.low is not None and self.high is not None and (self.low > 1e-9 or self.high < -1e-9)


class Draws:
    """Resamplings of the cases of some turns, drawn once and used by every figure of them."""

    def __init__(self, cases: NDArray[np.int64]) -> None:
        """`cases` numbers the case of each turn."""
        self._case = np.unique(cases, return_inverse=True)[1].reshape(-1) if len(cases) else cases
        count = int(self._case.max()) + 1 if len(cases) else 0
        self._counts = np.empty((RESAMPLINGS, count), dtype=np.uint16)
        rng = np.random.default_rng(SEED)
        for row in self._counts if count else ():
            row[:] = np.bincount(rng.integers(count, size=count), minlength=count)

    def interval(self, pool: Pool, pairs: Floats, turns: NDArray[np.bool_]) -> Interval:
        """The pooled value of the turns that `turns` picks out of `pairs`, shape (all turns, 2)."""
        return self._interval(lambda weights: pool(pairs[turns], weights), turns)

    def difference(self, pool: Pool, new: Floats, old: Floats, turns: NDArray[np.bool_]) -> Interval:
        """New minus old over the same turns, both resampled by the same draws: a paired comparison."""
        return self._interval(lambda weights: pool(new[turns], weights) - pool(old[turns], weights), turns)

    def _interval(self, value: Callable[[Floats], Floats], turns: NDArray[np.bool_]) -> Interval:
        cases = self._case[turns]
        if not len(cases):
            return Interval(None)
        point = float(value(np.ones((1, len(cases))))[0])
        if np.isnan(point):
            return Interval(None)
        if (cases == cases[0]).all():
            return Interval(point)
        drawn = np.concatenate([value(weights) for weights in self._weights(cases)])
        drawn = drawn[~np.isnan(drawn)]
        if not len(drawn):
            return Interval(point)
        low, high = np.percentile(drawn, LEVEL)
        return Interval(point, float(low), float(high))

    def _weights(self, cases: NDArray[np.int64]) -> Iterator[Floats]:
        """How often the case of each turn was drawn, a block of resamplings at a time."""
        block = max(1, MOST_WEIGHTS // len(cases))
        for start in range(0, RESAMPLINGS, block):
            weights = self._counts[start : start + block, cases].astype(np.float64)
            # A resampling that drew none of these cases says nothing about them.
            yield weights[weights.any(axis=1)]
