"""Tables that a plain text draws: cells between bars, tabs, or columns aligned by spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.documents import Block, Span
from ingest.lines import Line

RULE = re.compile(r"[|+:\-=─━┼\s]+")
COLUMN = re.compile(r"\S+(?:\s\S+)*")
# How far, in columns, the cells of an aligned column may be apart.
SLACK = 3


def table(found: Sequence[Line], at: int) -> tuple[list[Block], int] | None:
    """The rows of the table that begins at line `at`, and the line after it; None when no table begins there."""
    for cells_of in (_barred, _tabbed, _aligned):
        rows: list[tuple[Line, list[Span]]] = []
        ruled = False
        position = at
        while position < len(found) and (position == at or found[position].gap == 0):
            line = found[position]
            if rows and RULE.fullmatch(line.words) and len(line.words) > 2:
                ruled = ruled or len(rows) == 1
                first, cells = rows[-1]
                # The rule belongs to the row above it: no block, no words.
                rows[-1] = (Line(first.start, line.end, first.indent, first.gap, first.words), cells)
            elif len(cells := cells_of(line)) >= 2 and _same_shape(cells_of, rows, line, cells):
                rows.append((line, cells))
            else:
                break
            position += 1
        enough = 3 if cells_of is _aligned and not ruled else 2
        if len(rows) >= enough:
            return _blocks(rows, ruled), position
    return None


def _barred(line: Line) -> list[Span]:
    return _between("|│", line) if sum(line.words.count(bar) for bar in "|│") >= 2 else []


def _tabbed(line: Line) -> list[Span]:
    return _between("\t", line) if not line.glyph and "\t" in line.words else []


def _aligned(line: Line) -> list[Span]:
    found = COLUMN.finditer(line.words) if not line.glyph else ()
    cells = [Span(line.start + one.start(), line.start + one.end()) for one in found]
    # Two spaces after a full stop are a typist's habit, not a column.
    prose = any(line.words[c.end - line.start - 1] in ".!?" and c.end - c.start > 30 for c in cells[:-1])
    return [] if prose else cells


def _between(parters: str, line: Line) -> list[Span]:
    """The cells between bars or tabs; one with nothing in it keeps its place. Bars at the line's ends only frame it."""
    cells = []
    start = 0
    ends = [at for at, character in enumerate(line.words) if character in parters]
    for end in [*ends, len(line.words)]:
        raw = line.words[start:end]
        words = raw.strip()
        if words or (start > 0 and end < len(line.words)):
            first = line.start + start + (raw.index(words) if words else 0)
            cells.append(Span(first, first + len(words)))
        start = end + 1
    return cells


def _same_shape(cells_of: object, rows: list[tuple[Line, list[Span]]], line: Line, cells: list[Span]) -> bool:
    if not rows or cells_of is _barred:
        return True
    above, others = rows[-1]
    if cells_of is _tabbed:
        return len(others) == len(cells) or len(rows) > 1
    if len(others) != len(cells):
        return False

    def column(of: Line, offset: int) -> int:
        return of.indent + offset - of.start

    return all(
        min(abs(column(above, a.start) - column(line, b.start)), abs(column(above, a.end) - column(line, b.end)))
        <= SLACK
        for a, b in zip(others, cells, strict=True)
    )


def _blocks(rows: list[tuple[Line, list[Span]]], ruled: bool) -> list[Block]:
    header = ruled or is_header(*([_word(line, cell) for cell in cells] for line, cells in rows[:2]))
    return [
        Block("row", line.start, line.end, level=1 if header and index == 0 else 0, cells=tuple(cells))
        for index, (line, cells) in enumerate(rows)
    ]


def _word(line: Line, cell: Span) -> str:
    return line.words[cell.start - line.start : cell.end - line.start]


def is_lone(cells: Sequence[object]) -> bool:
    """Whether a row says something in its first cell alone: it names what the rows below are about, and no columns."""
    return len(cells) > 1 and bool(cells[0]) and not any(cells[1:])


def is_header(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether a table's first row names its columns: no figures in it, and figures or more words below."""
    if is_lone(first) or any(re.match(r"[<>≤≥±~]?\s*\d", cell) for cell in first):
        return False
    figures = any(re.search(r"\d", cell) for cell in second)
    return figures or sum(map(len, second)) > sum(map(len, first))
