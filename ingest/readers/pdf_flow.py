"""A page as one reads it: its lines and tables in order, each with the column that it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.lines import ENUMERATOR, GLYPH
from ingest.readers.pdf_aligned import aligned
from ingest.readers.pdf_cells import Table
from ingest.readers.pdf_columns import Column, Placed, columns
from ingest.readers.pdf_lines import Stretch, joined
from ingest.readers.pdf_shapes import Box
from ingest.readers.pdf_tables import ruled

# Ems: what stands closer on one line was only spaced out.
CELL_GAP = 1.4
LABEL = re.compile(r"\[\d{1,3}\]|\d{1,3}")
LABELLED_WORDS = 4
FEWEST_ROWS = 3


@dataclass(slots=True)
class Line:
    """A line of text in its column; `column` numbers the columns of the document in reading order."""

    stretch: Stretch
    column: int
    left: float
    right: float
    """The edges of its column."""

    @property
    def text(self) -> str:
        return self.stretch.text


def flow(held: Sequence[Stretch], across: Sequence[Box], down: Sequence[Box], column: int) -> list[Line | Table]:
    """The lines and tables of one page in reading order; its first column has the number `column`."""
    tables = ruled(held, across, down)
    used = {id(one) for table in tables for one in table.used}
    placed = [Placed(Box(one.left, one.top, one.right, one.bottom), one) for one in held if id(one) not in used] + [
        Placed(table.box, None, index) for index, table in enumerate(tables)
    ]
    found: list[Line | Table] = []
    for one in columns(placed, across):
        found.extend(_read(one, tables, column))
        column += 1
    return found


def _read(column: Column, tables: Sequence[Table], number: int) -> list[Line | Table]:
    """What stands in one column, lines that line up in columns of their own made tables."""
    rows: list[list[Stretch] | Table] = []
    for one in column.placed:
        if one.stretch is None:
            rows.append(tables[one.index])
            continue
        last = rows[-1] if rows else None
        if isinstance(last, list) and abs(last[0].base - one.stretch.base) <= 0.3 * one.stretch.size:
            last.append(one.stretch)
        else:
            rows.append([one.stretch])
    right = _right_edge(column)
    found: list[Line | Table] = []
    at = 0
    pieces = [_pieces(row) if isinstance(row, list) else row for row in rows]
    while at < len(pieces):
        row = pieces[at]
        if isinstance(row, Table):
            found.append(row)
            at += 1
            continue
        end = _table_end(pieces, at)
        lined_up = [one for one in pieces[at:end] if isinstance(one, list)]
        table = aligned(lined_up, row[0].page) if len(lined_up) >= FEWEST_ROWS else None
        if table is not None:
            found.append(table)
            at = end
        else:
            found.append(Line(joined(row), number, column.left, right))
            at += 1
    return found


def _right_edge(column: Column) -> float:
    """Where the lines of a column end, a stray one aside."""
    ends = sorted(one.box.right for one in column.placed if one.stretch is not None)
    return ends[int(0.95 * (len(ends) - 1))] if ends else column.right


def _pieces(row: Sequence[Stretch]) -> list[Stretch]:
    """The cells that a line could have: stretches far from each other, a bullet with the words it stands before."""
    held = sorted(row, key=lambda one: one.left)
    pieces = [held[0]]
    for one in held[1:]:
        last = pieces[-1]
        label = len(pieces) == 1 and _is_label(last, one)
        if label or one.left - last.right < CELL_GAP * max(one.size, last.size):
            pieces[-1] = joined([last, one])
        else:
            pieces.append(one)
    return pieces


def _is_label(one: Stretch, words: Stretch) -> bool:
    said = one.text + " x"
    if one.left == words.left or len(one.words) > 1:
        return False
    for pattern in (GLYPH, ENUMERATOR):
        if (found := pattern.match(said)) and found.end() == len(said) - 1:
            return True
    return LABEL.fullmatch(one.text) is not None and len(words.words) >= LABELLED_WORDS


def _table_end(pieces: Sequence[list[Stretch] | Table], at: int) -> int:
    """The line after the last that could belong to a table beginning at a line of several pieces."""
    first = pieces[at]
    if not isinstance(first, list) or len(first) < 2:
        return at
    end = at
    size = median(one.size for one in first)
    left = first[0].left
    while end < len(pieces):
        row = pieces[end]
        if not isinstance(row, list):
            break
        above = pieces[end - 1] if end > at else None
        if isinstance(above, list) and row[0].base - above[0].base > 3.5 * size:
            break
        # A line by itself goes on with a cell to the right of the first column.
        if len(row) < 2 and row[0].left < left + size:
            following = pieces[end + 1] if end + 1 < len(pieces) else None
            wraps = isinstance(following, list) and len(following) > 1 and len(row[0].words) <= 4 and end > at
            if not wraps:
                break
        end += 1
    return end
