"""Tables without rules: lines whose words stand in columns."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.readers.pdf_cells import Cell, Table, box_of, cells, grouped
from ingest.readers.pdf_lines import Stretch


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
    return Table(page, box_of(held), gathered, False, tuple(starts), list(held))


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
    return [cells([piece for line in group for piece in line], edges) for group in grouped(rows)]
