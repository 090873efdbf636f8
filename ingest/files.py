"""Which files an ingest is to read, and their bytes: folders walked in order, each file once, nothing from outside."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from corpus.errors import SourceError
from corpus.settings import LIMITS

HIDDEN = ".", "~$"
"""What the names of files begin with that stand in a folder and are no documents; the second is Word's own mark."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or one that is not read and why."""

    given: str
    """Its path or address as it was given, or as it was met in a folder."""
    origin: str = ""
    """Where it is when all links are followed, or the address; empty where there is nothing to read."""
    why: str = ""
    named: bool = True
    """Whether it was asked for by name and not met on the way through a folder."""

    @property
    def source(self) -> str:
        """A file's name, or the address; what is no UTF-8 cannot be stored and becomes a replacement character."""
        name = self.given if is_address(self.given) or not self.origin else Path(self.given).name
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Content(NamedTuple):
    """The bytes of a file or an address."""

    content: bytes
    charset: str = ""
    """The character set that the server said they are in; empty where nothing is said."""


def find(paths: Sequence[str | Path]) -> Iterator[Found]:
    """The files of `paths`, folders walked in sorted order without what is hidden; no file twice."""
    seen: set[str] = set()
    for given in paths:
        for found in _of(given):
            if found.origin and found.origin in seen:
                continue
            seen.add(found.origin)
            yield found


def is_address(given: str) -> bool:
    """Whether it names something elsewhere, by any scheme, and not a file here."""
    return re.match(r"[a-z][a-z0-9+.-]*://", given, re.I) is not None


def contents(origin: str) -> Content:
    """The bytes of a file, read once. SourceError when there are too many or they cannot be had."""
    try:
        with open(origin, "rb", opener=_open) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise SourceError("it is not a file any more.")
            content = file.read(LIMITS.document_bytes + 1)
    except OSError as problem:
        raise SourceError(f"it could not be opened ({problem.strerror or problem}).") from problem
    refuse_above_limit(len(content))
    return Content(content)


def refuse_above_limit(size: int) -> None:
    """Raises SourceError where so many bytes are more than is read of anything."""
    if size > LIMITS.document_bytes:
        raise SourceError(f"it is larger than {LIMITS.document_bytes // 1_000_000} MB.")


def _open(path: str, flags: int) -> int:
    # Links were followed when the file was found; what has become a link or a pipe since is not followed or waited for.
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _of(given: str | Path) -> Iterator[Found]:
    if is_address(str(given)):
        yield Found(str(given), str(given))
        return
    try:
        path = _at_home(Path(given))
        if path.is_dir():
            yield from _walk(path, Path(os.path.realpath(path)))
        elif path.exists():
            yield _regular(path, named=True)
        else:
            yield Found(str(given), why="there is no such file")
    except (OSError, ValueError) as problem:
        yield Found(str(given), why=_reason(problem))


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:
        # "~$paper.docx", which Word leaves beside a file that is open, names nobody's home.
        return path


def _walk(folder: Path, inside: Path) -> Iterator[Found]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as problem:
        yield Found(str(folder), why=_reason(problem))
        return
    for entry in entries:
        if entry.name.startswith(HIDDEN):
            continue
        try:
            link, folder_too = entry.is_symlink(), entry.is_dir()
        except OSError as problem:
            # In a folder that may be listed and not entered nothing can be looked at.
            yield Found(str(entry), why=_reason(problem), named=False)
            continue
        if link and not Path(os.path.realpath(entry)).is_relative_to(inside):
            yield Found(str(entry), why="it is a link to a place outside the folder", named=False)
        elif folder_too:
            # A link to a folder within is met there anyway, and may lead in a circle.
            if not link:
                yield from _walk(entry, inside)
        else:
            yield _regular(entry, named=False)


def _regular(path: Path, *, named: bool) -> Found:
    try:
        if stat.S_ISREG(path.stat().st_mode):
            return Found(str(path), os.path.realpath(path), named=named)
    except OSError as problem:
        return Found(str(path), why=_reason(problem), named=named)
    return Found(str(path), why="it is not a file", named=named)


def _reason(problem: OSError | ValueError) -> str:
    return getattr(problem, "strerror", None) or str(problem)
