"""Items of a list speak each of its own thing: what one says of grade 2 is not said of grade 3."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from chat.gate.claims import Claim
from chat.gate.measures import LABELS
from chat.gate.names import names
from chat.gate.negation import holds
from chat.gate.reasons import Reason
from chat.gate.units import Unit
from chat.gate.words import STOP

OPENING_WORDS = 6
"""So many words before a colon, at most, say what an item is about."""


def opening(unit: Unit) -> frozenset[str]:
    """What an item says it is about before its colon, where that is a name or a point of a scale ("Grade 3: …")."""
    colon = unit.text.find(":")
    before = [word for word in unit.words if word.end <= colon]
    if not before or len(before) > OPENING_WORDS:
        return frozenset()
    named = {word.key for word in names(unit.words, unit.text)}
    points = {word.key for label, word in pairwise(before) if label.key in LABELS and word.key.isdigit()}
    return frozenset(points | {word.key for word in before if word.key in named})


def together(first: Unit, second: Unit, claim: Claim) -> bool:
    """Whether a claim may rest on both: where they are items about two things, only if it names the two."""
    mine, theirs = opening(first), opening(second)
    if not mine or not theirs or mine == theirs:
        return True
    return all(_speaks(claim, own) for own in (mine - theirs, theirs - mine) if own)


def of_another(claim: Claim, evidence: Unit, held: Sequence[Unit], named: str) -> list[Reason]:
    """A claim about one item that says what another item says."""
    mine = opening(evidence)
    if not mine:
        return []
    left = [word.key for word in claim.content if not holds(word.key, (*evidence.words, *evidence.context_words))]
    for other in held:
        theirs = opening(other) - mine
        if not theirs or other.passage != evidence.passage:
            continue
        about = _speaks(claim, theirs)
        if (about and not _speaks(claim, mine)) or (not about and _said_there(left, other)):
            return [Reason("together", f"{named[:1].upper()}{named[1:]} says this of another item of its list.")]
    return []


def _speaks(claim: Claim, opened: frozenset[str]) -> bool:
    return any(holds(key, claim.unit.words) for key in opened)


def _said_there(left: Sequence[str], other: Unit) -> bool:
    """Whether what the evidence lacks makes up half of what the other item says."""
    colon = other.text.find(":")
    said = {word.key for word in other.words if word.start > colon and word.key not in STOP}
    return bool(said) and 2 * sum(
        any(holds(key, [word]) for key in left) for word in other.words if word.key in said
    ) >= len(said)
