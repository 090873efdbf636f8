"""What the answer model is trained on: a question, texts, and which of them answer it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Group:
    """One question beside the texts of one page; hardest texts first within each label."""

    questions: Sequence[str]
    """Ways in which it may be put: alone, or in its conversation; one is drawn each time."""
    answering: Sequence[str]
    """Texts that answer it; none when the page does not."""
    others: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Drawn:
    """A group as one step of training sees it."""

    question: str
    texts: Sequence[str]
    answers: int
    """How many of the texts answer; they come first."""


def drawn(group: Group, size: int, chance: random.Random) -> Drawn:
    """At most four answering texts, the rest others: seven in ten among the hardest."""
    answering = list(group.answering)
    if len(answering) > 4:
        answering = chance.sample(answering, 4)
    take = min(len(group.others), max(2, size - len(answering)))
    hard = list(group.others[:size])
    chance.shuffle(hard)
    kept = round(take * 0.7)
    rest = [*hard[kept:], *group.others[size:]]
    chance.shuffle(rest)
    others = [*hard[:kept], *rest[: take - min(kept, len(hard))]]
    return Drawn(chance.choice(list(group.questions)), [*answering, *others], len(answering))
