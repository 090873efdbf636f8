"""Whether a word that the library does not hold is a word of its own, and no slip of the pen in one that it holds.

Many a word of medicine is a letter or two away from its opposite, so one that is well made is left as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

LONGEST = 32
"""Letters from which a word is not taken apart."""
_RIVALS = (
    ("hyper", "hypo"),
    ("macro", "micro"),
    ("inter", "intra", "infra"),
    ("ab", "ad"),
    ("endo", "exo", "ecto"),
    ("ante", "anti"),
)
"""Beginnings that take each other's place and turn a word's meaning."""


def another(typed: str, held: str) -> bool:
    """Whether `typed` means something of its own beside the library's word; both lower case.

    Another spelling of the same word ("anemia") does not.
    """
    return not same_spelling(typed, held) and (well_formed(typed) or _turned(_plain(typed), _plain(held)))


def same_spelling(one: str, other: str) -> bool:
    """Whether two words are one, spelled as in Britain and as in America."""
    return _plain(one) == _plain(other)


def well_formed(word: str) -> bool:
    """Whether a word, lower case, is a known drug or made of nothing but parts of medical words."""
    known, made = _medical()
    plain = word.replace("-", "")
    return plain in known or (len(plain) <= LONGEST and bool(made.fullmatch(plain)))


def _plain(word: str) -> str:
    """The word in one spelling: British and American alike, hyphens left out."""
    return re.sub("[ao]e", "e", word.replace("-", ""))


def _turned(typed: str, held: str) -> bool:
    """Whether their beginnings are rivals, and slips in what follows explain the rest."""
    apart = OSA.distance(typed, held)
    return any(
        OSA.distance(ours, theirs) + OSA.distance(typed.removeprefix(ours), held.removeprefix(theirs)) <= apart
        for group in _RIVALS
        for ours in group
        for theirs in group
        if ours != theirs and typed.startswith(ours) and held.startswith(theirs)
    )


@lru_cache(maxsize=1)
def _medical() -> tuple[frozenset[str], re.Pattern[str]]:
    """The words, and the pattern of a word made of beginnings, stems and an ending (`ab-`, `-arthr-`, `-itis`)."""
    listed = (files("chat") / "words" / "medical.txt").read_text("utf-8").split()
    begins = _any(part for part in listed if part.endswith("-") and not part.startswith("-"))
    stems = _any(part for part in listed if part.startswith("-") and part.endswith("-"))
    ends = _any(part for part in listed if part.startswith("-") and not part.endswith("-"))
    words = frozenset(part for part in listed if "-" not in part)
    return words, re.compile(f"(?:{begins})*(?:(?:{stems})[oi]?)*(?:{ends})")


def _any(parts: Iterable[str]) -> str:
    return "|".join(sorted({part.strip("-") for part in parts}))
