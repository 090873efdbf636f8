"""Every figure of an evaluation, in the order in which it is printed."""

from __future__ import annotations

from eval.figures import abstention, citations, confidence, evidence, nuggets, retrieval, speed, wording
from eval.figures.base import Figure, Share
from eval.figures.speed import RUN_FIGURES, RunFigure

FIGURES: tuple[Figure, ...] = (
    *retrieval.FIGURES,
    *nuggets.FIGURES,
    *evidence.FIGURES,
    *citations.FIGURES,
    *abstention.FIGURES,
    *confidence.FIGURES,
    *wording.FIGURES,
    *speed.FIGURES,
)

__all__ = ["FIGURES", "RUN_FIGURES", "Figure", "RunFigure", "Share"]
