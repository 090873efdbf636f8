"""Rows and cells of a table: which words stand in which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_lines import Stretch, Word
from ingest.readers.pdf_shapes import Box

# Points.
NEAR = 3.0

Words = tuple[Word, ...]
"""Of one line in one cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The lines of words in one cell."""

    lines: tuple[Words, ...] = ()
    bold: bool = False


@dataclass(slots=True)
class Table:
    """Rows of as many cells each; `headed` when the first names the columns."""

    page: int
    box: Box
    rows: list[list[Cell]]
    headed: bool = False
    edges: tuple[float, ...] = ()
    """Where its columns begin."""
    used: list[Stretch] = field(default_factory=list)
    """What of the page it is made of."""


def cells(row: Sequence[Stretch], edges: Sequence[float]) -> list[Cell]:
    found: list[list[Stretch]] = [[] for _ in edges[:-1]]
    for piece in row:
        column = max((at for at, edge in enumerate(edges[:-1]) if piece.left >= edge - NEAR), default=0)
        found[column].append(piece)
    return [_cell(pieces) for pieces in found]


def _cell(pieces: Sequence[Stretch]) -> Cell:
    lines = tuple(tuple(word for one in line for word in one.words) for line in rows_of(pieces))
    return Cell(lines, bool(pieces) and all(one.bold for one in pieces))


def rows_of(held: Iterable[Stretch]) -> list[list[Stretch]]:
    rows: list[list[Stretch]] = []
    for one in sorted(held, key=lambda one: one.base):
        if rows and one.base - rows[-1][0].base <= 0.3 * one.size:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def grouped(lines: Sequence[Sequence[Stretch]]) -> list[list[Sequence[Stretch]]]:
    """Lines of a table in the rows that they make: a cell may take several lines.

    Where some lines stand farther apart than others, the space parts rows; where all stand as far, a line with
    nothing in the first column goes on with the row above.
    """
    if len(lines) < 2:
        return [[line] for line in lines]
    gaps = [b[0].base - a[0].base for a, b in pairwise(lines)]
    near = min(gaps)
    spaced = max(gaps) > 1.25 * near
    continues = sum(gap <= 1.12 * near for gap in gaps)
    left = min(line[0].left for line in lines)
    size = median(line[0].size for line in lines)
    # A table whose every line is a row has wide gaps only around its head.
    by_space = (
        spaced and 0.2 * len(gaps) <= continues <= 0.85 * len(gaps) and _some_broken(lines, gaps, near, left, size)
    )
    groups: list[list[Sequence[Stretch]]] = [[lines[0]]]
    for gap, line in zip(gaps, lines[1:], strict=True):
        hangs = line[0].left > left + size
        if (by_space and gap <= 1.12 * near) or (not by_space and hangs and gap <= 1.6 * size):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _some_broken(
    lines: Sequence[Sequence[Stretch]], gaps: Sequence[float], near: float, left: float, size: float
) -> bool:
    """Whether the lines that follow closely have fewer cells than those they follow: words that went on."""
    close = [at for at, gap in enumerate(gaps) if gap <= 1.12 * near]
    fewer = sum(len(lines[at + 1]) < len(lines[at]) or lines[at + 1][0].left > left + size for at in close)
    return fewer >= 0.5 * len(close)


def apart(values: Iterable[float]) -> list[float]:
    """Positions with those that are nearly the same made one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def around(boxes: Iterable[Box]) -> Box:
    held = list(boxes)
    return Box(
        min(one.left for one in held),
        min(one.top for one in held),
        max(one.right for one in held),
        max(one.bottom for one in held),
    )


def box_of(held: Iterable[Stretch]) -> Box:
    return around(Box(one.left, one.top, one.right, one.bottom) for one in held)
