"""The check of a statement: verbatim, or an unbroken lock and enough support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chat.gate.exact import exact
from chat.gate.lock import lock
from chat.gate.reasons import Reason
from chat.gate.support import support, threshold


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of a statement."""

    supported: bool
    score: float
    """From 0 to 1; supported exactly when it is at or above the threshold. 1 for verbatim words."""
    reasons: tuple[Reason, ...] = ()
    """What is missing; empty when supported."""


def check(statement: str, passages: Sequence[str], headings: Sequence[str] = ()) -> Verdict:
    """Whether the passages, taken together, hold the statement; safe to call from several threads.

    `passages` are texts as `evidence` gives them; `headings[i]` is what stands above passage i. A statement that needs
    the support score loads the embedding model (ModelError when it is missing); a verbatim or broken one does not.
    """
    if exact(statement, passages, headings):
        return Verdict(True, 1.0)
    reasons = lock(statement, passages, headings)
    if reasons:
        # Below the threshold whatever the words look like, and lower the more is broken.
        return Verdict(False, round(0.5 * threshold() / len(reasons), 6), reasons)
    score = support(statement, passages)
    if score >= threshold():
        return Verdict(True, score)
    weak = Reason(
        "support", f"The cited passages say too little of this (support {score:.2f}, needed {threshold():.2f})."
    )
    return Verdict(False, score, (weak,))
