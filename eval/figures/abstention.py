"""Whether the program declines where the library does not answer, and only there."""

from __future__ import annotations

from eval.figures.base import Figure, Share, counted, unanswerable
from eval.scene import Scene


def _rightly(scene: Scene) -> float:
    return float(scene.answer.abstained and scene.turn.answerable is False)


def _precision(scene: Scene) -> Share:
    return Share(_rightly(scene), float(scene.answer.abstained))


def _recall(scene: Scene) -> Share:
    return Share(_rightly(scene))


def _f1(scene: Scene) -> Share:
    # F1 is 2TP / (2TP + FP + FN): each turn adds to both sums, so it can be resampled like any share.
    return Share(2 * _rightly(scene), float(scene.answer.abstained) + float(scene.turn.answerable is False))


PRECISION = Figure(
    name="abstention_precision",
    description="Share of the abstentions that were right: the library does not answer.",
    concerns=counted,
    score=_precision,
)

RECALL = Figure(
    name="abstention_recall",
    description="Share of the unanswerable turns on which the program abstained.",
    concerns=unanswerable,
    score=_recall,
)

F1 = Figure(
    name="abstention_f1",
    description="Harmonic mean of abstention precision and recall.",
    concerns=counted,
    score=_f1,
)

FIGURES = (PRECISION, RECALL, F1)
