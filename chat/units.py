"""The smallest things an answer may say: a sentence, an item with its lead-in, a whole list, a row of a table.

Every unit is the document's own words, joined at most by punctuation, and knows where each of them stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from chat.answers import Cited, Statement
from corpus.documents import Part, Passage, Span, column_names

UnitKind = Literal["sentence", "item", "list", "row"]


@dataclass(frozen=True, slots=True)
class Unit:
    """Something a passage can be quoted as saying."""

    passage: Passage
    kind: UnitKind
    leads: tuple[int, ...]
    """Indexes of the parts that introduce it, outermost first."""
    own: tuple[int, ...]
    """Indexes of the parts it says; one, but for a list."""

    @property
    def parts(self) -> tuple[int, ...]:
        return (*self.leads, *self.own)

    def own_words(self) -> str:
        """Its own words, without what introduces it."""
        return "; ".join(self._words(index) for index in self.own)

    def words(self) -> str:
        """The statement as a reader sees it."""
        if self.kind == "row":
            leads = [self._words(index) for index in self._caption()]
            shown = "; ".join(f"{name}: {said}" if name else said for name, said in self.cells())
        else:
            leads = [self._words(index) for index in self.leads]
            shown = _joined([self._words(index) for index in self.own])
        for lead in reversed(leads):
            shown = f"{lead} {shown}" if lead.endswith((":", ",", ".", "?", "!", "…")) else f"{lead}: {shown}"
        return shown

    def spans(self) -> tuple[Cited, ...]:
        """Where its words stand, reference markers left out, in the order in which they are said."""
        said = self._caption() if self.kind == "row" else self.parts
        stretches = [*map(self._span, said), *(self._cell_spans() if self.kind == "row" else ())]
        return tuple(
            Cited(self.passage.key, start, end)
            for stretch in stretches
            for start, end in self.passage.pieces(stretch.start, stretch.end)
            if self.passage.text[start - self.passage.start : end - self.passage.start].strip(" \t\n.,;:")
        )

    def statement(self) -> Statement:
        return Statement(self.words(), self.spans(), "quoted")

    def overlaps(self, other: Unit) -> bool:
        """Whether both say one part (a lead-in in common is no overlap)."""
        return self.passage.key == other.passage.key and bool(set(self.own) & set(other.own))

    def _span(self, index: int) -> Span:
        part = self.passage.parts[index]
        return Span(part.start, part.end)

    def _words(self, index: int) -> str:
        part = self.passage.parts[index]
        return self.passage.words(part.start, part.end)

    def _caption(self) -> tuple[int, ...]:
        """Of a row: what stands above its table."""
        return tuple(index for index in self.leads if self.passage.parts[index].kind != "header")

    def cells(self) -> Iterator[tuple[str, str]]:
        """Of a row: the name of each column, or an empty string, and what stands there."""
        for name, cell in self._named_cells():
            if said := self.passage.words(cell.start, cell.end):
                yield self.passage.words(name.start, name.end) if name else "", said

    def _cell_spans(self) -> Iterator[Span]:
        for name, cell in self._named_cells():
            if self.passage.words(cell.start, cell.end):
                yield from (name, cell) if name else (cell,)

    def _named_cells(self) -> Iterator[tuple[Span | None, Span]]:
        """The cells of a row, each with its column's name where it has one."""
        cells = self.passage.parts[self.own[0]].cells
        headers = [self.passage.parts[index] for index in self.leads if self.passage.parts[index].kind == "header"]
        yield from zip(column_names(cells, headers[-1].cells if headers else ()), cells, strict=True)


def _joined(items: list[str]) -> str:
    """Items as one sentence: semicolons between those that end openly, a space after those that end in a full stop."""
    shown = ""
    for item in items:
        if shown:
            shown += " " if shown.endswith((".", "!", "?", ":", ";")) else "; "
        shown += item
    return shown


def units(passage: Passage) -> list[Unit]:
    """Everything a passage can be quoted as saying, in its own order; a list stands before its items."""
    found: list[Unit] = []
    governing: list[int] = []
    header: int | None = None
    for index, part in enumerate(passage.parts):
        governing = [above for above in governing if passage.parts[above].depth < part.depth]
        leads = tuple(governing)
        if part.kind == "header":
            header = index
            continue
        if part.kind == "row":
            if part.cells:
                found.append(Unit(passage, "row", leads if header is None else (*leads, header), (index,)))
            else:
                found.append(Unit(passage, "sentence", leads, (index,)))
            continue
        below = _below(passage.parts, index)
        if _tabled(passage.parts, index):
            # A caption says nothing without its rows, nor does a row that governs others.
            governing.append(index)
        elif below:
            found.append(Unit(passage, "list", (*leads, index), below))
            governing.append(index)
        elif part.kind == "sentence":
            found.append(Unit(passage, "sentence", leads, (index,)))
        else:
            found.append(Unit(passage, "item", leads, (index,)))
    return found


def _tabled(parts: tuple[Part, ...], index: int) -> bool:
    """Whether rows of a table follow that a part governs."""
    governed = takewhile(lambda one: one.depth > parts[index].depth, parts[index + 1 :])
    return any(one.kind in ("header", "row") for one in governed)


def _below(parts: tuple[Part, ...], index: int) -> tuple[int, ...]:
    """The parts that a part governs: those after it that are deeper, up to the first that is not."""
    depth = parts[index].depth
    below: list[int] = []
    for later in range(index + 1, len(parts)):
        if parts[later].depth <= depth or parts[later].kind in ("header", "row"):
            break
        below.append(later)
    return tuple(below)
