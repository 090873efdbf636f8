"""`--fail-under NAME=VALUE`: what a run must reach, said before it starts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.errors import GoldError
from eval.figures import FIGURES, RUN_FIGURES
from eval.results import Results

CEILINGS = frozenset(
    {figure.name for figure in FIGURES if figure.better != "higher"} | {one.name for one in RUN_FIGURES}
)
"""Figures of which more is not better, lengths among them: their value is a ceiling, not a floor."""
NAMES = tuple([figure.name for figure in FIGURES] + [one.name for one in RUN_FIGURES])


@dataclass(frozen=True, slots=True)
class Threshold:
    """A floor, or a ceiling where more is not better."""

    name: str
    value: float

    def missed(self, reached: float | None) -> bool:
        if reached is None:
            return True
        return reached > self.value if self.name in CEILINGS else reached < self.value

    def shortfall(self, reached: float | None) -> str:
        if reached is None:
            return f"{self.name} could not be computed ({self.value:g} was asked for)"
        side = "above" if self.name in CEILINGS else "below"
        return f"{self.name} is {reached:.4g}, {side} {self.value:g}"


def thresholds(written: Iterable[str]) -> list[Threshold]:
    """Raise GoldError for a figure that does not exist or a value that is no number."""
    found = []
    for one in written:
        name, equals, value = one.partition("=")
        name = name.strip()
        if name not in NAMES:
            raise GoldError(f"--fail-under {one}: there is no figure {name!r}; known are {', '.join(NAMES)}.")
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not equals or math.isnan(number):
            raise GoldError(f"--fail-under {one}: write {name}=NUMBER.")
        found.append(Threshold(name, number))
    return found


def shortfalls(asked: Iterable[Threshold], found: Results) -> list[str]:
    """In words, every threshold that the run missed."""
    reached = {figure.name: estimate.interval.value for figure, estimate in found.all.items()} | dict(found.run)
    return [one.shortfall(reached[one.name]) for one in asked if one.missed(reached[one.name])]
