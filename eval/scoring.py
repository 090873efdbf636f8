"""From an answer to the entry that is kept of its turn: the engine's scores, the cheaters', the report's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chat.answers import Answer
from eval.cheaters import CHEATERS
from eval.detail import detail, unscored
from eval.evidence import Evidence
from eval.figures.base import Figure, Share
from eval.gold import Case, Turn
from eval.judging import Judge
from eval.ledger import Ledger, Place, Scores, scores
from eval.scene import scene

Entry = dict[str, Any]
ENGINE = "footnote"


class Scorer:
    """Scores the turns of one run: one library, one judge, one set of figures."""

    def __init__(self, figures: Sequence[Figure], evidence: Evidence, judge: Judge) -> None:
        self._figures = figures
        self._evidence = evidence
        self._judge = judge

    def answered(self, number: int, turn: Turn, answer: Answer, seconds: float) -> Entry:
        """The entry of a turn that came back."""
        gold = self._evidence.gold(turn)
        seen = scene(turn, answer, gold, seconds, self._judge)
        systems: dict[str, Scores] = {}
        if turn.answerable is not None:
            systems[ENGINE] = scores(seen, self._figures)
            for name, cheat in CHEATERS.items():
                systems[name] = scores(scene(turn, cheat(answer), gold, seconds, self._judge), self._figures)
        return _entry(number, systems, detail(seen, self._evidence), answered=True)

    def raised(self, number: int, turn: Turn, error: str) -> Entry:
        """The entry of a turn that raised: unscored in everything that concerns it, for cheaters as for the engine."""
        systems: dict[str, Scores] = {}
        if turn.answerable is not None:
            nothing: Scores = {figure.name: None for figure in self._figures if figure.concerns(turn)}
            systems = dict.fromkeys((ENGINE, *CHEATERS), nothing)
        return _entry(number, systems, unscored(turn.question, turn.answerable, error), answered=False)


def _entry(number: int, systems: Mapping[str, Scores], told: dict[str, Any], *, answered: bool) -> Entry:
    plain = {
        system: {name: None if share is None else [share.part, share.whole] for name, share in found.items()}
        for system, found in systems.items()
    }
    return {"turn": number, "answered": answered, "scores": plain, "detail": told}


class Ledgers:
    """The scores of the engine and of each cheater, filled from entries as they come."""

    def __init__(self, figures: Sequence[Figure], cases: Sequence[Case]) -> None:
        self.engine = Ledger(figures)
        self.cheaters = {name: Ledger(figures) for name in CHEATERS}
        self.answered = 0
        self.raised: list[str] = []
        """Where and why turns raised."""
        self.cases = {case.id: case for case in cases}
        self._order = {case.id: number for number, case in enumerate(cases)}

    def add(self, case_id: str, entries: Sequence[Entry]) -> None:
        order, case = self._order[case_id], self.cases[case_id]
        for entry in entries:
            if entry["answered"]:
                self.answered += 1
            else:
                self.raised.append(f"{case_id}, turn {entry['turn']}: {entry['detail']['error']}")
            place = Place(case_id, entry["turn"], case.file, case.tags, order, case.asked(entry["turn"]))
            for system, found in entry["scores"].items():
                ledger = self.engine if system == ENGINE else self.cheaters[system]
                ledger.add(place, {name: None if pair is None else Share(*pair) for name, pair in found.items()})
