"""The gate's word lists, read from `vocabulary.txt` beside this module."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_HEAD = re.compile(r"\[([a-z]+)\]")


@lru_cache(maxsize=1)
def _sections() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in files("chat.gate").joinpath("vocabulary.txt").read_text("utf-8").splitlines():
        if head := _HEAD.fullmatch(line):
            name = head[1]
            found[name] = []
        elif line and not line.startswith("#"):
            found[name].append(line)
    return {section: tuple(lines) for section, lines in found.items()}


def entries(section: str) -> tuple[str, ...]:
    """The lines of a section."""
    return _sections()[section]


def listed(section: str) -> tuple[str, ...]:
    """The words of a section."""
    return tuple(word for line in entries(section) for word in line.split())


def keyed(section: str) -> dict[str, tuple[str, ...]]:
    """By the word before a line's colon, the words after it."""
    pairs = (line.partition(":") for line in entries(section))
    return {key.strip(): tuple(words.split()) for key, _, words in pairs}
