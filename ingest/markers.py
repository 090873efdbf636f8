"""The article's own reference numbers in its text, told apart from its figures.

A document marks its references in one style. Each style proposes the places where its numbers could stand; the
document as a whole decides which proposals are believed: by its list of references, by how often the style is used,
and by whether the numbers come up in the order in which references are numbered. Of bare numbers it is asked twice:
once the document is known to mark its references so, those count that no word before them needs as a figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.documents import Block, Marker, Span
from ingest.marker_numbers import DASH, NUMBERS, numbers
from ingest.marker_words import COUNTED, complete, ended, wants
from ingest.notes import note_marks

BRACKET = re.compile(rf"\[{NUMBERS}\](?:\s?[,;{DASH}]\s?\[{NUMBERS}\]){{0,30}}")
PAREN = re.compile(rf"\(({NUMBERS})\)")
SUPERSCRIPT = re.compile(r"[⁰¹²³⁴-⁹][⁰¹²³⁴-⁹⁻˒,]*(?<![⁻˒,])")
AT_END = re.compile(rf"(?<=\S)[ \t\u00a0\u2009\u202f\n]+({NUMBERS})(?=\s*[.:;]?\s*$)")
BEFORE_STOP = re.compile(rf"(?<=[a-z)\]”%])[ \u00a0\u2009\u202f]({NUMBERS})(?=\s?[.;,:](?:\s|$))")
AFTER_STOP = re.compile(rf"(?<=[a-z)\]”\"’%][.!?])[ \u00a0\u2009\u202f]?({NUMBERS})(?=\s+[A-Z“\"(]|\s*$)")
# The same two at the end of a sentence, whatever stands before.
AT_STOP = re.compile(rf"(?<=\S)[ \u00a0\u2009\u202f]({NUMBERS})(?=\s?\.\s+[A-Z“\"(])")
BEHIND_STOP = re.compile(rf"(?<=[\w)\]”\"’%][.!?])[ \u00a0\u2009\u202f]({NUMBERS})(?=\s+[A-Z“\"(]|\s*$)")
AFTER_COMMA = re.compile(rf"(?<=[a-z)\]”\"’][,;])({NUMBERS})(?=\s+[a-z(])")

_LOOKED_BACK = 200
"""Characters before a number that tell what it is."""
# What stands before and behind a bracket that holds the spread of a figure: "5 [3-7] days", "IQR [3-7]".
SPREAD = re.compile(r"(?:\bIQR|\binterquartile\s+range|\bCI)[:,]?\s*$", re.I)
MEASURED = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s*$")
# "Stage 4 [3–5]" names a stage and cites three papers.
NAMED = re.compile(
    r"\b(?:grades?|types?|stages?|class|phases?|tables?|figures?|figs?|levels?|groups?)\s+[\d.]+\s*$", re.I
)
MEASURE = re.compile(
    r"\s?(?:hours?|days?|weeks?|months?|years?|minutes?|min|points?|[mk]?g|mcg|[µμ]g|m?[lL]|cm|mm|mmHg|mmol|units?|IU)\b"
)
UNITS = re.compile(r"(?:.*/)?(?:[µμmcdknp]?[mlgs]|kg|mmhg|dl|min|h|mol|mmol|iu|u|hz|km|nm|pg|ng|°|d|w|y)", re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """A number that may be a reference marker."""

    start: int
    end: int
    numbers: tuple[int, ...]


def find_markers(
    text: str,
    blocks: Sequence[Block],
    listed: int,
    printed: int,
    cited: Sequence[Span] = (),
    *,
    guessed: bool = True,
) -> list[Marker]:
    """The reference markers in a document's body, in reading order; those that point to a note have no numbers.

    `listed` is how many entries its list has (0 without a list), `printed` the highest number printed there, and
    `cited` what the file itself sets apart as reference numbers and marks of notes. Where it sets no numbers apart,
    they are looked for in the text if `guessed`.
    """
    notes = [Place(one.start, one.end, ()) for one in note_marks(text, blocks, cited)]
    body = [block for block in blocks if block.kind in ("paragraph", "item", "row", "heading")]
    highest = _highest(listed, printed)
    sure = [
        place
        for start, end in (_with_brackets(text, span) for span in cited)
        for place in _place(text, start, end)
        if max(place.numbers) <= highest
    ]
    if sure or not (guessed or any(numbers(text[one.start : one.end]) for one in cited)):
        return _markers(text, [*sure, *notes])
    styles: tuple[tuple[Callable[[str, Block], Iterator[Place]], int, bool], ...] = (
        (_bracketed, 1 if listed else 2, True),
        (_raised, 1 if printed else 2, True),
        (_in_parentheses, 3, False),
        (_bare, 2 if listed else 4, False),
    )
    best: list[Place] = []
    bare = False
    for style, enough, plain in styles:
        places = [place for block in body for place in style(text, block) if max(place.numbers) <= highest]
        if len(places) >= enough and len(places) > 2 * len(best) and _plausible(places, listed, plain):
            best, bare = places, style is _bare
    if bare:
        cited_to = max(max(place.numbers) for place in best)
        # A list that ends before what is surely cited was not read to its end.
        fitting = printed if printed >= cited_to else cited_to + 1
        best += [place for block in body for place in _doubtful(text, block) if max(place.numbers) <= fitting]
    return _markers(text, [*best, *notes])


def within(markers: Sequence[Marker], start: int, end: int) -> Sequence[Marker]:
    """Those of a document's markers that begin in a stretch of its text."""
    first = bisect_left(markers, start, key=lambda marker: marker.start)
    return markers[first : bisect_left(markers, end, lo=first, key=lambda marker: marker.start)]


def _highest(listed: int, printed: int) -> int:
    """A list with printed numbers is nearly complete; one without may leave out many that the text cites."""
    if printed:
        return printed + 5
    return 3 * listed + 5 if listed else 300


def _plausible(places: Sequence[Place], listed: int, plain: bool) -> bool:
    """Whether the numbers behave as reference numbers do: they begin low, and most new ones are higher than all before.

    In whatever order they come up, they do so where there is a list, none up to the highest is missing and most come up
    again. Of a `plain` style, which hardly anything else is written in, less is asked.
    """
    new: list[int] = []
    for place in places:
        new.extend(number for number in place.numbers if number not in new)
    rises = sum(number > max(new[:at], default=0) for at, number in enumerate(new))
    if plain:
        return 2 * sum(number <= max(60, listed) for number in new) >= len(new)
    unbroken = len(new) == max(new) > 3 and len(places) >= 2 * len(new)
    if listed and unbroken:
        return True
    begins_low = min(new) <= 2 or min(new) <= listed
    if not listed and len(new) < 3:
        return False
    spread = len(new) >= 0.3 * (max(new) - min(new) + 1)
    return begins_low and (bool(listed) or spread) and rises >= (0.4 if listed else 0.6) * len(new)


def _markers(text: str, places: Sequence[Place]) -> list[Marker]:
    found: list[Marker] = []
    for place in sorted(places, key=lambda one: one.start):
        start, end = place.start, place.end
        while start > 0 and text[start - 1].isspace():
            start -= 1
        # "text [1] ." reads "text." without its number.
        if follows := re.match(r"[ \u00a0]+(?=[.,;:)])", text[end : end + 4]):
            end += follows.end()
        if found and start < found[-1].end:
            continue
        found.append(Marker(start, end, place.numbers))
    return found


def _with_brackets(text: str, span: Span) -> tuple[int, int]:
    """A reference number with the brackets that hold nothing else: the link of "[<a>1</a>]" is the number alone."""
    start, end = span.start, span.end
    closing = {"[": "]", "(": ")"}.get(text[start - 1 : start], "")
    return (start - 1, end + 1) if closing and text[end : end + 1] == closing else (start, end)


def _place(text: str, start: int, end: int) -> list[Place]:
    held = numbers(text[start:end])
    return [Place(start, end, held)] if held else []


def _bracketed(text: str, block: Block) -> Iterator[Place]:
    for found in BRACKET.finditer(text, block.start, block.end):
        if _is_spread(
            found[0], _before(text, block, found.start()), text[found.end() : min(found.end() + 10, block.end)]
        ):
            continue
        if whole := _place(text, found.start(), found.end()):
            yield from whole
            continue
        # Brackets side by side that make no list together may each hold one.
        for one in re.finditer(r"\[[^\]]*\]", found[0]):
            yield from _place(text, found.start() + one.start(), found.start() + one.end())


def _is_spread(written: str, before: str, after: str) -> bool:
    """Whether a bracket holds the lowest and the highest of what was measured, and cites nothing."""
    ends = re.fullmatch(rf"\[(\d+)\s?([,;{DASH}])\s?(\d+)\]", written)
    if not ends:
        return False
    if SPREAD.search(before):
        return True
    figure = MEASURED.search(before)
    if not figure:
        return False
    # A comma parts reference numbers, too: the unit behind the bracket tells.
    within = ends[2] not in ",;" and float(ends[1]) <= float(figure[1]) <= float(ends[3]) and not NAMED.search(before)
    return within or MEASURE.match(after) is not None


def _closed(found: re.Match[str]) -> list[Place]:
    held = numbers(found[1])
    return [Place(found.start(), found.end(), held)] if held else []


def _before(text: str, block: Block, at: int) -> str:
    """The end of what stands before a place in its block: a block may be as long as a hostile file likes."""
    return text[max(block.start, at - _LOOKED_BACK) : at]


def _in_parentheses(text: str, block: Block) -> Iterator[Place]:
    """`(3)` behind a word and before a pause; an inline enumeration stands before a word, a count behind a figure."""
    if block.kind == "row":
        return
    for found in PAREN.finditer(text, block.start, block.end):
        before = _before(text, block, found.start()).rstrip()
        after = text[found.end() : found.end() + 2]
        word = re.search(r"([^\W\d_]+)[”\")]?$", before)
        if word and not COUNTED.fullmatch(word[1]) and re.match(r"\s?[.,;:)]|\s*$", after):
            yield from _closed(found)


def _raised(text: str, block: Block) -> Iterator[Place]:
    """Superscripts that are no exponent (m², 10⁶), no isotope (¹³¹I) and no charge."""
    for found in SUPERSCRIPT.finditer(text, block.start, block.end):
        before = re.search(r"\S*$", _before(text, block, found.start()))
        word = before[0] if before else ""
        letters = re.search(r"[^\W\d_]+$", word)
        if re.match(r"[^\W_]|[⁺⁻]", text[found.end() : found.end() + 1]) or not word:
            continue
        if letters and (len(letters[0]) <= 2 or UNITS.fullmatch(word)) and found[0] in "²³":
            continue
        if word[-1].isdigit() or word[-1] in "×·^⁻":
            continue
        yield from _place(text, found.start(), found.end())


def _bare(text: str, block: Block) -> Iterator[Place]:
    """A number that is left over at the end of a sentence or an item."""
    if block.kind in ("row", "heading"):
        return
    for pattern in (AT_END, BEFORE_STOP, AFTER_STOP, AFTER_COMMA):
        for found in pattern.finditer(text, block.start, block.end):
            before = _before(text, block, found.start())
            # Nothing counts over the end of a sentence, and a figure would not stand close to it.
            close = pattern is AFTER_STOP and found.start() == found.start(1)
            if ended(before) if close else not wants(before):
                yield from _place(text, found.start(1), found.end(1))


def _doubtful(text: str, block: Block) -> Iterator[Place]:
    """A number at the end of a sentence or an item whose last word may want it, but has what it needs.

    Believed only of a document that is known to mark its references so: "come back within 12 months 1".
    """
    if block.kind in ("row", "heading"):
        return
    for pattern in (AT_END, AT_STOP, BEHIND_STOP):
        for found in pattern.finditer(text, block.start, block.end):
            if complete(_before(text, block, found.start()), found[1].isdigit()):
                yield from _place(text, found.start(1), found.end(1))
