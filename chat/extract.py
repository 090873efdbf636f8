"""The extractive engine: an answer made of the passages' own sentences, or an abstention.

It picks the unit that answers best, adds others only when they answer nearly as well, keeps to what was asked (the
one row of a scale, the whole list), and stays short. Deterministic, verbatim, no language model.
"""

from __future__ import annotations

from collections.abc import Sequence

from chat.about import about_answer
from chat.answers import Answer, Note, Shown, Statement
from chat.asking import Before, question_text
from chat.decline import THRESHOLD, confidence, missing
from chat.followup import leans
from chat.gate import evidence, exact
from chat.match import Match, matches, read_through, standing
from chat.question import Question
from chat.reading import Reading
from chat.references import OwnAnswer, reference_answer
from chat.retrieve import Retrieved, showable

CONSIDERED = 12
"""Passages whose units are weighed."""
MOST_STATEMENTS = 4
CLOSE = 2.0
"""How far below the best unit's standing (in logits) another may lie and still be shown."""
LIST_CLOSE = 2.5
"""The same, when the question asks for several things."""
SINGLED_OUT = 1.0
"""How far an item must stand above its siblings to be shown without them."""

DECLINED = "The library does not say."


def compose(
    question: str, standalone: str, found: Sequence[Retrieved], read: Reading, earlier: Sequence[Answer] = ()
) -> Answer:
    """The answer to a standalone question from its ranking."""
    asked = Question.of(read.lexicon.expand(standalone))
    own = reference_answer(asked, found, read, earlier) or about_answer(asked, found, read, earlier)
    said = own or _clinical(asked, in_full(question, asked, earlier), considered(found), read)
    statements = tuple(statement for statement in said.statements if _verbatim(statement, read))
    dropped = len(said.statements) - len(statements)
    lost = (Note("dropped", f"{dropped} left out: its words could not be found in the source."),) if dropped else ()
    return Answer(
        question=question,
        standalone_question=standalone,
        statements=statements,
        passages=_shown(found, statements, read),
        score=said.score,
        notes=(*said.notes, *lost),
        abstention="" if statements else DECLINED,
    )


def considered(found: Sequence[Retrieved]) -> list[Retrieved]:
    """The passages whose units are weighed."""
    return [one for one in found if one.passage.kind == "body"][:CONSIDERED]


def in_full(question: str, asked: Question, earlier: Sequence[Answer]) -> str:
    """The question as the answer model reads it: as typed, as understood, and what was said before."""
    return question_text(question, asked.text, _before(question, earlier))


def _before(question: str, earlier: Sequence[Answer]) -> Before | None:
    """What the last turn leaves for a question that leans on it; one that stands alone is weighed as on turn one."""
    if not earlier or not leans(question):
        return None
    last = earlier[-1]
    return Before(last.standalone_question, " ".join(one.text for one in last.statements))


def _clinical(asked: Question, whole: str, body: Sequence[Retrieved], read: Reading) -> OwnAnswer:
    """What the passages say to each thing asked; a note for what they do not."""
    statements: dict[Statement, None] = {}
    notes: list[Note] = []
    best = 0.0
    clauses = asked.clauses()
    for clause in clauses:
        ranked = read_through(whole if len(clauses) == 1 else clause.text, matches(clause, body, read), read)
        score = confidence(clause, ranked, read)
        best = max(best, score)
        if ranked and score >= THRESHOLD:
            statements |= dict.fromkeys(match.unit.statement() for match in _chosen(clause, ranked))
        else:
            notes.extend(missing(clause, ranked, read))
    return OwnAnswer(tuple(statements)[:MOST_STATEMENTS], best, tuple(notes))


def _verbatim(statement: Statement, read: Reading) -> bool:
    """The gate: nothing is shown whose words do not stand in the passages it cites."""
    return exact(statement.text, [evidence(read.passages[key]) for key in statement.citations])


def _shown(found: Sequence[Retrieved], statements: Sequence[Statement], read: Reading) -> tuple[Shown, ...]:
    """The ranking, with every cited passage in it (an entry of the reference list may have ranked below its end)."""
    ranked = {one.passage.key for one in found}
    cited = dict.fromkeys(key for statement in statements for key in statement.citations)
    late = [Retrieved(read.passages[key], 0.0, 0.0, 0.0, ()) for key in cited if key not in ranked]
    return tuple(showable(one, read) for one in (*found, *late))


def _chosen(asked: Question, ranked: list[Match]) -> list[Match]:
    """The best unit, then those close behind it that say something else."""
    several = bool(asked.asks & {"list", "comparison"})
    margin = LIST_CLOSE if several else CLOSE
    best = _whole_or_part(asked, ranked[0], ranked)
    chosen = [best]
    for match in ranked[1:]:
        if len(chosen) >= MOST_STATEMENTS or standing(match) < standing(ranked[0]) - margin:
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
    if "list" in asked.asks:
        return whole
    others = [standing(one) for one in siblings if one is not match]
    return match if standing(match) - max(others) > SINGLED_OUT else whole
