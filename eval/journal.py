"""The diary of a run: one line a finished conversation, so that an interrupted run can go on.

It also keeps what the report tells about each turn out of memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from corpus.errors import GoldError
from eval.gold import Case

Entry = dict[str, Any]
ROOMS = ("chat", "corpus", "eval", "ingest")


def fingerprint(cases: Sequence[Case], *about: str) -> str:
    """What a run is a run of: answers of another library, engine, judge or question must never be mixed in."""
    digest = hashlib.sha256(json.dumps(about).encode())
    for case in cases:
        digest.update(repr(case).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:24]


def code() -> str:
    """A hash of the program that answers and scores: a resumed run must not be half of one version, half of another.

    Weights and lists of words decide answers as much as code does. Of this room the code alone: what else decides here
    is in the questions and their documents, and reports are written into it.
    """
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py" if room == "eval" else "*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@contextmanager
def claimed(folder: Path, name: str, *, resume: bool) -> Iterator[Journal]:
    """The journal `name` of the folder, for this process alone.

    While another process writes it, or where the folder cannot be written, a run gets a journal of its own that nothing
    can resume. Raises GoldError where that is just what was asked for.
    """
    lock = FileLock(folder / f"{name}.lock", blocking=False, is_singleton=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as problem:
        if resume and isinstance(problem, Timeout):
            raise GoldError("The same evaluation is running: resume it when it has ended.") from problem
        with tempfile.TemporaryDirectory() as own, closing(Journal(Path(own) / "journal.jsonl")) as journal:
            yield journal
        return
    with lock, closing(Journal(folder / f"{name}.jsonl")) as journal:
        yield journal


class Journal:
    """Finished conversations on disk; a line that a kill tore in two is dropped and its conversation asked again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def begin(self) -> None:
        """Start afresh."""
        self._open(os.O_TRUNC)

    def resume(self) -> dict[str, str]:
        """Go on: the cases that are finished, each with the hash of its answers' lines."""
        self._open(0)
        return {case: answers for case, _, answers in self._entries()}

    def keep(self, cases: Collection[str]) -> None:
        """Forget every conversation but these, and a torn last line."""
        self.close()
        beside = self.path.with_suffix(".kept")
        kept = Journal(beside)
        kept.begin()
        for case, turns, answers in self._entries():
            if case in cases:
                kept.add(case, turns, answers)
        kept.close()
        os.replace(beside, self.path)
        self._open(0)

    def add(self, case: str, turns: Sequence[Entry], answers: str = "") -> None:
        """Write a finished conversation; one write, so that a reader sees all of it or a torn last line.

        `answers` is the hash of its lines in the answers file, where there is one.
        """
        if self._file is None:
            raise RuntimeError("the journal has not been begun")
        line = json.dumps({"case": case, "answers": answers, "turns": list(turns)}, separators=(",", ":")) + "\n"
        content = memoryview(line.encode())
        while content:
            content = content[os.write(self._file, content) :]

    def entries(self) -> Iterator[tuple[str, list[Entry]]]:
        """Every finished conversation, one at a time, as far as the lines are whole."""
        return ((case, turns) for case, turns, _ in self._entries())

    def _entries(self) -> Iterator[tuple[str, list[Entry], str]]:
        with self.path.open("rb") as lines:
            for line in lines:
                try:
                    entry = json.loads(line)
                    case, turns, answers = str(entry["case"]), list(entry["turns"]), str(entry["answers"])
                except (ValueError, KeyError, TypeError):
                    return
                yield case, turns, answers

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def remove(self) -> None:
        """A run that is over leaves nothing behind."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _open(self, truncated: int) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | truncated, 0o600)
        except OSError as problem:
            raise GoldError(f"The run's journal {self.path} cannot be written: {problem.strerror}.") from problem
