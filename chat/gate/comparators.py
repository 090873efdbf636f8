"""Words and signs that make a number a bound."""

from __future__ import annotations

import re
from typing import Literal

Comparator = Literal["", "≥", ">", "≤", "<"]

_OF_DOSE = r"(?: (?:\w+ )?(?:dose|dosage|amount|rate|duration)(?: of [a-z-]+)?)?"
_BEFORE: tuple[tuple[str, Comparator], ...] = (
    (r"(?:no|not) more (?:often|frequently) than", "≤"),
    (r"(?:no|not) less (?:often|frequently) than", "≥"),
    (r"(?:no|not) (?:more|greater|higher|longer|later|older|further) than", "≤"),
    (r"(?:no|not) (?:less|fewer|lower|shorter|earlier|younger) than", "≥"),
    (r"(?:not|never|n't) (?:to )?(?:exceed|go (?:above|over|beyond))(?:ing)?", "≤"),
    (r"(?:not|never|n't) (?:to )?(?:go|fall|drop) below", "≥"),
    (r"(?:do|does|should|must|may|can) not (?:exceed|go above|be more than|be above)", "≤"),
    (rf"at least|a minimum of|minimum{_OF_DOSE}|min\.?|≥|>=|not under|from at least|starting at|upwards of", "≥"),
    (
        rf"up to|at most|a maximum of|maximum{_OF_DOSE}|max\.?|≤|<=|as much as|as many as|up until|within|"
        r"a limit of|limited to|capped at",
        "≤",
    ),
    (
        r"more than|greater than|higher than|longer than|older than|over|above|exceed(?:s|ed|ing)?|beyond|in excess of|"
        r"upward of|>",
        ">",
    ),
    (r"less than|fewer than|lower than|shorter than|younger than|under|below|<", "<"),
)
_COMPARATOR_BEFORE = tuple(
    (
        re.compile(
            rf"(?:(?<![A-Za-z])(?:{pattern}))\s*"
            r"(?:(?:the age of|age|an?|the|of|about|around|is|are|=|:|approximately)\s*)*$",
            re.IGNORECASE,
        ),
        sign,
    )
    for pattern, sign in _BEFORE
)
_OR = r"^\s*(?:\w+ )?(?:of age )?(?:or|and) "
_COMPARATOR_AFTER: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (re.compile(_OR + r"(?:more|over|older|above|greater|higher|longer|up|upwards?|beyond)\b", re.IGNORECASE), "≥"),
    (re.compile(_OR + r"(?:less|fewer|under|younger|below|lower|shorter)\b", re.IGNORECASE), "≤"),
    (re.compile(r"^\s?\+(?!\w)"), "≥"),
    (re.compile(r"^\s+(?:at (?:the )?most|maximum|at a maximum)\b", re.IGNORECASE), "≤"),
    (re.compile(r"^\s+(?:at (?:the )?least|minimum)\b", re.IGNORECASE), "≥"),
)  # fmt: skip


def compared(text: str, start: int, end: int) -> tuple[Comparator, tuple[int, int]]:
    window = max(0, start - 40)
    for pattern, sign in _COMPARATOR_BEFORE:
        before = pattern.search(text[window:start])
        if before:
            return sign, (window + before.start(), start)
    for pattern, sign in _COMPARATOR_AFTER:
        if after := pattern.search(text[end : end + 40]):
            return sign, (end, end + after.end())
    return "", (0, 0)
