"""Whether answers rest on the words that a person marked as the evidence, or on a relevant source where none is."""

from __future__ import annotations

from eval.figures.base import NO_PART, Figure, Share, located
from eval.scene import Scene


def _cites_evidence(scene: Scene) -> Share:
    return Share(float(bool(scene.cited & scene.gold.holding)))


def _on_point(scene: Scene) -> Share:
    statements = scene.answer.statements
    if not statements:
        return NO_PART
    return Share(sum(scene.on_point(statement) for statement in statements), len(statements))


EVIDENCE_CITATION_RATE = Figure(
    name="evidence_citation_rate",
    description="Share of answerable turns in which a cited passage holds gold evidence; an abstention scores 0.",
    concerns=located,
    score=_cites_evidence,
)

ON_POINT = Figure(
    name="on_point",
    description="Share of the statements, over answered answerable turns, that rest on words of the gold evidence.",
    concerns=located,
    score=_on_point,
)

FIGURES = (EVIDENCE_CITATION_RATE, ON_POINT)
