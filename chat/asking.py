"""What the answer model is given to read: a question in its conversation, and a unit in its place.

Training (`eval/training/`) and answering build their texts here and nowhere else: a model is only as good as the
likeness of what it sees to what it has seen.
"""

from __future__ import annotations

from dataclasses import dataclass

from chat.units import Unit

TITLE_WORDS, HEADING_WORDS, SAID_WORDS, EARLIER_WORDS = 10, 10, 16, 24
BREAK = " | "


@dataclass(frozen=True, slots=True)
class Before:
    """What the turn before leaves for the next."""

    question: str
    """As it was read."""
    said: str
    """What it was answered with; empty when it was declined."""


def question_text(typed: str, read_as: str, before: Before | None) -> str:
    """A question as it was typed, how it is read, and what had just been said.

    A reading that differs from the words typed names its subject itself; otherwise the question before goes with it,
    and the model, not a rule, decides whether it still matters.
    """
    if before is None:
        return read_as
    told = read_as if read_as != typed else before.question
    said = _first(before.said, SAID_WORDS)
    return BREAK.join(part for part in (_first(typed, 4 * EARLIER_WORDS), _first(told, EARLIER_WORDS), said) if part)


def unit_text(unit: Unit, title: str) -> str:
    """A unit under its title and nearest heading."""
    heading = unit.passage.section[-1] if unit.passage.section else ""
    place = (
        [_first(title, TITLE_WORDS)]
        if heading.casefold() == title.casefold() or not heading
        else [_first(title, TITLE_WORDS), _first(heading, HEADING_WORDS)]
    )
    return BREAK.join(part for part in (*place, unit.words()) if part)


def _first(text: str, words: int) -> str:
    return " ".join(text.split()[:words])
