"""The files that a run writes: checked before the first question, replaced only when complete."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from corpus.errors import GoldError


def check_writable(*paths: Path | None) -> None:
    """Raise GoldError for a path that cannot be written: an hour of answers must not end there."""
    for path in paths:
        if path is None:
            continue
        held = path.exists()
        try:
            path.open("ab").close()
        except OSError as problem:
            raise GoldError(f"{path} cannot be written: {problem.strerror or problem}.") from problem
        if not held:
            path.unlink()


def write_whole(path: Path, write: Callable[[TextIO], object]) -> None:
    """Write a file beside its place and move it there: a reader sees the old one or the new one, never half."""
    if path.exists() and not path.is_file():
        # A pipe or terminal cannot be replaced.
        with path.open("w", encoding="utf-8") as direct:
            write(direct)
        return
    target = path.resolve()
    number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with open(number, "w", encoding="utf-8", errors="backslashreplace") as beside:
            write(beside)
        # mkstemp makes files that only their owner reads; a report is to be passed on.
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def unanswered(question: str, error: str) -> dict[str, Any]:
    """What stands in the answers file for a turn that raised: nothing was said, nothing was found, and why."""
    return {"question": question, "error": error, "statements": [], "passages": []}


class Answers:
    """The answers file: one line a turn, whole conversations only."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def begin(self) -> None:
        self._file = self._path.open("w", encoding="utf-8")

    def resume(self, finished: Mapping[str, str]) -> set[str]:
        """Keep the lines of the cases in `finished` (id to the hash of its lines); which of them are as they were.

        A file of another run may hold as many lines of the same cases.
        """
        held: dict[str, Any] = defaultdict(hashlib.sha256)
        for case, line in self._lines():
            held[case].update(line.encode())
        kept = {case for case, lines in finished.items() if case in held and held[case].hexdigest() == lines}
        write_whole(self._path, lambda new: new.writelines(line for case, line in self._lines() if case in kept))
        self._file = self._path.open("a", encoding="utf-8")
        return kept

    def add(self, case: str, turns: Sequence[Mapping[str, Any]]) -> str:
        """Write what came of every turn of a conversation, in order; the hash of its lines."""
        lines = "".join(json.dumps({"case": case, "turn": number, **turn}) + "\n" for number, turn in enumerate(turns))
        if self._file is not None:
            self._file.write(lines)
            self._file.flush()
        return hashlib.sha256(lines.encode()).hexdigest()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _lines(self) -> Iterator[tuple[str, str]]:
        """The whole lines that are there now, with their cases."""
        if not self._path.is_file():
            return
        with self._path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    yield str(json.loads(line)["case"]), line
                except (ValueError, KeyError, TypeError):
                    continue
