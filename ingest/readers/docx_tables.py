"""Tables of Word: rows with their cells in their columns, or frames that only place what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml.etree import _Element

from ingest.readers.docx_runs import DELETED, Runs
from ingest.readers.docx_styles import W, on, shaded, value
from ingest.readers.html_tables import Row, Words, put_rows
from ingest.readers.xml import local

WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo")
MOST_COLUMNS = 63


def read_table(table: _Element, runs: Runs, write: Callable[[_Element, bool], None]) -> None:
    """Adds a table's rows; `write` puts what a cell holds on the open line, told whether a colour is behind it."""
    behind = runs.styles.shades(value(table.find(f"{W}tblPr"), "tblStyle"))
    gathered: list[Row] = []
    bold: list[bool] = []
    named = False
    reaching: dict[int, int] = {}
    """By column: how wide a cell is that reaches down from it."""
    for row in rows(table):
        properties = row.find(f"{W}trPr")
        from_above, reaching = reaching, {}
        if properties is not None and properties.find(f"{W}del") is not None:
            runs.dropped[DELETED] += 1
            continue
        if on(value(properties, "hidden")):
            runs.dropped["hidden text"] += 1
            continue
        words: Words = [""] * _number(value(properties, "gridBefore"))
        cited: list[list[tuple[int, int]]] = [[] for _ in words]
        across: set[int] = set()
        for cell in cells(row):
            own = cell.find(f"{W}tcPr")
            merge = value(own, "vMerge")
            if merge is None or merge == "restart":
                write(cell, behind or shaded(cell) or shaded(row))
            said, numbers = runs.page.cell()
            width = max(1, _number(value(own, "gridSpan")))
            goes_on = merge not in (None, "restart") and len(words) in from_above
            if goes_on or (merge == "restart" and said):
                reaching[len(words)] = width
            if said:
                across.update(range(len(words) + 1, len(words) + width))
            alike = goes_on and from_above[len(words)] == width
            words += [None if goes_on else said] + [None if alike else ""] * (width - 1)
            cited += [numbers] + [[] for _ in range(width - 1)]
        header = on(value(properties, "tblHeader")) is True
        named = named or header
        gathered.append((words, cited, header, frozenset(across)))
        bold.append(_all_bold(row, runs))
    if not named and len(gathered) > 1 and bold[0] and not bold[1]:
        gathered[0] = (gathered[0][0], gathered[0][1], True, gathered[0][3])
    put_rows(runs.page, gathered)


def is_layout(table: _Element, runs: Runs) -> bool:
    """Whether a table is there to place things: it has one column, or holds headings, or one row around a table."""
    held = list(rows(table))
    if max((len(list(cells(row))) for row in held), default=0) < 2:
        return True
    if any(runs.styles.heading(one.find(f"{W}pPr")) for one in table.iter(f"{W}p")):
        return True
    return len(held) == 1 and any(one is not table for one in table.iter(f"{W}tbl"))


def rows(table: _Element) -> Iterator[_Element]:
    """The rows of a table, in order; not those of a table inside it."""
    yield from _children(table, "tr")


def cells(row: _Element) -> Iterator[_Element]:
    """The cells of a row, those that are tracked as deleted left out."""
    for cell in _children(row, "tc"):
        own = cell.find(f"{W}tcPr")
        if own is None or own.find(f"{W}cellDel") is None:
            yield cell


def _children(element: _Element, name: str) -> Iterator[_Element]:
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) in WRAPPERS:
            yield from _children(child, name)


def _all_bold(row: _Element, runs: Runs) -> bool:
    """Whether every cell that says something says it in bold, and more than one does."""
    filled = 0
    for cell in cells(row):
        said = [
            on(runs.styles.run(run.find(f"{W}rPr"), paragraph.find(f"{W}pPr"), "b")) is True
            for paragraph in cell.iter(f"{W}p")
            for run in paragraph.iter(f"{W}r")
            if any((text.text or "").strip() for text in run.iter(f"{W}t"))
        ]
        if said and not all(said):
            return False
        filled += bool(said)
    return filled > 1


def _number(said: str | None) -> int:
    return min(int(said), MOST_COLUMNS) if said and said.isdigit() else 0
