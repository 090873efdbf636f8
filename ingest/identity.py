"""Which document a file is: one that is held already, one that has moved, or a new one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.attached import entry_of
from corpus.documents import Document, short_hash

_UPLOADED = "upload:"
"""Begins the origin of what was uploaded; no path and no address begins so."""


def uploaded_as(name: str, stands_for: tuple[str, int] | None = None) -> str:
    """The origin of an uploaded file: its name, as its copy was thrown away and where it came from is not known.

    What is uploaded as the text of a reference is named by that too: many publishers' files are called "main.pdf".
    """
    return f"{_UPLOADED}{stands_for[0]}/{stands_for[1]}/{name}" if stands_for else f"{_UPLOADED}{name}"


@dataclass(frozen=True, slots=True)
class _Held:
    key: str
    source: str
    digest: str


class Identities:
    """Gives files their documents' keys, during one ingest.

    The same origin is the same document. A held document of the same name and bytes whose own file is gone has moved,
    and the file takes its key over; so does an upload of its name and bytes. Anything else is new, whatever title or
    DOI it names: many papers are called "main.pdf", and none may take another's place because that was tidied away.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_origin: dict[str, _Held] = {}
        self._keys: set[str] = set()
        self._attached: set[str] = set()
        """The keys of those that are the text of a reference."""
        every = {document.key: document for document in documents}
        for document in every.values():
            self._by_origin[_origin(document, every)] = _Held(document.key, document.source, document.digest)
            self._keys.add(document.key)
            if document.stands_for is not None:
                self._attached.add(document.key)

    def key(self, source: str, origin: str, digest: str) -> tuple[str, str]:
        """The key of the document that a file is, and the digest that is held of it (empty when it is new)."""
        held = self._by_origin.get(origin) or self._same(source, origin, digest)
        return (held.key, held.digest) if held else (self._free(source), "")

    def settle(self, key: str, source: str, origin: str, digest: str) -> None:
        """Remembers that a file was read as the document of that key."""
        self._by_origin = {place: one for place, one in self._by_origin.items() if one.key != key}
        self._by_origin[origin] = _Held(key, source, digest)
        self._keys.add(key)

    def _same(self, source: str, origin: str, digest: str) -> _Held | None:
        """A held document of the same name and bytes, if neither's place tells that they are two."""
        held = [(at, one) for at, one in self._by_origin.items() if (one.source, one.digest) == (source, digest)]
        if origin.startswith(_UPLOADED):
            return next((one for _, one in held if one.key not in self._attached), None)
        return next((one for at, one in held if _is_gone(at)), None)

    def _free(self, source: str) -> str:
        number = 0
        while (key := short_hash(source, str(number))) in self._keys:
            number += 1
        return key


def _origin(document: Document, every: Mapping[str, Document]) -> str:
    """Where a document came from; of an upload for a reference, as one for that reference's present number would come.

    Its number may be that of another paper by now, whose upload must not take this one's place.
    """
    citing = every.get(document.stands_for[0]) if document.stands_for else None
    if citing is None or not document.origin.startswith(f"{_UPLOADED}{citing.key}/"):
        return document.origin
    at = entry_of(document, citing)
    number = citing.references[at].number if at is not None else None
    if number is None:
        return f"{_UPLOADED}{citing.key}/{document.key}/{document.source}"
    return uploaded_as(document.source, (citing.key, number))


def _is_gone(origin: str) -> bool:
    """Whether the place a document was read from holds nothing any more; an upload never was at one."""
    return not origin.startswith(_UPLOADED) and not os.path.lexists(origin)
