"""Numbers and ranges in running text, so that "14" finds the row "10-19" and "20 or more" finds "≥20"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_NUMBER = r"\d+(?:[.,]\d+)?"
_UNIT = r"(?:\s?(?:%|percent|[a-zµμ]{1,6}(?:/[a-z0-9.²³]+)*))?"
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})\s*%?\s*(?:-|–|—|to|through|and)\s*(?P<high>{_NUMBER})(?![\d.]*\d)", re.IGNORECASE
)
_ABOVE = re.compile(
    rf"(?:≥|>=|>|at least|more than|greater than|over|above|from|exceeding|minimum(?: of)?)\s*(?P<low>(?>{_NUMBER}))"
    r"(?!\s*%?\s*(?:-|–|—|to|through)\s*\d)",
    re.IGNORECASE,
)
_BELOW = re.compile(
    rf"(?:≤|<=|<|at most|less than|lower than|fewer than|under|below|up to|no more than|maximum(?: of)?)\s*(?P<high>{_NUMBER})",
    re.IGNORECASE,
)
_OR_MORE = re.compile(
    rf"(?P<low>{_NUMBER}){_UNIT}\s*(?:\+|or (?:more|above|higher|over|greater)|and (?:above|over|up|higher))",
    re.IGNORECASE,
)
_OR_LESS = re.compile(
    rf"(?P<high>{_NUMBER}){_UNIT}\s*(?:or (?:less|below|lower|under|fewer)|and (?:below|under))", re.IGNORECASE
)
_SINGLE = re.compile(rf"(?<![\w.,])(?<![A-Z]-)(?P<low>{_NUMBER})(?![\d])")


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed range of values; one number is the range from itself to itself."""

    low: float
    high: float

    def holds(self, other: Interval) -> bool:
        """Whether every value of `other` lies inside (an open-ended range only inside an open-ended one)."""
        return self.low <= other.low and other.high <= self.high


def intervals(text: str) -> list[Interval]:
    """Every number and range in `text`, in order; no character serves two of them."""
    found: list[tuple[int, Interval]] = []
    taken: list[tuple[int, int]] = []
    for pattern in (_OR_MORE, _OR_LESS, _BELOW, _ABOVE, _RANGE, _SINGLE):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            interval = _interval(match, single=pattern is _SINGLE)
            if interval is not None:
                taken.append((start, end))
                found.append((start, interval))
    return [interval for _, interval in sorted(found, key=lambda one: one[0])]


def _interval(match: re.Match[str], *, single: bool) -> Interval | None:
    groups = match.groupdict()
    low = _value(groups["low"]) if groups.get("low") else -math.inf
    high = _value(groups["high"]) if groups.get("high") else (low if single else math.inf)
    return Interval(low, high) if low <= high else None


def _value(printed: str) -> float:
    whole, _, rest = printed.partition(",")
    if rest and len(rest) == 3 and "." not in printed:
        return float(whole + rest)
    return float(printed.replace(",", "."))
