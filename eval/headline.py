"""The figures that say together whether answers can be trusted, and their one summary number."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from eval.figures.base import Figure
from eval.ledger import Estimate

HEADLINE = (
    "nugget_recall",
    "evidence_citation_rate",
    "on_point",
    "citation_precision",
    "unsupported_rate",
    "abstention_f1",
)
DESCRIPTION = (
    "Geometric mean of nugget_recall, evidence_citation_rate, on_point, citation_precision, "
    "1 - unsupported_rate and abstention_f1: one that is zero makes the whole zero, so that nothing is won by "
    "giving up on one of them."
)


def headline(estimates: Mapping[Figure, Estimate]) -> float | None:
    """The geometric mean of the headline figures that have a value; None when none has.

    Leaving out what has no value rewards nobody: whoever says nothing has no citations to judge, yet scores zero in
    nugget_recall wherever there was something to say.
    """
    parts = [
        1 - estimate.interval.value if figure.better == "lower" else estimate.interval.value
        for figure, estimate in estimates.items()
        if figure.name in HEADLINE and estimate.interval.value is not None
    ]
    if not parts:
        return None
    return 0.0 if min(parts) <= 0 else float(np.exp(np.mean(np.log(parts))))


def wins(real: Mapping[Figure, Estimate], cheaters: Mapping[str, Mapping[Figure, Estimate]]) -> dict[str, list[str]]:
    """By figure name, the cheaters that do better in it than the real engine."""
    found: dict[str, list[str]] = {}
    for figure, estimate in real.items():
        mine = estimate.interval.value
        if figure.better is None or figure.machine or mine is None:
            continue
        for name, theirs in cheaters.items():
            value = theirs[figure].interval.value
            if value is not None and (value > mine if figure.better == "higher" else value < mine):
                found.setdefault(figure.name, []).append(name)
    return found
