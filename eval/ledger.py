"""What every turn scored, kept as numbers only: five thousand turns take a few megabytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from eval.bootstrap import Draws, Interval
from eval.figures.base import Figure, Share
from eval.pools import Floats, ratio
from eval.scene import Scene

Scores = Mapping[str, Share | None]
"""A turn's shares by figure: absent where it has no part in the figure, None where it could not be scored."""

ABSENT = np.inf
UNSCORED = np.nan


@dataclass(frozen=True, slots=True)
class Place:
    """Which turn a row is."""

    case: str
    turn: int
    file: str
    tags: tuple[str, ...]
    order: int
    """The case's number in the run: intervals must not depend on what was answered before an interruption."""
    asked: str = ""
    """A hash of what was asked and of its gold: under the same name another run may have asked something else."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over some of the turns, with what it rests on."""

    interval: Interval
    n: int
    """Turns that have a part in it."""
    unscored: int

    def as_json(self) -> dict[str, float | int | None]:
        bounds = (self.interval.value, self.interval.low, self.interval.high)
        value, low, high = (None if bound is None else round(bound, 6) for bound in bounds)
        return {"value": value, "low": low, "high": high, "n": self.n, "unscored": self.unscored}


@dataclass(slots=True)
class Ledger:
    """One system's scores, a row a turn."""

    figures: Sequence[Figure]
    _rows: list[tuple[Place, Floats]] = field(default_factory=list)

    def add(self, place: Place, scores: Scores) -> None:
        row = np.full((len(self.figures), 2), ABSENT)
        for number, figure in enumerate(self.figures):
            if figure.name in scores:
                share = scores[figure.name]
                row[number] = UNSCORED if share is None else (share.part, share.whole)
        self._rows.append((place, row))

    def table(self) -> Table:
        """Everything added so far, in the order of the gold files."""
        rows = sorted(self._rows, key=lambda row: (row[0].order, row[0].turn))
        shares = np.stack([row for _, row in rows]) if rows else np.empty((0, len(self.figures), 2))
        return Table(tuple(self.figures), tuple(place for place, _ in rows), shares)


@dataclass(frozen=True, slots=True)
class Table:
    """Turns by figures; `shares` has the shape (turns, figures, 2)."""

    figures: tuple[Figure, ...]
    places: tuple[Place, ...]
    shares: Floats

    def where(self, holds: Callable[[Place], bool]) -> Table:
        """Only the turns of which it holds."""
        rows = [number for number, place in enumerate(self.places) if holds(place)]
        return Table(self.figures, tuple(self.places[row] for row in rows), self.shares[rows])

    def pairs(self, figure: Figure) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
        """The figure's shares of all turns, which of them are scored, and which are unscored."""
        shares = self.shares[:, self.figures.index(figure)]
        return shares, np.isfinite(shares[:, 0]), np.isnan(shares[:, 0])

    def draws(self) -> Draws:
        return Draws(np.array([place.order for place in self.places], dtype=np.int64))

    def estimates(self) -> dict[Figure, Estimate]:
        """Every figure over these turns."""
        draws = self.draws()
        found: dict[Figure, Estimate] = {}
        for figure in self.figures:
            shares, scored, unscored = self.pairs(figure)
            interval = draws.interval(figure.pool, shares, scored)
            found[figure] = Estimate(interval, int(scored.sum()), int(unscored.sum()))
        return found

    def turn_scores(self, row: int) -> dict[str, list[float] | None]:
        """A turn's shares as plain numbers, for the figures file."""
        shares = zip(self.figures, self.shares[row].tolist(), strict=True)
        return {
            figure.name: None if np.isnan(part) else [part, whole] for figure, (part, whole) in shares if part != ABSENT
        }


def scores(scene: Scene, figures: Sequence[Figure]) -> Scores:
    """A turn's share in every figure that concerns it."""
    found: dict[str, Share | None] = {}
    for figure in figures:
        if not figure.concerns(scene.turn):
            continue
        share = figure.score(scene)
        if share is None or share.whole or figure.pool is not ratio:
            found[figure.name] = share
    return found
