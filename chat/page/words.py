"""A passage as a person reads it, with the stretches that an answer rests on marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from chat.page.inert import Html, inert
from chat.page.markup import NOTHING, SPACE, join, tag
from corpus.documents import Part, Passage, Span

_BULLET = re.compile(r"\s*(?:[•◦▪‣·*–-]\s+)?")
_DEEPEST = 4


class Light(NamedTuple):
    """A stretch that a citation rests on, counted from the passage's own start: it outlives a shifted document."""

    cite: str
    start: int
    end: int


class _Line(NamedTuple):
    start: int
    end: int
    depth: int
    part: Part | None
    """The part that begins on it."""


def words_html(passage: Passage, lights: Sequence[Light]) -> Html:
    """The passage's words: the article's reference markers left out, its lines kept, lit stretches marked.

    Rows of a table stand in their columns, and a row that governs others across them.
    """
    lines = _lines(passage)
    rows = [_is_row(passage, line) for line in lines]
    html: list[Html] = []
    for tabled, numbers in groupby(
        range(len(lines)), lambda number: rows[number] or _governs(passage, rows, lines, number)
    ):
        some = [lines[number] for number in numbers]
        html += [_table(passage, some, lights)] if tabled else [_printed(passage, line, lights) for line in some]
    return join(html)


def _printed(passage: Passage, line: _Line, lights: Sequence[Light]) -> Html:
    said = Html(_lit(passage, line.start, line.end, lights).strip())
    return tag("p", f"fn-line fn-depth-{min(line.depth, _DEEPEST)}", said) if said else NOTHING


def _is_row(passage: Passage, line: _Line) -> bool:
    """Whether the cells of a row hold every word of its line."""
    return line.part is not None and bool(line.part.cells) and not _left_over(passage, line, _own(passage, line.part))


def _governs(passage: Passage, rows: Sequence[bool], lines: Sequence[_Line], number: int) -> bool:
    """Whether a lead-in stands between rows of one table: "Adults", over the doses for them."""
    part = lines[number].part
    if part is None or part.kind != "lead" or not (0 < number < len(lines) - 1) or not rows[number + 1]:
        return False
    below = lines[number + 1].part
    alone = not _left_over(passage, lines[number], [Span(part.start, part.end)])
    return alone and rows[number - 1] and below is not None and below.kind == "row"


def _own(passage: Passage, part: Part) -> list[Span]:
    """Its cells that stand in the row itself; the others reach down from a row above."""
    return [cell for cell in part.cells if part.start <= cell.start and cell.end <= passage.start + len(passage.text)]


def _left_over(passage: Passage, line: _Line, cells: Sequence[Span]) -> bool:
    """Whether words of a line stand outside these cells."""
    at, end = passage.start + line.start, passage.start + line.end
    edges = [at, *(edge for cell in sorted(cells, key=lambda one: one.start) for edge in (cell.start, cell.end)), end]
    return any(re.search(r"\w", passage.words(a, b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b)


def _table(passage: Passage, lines: Sequence[_Line], lights: Sequence[Light]) -> Html:
    width = max(len(line.part.cells) if line.part else 1 for line in lines)
    rows = join(_table_row(passage, line, width, lights) for line in lines)
    return tag("div", "fn-table", tag("table", "", tag("tbody", "", rows)))


def _table_row(passage: Passage, line: _Line, width: int, lights: Sequence[Light]) -> Html:
    part = line.part
    if part is None or not part.cells:
        begin, stop = (part.start - passage.start, part.end - passage.start) if part else (line.start, line.end)
        across = _lit(passage, begin, stop, lights)
        return tag("tr", "", tag("th", "fn-group", across, colspan=str(width)))
    own = set(_own(passage, part))
    named = "th" if part.kind == "header" else "td"
    cells = [
        tag(named, "", _lit(passage, cell.start - passage.start, cell.end - passage.start, lights))
        if cell in own
        # What reaches down is said again, and lit only where it stands.
        else tag("td", "fn-again", inert(passage.words(cell.start, cell.end) if cell.start >= passage.start else ""))
        for cell in part.cells
    ]
    return tag("tr", "", *cells, *[tag("td", "")] * (width - len(cells)))


def _lines(passage: Passage) -> list[_Line]:
    """The lines to show, with their depth in a list; offsets are in the passage.

    A printed line that begins no part of the passage continues the line before it: the width of a page broke it.
    """
    begins = {part.start - passage.start: part for part in passage.parts}
    items = {("item", part.depth) for part in passage.parts if part.kind == "item"}
    # An item that leads on to deeper ones is one among its siblings.
    bullets = items | {("lead", depth) for _, depth in items if depth}
    lines: list[_Line] = []
    at = 0
    for printed in passage.text.splitlines(keepends=True):
        end = at + len(printed)
        bullet = _BULLET.match(printed)
        first = at + (bullet.end() if bullet else 0)
        words = len(printed) - len(printed[first - at :].lstrip(" \t|│")) + at
        part = next((begins[offset] for offset in range(at, min(words + 1, end)) if offset in begins), None)
        if lines and passage.parts and part is None:
            lines[-1] = lines[-1]._replace(end=end)
        else:
            item = bool(bullet and bullet[0].strip()) or (part is not None and (part.kind, part.depth) in bullets)
            lines.append(_Line(first, end, max(part.depth if part else 0, 1) if item else 0, part))
        at = end
    return lines


def _lit(passage: Passage, begin: int, stop: int, lights: Sequence[Light]) -> Html:
    """The words of a stretch, counted from the passage's start."""
    html: list[Html] = []
    for start, end in passage.pieces(passage.start + begin, passage.start + stop):
        first, last = start - passage.start, end - passage.start
        edges = {edge for light in lights for edge in (light.start, light.end) if first < edge < last}
        cuts = sorted({first, last, *edges})
        for a, b in pairwise(cuts):
            cites = dict.fromkeys(light.cite for light in lights if light.start <= a and b <= light.end)
            html.append(_stretch(passage.text[a:b], list(cites)))
    return join(html)


def _stretch(words: str, cites: Sequence[str]) -> Html:
    said = inert(words)
    if not said:
        return SPACE if words else NOTHING
    before = SPACE if words[0].isspace() else NOTHING
    after = SPACE if words[-1].isspace() else NOTHING
    return join([before, tag("mark", f"fn-lit {' '.join(cites)}", said) if cites else said, after])
