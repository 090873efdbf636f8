"""The library as the page shows it: documents, how much each weighs, and which of their references are held."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from chat.page.session import document_mark
from corpus.documents import Document, Reference
from corpus.holdings import RECORD, Holdings
from corpus.tiers import Tier, tier

State = Literal["held", "record only", "not held"]


class Shelf:
    """One state of the library; made anew when that changes."""

    def __init__(self, documents: Sequence[Document], passages: Mapping[str, int] | None = None) -> None:
        self.documents: Mapping[str, Document] = {one.key: one for one in documents}
        self.passages = passages or {}
        """How many passages each document was split into, where that is known."""

    @cached_property
    def holdings(self) -> Holdings:
        return Holdings(self.documents)

    def tier(self, document: Document) -> Tier:
        return tier(document, self.holdings)

    def held(self, document: str, number: int | None) -> tuple[Document, ...]:
        """The documents that hold the text of a reference."""
        found = self.holdings.of(document, number) if number is not None else ()
        return tuple(one for one in found if one.type != RECORD)

    def state(self, document: str, entry: Reference) -> State:
        """Whether the text of a document's reference is held, or a record of it, or nothing."""
        if self.held(document, entry.number):
            return "held"
        recorded = entry.number is not None and self.holdings.is_record_only(document, entry.number)
        return "record only" if recorded else "not held"


class Shelves:
    """Keeps the last state of the library that was asked for, as long as it is the present one."""

    def __init__(self, documents: Callable[[], Sequence[Document]], listing: Callable[[], dict[str, Any]]) -> None:
        self._documents = documents
        self._listing = listing
        self._made: tuple[Sequence[Document], Shelf] | None = None

    def now(self) -> Shelf:
        """The library as it is; raises what asking for it raises."""
        documents = list(self._documents())
        made = self._made
        if made is not None and len(made[0]) == len(documents) and all(map(_same, made[0], documents)):
            return made[1]
        counts = {one["key"]: int(one["passages"]) for one in self._listing()["documents"]}
        shelf = Shelf(documents, counts)
        self._made = documents, shelf
        return shelf

    def marked(self, mark: str) -> Document | None:
        """The document of this name on the page; None when there is none such."""
        return next((one for one in self.now().documents.values() if document_mark(one.key) == mark), None)


def _same(one: Document, other: Document) -> bool:
    return one is other
