"""Tables: their rows and cells, where rules draw them or words line up in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_lines import Stretch, Word
from ingest.readers.pdf_shapes import Box

# Points.
NEAR = 3.0
MOST_RULES = 3_000
# Ems between two cells of a table that has no rules.
CELL_GAP = 1.0
FEWEST_ROWS = 3

Line = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The lines of words in one cell."""

    lines: tuple[Line, ...] = ()
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


def ruled(held: Sequence[Stretch], across: Sequence[Box], down: Sequence[Box]) -> list[Table]:
    """The tables of a page that its rules draw."""
    found: list[Table] = []
    taken: set[int] = set()
    rules = [*_whole(across, 0), *_whole(down, 1)]
    for group in _groups(rules[:MOST_RULES]):
        box = _around(group)
        inside = [one for one in held if _within(one, box) and id(one) not in taken]
        flat = sorted({round(one.top, 1) for one in group if one.width >= one.height})
        upright = [one for one in group if one.height > one.width]
        if len(_apart(flat)) < 2 or len(inside) < 2:
            continue
        table = _grid(inside, box, _apart(flat), upright)
        if table is not None:
            found.append(table)
            taken.update(id(one) for one in inside)
    found.extend(_between_rules([one for one in held if id(one) not in taken], across, found))
    return found


def aligned(rows: Sequence[Sequence[Stretch]], page: int) -> Table | None:
    """The table that the pieces of some lines make by standing in columns; None when they do not."""
    several = [row for row in rows if len(row) > 1]
    if len(several) < 2 or len(several) < 0.5 * len(rows) or _columns_of_text(several):
        return None
    starts = _columns(several)
    if starts is None:
        return None
    held = [one for row in rows for one in row]
    gathered = _by_alignment(rows, starts)
    if len(gathered) < 2:
        return None
    return Table(page, _box_of(held), gathered, False, tuple(starts), list(held))


def _columns_of_text(rows: Sequence[Sequence[Stretch]]) -> bool:
    """Whether what stands side by side are the lines of running text."""
    if len(rows) < 6 or max(len(row) for row in rows) > 3:
        return False
    first, last = [row[0] for row in rows], [row[-1] for row in rows]
    return all(
        median(len(one.words) for one in side) >= 4
        and median(one.width for one in side) >= 0.7 * max(one.width for one in side)
        for side in (first, last)
    )


def _whole(rules: Sequence[Box], axis: int) -> list[Box]:
    """Rules with those that go on where another ends made one."""

    def key(one: Box) -> tuple[float, float]:
        return (round(one.top), one.left) if axis == 0 else (round(one.left), one.top)

    found: list[Box] = []
    for one in sorted(rules, key=key):
        last = found[-1] if found else None
        if last is not None and axis == 0 and abs(one.top - last.top) <= 1 and one.left <= last.right + 1.5:
            found[-1] = replace(last, right=max(last.right, one.right))
        elif last is not None and axis == 1 and abs(one.left - last.left) <= 1 and one.top <= last.bottom + 1.5:
            found[-1] = replace(last, bottom=max(last.bottom, one.bottom))
        else:
            found.append(one)
    return found


def _groups(rules: Sequence[Box]) -> list[list[Box]]:
    """Rules that touch each other, each group from another part of the page."""
    flat = [one for one in rules if one.width >= one.height]
    upright = [one for one in rules if one.height > one.width]
    parent = list(range(len(flat) + len(upright)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, a in enumerate(flat):
        for j, b in enumerate(upright):
            meets = b.left >= a.left - NEAR and b.left <= a.right + NEAR
            if meets and b.top - NEAR <= a.top <= b.bottom + NEAR:
                parent[root(i)] = root(len(flat) + j)
    groups: dict[int, list[Box]] = {}
    for index, rule in enumerate([*flat, *upright]):
        groups.setdefault(root(index), []).append(rule)
    return [group for group in groups.values() if len(group) > 3]


def _around(boxes: Iterable[Box]) -> Box:
    held = list(boxes)
    return Box(
        min(one.left for one in held),
        min(one.top for one in held),
        max(one.right for one in held),
        max(one.bottom for one in held),
    )


def _box_of(held: Iterable[Stretch]) -> Box:
    return _around(Box(one.left, one.top, one.right, one.bottom) for one in held)


def _within(one: Stretch, box: Box) -> bool:
    middle = one.base - 0.3 * one.size
    return box.top - 1 <= middle <= box.bottom + 1 and box.left - NEAR <= one.left and one.right <= box.right + NEAR


def _apart(values: Iterable[float]) -> list[float]:
    """Positions with those that are nearly the same made one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _grid(inside: list[Stretch], box: Box, flat: list[float], upright: list[Box]) -> Table | None:
    edges = _apart([box.left, *(one.left for one in upright), box.right])
    if len(edges) < 3:
        return None
    rows: list[list[Cell]] = []
    lone = 0
    for top, bottom in pairwise(flat):
        band = [one for one in inside if top <= one.base - 0.3 * one.size < bottom]
        middle = (top + bottom) / 2
        walls = [
            x for x in edges[1:-1] if any(abs(u.left - x) <= NEAR and u.top <= middle <= u.bottom for u in upright)
        ]
        if not band:
            continue
        pieces = [_cut(one, walls) for one in band]
        lone += not walls
        # One row between two rules; where only the head and the foot are ruled, one a line.
        many = _stacked(pieces) if len(flat) <= 3 and len(_bases(pieces)) > 2 else [[p for ps in pieces for p in ps]]
        rows.extend(_cells(row, edges) for row in many)
    columns = max((sum(bool(cell.lines) for cell in row) for row in rows), default=0)
    if columns < 2 or len(rows) < 2 or lone > 0.5 * len(rows):
        return None
    return Table(inside[0].page, box, rows, _headed(rows), tuple(edges[:-1]), inside)


def _cut(one: Stretch, walls: Sequence[float]) -> list[Stretch]:
    """A stretch cut where an upright rule passes between its words."""
    pieces: list[list[Word]] = [[]]
    for word in one.words:
        if pieces[-1] and any(pieces[-1][-1].right <= wall + 1 and word.left >= wall - 1 for wall in walls):
            pieces.append([])
        pieces[-1].append(word)
    return [replace(one, words=words) for words in pieces]


def _bases(pieces: Sequence[Sequence[Stretch]]) -> list[float]:
    return _apart(piece.base for ps in pieces for piece in ps)


def _stacked(pieces: Sequence[Sequence[Stretch]]) -> list[list[Stretch]]:
    """The pieces of a band that holds several rows, row by row."""
    lines = _rows_of([piece for ps in pieces for piece in ps])
    return [[piece for line in group for piece in line] for group in _grouped(lines)]


def _rows_of(held: Iterable[Stretch]) -> list[list[Stretch]]:
    rows: list[list[Stretch]] = []
    for one in sorted(held, key=lambda one: one.base):
        if rows and one.base - rows[-1][0].base <= 0.3 * one.size:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _grouped(lines: Sequence[Sequence[Stretch]]) -> list[list[Sequence[Stretch]]]:
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


def _cells(row: Sequence[Stretch], edges: Sequence[float]) -> list[Cell]:
    found: list[list[Stretch]] = [[] for _ in edges[:-1]]
    for piece in row:
        column = max((at for at, edge in enumerate(edges[:-1]) if piece.left >= edge - NEAR), default=0)
        found[column].append(piece)
    return [_cell(pieces) for pieces in found]


def _cell(pieces: Sequence[Stretch]) -> Cell:
    lines = tuple(tuple(word for one in line for word in one.words) for line in _rows_of(pieces))
    return Cell(lines, bool(pieces) and all(one.bold for one in pieces))


def _headed(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row is bold and the others are not."""
    if len(rows) < 2:
        return False
    first = [cell for cell in rows[0] if cell.lines]
    rest = [cell for row in rows[1:] for cell in row[1:] if cell.lines]
    return all(cell.bold for cell in first) and sum(cell.bold for cell in rest) <= 0.3 * len(rest)


def _columns(rows: Sequence[Sequence[Stretch]]) -> list[float] | None:
    """Where the columns of lined-up rows begin; None when the pieces do not line up."""
    size = median(one.size for row in rows for one in row)
    spans: list[tuple[float, float]] = []
    for left, right in sorted((one.left, one.right) for row in rows for one in row):
        if spans and left < spans[-1][1] + 0.5 * size:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
        else:
            spans.append((left, right))
    if len(spans) < 2:
        return None
    starts = [left for left, _ in spans]
    held = [sum(any(left - 1 <= one.left <= right for one in row) for row in rows) for left, right in spans]
    return starts if all(count >= max(2, 0.3 * len(rows)) for count in held) else None


def _by_alignment(rows: Sequence[Sequence[Stretch]], starts: Sequence[float]) -> list[list[Cell]]:
    edges = [*starts, float("inf")]
    return [_cells([piece for line in group for piece in line], edges) for group in _grouped(rows)]


def _between_rules(held: Sequence[Stretch], across: Sequence[Box], found: Sequence[Table]) -> list[Table]:
    """Tables that have rules above, below and under their head only, all of one width."""
    made: list[Table] = []
    taken: set[int] = set()
    wide = [one for one in _whole(across, 0) if not any(_overlaps(one, table.box) for table in found)]
    stacks: list[list[Box]] = []
    for rule in sorted(wide, key=lambda one: one.top):
        stack = next(
            (s for s in stacks if abs(s[0].left - rule.left) <= NEAR and abs(s[0].right - rule.right) <= NEAR), None
        )
        if stack is None:
            stacks.append([rule])
        else:
            stack.append(rule)
    for stack in stacks:
        levels = _apart(rule.top for rule in stack)
        for first in range(len(levels)):
            for last in range(min(len(levels) - 1, first + 60), first + 1, -1):
                box = Box(stack[0].left, levels[first], stack[0].right, levels[last])
                inside = [one for one in held if _within(one, box) and id(one) not in taken]
                table = _booked(inside, levels[first : last + 1], box)
                if table is not None:
                    made.append(table)
                    taken.update(id(one) for one in inside)
                    break
    return made


def _overlaps(rule: Box, box: Box) -> bool:
    return box.top - NEAR <= rule.top <= box.bottom + NEAR and rule.left < box.right and rule.right > box.left


def _booked(inside: Sequence[Stretch], levels: Sequence[float], box: Box) -> Table | None:
    rows = _rows_of(inside)
    # Above the second rule stands the head, however many lines it has.
    if len(rows) < 2 or len(rows) > 120 or not [row for row in rows if row[0].base < levels[1]]:
        return None
    bare = aligned(rows, inside[0].page)
    if bare is None:
        return None
    edges = [*bare.edges, float("inf")]
    made: list[list[Cell]] = []
    for top, bottom in pairwise(levels):
        band = [row for row in rows if top <= row[0].base - 0.3 * row[0].size < bottom]
        if not band:
            continue
        if not made or len(levels) > 5:
            made.append(_cells([piece for row in band for piece in row], edges))
        else:
            made.extend(_cells([p for line in group for p in line], edges) for group in _grouped(band))
    if len(made) < 2:
        return None
    return Table(inside[0].page, box, made, True, bare.edges, list(inside))
