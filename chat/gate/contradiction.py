"""What a clause says that the unit it rests on denies, turns round or says of something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from chat.gate import conditions, qualifiers
from chat.gate.amounts import broken_quantities
from chat.gate.changes import changed
from chat.gate.claims import Claim
from chat.gate.contrasts import FREQUENCIES, QUANTIFIERS, SOFTER
from chat.gate.doubts import asserted, prohibits
from chat.gate.governed import denied_above, denied_of_all, left_out
from chat.gate.lettered import relettered
from chat.gate.measures import LABELS
from chat.gate.names import kind_of, names, stands
from chat.gate.negation import (
    Denial,
    alike,
    answers,
    denials,
    forbids,
    holds,
    opposed,
    opposite_in,
    same_side,
    softened,
    unfavourable,
)
from chat.gate.quantities import quantities
from chat.gate.reasons import Reason, shortened
from chat.gate.strengths import shifted
from chat.gate.units import Unit
from chat.gate.words import STOP, Word

NEAR_VERBATIM = 0.7
"""Share of a clause's words that stand in the same order in a unit, from which a replaced word is read as a swap."""
_RECOMMENDS = re.compile(r"\b(?:should|must|can|may|is|are|be|give|use|start|take)\b", re.IGNORECASE)


def against(claim: Claim, evidence: Unit, named: str) -> list[Reason]:
    """The reasons why a clause does not rest on a unit; `named` says which passage that is."""
    checks: tuple[Callable[[Claim, Unit, str], list[Reason]], ...] = (
        lambda c, e, n: broken_quantities(c.unit.text, e, n),
        _swapped,
        _contradicted,
        _denied,
        _left_open,
        lambda c, e, n: conditions.turned(c.unit, e, n),
        lambda c, e, n: relettered(c.unit, e, n),
        lambda c, e, n: changed(c.unit, e, n),
        lambda c, e, n: shifted(c.unit, e, n),
        lambda c, e, n: left_out(c.unit, e, c.whole, n),
        lambda c, e, n: qualifiers.broken(c.unit, e, c.whole, n),
        _strangers,
    )
    return [reason for check in checks for reason in check(claim, evidence, named)]


def _free(unit: Unit) -> list[Word]:
    """The unit's words without those that belong to a number ("at least 5", "a fall of more than 50%")."""
    taken = [stretch for q in quantities(unit.text) for stretch in ((q.start, q.end), q.guarded)]
    return [word for word in unit.words if not any(a <= word.start < b for a, b in taken)]


def _around(evidence: Unit) -> tuple[Word, ...]:
    return (*evidence.context_words, *evidence.words)


def _swapped(claim: Claim, evidence: Unit, named: str) -> list[Reason]:
    """In a near copy, a name in the place of another."""
    ours, theirs = [w.stem for w in claim.unit.words], [w.stem for w in evidence.words]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    blocks = matcher.get_opcodes()
    matched = sum(i2 - i1 for tag, i1, i2, _, _ in blocks if tag == "equal")
    if len(ours) < 4 or matched < NEAR_VERBATIM * len(ours):
        return []
    for tag, i1, i2, j1, j2 in blocks:
        if tag != "replace" or i2 - i1 > 3 or j2 - j1 > 3:
            continue
        mine, others = claim.unit.words[i1:i2], evidence.words[j1:j2]
        for word in mine:
            if word in claim.names and not any(alike(word.key, other.key) for other in others):
                named_there = [
                    other
                    for other in names(others, " ".join(["x", *(o.text for o in others)]))
                    if not holds(other.key, mine)
                ]
                if named_there and not stands(word, others, claim.unit.words):
                    return [
                        Reason(
                            "name",
                            f"{named.capitalize()} has “{named_there[0].text}” where the statement has “{word.text}”.",
                        )
                    ]
    return []


def _contradicted(claim: Claim, evidence: Unit, named: str) -> list[Reason]:
    """A word of the statement whose opposite stands in its place in the evidence."""
    around = (*evidence.context_words, *_free(evidence))
    ours = _free(claim.unit)
    denied = _reached(claim.unit)
    theirs_denied = _reached(evidence)
    elliptical = any(not denial.heads for denial in denials(evidence.text, evidence.words, quantities(evidence.text)))
    for index, word in enumerate(ours):
        against = [i for i, other in enumerate(around) if opposed(word.key, other.key)]
        if not against:
            continue
        same = [i for i, other in enumerate(around) if alike(word.key, other.key) or same_side(word.key, other.key)]
        # "Not reversible" says "permanent": only what stands on our side of a negation contradicts.
        level = [i for i in against if elliptical or (word.key in denied) == (around[i].key in theirs_denied)]
        if not same and not level:
            continue
        other = around[(level or against)[0]]
        more = sum(alike(word.key, mine.key) or same_side(word.key, mine.key) for mine in ours) > len(same)
        one_sided = more and not any(alike(other.key, mine.key) or same_side(other.key, mine.key) for mine in ours)
        if not same or one_sided or _nearer(index, ours, against, same, around):
            return [Reason("opposite", f"The statement says “{word.text}”; {named} says “{other.text}”.")]
    return []


def _reached(unit: Unit) -> set[str]:
    """The words that a negation of the unit reaches closely."""
    found = denials(unit.text, unit.words, quantities(unit.text))
    plain = {"given", "taken"} if any(denial.bare for denial in found) else set()
    return plain | {head for denial in found for head in denial.heads[:2]}


def _nearer(
    index: int, ours: Sequence[Word], against: Sequence[int], same: Sequence[int], theirs: Sequence[Word]
) -> bool:
    """Whether the opposite stands among the words that our word stands among, more than its own side does."""

    def neighbours(words: Sequence[Word], at: int) -> dict[str, float]:
        near: dict[str, float] = {}
        for distance in range(1, 5):
            for place in (at - distance, at + distance):
                if 0 <= place < len(words) and words[place].key not in STOP:
                    near[words[place].stem] = max(near.get(words[place].stem, 0.0), 1.0 / distance)
        return near

    mine = neighbours(ours, index)

    def fit(places: Sequence[int]) -> float:
        return max(sum(min(mine[s], w) for s, w in neighbours(theirs, at).items() if s in mine) for at in places)

    return fit(against) > fit(same) + 0.2


def _denied(claim: Claim, evidence: Unit, named: str) -> list[Reason]:
    """A negation that only one of the two has."""
    around = (*evidence.context_words, *_free(evidence))
    ours = denials(claim.unit.text, claim.unit.words, quantities(claim.unit.text))
    theirs = denials(evidence.text, evidence.words, quantities(evidence.text))
    theirs_all = [*theirs, *denials(evidence.context, evidence.context_words, quantities(evidence.context))]
    soft = softened(around, claim.unit.words)
    above = denied_above(evidence)
    turned = any(unfavourable(word.key) and not holds(word.key, evidence.words) for word in claim.unit.words)
    if above and not ours and not turned:
        return [Reason("negation", f"What stands above it in {named} says “{above}”; the statement does not.")]
    if not ours and (listed := denied_of_all(claim.unit, evidence)):
        return [Reason("negation", f"What stands above it in {named} says “{listed}”; the statement does not.")]
    for denial in ours:
        if (above or prohibits(evidence)) and any(holds(head, evidence.words) for head in denial.heads[:2]):
            continue
        if any(answers(denial, other) for other in theirs_all) and (len(ours) <= len(theirs_all) or soft):
            continue
        if (denial.heads and opposite_in(denial.heads[0], around)) or soft:
            continue
        head = (denial.heads or ("",))[0]
        return [Reason("negation", f"The statement says “{f'{denial.cue} {head}'.strip()}”; {named} does not.")]
    if ours and theirs:
        for quantity in quantities(claim.unit.text):
            if _after_cue(quantity.start, claim.unit) != _after_cue(_place(quantity.values, evidence), evidence):
                return [Reason("negation", f"“{quantity.text}” stands on the other side of a negation in {named}.")]
    if softened(claim.unit.words, around):
        return []
    if (
        (forbidding := forbids(evidence.words))
        and not ours
        and not forbids(claim.unit.words)
        and not softened(claim.unit.words, ())
    ) and _RECOMMENDS.search(claim.unit.text):
        return [Reason("negation", f"{named.capitalize()} says “{forbidding}”; the statement does not.")]
    spoken = [denial for denial in theirs if _speaks_of(denial, claim.unit.words)]
    for denial in spoken:
        if denial.sometimes and not ours and _softly(claim.unit):
            continue  # what is "not always" so is so at times
        if not any(answers(own, denial) for own in ours) or len(ours) < len(spoken):
            about = denial.heads[0] if denial.heads else " ".join(denial.subject)
            return [
                Reason(
                    "negation", f"{named.capitalize()} says “{denial.cue} {about}”; the statement drops “{denial.cue}”."
                )
            ]
    return []


def _softly(claim: Unit) -> bool:
    return any(
        word.key in SOFTER or FREQUENCIES.get(word.key, 9) <= 4 or QUANTIFIERS.get(word.key, 9) <= 3
        for word in claim.words
    )


def _left_open(claim: Claim, evidence: Unit, named: str) -> list[Reason]:
    """What the evidence only asks, doubts or advises against, said plainly."""
    frame = asserted(claim.unit, evidence)
    return [Reason("negation", f"{named.capitalize()} says “{frame}”; the statement does not.")] if frame else []


def _speaks_of(denial: Denial, words: Sequence[Word]) -> bool:
    """Whether a statement speaks of what a negation of its evidence denies, and not by the opposite word."""
    if denial.bare:
        return any(holds(word, words) for word in denial.subject)
    if denial.heads:
        # "Not in grade 3" is about grade 3 alone.
        spoken = denial.heads[:2] if denial.heads[0] in LABELS else denial.heads[:1]
        said = all(holds(head, words) or any(same_side(head, word.key) for word in words) for head in spoken)
        return said and not opposite_in(denial.heads[0], words)
    return bool(denial.subject) and all(holds(word, words) for word in denial.subject)


def _place(values: tuple[float, ...], evidence: Unit) -> int:
    return next((q.start for q in quantities(evidence.text) if q.values == values), -1)


def _after_cue(start: int, unit: Unit) -> bool:
    """Whether an offset stands behind "instead of" or "rather than" in its clause."""
    return bool(re.search(r"\b(?:instead of|rather than)\b[^,;.]*$", unit.text[: max(0, start)], re.IGNORECASE))


def _strangers(claim: Claim, evidence: Unit, named: str) -> list[Reason]:
    """A name of the claim that is not in its evidence, while the evidence speaks of another of its kind."""
    for word in claim.names:
        kind = kind_of(word.key)
        if stands(word, evidence.words, claim.unit.words):
            continue
        rivals = [
            o
            for o in names(evidence.words, evidence.text)
            if kind_of(o.key) == kind and not holds(o.key, claim.unit.words)
        ]
        if kind != "drug" and stands(word, evidence.context_words, claim.unit.words):
            continue
        if rivals and kind in ("drug", "condition", "short"):
            return [
                Reason(
                    "together",
                    f"{named.capitalize()} says this of “{rivals[0].text}”, not of “{word.text}”: "
                    f"“{shortened(evidence.text)}”.",
                )
            ]
    return []
