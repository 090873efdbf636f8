"""Broad questions: for one aspect of what a whole page is about ("How is gout treated?").

Whoever asks so is answered by the section of that aspect, and first of all by the sentence or list that opens it. It
shares few words with the question and answers no detail, so that the readers, who were mostly taught on details, think
little of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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
        (
            r"diagnos(?:e|ed|is|ing)|assess(?:ed|ment)?|investigated|what tests|tests needed",
            r"diagnos\w*|assess\w*|investigations?|tests?",
        ),
        (r"prevent(?:ed|ion|ing)?", r"prevent\w*"),
        (r"monitor(?:ed|ing)?|followed up|follow-up", r"monitor\w*|follow-up"),
        (
            r"(?:who(?:['’]s| is| are) (?:most |more )?)?at risk|risk factors?|(?:who|why do people) gets?",
            r"risk factors?|at risk|who gets",
        ),
        (r"outlook|prognosis", r"outlook|prognosis"),
        (r"complications?|what can go wrong", r"complications?"),
        (r"side[- ]effects?", r"side[- ]effects?|adverse (?:effects?|events?|reactions?)"),
        (
            r"when (?:should|do|must|to) .*?(?:help|worr\w+|call|doctor)",
            r"when to (?:get|seek|call|see|worry)\b.*|red flags?|warning signs?",
        ),
        (
            r"(?:my|your|them)sel(?:f|ves)|at home",
            r"self-?(?:help|care)|at home|advice for (?:patients|people)|what you can do",
        ),
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
_PLACE = re.compile(r"\b(?:in|with|without|after|during|among|due to|caused by)\b", re.IGNORECASE)
"""What stands behind it in a heading says of whom: "Management of foot drop in multiple myeloma"."""
_SIDE_BY_SIDE = re.compile(r",|\b(?:and|or)\b", re.IGNORECASE)


def opens(asked: Question, unit: Unit, read: Reading) -> bool:
    """Whether a unit opens the section that a broad question asks for; of "Frequency and causes" none opens the causes."""
    first = [_SIDE_BY_SIDE.split(one)[0] for one in unit.passage.section[-1:]]
    aspect = _aspect(asked)
    return (
        aspect is not None
        and any(map(aspect.search, first))
        and inside(asked, unit, read, unit.passage.section[-1:])
        and _first(unit, read)
    )


def inside(asked: Question, unit: Unit, read: Reading, headings: Sequence[str] | None = None) -> bool:
    """Whether a unit stands in a section that a broad question asks for, or under one; `headings` alone count if given."""
    aspect = _aspect(asked)
    if aspect is None:
        return False
    title, subject = set(terms(read.document_of(unit.passage).title)), _subject(asked.text)
    named = unit.passage.section if headings is None else headings
    return any(_of(one, aspect, subject, title) for one in named)


def _aspect(asked: Question) -> re.Pattern[str] | None:
    """How a heading names the aspect that a question asks for; None where it asks for none, or for a detail of one."""
    cue, headed = next((one for one in _ASPECTS if one[0].search(asked.typed)), (None, None))
    if cue is None or asked.numbers or _DETAIL.search(cue.sub(" ", asked.typed)):
        return None
    return headed


def _of(heading: str, aspect: re.Pattern[str], subject: set[str], title: set[str]) -> bool:
    """Whether a heading names an aspect of a subject: both, or the aspect alone under a title that names the subject."""
    if not aspect.search(heading) or not subject <= title | set(terms(heading)):
        return False
    parts = _SIDE_BY_SIDE.split(_PLACE.split(heading)[0])
    alone = any(aspect.search(part) and not _named(part) for part in parts)
    return (alone and subject <= title) or any(_named(part) and _named(part) <= subject for part in parts)


def _subject(text: str) -> set[str]:
    """The stems of a question's words but for the aspect's and those that say nothing."""
    for cue, _ in _ASPECTS:
        text = cue.sub(" ", text)
    return set(terms(text)) - _SAYS_NOTHING


def _named(part: str) -> set[str]:
    """What a part of a heading names beside aspects."""
    for _, headed in _ASPECTS:
        part = headed.sub(" ", part)
    return set(terms(part)) - _SAYS_NOTHING


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
