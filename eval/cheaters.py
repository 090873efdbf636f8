"""Four answerers that know nothing, scored beside the real one: no figure may be trusted that one of them wins.

Each makes its answer from the real engine's own ranking, so that every figure applies to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from chat.answers import Answer, Cited, Shown, Statement

CITED_AT_ONCE = 10
"""How many passages cite-everything cites: the whole ranking may be the whole library."""


def refuse_everything(answer: Answer) -> Answer:
    """Always abstains."""
    return _told(answer, (), score=0.0)


def answer_everything(answer: Answer) -> Answer:
    """Shows the first passage whole, whatever was asked."""
    top = answer.passages[:1]
    return _told(
        answer, tuple(Statement(shown.passage.words(), (_whole(shown),), "quoted") for shown in top), score=1.0
    )


def cite_everything(answer: Answer) -> Answer:
    """Shows the first passage whole and cites every passage near the top for it."""
    top = answer.passages[:CITED_AT_ONCE]
    spans = tuple(_whole(shown) for shown in top)
    return _told(answer, tuple(Statement(shown.passage.words(), spans, "quoted") for shown in top[:1]), score=1.0)


def copy_the_question(answer: Answer) -> Answer:
    """Says the question back and cites the first passage."""
    top = answer.passages[:1]
    said = answer.standalone_question
    return _told(answer, tuple(Statement(said, (_whole(shown),), "quoted") for shown in top), score=1.0)


CHEATERS: Mapping[str, Callable[[Answer], Answer]] = {
    "refuse-everything": refuse_everything,
    "answer-everything": answer_everything,
    "cite-everything": cite_everything,
    "copy-the-question": copy_the_question,
}


def _told(answer: Answer, statements: tuple[Statement, ...], score: float) -> Answer:
    abstention = "" if statements else "The library does not say."
    return replace(answer, statements=statements, score=score, notes=(), abstention=abstention)


def _whole(shown: Shown) -> Cited:
    passage = shown.passage
    return Cited(passage.key, passage.start, passage.end)
