"""Tables that rules draw: a grid, or a line above, below and under the head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.readers.pdf_aligned import aligned
from ingest.readers.pdf_cells import NEAR, Cell, Table, apart, around, cells, grouped, rows_of
from ingest.readers.pdf_lines import Stretch, Word
from ingest.readers.pdf_shapes import Box

MOST_RULES = 3_000


def ruled(held: Sequence[Stretch], across: Sequence[Box], down: Sequence[Box]) -> list[Table]:
    """The tables of a page that its rules draw."""
    found: list[Table] = []
    taken: set[int] = set()
    rules = [*_whole(across, 0), *_whole(down, 1)]
    for group in _groups(rules[:MOST_RULES]):
        box = around(group)
        inside = [one for one in held if _within(one, box) and id(one) not in taken]
        flat = sorted({round(one.top, 1) for one in group if one.width >= one.height})
        upright = [one for one in group if one.height > one.width]
        if len(apart(flat)) < 2 or len(inside) < 2:
            continue
        table = _grid(inside, box, apart(flat), upright)
        if table is not None:
            found.append(table)
            taken.update(id(one) for one in table.used)
    found.extend(_between_rules([one for one in held if id(one) not in taken], across, found))
    return found


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


def _within(one: Stretch, box: Box) -> bool:
    middle = one.base - 0.3 * one.size
    return box.top - 1 <= middle <= box.bottom + 1 and box.left - NEAR <= one.left and one.right <= box.right + NEAR


def _grid(inside: list[Stretch], box: Box, flat: list[float], upright: list[Box]) -> Table | None:
    edges = apart([box.left, *(one.left for one in upright), box.right])
    if len(edges) < 3:
        return None
    rows: list[list[Cell]] = []
    used: list[Stretch] = []
    lone = 0
    # Upright rules that go on beyond the others leave the table open there, as where it is broken by a page.
    for top, bottom in pairwise(apart([box.top, *flat, box.bottom])):
        band = [one for one in inside if top <= one.base - 0.3 * one.size < bottom]
        middle = (top + bottom) / 2
        walls = [
            x for x in edges[1:-1] if any(abs(u.left - x) <= NEAR and u.top <= middle <= u.bottom for u in upright)
        ]
        if not band:
            continue
        used.extend(band)
        pieces = [_cut(one, walls) for one in band]
        lone += not walls
        unruled = top < flat[0] - NEAR or bottom > flat[-1] + NEAR
        # One row between two rules; where only the head and the foot are ruled, or nothing, one a line.
        stacked = unruled or (len(flat) <= 3 and len(_bases(pieces)) > 2)
        many = _stacked(pieces) if stacked else [[p for ps in pieces for p in ps]]
        rows.extend(cells(row, edges) for row in many)
    columns = max((sum(bool(cell.lines) for cell in row) for row in rows), default=0)
    if columns < 2 or len(rows) < 2 or lone > 0.5 * len(rows):
        return None
    return Table(inside[0].page, box, rows, _headed(rows), tuple(edges[:-1]), used)


def _cut(one: Stretch, walls: Sequence[float]) -> list[Stretch]:
    """A stretch cut where an upright rule passes between its words."""
    pieces: list[list[Word]] = [[]]
    for word in one.words:
        if pieces[-1] and any(pieces[-1][-1].right <= wall + 1 and word.left >= wall - 1 for wall in walls):
            pieces.append([])
        pieces[-1].append(word)
    return [replace(one, words=words) for words in pieces]


def _bases(pieces: Sequence[Sequence[Stretch]]) -> list[float]:
    return apart(piece.base for ps in pieces for piece in ps)


def _stacked(pieces: Sequence[Sequence[Stretch]]) -> list[list[Stretch]]:
    """The pieces of a band that holds several rows, row by row."""
    lines = rows_of([piece for ps in pieces for piece in ps])
    return [[piece for line in group for piece in line] for group in grouped(lines)]


def _headed(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row is bold and the others are not."""
    if len(rows) < 2:
        return False
    first = [cell for cell in rows[0] if cell.lines]
    rest = [cell for row in rows[1:] for cell in row[1:] if cell.lines]
    return all(cell.bold for cell in first) and sum(cell.bold for cell in rest) <= 0.3 * len(rest)


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
        levels = apart(rule.top for rule in stack)
        for first in range(len(levels)):
            for last in range(min(len(levels) - 1, first + 60), first + 1, -1):
                box = Box(stack[0].left, levels[first], stack[0].right, levels[last])
                inside = [one for one in held if _within(one, box) and id(one) not in taken]
                table = _booked(inside, levels[first : last + 1], box)
                if table is not None:
                    made.append(table)
                    taken.update(id(one) for one in table.used)
                    break
    return made


def _overlaps(rule: Box, box: Box) -> bool:
    return box.top - NEAR <= rule.top <= box.bottom + NEAR and rule.left < box.right and rule.right > box.left


def _booked(inside: Sequence[Stretch], levels: Sequence[float], box: Box) -> Table | None:
    rows = rows_of(inside)
    # Above the second rule stands the head, however many lines it has.
    if len(rows) < 2 or len(rows) > 120 or not [row for row in rows if row[0].base < levels[1]]:
        return None
    bare = aligned(rows, inside[0].page)
    if bare is None:
        return None
    edges = [*bare.edges, float("inf")]
    made: list[list[Cell]] = []
    used: list[Stretch] = []
    for top, bottom in pairwise(levels):
        band = [row for row in rows if top <= row[0].base - 0.3 * row[0].size < bottom]
        if not band:
            continue
        used.extend(one for row in band for one in row)
        if not made or len(levels) > 5:
            made.append(cells([piece for row in band for piece in row], edges))
        else:
            made.extend(cells([p for line in group for p in line], edges) for group in grouped(band))
    if len(made) < 2:
        return None
    return Table(inside[0].page, box, made, True, bare.edges, used)
