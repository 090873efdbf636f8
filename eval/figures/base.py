"""What a figure is: a small value with a name, a meaning, and a score for one turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from eval.gold import Turn
from eval.pools import Pool, ratio
from eval.scene import Scene


@dataclass(frozen=True, slots=True)
class Share:
    """A turn's part in a figure: so much of so much. A whole of zero means that the turn has no part in it."""

    part: float
    whole: float = 1.0


NO_PART = Share(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of an evaluation.

    `score` returns None for a turn that ought to be scored and cannot be: it is counted as unscored, never as zero.
    """

    name: str
    description: str
    """One sentence, as the report prints it."""
    concerns: Callable[[Turn], bool]
    """Whether the turn ought to be scored, by its gold alone."""
    score: Callable[[Scene], Share | None]
    source: str = ""
    """Where the literature defines it."""
    better: Literal["higher", "lower"] | None = "higher"
    judged: bool = False
    """Rests on the judge of support."""
    machine: bool = False
    """Depends on the machine and on what else it was doing: a change is told, and is no regression."""
    pool: Pool = ratio


def counted(turn: Turn) -> bool:
    """Turns asked for the conversation's sake count in no figure."""
    return turn.answerable is not None


def answerable(turn: Turn) -> bool:
    return turn.answerable is True


def unanswerable(turn: Turn) -> bool:
    return turn.answerable is False


def located(turn: Turn) -> bool:
    """Answerable, and the gold says where."""
    return turn.answerable is True and bool(turn.evidence or turn.relevant)
