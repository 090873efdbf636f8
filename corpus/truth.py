"""The library's truth: documents, passages and vectors in one SQLite file, and the pointer to the indexes in force.

Everything else in the folder is a cache that can be made again from here. The commit that moves the pointer is the one
moment at which a write happens.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from corpus import schema
from corpus.errors import LibraryError
from corpus.records import DOCUMENT_COLUMNS, PASSAGE_COLUMNS, DocumentRow, PassageRow

FILE = "library.sqlite"
_MANY = 500
"""Values bound to one statement; SQLite's own limit is higher everywhere."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which state the library is in, and the folder (under `index/`) of the indexes made for it."""

    generation: int = 0
    index: str = ""
    """Empty while nothing is held."""


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document as it is stored."""

    position: int
    fingerprint: str
    row: DocumentRow


class Truth:
    """An open store. May be shared between threads; what it reads is decoded by its callers."""

    def __init__(self, folder: Path, create: bool = False) -> None:
        """Raises sqlite3.Error where it cannot be opened, LibraryError where another version of Footnote made it."""
        self.folder = folder
        self.path = folder / FILE
        self._lock = threading.RLock()
        address = f"file:{quote(os.fsencode(self.path))}?mode={'rwc' if create else 'rw'}"
        self._db = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=20)
        try:
            self._db.text_factory = lambda held: held.decode("utf-8", "surrogatepass")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA synchronous = FULL")
            self.version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
            if self.version > schema.VERSION:
                raise LibraryError(f"The library {folder} was written by a newer Footnote: update this one to read it.")
            if create:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._migrate()
            self._file = _identity(self.path)
            weakref.finalize(self, self._db.close).atexit = False
        except BaseException:
            self._db.close()
            raise

    def _migrate(self) -> None:
        if self.version < schema.VERSION:
            with self._transaction():
                schema.migrate(self._db, self.version)
            self.version = schema.VERSION

    def replaced(self) -> bool:
        """Whether the file on disk is no longer the one that is open here."""
        return _identity(self.path) != self._file

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def consistent(self) -> Iterator[None]:
        """Everything read inside belongs to one state, whatever a writer does meanwhile."""
        with self._lock:
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._db.execute("ROLLBACK")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    # Reading

    def pointer(self) -> Pointer:
        manifest = self.manifest()
        return Pointer(int(manifest.get("generation", "0")), manifest.get("index", ""))

    def manifest(self) -> dict[str, str]:
        with self._lock:
            return dict(self._db.execute("SELECT name, value FROM manifest")) if self.version else {}

    def documents(self) -> list[HeldDocument]:
        """All documents, in the order in which they came."""
        query = f"SELECT position, fingerprint, {DOCUMENT_COLUMNS} FROM documents ORDER BY position"
        with self._lock:
            return [HeldDocument(row[0], row[1], row[2:]) for row in self._db.execute(query)] if self.version else []

    def passages(self, document: str | None = None) -> list[PassageRow]:
        """All passages in document order, or those of one document."""
        columns = ", ".join(f"passages.{column}" for column in PASSAGE_COLUMNS.split(", "))
        where = "" if document is None else "WHERE document = ?"
        query = f"""SELECT {columns} FROM passages JOIN documents ON documents.key = document {where}
            ORDER BY documents.position, passages.position"""
        with self._lock:
            return self._db.execute(query, () if document is None else (document,)).fetchall() if self.version else []

    def vectors(self, words: Iterable[str], dimension: int) -> dict[str, NDArray[np.float32]]:
        """The vectors held for these words, each `(1 + parts, dimension)`."""
        found: dict[str, NDArray[np.float32]] = {}
        for some in _chunks(list(dict.fromkeys(words))):
            query = f"SELECT words, vectors FROM vectors WHERE words IN ({','.join('?' * len(some))})"
            with self._lock:
                for name, blob in self._db.execute(query, some):
                    found[name] = np.frombuffer(blob, dtype="<f4").reshape(-1, dimension)
        return found

    def holds_vectors(self, words: str, rows: int, dimension: int) -> bool:
        """Whether so many vectors are held for these words, each of this dimension and of length 1."""
        try:
            matrix = self.vectors([words], dimension)[words]
        except (KeyError, TypeError, ValueError):
            return False
        return matrix.shape == (rows, dimension) and bool(np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-3))

    def embedded(self) -> set[str]:
        """The words for which vectors are held."""
        with self._lock:
            return {words for (words,) in self._db.execute("SELECT words FROM vectors")}

    def faults(self) -> list[str]:
        """What SQLite itself finds wrong with the file; empty when it is sound."""
        with self._lock:
            found = [row[0] for row in self._db.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
            return found + [f"{row[0]} refers to nothing" for row in self._db.execute("PRAGMA foreign_key_check")]

    # Writing; only by whoever holds the library's lock

    def keep_vectors(self, made: Sequence[tuple[str, NDArray[np.float32]]]) -> None:
        """Store vectors ahead of the passages that will use them: an interrupted write does not embed again."""
        with self._transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                [(words, matrix.astype("<f4").tobytes()) for words, matrix in made],
            )

    def switch(
        self,
        removed: Iterable[str],
        put: Iterable[tuple[HeldDocument, Sequence[PassageRow]]],
        words: Iterable[tuple[str, str]],
        manifest: Mapping[str, str],
    ) -> None:
        """All of a write in one commit: documents out, documents in, `(words, passage key)` renewed, the pointer moved.

        Vectors that no passage uses any more are kept until the next switch, for readers of the state before.
        """
        texts = ", ".join(["CAST(? AS TEXT)"] * 6)
        with self._transaction():
            self._db.execute("CREATE TEMP TABLE before AS SELECT DISTINCT words FROM passages")
            self._db.executemany("DELETE FROM documents WHERE key = ?", [(key,) for key in removed])
            for held, rows in put:
                self._db.execute("DELETE FROM documents WHERE key = ?", (held.row[0],))
                self._db.execute(
                    f"INSERT INTO documents (position, fingerprint, {DOCUMENT_COLUMNS}) VALUES (?, ?, {texts})",
                    (held.position, held.fingerprint, *(text.encode("utf-8", "surrogatepass") for text in held.row)),
                )
                self._db.executemany(
                    f"INSERT INTO passages (position, {PASSAGE_COLUMNS}) VALUES (?{', ?' * 11})",
                    [(position, *row) for position, row in enumerate(rows)],
                )
            self._db.executemany("UPDATE passages SET words = ? WHERE key = ?", words)
            self._db.execute(
                """DELETE FROM vectors WHERE words NOT IN (SELECT words FROM before)
                AND words NOT IN (SELECT words FROM passages)"""
            )
            self._db.execute("DROP TABLE before")
            self._db.executemany("INSERT OR REPLACE INTO manifest VALUES (?, ?)", manifest.items())

    def empty(self) -> None:
        """Forget everything, the manifest included, in one commit."""
        with self._transaction():
            for table in ("passages", "documents", "vectors", "manifest"):
                self._db.execute(f"DELETE FROM {table}")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _chunks(values: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(values), _MANY):
        yield values[first : first + _MANY]
