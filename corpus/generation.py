"""The two indexes of one state of the library, in a folder of their own: built beside the old, never changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import Damaged
from corpus.faults import REBUILD, index_told
from corpus.lexical import LexicalIndex
from corpus.vectors import FINER, HNSW, VectorIndex

CHROMA, LEXICAL, SEAL = "chroma", "bm25", "seal.json"
_LOADED = 500
"""Passages whose vectors are in memory at once while an index is built."""
_HOLES = 4
"""An index is made anew once rows equal to one in so many of those held have been deleted from it."""
_TRIED = 2_000
"""New passages, spread evenly, that must find themselves before a new index is put to use."""

VectorsOf = Callable[[Sequence[str]], dict[str, NDArray[np.float32]]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage as the indexes know it."""

    key: str
    words: str
    """Identity of the texts its vectors are made from."""
    rows: int
    """How many vectors it has: itself, then its parts."""

    def ids(self) -> list[str]:
        # An id names the very words embedded, so that a row is there or not, but never out of date.
        return [f"{self.key}:{self.words[:16]}:{row}" for row in range(self.rows)]


def passage_and_row(row_id: str) -> tuple[str, int]:
    """Whose vector a row is: the passage's key, and 0 for the passage itself or 1 + the index of its part."""
    key, _, row = row_id.rsplit(":", 2)
    return key, int(row)


class Generation:
    """A folder's two indexes, open for reading."""

    def __init__(self, folder: Path, passages: int, rows: int) -> None:
        """Raises Damaged where the files are not as they were sealed, or do not hold so many passages and vectors."""
        with index_told(folder.parent.parent):
            problem = broken_seal(folder)
            if problem:
                raise Damaged(f"An index of the library {folder.parent.parent} is damaged ({problem}): {REBUILD}.")
            self.lexical = LexicalIndex.load(folder / LEXICAL)
            self.vectors = VectorIndex(folder / CHROMA)
            held = len(self.lexical.keys), len(self.vectors)
            if held != (passages, rows):
                self.vectors.close()
                raise Damaged(
                    f"The indexes of the library {folder.parent.parent} hold {held[0]} passages and {held[1]} vectors "
                    f"where it has {passages} and {rows}: {REBUILD}."
                )


def build(
    folder: Path, entries: Sequence[Entry], texts: Sequence[str], vectors_of: VectorsOf, before: Path | None
) -> None:
    """Make the indexes of exactly these passages in a new folder, and verify them.

    `texts` are what the lexical index holds of each; `vectors_of` gives vectors by words. `before` are the indexes of
    the last state: what they already hold is taken over. Raises LibraryError; the folder is then not to be used.
    """
    with index_told(folder.parent.parent):
        folder.mkdir(parents=True)
        LexicalIndex.build([entry.key for entry in entries], texts).save(folder / LEXICAL)
    for last in (before, None) if before is not None and _worth_copying(before) else (None,):
        for graph in (HNSW, FINER) if last is None else (None,):
            try:
                with index_told(folder.parent.parent):
                    shutil.rmtree(folder / CHROMA, ignore_errors=True)
                    if last is not None:
                        _copy(last, folder)
                    new = _hold(folder, entries, vectors_of, graph)
                    problem = "little of it was left" if new is None else _verify(folder, entries, new, vectors_of)
            except Damaged as damage:
                problem = str(damage)
            if not problem:
                return
    raise Damaged(f"No sound index of the library {folder.parent.parent} could be made ({problem}): {REBUILD}.")


def broken_seal(folder: Path) -> str:
    """What about a folder's index files is not as it was when they were made; empty when all is."""
    try:
        sealed = json.loads((folder / SEAL).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return "it is missing or was never finished"
    for name, digest in sealed.items():
        file = folder / name
        if not file.is_file():
            return f"{name} is missing"
        if _digest(file) != digest:
            return f"{name} has changed"
    return "" if (folder / CHROMA / "chroma.sqlite3").is_file() else "chroma.sqlite3 is missing"


def _worth_copying(before: Path) -> bool:
    """Whether the last state's vector index is sound, and was made as one is made now."""
    return not broken_seal(before) and json.loads((before / SEAL).read_text("utf-8")).get("hnsw") in (HNSW, FINER)


def _copy(before: Path, folder: Path) -> None:
    """Take over the vector index of the last state."""
    database = "chroma.sqlite3"
    shutil.copytree(before / CHROMA, folder / CHROMA, ignore=shutil.ignore_patterns(f"{database}*"))
    # Readers have it open, and opening it writes to it: a plain copy could be torn.
    with (
        closing(sqlite3.connect(before / CHROMA / database)) as source,
        closing(sqlite3.connect(folder / CHROMA / database)) as copy,
    ):
        source.backup(copy)
    shutil.copyfile(before / SEAL, folder / SEAL)


def _hold(folder: Path, entries: Sequence[Entry], vectors_of: VectorsOf, graph: Any) -> list[Entry] | None:
    """Make the folder's vector index hold exactly these passages, and seal it; returns those that were new to it.

    `graph` are the settings of a new index; None is for one that was copied. The answer is None, with nothing done,
    where a new index is better than the copy: what is deleted from an HNSW graph leaves holes in it.
    """
    copied = {"hnsw": graph, "deleted": 0} if graph else json.loads((folder / SEAL).read_text("utf-8"))
    deleted = int(copied["deleted"])
    with closing(VectorIndex(folder / CHROMA, create=graph)) as index:
        held = index.ids()
        new = [entry for entry in entries if not held.issuperset(entry.ids())]
        stale = held.difference(row for entry in entries for row in entry.ids())
        # A passage is never there by half: its rows are added anew together.
        stale.update(row for entry in new for row in entry.ids() if row in held)
        deleted += len(stale)
        if deleted * _HOLES > sum(entry.rows for entry in entries):
            return None
        index.delete(sorted(stale))
        for first in range(0, len(new), _LOADED):
            some = new[first : first + _LOADED]
            vectors = vectors_of([entry.words for entry in some])
            index.add([row for entry in some for row in entry.ids()], np.concatenate([vectors[e.words] for e in some]))
        if entries:
            # A query makes Chroma take in whatever still waits in its log.
            index.nearest(vectors_of([entries[0].words])[entries[0].words][:1], 1)
    files = sorted(file for part in (CHROMA, LEXICAL) for file in (folder / part).rglob("*") if file.is_file())
    # Chroma's own database changes when it is merely opened; SQLite detects most damage to it by itself.
    sealed = {str(f.relative_to(folder)): _digest(f) for f in files if not f.name.startswith("chroma.sqlite3")}
    seal = {"files": sealed, "deleted": deleted, "hnsw": copied["hnsw"]}
    (folder / SEAL).write_text(json.dumps(seal), "utf-8")
    return new


def _verify(folder: Path, entries: Sequence[Entry], new: Sequence[Entry], vectors_of: VectorsOf) -> str:
    """What is wrong with indexes just made, opened anew; empty when they hold these passages and find the new ones."""
    generation = Generation(folder, len(entries), sum(entry.rows for entry in entries))
    with closing(generation.vectors) as index:
        return strays(generation, entries) or lost(index, new[:: len(new) // _TRIED + 1], vectors_of)


def strays(generation: Generation, entries: Sequence[Entry]) -> str:
    """How the passages in the indexes differ from these; empty when they do not."""
    if generation.lexical.keys != tuple(entry.key for entry in entries):
        return "the lexical index holds other passages"
    missing = generation.vectors.ids() ^ {row for entry in entries for row in entry.ids()}
    return f"{len(missing)} vectors are missing or stray" if missing else ""


def lost(index: VectorIndex, entries: Sequence[Entry], vectors_of: VectorsOf) -> str:
    """How many of these passages are not found by their own vector; empty when all are."""
    count = 0
    for first in range(0, len(entries), _LOADED):
        some = entries[first : first + _LOADED]
        vectors = vectors_of([entry.words for entry in some])
        nearest = index.nearest(np.stack([vectors[entry.words][0] for entry in some]), 3)
        for entry, found in zip(some, nearest, strict=True):
            # By a part of its own, or by a vector that is as good as the same: equal words may stand in many places.
            near = any(row in entry.ids() or similarity > 0.999 for row, similarity in found)
            count += not near
    return f"{count} of {len(entries)} passages do not find themselves" if count else ""


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
