"""Questions about the document itself, answered by its own lines: its title, date, review status, publisher, readers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.answers import Answer, Statement
from chat.own_lines import Line, OwnAnswer, meant
from chat.question import Question
from chat.reading import Reading
from chat.references import quoted
from chat.retrieve import Retrieved

MOST = 3
CLOSE = 1.0
"""How far below the best line's logit another may lie and still be shown."""
LABEL_WORDS = 3
_ITSELF = r"\b(?:this|the|your) (?:article|page|document|guideline|text)"
_TITLE = re.compile(
    rf"\b(?:title|name) of {_ITSELF}\b(?! (?:on|about|behind|by|in|from)\b)|{_ITSELF}(?:'s|’s)? (?:title|called|titled|named)\b|"
    rf"^\W*what(?: is|'s|’s) {_ITSELF} about\W*$",
    re.IGNORECASE,
)


def title_answer(
    asked: Question, found: Sequence[Retrieved], read: Reading, earlier: Sequence[Answer]
) -> OwnAnswer | None:
    """The title, when it is asked for; None when it is not, or the document has none. A title does not say it is one."""
    document = meant(asked, found, read, earlier) if _TITLE.search(asked.text) else None
    for one in read.passages.values():
        if document is not None and one.document == document.key and one.words() == document.title:
            return OwnAnswer((quoted(one),), 0.95)
    return None


def about_answer(lines: Sequence[Line]) -> OwnAnswer:
    """What the lines that answer best say; `lines` are of documents, best first."""
    best = lines[0]
    chosen = [one for one in lines[:MOST] if one.answering >= best.answering - CLOSE]
    return OwnAnswer(tuple(dict.fromkeys(_whole(one) for one in chosen)), best.sure)


def _whole(line: Line) -> Statement:
    """What a line says; a label with its whole passage: of "Status / Under review / Approved" none is said alone."""
    words = line.unit.words()
    label = len(words.split()) <= LABEL_WORDS and not re.search(r"[\d.:]", words)
    return quoted(line.passage) if label else line.unit.statement()
