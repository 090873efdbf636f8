"""What parts of answering are worth on the own development questions: `python -m tests.eval.ablations ANSWERS`.

ANSWERS is what `footnote eval --split dev --answers ANSWERS` wrote: it tells how each follow-up was read. First the
ranking of passages with its scores added one by one, each question in a person's standalone wording; then follow-ups as
typed, as read and as a person words them, each asked by itself. Clinical and other answerable turns alike.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from chat.ask import Conversation, Desk
from chat.reading import Reading, reading
from chat.retrieve import COVERED, LEXICAL, PART, WHOLE, Retrieved, retrieve
from corpus.lexical import terms
from corpus.library import Library
from eval.bootstrap import Draws
from eval.evidence import Evidence
from eval.gold import Case, Turn
from eval.pools import ratio
from eval.scene import folded
from eval.settings import own
from ingest.ingest import ingest

Weights = Mapping[str, float]
RANKINGS: Mapping[str, Weights] = {
    "best part alone": {"part": 1},
    "whole passage alone": {"whole": 1},
    "best part and whole passage": {"part": PART, "whole": WHOLE},
    "+ BM25": {"part": PART, "whole": WHOLE, "lexical": LEXICAL},
    "+ share of the question's terms (in use)": {"part": PART, "whole": WHOLE, "lexical": LEXICAL, "covered": COVERED},
    "BM25 alone": {"lexical": 1},
}


@dataclass
class Column:
    """One measure: a share a turn, with the number of its conversation."""

    cases: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(self, case: int, value: float) -> None:
        self.cases.append(case)
        self.values.append(value)

    def told(self) -> str:
        pairs = np.column_stack([self.values, np.ones(len(self.values))])
        found = Draws(np.array(self.cases)).interval(ratio, pairs, np.ones(len(self.values), dtype=np.bool_))
        return f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f})"


@dataclass
class Table:
    """Columns by row name, in the order in which rows came."""

    heading: Sequence[str]
    rows: dict[str, list[Column]] = field(default_factory=dict)

    def add(self, row: str, case: int, values: Sequence[float]) -> None:
        columns = self.rows.setdefault(row, [Column() for _ in values])
        for column, value in zip(columns, values, strict=True):
            column.add(case, value)

    def lines(self) -> Iterator[str]:
        yield f"| {' | '.join(self.heading)} | turns |"
        yield "|---" * (len(self.heading) + 1) + "|"
        for name, columns in self.rows.items():
            yield f"| {name} | {' | '.join(one.told() for one in columns)} | {len(columns[0].values)} |"


def _ranked(found: Sequence[Retrieved], asked: str, weights: Weights, read: Reading) -> list[str]:
    wanted = set(terms(read.lexicon.expanded(asked)))

    def score(one: Retrieved) -> float:
        features = {
            "part": max(one.parts, default=one.similarity),
            "whole": one.similarity,
            "lexical": one.lexical,
            "covered": read.covered(wanted, read.terms_of(one.passage.key)),
        }
        return sum(weight * features[name] for name, weight in weights.items())

    return [one.passage.key for one in sorted(found, key=lambda one: -score(one))]


def _hits(ranking: Sequence[str], relevant: frozenset[str]) -> tuple[float, float, float]:
    first = next((rank for rank, key in enumerate(ranking, 1) if key in relevant), None)
    return float(first == 1), float(first is not None and first <= 3), 1 / first if first else 0.0


def _answered(desk: Desk, question: str, turn: Turn, relevant: frozenset[str]) -> tuple[float, float, float]:
    answer = desk.ask(question, Conversation())
    said = [folded(one.text) for one in answer.statements]
    nuggets = [any(folded(words) in text for words in nugget for text in said) for nugget in turn.nuggets]
    cited = {key for one in answer.statements for key in one.citations}
    ranking = [one.passage.key for one in answer.passages]
    return _hits(ranking, relevant)[1], float(np.mean(nuggets)), float(bool(cited & relevant))


def measured(
    cases: Sequence[Case],
    library: Library,
    read_as: Callable[[str, int], str],
    numbers: Mapping[str, int],
    tables: Sequence[Table],
) -> None:
    """Adds the rows of one page's questions to both tables."""
    rankings, wordings = tables
    snapshot = library.snapshot()
    state, desk = reading(snapshot), Desk(library)
    evidence = Evidence(snapshot.documents, snapshot.passages)
    for case in cases:
        number = numbers[case.id]
        for place, turn in enumerate(case.turns):
            if not turn.answerable:
                continue
            relevant = evidence.gold(turn).relevant
            alone = turn.standalone or turn.question
            found = retrieve(alone, state)
            for name, weights in RANKINGS.items():
                rankings.add(name, number, _hits(_ranked(found, alone, weights, state), relevant))
            if place and turn.standalone:
                asked = {"as typed": turn.question, "as read": read_as(case.id, place), "by a person": alone}
                for name, words in asked.items():
                    wordings.add(name, number, _answered(desk, words, turn, relevant))


def main(arguments: Sequence[str]) -> int:
    """Prints both tables as Markdown."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    lines = Path(arguments[0]).read_text("utf-8").splitlines()
    answers = {(one["case"], one["turn"]): str(one["standalone_question"]) for one in map(json.loads, lines)}
    tables = (
        Table(("ranked by", "evidence first", "evidence in the first three", "mean reciprocal rank")),
        Table(("follow-up asked", "evidence in the first three", "nugget recall", "evidence citation rate")),
    )
    settings = own()
    numbers = {case.id: n for n, case in enumerate(case for setting in settings for case in setting.cases)}
    for setting in settings:
        with tempfile.TemporaryDirectory() as made, closing(Library(Path(made))) as library:
            ingest(library, list(setting.documents or ()))
            cases = [case for case in setting.cases if case.split == "dev"]
            measured(cases, library, lambda case, place: answers[case, place], numbers, tables)
    for table in tables:
        print("\n".join(table.lines()), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
