"""The judges of support, by the names that figures and reports give them.

`exact` and `lock` need no model. `support` is the gate's calibrated score, `check` the whole gate as it stands before a
reader; both use the embedding model. `nli:NAME` is a cross-encoder trained for entailment, from this machine only.
`llm:NAME` is a chat model by its name, wherever that runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chat.gate import check, exact, lock
from chat.gate.lexical import overlap
from chat.gate.support import support, threshold
from corpus.errors import SettingsError

NAMES = ("exact", "lock", "support", "check", "lexical", "nli:NAME", "llm:NAME")


class ScoringJudge(Protocol):
    """A judge that also says how sure it is."""

    @property
    def name(self) -> str: ...

    def supports(self, statement: str, passages: Sequence[str]) -> bool: ...

    def score(self, statement: str, passages: Sequence[str]) -> float: ...


@dataclass(frozen=True, slots=True)
class Exact:
    """The statement's words stand in the passages, in parts joined by punctuation."""

    name: str = "exact"

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        return exact(statement, passages)

    def score(self, statement: str, passages: Sequence[str]) -> float:
        return float(exact(statement, passages))


@dataclass(frozen=True, slots=True)
class Lock:
    """No number, unit, comparator, negation, name or qualifier of the statement is missing or turned round."""

    name: str = "lock"

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        return not lock(statement, passages)

    def score(self, statement: str, passages: Sequence[str]) -> float:
        """1 when whole; otherwise below one half, by how many things are missing."""
        broken = len(lock(statement, passages))
        return 1.0 if not broken else 0.5 / broken


@dataclass(frozen=True, slots=True)
class Support:
    """The gate's calibrated probability that people would say "supported"."""

    name: str = "support"

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        return support(statement, passages) >= threshold()

    def score(self, statement: str, passages: Sequence[str]) -> float:
        return support(statement, passages)


@dataclass(frozen=True, slots=True)
class Check:
    """The gate as a statement meets it: verbatim, or an unbroken lock and enough support."""

    name: str = "check"

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        return check(statement, passages).supported

    def score(self, statement: str, passages: Sequence[str]) -> float:
        return check(statement, passages).score


@dataclass(frozen=True, slots=True)
class Lexical:
    """Plain word overlap, the figure that every cleverer judge is printed beside."""

    name: str = "lexical"
    threshold: float = 0.8

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        return overlap(statement, passages) >= self.threshold

    def score(self, statement: str, passages: Sequence[str]) -> float:
        return overlap(statement, passages)


class Entailment:
    """A natural language inference model: supported when some passage, or all together, entail the statement."""

    def __init__(self, model: str) -> None:
        from corpus.models import entailment

        self.name = f"nli:{model}"
        self._model = entailment(model)

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        return self.score(statement, passages) >= 0.5

    def score(self, statement: str, passages: Sequence[str]) -> float:
        if not passages:
            return 0.0
        premises = list(dict.fromkeys([*passages, "\n".join(passages)]))
        return max(self._model.probabilities([(premise, statement) for premise in premises]))


def judge(name: str) -> ScoringJudge:
    """The judge of that name. Raises SettingsError for an unknown one, ModelError when its model cannot be had."""
    plain: dict[str, ScoringJudge] = {j.name: j for j in (Exact(), Lock(), Support(), Check(), Lexical())}
    if name in plain:
        return plain[name]
    kind, _, model = name.partition(":")
    if kind == "nli" and model:
        return Entailment(model)
    if kind == "llm" and model:
        from eval.chat_judge import ChatJudge

        return ChatJudge(model)
    raise SettingsError(f'There is no judge "{name}"; there are {", ".join(NAMES)}.')
