"""Conditions with their sign: "if" lets in what "unless" keeps out, and "until" ends what "when" begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chat.gate.negation import denials, holds
from chat.gate.quantities import quantities
from chat.gate.reasons import Reason
from chat.gate.units import Unit
from chat.gate.words import STOP, Word

_CUE = re.compile(
    r"\b(even if|even when|if|when|whenever|once|provided|as soon as|after|in case of|"
    r"unless|except if|except when|except|until|till|before)\b\s+((?:[^,;:().]|\.(?=\d))+)",
    re.IGNORECASE,
)
_AGAINST = frozenset(["unless", "except", "except if", "except when", "until", "till", "before"])
_EVEN = frozenset(["even if", "even when"])
_TIMES = frozenset(["after", "before", "once", "till"])


@dataclass(frozen=True, slots=True)
class _Condition:
    cue: str
    sign: int
    """1 where it lets in, -1 where it keeps out or ends, 0 where it makes no difference ("even if")."""
    terms: tuple[Word, ...]
    goes_on: bool
    """Whether more is said behind it: what is withheld "until recovery and then resumed" is resumed after recovery."""


def _conditions(unit: Unit) -> list[_Condition]:
    found = []
    at = 0
    while match := _CUE.search(unit.text, at):
        cue = match[1].lower()
        following = _CUE.search(unit.text, match.end(1))
        end = min(match.end(), following.start() if following else len(unit.text))
        terms = tuple(word for word in unit.words if match.end(1) <= word.start < end and word.key not in STOP)
        found.append(
            _Condition(
                cue, 0 if cue in _EVEN else -1 if cue in _AGAINST else 1, terms, _goes_on(unit.text[match.end(1) :])
            )
        )
        at = match.end(1)
    return found


def turned(claim: Unit, evidence: Unit, named: str) -> list[Reason]:
    """A condition of the evidence that the claim has with another sign, where both deny or neither does.

    "After" and "before" are times as often as conditions, and opposites, which are looked for among the words.
    """
    ours = [c for c in _conditions(claim) if c.terms]
    theirs = [c for c in _conditions(evidence) if c.terms]
    if not ours or not theirs or _denies(claim) != _denies(evidence):
        return []
    for own in ours:
        same = [other for other in theirs if _meet(own, other)]
        if not same or any(other.sign == own.sign for other in same):
            continue
        other = same[0]
        if {own.cue, other.cue} <= _TIMES or (other.cue in ("until", "till") and other.goes_on):
            continue
        return [Reason("qualifier", f"{named.capitalize()} says “{other.cue}” where the statement says “{own.cue}”.")]
    return []


def _goes_on(rest: str) -> bool:
    return bool(re.search(r",|;|\b(?:and|then)\b", rest))


def _meet(one: _Condition, other: _Condition) -> bool:
    """Whether two conditions speak of the same thing: of most of what the shorter one names."""
    short, long = sorted((one.terms, other.terms), key=len)
    return sum(holds(word.key, long) for word in short) > 0.5 * len(short)


def _denies(unit: Unit) -> bool:
    return bool(denials(unit.text, unit.words, quantities(unit.text)))
