"""What an answer must not say, and how long it is."""

from __future__ import annotations

from eval.figures.base import NO_PART, Figure, Share, counted
from eval.gold import Turn
from eval.scene import Scene


def _forbids(turn: Turn) -> bool:
    return turn.answerable is not None and bool(turn.forbidden)


def _forbidden(scene: Scene) -> Share:
    return Share(float(bool(scene.forbidden)))


def _statements(scene: Scene) -> Share:
    return NO_PART if scene.answer.abstained else Share(float(len(scene.answer.statements)))


def _words(scene: Scene) -> Share:
    if scene.answer.abstained:
        return NO_PART
    return Share(float(sum(len(statement.text.split()) for statement in scene.answer.statements)))


FORBIDDEN_RATE = Figure(
    name="forbidden_rate",
    description="Share of the turns that name forbidden strings in which a statement holds one.",
    concerns=_forbids,
    score=_forbidden,
    better="lower",
)

STATEMENTS = Figure(
    name="statements",
    description="Statements in an answer, averaged over answers given.",
    concerns=counted,
    score=_statements,
    better=None,
)

WORDS = Figure(
    name="words",
    description="Words in an answer, averaged over answers given.",
    concerns=counted,
    score=_words,
    better=None,
)

FIGURES = (FORBIDDEN_RATE, STATEMENTS, WORDS)
