"""How much of what had to be said was said."""

from __future__ import annotations

from eval.figures.base import Figure, Share
from eval.gold import Turn
from eval.scene import Scene


def _concerns(turn: Turn) -> bool:
    return turn.answerable is True and bool(turn.nuggets)


def _score(scene: Scene) -> Share:
    return Share(sum(scene.nuggets) / len(scene.nuggets))


NUGGET_RECALL = Figure(
    name="nugget_recall",
    description="Share of the gold nuggets that stand in the answer's statements, averaged over answerable turns; "
    "an abstention scores 0.",
    source="Voorhees, TREC 2003 question answering track (nugget recall)",
    concerns=_concerns,
    score=_score,
)

FIGURES = (NUGGET_RECALL,)
