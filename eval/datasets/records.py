"""Records of a public set, read so that one broken record is reported and the others go on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import GoldError
from eval.gold import Case, Turn

Record = dict[str, Any]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Dataset:
    """A public set as gold cases and the documents they are asked of."""

    name: str
    cases: list[Case] = field(default_factory=list)
    documents: list[tuple[str, str]] = field(default_factory=list)
    """(source name, text), as a library takes them in."""
    skipped: list[str] = field(default_factory=list)
    """One sentence a record that could not be used: file, record and why."""


class Broken(Exception):
    """A record that is not what its set promises."""


def present(folder: Path, name: str, origin: str) -> Path:
    """The folder. Raises GoldError, saying where the set comes from, when it is not there."""
    if not folder.is_dir():
        raise GoldError(f"{name}: {folder} is not there; get it from {origin}.")
    return folder


def one_file(folder: Path, pattern: str, name: str) -> Path:
    """The set's file. Raises GoldError when there is none."""
    found = sorted(folder.glob(pattern))
    if not found:
        raise GoldError(f"{name}: {folder} holds no {pattern}.")
    return found[0]


def text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise GoldError(f"{path} cannot be read: {problem}.") from problem


def json_lines(path: Path, skipped: list[str]) -> Iterator[tuple[str, Record]]:
    """(place, record) of a JSON Lines file; a line that is none is skipped and said."""
    for number, line in enumerate(text_of(path).split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path.name}, line {number}"
        try:
            record = json.loads(line)
        except ValueError as problem:
            skipped.append(f"{place}: not JSON ({problem}).")
            continue
        if isinstance(record, dict):
            yield place, record
        else:
            skipped.append(f"{place}: not a JSON object.")


def whole_json(path: Path) -> Any:
    """The value of a JSON file. Raises GoldError with its line when it does not parse."""
    try:
        return json.loads(text_of(path))
    except json.JSONDecodeError as problem:
        raise GoldError(f"{path.name}, line {problem.lineno}: not JSON ({problem.msg}).") from problem


def collect(
    records: Iterable[tuple[str, Record]],
    make: Callable[[str, Record], Made],
    skipped: list[str],
    limit: int | None = None,
) -> list[Made]:
    """What `make` makes of every record; a broken one is skipped and said, and does not count towards the limit."""
    made: list[Made] = []
    for place, record in records:
        if limit is not None and len(made) >= limit:
            break
        try:
            made.append(make(place, record))
        except (Broken, KeyError, TypeError, ValueError, IndexError, AttributeError) as problem:
            why = f"no {problem}" if isinstance(problem, KeyError) else str(problem)
            skipped.append(f"{place}: {why}.")
    return made


def text(record: Record, name: str) -> str:
    """A field that is a text with something in it."""
    value = record.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Broken(f'"{name}" is not a text')
    return value


def single(name: str, turn: Turn, tags: Iterable[str] = (), file: str = "") -> Case:
    """A case of one turn."""
    return Case(id=name, turns=(turn,), tags=tuple(tags), file=file)
