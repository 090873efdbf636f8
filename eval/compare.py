"""`--baseline FILE`: this run against an earlier one, turn by turn."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from corpus.errors import GoldError
from eval.bootstrap import Draws, Interval
from eval.figures.base import Figure
from eval.ledger import ABSENT, UNSCORED, Place, Table
from eval.pools import Floats, ratio
from eval.results import Results

Turns = Mapping[tuple[str, int], Mapping[str, tuple[float, float] | None]]
Standing = Literal["better", "worse", "faster", "slower", "same", "unpaired"]


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier run's figures file."""

    judge: str
    values: Mapping[str, float | None]
    turns: Turns
    """By case and turn: the shares by figure. Empty when the file holds none."""
    asked: Mapping[tuple[str, int], str]
    """By case and turn: the hash of its question and gold, where the file tells it."""

    def same(self, place: Place) -> bool:
        """Whether it holds that turn, asked and judged by the same gold."""
        turn = (place.case, place.turn)
        return turn in self.turns and self.asked.get(turn, place.asked) == place.asked

    def edited(self, found: Results) -> int:
        """How many turns it holds under names that now ask something else."""
        return sum((one.case, one.turn) in self.turns and not self.same(one) for one in found.table.places)


@dataclass(frozen=True, slots=True)
class Difference:
    """How a figure moved."""

    figure: Figure
    before: float | None
    after: float | None
    interval: Interval
    """Of after minus before, over the turns that both runs scored."""
    n: int

    @property
    def standing(self) -> Standing:
        """Better or worse only when the interval leaves zero out; `unpaired` when there is no interval to tell by."""
        if self.interval.low is None:
            return "unpaired"
        if not self.interval.excludes_zero or self.figure.better is None:
            return "same"
        improved = ((self.interval.value or 0) > 0) == (self.figure.better == "higher")
        if self.figure.machine:
            return "faster" if improved else "slower"
        return "better" if improved else "worse"


def baseline(path: Path) -> Baseline:
    """Read a figures file; raises GoldError when it is none."""
    try:
        held = json.loads(path.read_text(encoding="utf-8-sig"))
        values = {str(name): _number(slices["all"]["value"]) for name, slices in held["figures"].items()}
        kept = {(str(turn["case"]), int(turn["turn"])): turn for turn in held.get("turns", ())}
        turns = {place: _shares(turn["scores"]) for place, turn in kept.items()}
        asked = {place: str(turn["asked"]) for place, turn in kept.items() if "asked" in turn}
        return Baseline(str(held.get("judge", "")), values, turns, asked)
    except OSError as problem:
        raise GoldError(f"The baseline {path} cannot be read: {problem.strerror or problem}.") from problem
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        told = f"The baseline {path} is no figures file; write one with: footnote eval GOLD --json FILE."
        raise GoldError(told) from problem


def differences(found: Results, before: Baseline) -> list[Difference]:
    """Every figure that both runs know; those that rest on another judge are left out."""
    table = found.table
    draws = table.draws()
    compared = []
    for figure in table.figures:
        if figure.name not in before.values or (figure.judged and before.judge != found.judge):
            continue
        new, old = table.pairs(figure)[0], _old(table, figure, before.turns)
        # A turn may have a part in one run only (answered then, declined now). To a ratio it adds nothing on the other
        # side; among ranks and quantiles there is no such value.
        parts = np.logical_or if figure.pool is ratio else np.logical_and
        both = parts(np.isfinite(new[:, 0]), np.isfinite(old[:, 0]))
        known = np.array([before.same(place) for place in table.places], dtype=np.bool_)
        compared.append(_difference(figure, found, before, draws, (new, old), both & known))
    return compared


def regressions(compared: Sequence[Difference]) -> list[Difference]:
    return [one for one in compared if one.standing == "worse"]


def _difference(
    figure: Figure, found: Results, before: Baseline, draws: Draws, shares: tuple[Floats, Floats], turns: Any
) -> Difference:
    new, old = shares
    # Where a turn was unscored in either run it is left out of both.
    turns = turns & ~np.isnan(new[:, 0]) & ~np.isnan(old[:, 0])
    interval = draws.difference(figure.pool, _parts(new), _parts(old), turns)
    after = found.all[figure].interval.value
    return Difference(figure, before.values[figure.name], after, interval, int(turns.sum()))


def _parts(shares: Floats) -> Floats:
    """No part in a figure adds nothing to either side of its ratio."""
    return np.where(np.isinf(shares), 0.0, shares)


def _old(table: Table, figure: Figure, turns: Turns) -> Floats:
    shares = np.full((len(table.places), 2), ABSENT)
    for row, place in enumerate(table.places):
        scores = turns.get((place.case, place.turn), {})
        if figure.name in scores:
            pair = scores[figure.name]
            shares[row] = UNSCORED if pair is None else pair
    return shares


def _shares(scores: Any) -> dict[str, tuple[float, float] | None]:
    return {str(name): None if pair is None else _pair(pair) for name, pair in scores.items()}


def _pair(pair: Any) -> tuple[float, float]:
    part, whole = (float(number) for number in pair)
    if not (math.isfinite(part) and math.isfinite(whole)):
        raise ValueError("not a share")
    return part, whole


def _number(value: Any) -> float | None:
    if value is None:
        return None
    number = float(value)
    if math.isnan(number):
        raise ValueError("not a number")
    return number
