"""Numbers and ranges in running text, so that "14" finds the row "10-19" and "20 or more" finds "≥20"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from chat.gate.measures import UNITS

_FOLDED = str.maketrans({"−": "-", "⩾": "≥", "⩽": "≤", "\u00a0": " ", "\u2009": " ", "\u202f": " "})
"""Signs of one width for their likes, so that every offset stays."""
_NUMBER = r"(?:(?<![\w.,)])-)?(?:\d{1,3}(?: \d{3})+(?![\d.,]*\d)|\d+(?:[.,]\d+)?)"
_UNIT = r"(?:\s?(?!(?:to|through|and|or|but)\b)(?:%|percent|years?(?: of age| old)?|[a-zµμ]{1,6}(?:/[a-z0-9.²³]+)*))?"
_DASH = r"(?:-|–|—|to|through)"
# What lies beyond the number, and what begins or ends with it.
_MORE = r"(?:more|greater|higher|longer|older|later) than|over|above|exceeding|beyond"
_LESS = r"(?:less|lower|fewer|shorter|younger|earlier) than|under|below"
_OVER = rf">(?!=)|(?<!no )(?<!not )(?:{_MORE})"
_UNDER = rf"<(?!=)|(?<!no )(?<!not )(?:{_LESS})"
_FROM = rf"≥|>=|at least|from|minimum(?: of)?|(?:no|not) (?:{_LESS})"
_UP_TO = rf"≤|<=|at most|up to|maximum(?: of)?|(?:no|not) (?:{_MORE})"
_ABOVE = rf"(?P<from>(?<!\w)(?:{_FROM}))|(?P<over>(?<!\w)(?:{_OVER}))"
_BELOW = rf"(?P<to>(?<!\w)(?:{_UP_TO}))|(?P<under>(?<!\w)(?:{_UNDER}))"
_LOW, _HIGH = rf"(?P<low>(?>{_NUMBER}))", rf"(?P<high>(?>{_NUMBER}))"
_AND = rf"\s*(?:{_DASH}|,?\s*(?:and|but))?\s*"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_PATTERNS = (
    _pattern(rf"(?:{_ABOVE})\s*{_LOW}{_UNIT}{_AND}(?:{_BELOW})\s*{_HIGH}"),
    _pattern(rf"(?:{_BELOW})\s*{_HIGH}{_UNIT}{_AND}(?:{_ABOVE})\s*{_LOW}"),
    _pattern(rf"{_LOW}\s*{_DASH}\s*(?:{_BELOW})\s*{_HIGH}"),
    _pattern(rf"{_LOW}{_UNIT}\s*(?:\+|(?:or|and) (?:more|above|higher|over|greater|older|up)\b(?!\s*\d))"),
    _pattern(rf"{_HIGH}{_UNIT}\s*(?:or|and) (?:less|below|lower|under|fewer|younger)\b(?!\s*\d)"),
    _pattern(
        rf"(?<!\w)(?P<from>from) (?:day|week|month|year|grade|stage|score) {_LOW}(?!\s*%?\s*{_DASH}\s*(?:[a-z]+ )?\d)"
    ),
    _pattern(rf"(?:{_BELOW})\s*{_HIGH}"),
    _pattern(rf"(?:{_ABOVE})\s*{_LOW}(?!\s*%?\s*{_DASH}\s*\d)"),
    _pattern(rf"between\s+{_LOW}(?P<unit>{_UNIT})\s*and\s*{_HIGH}(?P<other>{_UNIT})"),
    _pattern(rf"{_LOW}(?P<unit>{_UNIT})\s*{_DASH}\s*{_HIGH}(?![\d.]*\d)(?P<other>{_UNIT})"),
    _pattern(r"\b(?:grade|stage|class)\s+(?P<rank>iv|i{1,3}|v|one|two|three|four|five)\b"),
)
"""What says most comes first."""
_SINGLE = re.compile(rf"(?<![\w.,])(?<![A-Z]-)(?P<low>{_NUMBER})(?![\d])")
_RANKS = {
    name: float(rank)
    for names in (("i", "ii", "iii", "iv", "v"), ("one", "two", "three", "four", "five"))
    for rank, name in enumerate(names, 1)
}
_BEFORE = 32
"""Characters before a number in which what it measures is named."""
_BEHIND = re.compile(r"\s*[^\s\d]\S*")


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of values; one number is the range from itself to itself."""

    low: float
    high: float
    over: bool = False
    """Whether the low end itself lies outside: "over 65"."""
    under: bool = False
    """Whether the high end itself lies outside: "below 15"."""

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return not (self._ends_before(other) or other._ends_before(self))

    def _ends_before(self, other: Interval) -> bool:
        return self.high < other.low or (self.high == other.low and (self.under or other.over))


@dataclass(frozen=True, slots=True)
class Measured:
    """A range and the words that stand around it."""

    interval: Interval
    around: str
    printed: str
    """The range itself, as it stands there."""


def measured(text: str) -> list[Measured]:
    """Every number and range in `text`, in order, with the words around it, which say what it measures.

    No character serves two of them.
    """
    folded = text.translate(_FOLDED)
    found: list[tuple[int, int, Interval]] = []
    for pattern in (*_PATTERNS, _SINGLE):
        for match in pattern.finditer(folded):
            start, end = match.span()
            if any(start < b and a < end for a, b, _ in found):
                continue
            interval = _interval(match, single=pattern is _SINGLE)
            if interval is not None:
                found.append((start, end, interval))
    found.sort(key=lambda one: one[0])
    begins = [0, *(end for _, end, _ in found)]
    return [
        Measured(interval, _around(text, begin, start, end), text[start:end])
        for begin, (start, end, interval) in zip(begins, found, strict=False)
    ]


def _around(text: str, begin: int, start: int, end: int) -> str:
    """The whole words that lead up to a number from `begin`, the number, and the word behind it, which may be its unit."""
    before = text[max(begin, start - _BEFORE) : start]
    if start - _BEFORE > begin:
        before = before.partition(" ")[2]
    behind = _BEHIND.match(text, end)
    return before + text[start:end] + (behind[0] if behind else "")


def _interval(match: re.Match[str], *, single: bool) -> Interval | None:
    groups = match.groupdict()
    if groups.get("rank"):
        return Interval(_RANKS[groups["rank"].lower()], _RANKS[groups["rank"].lower()])
    times = _times(groups.get("unit"), groups.get("other"))
    if times is None:
        return None
    low = _value(groups["low"]) if groups.get("low") else -math.inf
    high = _value(groups["high"]) * times if groups.get("high") else (low if single else math.inf)
    return Interval(low, high, bool(groups.get("over")), bool(groups.get("under"))) if low <= high else None


def _times(unit: str | None, other: str | None) -> float | None:
    """What the high end of a range counts in the unit of its low one: 12 of "6 months to 6 years"; None where the two
    are not of one kind ("5 days to 2 mg").
    """
    ours, theirs = ((one or "").strip().lower().partition(" ")[0] for one in (unit, other))
    if not ours or not theirs or ours.rstrip("s") == theirs.rstrip("s"):
        return 1.0
    (base, one), (other_base, another) = UNITS.get(ours, (ours, 1.0)), UNITS.get(theirs, (theirs, 1.0))
    return another / one if base == other_base else None


def _value(printed: str) -> float:
    printed = printed.replace(" ", "")
    whole, _, rest = printed.partition(",")
    if rest and len(rest) == 3 and "." not in printed:
        return float(whole + rest)
    return float(printed.replace(",", "."))
