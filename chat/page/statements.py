"""A statement as lines: its text joins a lead-in and its items, or the cells of a row, by nothing but punctuation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from chat.answers import Cited, Statement
from chat.page.inert import visible
from chat.units import units
from corpus.documents import Part, Passage

_ITEM = re.compile(r"^\s*(?:[•◦▪‣–*-]\s+)(.*)$")
_FEW = 2
"""A lead-in with one item reads better as one line."""
_NAMED = 2
"""Cells with a name that a row must have to stand as lines."""
_DEEPEST = 4
_JOINTS = " :;,."


class Line(NamedTuple):
    """A line of a statement."""

    words: str
    level: int = 0
    """Of an item, how deep in its list it stands: 1 is the outermost; 0 for what is no item."""
    name: str = ""
    """Of a table's cell: its column's."""


class _Piece(NamedTuple):
    """A stretch of a statement's text, and the part of a passage that says it."""

    start: int
    end: int
    key: str
    part: int


def statement_lines(statement: Statement, passages: Mapping[str, Passage], headed: bool) -> list[Line]:
    """A lead-in and its items, or the cells of a row, below each other.

    What is `headed` has its heading for a lead-in.
    """
    printed = [line for line in statement.text.splitlines() if visible(line)]
    drawn = (_row(statement, passages) or _list(statement, passages, headed)) if len(printed) == 1 else []
    return drawn or [_printed(line) for line in printed]


def _printed(line: str) -> Line:
    item = _ITEM.match(line)
    return Line(visible(item[1]), 1) if item else Line(visible(line))


def _row(statement: Statement, passages: Mapping[str, Passage]) -> list[Line]:
    """The caption and each cell under its column's name, where the statement is a row of a table with names."""
    passage = passages.get(statement.citations[0]) if len(statement.citations) == 1 else None
    rows = (unit for unit in units(passage) if unit.kind == "row") if passage is not None else iter(())
    row = next((one for one in rows if one.words() == statement.text), None)
    cells = list(row.cells()) if row is not None else []
    if sum(bool(name) for name, _ in cells) < _NAMED:
        return []
    said = "; ".join(f"{name}: {words}" if name else words for name, words in cells)
    caption = visible(statement.text.removesuffix(said))
    return [*([Line(caption)] if caption else []), *(Line(visible(words), name=visible(name)) for name, words in cells)]


def _list(statement: Statement, passages: Mapping[str, Passage], headed: bool) -> list[Line]:
    """The lead-in and the items by their depth; nothing where the text is more than these words and punctuation."""
    text = visible(statement.text)
    pieces = _pieces(text, statement, passages)
    if len(pieces) <= _FEW and not headed:
        return []
    items = pieces if headed else pieces[1:]
    lead = "" if headed or not pieces else text[: pieces[1].start].rstrip()
    if not items or not (headed or lead.endswith(":")):
        return []
    depths = [_part(piece, passages).depth for piece in items]
    lines, level = [Line(lead)] if lead else [], 0
    for piece, depth in zip(items, depths, strict=True):
        level = min(depth - min(depths) + 1, level + 1, _DEEPEST)
        lines.append(Line(text[piece.start : piece.end], level))
    return lines


def _pieces(text: str, statement: Statement, passages: Mapping[str, Passage]) -> list[_Piece]:
    """What each part says of the text; nothing where a span is of a table or the text says more than the spans."""
    pieces: list[_Piece] = []
    at = 0
    for span in statement.spans:
        passage = passages.get(span.key)
        number = _part_at(span, passage) if passage is not None else None
        if passage is None or number is None or passage.parts[number].cells:
            return []
        words = passage.words(span.start, span.end).strip(_JOINTS)
        found = text.find(words, at)
        if not words or found < 0 or text[at:found].strip(_JOINTS):
            return []
        at = found + len(words)
        if pieces and _continues(pieces[-1], span.key, number, passage):
            pieces[-1] = pieces[-1]._replace(end=at, part=number)
        else:
            pieces.append(_Piece(found, at, span.key, number))
    return [] if text[at:].strip(_JOINTS) else pieces


def _part_at(span: Cited, passage: Passage) -> int | None:
    return next((n for n, part in enumerate(passage.parts) if part.start <= span.start < part.end), None)


def _part(piece: _Piece, passages: Mapping[str, Passage]) -> Part:
    return passages[piece.key].parts[piece.part]


def _continues(before: _Piece, key: str, number: int, passage: Passage) -> bool:
    """Whether a part goes on (a reference number stood in it), or its item does with one more sentence."""
    if key != before.key or number == before.part:
        return key == before.key
    last, part = passage.parts[before.part], passage.parts[number]
    between = passage.text[last.end - passage.start : part.start - passage.start]
    return number == before.part + 1 and part.kind == "sentence" and part.depth == last.depth and "\n" not in between
