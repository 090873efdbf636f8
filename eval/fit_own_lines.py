"""Fits when a document's own lines answer and its text does not, on development questions.

    python -m eval.fit_own_lines GOLD=LIBRARY …      (a gold file and the folder of a library that holds its page)

The conversations with `split: dev` are asked as a reader asks them, and every setting of the constants of
`chat/own_lines.py` on a coarse grid is tried on what came of them. Prints the best, with what each does: few questions
are about a document, so they are a starting point and no measurement.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chat.ask import Conversation, Desk, found_for, understood
from chat.decline import THRESHOLD
from chat.entries import NUMBERED
from chat.extract import considered, in_full
from chat.match import matches, read_through
from chat.own_lines import APART, FOUND, SURE, SURER, own_lines
from chat.question import Question
from chat.reading import Reading, reading
from corpus.library import Library
from eval.gold import Turn
from eval.gold import read as read_gold
from eval.training.conversations import places


@dataclass(frozen=True, slots=True)
class Beside:
    """The best of the documents' own lines beside the best unit of the text."""

    line: float
    text: float
    found: float
    """What finding makes of the text."""
    own: bool
    """Whether the evidence stands in lines of the document's own, and not in its text."""
    answers: bool
    """Whether the line is evidence."""


def turns(gold: Path, folder: Path) -> Iterator[Beside]:
    """Every development turn that has both, but for those that name a reference's number: rules answer these."""
    with closing(Library(folder)) as library:
        read, desk = reading(library.snapshot()), Desk(library)
        for case in read_gold([gold]):
            conversation = Conversation()
            for turn in case.turns if case.split == "dev" else ():
                beside = _beside(turn, conversation, read)
                if beside is not None and turn.answerable is not None and not NUMBERED.search(turn.question):
                    yield beside
                desk.ask(turn.question, conversation)


def _beside(turn: Turn, conversation: Conversation, read: Reading) -> Beside | None:
    typed, earlier = turn.question, conversation.turns
    meant = understood(typed, earlier, read)
    found = found_for(typed, meant, earlier, read)
    asked = Question.of(meant, read.lexicon.worded)
    put = in_full(typed, asked, earlier)
    text = matches(asked, put, read_through(put, considered(found, read), read), read)
    lines = own_lines(asked, typed, put.text, found, read, earlier)
    if not lines or not text:
        return None
    spans = [
        (document.key, span)
        for words in turn.evidence
        for document in read.documents.values()
        for span in places(document.text, words)
    ]
    holding = [
        one
        for one in read.passages.values()
        if any(key == one.document and span.start < one.end and one.start < span.end for key, span in spans)
    ]
    own = bool(holding) and all(one.kind != "body" for one in holding)
    best = text[0]
    return Beside(lines[0].answering, best.weighed.alone, best.score, own, own and lines[0].passage in holding)


GRID = (np.arange(-4, 3, 0.5), np.arange(0, 2.5, 0.5), np.arange(-2, 1.5, 0.5), (0.8,))
"""Of APART, FOUND, SURE and SURER."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What one setting of the constants does."""

    constants: tuple[float, ...]
    right: int
    """Turns about the document that are answered by a line that is evidence."""
    wrong: int
    """Those that are answered by another line."""
    taken: int
    """Turns that are not about the document and are answered by a line all the same."""

    @property
    def worth(self) -> float:
        return self.right - self.wrong / 2 - self.taken

    def line(self) -> str:
        names = ", ".join(f"{one:g}" for one in self.constants)
        return (
            f"APART, FOUND, SURE, SURER = {names}: {self.right} right, {self.wrong} wrong, {self.taken} of others taken"
        )


def _tried(asked: Sequence[Beside], apart: float, found: float, sure: float, surer: float) -> Tried:
    rows: NDArray[np.float64] = np.array([(one.line, one.text, one.found, one.own, one.answers) for one in asked])
    line, text, score, own, answers = rows.T
    shown = (line + apart > text + found * score) & (1 / (1 + np.exp(-sure - surer * line)) >= THRESHOLD)
    own, answers = own > 0, answers > 0
    return Tried(
        (apart, found, sure, surer),
        int((shown & answers).sum()),
        int((shown & own & ~answers).sum()),
        int((shown & ~own).sum()),
    )


def main(arguments: Sequence[str]) -> int:
    """Print the constants."""
    named = [tuple(map(Path, argument.split("=", 1))) for argument in arguments]
    if not named or any(len(one) != 2 for one in named):
        print(__doc__, file=sys.stderr)
        return 2
    asked = [one for gold, folder in named for one in turns(gold, folder)]
    print(f"{sum(one.own for one in asked)} of {len(asked)} turns are about the document")
    print(f"in use: {_tried(asked, APART, FOUND, SURE, SURER).line()}")
    tried = sorted((_tried(asked, *constants) for constants in product(*GRID)), key=lambda one: -one.worth)
    for one in tried[:10]:
        print(one.line())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
