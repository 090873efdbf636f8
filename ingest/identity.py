"""Which document a file is: one that is held already, one that has moved, or a new one."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.attached import entry_of
from corpus.documents import Document, short_hash

Place = tuple[str, int]
"""A document's key, and the number of a reference in its list."""

_UPLOADED = "upload:"
"""Begins the origin of what was uploaded; no path and no address begins so."""


def uploaded_as(name: str, stands_for: Place | None = None) -> str:
    """The origin of an uploaded file: its name, as its copy was thrown away and where it came from is not known.

    What is uploaded as the text of a reference is named by that too: many publishers' files are called "main.pdf".
    """
    return f"{_UPLOADED}{stands_for[0]}/{stands_for[1]}/{name}" if stands_for else f"{_UPLOADED}{name}"


@dataclass(frozen=True, slots=True)
class _Held:
    key: str
    source: str
    digest: str
    place: Place | None
    """Whose text it is, by the present number; None for no reference's, or one that its list has no more."""
    attached: bool


class Identities:
    """Gives files their documents' keys, during one ingest.

    The same origin is the same document, unless other bytes came from there as the text of another reference. A held
    document of the same name and bytes whose own file is gone has moved, and the file takes its key over; so does an
    upload of its name and bytes. Anything else is new, whatever title or DOI it names: many papers are called
    "main.pdf", and none may take another's place because that was tidied away.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_origin: defaultdict[str, list[_Held]] = defaultdict(list)
        every = {document.key: document for document in documents}
        for document in every.values():
            origin, place = _now(document, every)
            held = _Held(document.key, document.source, document.digest, place, document.stands_for is not None)
            self._by_origin[origin].append(held)
        self._keys = set(every)

    def key(self, source: str, origin: str, digest: str, stands_for: Place | None = None) -> tuple[str, str]:
        """The key of the document that a file is, and the digest that is held of it (empty when it is new)."""
        held = self._there(origin, digest, stands_for) or self._same(source, origin, digest)
        return (held.key, held.digest) if held else (self._free(source), "")

    def settle(self, document: Document) -> None:
        """Remembers that a file was read as this document."""
        for at, there in self._by_origin.items():
            self._by_origin[at] = [one for one in there if one.key != document.key]
        place = document.stands_for
        held = _Held(document.key, document.source, document.digest, place, place is not None)
        self._by_origin[document.origin].append(held)
        self._keys.add(document.key)

    def _there(self, origin: str, digest: str, stands_for: Place | None) -> _Held | None:
        """The document that came from there before: this reference's text, or one of the same bytes, or the only one.

        `main.pdf` of a folder of downloads is one paper today and another one tomorrow.
        """
        there = self._by_origin.get(origin, [])
        for one in there:
            if stands_for is not None and one.place == stands_for:
                return one
        for one in there:
            if one.digest == digest:
                return one
        left = [one for one in there if not one.attached] if stands_for is not None or len(there) > 1 else there
        return left[0] if left else None

    def _same(self, source: str, origin: str, digest: str) -> _Held | None:
        """A held document of the same name and bytes, if neither's place tells that they are two."""
        every = ((at, one) for at, there in self._by_origin.items() for one in there)
        held = [(at, one) for at, one in every if (one.source, one.digest) == (source, digest)]
        if origin.startswith(_UPLOADED):
            return next((one for _, one in held if not one.attached), None)
        return next((one for at, one in held if _is_gone(at)), None)

    def _free(self, source: str) -> str:
        number = 0
        while (key := short_hash(source, str(number))) in self._keys:
            number += 1
        return key


def _now(document: Document, every: Mapping[str, Document]) -> tuple[str, Place | None]:
    """Where a document came from and whose text it is, as one for that reference's present number would come.

    Its number may be that of another paper by now, whose upload must not take this one's place.
    """
    origin, place = document.origin, document.stands_for
    citing = every.get(place[0]) if place else None
    if citing is None:
        return origin, place
    at = entry_of(document, citing)
    number = citing.references[at].number if at is not None else None
    place = (citing.key, number) if number is not None else None
    if not origin.startswith(f"{_UPLOADED}{citing.key}/"):
        return origin, place
    return uploaded_as(document.source, place) if place else f"{_UPLOADED}{citing.key}//{document.key}", place


def _is_gone(origin: str) -> bool:
    """Whether the place a document was read from holds nothing any more; an upload never was at one."""
    return not origin.startswith(_UPLOADED) and not os.path.lexists(origin)
