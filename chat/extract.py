"""The extractive engine: an answer made of the passages' own sentences, or an abstention.

It picks the unit that answers best, adds others only when they answer nearly as well, keeps to what was asked (the
one row of a scale, the whole list), and stays short. Deterministic, verbatim, no language model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from chat.about import about_answer, title_answer
from chat.answers import Answer, Note, Shown, Statement
from chat.asking import Before, Put, question_text
from chat.choosing import MOST_STATEMENTS, choose, not_covered, saying, whole_scale
from chat.decline import THRESHOLD, confidence, missing
from chat.followup import leans
from chat.footnotes import footnotes
from chat.gate import evidence, exact
from chat.injection import injected
from chat.match import FINDING, Match, Weighed, matches, read_through, unprinted
from chat.own_lines import OwnAnswer, own_lines, stands_above
from chat.question import Question
from chat.reading import Reading
from chat.references import entries_answer, reference_answer
from chat.retrieve import Retrieved, by_tier, showable

CONSIDERED, CONSIDERED_SMALL = 12, 60
"""Passages whose units are weighed, and how many of a small text: what answers a follow-up that is read wrongly lies
far down."""
UNCOVERED = 0.3
"""What an answer is at most sure of where the scale that is asked about ends before the number that is."""

BARE = 4
"""Words up to which a question for the reason asks for nothing else ("And why is that?")."""
_WHY = re.compile(r"\W*(?:(?:and|but|so|ok(?:ay)?|oh)[,\s]+)*(?:why|how come|for what reason)\b", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?:because|since|so that|due to|reasons?|therefore|owing to|otherwise|as a result)\b|, so\b",
    re.IGNORECASE,
)
DECLINED = "The library does not say."
ORDERED = 0.02
"""What an answer to orders is sure of."""
_DOCUMENTS_ALONE = "Footnote answers from the documents alone and follows no other instructions; ask what they say."


def compose(
    question: str, standalone: str, found: Sequence[Retrieved], read: Reading, earlier: Sequence[Answer] = ()
) -> Answer:
    """The answer to a standalone question from its ranking; orders to the program are declined."""
    if injected(question):
        note = Note("not_covered", _DOCUMENTS_ALONE)
        return Answer(question, standalone, (), _shown(found, (), read), ORDERED, (note,), abstention=DECLINED)
    asked = Question.of(standalone, read.lexicon.worded)
    body = considered(found, read)
    put = in_full(question, asked, earlier)
    weighed = read_through(put, body, read)
    text = matches(asked, put, weighed, read)
    said = own_answer(question, asked, text, found, read, earlier) or _clinical(asked, text, body, read)
    statements = tuple(statement for statement in said.statements if _verbatim(statement, read))
    dropped = len(said.statements) - len(statements)
    lost = (Note("dropped", f"{dropped} left out: its words could not be found in the source."),) if dropped else ()
    return Answer(
        question=question,
        standalone_question=standalone,
        statements=statements,
        passages=_shown(_reordered(found, text, weighed, read), statements, read),
        score=said.score,
        notes=(*said.notes, *lost),
        abstention="" if statements else DECLINED,
        synonyms=tuple(read.lexicon.synonyms(standalone)),
    )


def considered(found: Sequence[Retrieved], read: Reading) -> list[Retrieved]:
    """The passages whose units are weighed."""
    return [one for one in found if one.passage.kind == "body"][: CONSIDERED_SMALL if read.small else CONSIDERED]


def in_full(question: str, asked: Question, earlier: Sequence[Answer]) -> Put:
    """The question as it is put to the answer model: as typed, as understood, and after what was asked and said.

    One that stands alone is put as on turn one.
    """
    if not earlier or not leans(question):
        return Put(asked.text)
    last = " ".join(one.text for one in earlier[-1].statements)
    text = question_text(question, asked.text, Before(tuple(turn.put for turn in earlier), last))
    said = (one.text for turn in earlier for one in turn.statements)
    return Put(text, True, frozenset(one for one in said if not _may_say_why(one, question)))


def _may_say_why(said: str, question: str) -> bool:
    """Whether what was read already may answer a question for the reason: it gives one, or "why?" asks no more."""
    return _WHY.match(question) is not None and bool(len(question.split()) <= BARE or _REASON.search(said))


def own_answer(
    question: str,
    asked: Question,
    text: Sequence[Match],
    found: Sequence[Retrieved],
    read: Reading,
    earlier: Sequence[Answer],
) -> OwnAnswer | None:
    """What the document's own lines say; None where its text (`text`, ranked) answers better or they rather do not."""
    named = title_answer(asked, found, read, earlier) or reference_answer(asked, found, read, earlier)
    if named is not None:
        return named
    every = own_lines(asked, question, in_full(question, asked, earlier).text, found, read, earlier)
    lines = [line for line in every if not unprinted(asked, line.unit.words())]
    if not lines or not stands_above(lines[0], text):
        return None
    kind = lines[0].passage.kind
    alike = [line for line in lines if line.passage.kind == kind]
    own = about_answer(alike) if kind == "about" else entries_answer(asked, alike, read)
    return own if own is not None and (own.notes or own.score >= THRESHOLD) else None


def _clinical(asked: Question, text: Sequence[Match], body: Sequence[Retrieved], read: Reading) -> OwnAnswer:
    """What the passages say to each thing asked; a note for what they do not."""
    parts: list[list[Statement]] = []
    notes: list[Note] = []
    best = 0.0
    room = MOST_STATEMENTS
    clauses = asked.clauses()
    for clause in clauses:
        ranked = saying(clause, text if len(clauses) == 1 else _read_alone(clause, body, read))
        score = confidence(clause, ranked, read)
        if not ranked or score < THRESHOLD:
            best = max(best, score)
            notes.extend(missing(clause, ranked, read))
            continue
        whole = whole_scale(clause, ranked, read)
        chosen = whole or choose(clause, ranked, read)
        if not chosen:
            score = min(score, UNCOVERED)
            notes.append(Note("not_covered", not_covered(clause, ranked[0])))
        best = max(best, score)
        below = footnotes(chosen, read)
        room = max(room, len(whole)) + len(below)
        parts.append([unit.statement() for unit in (*chosen, *below)])
    return OwnAnswer(shared(parts, room), best, tuple(notes))


def shared(parts: Sequence[Sequence[Statement]], room: int = MOST_STATEMENTS) -> tuple[Statement, ...]:
    """The answers to each part of a question, as many as may be shown: the best of each before the further of any."""
    rounds = [one for some in zip_longest(*parts) for one in some if one is not None]
    taken = set(list(dict.fromkeys(rounds))[:room])
    return tuple(dict.fromkeys(one for part in parts for one in part if one in taken))


def _read_alone(asked: Question, body: Sequence[Retrieved], read: Reading) -> list[Match]:
    put = Put(asked.text)
    return matches(asked, put, read_through(put, body, read), read)


def _verbatim(statement: Statement, read: Reading) -> bool:
    """The gate: nothing is shown whose words do not stand in the passages it cites."""
    return exact(statement.text, [evidence(read.passages[key]) for key in statement.citations])


def _reordered(
    found: Sequence[Retrieved], text: Sequence[Match], weighed: Sequence[Weighed], read: Reading
) -> list[Retrieved]:
    """The ranking, with the passages that were read in the order in which the best of each answers.

    Where they answer alike, a guideline's comes before a study's (`by_tier`).
    """
    mine = {one.passage.key: one for one in found}
    best: dict[str, float] = {}
    # Those too far down to be looked at closely keep their distance below the last that was.
    moved = text[-1].standing - weighed[len(text) - 1].standing if text else 0.0
    for one in weighed:
        best.setdefault(one.retrieved.passage.key, one.standing + moved)
    best |= {match.unit.passage.key: match.standing for match in reversed(text)}
    ranked = by_tier((replace(mine[key], score=stands / FINDING) for key, stands in best.items()), read.tier_of)
    better = iter(ranked)
    return [mine[next(better).passage.key] if one.passage.key in best else one for one in found]


def _shown(found: Sequence[Retrieved], statements: Sequence[Statement], read: Reading) -> tuple[Shown, ...]:
    """The ranking, with every cited passage in it (an entry of the reference list may have ranked below its end)."""
    ranked = {one.passage.key for one in found}
    cited = dict.fromkeys(key for statement in statements for key in statement.citations)
    late = [Retrieved(read.passages[key], 0.0, 0.0, 0.0, ()) for key in cited if key not in ranked]
    return tuple(showable(one, read) for one in (*found, *late))
