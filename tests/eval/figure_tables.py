"""Puts measured figures on the pages that tell them: `python -m tests.eval.figure_tables SPLIT=FIGURES.json …`.

FIGURES.json is what `footnote eval --split SPLIT --json FIGURES.json` wrote. Of each split, the table between the marks
in docs/evaluation.md is replaced; where both are given, the README's few figures too.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

README = Path(__file__).parents[2] / "README.md"
PAGE = README.parent / "docs" / "evaluation.md"
ON_THE_MACHINE = ("seconds_p50", "seconds_p95", "startup_seconds", "peak_memory_mb")
"""Told on the page of what it costs, not here."""
SHORT = {
    "foot-drop.yaml": "foot drop",
    "anticoagulants-around-surgery.yaml": "anticoagulants",
    "hyponatraemia-in-adults.yaml": "hyponatraemia",
}


def table(held: Mapping[str, Any]) -> Iterator[str]:
    """The figures of one run as a Markdown table: all turns, first turns, follow-ups, page by page."""
    figures = {name: one for name, one in held["figures"].items() if name not in ON_THE_MACHINE}
    files = sorted(next(iter(figures.values()))["files"], key=list(SHORT).index)
    yield f"| figure | all | first turns | follow-ups | {' | '.join(SHORT[file] for file in files)} |"
    yield "|---" * (4 + len(files)) + "|"
    for name, one in figures.items():
        cells = [one["all"], one["first_turns"], one["follow_ups"], *(one["files"][file] for file in files)]
        yield f"| `{name}` | {' | '.join(map(_cell, cells))} |"
    told = [f"{name} {value:.3f}" for name, value in held["headline"].items()]
    yield f"\nHeadline (geometric mean of six figures): {', '.join(told)}."


SUMMARY = {
    "nugget_recall": "of what an answer had to say, said",
    "on_point": "of the statements shown, resting on the words that answer",
    "abstention_recall": "of the questions without an answer on the page, declined",
    "unsupported_rate": "of the statements shown, not in the passage they cite",
}
"""What the README tells, and how."""


def summary(splits: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """A few figures of several runs, side by side in percent."""
    yield f"| | {' | '.join(splits)} |"
    yield "|---" + "|---:" * len(splits) + "|"
    for name, told in SUMMARY.items():
        values = (one["figures"][name]["all"]["value"] for one in splits.values())
        yield f"| {told} | {' | '.join(f'{value:.0%}' for value in values)} |"


def _cell(estimate: Mapping[str, Any]) -> str:
    if estimate["value"] is None:
        return "–"
    value = f"{estimate['value']:.2f}" if estimate["value"] < 10 else f"{estimate['value']:.0f}"
    if estimate["low"] is None:
        return value
    low, high = (f"{estimate[end]:.2f}" if estimate[end] < 10 else f"{estimate[end]:.0f}" for end in ("low", "high"))
    return f"{value} ({low}–{high})"


def put(page: str, split: str, lines: Sequence[str]) -> str:
    """The page with the table of a split replaced."""
    made, times = re.subn(
        rf"(<!-- figures: {split} -->\n).*?(<!-- end of figures -->)",
        lambda found: found[1] + "".join(f"{line}\n" for line in lines) + found[2],
        page,
        flags=re.S,
    )
    if times != 1:
        raise ValueError(f"the page has no place for the figures of {split}")
    return made


def main(arguments: Sequence[str]) -> int:
    """Rewrites the page."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    named = (argument.partition("=") for argument in arguments)
    runs = {split: json.loads(Path(path).read_text("utf-8")) for split, _, path in named}
    for split, held in runs.items():
        PAGE.write_text(put(PAGE.read_text("utf-8"), split, list(table(held))), "utf-8")
    if {"dev", "test"} <= runs.keys():
        told = summary({"development": runs["dev"], "test": runs["test"]})
        README.write_text(put(README.read_text("utf-8"), "summary", list(told)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
