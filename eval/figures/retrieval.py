"""How high the passages that hold the evidence stand in the ranking; ir_measures does the counting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from eval.figures.base import Figure, Share, located
from eval.scene import Scene


@cache
def _measures() -> Mapping[str, Any]:
    # Imported at first use: its providers pull in pandas-sized packages.
    from ir_measures import RR, R, nDCG

    cuts = {f"recall_at_{k}": R @ k for k in (1, 3, 5, 10)}
    return {**cuts, "ndcg_at_10": nDCG @ 10, "mrr": RR}


# The cheating baselines share the engine's ranking, and six figures share one calculation.
@lru_cache(maxsize=8)
def measured(ranking: tuple[str, ...], relevant: frozenset[str]) -> Mapping[str, float]:
    """Every retrieval figure of one ranking."""
    import ir_measures

    measures = _measures()
    judgements = [ir_measures.Qrel("q", key, 1) for key in sorted(relevant)]
    run = [ir_measures.ScoredDoc("q", key, float(-rank)) for rank, key in enumerate(ranking)]
    if not run:
        return dict.fromkeys(measures, 0.0)
    found = {metric.measure: metric.value for metric in ir_measures.iter_calc(list(measures.values()), judgements, run)}
    return {name: float(found[measure]) for name, measure in measures.items()}


def _score(name: str) -> Callable[[Scene], Share | None]:
    def score(scene: Scene) -> Share | None:
        return Share(measured(scene.ranking, scene.gold.relevant)[name]) if scene.gold.relevant else None

    return score


def _recall(k: int) -> Figure:
    return Figure(
        name=f"recall_at_{k}",
        description=f"Share of the passages that hold gold evidence which stand in the first {k} of the ranking.",
        concerns=located,
        score=_score(f"recall_at_{k}"),
    )


NDCG = Figure(
    name="ndcg_at_10",
    description="Normalised discounted gain of the first ten passages: evidence near the top counts more.",
    source="Järvelin and Kekäläinen, ACM TOIS 20(4), 2002",
    concerns=located,
    score=_score("ndcg_at_10"),
)

MRR = Figure(
    name="mrr",
    description="One over the rank of the first passage that holds gold evidence, averaged over turns.",
    source="Voorhees, TREC-8 question answering track, 1999",
    concerns=located,
    score=_score("mrr"),
)

FIGURES = (_recall(1), _recall(3), _recall(5), _recall(10), NDCG, MRR)
