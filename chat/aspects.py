"""Broad questions: for one aspect of what a whole page is about ("How is gout treated?").

Whoever asks so is answered by the sentence or list that opens the section of that aspect. It shares few words with the
question and answers no detail, so that the readers, who were taught on details, think little of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chat.question import Question
from chat.reading import Reading
from chat.units import Unit
from corpus.lexical import terms

_ASPECTS = tuple(
    (re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), re.compile(rf"\b(?:{headed})\b", re.IGNORECASE))
    for asked, headed in (
        (r"treat(?:ed|ment|ments|ing)?|manag(?:e|ed|ement|ing)|therap(?:y|ies)", r"treat\w*|manag\w*|therap(?:y|ies)"),
        (r"symptoms?|signs?|features?", r"symptoms?|signs?|features?|presentation"),
        (r"causes?|caused", r"causes?"),
        (r"diagnos(?:e|ed|is|ing)|assess(?:ed|ment)?|investigated", r"diagnos\w*|assess\w*|investigations?"),
        (r"prevent(?:ed|ion|ing)?", r"prevent\w*"),
        (r"monitor(?:ed|ing)?|followed up|follow-up", r"monitor\w*|follow-up"),
    )
)
"""How an aspect is asked for, and how a heading names it."""
_SAYS_NOTHING = frozenset(
    terms(
        "what which how is are be do does should can you we i one a an the of for in with and or about patient people "
        "person someone somebody adult condition illness disorder best usual usually normal normally typical main "
        "common general overall initial acute"
    )
)
_DETAIL = re.compile(
    r"\b(?:why|when|where|who|whom|whose|how (?:long|often|much|many|soon|quickly|fast|far|early|late|well|safe)|"
    r"not|never)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Asks for one thing about the aspect."""
_PLACE = re.compile(r"\b(?:in|with|after|during|among|due to|caused by)\b", re.IGNORECASE)
"""What stands behind it in a heading says of whom: "Management of foot drop in multiple myeloma"."""
_SIDE_BY_SIDE = re.compile(r",|\b(?:and|or)\b", re.IGNORECASE)


def opens(asked: Question, unit: Unit, read: Reading) -> bool:
    """Whether a unit opens the section that a broad question asks for."""
    section = unit.passage.section
    aspect = next((headed for cue, headed in _ASPECTS if cue.search(asked.typed)), None)
    if aspect is None or asked.numbers or _DETAIL.search(asked.typed) or not section or not aspect.search(section[-1]):
        return False
    title = read.document_of(unit.passage).title
    subject = _subject(asked.text)
    if not subject or not subject <= set(terms(f"{title} {section[-1]}")):
        return False
    named = [part for part in _named(section[-1]) if part]
    about = any(part <= subject for part in named) if named else subject <= set(terms(title))
    return about and _first(unit, read)


def _subject(text: str) -> set[str]:
    """The stems of a question's words but for the aspect's and those that say nothing."""
    for cue, _ in _ASPECTS:
        text = cue.sub(" ", text)
    return set(terms(text)) - _SAYS_NOTHING


def _named(heading: str) -> Iterator[set[str]]:
    """What a heading names beside its aspect, the things side by side each by itself."""
    plain = _PLACE.split(heading)[0]
    for part in _SIDE_BY_SIDE.split(plain):
        for _, headed in _ASPECTS:
            part = headed.sub(" ", part)
        yield set(terms(part)) - _SAYS_NOTHING


def _first(unit: Unit, read: Reading) -> bool:
    """Whether a unit is the first thing that its section says: a sentence, or a list as a whole."""
    passage = unit.passage
    same = (
        one.start
        for one in read.passages.values()
        if one.kind == "body" and one.document == passage.document and one.section == passage.section
    )
    if passage.start != min(same):
        return False
    held = [one for one, _ in read.units_of(passage.key) if one.kind != "row"]
    first = next((one for one in held if one.kind == "list"), None) or min(held, key=lambda one: one.own, default=None)
    return unit == first
