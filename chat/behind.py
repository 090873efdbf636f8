"""The second hop: what the references behind a cited passage say themselves, where the library holds their text."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from chat.answers import Answer, Shown
from chat.reading import Reading
from chat.retrieve import retrieve, showable
from corpus.documents import Passage
from corpus.holdings import RECORD, Holdings

_SAID = 1_000
"""Characters of what was said that its reference is searched for."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The words of a held reference that come nearest to what an answer says with its number behind it.

    Nearest, and no more: whether they support it is for a reader to see.
    """

    passage: str
    """The key of the cited passage that rests on the reference."""
    number: int
    shown: Shown
    start: int
    end: int
    """Where in its document the nearest words stand: a part of the passage shown."""


def behind(answer: Answer, read: Reading, documents: Set[str] | None = None) -> tuple[Behind, ...]:
    """For each reference behind a cited passage, its own nearest words, if it is held and among `documents`."""
    # Of a passage that is held no more, nobody knows any longer what its numbers stood for.
    cited = {
        one.passage.key: one.passage
        for one in answer.passages
        if one.marker is not None and one.passage.key in read.passages
    }
    found: list[Behind] = []
    for key, passage in cited.items():
        said = " ".join(statement.text for statement in answer.statements if key in statement.citations)[:_SAID]
        for number, document in _held(passage, read.holdings):
            if documents is None or document in documents:
                nearest = _nearest(said, read, document)
                if nearest is not None:
                    found.append(Behind(key, number, *nearest))
    return tuple(found)


def _held(passage: Passage, holdings: Holdings) -> Iterator[tuple[int, str]]:
    """The references that a passage rests on, each with a document that holds its text."""
    for number in passage.references:
        for document in holdings.of(passage.document, number):
            if document.type != RECORD and document.key != passage.document:
                yield number, document.key


def _nearest(said: str, read: Reading, document: str) -> tuple[Shown, int, int] | None:
    """The passage nearest to what was said, of the body before lists and header, and where its nearest part stands."""
    alone = read.of(document)
    if not said.strip() or not alone.passages:
        return None
    ranked = retrieve(said, alone)
    best = min(ranked, key=lambda one: one.passage.kind != "body", default=None)
    if best is None:
        return None
    passage = best.passage
    if not best.parts:
        return showable(best, read), passage.start, passage.end
    part = passage.parts[max(range(len(best.parts)), key=best.parts.__getitem__)]
    return showable(best, read), part.start, part.end
