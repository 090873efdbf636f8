"""Questions about the document itself: its date, review status, publisher, readers. Answered from its own lines, cited.

They are told apart from clinical questions by what they ask for; the lines that answer them never support a clinical
statement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.answers import Answer
from chat.match import matches
from chat.question import Question
from chat.reading import Reading
from chat.references import OwnAnswer, meant
from chat.retrieve import Retrieved

_CUE = re.compile(
    r"\b(?:last (?:updated|reviewed|revised|modified|changed|look\w*)|updated|up[- ]to[- ]date|out(?:dated| of date)|how (?:old|recent|current) is|"
    r"review status|review(?:ed)? (?:by|status)|(?:next|due for) (?:a )?review|review (?:is )?due|(?:been|be|is|was|it|this|human) (?:\w+ )?(?:peer[- ])?"
    r"(?:reviewed|approved|verified|checked)|peer[- ]review\w*|under review|pending review|approval status|editorial|advisory board|"
    r"board that reviews?|reviews? (?:the|this|these) articles?|disclaimer|liab\w+|publish(?:er|ed|es)|authors?|(?:which|what) (?:version|edition)|"
    r"who (?:wrote|made|published|produced|reviewed|issued|brings|checks|checked|owns)|written (?:by|for)|(?:meant|intended|written) for|intended (?:audience|readers?)|(?:intended|target) audience|"
    r"medical advice|title of (?:this|the)|(?:is|are) (?:this|the) (?:article|page|document|guideline|material) (?:called|about)|educational|conflicts? of interest|"
    r"(?:outside|within|in) (?:its|the) scope|(?:does|do) (?:this|the|it) (?:article|page|document|guideline)? ?(?:cover|apply)|"
    r"(?:article|page|document|guideline) (?:about|leave out|cover|apply))\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"\b(?:this|the|your|these|that) (?:\w+ ){0,3}(?:articles?|page|document|guideline|text|website|site|content|information|material|handout|leaflet)\b|"
    r"\b(?:article|page|document|guideline)\b",
    re.IGNORECASE,
)
_CLINICAL = re.compile(
    r"\b(?:patients?|treatment|therapy|doses?|drugs?|symptoms?|scale|score|he|she|his|her)\b", re.IGNORECASE
)
_TOPICS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(cue, re.I), re.compile(held, re.I | re.S))
    for cue, held in (
        (r"\b(?:next|due|until when|valid)\b", r"\b(?:next|due|valid|expires?)\b.*\d"),
        (
            r"\b(?:updated|up[- ]to[- ]date|outdated|out of date|old|recent|current|revised|modified|changed|last|when|come out|issued|date)\b",
            r"\b(?:updated|reviewed|revised|published|modified|issued|date|version)\b.*\d",
        ),
        (r"\b(?:version|edition)\b", r"\b(?:version|edition)\b"),
        (r"\b(?:declar\w*|paid|payments?|conflicts?|interests?|fund\w*)\b", r"\b(?:declar\w*|payments?|conflicts?|interests?|fund\w*)\b"),
        (r"\b(?:who|publish\w*|authors?|editorial|board|owner|written by|brings)\b", r"\b(?:board|authors?|editors?|publish\w*|written by|^by|prepared|md|dr|group)\b"),
        (r"\b(?:review\w*|approv\w*|verified|status|checked|peer|finished|human)\b", r"\b(?:pending|under review|approved|reviewed (?:by|for|on)|status: ?\w+)\b"),
        (r"\b(?:for whom|who is (?:this|it) for|intended|audience|meant for|written for|professionals?)\b", r"\b(?:intended|professionals?|audience|written for|educational)\b"),
        (r"\b(?:teaching|education\w*|learn\w*|purpose)\b", r"\beducation\w*\b"),
        (r"\b(?:disclaimer|liab\w*|medical advice|responsib\w*|rely|replace|substitute)\b", r"\b(?:disclaimer|liab\w*|advice|replace|substitute|judg\w*ment|rely)\b"),
    )
)  # fmt: skip
CUED, TOPIC = 0.5, 0.4
"""What a cue for a question about the document is worth to its own lines, and what being on the asked topic is (on the
scale of a match's score, where neighbouring units lie about 0.1 apart)."""


def about_cue(asked: Question) -> bool:
    """Whether the question asks for something about the document itself."""
    found = _CUE.search(asked.text)
    return bool(found) and (bool(_ITSELF.search(asked.text)) or not _CLINICAL.search(asked.text))


def about_answer(
    asked: Question, found: Sequence[Retrieved], read: Reading, earlier: Sequence[Answer]
) -> OwnAnswer | None:
    """The line of the document that answers a question about it; None when the question is a clinical one."""
    document = meant(found, read, earlier)
    if document is None:
        return None
    lines = [one for one in found if one.passage.kind == "about" and one.passage.document == document.key]
    title = re.search(r"\btitle\b|\bcalled\b", asked.text, re.I)
    said = [m for m in matches(asked, lines, read) if title or m.unit.passage.words() != document.title]
    body = matches(asked, [one for one in found if one.passage.kind == "body"][:6], read)
    if not said:
        return None
    topics = [held for cue, held in _TOPICS if cue.search(asked.text)]
    cued = about_cue(asked)
    if cued and title:
        said = [m for m in said if m.unit.passage.words() == document.title] or said
    elif cued and topics:  # A heading such as "Review status" is nearest to the question, and no answer to it.
        said = [m for m in said if any(held.search(m.unit.words()) for held in topics)] or said

    def worth(score: float, words: str) -> float:
        return score + TOPIC * any(held.search(words) for held in topics)

    best = max(said, key=lambda m: worth(m.score, m.unit.words()))
    rival = body[0].score if body else 0.0
    own = worth(best.score, best.unit.words()) if cued else best.score
    if own + (CUED if cued else -CUED) < rival:
        return None
    if cued and topics and not any(held.search(best.unit.words()) for held in topics):
        return None
    return OwnAnswer((best.unit.statement(),), 0.9)
