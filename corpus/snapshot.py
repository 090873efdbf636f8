"""One state of the library, to be searched: it stays what it is while later writes happen."""

from __future__ import annotations

import copy
import hashlib
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document, Passage
from corpus.errors import LibraryError
from corpus.faults import index_told, told
from corpus.generation import Entry, Generation, passage_and_row
from corpus.lexical import LexicalIndex
from corpus.records import PassageRow, document_of, passage_of
from corpus.truth import HeldDocument, Truth

Row = TypeVar("Row")
Value = TypeVar("Value")

INDEXES = "index"


@dataclass(frozen=True, slots=True)
class Hit:
    """A vector that is near."""

    passage: str
    part: int | None
    """Which of the passage's parts it belongs to; None for the whole passage's own."""
    similarity: float
    """Cosine, 1 at best."""


class Decoded(Mapping[str, Value], Generic[Row, Value]):
    """Rows by key, each decoded when it is first asked for."""

    def __init__(self, rows: Mapping[str, Row], decode: Callable[[Row], Value]) -> None:
        self._rows = rows
        self._decode = decode
        self._values: dict[str, Value] = {}

    def __getitem__(self, key: str) -> Value:
        if key not in self._values:
            self._values[key] = self._decode(self._rows[key])
        return self._values[key]

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Snapshot:
    """What the library held at one moment. May be shared between threads."""

    def __init__(self, truth: Truth | None) -> None:
        """Everything held by `truth` now, or nothing. Raises Damaged where the indexes do not agree with it."""
        self._truth = truth
        self._generation: Generation | None = None
        self._whole: Snapshot | None = None
        """What this is a part of."""
        self._within: list[str] | None = None
        """The ids of this part's vectors."""
        manifest, documents, passages = _read(truth)
        self._dimension = int(manifest.get("dimension", "0"))
        self.generation = int(manifest.get("generation", "0"))
        self.state = state_of(documents, passages)
        self.documents: Mapping[str, Document] = Decoded(
            {held.row[0]: held for held in documents}, lambda held: document_of(held.row)
        )
        texts = {held.row[0]: held.row[4] for held in documents}
        self._rows = {row[0]: row for row in passages}
        self.passages: Mapping[str, Passage] = Decoded(self._rows, lambda row: passage_of(row, texts[row[1]]))
        if truth is not None and passages:
            folder = truth.folder / INDEXES / manifest["index"]
            self._generation = Generation(folder, len(passages), sum(entry_of(row).rows for row in passages))
            # Closed when its last user lets go of it, not when the first one sees a newer state.
            weakref.finalize(self, self._generation.vectors.close).atexit = False

    def within(self, documents: Set[str]) -> Snapshot:
        """The same state with these documents alone: nothing of another can be found or looked up in it.

        How rare a word is, and so what BM25 makes of a passage, is counted over the whole.
        """
        part = copy.copy(self)
        # Held on to, as the index is closed with the last that uses it.
        part._whole = self
        part.documents = {key: self.documents[key] for key in self.documents if key in documents}
        part._rows = {key: row for key, row in self._rows.items() if row[1] in part.documents}
        part.passages = {key: self.passages[key] for key in part._rows}
        part._within = [vector for row in part._rows.values() for vector in entry_of(row).ids()]
        return part

    def dense(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """At most `k` vectors, of passages and of their parts, nearest first by cosine. Raises Damaged."""
        return self.dense_each(vector.reshape(1, -1), k)[0]

    def dense_each(self, vectors: NDArray[np.float32], k: int) -> list[list[Hit]]:
        """As `dense`, for each row of several, `(n, dimension)`, in one search."""
        if self._generation is None or self._truth is None:
            return [[] for _ in vectors]
        with index_told(self._truth.folder):
            found = self._generation.vectors.nearest(np.asarray(vectors, dtype=np.float32), k, self._within)
        return [[_hit(row_id, similarity) for row_id, similarity in one] for one in found]

    def lexical(self, text: str, k: int) -> list[tuple[str, float]]:
        """At most `k` passages that share a term with the text, with their BM25 score, best first."""
        if self._whole is None:
            return self.lexical_index.search(text, k)
        found = self._whole.lexical(text, len(self._whole.passages))
        return [(key, score) for key, score in found if key in self._rows][: max(k, 0)]

    @property
    def lexical_index(self) -> LexicalIndex:
        """The BM25 index itself, for the scores of all passages at once; of the whole, also of a part."""
        return self._generation.lexical if self._generation else LexicalIndex((), None)

    def vectors(self, key: str) -> NDArray[np.float32]:
        """A passage's vectors, `(1 + parts, dimension)`: the whole passage first, then its parts. Raises KeyError."""
        return self.vectors_of([key])[key]

    def vectors_of(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """As `vectors`, of many passages in one go."""
        words = {key: self._rows[key][10] for key in keys}
        if self._truth is None or not words:
            return {}
        with told(self._truth.folder):
            held = self._truth.vectors(words.values(), self._dimension)
        if not all(name in held for name in words.values()):
            raise LibraryError(f"The library {self._truth.folder} has changed since this was asked: ask again.")
        return {key: held[name] for key, name in words.items()}


def _hit(row_id: str, similarity: float) -> Hit:
    key, row = passage_and_row(row_id)
    return Hit(key, row - 1 if row else None, similarity)


def entry_of(row: PassageRow) -> Entry:
    """A stored passage as the indexes know it."""
    # Parts are rows of a JSON list of lists; each begins with the name of its kind.
    return Entry(row[0], row[10], 1 + row[6].count('["'))


def state_of(documents: list[HeldDocument], passages: list[PassageRow]) -> str:
    """A hash of documents and passage keys: the same for the same content, whenever and in whatever order it came."""
    keys: dict[str, list[str]] = {held.row[0]: [] for held in documents}
    for row in passages:
        keys[row[1]].append(row[0])
    digest = hashlib.sha256()
    for held in sorted(documents, key=lambda held: held.row[0]):
        line = "\x1f".join((held.row[0], held.fingerprint, *keys[held.row[0]]))
        digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def _read(truth: Truth | None) -> tuple[dict[str, str], list[HeldDocument], list[PassageRow]]:
    if truth is None:
        return {}, [], []
    with truth.consistent():
        return truth.manifest(), truth.documents(), truth.passages()
