"""Whether the answer's score knows when the library answers."""

from __future__ import annotations

import math

from eval.figures.base import Figure, Share, counted
from eval.gold import Turn
from eval.pools import aurc, auroc
from eval.scene import Scene


def _score(scene: Scene) -> Share | None:
    score = scene.answer.score
    return Share(score, float(scene.turn.answerable is True)) if math.isfinite(score) else None


def _has_loss(turn: Turn) -> bool:
    return turn.answerable is False or (turn.answerable is True and bool(turn.nuggets))


def _loss(scene: Scene) -> Share | None:
    score = scene.answer.score
    if not math.isfinite(score):
        return None
    loss = 1 - sum(scene.nuggets) / len(scene.nuggets) if scene.turn.answerable else 1.0
    return Share(score, loss)


AUROC = Figure(
    name="answerability_auroc",
    description="Chance that an answerable turn has a higher score than an unanswerable one; 0.5 is guessing.",
    source="Hanley and McNeil, Radiology 143, 1982",
    concerns=counted,
    score=_score,
    pool=auroc,
)

AURC = Figure(
    name="aurc",
    description="Area under the risk-coverage curve: mean loss when turns are taken by falling score. The loss of an "
    "answerable turn is the share of nuggets missed, that of an unanswerable one is 1.",
    source="Geifman and El-Yaniv, NeurIPS 2017",
    concerns=_has_loss,
    score=_loss,
    better="lower",
    pool=aurc,
)

FIGURES = (AUROC, AURC)
