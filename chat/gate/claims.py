"""A clause of a statement, as the checks read it."""

from __future__ import annotations

from dataclasses import dataclass

from chat.gate.names import names
from chat.gate.units import Unit
from chat.gate.words import STOP, Word


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause with what the checks look for in it."""

    unit: Unit
    content: tuple[Word, ...]
    names: tuple[Word, ...]
    whole: tuple[Word, ...]
    """The words of the statement that it is a clause of."""


def claim_of(unit: Unit, whole: tuple[Word, ...]) -> Claim:
    """The clause with its content words and names; `whole` are the words of the statement."""
    content = tuple(word for word in unit.words if word.key not in STOP)
    return Claim(unit, content, tuple(names(unit.words, unit.text)), whole)
