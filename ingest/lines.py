"""The lines of a plain text: where they stand, how far they are indented, and which of them begin a list item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

TAB = 4
GLYPH = re.compile(r"([•‣◦▪▫■□●○◆◇►▶➢➤✓✔✗∙⁃\uf0b7\uf0a7])\s*|([-–—*·]{1,3}|\+|o(?=\s+\S))\s+")
ENUMERATOR = re.compile(r"(\()?(\d{1,3}|[a-zA-Z]|[ivx]{2,5}|[IVX]{2,5})([.)])\s+(?=\S)")
# How many lines away the next item of a numbered list may stand.
FAR = 40
# No text is wrapped at fewer columns.
SHORTEST_WRAP = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; offsets are those of the text it was taken from."""

    start: int
    end: int
    indent: int
    """Columns before its first character; a tab counts four."""
    gap: int
    """Blank lines before it."""
    words: str
    glyph: str = ""
    """Of a list item: its bullet, or the form of its enumerator (`1.`, `(a)`)."""
    content: int = 0
    """Of a list item: how many characters its bullet or enumerator takes."""
    number: int = 0

    @property
    def columns(self) -> int:
        return self.indent + len(self.words)

    @property
    def counted(self) -> bool:
        return self.number > 0


def lines(text: str) -> list[Line]:
    """Every line of `text` that holds something, list items recognised."""
    found: list[Line] = []
    start = gap = 0
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            before = raw[: raw.index(words)]
            first = start + len(before)
            indent = sum(TAB if character == "\t" else 1 for character in before)
            found.append(_marked(Line(first, first + len(words), indent, gap, words)))
            gap = 0
        else:
            gap += 1
        start += len(raw) + 1
    return _confirmed(found)


def bullet_length(words: str) -> int:
    """How many characters of a list item are its bullet or enumerator."""
    found = GLYPH.match(words) or ENUMERATOR.match(words)
    return found.end() if found and found.end() < len(words) else 0


def _marked(line: Line) -> Line:
    if found := GLYPH.match(line.words):
        if found.end() < len(line.words):
            return replace(line, glyph=found[1] or found[2], content=found.end())
    elif found := ENUMERATOR.match(line.words):
        value, form = _value(found[2])
        return replace(line, glyph=f"{found[1] or ''}{form}{found[3]}", content=found.end(), number=value)
    return line


def _value(digits: str) -> tuple[int, str]:
    if digits.isdigit():
        return int(digits), "1"
    if len(digits) > 1 or digits in "ivxIVX":
        roman = {"i": 1, "v": 5, "x": 10}
        values = [roman[one] for one in digits.lower()]
        total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
        return total, "i" if digits.islower() else "I"
    return ord(digits.lower()) - ord("a") + 1, "a" if digits.islower() else "A"


def _confirmed(found: list[Line]) -> list[Line]:
    """Enumerators only where they count: "A. baumannii" or "1990. The" alone begin no list."""
    kept = list(found)
    for index, line in enumerate(found):
        if line.counted and not _counts(found, index):
            kept[index] = replace(line, glyph="", content=0, number=0)
    return kept


def _counts(found: Sequence[Line], index: int) -> bool:
    """Whether the item before it has the number below, or the item after it the number above."""
    line = found[index]
    after = range(index + 1, min(index + FAR, len(found)))
    before = range(index - 1, max(index - FAR, -1), -1)
    for step, places in ((1, after), (-1, before)):
        place = next((at for at in places if _siblings(found[at], line)), None)
        if place is not None and found[place].number == line.number + step:
            first, last = sorted((index, place))
            if all(_in_list(found[at], found[at - 1], line) for at in range(first + 1, last)):
                return True
    return False


def _siblings(one: Line, other: Line) -> bool:
    return one.glyph == other.glyph and abs(one.indent - other.indent) <= 1


def _in_list(line: Line, above: Line, item: Line) -> bool:
    """Whether a line between two items is part of a list: a bullet, indented, or the rest of a wrapped line.

    Between numbered headings stands prose.
    """
    if line.glyph or line.indent > item.indent:
        return True
    return line.gap == 0 and above.columns >= SHORTEST_WRAP and line.columns <= 1.5 * above.columns
