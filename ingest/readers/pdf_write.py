"""Blocks to text: lines joined, broken words made whole, raised and lowered letters as what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.documents import Span
from ingest.readers.page_text import PageText
from ingest.readers.pdf_blocks import Made
from ingest.readers.pdf_cells import Cell, Table
from ingest.readers.pdf_flow import Line
from ingest.readers.pdf_headings import begins
from ingest.readers.pdf_hyphens import Hyphens
from ingest.readers.pdf_lines import Word
from ingest.readers.scripts import UP
from ingest.text_tables import is_header

# Points: bullets that stand within this of each other are of one depth.
SAME_INDENT = 5.0
Cited = list[tuple[int, int]]


class Writer:
    """Puts the blocks of a document on a page of text, in order."""

    def __init__(self, hyphens: Hyphens) -> None:
        self.page = PageText()
        self.hyphens = hyphens
        self.indents: list[float] = []
        self.table: Table | None = None
        self.front = True
        """Whether the article has not begun: figures raised behind a name tell of the author and cite nothing."""

    def put(self, one: Made | Table) -> None:
        if isinstance(one, Table):
            self._table(one)
            return
        self.front = self.front and not begins(one)
        turns = self._lines([line.stretch.words for line in one.lines], [line.stretch.page for line in one.lines])
        level = one.level
        if one.kind == "item":
            level = self._depth(one.first)
        else:
            self.indents.clear()
        above = self.page.blocks[-1].kind if self.page.blocks else ""
        made = self.page.close(one.kind, level, tight=one.kind == "item" and above == "item")
        if made is not None:
            placed = tuple((made.start + at, page) for at, page in turns)
            self.page.blocks[-1] = replace(made, page=one.first.stretch.page, turns=placed)
            self.table = None

    def _depth(self, line: Line) -> int:
        """How many bullets farther left are open."""
        here = line.stretch.left - line.left
        while self.indents and here < self.indents[-1] - SAME_INDENT:
            self.indents.pop()
        if not self.indents or here > self.indents[-1] + SAME_INDENT:
            self.indents.append(here)
        return len(self.indents)

    def _lines(self, lines: Sequence[Sequence[Word]], pages: Sequence[int] = ()) -> list[tuple[int, int]]:
        """Write lines as one; gives where in it another of their pages begins, and which."""
        turns = []
        for index, words in enumerate(lines):
            if index and words:
                between = self.hyphens.joins(self.page.line.rstrip(), words[0].text)
                if between is not None:
                    self.page.line = self.page.line.rstrip()[:-1] + between
                elif not re.search(r"\w[-–/]$", self.page.line) or _spaced(lines[index - 1]):
                    self.page.write(" ")
            if index and pages and pages[index] != pages[index - 1]:
                turns.append((len(self.page.line), pages[index]))
            self._words(words)
        return turns

    def _words(self, words: Sequence[Word]) -> None:
        for index, word in enumerate(words):
            if index:
                self.page.write(" ")
            for run in word.runs:
                if run.shift > 0 and self.front:
                    self.page.write(run.text.translate(UP) if re.fullmatch(r"[\d,;\s–-]+", run.text) else run.text)
                elif run.shift > 0:
                    self.page.raise_(run.text, False)
                elif run.shift < 0:
                    self.page.lower(run.text)
                else:
                    self.page.write(run.text)

    def _table(self, table: Table) -> None:
        self.indents.clear()
        rows = [[self._cell(cell) for cell in row] for row in table.rows]
        said = [[words for words, _ in row] for row in rows]
        full = [at for at, row in enumerate(said) if any(row)]
        if not full:
            return
        before = self.table
        goes_on = before is not None and len(before.rows[0]) == len(table.rows[0]) and before.page < table.page
        headed = table.headed or (len(full) > 1 and is_header(said[full[0]], said[full[1]]))
        if goes_on and before is not None:
            first = [self._cell(cell)[0] for cell in before.rows[0]]
            if first == said[full[0]]:
                full.pop(0)
            headed = False
        for place, at in enumerate(full):
            words, cited = [one for one, _ in rows[at]], [spans for _, spans in rows[at]]
            self.page.row(words, cited, headed and place == 0, first=place == 0 and not goes_on)
            self.page.blocks[-1] = replace(self.page.blocks[-1], page=table.page)
        self.table = replace(table, rows=before.rows) if goes_on and before is not None else table

    def _cell(self, cell: Cell) -> tuple[str, Cited]:
        self._lines(cell.lines)
        return self.page.cell()

    @property
    def text(self) -> str:
        return "".join(self.page.text)

    @property
    def cited(self) -> tuple[Span, ...]:
        return tuple(self.page.cited)


def _spaced(words: Sequence[Word]) -> bool:
    """Whether a line ends in a dash that stands by itself."""
    return bool(words) and words[-1].text in ("-", "–", "/")
