"""Numbers as they are written in reference markers: lists and ranges."""

from __future__ import annotations

import re
from typing import Final

SUPERSCRIPT: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁽⁾˒", "0123456789-(),")
DASH = r"\-–—‐‑−"
# Bounded, so that a page of figures costs no more than it is long.
NUMBERS = rf"\d{{1,3}}(?:\s?[,;{DASH}]\s?\d{{1,3}}){{0,30}}"
# "[4]–[7]" and "[3], [12]" are one list.
BETWEEN_BRACKETS = re.compile(rf"[\])]\s?([,;{DASH}])\s?[\[(]")
LONGEST_RANGE = 60
# A number behind one of these is a place in the document ("Tables 2 and" too).
PLACE = re.compile(
    r"\b(?:(?:sub)?sections?|tables?|figures?|figs?\.?|chapters?|box(?:es)?|appendix|annex|steps?|pages?|parts?)"
    r"(?:\s+|(?<=\.))(?:\d{1,3}\s*(?:and|&|or|to|[-–])\s*)*$",
    re.I,
)


def numbers(written: str) -> tuple[int, ...]:
    """What a marker's digits stand for ("2,5-7" is 2, 5, 6, 7); empty when they make no list of reference numbers."""
    found: list[int] = []
    plain = BETWEEN_BRACKETS.sub(r"\1", written.translate(SUPERSCRIPT).strip("[]() "))
    for piece in re.split(r"[,;\s]+", re.sub(rf"\s*([{DASH}])\s*", r"\1", plain)):
        ends = re.split(f"[{DASH}]", piece)
        if len(ends) > 2 or not all(re.fullmatch(r"[1-9]\d{0,2}", one) for one in ends):
            return ()
        first, last = int(ends[0]), int(ends[-1])
        if not first <= last <= first + LONGEST_RANGE or (len(ends) == 2 and first == last):
            return ()
        found.extend(range(first, last + 1))
    return tuple(dict.fromkeys(found))
