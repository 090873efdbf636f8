"""Quantities of a statement against those of its evidence: value, unit, comparator, range."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.gate.quantities import Quantity, quantities
from chat.gate.reasons import Reason
from chat.gate.units import Unit


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))


def _same_values(ours: tuple[float, ...], theirs: tuple[float, ...]) -> bool:
    return len(ours) == len(theirs) and all(_close(a, b) for a, b in zip(ours, theirs, strict=True))


def _ordered_in(ours: tuple[float, ...], theirs: tuple[float, ...]) -> bool:
    """Whether our values are some of theirs, in their order."""
    left = iter(theirs)
    return all(any(_close(value, other) for other in left) for value in ours)


def _values_hold(ours: Quantity, theirs: Quantity, all_ours: Sequence[Quantity]) -> bool:
    if _same_values(ours.values, theirs.values):
        return True
    if len(theirs.values) < 2:
        return False
    if len(theirs.values) > 2:
        return _ordered_in(ours.values, theirs.values)
    # One edge of a range stands for it only when the statement names the other edge too.
    stated = [value for quantity in all_ours for value in quantity.values]
    return (
        len(ours.values) == 1
        and _ordered_in(ours.values, theirs.values)
        and all(any(_close(v, s) for s in stated) for v in theirs.values)
    )


def _fraction(ours: Quantity, theirs: Quantity) -> bool:
    """Whether one of two shares is the other rounded, as two thirds are 67%."""
    if ours.unit != "percent" or theirs.unit != "percent" or len(ours.values) != 1 or len(theirs.values) != 1:
        return False
    exactly, rounded = sorted((ours.values[0], theirs.values[0]), key=lambda value: round(value, 1) == value)
    return round(exactly, 1) != exactly and rounded in (round(exactly), round(exactly, 1))


def _labels_agree(ours: Quantity, theirs: Quantity) -> bool:
    return not ours.label or not theirs.label or ours.label == theirs.label


def matches(ours: Quantity, theirs: Quantity, all_ours: Sequence[Quantity]) -> bool:
    """Whether a quantity of the evidence is the statement's: same values, unit, comparator."""
    return (
        (_values_hold(ours, theirs, all_ours) or _fraction(ours, theirs))
        and ours.unit == theirs.unit
        and ours.comparator == theirs.comparator
        and _labels_agree(ours, theirs)
    )


def _from_to(ours: Quantity, theirs: Sequence[Quantity], text: str) -> bool:
    """A series of ours that the evidence writes with words between: "from 10 mg daily to 5 mg"."""
    if len(ours.values) != 2:
        return False
    for first in theirs:
        for second in theirs:
            gap = text[first.end : second.start]
            if (
                (
                    0 < len(gap) <= 40
                    and re.search(r"\b(?:to|then|and)\b", gap)
                    and re.search(r"\b(?:from|between)\b", text[max(0, first.start - 20) : first.start])
                )
                and first.unit == second.unit == ours.unit
                and _same_values(ours.values, first.values[:1] + second.values[:1])
            ):
                return True
    return False


def _found(ours: Quantity, text: str, all_ours: Sequence[Quantity]) -> bool:
    theirs = quantities(text)
    return any(matches(ours, other, all_ours) for other in theirs) or _from_to(ours, theirs, text)


def missing_quantities(statement: str, held: Sequence[Unit]) -> list[Reason]:
    """Quantities that no cited passage holds, each with the nearest thing that one does hold."""
    ours = quantities(statement)
    reasons = []
    for quantity in ours:
        if any(_found(quantity, text, ours) for unit in held for text in (unit.text, unit.context)):
            continue
        reasons.append(_explain(quantity, [q for unit in held for q in quantities(unit.text)]))
    return reasons


def _explain(ours: Quantity, theirs: Sequence[Quantity], place: str = "the cited passages") -> Reason:
    valued = [other for other in theirs if any(_close(a, b) for a in ours.values for b in other.values)]
    for other in valued:
        if _same_values(ours.values, other.values) and ours.unit == other.unit:
            return Reason(
                "comparator",
                f"The statement says “{_shown(ours)}”; {place} say “{_shown(other)}”.".replace(
                    "passage say", "passage says"
                ),
            )
    for other in sorted(valued, key=lambda other: other.unit != ours.unit):
        if len(other.values) != len(ours.values):
            return Reason("range", f"The statement says “{_shown(ours)}”; the range in {place} is “{_shown(other)}”.")
    for other in valued:
        if ours.unit == other.unit and len(ours.values) > 1:
            return Reason("range", f"The statement says “{_shown(ours)}”; the range in {place} is “{_shown(other)}”.")
        return Reason(
            "unit",
            f"The statement says “{_shown(ours)}”; {place} say “{_shown(other)}”.".replace(
                "passage say", "passage says"
            ),
        )
    printed = [
        other
        for other in theirs
        if re.findall(r"\d+", other.text) == re.findall(r"\d+", ours.text) and re.findall(r"\d+", ours.text)
    ]
    if printed:
        return Reason(
            "unit",
            f"The statement says “{ours.text}”; {place} say “{printed[0].text}”.".replace(
                "passage say", "passage says"
            ),
        )
    return Reason("number", f"The number “{ours.text}” does not stand in {place}.")


def _shown(quantity: Quantity) -> str:
    return f"{quantity.comparator} {quantity.text}".strip()


def _seldom(evidence: Unit, quantity: Quantity) -> Quantity | None:
    """The interval of more than a day that stands behind a dose of the evidence: "15 mg once weekly"."""
    theirs = quantities(evidence.text)
    doses = [other for other in theirs if _same_values(quantity.values, other.values) and other.unit == quantity.unit]
    for dose in doses:
        for other in theirs:
            if other.unit == "every" and other.values[0] > 1 and not evidence.text[dose.end : other.start].strip(" ,("):
                return other
    return None


def _undated(ours: Sequence[Quantity], evidence: Unit, named: str) -> list[Reason]:
    """A dose repeated without its interval of more than a day: it would be taken for a daily one."""
    if any(quantity.unit == "every" for quantity in ours):
        return []
    for quantity in ours:
        if quantity.unit.startswith(("mg", "ml", "iu", "mmol", "tablet")) and (every := _seldom(evidence, quantity)):
            return [
                Reason(
                    "qualifier",
                    f"{named.capitalize()} says “{quantity.text} {every.text}”; the statement drops “{every.text}”.",
                )
            ]
    return []


def broken_quantities(statement: str, evidence: Unit, named: str) -> list[Reason]:
    """Quantities of a claim that its own evidence does not hold, though another passage or sentence may."""
    ours = quantities(statement)
    reasons = []
    for quantity in ours:
        if not any(_found(quantity, text, ours) for text in (evidence.text, evidence.context)):
            reasons.append(
                Reason("together", f"“{quantity.text}” is not said in {named} where it says the rest of this.")
            )
    return reasons or _undated(ours, evidence, named)
