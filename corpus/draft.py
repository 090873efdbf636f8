"""The changes of one write, before any of them happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.documents import Document, Passage
from corpus.errors import LibraryError
from corpus.records import document_of, fingerprint, passage_of
from corpus.truth import HeldDocument, Truth

Progress = Callable[[int, int], None]
"""Called with passages embedded and passages to embed."""


@dataclass(frozen=True, slots=True)
class Change:
    """A document as it is to become."""

    document: Document
    passages: tuple[Passage, ...]


class Draft:
    """What a library will hold once its `write()` is left; nothing of it is on disk before."""

    def __init__(self, truth: Truth) -> None:
        self.progress: Progress | None = None
        self._truth = truth
        self._held = {held.row[0]: held for held in truth.documents()}
        self._owners = {row[0]: row[1] for row in truth.passages()}
        self.changes: dict[str, Change | None] = {}
        """By document key: what it becomes, or None where it goes. What stays as it is, is not among them."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents held, with this draft's changes."""
        return _Documents(self._held, self.changes)

    def put(self, document: Document, passages: Sequence[Passage]) -> None:
        """Add a document, or replace the one of the same key. Raises ValueError where the passages are not its own."""
        _check(document, passages)
        for passage in passages:
            owner = self._owners.get(passage.key, document.key)
            if owner != document.key and owner not in self.changes:
                raise ValueError(f"passage {passage.key} belongs to another document already")
        if self._unchanged(document, passages):
            self.changes.pop(document.key, None)
        else:
            self.changes[document.key] = Change(document, tuple(passages))

    def remove(self, key: str) -> None:
        """Take a document out, with all that is held of it. Raises LibraryError where there is no such document."""
        if key not in self.documents:
            raise LibraryError(f'The library holds no document with the key "{key}": `footnote library` lists them.')
        if key in self._held:
            self.changes[key] = None
        else:
            del self.changes[key]

    def passages(self, key: str) -> list[Passage]:
        """The passages of a document, with this draft's changes. Raises KeyError where there is no such document."""
        change = self.changes.get(key, ...)
        if change is ...:
            return [passage_of(row, self._held[key].row[4]) for row in self._truth.passages(key)]
        if change is None:
            raise KeyError(key)
        return list(change.passages)

    def held(self) -> list[HeldDocument]:
        """The documents on disk, in order."""
        return list(self._held.values())

    def _unchanged(self, document: Document, passages: Sequence[Passage]) -> bool:
        held = self._held.get(document.key)
        if held is None or held.row[2] != document.origin or held.fingerprint != fingerprint(document):
            return False
        rows = self._truth.passages(document.key)
        return [passage_of(row, document.text) for row in rows] == list(passages)


class _Documents(Mapping[str, Document]):
    def __init__(self, held: Mapping[str, HeldDocument], changes: Mapping[str, Change | None]) -> None:
        self._held = held
        self._changes = changes

    def __getitem__(self, key: str) -> Document:
        if key in self._changes:
            change = self._changes[key]
            if change is None:
                raise KeyError(key)
            return change.document
        return document_of(self._held[key].row)

    def __iter__(self) -> Iterator[str]:
        yield from (key for key in self._held if self._changes.get(key, ...) is not None)
        yield from (key for key, change in self._changes.items() if key not in self._held and change is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _check(document: Document, passages: Sequence[Passage]) -> None:
    keys = [passage.key for passage in passages]
    if not document.key or not all(keys) or len(set(keys)) != len(keys):
        raise ValueError(f"document {document.source!r} has passages without a key, or two with the same")
    for passage in passages:
        if passage.document != document.key or passage.text != document.text[passage.start : passage.end]:
            raise ValueError(f"passage {passage.key} is not a stretch of document {document.source!r}")
