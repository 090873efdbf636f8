"""The library: a folder that holds documents, passages and their indexes, read by many and written by one at a time."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from corpus import publish, schema
from corpus.doctor import Finding, examine
from corpus.draft import Draft
from corpus.errors import Damaged, LibraryError
from corpus.faults import RESET, told
from corpus.lock import one_writer
from corpus.progress import Progress
from corpus.snapshot import INDEXES, Hit, Snapshot
from corpus.truth import FILE, Truth

__all__ = ["Draft", "Finding", "Hit", "Library", "Snapshot"]


class Library:
    """A library folder. Nothing is touched before it is asked for; may be shared between threads.

    Everything here raises LibraryError, in one sentence, where the folder cannot be used: Damaged where it does not
    hold what it should, Busy where another process is writing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder).expanduser().absolute()
        self._opening = threading.Lock()
        self._truth: Truth | None = None
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """What the library holds now; the same object until a write changes it. A missing folder holds nothing."""
        with self._opening, told(self.folder):
            if self._truth is not None and (self._truth.replaced() or not self._truth.version):
                self._forget()
            if self._truth is None:
                self._truth = self._open()
                self._snapshot = None
            while self._snapshot is None or self._snapshot.generation != self._generation():
                self._snapshot = self._read()
            return self._snapshot

    @contextmanager
    def write(self) -> Iterator[Draft]:
        """Change what is held: all of it when the block is left normally, nothing of it when it raises.

        Embedding and indexing happen on leaving; readers are served from the old state until the end.
        """
        with self._writing() as truth:
            with told(self.folder):
                publish.refuse_mismatch(self.folder, truth.manifest())
                draft = Draft(truth)
            yield draft
            with told(self.folder):
                publish.commit(truth, draft)

    def rebuild(self, progress: Progress | None = None, split: publish.Split | None = None) -> None:
        """Make the indexes again from what is held; embeds only what has no sound vectors by the present model.

        With `split` documents are split again where another version of the splitter made their passages.
        """
        with told(self.folder):
            if not self._exists():
                return
        with self._writing() as truth, told(self.folder):
            publish.renew(truth, progress, split)

    def doctor(self) -> list[Finding]:
        """Everything that can be found wrong, or that it is sound; changes nothing and raises nothing of its own."""
        return examine(self.folder)

    def reset(self) -> None:
        """Forget everything that is held, damaged or not."""
        if not self.folder.exists():
            return
        with one_writer(self.folder), told(self.folder):
            # What cannot be emptied in one step is deleted below all the same.
            with suppress(sqlite3.Error, LibraryError), closing(Truth(self.folder)) as truth:
                if truth.version == schema.VERSION:
                    truth.empty()
            # In this order each step, and being killed between two, leaves either what was before or an empty library.
            shutil.rmtree(self.folder / INDEXES, ignore_errors=True)
            for file in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
                (self.folder / file).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of files and memory; a later call opens them again."""
        with self._opening:
            self._forget()

    def _forget(self) -> None:
        # Whoever still reads a snapshot keeps its files open until he is done.
        self._truth = self._snapshot = None

    def _exists(self) -> bool:
        """Whether there is a library in the folder. Raises LibraryError where there is something else."""
        if self.folder.exists() and not self.folder.is_dir():
            raise NotADirectoryError(20, "Not a directory", str(self.folder))
        if (self.folder / FILE).exists():
            return True
        if any((self.folder / INDEXES).glob("*")):
            raise Damaged(
                f"The library {self.folder} has lost its own records ({FILE}): restore that file, or {RESET}."
            )
        return False

    def _open(self) -> Truth | None:
        return Truth(self.folder) if self._exists() else None

    def _read(self) -> Snapshot:
        if self._truth is None:
            return Snapshot(None)
        if 0 < self._truth.version < schema.VERSION:
            raise LibraryError(
                f"The library {self.folder} was written by an older Footnote: run `footnote library rebuild`."
            )
        publish.refuse_mismatch(self.folder, self._truth.manifest())
        before = self._generation()
        try:
            return Snapshot(self._truth)
        except Damaged:
            # Indexes older than the last state's are swept away: two writes while they were being opened.
            if self._generation() == before:
                raise
            return self._read()

    def _generation(self) -> int:
        return self._truth.pointer().generation if self._truth else 0

    @contextmanager
    def _writing(self) -> Iterator[Truth]:
        with one_writer(self.folder):
            with told(self.folder):
                self._exists()
                truth = Truth(self.folder, create=True)
            try:
                with told(self.folder):
                    publish.sweep(self.folder, truth.pointer())
                yield truth
            finally:
                truth.close()
