"""Raised and lowered characters that mean something as such: exponents, isotopes, charges, indices."""

from __future__ import annotations

import re

UP = str.maketrans("0123456789+-−–=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿ")
DOWN = str.maketrans("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎")
UNIT = re.compile(r"(?:[/·\s(\d.]|^)(?:[µμcmdkn]?m|in|ft|s|h|kg|g|L|l|mm|min)$")
LETTER = re.compile(r"(?:^|[^\w])[^\W\d_]$")


def raised(words: str, before: str, linked: bool) -> str:
    """The superscript form of an exponent behind `before` (10⁶, m², ¹³¹I, Ca²⁺); empty when it is none.

    A number that links into the page is a reference wherever it stands.
    """
    if linked or not re.fullmatch(r"[\d+\-−–()n]{1,5}", words) or re.fullmatch(r"\(.*\)", words):
        return ""
    form = words.translate(UP)
    if not words.isdigit():
        # A sign makes it an exponent or a charge; a dash between numbers is a range of references.
        return form if re.fullmatch(r"[+\-−–]\d*|\d[+\-−–]|n", words) else ""
    if re.search(r"[\d×·]$", before):
        return form
    if words in "23" and (UNIT.search(before) or LETTER.search(before)):
        return form
    # Nothing to stand behind: an isotope's mass (¹³¹I). A reference follows its word.
    return form if not before or (before[-1] in " (/" and len(words) > 1) else ""


def lowered(words: str) -> str:
    """The subscript form of an index; empty for anything but figures."""
    return words.translate(DOWN) if re.fullmatch(r"[\d+\-−()]+", words) else ""
