"""Tables as HTML and JATS write them: which of them hold rows, and which only lay a page out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lxml.etree import _Element
from lxml.html import HtmlElement

from ingest.readers.page_text import PageText
from ingest.text_tables import is_header, is_lone

Words = list[str | None]
"""Of the cells of a row: None where a cell of the row above reaches down into it."""
Row = tuple[Words, list[list[tuple[int, int]]], bool, frozenset[int]]
"""The words of its cells, the reference numbers in each, whether it names the columns, and the places that the cell
before them takes up as well."""
Hanging = dict[int, tuple[int, str | None]]
"""By column: in how many rows more a cell takes up the place, and what stands there for it."""
BOLD = ("b", "strong", "bold")
INSIDE = "table", "h1", "h2", "h3", "h4", "ul", "ol", "form", "nav"


def is_layout(table: HtmlElement) -> bool:
    """Whether a table is there to place things: it holds headings, lists or tables, or has one column."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return True
    cells = [len([one for one in row if one.tag in ("td", "th")]) for row in rows(table)]
    headed = any(True for _ in table.iter("th"))
    return max(cells, default=0) < 2 or (not headed and any(True for _ in table.iter(*INSIDE[1:]))) or _nested(table)


def _nested(table: HtmlElement) -> bool:
    return any(other is not table for other in table.iter("table"))


def rows(table: _Element) -> Iterator[_Element]:
    """The rows of a table, in order."""
    yield from (row for row in table.iter("tr"))


def read_table(table: _Element, page: PageText, write: Callable[[Any], None]) -> None:
    """Adds a table's rows to the page; `write` puts one cell's content on the open line."""
    gathered: list[Row] = []
    hanging: Hanging = {}
    headed = any(True for _ in table.iter("thead"))
    for row in rows(table):
        begun: Hanging = {}
        words: Words = []
        cited: list[list[tuple[int, int]]] = []
        across: set[int] = set()
        cells = [one for one in row if one.tag in ("td", "th")]
        for cell in cells:
            _fill(words, cited, hanging)
            write(cell)
            said, numbers = page.cell()
            words.append(said)
            cited.append(numbers)
            width = _span(cell, "colspan")
            words += [""] * (width - 1)
            cited += [[] for _ in range(width - 1)]
            first, *others = range(len(words) - width, len(words))
            across.update(others if said else ())
            if (down := _span(cell, "rowspan")) > 1:
                # What a cell that reaches across and down takes up below is told by the row above, too.
                begun |= dict.fromkeys((first, *others), (down - 1, None if said else ""))
        _fill(words, cited, hanging)
        hanging = {column: (left - 1, said) for column, (left, said) in hanging.items() if left > 1} | begun
        gathered.append((words, cited, bool(cells) and _heads(row, cells, headed), frozenset(across)))
    put_rows(page, gathered)


def put_rows(page: PageText, gathered: list[Row]) -> None:
    """Adds rows to the page; the first is taken for their header where none says so and its words look like one."""
    full = [one for one in gathered if any(one[0])]
    if len(full) > 1 and not any(header for _, _, header, _ in full) and _named(full[0][0], full[1][0]):
        full[0] = (full[0][0], full[0][1], True, full[0][3])
    for index, (words, cited, header, across) in enumerate(full):
        above_header = index + 1 < len(full) and full[index + 1][2]
        page.row(words, cited, header and (above_header or not is_lone(words)), first=index == 0, across=across)


def _named(first: Words, second: Words) -> bool:
    return is_header([word or "" for word in first], [word or "" for word in second])


def _fill(words: Words, cited: list[list[tuple[int, int]]], hanging: Hanging) -> None:
    """Places that a cell of an earlier row takes up."""
    while len(words) in hanging:
        words.append(hanging[len(words)][1])
        cited.append([])


def _span(cell: _Element, name: str) -> int:
    written = (cell.get(name) or "1").strip()
    return min(int(written), 50) if written.isdigit() else 1


def _heads(row: _Element, cells: list[_Element], headed: bool) -> bool:
    """Whether a row names the columns: in the table's `thead`, or where it has none all `th` or all bold."""
    parent = row.getparent()
    if headed:
        return parent is not None and parent.tag == "thead"
    if all(cell.tag == "th" for cell in cells):
        return True
    filled = [cell for cell in cells if _words(cell)]
    return bool(filled) and all(_bold(cell) for cell in filled) and len(filled) > 1


def _bold(cell: _Element) -> bool:
    strong = "".join(str(one.xpath("string()")) for one in cell if one.tag in BOLD)
    return cell.tag == "th" or strong.strip() == _words(cell)


def _words(cell: _Element) -> str:
    return str(cell.xpath("string()")).strip()
