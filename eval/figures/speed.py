"""How long a reader waits, and what the run cost the machine."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from eval.figures.base import Figure, Share, counted
from eval.pools import quantile
from eval.scene import Scene


def _seconds(scene: Scene) -> Share:
    return Share(scene.seconds)


def _quantile(percent: int) -> Figure:
    return Figure(
        name=f"seconds_p{percent}",
        description=f"Seconds within which {percent}% of the turns were answered, by this program's own clock.",
        concerns=counted,
        score=_seconds,
        better="lower",
        machine=True,
        pool=quantile(percent / 100),
    )


FIGURES = (_quantile(50), _quantile(95))


@dataclass(frozen=True, slots=True)
class RunFigure:
    """A number that a run has once: there is nothing to resample, so it has no interval."""

    name: str
    description: str


STARTUP = RunFigure("startup_seconds", "Seconds from the command's start until its first question could be asked.")
MEMORY = RunFigure("peak_memory_mb", "Most memory that the process held at once, in megabytes.")
RUN_FIGURES = (STARTUP, MEMORY)


def peak_memory_mb() -> float | None:
    """The process's peak resident memory; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # macOS counts in bytes, everyone else in kilobytes.
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
