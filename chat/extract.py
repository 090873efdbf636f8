"""The extractive engine: an answer made of the passages' own sentences, or an abstention.

It picks the unit that answers best, adds others only when they answer nearly as well, keeps to what was asked (the
one row of a scale, the whole list), and stays short. Deterministic, verbatim, no language model.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from chat.about import about_answer
from chat.answers import Answer, Note, Statement
from chat.decline import THRESHOLD, confidence, missing
from chat.match import Match, matches
from chat.question import Question
from chat.reading import Reading
from chat.references import reference_answer
from chat.retrieve import Retrieved, showable

CONSIDERED = 12
"""Passages whose units are weighed."""
MOST_STATEMENTS = 4
CLOSE = 0.08
"""How far below the best unit's score another may lie and still be shown."""
LIST_CLOSE = 0.18
"""The same, when the question asks for several things."""
SINGLED_OUT = 0.1
"""How far an item must lie above its siblings to be shown without them."""

DECLINED = "The library does not say."


def compose(
    question: str, standalone: str, found: Sequence[Retrieved], read: Reading, earlier: Sequence[Answer] = ()
) -> Answer:
    """The answer to a standalone question from its ranking."""
    shown = tuple(showable(one, read) for one in found)
    asked = Question.of(read.lexicon.expand(standalone))
    about = reference_answer(asked, found, read, earlier) or about_answer(asked, found, read, earlier)
    if about is not None:
        return Answer(
            question=question,
            standalone_question=standalone,
            statements=about.statements,
            passages=shown,
            score=about.score,
            notes=about.notes,
            abstention="" if about.statements else DECLINED,
        )
    body = [one for one in found if one.passage.kind == "body"]
    ranked = matches(asked, list(islice(body, CONSIDERED)), read)
    score = confidence(asked, ranked, read)
    if not ranked or score < THRESHOLD:
        return Answer(question, standalone, (), shown, score, notes=missing(asked, ranked, read), abstention=DECLINED)
    statements = _statements(asked, ranked)
    notes: tuple[Note, ...] = ()
    return Answer(question, standalone, statements, shown, score, notes=notes)


def _statements(asked: Question, ranked: list[Match]) -> tuple[Statement, ...]:
    chosen = _chosen(asked, ranked)
    return tuple(match.unit.statement() for match in chosen)


def _chosen(asked: Question, ranked: list[Match]) -> list[Match]:
    """The best unit, then those close behind it that say something else."""
    several = bool(asked.asks & {"list", "comparison"})
    margin = LIST_CLOSE if several else CLOSE
    best = _whole_or_part(asked, ranked[0], ranked)
    chosen = [best]
    for match in ranked[1:]:
        if len(chosen) >= MOST_STATEMENTS or match.score < ranked[0].score - margin:
            break
        candidate = _whole_or_part(asked, match, ranked)
        if any(candidate.unit.overlaps(one.unit) for one in chosen):
            continue
        if candidate.number < 0 or (best.number > 0 and candidate.number <= 0):
            continue
        chosen.append(candidate)
    return chosen


def _whole_or_part(asked: Question, match: Match, ranked: list[Match]) -> Match:
    """The list an item stands in, when the question asks for no item in particular."""
    if match.unit.kind != "item" or not match.unit.leads or match.number > 0:
        return match
    key = match.unit.passage.key
    near = [one for one in ranked if one.unit.passage.key == key]
    siblings = [one for one in near if one.unit.kind == "item" and one.unit.leads == match.unit.leads]
    whole = next(
        (
            one
            for one in near
            if one.unit.kind == "list"
            and one.unit.leads + one.unit.own[:0] == match.unit.leads[:-1] + match.unit.leads[-1:]
            and set(match.unit.own) <= set(one.unit.own)
        ),
        None,
    )
    if whole is None or len(siblings) < 2:
        return match
    others = [one.score for one in siblings if one is not match]
    return match if match.score - max(others) > SINGLED_OUT else whole
