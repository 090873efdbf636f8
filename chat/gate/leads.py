"""What a lead-in or a heading says of the items below it: that they are not so, or under which condition they are."""

from __future__ import annotations

import re

from chat.gate.negation import ADVERBS, Denial, denials
from chat.gate.quantities import quantities
from chat.gate.words import words

ASIDE = re.compile(
    r"\([^()]*\)|\b(?:if|when|whenever|where|who|whose|that|which|because|since|with|rather than|instead of)\b[^,]*",
    re.IGNORECASE,
)
# "Do not give it without:" or "until:" leads to what is wanted; "do not forget to:" too.
_WANTED = re.compile(
    r"\b(?:without|until|unless|except|other than|apart from|but|before)\W*$|"
    r"\b(?:not|never) (?:all|every|only|just|always|forget|hesitate|omit)\b",
    re.IGNORECASE,
)
# "Avoid the following:" forbids; "How to avoid falls:" leads to what helps.
_FORBIDDEN = re.compile(
    r"\bcontraindicat\w*|\b(?:prohibited|forbidden|unsuitable|inadvisable)\b|"
    r"\b(?:when|what|whom?|things|drugs|medicines|foods) to avoid\b|"
    r"\bavoid(?:ed|ing)?\b(?=\W*$|.*\b(?:following|these|in|if|when|with|during)\W*$)",
    re.IGNORECASE,
)
_PURPOSE = re.compile(r"\b(?:how|in order|helps?|aims?|ways?) to avoid\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:that|which|who|whom)\b", re.IGNORECASE)
_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|cannot|could|may|might|should|must|will|would|does|do|did|need|needs|"
    r"give|use|take|start|stop|check|avoid|consider)\b",
    re.IGNORECASE,
)
SOMETIMES = rf"(?:{'|'.join(sorted(ADVERBS | {'also', 'just'}))})"
"""Adverbs that may stand between a denial and what it denies."""
_CONDITION = re.compile(
    r"^(?:only\s+)?(?:if|when|unless|provided(?: that)?|in|for|during|after|before|among|at|on|under|with|"
    r"without|below|above)\b(?:[^,:]|,(?=\d))*",
    re.IGNORECASE,
)
# These open a list and limit nothing.
_IDLE = re.compile(
    r"^(?:in|for|at|on|with|after|before) (?:short|brief|general|addition|summary|particular|practice|example|instance|"
    r"all|most|detail|principle|this|these|present|the following|the other hand|more)\b",
    re.IGNORECASE,
)


def last_sentence(lead: str) -> str:
    """The part of a lead-in that governs what follows."""
    return re.split(r"(?<=[.!?])\s+|;\s+", lead.strip())[-1]


def denying(lead: str) -> str:
    """The word by which a lead-in or heading denies or forbids what stands below it, or an empty string."""
    said = last_sentence(lead)
    if _PURPOSE.search(said) or _WANTED.search(said):
        return ""
    if forbidden := _FORBIDDEN.search(said):
        return forbidden[0].lower()
    plain = ASIDE.sub(" ", said)
    found = denials(plain, words(plain), quantities(plain))
    return next((d.cue for d in found if d.cue not in ("without", "rather than", "instead of", "other than")), "")


def relative(lead: str) -> tuple[Denial, ...]:
    """What a lead-in that is no sentence denies of its items in a clause: "Medicines that are not stopped"."""
    said = last_sentence(lead)
    clause = _RELATIVE.search(said)
    if clause is None or _PREDICATE.search(said[: clause.start()]) or _WANTED.search(said):
        return ()
    return tuple(denials(said, words(said), quantities(said)))


def condition(lead: str) -> str:
    """The condition or population with which a lead-in begins, or an empty string."""
    said = last_sentence(lead)
    found = _CONDITION.match(said)
    if found is None or _IDLE.match(said):
        return ""
    # "For neuropathy, these help:" names a topic; "For people who smoke:" a population.
    topic = found[0].lower().startswith("for") and not re.fullmatch(r"\W*\d*\W*", said[found.end() :])
    return "" if topic else found[0].strip()
