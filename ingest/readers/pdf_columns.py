"""The order in which a page is read: full-width pieces from top to bottom, columns between them one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_lines import Stretch
from ingest.readers.pdf_shapes import Box

# Points between two columns, at least.
GUTTER = 7.0
# Lines on the fuller side, and on both, that make columns of a page's part.
FEWEST_LINES = 4
FEWEST_BOTH = 6
FEWEST_EDGES = 2
# Prose has lines of some words that fill their column; the cells of a table do not.
PROSE_WORDS = 3.5
PROSE_FILL = 0.55
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """Something that stands on a page: a stretch of a line, or a table as a whole (`stretch` is None)."""

    box: Box
    stretch: Stretch | None
    index: int = 0
    """Of a table: which of the page's."""


@dataclass(frozen=True, slots=True)
class Column:
    """What is read from top to bottom in one go."""

    placed: list[Placed]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Band:
    """A part of a page between two things that run across the gutter."""

    left: list[Placed]
    right: list[Placed]
    across: list[Placed]
    """Filled instead of the two sides where a part is not set in columns."""


def columns(placed: Sequence[Placed], across: Sequence[Box], depth: int = 0) -> list[Column]:
    """The columns of a page, or of a part of it, in reading order; `across` are its horizontal rules."""
    held = sorted(placed, key=lambda one: (one.box.bottom, one.box.left))
    if not held:
        return []
    best = _best(held, across) if depth < DEEPEST and len(held) >= FEWEST_BOTH else None
    if best is None:
        return [Column(held, min(one.box.left for one in held), max(one.box.right for one in held))]
    found: list[Column] = []
    for band in best:
        for part in (band.across, band.left, band.right):
            found.extend(columns(part, across, depth + 1))
    return found


def _best(held: Sequence[Placed], across: Sequence[Box]) -> list[_Band] | None:
    """The parting into bands by the gutter with most lines beside it; None when there is no gutter."""
    first = min(one.box.left for one in held)
    last = max(one.box.right for one in held)
    best: tuple[float, float, list[_Band]] | None = None
    begun = Counter(round(one.box.left) for one in held)
    for left in sorted(begun):
        # A column is known by the lines that begin at its edge.
        x = left - 1.0
        near = sum(begun[left + slack] for slack in (-1, 0, 1))
        if near < FEWEST_EDGES or not first + 0.12 * (last - first) < x < last - 0.12 * (last - first):
            continue
        bands = _bands(held, x, across)
        set_in_columns = [band for band in bands if not band.across]
        score = sum(one.box.width for band in set_in_columns for one in (*band.left, *band.right))
        if score:
            room = min(_room(band) for band in set_in_columns)
            if best is None or score > 1.02 * best[0] or (score > 0.98 * best[0] and room > best[1]):
                best = max(score, best[0] if best else 0.0), room, bands
    return best[2] if best else None


def _room(band: _Band) -> float:
    return min(one.box.left for one in band.right) - max(one.box.right for one in band.left)


def _bands(held: Sequence[Placed], x: float, across: Sequence[Box]) -> list[_Band]:
    bands: list[_Band] = []
    left: list[Placed] = []
    right: list[Placed] = []

    def close() -> None:
        nonlocal left, right
        if left or right:
            if _in_columns(left, right, x, across):
                bands.append(_Band(left, right, []))
            else:
                _put_across(bands, [*left, *right])
            left, right = [], []

    for one in held:
        if one.box.right <= x:
            left.append(one)
        elif one.box.left >= x:
            right.append(one)
        else:
            close()
            _put_across(bands, [one])
    close()
    return bands


def _put_across(bands: list[_Band], things: list[Placed]) -> None:
    if bands and bands[-1].across:
        bands[-1].across.extend(things)
    else:
        bands.append(_Band([], [], things))


def _in_columns(left: list[Placed], right: list[Placed], x: float, across: Sequence[Box]) -> bool:
    if not left or not right or len(left) + len(right) < FEWEST_BOTH or max(len(left), len(right)) < FEWEST_LINES:
        return False
    starts = min(one.box.left for one in right)
    if starts - max(one.box.right for one in left) < GUTTER:
        return False
    top = max(min(one.box.top for one in side) for side in (left, right))
    bottom = min(max(one.box.bottom for one in side) for side in (left, right))
    if bottom <= top:
        return False
    crossing = [rule for rule in across if rule.left < x - GUTTER and rule.right > x + GUTTER]
    if sum(top + 4 < rule.top < bottom - 4 for rule in crossing) >= 2:
        # The rules of a table run through from side to side.
        return False
    return all(_prose(side) for side in (left, right))


def _prose(side: Sequence[Placed]) -> bool:
    """Whether lines are those of a text: some words each, most of them as wide as the column."""
    lines = [one.stretch for one in side if one.stretch is not None]
    if len(lines) < 3:
        # The last lines of an article, beside a column that is full; or a table.
        return any(one.stretch is None for one in side) or any(len(line.words) >= PROSE_WORDS for line in lines)
    width = max(one.box.right for one in side) - min(one.box.left for one in side)
    # The pieces of one line count as one.
    rows: list[list[Stretch]] = []
    for line in sorted(lines, key=lambda one: one.base):
        if rows and abs(rows[-1][0].base - line.base) < 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    broken = sum(any(_apart(a, b) for a, b in pairwise(sorted(row, key=lambda one: one.left))) for row in rows)
    words = median(sum(len(piece.words) for piece in row) for row in rows)
    fill = median(max(p.right for p in row) - min(p.left for p in row) for row in rows) / max(width, 1.0)
    return words >= PROSE_WORDS and fill >= PROSE_FILL and broken <= 0.5 * len(rows)


def _apart(one: Stretch, other: Stretch) -> bool:
    # A bullet or a number stands apart from its words and is no cell.
    return other.left - one.right > 1.5 * one.size and len(one.words) > 1
