"""Where sentences end: a small splitter for clinical prose, as none of the kept libraries knows reference numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.documents import Marker, Span

CAPTION = re.compile(r"^\s*(?:supplementary\s+)?(?:table|figure|fig\.?|box|scheme)\s*\w?\d+$", re.I)
LETTER = re.compile(r"[^\W\d_]")
LAST_WORD = re.compile(r"[^\s([{“\"'/—–]*$")
NEXT_WORD = re.compile(r"[\"'“‘«(\[]*([^\W_]+)")
# No abbreviation is longer, in characters.
LOOK_BACK = 40
END = re.compile(r"(?:[.!?]|\.{3}|…)[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\W_a-z])")
NEVER = """
    e.g eg i.e ie vs cf dr drs prof mr mrs ms st fig figs tab eq eqs ref refs no nos vol pp p ca approx resp viz sp spp
    subsp var sect sec ch ed eds suppl et dept univ jan feb apr aug sept oct nov dec art n.b nb incl esp
"""
MAYBE = "al etc inc ltd co corp jr sr ph.d m.d min max a.m p.m inj syr temp wt med"
BEGINNINGS = """
    the this these those that a an in it its we our they their there for all both patients however although when if of
    at on as to after before during no not each treatment he she his her among with other another some most many one two
    three such thus therefore because since then further moreover overall monitor consider do give
"""
BEFORE_NUMBERS = "fig figs no nos eq ref refs vol tab p pp sect sec ch suppl art ca approx para app ext"
# Beginnings only where a measure or a shortened direction stands before: titles and names begin with them, too.
DIRECTIONS = "stop check repeat review avoid reduce increase start use take screen refer"

OPEN = frozenset(NEVER.split())
"""Abbreviations that never end a sentence."""
DOUBTFUL = frozenset(MAYBE.split())
"""An end only where the next word can hardly be anything but the beginning of a sentence."""
STARTERS = frozenset(BEGINNINGS.split())
COUNTED = frozenset(BEFORE_NUMBERS.split())
"""These stand before a number: "Fig. 2", "No. 5"."""
ORDERS = frozenset(DIRECTIONS.split())
DOSED = re.compile(r"(?:\d\s?min|\bmax|(?<!\S)(?:[a-z]\.)+[a-z])$")
"""How a dose or a time ends: "over 30 min", "5 mg b.d"."""
LETTERED = re.compile(r"\b(?:hepatitis|vitamin|influenza|group|type|class|grade|stage|arm)\s[A-Z]$", re.I)
"""Names that end in a letter, which is nobody's initial."""


def sentences(text: str, start: int, end: int, markers: Sequence[Marker] = ()) -> list[Span]:
    """The sentences of `text[start:end]`, without white space at their ends.

    Each keeps the reference markers that follow its full stop.
    """
    shown = list(text[start:end])
    for marker in markers:
        for at in range(max(marker.start, start), min(marker.end, end)):
            shown[at - start] = " "
    masked = "".join(shown)
    found: list[Span] = []
    first = start
    for stop in END.finditer(masked):
        # A number alone is an enumerator that stayed with its words.
        worded = LETTER.search(masked, first - start, stop.start())
        if worded and _ends(masked, stop.start(), stop.end()):
            found.extend(_trimmed(text, first, start + _marked_end(text, masked, start, stop)))
            first = start + _marked_end(text, masked, start, stop)
    found.extend(_trimmed(text, first, end))
    return found


def _marked_end(text: str, masked: str, start: int, stop: re.Match[str]) -> int:
    """Where the next sentence begins: past the markers that were blanked out behind the full stop."""
    at = stop.end()
    while at > stop.start() and masked[at - 1].isspace() and text[start + at - 1].isspace():
        at -= 1
    return at


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Span(start, end)] if start < end else []


def _ends(masked: str, stop: int, after: int) -> bool:
    if masked[stop] != ".":
        return True
    behind = masked[max(0, stop - LOOK_BACK) : stop]
    before = LAST_WORD.search(behind)
    word = before[0] if before else ""
    key = word.casefold().rstrip(".")
    following = NEXT_WORD.match(masked, after)
    next_word = following[1] if following else ""
    starts = next_word[:1].isupper() and next_word.casefold() in STARTERS
    if next_word[:1].isupper() and next_word.casefold() in ORDERS and key not in OPEN and DOSED.search(behind):
        return True
    if key.isdigit() and stop < LOOK_BACK and CAPTION.search(masked[:stop]):
        return False
    if key in COUNTED and next_word[:1].isdigit():
        return False
    if key in OPEN:
        return key == "no" and starts
    if key in DOUBTFUL or re.fullmatch(r"(?:[^\W\d]\.)+[^\W\d]", word):
        return starts
    if re.fullmatch(r"[A-Z]", word):
        # An initial ("J. Smith"), unless a name ends in a letter ("vitamin D. The dose").
        return starts or LETTERED.search(behind) is not None
    return True
