"""What became of an ingest, in lines for a person: one a file, and one for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.ingest import Outcome


def line(outcome: Outcome) -> str:
    """How it went, the file's name, and how many passages it holds or why it was not read."""
    passages = f"{outcome.passages:,} passages" if outcome.passages else ""
    told = (outcome.why,) if outcome.why else (outcome.shown, passages)
    return "  ".join(part for part in (f"{outcome.status:<10}", *told) if part)


def summary(outcomes: Sequence[Outcome], seconds: float) -> str:
    """How many files came to what, how many passages that made, and how long it took."""
    counted = Counter(outcome.status for outcome in outcomes)
    told = ", ".join(f"{count:,} {status}" for status, count in counted.items()) or "no files there"
    passages = sum(outcome.passages for outcome in outcomes)
    return f"{told}: {passages:,} passages read in {seconds:,.1f} s"
