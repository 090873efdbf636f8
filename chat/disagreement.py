"""Statements of one answer that come from different documents and cannot both hold: told, with both of them shown.

Found by the gate's own checks, and only where two clauses speak of much the same thing: a note that cries wolf is
worse than none. Which of them is right is not for a program to say.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from chat.answers import Answer, Statement
from chat.gate.claims import Claim, claim_of
from chat.gate.contradiction import against
from chat.gate.quantities import Quantity, quantities
from chat.gate.units import Unit, units

SHARED_WORDS, SHARED_PART = 3, 0.6
"""How many content words two clauses share, and which part of the shorter one's, where they speak of the same thing."""
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
        if not _alike(ours, theirs):
            continue
        for a, b in _apart(ours.unit, theirs.unit):
            yield f"“{a.text}” and “{b.text}”"
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
