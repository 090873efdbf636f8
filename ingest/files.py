"""Which files an ingest is to read: folders walked in order, each file once, nothing from outside them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or one that is not read and why."""

    given: str
    """Its path or address as it was given, or as it was met in a folder."""
    origin: str = ""
    """Where it is when all links are followed."""
    why: str = ""
    named: bool = True
    """Whether it was asked for by name and not met on the way through a folder."""


def find(paths: Sequence[str | Path]) -> Iterator[Found]:
    """The files of `paths`, folders walked in sorted order without what is hidden; no file twice."""
    seen: set[str] = set()
    for given in paths:
        for found in _of(given):
            if found.origin and found.origin in seen:
                continue
            seen.add(found.origin)
            yield found


def _of(given: str | Path) -> Iterator[Found]:
    if str(given).startswith(("http://", "https://")):
        yield Found(str(given), why="web addresses cannot be read yet: save the page and ingest the file")
        return
    path = Path(given).expanduser()
    try:
        if path.is_dir():
            yield from _walk(path, Path(os.path.realpath(path)))
        elif path.exists():
            yield _regular(path, named=True)
        else:
            yield Found(str(given), why="there is no such file")
    except (OSError, ValueError) as problem:
        yield Found(str(given), why=_reason(problem))


def _walk(folder: Path, inside: Path) -> Iterator[Found]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as problem:
        yield Found(str(folder), why=_reason(problem))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and not Path(os.path.realpath(entry)).is_relative_to(inside):
            yield Found(str(entry), why="it is a link to a place outside the folder", named=False)
        elif entry.is_dir():
            # A link to a folder within is met there anyway, and may lead in a circle.
            if not entry.is_symlink():
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
