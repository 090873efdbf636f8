"""Whether the cited passages hold the statements up, by the judge that the report names."""

from __future__ import annotations

from eval.figures.base import NO_PART, Figure, Share, counted
from eval.scene import Scene
from eval.support import Verdict

ALCE = "Gao et al., ALCE, EMNLP 2023"


def _decided(scene: Scene) -> list[Verdict] | None:
    """Every statement's verdict, or None when the judge failed on one: half an answer is not scored."""
    decided = [verdict for verdict in scene.verdicts if verdict is not None]
    return decided if len(decided) == len(scene.verdicts) else None


def _recall(scene: Scene) -> Share | None:
    decided = _decided(scene)
    if decided is None:
        return None
    return Share(sum(one.supported for one in decided) / len(decided)) if decided else NO_PART


def _precision(scene: Scene) -> Share | None:
    decided = _decided(scene)
    if decided is None:
        return None
    if not decided:
        return NO_PART
    citations = sum(one.citations for one in decided)
    return Share(sum(one.useful for one in decided) / citations if citations else 0.0)


def _unsupported(scene: Scene) -> Share | None:
    decided = _decided(scene)
    return None if decided is None else Share(sum(not one.supported for one in decided), len(decided))


CITATION_RECALL = Figure(
    name="citation_recall",
    description="Share of an answer's statements that their cited passages together support, averaged over answers.",
    source=ALCE,
    concerns=counted,
    score=_recall,
    judged=True,
)

CITATION_PRECISION = Figure(
    name="citation_precision",
    description="Share of an answer's citations that are not beside the point, averaged over answers: the statement is "
    "supported, and this passage supports it alone or the others do not without it.",
    source=ALCE,
    concerns=counted,
    score=_precision,
    judged=True,
)

UNSUPPORTED_RATE = Figure(
    name="unsupported_rate",
    description="Share of all statements shown that their cited passages do not support.",
    concerns=counted,
    score=_unsupported,
    better="lower",
    judged=True,
)

FIGURES = (CITATION_RECALL, CITATION_PRECISION, UNSUPPORTED_RATE)
