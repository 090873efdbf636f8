"""Lines to paragraphs, list items and headings: where each begins, and what goes on over a column or a page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from ingest.headings import CAPTION
from ingest.lines import ENUMERATOR, GLYPH
from ingest.readers.pdf_cells import Table
from ingest.readers.pdf_flow import Line
from ingest.sections import REFERENCES

# All in ems.
INDENT = 0.7
LOOSE = 0.35
FITS = 1.5
SENTENCE_END = re.compile(r"[.!?:;][\"”’»)\]]*[\d,–-]*$")
ENTRY = re.compile(r"\[(\d{1,3})\](?:\s|$)")
BARE = re.compile(r"(\d{1,3})\s+(?=[A-Z“\"])")
# How many lines away the next item of a numbered list may stand.
FAR = 40
SAME_PLACE = 4.0

Kind = Literal["paragraph", "item", "heading"]


@dataclass(slots=True)
class Made:
    """A block with the lines that it is made of."""

    kind: Kind
    lines: list[Line]
    level: int = 0
    number: int = 0

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def size(self) -> float:
        return max(self.first.stretch.size, self.last.stretch.size)


@dataclass(slots=True)
class Setting:
    """How a document is set."""

    size: float
    """Of most of its letters."""
    leading: dict[float, float] = field(default_factory=dict)
    """Size to the usual distance of two lines."""

    def spaced(self, size: float) -> float:
        return self.leading.get(_rounded(size), 1.2 * size)


def setting(flow: Sequence[Line | Table]) -> Setting:
    """The size and the leading of a document's body."""
    sizes: Counter[float] = Counter()
    gaps: dict[float, Counter[float]] = defaultdict(Counter)
    for one in flow:
        if isinstance(one, Line):
            sizes[_rounded(one.stretch.size)] += len(one.text)
    for above, one in pairwise(flow):
        if isinstance(above, Line) and isinstance(one, Line) and above.column == one.column:
            gap, size = one.stretch.base - above.stretch.base, one.stretch.size
            if abs(above.stretch.size - size) < 0.3 and 0.9 * size < gap < 3 * size:
                gaps[_rounded(size)][round(2 * gap) / 2] += 1
    leading = {size: min(found, key=lambda gap: (-found[gap], gap)) for size, found in gaps.items()}
    return Setting(sizes.most_common(1)[0][0] if sizes else 10.0, leading)


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def blocks(flow: Sequence[Line | Table], how: Setting) -> list[Made | Table]:
    """The paragraphs, items and tables of a document, those broken by a column or a page still in pieces."""
    lines = [one for one in flow if isinstance(one, Line)]
    marks = _marks(lines, how)
    ahead = dict(zip(map(id, lines), lines[1:], strict=False))
    made: list[Made | Table] = []
    listing = False
    for one in flow:
        if isinstance(one, Table):
            made.append(one)
            continue
        last = made[-1] if made else None
        mark = marks.get(id(one))
        entry = listing and (BARE.match(one.text) is not None) and one.stretch.left <= one.left + 2 * how.size
        following = ahead.get(id(one))
        hangs = listing or (following is not None and marks.get(id(following)) == "entry")
        goes_on = isinstance(last, Made) and not mark and not entry and _goes_on(last, one, following, how, hangs)
        if goes_on and isinstance(last, Made):
            last.lines.append(one)
            continue
        kind: Kind = "item" if mark == "item" or (not mark and _inside_item(made, one, how)) else "paragraph"
        made.append(Made(kind, [one]))
        if len(one.text) < 60 and REFERENCES.fullmatch(one.text):
            listing = True
    return made


def _inside_item(made: Sequence[Made | Table], line: Line, how: Setting) -> bool:
    """Whether a line begins a further paragraph of a list item: it stands where the item's words do."""
    last = made[-1] if made else None
    if not isinstance(last, Made) or last.kind != "item" or last.last.column != line.column:
        return False
    small = 0.4 * line.stretch.size
    if line.stretch.bold or abs(line.stretch.size - last.size) > small or line.stretch.left < _words_left(last) - small:
        return False
    led = next((one for one in reversed(made) if not (isinstance(one, Made) and one.kind == "item")), None)
    # A list whose bullets hang in the margin of the text: what stands where the text does is the text.
    return not isinstance(led, Made) or line.stretch.left - line.left > led.last.stretch.left - led.last.left + small


def _marks(lines: Sequence[Line], how: Setting) -> dict[int, str]:
    """The lines that begin a list item or a numbered entry."""
    found: dict[int, str] = {}
    counted: list[tuple[int, str, int]] = []
    for index, one in enumerate(lines):
        if (bullet := GLYPH.match(one.text)) and bullet.end() < len(one.text):
            if not (bullet[2] and _mid_word(lines, index)):
                found[id(one)] = "item"
        elif _stands_out(one, how):
            # A numbered heading.
            continue
        elif number := ENUMERATOR.match(one.text):
            counted.append((index, f"{number[1] or ''}{_form(number[2])}{number[3]}", _value(number[2])))
        elif number := ENTRY.match(one.text):
            counted.append((index, "[]", int(number[1])))
    for at, (index, form, value) in enumerate(counted):
        near = [*reversed(counted[max(0, at - 12) : at]), *counted[at + 1 : at + 13]]
        for other, others, its in near:
            beside = abs(_indent(lines[other]) - _indent(lines[index])) <= SAME_PLACE + 0.3 * lines[index].stretch.size
            due = its - value == (1 if other > index else -1)
            if others == form and beside and due and abs(other - index) <= FAR:
                found[id(lines[index])] = "entry" if form == "[]" else "item"
                break
    return found


def _stands_out(line: Line, how: Setting) -> bool:
    return line.stretch.bold or line.stretch.italic or line.stretch.size > 1.08 * how.size


def _indent(line: Line) -> float:
    # Right-aligned enumerators begin at different places and end at one.
    return line.stretch.words[0].right - line.left


def _mid_word(lines: Sequence[Line], index: int) -> bool:
    """Whether a dash at the start of a line belongs to the sentence above: "2 - 5" or "aged 5 – 7"."""
    above = lines[index - 1] if index else None
    if above is None or above.column != lines[index].column:
        return False
    level = abs(above.stretch.left - lines[index].stretch.left) < 2
    return level and not SENTENCE_END.search(above.text) and not GLYPH.match(above.text)


def _form(number: str) -> str:
    return "1" if number.isdigit() else "i" if len(number) > 1 else "a" if number.islower() else "A"


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    if len(number) > 1:
        values = [{"i": 1, "v": 5, "x": 10}[one] for one in number.lower()]
        return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    return ord(number.lower()) - ord("a") + 1


def _goes_on(block: Made, line: Line, following: Line | None, how: Setting, hangs: bool) -> bool:
    """Whether a line belongs to the block above it, by how it is set and where the line before it ends."""
    above, size = block.last, line.stretch.size
    if above.column != line.column or abs(above.stretch.size - size) > 0.07 * size:
        return False
    gap = line.stretch.base - above.stretch.base
    if not 0 < gap <= how.spaced(size) + LOOSE * size:
        return False
    large = size > 1.1 * how.size
    if large:
        return above.stretch.bold == line.stretch.bold
    if above.stretch.bold != line.stretch.bold and _own_line(above, line, block):
        return False
    if CAPTION.match(line.text) and SENTENCE_END.search(above.text):
        return False
    em = size
    left = line.stretch.left
    if block.kind == "item":
        words = _words_left(block)
        if left >= words - 0.4 * em:
            return not (len(block.lines) > 1 and left > block.last.stretch.left + INDENT * em)
        # Set without a hanging indent: it goes on where the line above is full.
        return _full(above, line) and left >= block.first.stretch.left - 0.4 * em
    edge = above.stretch.left
    if len(block.lines) == 1:
        if left > edge + INDENT * em:
            # A hanging indent, or the indent of the next paragraph: the line after tells.
            if hangs:
                return True
            if following is None or following.column != line.column:
                return _full(above, line)
            return (
                abs(following.stretch.left - left) < 0.4 * em
                or (_full(above, line) and not abs(following.stretch.left - edge) < 0.4 * em)
                or (_full(above, line) and not SENTENCE_END.search(above.text))
            )
    elif abs(left - edge) > INDENT * em and not _centred(above, line):
        return False
    if _full(above, line):
        return True
    return not SENTENCE_END.search(above.text) and (line.text[0].islower() or above.stretch.width > 0.6 * _width(above))


def _own_line(above: Line, line: Line, block: Made) -> bool:
    """Whether a change of weight parts two lines: a heading above its text, and not a bold phrase that ran on."""
    return not (_full(above, line) and len(block.lines) > 1) or line.text[:1].isupper()


def _centred(above: Line, line: Line) -> bool:
    middles = [(one.stretch.left + one.stretch.right) / 2 for one in (above, line)]
    return abs(middles[0] - middles[1]) < 2 and above.stretch.left > above.left + 2


def _width(line: Line) -> float:
    return line.right - line.left


def _full(above: Line, line: Line) -> bool:
    """Whether the first word of a line would not have fitted on the line above."""
    first = line.stretch.words[0]
    return (
        above.stretch.right + first.right - first.left + FITS * 0.3 * line.stretch.size
        > line.right - 1.2 * line.stretch.size
    )


def _words_left(item: Made) -> float:
    """Where the words of an item begin, behind its bullet."""
    words = item.first.stretch.words
    return words[1].left if len(words) > 1 else words[0].left


def mended(made: Sequence[Made | Table], how: Setting) -> list[Made | Table]:
    """The blocks with those that a column or a page broke made whole; what stood between comes after."""
    kept = list(made)
    indented = _indents(kept)
    at = 0
    while at < len(kept):
        block = kept[at]
        if isinstance(block, Made) and block.kind != "heading" and _at_foot(kept, at, how):
            other = _continuation(kept, at, how, indented)
            if other is not None:
                rest = kept.pop(other)
                assert isinstance(rest, Made)
                block.lines.extend(rest.lines)
                continue
        at += 1
    return kept


def _indents(made: Sequence[Made | Table]) -> bool:
    """Whether paragraphs begin with an indent."""
    several = [one for one in made if isinstance(one, Made) and one.kind == "paragraph" and len(one.lines) > 2]
    begun = sum(one.first.stretch.left > one.lines[1].stretch.left + INDENT * one.size for one in several)
    return len(several) > 2 and begun >= 0.4 * len(several)


def _aside(one: Made | Table, how: Setting) -> bool:
    """What may stand between the parts of a paragraph: a table, a caption, a footnote."""
    if isinstance(one, Table):
        return True
    return one.kind != "heading" and (one.size < 0.93 * how.size or CAPTION.match(one.first.text) is not None)


def _at_foot(kept: Sequence[Made | Table], at: int, how: Setting) -> bool:
    block = kept[at]
    assert isinstance(block, Made)
    for later in kept[at + 1 :]:
        if isinstance(later, Made) and later.first.column > block.last.column:
            return not _aside(block, how)
        if not _aside(later, how):
            return False
    return False


def _continuation(kept: Sequence[Made | Table], at: int, how: Setting, indented: bool) -> int | None:
    block = kept[at]
    assert isinstance(block, Made)
    for other in range(at + 1, min(at + 14, len(kept))):
        one = kept[other]
        if _aside(one, how) and not (isinstance(one, Made) and abs(one.size - block.size) < 0.3):
            continue
        if not isinstance(one, Made) or one.kind != "paragraph" or one.first.column <= block.last.column:
            return None
        if one.first.stretch.page > block.last.stretch.page + 2:
            return None
        return other if _continues(block, one, indented) else None
    return None


def _continues(block: Made, one: Made, indented: bool) -> bool:
    if abs(one.size - block.size) > 0.07 * one.size or one.first.stretch.bold != block.last.stretch.bold:
        return False
    first, last = one.first.text, block.last.text
    if CAPTION.match(first) or ENTRY.match(first):
        return False
    unfinished = not SENTENCE_END.search(last)
    if unfinished:
        return first[0].islower() or not first[0].isalpha() or _nearly_full(block.last)
    if first[0].islower():
        return True
    begins = one.first.stretch.left > one.first.left + INDENT * one.size
    return indented and block.kind == "paragraph" and not begins and _nearly_full(block.last)


def _nearly_full(line: Line) -> bool:
    return line.stretch.right > line.right - 4 * line.stretch.size
