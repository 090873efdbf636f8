"""What an item inherits from the lead-ins and the heading above it, and a claim that rests on it has to keep."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.gate.leads import condition, denying
from chat.gate.negation import holds
from chat.gate.qualifiers import restricting
from chat.gate.reasons import Reason
from chat.gate.units import Unit
from chat.gate.words import Word, words

# A heading governs what is no sentence: under "Contraindications" stand whole sentences on what to do instead.
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|can|could|may|might|should|must|will|would|do|does|did|need|needs|"
    r"give|use|take|start|stop|check|causes?)\b",
    re.IGNORECASE,
)
_LONGEST_HEADING = 6
"""Words up to which a heading is a title and no sentence of its own."""


def denied_above(evidence: Unit) -> str:
    """The word by which a lead-in or heading denies the unit, or an empty string."""
    for lead in reversed(evidence.leads):
        if cue := denying(lead):
            return cue
    titled = len(evidence.heading.split()) <= _LONGEST_HEADING and not _SENTENCE.search(evidence.text)
    return denying(evidence.heading) if titled else ""


def left_out(claim: Unit, evidence: Unit, whole: Sequence[Word], named: str) -> list[Reason]:
    """A condition or population of a lead-in of which no word is left in the statement."""
    above = words(evidence.heading.lower())
    for lead in evidence.leads:
        phrase = condition(lead)
        terms = [term for term in restricting(phrase) if not holds(term, above)]
        if terms and not any(holds(term, whole) for term in terms):
            return [Reason("qualifier", f"{named.capitalize()} says this only “{phrase}”; the statement drops that.")]
    return []
