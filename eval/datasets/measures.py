"""Measures of public sets for which the figures of gold files say nothing.

Every one takes a callable and asks it; none knows how passages are made or found. The definitions are those under
which the sets' floors were taken, so figures may be set beside each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eval.datasets.clapnq import Asked as Question
from eval.datasets.conversations import Conversation, Exchange
from eval.datasets.evidence_inference import Prompt
from eval.datasets.squad import Asked


@dataclass(frozen=True, slots=True)
class Found:
    """A retrieved passage: an unbroken stretch of a source's text."""

    source: str
    start: int
    end: int


Search = Callable[[str], Sequence[Found]]
"""A question to its ranking, best first."""
SearchWithin = Callable[[str, str], Sequence[Found]]
"""A question and the one source that is asked to its ranking, best first."""
Rewrite = Callable[[Sequence[Exchange], str], str]
"""The turns before (their `standalone` is withheld) and a follow-up to its standalone wording."""

_WORD = re.compile(r"\S+")
_ROUGE_TOKEN = re.compile(r"[a-z0-9]+")
HELD = 0.5
"""A span is found when at least this share of its characters lies inside."""


def evidence_coverage(
    prompts: Sequence[Prompt], texts: Mapping[str, str], search: SearchWithin, budgets: Sequence[int] = (120, 360, 600)
) -> dict[int, list[bool]]:
    """For each budget of words, whether each prompt counts: half of a valid span lies in the ranking's first words.

    The passage that passes the budget counts up to it, so that the size of passages is no advantage.
    """
    found: dict[int, list[bool]] = {budget: [] for budget in budgets}
    for prompt in prompts:
        ranking = [f for f in search(prompt.question, prompt.source) if f.source == prompt.source]
        for budget in budgets:
            stretches = _within(ranking, texts[prompt.source], budget)
            found[budget].append(any(_share(span, stretches) >= HELD for span in prompt.spans))
    return found


def _within(ranking: Sequence[Found], text: str, budget: int) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    for passage in ranking:
        words = list(_WORD.finditer(text, passage.start, passage.end))
        if not words or budget <= 0:
            continue
        taken = words[:budget]
        budget -= len(taken)
        stretches.append((taken[0].start(), taken[-1].end()))
    return stretches


def _share(span: tuple[int, int], stretches: Sequence[tuple[int, int]]) -> float:
    covered: set[int] = set()
    for start, end in stretches:
        covered.update(range(max(span[0], start), min(span[1], end)))
    return len(covered) / (span[1] - span[0])


def hit_at(questions: Sequence[Asked], search: Search, ks: Sequence[int] = (1, 5, 10)) -> dict[int, list[bool]]:
    """For each k, whether each question has a passage among the first k that holds half of one of its answers."""
    found: dict[int, list[bool]] = {k: [] for k in ks}
    for question in (q for q in questions if not q.impossible):
        ranking = search(question.question)[: max(ks)]
        right = [
            f.source == question.source and any(_share(a, [(f.start, f.end)]) >= HELD for a in question.answers)
            for f in ranking
        ]
        for k in ks:
            found[k].append(any(right[:k]))
    return found


@dataclass(frozen=True, slots=True)
class Rouge:
    """ROUGE-1 of a rewrite against a person's."""

    recall: float
    precision: float
    f: float


def rouge_1(rewrite: str, reference: str) -> Rouge:
    """Unigram overlap as ROUGE-1 defines it: lower-cased runs of letters and digits, clipped counts, no stemming."""
    ours, theirs = Counter(_ROUGE_TOKEN.findall(rewrite.lower())), Counter(_ROUGE_TOKEN.findall(reference.lower()))
    shared = sum((ours & theirs).values())
    recall, precision = shared / max(1, theirs.total()), shared / max(1, ours.total())
    return Rouge(recall, precision, 2 * recall * precision / (recall + precision) if shared else 0.0)


def rewrite_overlap(conversations: Sequence[Conversation], rewrite: Rewrite) -> list[Rouge]:
    """One score a turn that has a person's rewrite, first turns included."""
    scores: list[Rouge] = []
    for conversation in conversations:
        before: list[Exchange] = []
        for turn in conversation.turns:
            if turn.standalone:
                scores.append(rouge_1(rewrite(tuple(before), turn.question), turn.standalone))
            before.append(Exchange(turn.question, turn.response, None))
    return scores


def answerability(questions: Sequence[Question], score: Callable[[str, str], float]) -> tuple[list[bool], list[float]]:
    """Whether each question is answerable, and what `score(question, passage)` says: the two columns of an AUROC.

    The passage is read with its article's title above it, as a reader sees it.
    """
    return [q.answerable for q in questions], [score(q.question, f"{q.title}\n\n{q.passage}") for q in questions]


def auroc(right: Sequence[bool], scores: Sequence[float]) -> float:
    """Area under the ROC curve."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(right, scores))
