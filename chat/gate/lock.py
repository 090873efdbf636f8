"""The lock: numbers, units, bounds, negations, opposites, names and qualifiers, held against what a statement cites.

It proves nothing true; it finds what cannot be. A statement is read clause by clause, each against the sentence, bullet
or row that shares most with it (and what governs that), so that words taken from two places do not make a third.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.gate.amounts import missing_quantities
from chat.gate.claims import Claim, claim_of
from chat.gate.contradiction import against
from chat.gate.items import of_another, together
from chat.gate.measures import LABELS
from chat.gate.names import kind_of, names, stands
from chat.gate.negation import holds
from chat.gate.quantities import quantities
from chat.gate.reasons import Reason, where
from chat.gate.units import Unit, units
from chat.gate.words import Word, without_answer_markers

TIE = 0.93
"""Near-ties of the best unit are tried too: the same thing is often said twice."""
_POINT = re.compile(rf"\b(?:{'|'.join(sorted(LABELS))})s? (?:of )?\d+\b", re.IGNORECASE)


def lock(statement: str, passages: Sequence[str], headings: Sequence[str] = ()) -> tuple[Reason, ...]:
    """What of the statement the passages do not hold; empty when the lock is whole.

    `headings[i]` is what stands above passage i and governs it.
    """
    held = [
        unit for i, text in enumerate(passages) for unit in units(text, i, headings[i] if i < len(headings) else "")
    ]
    said = units(without_answer_markers(statement))
    whole = tuple(word for unit in said for word in unit.words)
    claims = [claim_of(unit, whole) for unit in said]
    if not held:
        return (Reason("support", "No passage is cited."),)
    everywhere = [word for unit in held for word in (*unit.words, *unit.context_words)]
    reasons: list[Reason] = []
    for claim in claims:
        reasons += missing_quantities(claim.unit.text, held)
        reasons += _missing_names(claim, everywhere, len(passages))
    if reasons:
        return _once(reasons)
    for claim in claims:
        reasons += _rests(claim, held, len(passages))
    return _once(reasons)


def _once(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    return tuple({reason.text: reason for reason in reasons}.values())


def _missing_names(claim: Claim, everywhere: Sequence[Word], passages: int) -> list[Reason]:
    place = "the cited passage" if passages == 1 else "any cited passage"
    return [
        Reason("name", f"“{word.text}” does not stand in {place}.")
        for word in claim.names
        if not stands(word, everywhere, claim.unit.words)
    ]


def _rests(claim: Claim, held: Sequence[Unit], passages: int) -> list[Reason]:
    """The reasons against a claim: none when some reading of it holds, else those of the likeliest."""
    if not claim.content:
        return []
    likeliest: list[Reason] | None = None
    for evidence in _candidates(claim, held):
        named = where(evidence.passage, passages)
        reasons = against(claim, evidence, named) + of_another(claim, evidence, held, named)
        if not reasons:
            return []
        likeliest = likeliest or reasons
    # Several figures or names in one clause may come from several places; what is turned round may not.
    apart = any(reason.kind == "together" for reason in likeliest or ())
    pieces = _pieces(claim) if apart else []
    if len(pieces) > 1 and all(
        any(not against(p, e, "") + of_another(p, e, held, "") for e in _candidates(p, held)) for p in pieces
    ):
        return []
    return likeliest or []


def _candidates(claim: Claim, held: Sequence[Unit]) -> list[Unit]:
    """The unit that shares most with the claim, its near-ties, and the best one joined with what completes it."""
    keys = list(dict.fromkeys(word.key for word in claim.content))
    own = [{key for key in keys if holds(key, unit.words)} for unit in held]
    governed = [{key for key in keys if holds(key, unit.context_words)} for unit in held]
    weights: dict[str, float] = {}
    for key in keys:
        having = sum(key in found for found in own)
        weights[key] = 1.0 / (1.0 + having) if having else 0.0
    scores = [
        (sum(w * (1.0 if key in own[i] else 0.5 if key in governed[i] else 0.0) for key, w in weights.items()), -i)
        for i in range(len(held))
    ]
    asked = quantities(claim.unit.text)
    if asked:
        scores = [
            (
                s
                + 0.15
                * sum(bool(set(q.values) & {v for e in quantities(held[-i].text) for v in e.values}) for q in asked),
                i,
            )
            for s, i in scores
        ]
    ranked = sorted(scores, reverse=True)
    top = ranked[0][0]
    if top <= 0:
        return []
    best = [held[-index] for score, index in ranked[:4] if score >= TIE * top]
    first = best[0]
    left = {key for key, w in weights.items() if w and not holds(key, (*first.words, *first.context_words))}
    joined: list[Unit] = []
    if left:
        partner = max(
            (u for u in held if u is not first), key=lambda u: sum(holds(key, u.words) for key in left), default=None
        )
        if partner is not None and any(holds(key, partner.words) for key in left) and _may_join(first, partner, claim):
            joined = [_join(first, partner)]
    return [*best, *joined]


def _may_join(first: Unit, partner: Unit, claim: Claim) -> bool:
    """Two units are read together only when neither speaks of something named that the claim does not.

    Items under one lead-in are alternatives, unless the claim lists.
    """
    if (
        first.context
        and first.context == partner.context
        and not re.search(r",|;|\b(?:and|or|both)\b", claim.unit.text)
    ):
        return False
    for unit in (first, partner):
        for word in names(unit.words, unit.text):
            if kind_of(word.key) == "drug" and not holds(word.key, claim.unit.words):
                return False
    return together(first, partner, claim)


def _join(first: Unit, second: Unit) -> Unit:
    shift = len(first.text) + 2
    moved = tuple(Word(w.text, w.key, w.stem, w.start + shift, w.end + shift) for w in second.words)
    return Unit(
        f"{first.text}; {second.text}", (*first.words, *moved), f"{first.context} {second.context}".strip(),
        (*first.context_words, *second.context_words), first.passage, first.leads or second.leads, first.heading,
    )  # fmt: skip


def _pieces(claim: Claim) -> list[Claim]:
    """The claim cut at commas and "and"; a piece without a name or point of a scale speaks of the one before."""
    parts = [part for part in re.split(r",\s+(?:and\s+|or\s+)?|\s+and\s+", claim.unit.text) if part.strip()]
    pieces: list[Claim] = []
    carried = ""
    for part in parts:
        own = claim_of(units(part)[0], claim.whole)
        point = _POINT.search(part)
        if not any(kind_of(word.key) != "other" for word in own.names) and not point and carried:
            own = claim_of(units(f"{carried} {part}")[0], claim.whole)
        else:
            carried = " ".join(word.text for word in own.names if kind_of(word.key) != "other")
            carried = f"{point[0]} {carried}".strip() if point else carried
        if own.content:
            pieces.append(own)
    return pieces if len(quantities(claim.unit.text)) > 1 or len(claim.names) > 1 else []
