"""The numbers that Word prints before paragraphs, counted as it counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element

from ingest.readers.docx_styles import W, value

LEVELS = 9
ROMANS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
# One number of one level and its punctuation: what `<ol>` shows too.
SIMPLE = re.compile(r"[(\[]?%\d[.)\]:]?\s*")


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph of a list."""

    words: str
    """As it is printed: "2.1"; empty for a bullet."""
    number: int | None
    """Of a plain numbered list: the item's number."""


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    words: str
    start: int
    restart: int | None
    """The level (from 1) after which it begins anew; 0 for never, None for any above it."""
    legal: bool


class Numbering:
    """The lists of one file and how far each has come."""

    def __init__(self, root: _Element | None) -> None:
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._overrides: dict[tuple[str, int], int] = {}
        if root is None:
            return
        abstract = {one.get(f"{W}abstractNumId", ""): one for one in root.iterfind(f"{W}abstractNum")}
        styled = {value(one, "styleLink") or "": key for key, one in abstract.items()}
        for number in root.iterfind(f"{W}num"):
            name, of = number.get(f"{W}numId", ""), value(number, "abstractNumId") or ""
            # A list may only name the style that defines it.
            of = styled.get(value(abstract.get(of), "numStyleLink") or "-", of)
            levels = _levels(abstract[of]) if of in abstract else {}
            for override in number.iterfind(f"{W}lvlOverride"):
                at = _number(override.get(f"{W}ilvl"), 0)
                own = override.find(f"{W}lvl")
                if own is not None:
                    levels[at] = _level(own)
                if (start := value(override, "startOverride")) is not None:
                    self._overrides[name, at] = _number(start, 1)
            self._lists[name] = (of, levels)

    def next(self, name: str, level: int) -> Label | None:
        """The label of the next paragraph of a list at a level; None when there is no such list."""
        if name not in self._lists or not 0 <= level < LEVELS:
            return None
        of, levels = self._lists[name]
        if level not in levels:
            return Label("", None)
        # All lists of one definition count on, unless one of them says that it begins anew.
        counts = self._counts.setdefault(of, [None] * LEVELS)
        if (name, level) in self._overrides and (name, level) not in self._begun:
            counts[level] = self._overrides[name, level] - 1
        self._begun.add((name, level))
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        for deeper in range(level + 1, LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                counts[deeper] = None
        return self._label(levels, level, counts)

    def _label(self, levels: dict[int, _Level], level: int, counts: list[int | None]) -> Label:
        one = levels[level]
        if one.form in ("bullet", "none"):
            return Label("" if one.form == "bullet" else re.sub(r"%\d", "", one.words).strip(), None)

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            number = counts[at]
            above = levels.get(at)
            if number is None:
                number = above.start if above else 1
            return form(number, "decimal" if one.legal or above is None else above.form)

        words = re.sub(r"%([1-9])", shown, one.words).strip()
        plain = SIMPLE.fullmatch(one.words) is not None
        return Label(words, counts[level] if plain else None)


def form(number: int, name: str) -> str:
    """A number as a list prints it: 4, 04, d, D, iv, IV, 4th."""
    if name in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 10)
        return letter.upper() if name == "upperLetter" else letter
    if name in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        left, roman = number, ""
        for amount, sign in ROMANS:
            roman += sign * (left // amount)
            left %= amount
        roman += ONES[left]
        return roman.upper() if name == "upperRoman" else roman
    if name == "decimalZero":
        return f"{number:02}"
    if name == "ordinal":
        tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{tail}"
    return "" if name in ("none", "bullet") else str(number)


def _levels(abstract: _Element) -> dict[int, _Level]:
    return {_number(one.get(f"{W}ilvl"), 0): _level(one) for one in abstract.iterfind(f"{W}lvl")}


def _level(element: _Element) -> _Level:
    restart = value(element, "lvlRestart")
    return _Level(
        form=value(element, "numFmt") or "decimal",
        words=value(element, "lvlText") or "",
        start=_number(value(element, "start"), 1),
        restart=None if restart is None else _number(restart, 0),
        legal=value(element, "isLgl") is not None,
    )


def _number(said: str | None, otherwise: int) -> int:
    return int(said) if said and re.fullmatch(r"\d{1,6}", said) else otherwise
