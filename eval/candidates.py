"""Feedback as gold candidates: questions that real readers asked, for a person to finish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from chat.feedback import Feedback, FeedbackStore

HEADING = """\
# Gold candidates from readers' feedback. To finish one: set answerable to true or false, keep as evidence only words
# that a right answer rests on, and add nuggets (what a right answer must say). Until then it counts in no figure.
"""


def candidates(folder: Path) -> str:
    """The feedback kept in a library folder as a gold file that can be read as it is."""
    return "".join(_pieces(FeedbackStore(folder).all()))


def _pieces(kept: Sequence[Feedback]) -> Iterator[str]:
    yield HEADING
    if not kept:
        yield "# No feedback has been kept yet.\n"
    for number, one in enumerate(kept, start=1):
        yield "\n"
        yield from _remarks(one)
        yield yaml.safe_dump([_case(number, one)], allow_unicode=True, sort_keys=False, width=120)


def _case(number: int, one: Feedback) -> dict[str, Any]:
    turn: dict[str, Any] = {"question": one.standalone_question, "answerable": None}
    # Which of the citations is wrong must be known before the others count as right.
    doubtful = one.verdict == "down" or (one.verdict == "wrong_citation" and not one.cited)
    evidence = list(dict.fromkeys(text for key, text in one.words if not doubtful and key != one.cited))
    if evidence:
        turn["evidence"] = evidence
    return {"id": f"feedback-{number}", "tags": ["feedback", one.verdict.replace("_", "-")], "turns": [turn]}


def _remarks(one: Feedback) -> Iterator[str]:
    yield _remark(f"{one.time}: {one.verdict.replace('_', ' ')}")
    if one.question != one.standalone_question:
        yield _remark(f"asked as: {one.question}")
    yield _remark(f"answered: {one.answer}")
    for key, text in one.words:
        if key == one.cited:
            yield _remark(f"wrong citation: {text}")


def _remark(text: str) -> str:
    """One comment line, whatever a reader typed: nothing of it may become part of the file's own words."""
    plain = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in " ".join(text.split())
    )
    return f"# {plain}\n"
