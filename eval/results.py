"""The figures of a finished run, sliced, with those of the cheaters beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

import numpy as np

from eval.figures.base import Figure
from eval.gold import Case
from eval.headline import headline, wins
from eval.ledger import Estimate, Place, Table
from eval.scoring import Ledgers

Estimates = Mapping[Figure, Estimate]


@dataclass(frozen=True, slots=True)
class Results:
    """What a run found."""

    judge: str
    all: Estimates
    first_turns: Estimates
    follow_ups: Estimates
    tags: Mapping[str, Estimates]
    files: Mapping[str, Estimates]
    cheaters: Mapping[str, Estimates]
    run: Mapping[str, float | None]
    """startup_seconds and peak_memory_mb."""
    turns: int
    """How many were scored."""
    cases: Mapping[str, Case]
    raised: Sequence[str]
    """Where and why turns raised: they are unscored in every figure that concerns them."""
    table: Table

    @property
    def headline(self) -> float | None:
        return headline(self.all)

    @property
    def cheaters_headline(self) -> dict[str, float | None]:
        return {name: headline(estimates) for name, estimates in self.cheaters.items()}

    def description(self, figure: Figure) -> str:
        """What the figure is, and which cheaters did better in it: such a figure must not be trusted alone."""
        winners = wins(self.all, self.cheaters).get(figure.name, [])
        if not winners:
            return figure.description
        named = " and ".join([", ".join(winners[:-1]), winners[-1]] if winners[1:] else winners)
        return f"{figure.description} Not to be trusted alone: here it is better for {named}."


def results(ledgers: Ledgers, judge: str, run: Mapping[str, float | None]) -> Results:
    """Work out every figure of a finished run."""
    table = ledgers.engine.table()
    tags = sorted({tag for place in table.places for tag in place.tags})
    files = list(dict.fromkeys(place.file for place in table.places))
    return Results(
        judge=judge,
        all=table.estimates(),
        first_turns=table.where(lambda place: place.turn == 0).estimates(),
        follow_ups=table.where(lambda place: place.turn > 0).estimates(),
        tags={tag: table.where(_tagged(tag)).estimates() for tag in tags},
        files={file: table.where(_of_file(file)).estimates() for file in files},
        cheaters={name: ledger.table().estimates() for name, ledger in ledgers.cheaters.items()},
        run=run,
        turns=int(np.isfinite(table.shares[:, :, 0]).any(axis=1).sum()),
        cases=ledgers.cases,
        raised=ledgers.raised,
        table=table,
    )


def write_figures(found: Results, out: TextIO) -> None:
    """The figures file: what `--baseline` of a later run compares itself with."""
    json.dump(as_json(found), out, indent=1, allow_nan=False)
    out.write("\n")


def as_json(found: Results) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for figure in found.all:
        figures[figure.name] = {
            "all": found.all[figure].as_json(),
            "first_turns": found.first_turns[figure].as_json(),
            "follow_ups": found.follow_ups[figure].as_json(),
            "tags": {tag: estimates[figure].as_json() for tag, estimates in found.tags.items()},
            "files": {file: estimates[figure].as_json() for file, estimates in found.files.items()},
        }
    nothing = {"value": None, "low": None, "high": None, "n": 0, "unscored": 0}
    for name, value in found.run.items():
        once = {"value": None if value is None else round(value, 3), "low": None, "high": None}
        figures[name] = {
            "all": {**once, "n": int(value is not None), "unscored": int(value is None)},
            # The names that every figure has: of one run there are no slices.
            "first_turns": nothing,
            "follow_ups": nothing,
            "tags": {},
            "files": {},
        }
    return {
        "judge": found.judge,
        "figures": figures,
        "headline": {"footnote": found.headline, **found.cheaters_headline},
        "cheaters": {
            name: {figure.name: estimate.as_json() for figure, estimate in estimates.items()}
            for name, estimates in found.cheaters.items()
        },
        "raised": list(found.raised),
        "turns": [
            {"case": place.case, "turn": place.turn, "asked": place.asked, "scores": found.table.turn_scores(row)}
            for row, place in enumerate(found.table.places)
        ],
    }


def _tagged(tag: str) -> Callable[[Place], bool]:
    return lambda place: tag in place.tags


def _of_file(file: str) -> Callable[[Place], bool]:
    return lambda place: place.file == file
