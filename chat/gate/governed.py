"""What an item inherits from the lead-ins and the heading above it, and a claim that rests on it has to keep."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.gate.leads import condition, denying, relative
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
_GIVEN = re.compile(r"\b(?:should|must|can|may|is|are|be|give|use|take|used|given|taken)\b", re.IGNORECASE)
_LONGEST_HEADING = 6
"""Words up to which a heading is a title and no sentence of its own."""
_LONGEST_ORDER = 12
"""The same, of a heading that begins with its denial: "Do not offer any of these to children"."""
_ORDER = re.compile(r"^(?:do not|don't|never|not|avoid)\b", re.IGNORECASE)
_UNFINISHED = re.compile(
    r"(?:\b(?:not|never)|n't)(?:\s+\w+ly)?\W*$|\b(?:if|when|who|you|that|have|are|is|or|with|to|for|in)\W*$",
    re.IGNORECASE,
)


def denied_above(evidence: Unit) -> str:
    """The word by which a lead-in or heading denies the unit, or an empty string."""
    for lead in reversed(evidence.leads):
        if cue := denying(lead):
            return cue
    return titled(evidence.heading, evidence.text) if evidence.first else ""


def titled(heading: str, text: str) -> str:
    """The word by which one of the headings above a text denies it, or an empty string.

    `heading` names them from the outermost on, "›" between them. A whole sentence stands on its own, unless the heading
    breaks off ("Do not take it if you").
    """
    own = says_by_itself(text)
    for title in reversed(heading.split("›")):
        length = len(title.split())
        if length > _LONGEST_HEADING and not (length <= _LONGEST_ORDER and _ORDER.search(title.strip())):
            continue
        if (not own or _UNFINISHED.search(title)) and (cue := denying(title)):
            return cue
    return ""


def says_by_itself(text: str) -> bool:
    """Whether words are a sentence, as far as a verb and a capital tell."""
    return bool(_SENTENCE.search(text)) and not text[:1].islower()


def denied_of_all(claim: Unit, evidence: Unit) -> str:
    """The word by which a clause of a lead-in denies of its items what the claim says of one, or an empty string.

    "Medicines that are not stopped" denies nothing but stopping.
    """
    titles = [] if _SENTENCE.search(evidence.text) else evidence.heading.split("›")
    for lead in (*evidence.leads, *titles):
        for denial in relative(lead):
            if holds(denial.heads[0], claim.words) if denial.heads and not denial.bare else _GIVEN.search(claim.text):
                return denial.cue
    return ""


def left_out(claim: Unit, evidence: Unit, whole: Sequence[Word], named: str) -> list[Reason]:
    """A condition or population of a lead-in of which no word is left in the statement."""
    above = words(evidence.heading.lower())
    for lead in evidence.leads:
        phrase = condition(lead)
        terms = [term for term in restricting(phrase) if not holds(term, above)]
        if terms and not any(holds(term, whole) for term in terms):
            return [Reason("qualifier", f"{named.capitalize()} says this only “{phrase}”; the statement drops that.")]
    return []
