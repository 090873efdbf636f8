"""What the answer model is given to read: a question in its conversation, and a unit in its place.

Training (`eval/training/`) and answering build their texts here and nowhere else: a model is only as good as the
likeness of what it sees to what it has seen.
"""

from __future__ import annotations

from dataclasses import dataclass

from chat.units import Unit

TITLE_WORDS, HEADING_WORDS, BEFORE_WORDS = 10, 10, 24
TYPED_WORDS, READ_WORDS, LAST_WORDS, SAID_WORDS, EARLIER_WORDS = 48, 24, 20, 28, 12
BREAK = " | "
WIDE = 3
"""Cells from which a row is read cell by cell, too."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the turns before leave for the next."""

    questions: tuple[str, ...]
    """As they were typed, or corrected, the first one first; at least one."""
    said: str
    """What the last one was answered with; empty when it was declined."""


@dataclass(frozen=True, slots=True)
class Put:
    """A question as it is put to the answer model."""

    text: str
    leaning: bool = False
    """Whether it leans on what was said before."""
    said: frozenset[str] = frozenset()
    """The statements of earlier answers that nobody who asks on wants to hear again."""


def question_text(typed: str, read_as: str, before: Before | None) -> str:
    """A question as it was typed, how it is read, and what had been asked and said.

    The model, not a rule, decides what of it still matters: the question before and its answer, as a rule, else the
    one that opened the conversation or came before the last.
    """
    if before is None:
        return read_as
    first, *later = before.questions
    parts = [
        _first(typed, TYPED_WORDS),
        _first(read_as, READ_WORDS) if read_as != typed else "",
        _first(before.questions[-1], LAST_WORDS),
        _first(before.said, SAID_WORDS),
        _first(first, EARLIER_WORDS) if later else "",
        _first(later[-2], EARLIER_WORDS) if len(later) > 1 else "",
    ]
    return BREAK.join(part for part in parts if part)


def unit_text(unit: Unit, title: str) -> str:
    """A unit under its title, its nearest heading and what it points back at."""
    before = _first(unit.before_words(), BEFORE_WORDS)
    return _under_headings(unit, title, BREAK.join(part for part in (before, unit.words_alone()) if part))


def unit_texts(unit: Unit, title: str) -> tuple[str, ...]:
    """All that is read of a unit, which answers as well as the best of it: its whole, and a wide row cell by cell.

    A row says as many things as it has columns, of which a question asks for one; each cell is read beside the first,
    which says what the row is of.
    """
    cells = [f"{name}: {said}" if name else said for name, said in unit.cells()] if unit.kind == "row" else []
    beside = [f"{cells[0]}; {cell}" for cell in cells[1:]] if len(cells) >= WIDE else []
    return (unit_text(unit, title), *(_under_headings(unit, title, one) for one in beside))


def _under_headings(unit: Unit, title: str, words: str) -> str:
    heading = unit.passage.section[-1] if unit.passage.section else ""
    place = (
        [_first(title, TITLE_WORDS)]
        if heading.casefold() == title.casefold() or not heading
        else [_first(title, TITLE_WORDS), _first(heading, HEADING_WORDS)]
    )
    return BREAK.join(part for part in (*place, words) if part)


def _first(text: str, words: int) -> str:
    return " ".join(text.split()[:words])
