"""Asks every conversation turn by turn, through the door that the page uses, and keeps only what was scored."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from chat.answers import Answer
from corpus.errors import FootnoteError, LibraryError
from eval.gold import Case
from eval.journal import Journal
from eval.outputs import Answers, unanswered
from eval.scoring import Entry, Ledgers, Scorer

Ask = Callable[[str], Answer]
Begin = Callable[[], Ask]
"""Opens a conversation and returns what answers its questions in turn."""
Tell = Callable[[int], None]
"""Called with the number of turns that were just done."""


class Run:
    """One evaluation: fills `ledgers`, the journal and the answers file, conversation by conversation."""

    def __init__(
        self,
        ledgers: Ledgers,
        journal: Journal,
        answers: Answers | None = None,
        *,
        tell: Tell = lambda turns: None,
        now: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._ledgers = ledgers
        self._journal = journal
        self._answers = answers
        self._tell = tell
        self._now = now
        self._finished: set[str] = set()
        self._begun = False

    def resume(self) -> int:
        """Take over the conversations that an interrupted run finished; how many turns they have."""
        finished = self._journal.resume()
        kept = self._answers.resume(finished) if self._answers is not None else set(finished)
        self._journal.keep(kept)
        self._begun = True
        turns = 0
        for case, entries in self._journal.entries():
            self._ledgers.add(case, entries)
            self._finished.add(case)
            turns += len(entries)
            self._tell(len(entries))
        return turns

    def ask(self, cases: Sequence[Case], begin: Begin, scorer: Scorer) -> None:
        """Hold every conversation that is not finished; unless resumed, what an earlier run left is forgotten first.

        A turn that raises is unscored with its reason, and the conversation goes on. A LibraryError ends the run: it
        is not about the question, and a later `resume` loses nothing.
        """
        for case in cases:
            if case.id not in self._finished:
                self._keep(case, *self._conversation(case, begin(), scorer))

    def leave_out(self, case: Case, reason: str, scorer: Scorer) -> None:
        """Count every turn of a case as unscored, for a reason, without asking it."""
        if case.id not in self._finished:
            entries = [scorer.raised(number, turn, reason) for number, turn in enumerate(case.turns)]
            self._keep(case, entries, [unanswered(turn.question, reason) for turn in case.turns])
            self._tell(len(case.turns))

    def waiting(self, cases: Sequence[Case]) -> bool:
        """Whether any of the cases is still to be asked."""
        return any(case.id not in self._finished for case in cases)

    def _keep(self, case: Case, entries: Sequence[Entry], given: Sequence[dict[str, Any]]) -> None:
        if not self._begun:
            self._journal.begin()
            if self._answers is not None:
                self._answers.begin()
            self._begun = True
        # The answers first: a case counts as finished only once all that is kept of it is on disk.
        lines = self._answers.add(case.id, given) if self._answers is not None else ""
        self._journal.add(case.id, entries, lines)
        self._ledgers.add(case.id, entries)
        self._finished.add(case.id)

    def _conversation(self, case: Case, ask: Ask, scorer: Scorer) -> tuple[list[Entry], list[dict[str, Any]]]:
        entries: list[Entry] = []
        given: list[dict[str, Any]] = []
        for number, turn in enumerate(case.turns):
            started = self._now()
            try:
                answer = ask(turn.question)
            except LibraryError:
                raise
            except Exception as problem:
                known = isinstance(problem, FootnoteError)
                error = str(problem) if known else f"{type(problem).__name__}: {problem}"
                entries.append(scorer.raised(number, turn, error))
                given.append(unanswered(turn.question, error))
            else:
                entries.append(scorer.answered(number, turn, answer, self._now() - started))
                given.append(answer.as_json())
            self._tell(1)
        return entries, given
