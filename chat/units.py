"""The smallest things an answer may say: a sentence, an item with its lead-in, a whole list, a row of a table.

Every unit is the document's own words, joined at most by punctuation, and knows where each of them stands. One that
points back is said with what it points at: "It is treated with dapsone." would be read as said of what was asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from chat.anaphora import points_back
from chat.answers import Cited, Statement
from corpus.documents import Part, Passage, Span, column_names

UnitKind = Literal["sentence", "item", "list", "row"]
MOST_BEFORE = 2
"""Sentences that one which points back is said with, at most: what stands before may point back itself."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Something a passage can be quoted as saying."""

    passage: Passage
    kind: UnitKind
    leads: tuple[int, ...]
    """Indexes of the parts that introduce it, outermost first."""
    own: tuple[int, ...]
    """Indexes of the parts it says; one, but for a list."""
    before: tuple[int, ...] = ()
    """Indexes of the sentences that it points back at ("It is treated with …"), which are said with it."""

    @property
    def parts(self) -> tuple[int, ...]:
        return (*self.before, *self.leads, *self.own)

    def before_words(self) -> str:
        """The sentences that it points back at."""
        return " ".join(self._words(index) for index in self.before)

    def own_words(self) -> str:
        """Its own words, without what introduces it."""
        return "; ".join(self._words(index) for index in self.own)

    def words(self) -> str:
        """The statement as a reader sees it."""
        return f"{self.before_words()} {self.words_alone()}".lstrip()

    def words_alone(self) -> str:
        """The same without the sentences that it points back at."""
        if self.kind == "row":
            leads = [self._words(index) for index in self._caption()]
            shown = "; ".join(f"{name}: {said}" if name else said for name, said in self.cells())
        else:
            leads = [self._words(index) for index in self.leads]
            shown = _joined([(self.passage.parts[index].depth, self._words(index)) for index in self.own])
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

    def lead_words(self) -> list[str]:
        """What stands above it in its passage, outermost first; of a row without its table's header."""
        return [self._words(index) for index in (self._caption() if self.kind == "row" else self.leads)]

    def bullet(self) -> Unit:
        """The whole bullet it is said in: an item with the sentences that follow in it; itself where it is in none."""
        parts, at = self.passage.parts, self.own[0]
        if len(self.own) > 1 or self.kind not in ("item", "sentence"):
            return self
        depth = parts[at].depth
        first = at
        while first > 0 and parts[first].kind == "sentence" and parts[first - 1].depth == depth:
            first -= 1
        if parts[first].kind != "item":
            return self
        goes_on = takewhile(lambda one: one.kind == "sentence" and one.depth == depth, parts[first + 1 :])
        return _with_before(Unit(self.passage, "item", self.leads, tuple(range(first, first + 1 + len(list(goes_on))))))

    def siblings(self) -> list[Unit]:
        """The rows of its table, or the items beside it, itself among them."""
        if self.kind == "row":
            return self.table()
        return [one for one in units(self.passage) if one.kind == "item" and one.leads == self.leads]

    def table(self) -> list[Unit]:
        """Of a row: all rows of its table, in their order, itself among them."""
        header = self._header()
        if header is None:
            return [self]
        return [one for one in units(self.passage) if one.kind == "row" and one._header() == header]

    def overlaps(self, other: Unit) -> bool:
        """Whether both say one part (a lead-in in common is no overlap)."""
        return self.passage.key == other.passage.key and bool(self.said() & other.said())

    def said(self) -> set[int]:
        """The parts it says, with those that it points back at; no lead-ins."""
        return {*self.before, *self.own}

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
        cells, header = self.passage.parts[self.own[0]].cells, self._header()
        names = () if header is None else self.passage.parts[header].cells
        yield from zip(column_names(cells, names), cells, strict=True)

    def _header(self) -> int | None:
        """Of a row: the part that names its columns."""
        return next((one for one in reversed(self.leads) if self.passage.parts[one].kind == "header"), None)


def _joined(items: list[tuple[int, str]]) -> str:
    """Items as one sentence, each with its depth: semicolons between those that end openly, a space after a full stop.

    One that governs others is followed by a colon and stands after a full stop, as does what follows its block: "only
    in severe asthma" holds for the one drug under which it stands.
    """
    shown, above = "", 0
    for place, (depth, item) in enumerate(items):
        governs = place + 1 < len(items) and items[place + 1][0] > depth
        if shown:
            between = ": " if depth > above else ". " if depth < above or governs else "; "
            shown += " " if shown.endswith((".", "!", "?", ":", ";")) else between
        shown += item
        above = depth
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
            # A caption says nothing without its rows, nor does a row that governs others; a sentence that leads to
            # them may.
            if part.kind == "lead" and not part.cells and passage.words(part.start, part.end).endswith(":"):
                found.append(Unit(passage, "sentence", leads, (index,)))
            governing.append(index)
        elif below:
            found.append(Unit(passage, "list", (*leads, index), below))
            governing.append(index)
        elif part.kind == "sentence":
            found.append(Unit(passage, "sentence", leads, (index,)))
        else:
            found.append(Unit(passage, "item", leads, (index,)))
    return [_with_before(one) for one in found if one.own_words().strip(" \t\n.,;:")]


def _with_before(unit: Unit) -> Unit:
    """A unit with the sentences that it points back at; a row stands by its table."""
    if unit.kind == "row":
        return unit
    return replace(unit, before=pointed_at(unit.passage, min((*unit.leads, *unit.own))))


def pointed_at(passage: Passage, index: int) -> tuple[int, ...]:
    """Indexes of the parts of a passage that one of them points back at, in their order; none where it does not."""
    first = index
    while first > 0 and index - first < MOST_BEFORE and _points_back(passage, first):
        first -= 1
    return tuple(range(first, index))


def _points_back(passage: Passage, index: int) -> bool:
    """Whether a part points back, and the one before it is running text beside it."""
    part, last = passage.parts[index], passage.parts[index - 1]
    beside = last.kind in ("sentence", "item") and last.depth == part.depth
    return beside and points_back(passage.words(part.start, part.end))


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
