"""One answered turn with everything that its figures need, worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chat.answers import Answer, Statement
from corpus.documents import Span
from eval.evidence import Gold
from eval.gold import Turn
from eval.judging import Judge
from eval.support import Verdict, verdicts


@dataclass(frozen=True, slots=True)
class Scene:
    """What was asked, what came back, and what it should have held."""

    turn: Turn
    answer: Answer
    gold: Gold
    seconds: float
    verdicts: tuple[Verdict | None, ...]
    """One per statement; None where the judge could not decide."""
    nuggets: tuple[bool, ...]
    """One per gold nugget: whether a statement holds it."""
    forbidden: tuple[str, ...]
    """The forbidden strings that a statement holds."""

    @property
    def ranking(self) -> tuple[str, ...]:
        """The retrieved passages' keys, best first, each once."""
        return tuple(dict.fromkeys(shown.passage.key for shown in self.answer.passages))

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(key for statement in self.answer.statements for key in statement.citations)

    def on_point(self, statement: Statement) -> bool:
        """Whether any of the words it rests on are gold evidence."""
        documents = {shown.passage.key: shown.passage.document for shown in self.answer.passages}
        return any(
            self.gold.touches(documents[span.key], Span(span.start, span.end))
            for span in statement.spans
            if span.key in documents
        )


def scene(turn: Turn, answer: Answer, gold: Gold, seconds: float, judge: Judge) -> Scene:
    """Compare an answer with what the gold turn asks of it."""
    statements = [folded(statement.text) for statement in answer.statements]
    return Scene(
        turn=turn,
        answer=answer,
        gold=gold,
        seconds=seconds,
        verdicts=verdicts(answer, judge),
        nuggets=tuple(any(_holds(statements, wording) for wording in nugget) for nugget in turn.nuggets),
        forbidden=tuple(words for words in turn.forbidden if _holds(statements, words)),
    )


def folded(text: str) -> str:
    """As nuggets are compared: case and differences in white space do not count."""
    return " ".join(text.split()).casefold()


def _holds(statements: Sequence[str], wording: str) -> bool:
    words = folded(wording)
    return any(words in statement for statement in statements)
