"""The lines in which a document speaks of itself: its title, date, review, publisher, and its list of references.

No rule of wording tells a question about the document from a clinical one. The answer model reads these lines beside
the text, and what answers best says what was asked about. They never support a clinical statement: they are shown
alone, and only where they stand above everything that the text says.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from chat.answers import Answer, Note, Statement
from chat.entries import LIST
from chat.followup import leans
from chat.match import Match
from chat.question import Question
from chat.reading import Reading
from chat.retrieve import Retrieved
from chat.units import Unit
from corpus.answer_model import answer_model
from corpus.documents import Document, Passage
from corpus.holdings import RECORD
from corpus.lexical import terms

ENTRIES = 24
"""Entries of reference lists that are read, nearest first."""
APART, FOUND = -0.5, 1.0
"""Beside the text: what is added to a line's logit, and what finding's score of a unit of the text counts for. Finding
knows what a question shares with the words of the text; with a line such as a date it shares none."""
NAMED = 1.5
"""Added where the question names the kind of thing that the line belongs to: no entry says that it is a reference."""
CALLED = 0.15
"""How much more of the question, by rarity, another document's title must hold than that of the one at hand."""
SURE, SURER = 0.0, 0.8
"""Intercept and slope of the probability that the best line answers: an even one at a logit of 0."""
_NAMES = {
    "about": re.compile(
        r"\b(?:article|page|document|guideline|text|website|site|content|information|material|handout|leaflet)\b", re.I
    ),
    "reference": LIST,
}
_OF_THE_SHOWN = re.compile(
    r"\b(?:it|its|they|their|them|these|those)\b|\bwho (?:wrote|published)\b|\b(?:which|what) (?:year|journal)\b|"
    r"\bwhen (?:was|were) (?:that|this)\b|\b(?:that|this) (?:study|paper|trial|reference|article|one)\b",
    re.IGNORECASE,
)
"""What points at entries that were just shown, and at those alone."""


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What is said to a question; no statements when it is declined."""

    statements: tuple[Statement, ...]
    score: float
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document's own beside a question."""

    unit: Unit
    answering: float
    """The answer model's logit, and what is known of the line beside its words."""
    held: float = 0.0
    """Share of the question's terms that it holds, by rarity."""
    at_hand: bool = False
    """Whether it is an entry just shown, or behind what was just said, and the question leans on that."""

    @property
    def passage(self) -> Passage:
        return self.unit.passage

    @property
    def sure(self) -> float:
        """From 0 to 1: how sure it is that the line answers."""
        return 1 / (1 + math.exp(-SURE - SURER * self.answering))


def own_lines(
    asked: Question, typed: str, whole: str, found: Sequence[Retrieved], read: Reading, earlier: Sequence[Answer]
) -> list[Line]:
    """The own lines of the document meant, best answer first; `whole` is the question as the answer model reads it.

    "Who wrote this?" points at the document, and may have been read as pointing at what was spoken of before: a
    question that leans on that counts as it was typed, too. What points at entries that were just shown is
    answered from those alone.
    """
    document = meant(asked, found, read, earlier)
    if document is None:
        return []
    leaning = bool(earlier) and leans(typed)
    at_hand = _at_hand(earlier[-1], read) if leaning else []
    # All that the document says of itself: a line such as a date is not found by what a question shares with it.
    about = [one for one in read.passages.values() if one.kind == "about" and one.document == document.key]
    shown = leaning and _shows_entries(earlier[-1], read) and bool(_OF_THE_SHOWN.search(typed))
    near = (one.passage for one in found if one.passage.kind == "reference" and one.passage.document == document.key)
    entries = at_hand[:ENTRIES] if shown else [*at_hand, *near][:ENTRIES]
    # The authors of what a page cites are not the page's own.
    of_itself = "author" in asked.asks and _NAMES["about"].search(asked.text) and not LIST.search(asked.text)
    own = entries if shown else about if of_itself else [*about, *entries]
    held = [one for key in {one.key: None for one in own} for one in read.units_of(key)]
    texts = [whole for _, (whole, *_) in held]
    logits = answer_model().scores(whole, texts)
    if leaning:
        logits = np.maximum(logits, answer_model().scores(typed, texts))
    named = {kind: NAMED * (shown or bool(cue.search(asked.text))) for kind, cue in _NAMES.items()}
    made = [
        Line(
            unit,
            float(logit) + named[unit.passage.kind],
            read.covered(asked.terms, read.terms_of(unit.passage.key)),
            unit.passage in at_hand,
        )
        for (unit, _), logit in zip(held, logits, strict=True)
    ]
    return sorted(made, key=lambda line: -line.answering)


def _at_hand(last: Answer, read: Reading) -> list[Passage]:
    """The entries that were just shown, and those behind the passages that were."""
    cited = [read.passages[key] for one in last.statements for key in one.citations if key in read.passages]
    return [
        entry
        for one in cited
        for entry in ([one] if one.kind == "reference" else entries_of(one.document, one.references, read))
    ]


def _shows_entries(last: Answer, read: Reading) -> bool:
    """Whether an answer cited entries of a list of references and nothing else."""
    kinds = {read.passages[key].kind for one in last.statements for key in one.citations if key in read.passages}
    return kinds == {"reference"}


def entries_of(document: str, numbers: Collection[int], read: Reading) -> list[Passage]:
    """The entries that stand in a document's list under these numbers."""
    starts = [one.start for one in read.documents[document].references if one.listed and one.number in numbers]
    held = [one for one in read.passages.values() if one.kind == "reference" and one.document == document]
    return [one for at in starts for one in held if one.start <= at < one.end]


def stands_above(line: Line, text: Sequence[Match]) -> bool:
    """Whether a line answers better than the best unit of the text does; lines are read by themselves alone."""
    return not text or line.answering + APART > text[0].weighed.alone + FOUND * text[0].score


def meant(asked: Question, found: Sequence[Retrieved], read: Reading, earlier: Sequence[Answer]) -> Document | None:
    """The document that a question means: the one it calls by its title, else the one at hand.

    At hand is the one just answered from, or the best match's.
    """
    matched = [read.document_of(one.passage) for one in found]
    # Nobody calls a list of records "the article" while there is one.
    articles = [one for one in matched if one.type != RECORD] or matched
    here = next(
        (
            read.documents[shown.passage.document]
            for answer in reversed(earlier)
            for shown in answer.passages
            if shown.marker is not None and shown.passage.document in read.documents
        ),
        next(iter(articles), None),
    )
    if here is None:
        return None

    def called(document: Document) -> float:
        return read.covered(asked.terms, set(terms(document.title)))

    other = max({one.key: one for one in articles}.values(), key=called, default=here)
    return other if called(other) > called(here) + CALLED else here
