"""Whether the citations of an answer hold it up, as ALCE asks it, by whichever judge was named.

Gao, Yen, Yu and Chen, "Enabling Large Language Models to Generate Text with Citations", EMNLP 2023.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chat.answers import Answer, Statement
from chat.gate import evidence
from eval.judging import Judge


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge said about one statement."""

    supported: bool
    """Its cited passages, taken together, support it."""
    citations: int
    useful: int
    """Citations that are not beside the point; none of them is when the statement is not supported."""


def verdicts(answer: Answer, judge: Judge) -> tuple[Verdict | None, ...]:
    """One verdict a statement; None where the judge failed or said neither yes nor no."""
    texts = {shown.passage.key: evidence(shown.passage) for shown in answer.passages}
    return tuple(_verdict(statement, texts, judge) for statement in answer.statements)


def _verdict(statement: Statement, texts: dict[str, str], judge: Judge) -> Verdict | None:
    # A citation of a passage that was not retrieved supports nothing.
    cited = [texts.get(key, "") for key in statement.citations]
    try:
        if not cited or not _says(judge, statement.text, cited):
            return Verdict(supported=False, citations=len(cited), useful=0)
        useful = sum(_useful(judge, statement.text, cited, number) for number in range(len(cited)))
    except Exception:
        # Any failure of a judge means the same here: this statement has no score.
        return None
    return Verdict(supported=True, citations=len(cited), useful=useful)


def _useful(judge: Judge, statement: str, cited: Sequence[str], number: int) -> bool:
    """Beside the point: it does not support the statement alone, and the others do without it."""
    if len(cited) == 1 or _says(judge, statement, [cited[number]]):
        return True
    return not _says(judge, statement, [*cited[:number], *cited[number + 1 :]])


def _says(judge: Judge, statement: str, passages: Sequence[str]) -> bool:
    verdict: object = judge.supports(statement, passages)
    if not isinstance(verdict, bool | np.bool_):
        raise TypeError(f"the judge {judge.name} answered {verdict!r}")
    return bool(verdict)
