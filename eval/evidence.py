"""Where gold evidence stands in the documents of a library, and which passages hold it.

White space is all that may differ between a gold span and the text; case, markers and dashes count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document, Passage, Span
from corpus.errors import GoldError
from eval.gold import Case, Turn

WORD = re.compile(r"\S+")
UNHELD = "no passage holds: "
"""Prefix of the stand-in key for evidence that the splitter cut in two: it is relevant and can never be found."""


@dataclass(frozen=True, slots=True)
class Gold:
    """What a turn's evidence comes to in one library."""

    relevant: frozenset[str]
    """Keys of passages that hold evidence or belong to a relevant source; stand-ins for evidence that none holds."""
    holding: frozenset[str]
    """Those of them that hold evidence: a relevant source counts here only where the gold names no evidence."""
    places: Mapping[str, tuple[Span, ...]]
    """By document key: the stretches of text that are evidence, in document offsets; else the relevant sources."""

    def touches(self, document: str, span: Span) -> bool:
        return any(span.overlaps(place) for place in self.places.get(document, ()))


@dataclass(frozen=True, slots=True)
class _Folded:
    """A document's text with its white space folded, and the way back to the offsets as stored."""

    key: str
    text: str
    folded: NDArray[np.int64]
    """Where each word starts in `text`."""
    stored: NDArray[np.int64]
    """Where each word starts in the document."""

    def span(self, start: int, end: int) -> Span:
        return Span(self._offset(start), self._offset(end - 1) + 1)

    def _offset(self, position: int) -> int:
        word = int(np.searchsorted(self.folded, position, side="right")) - 1
        return int(self.stored[word]) + position - int(self.folded[word])


class Evidence:
    """Finds gold spans in the documents of one library."""

    def __init__(self, documents: Mapping[str, Document], passages: Mapping[str, Passage]) -> None:
        self._documents = [_fold(document) for document in documents.values()]
        # One long text: a set of thousands of documents is searched in one pass of str.find.
        self._all = "\0".join(one.text for one in self._documents)
        lengths = np.array([len(one.text) + 1 for one in self._documents], dtype=np.int64)
        self._starts: list[int] = [0, *np.cumsum(lengths).tolist()]
        self._sources: dict[str, list[Document]] = defaultdict(list)
        for held in documents.values():
            self._sources[held.source].append(held)
        self._passages: dict[str, list[Passage]] = defaultdict(list)
        for passage in passages.values():
            self._passages[passage.document].append(passage)
        self._find = lru_cache(maxsize=4096)(self._search)

    def find(self, span: str) -> tuple[tuple[str, Span], ...]:
        """Every place (document key, offsets) where the words of `span` stand."""
        return self._find(" ".join(span.split()))

    def gold(self, turn: Turn) -> Gold:
        """The turn's evidence as passages and places of this library."""
        holding: set[str] = set()
        places: dict[str, list[Span]] = defaultdict(list)
        for words in turn.evidence:
            found: set[str] = set()
            for document, span in self.find(words):
                places[document].append(span)
                found.update(self._holding(document, span))
            holding.update(found or {UNHELD + words})
        wholes = [whole for source in turn.relevant for whole in self._sources.get(source, ())]
        around = {passage.key for whole in wholes for passage in self._passages[whole.key]}
        if not turn.evidence:
            holding = around
            places.update({whole.key: [Span(0, len(whole.text))] for whole in wholes})
        kept = {key: tuple(spans) for key, spans in places.items()}
        return Gold(frozenset(holding | around), frozenset(holding), kept)

    def missing(self, case: Case) -> list[str]:
        """In words, the evidence and relevant sources of a case that stand nowhere in the library."""
        found: list[str] = []
        for turn in case.turns:
            lines = turn.evidence_lines or (turn.line,) * len(turn.evidence)
            found += [
                f"{case.place(line)}: no document of the library holds {_short(words)!r}"
                for words, line in zip(turn.evidence, lines, strict=True)
                if not self.find(words)
            ]
            found += [
                f"{case.place(turn.line)}: no document of the library comes from {source!r}"
                for source in turn.relevant
                if source not in self._sources
            ]
        return found

    def check(self, cases: Iterable[Case]) -> None:
        """Raise GoldError for evidence or a relevant source that stands nowhere: it would count as a miss."""
        missing = [one for case in cases for one in self.missing(case)]
        if missing:
            more = f"; {len(missing) - 1} more like it" if len(missing) > 1 else ""
            raise GoldError(f"{missing[0]}{more}.")

    def _holding(self, document: str, span: Span) -> Iterable[str]:
        return (one.key for one in self._passages[document] if one.start <= span.start and span.end <= one.end)

    def _search(self, words: str) -> tuple[tuple[str, Span], ...]:
        found: list[tuple[str, Span]] = []
        at = self._all.find(words) if words and "\0" not in words else -1
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            document = self._documents[number]
            start = at - self._starts[number]
            found.append((document.key, document.span(start, start + len(words))))
            at = self._all.find(words, at + len(words))
        return tuple(found)


def _fold(document: Document) -> _Folded:
    words = [match.span() for match in WORD.finditer(document.text)]
    stored = np.array([start for start, _ in words], dtype=np.int64)
    lengths = np.array([end - start + 1 for start, end in words], dtype=np.int64)
    folded = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)[:-1]]) if words else stored
    return _Folded(document.key, " ".join(document.text.split()), folded, stored)


def _short(words: str) -> str:
    return words if len(words) <= 120 else words[:119] + "…"
