"""Statements of one answer that come from different documents and cannot both hold: told, with both of them shown.

Found by the gate's own checks, and only where two clauses speak of much the same thing: a note that cries wolf is
worse than none. Which of them is right is not for a program to say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from chat.answers import Answer, Statement
from chat.gate.claims import Claim, claim_of
from chat.gate.contradiction import against
from chat.gate.negation import alike, opposed
from chat.gate.quantities import Quantity, quantities
from chat.gate.units import Unit, units
from chat.gate.words import STOP, fold, words

SHARED_WORDS, SHARED_PART = 3, 0.6
"""How many content words two clauses share, and which part of the shorter one's, where they speak of the same thing."""
_LIMIT = re.compile(
    r"\b(?:in|among|with|without|during|before|after|if|when|unless|until|while|under|over|"
    r"(?:for|of)(?= (?:[a-z-]+ ){0,2}(?:adults?|children|infants|patients|people|women|men|those)\b))"
    r"\s+(?:[^,;:().]|\.(?=\d))+|\b(?:high|low|mild|moderate|severe|acute|chronic)\b",
    re.IGNORECASE,
)
"""For whom, when, with what and how badly: two clauses that are limited differently may both hold."""
_TURNED = ("negation", "opposite")


def disagreements(answer: Answer) -> tuple[str, ...]:
    """A sentence for each pair of statements from different documents whose numbers or directions are at odds."""
    shown = {one.passage.key: one for one in answer.passages}
    told: dict[str, None] = {}
    for one, other in combinations(answer.statements, 2):
        theirs = [{shown[key].passage.document for key in said.citations if key in shown} for said in (one, other)]
        if not theirs[0] or not theirs[1] or theirs[0] & theirs[1]:
            continue
        odds = next(_odds(one, other), None)
        if odds:
            marks = " and ".join(_marks(said, {key: shown[key].marker for key in shown}) for said in (one, other))
            told[f"The documents differ here ({marks}): {odds}. Both are shown, and neither is preferred."] = None
    return tuple(told)


def _odds(one: Statement, other: Statement) -> Iterator[str]:
    for ours, theirs in product(_claims(one.text), _claims(other.text)):
        if not _alike(ours, theirs) or not _of_one_case(ours, theirs):
            continue
        for a, b in _apart(ours.unit, theirs.unit):
            if not _opposed(ours, theirs):
                yield f"“{_printed(a, one.text)}” and “{_printed(b, other.text)}”"
        if _turned(ours, theirs.unit) and _turned(theirs, ours.unit):
            yield "one says the opposite of the other"


def _claims(text: str) -> list[Claim]:
    said = units(text)
    whole = tuple(word for unit in said for word in unit.words)
    return [claim_of(unit, whole) for unit in said]


def _alike(one: Claim, other: Claim) -> bool:
    """Whether two clauses speak of much the same thing; numbers have no part in it."""
    ours, theirs = (
        {word.stem for word in said.content if not any(map(str.isdigit, word.stem))} for said in (one, other)
    )
    shared = len(ours & theirs)
    return shared >= SHARED_WORDS and shared >= SHARED_PART * min(len(ours), len(theirs))


def _of_one_case(one: Claim, other: Claim) -> bool:
    """Whether neither clause is limited to what the other does not speak of: a grade, a group, a condition, a time."""
    return _labels(one) == _labels(other) and all(
        any(alike(word, spoken.key) for spoken in beside.content)
        for said, beside in ((one, other), (other, one))
        for word in _limits(said)
    )


def _labels(said: Claim) -> set[tuple[str, tuple[float, ...]]]:
    """The points of a scale that a clause speaks of: grade 2."""
    return {(one.label, one.values) for one in quantities(_whole(said)) if one.label}


def _limits(said: Claim) -> set[str]:
    """The content words that limit what a clause says, without its numbers and their units."""
    text = _whole(said)
    counted = [(one.start, one.end) for one in quantities(text)]
    spans = [match.span() for match in _LIMIT.finditer(text)]
    return {
        word.key
        for word in words(text)
        if any(a <= word.start < b for a, b in spans)
        and not any(a <= word.start < b for a, b in counted)
        and word.key not in STOP
    }


def _whole(said: Claim) -> str:
    return f"{said.unit.context}. {said.unit.text}" if said.unit.context else said.unit.text


def _opposed(one: Claim, other: Claim) -> bool:
    """Whether they name opposites, so that their numbers are of two things: high risk and low risk."""
    return any(opposed(ours.key, theirs.key) for ours in one.content for theirs in other.content)


def _printed(quantity: Quantity, text: str) -> str:
    """A quantity as its statement prints it, which the checks read folded."""
    ends = range(1, len(quantity.text) + 2)
    stretches = (text[start : start + size] for start in range(len(text)) for size in ends)
    return next((one for one in stretches if one.strip() == one and fold(one) == quantity.text), quantity.text)


def _apart(one: Unit, other: Unit) -> Iterator[tuple[Quantity, Quantity]]:
    """The quantities of one unit of measure that exclude each other, where each clause has a single one of it."""
    ours, theirs = _single(quantities(one.text)), _single(quantities(other.text))
    for measure in ours.keys() & theirs.keys():
        a, b = ours[measure], theirs[measure]
        (low, high), (least, most) = _bounds(a), _bounds(b)
        if high < least or most < low:
            yield a, b


def _single(found: Sequence[Quantity]) -> dict[tuple[str, str], Quantity]:
    by: dict[tuple[str, str], list[Quantity]] = {}
    for quantity in found:
        by.setdefault((quantity.unit, quantity.label), []).append(quantity)
    return {measure: each[0] for measure, each in by.items() if len(each) == 1}


def _bounds(quantity: Quantity) -> tuple[float, float]:
    low, high = min(quantity.values), max(quantity.values)
    return (
        -math.inf if quantity.comparator in ("<", "≤") else low,
        math.inf if quantity.comparator in (">", "≥") else high,
    )


def _turned(claim: Claim, evidence: Unit) -> bool:
    return any(reason.kind in _TURNED for reason in against(claim, evidence, "the other"))


def _marks(statement: Statement, numbers: dict[str, int | None]) -> str:
    return ", ".join(f"source {numbers[key]}" for key in statement.citations if numbers.get(key) is not None)
