"""Which document a file is: one that is held already, one that has moved, or a new one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.documents import Document, short_hash


@dataclass(frozen=True, slots=True)
class _Held:
    key: str
    source: str
    digest: str


class Identities:
    """Gives files their documents' keys, during one ingest.

    The same origin is the same document. A held document of the same name whose own file is gone has moved, and the
    file takes its key over. Anything else is new, whatever title or DOI it names.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._by_origin: dict[str, _Held] = {}
        self._keys: set[str] = set()
        for document in documents:
            self._by_origin[document.origin] = _Held(document.key, document.source, document.digest)
            self._keys.add(document.key)

    def key(self, source: str, origin: str, digest: str) -> tuple[str, str]:
        """The key of the document that a file is, and the digest that is held of it (empty when it is new)."""
        held = self._by_origin.get(origin) or self._moved(source, digest)
        return (held.key, held.digest) if held else (self._free(source), "")

    def settle(self, key: str, source: str, origin: str, digest: str) -> None:
        """Remembers that a file was read as the document of that key."""
        self._by_origin = {place: one for place, one in self._by_origin.items() if one.key != key}
        self._by_origin[origin] = _Held(key, source, digest)
        self._keys.add(key)

    def _moved(self, source: str, digest: str) -> _Held | None:
        gone = [one for origin, one in self._by_origin.items() if one.source == source and not os.path.lexists(origin)]
        return min(gone, key=lambda one: one.digest != digest, default=None)

    def _free(self, source: str) -> str:
        number = 0
        while (key := short_hash(source, str(number))) in self._keys:
            number += 1
        return key
