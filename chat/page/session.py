"""What one visitor has asked, kept on the server; nothing of it is ever read back from the browser."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chat.answers import Answer
from chat.disagreement import disagreements
from corpus.documents import Document, Passage, short_hash

if TYPE_CHECKING:
    from chat.ask import Conversation
    from chat.behind import Behind


def card_id(key: str) -> str:
    """The name, on the page, of the card that shows the passage of this key."""
    return f"src-{short_hash(key)}"


def document_mark(key: str) -> str:
    """The name, on the page, of the document with this key."""
    return f"doc-{short_hash(key)}"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it: an answer, or the sentence that says why there is none."""

    question: str
    answer: Answer | None = None
    problem: str = ""
    documents: Mapping[str, Document] = field(default_factory=dict)
    """The documents of the answer's passages and of those behind it, as they were when it was given."""
    behind: tuple[Behind, ...] = ()
    scope: str = ""
    """Which documents were asked, in words, where some were left out."""
    odds: tuple[str, ...] = ()
    """What its documents do not agree on."""

    @property
    def standalone(self) -> str | None:
        """How the question was read."""
        return self.answer.standalone_question if self.answer else None

    def cited(self, card: str) -> str | None:
        """The key of the cited passage whose card this is, by what a browser says; None when there is none such."""
        keys = self.answer.markers if self.answer else {}
        return next((key for key in keys if card_id(key) == card), None)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A question that is being answered now."""

    question: str
    kept: int
    """How many turns stay before it: asking again replaces the last one."""
    draft: Conversation
    """A conversation of its own, so that a stopped or failed run leaves no trace."""
    scope: str = ""


class Session:
    """One visitor's conversation and the one question that may be running in it."""

    def __init__(self, new_conversation: Callable[[], Conversation]) -> None:
        self._new_conversation = new_conversation
        self._numbers: dict[str, int] = {}
        self.turns: list[Turn] = []
        self.running: Run | None = None
        self.unanswered = ""
        """Why the last question got no new answer, where its old one still stands."""
        self.editing: int | None = None
        """The turn whose reading the visitor is correcting."""
        self.left_out: set[str] = set()
        """The documents that are not to be used; what is added to the library later is."""

    def chosen(self, held: Iterable[str]) -> frozenset[str] | None:
        """Of the documents held, those to be used; None for all of them."""
        keys = frozenset(held)
        return keys - self.left_out if keys & self.left_out else None

    def scope(self, held: Sequence[str]) -> str:
        """Which documents are to be used, in words, where some are left out."""
        chosen = self.chosen(held)
        return "" if chosen is None else f"{len(chosen):,} of {len(held):,} documents"

    def begin(self, question: str, again: bool = False, held: Sequence[str] = ()) -> Run | None:
        """Start a run over what is chosen of the documents held; None while another one is going.

        It replaces the last turn if `again`, or if that one failed.
        """
        if self.running is not None:
            return None
        self.unanswered = ""
        kept = len(self.turns)
        if kept and (again or self.turns[-1].answer is None):
            kept -= 1
        draft = self._new_conversation()
        draft.turns.extend(turn.answer for turn in self.turns[:kept] if turn.answer is not None)
        draft.numbers.update(self._numbers)
        draft.documents = self.chosen(held)
        self.running = Run(question, kept, draft, self.scope(held))
        return self.running

    def answer(
        self, run: Run, answer: Answer, documents: Mapping[str, Document], behind: Sequence[Behind] = ()
    ) -> bool:
        """Keep the run's answer; False when the run was stopped meanwhile."""
        if self.running is not run:
            return False
        shown: defaultdict[str, list[Passage]] = defaultdict(list)
        for one in (*answer.passages, *(hop.shown for hop in behind)):
            shown[one.passage.document].append(one.passage)
        # One that was replaced meanwhile has other pages, and its numbers mean other references.
        held = {key: documents[key] for key, own in shown.items() if key in documents and _holds(documents[key], own)}
        self.turns[run.kept :] = [
            Turn(run.question, answer, "", held, tuple(behind), run.scope, disagreements(answer)),
        ]
        self._numbers = dict(run.draft.numbers)
        self.running = None
        return True

    def fail(self, run: Run, problem: str) -> bool:
        """Close the run with a sentence for the reader; an answer that it was to replace stays."""
        if self.running is not run:
            return False
        self.running = None
        if len(self.turns) == run.kept or self.turns[-1].answer is None:
            self.turns[run.kept :] = [Turn(run.question, problem=problem)]
        else:
            self.unanswered = problem
        return True

    def stop(self) -> str | None:
        """Give up the running question and return it; None when nothing runs."""
        run = self.running
        if run is None:
            return None
        self.fail(run, "Stopped. The question is kept in the box.")
        return run.question

    def turn(self, number: object) -> Turn | None:
        """A turn by its number, which may come from a browser; None when there is no such turn."""
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(self.turns):
            return None
        return self.turns[number]


def _holds(document: Document, passages: Iterable[Passage]) -> bool:
    """Whether each of the passages stands in the document where it says."""
    return all(document.text[one.start : one.end] == one.text for one in passages)
