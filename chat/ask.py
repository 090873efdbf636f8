"""The one way a question becomes an answer: page, command line, API and evaluation all come through here."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from chat.answers import Answer, Shown
from chat.behind import Behind, behind
from chat.extract import compose, in_full
from chat.followup import Turn, leans, standalone
from chat.generative import Generative, Watch
from chat.injection import injected
from chat.question import Question
from chat.reading import Reading, reading
from chat.retrieve import Retrieved, heard, retrieve, showable
from chat.small_talk import without_small_talk
from chat.wordsense import common, prepare
from corpus.answer_model import answer_model
from corpus.errors import EmptyLibrary, QuestionError
from corpus.library import Library, Snapshot
from corpus.settings import Limits

PARTS = 4
"""Choices of documents whose reading is kept."""
NONE_CHOSEN = "No document is chosen to answer from; choose at least one in the library."
GONE = "The documents chosen to answer from are no longer in the library; choose others."


@dataclass(slots=True)
class Conversation:
    """What one visitor has asked; kept on the server, never rebuilt from what a browser sends."""

    turns: list[Answer] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    """Passage key to its marker: a passage keeps its number for the whole conversation."""
    documents: frozenset[str] | None = None
    """The keys of the documents that may be used; None for all of them."""

    def number(self, key: str) -> int:
        return self.numbers.setdefault(key, len(self.numbers) + 1)


class Desk:
    """Answers questions from one library; safe to share between threads."""

    def __init__(self, library: Library, limits: Limits | None = None, engine: Generative | None = None) -> None:
        """With an `engine` its sentences are the answer where they pass the gate, else the documents' own words."""
        self._library = library
        self._engine = engine
        self._limits = limits or Limits()
        self._reading: Reading | None = None
        self._parts: dict[frozenset[str], Reading] = {}
        """Of the present reading, those last used, by what was chosen."""
        self._lock = threading.Lock()

    def ask(
        self,
        question: str,
        conversation: Conversation,
        standalone_question: str | None = None,
        watch: Watch | None = None,
    ) -> Answer:
        """Answer the next question of a conversation and remember it there.

        `standalone_question` overrides how a follow-up is read (a reader corrected it); `watch` sees the statements of
        a generated answer as they are released, and can stop it.
        Raises QuestionError for an empty or too long question and where no document may be used, EmptyLibrary when
        nothing has been ingested.
        """
        started = time.perf_counter()
        self._check(question)
        read = self._read(conversation.documents)
        meant = self._understand(question, conversation, standalone_question, read)
        corrected = bool(standalone_question and standalone_question.strip())
        # What the reader wrote counts alone, as on turn one.
        put, earlier = (meant, []) if corrected else (question.strip(), _asked(conversation.turns))
        # On another core, while this one looks for passages.
        answer_model().ahead(in_full(put, Question.of(meant, read.lexicon.worded), earlier).text)
        found = found_for(put, meant, earlier, read)
        answer = replace(compose(put, meant, found, read, earlier), question=question.strip(), corrected=corrected)
        if self._engine is not None:
            answer = self._engine.answer(answer, watch, lambda released: _numbered(released, conversation))
        answer = _numbered(answer, conversation)
        answer = replace(answer, seconds=time.perf_counter() - started)
        conversation.turns.append(answer)
        return answer

    def warm(self) -> None:
        """Load what answers need, and read a small library once, so that the first answers are as quick as later ones.

        Raises EmptyLibrary when nothing has been ingested.
        """
        read = self._read()
        if read.small:
            texts = [text for key in read.passages for _, texts in read.units_of(key) for text in texts]
            answer_model().prepare(texts)
            prepare(" ".join(texts))
        # Whatever else is loaded by the first question, this one has it loaded.
        compose("What is this about?", "What is this about?", retrieve("What is this about?", read), read)

    def search(self, question: str, k: int = 10) -> list[Shown]:
        """The `k` passages nearest to a question, best first."""
        self._check(question)
        read = self._read()
        return [showable(one, read) for one in retrieve(read.lexicon.correct(question.strip(), common), read)[:k]]

    def behind(self, answer: Answer, documents: frozenset[str] | None = None) -> tuple[Behind, ...]:
        """What the held references behind an answer's passages say themselves; of these documents alone, if given."""
        read = self._read()
        return behind(answer, read, documents)

    def _check(self, question: str) -> None:
        limit = self._limits.question_chars
        if not question.strip():
            raise QuestionError("Type a question first.")
        if len(question) > limit:
            raise QuestionError(f"The question has {len(question):,} characters; ask one of at most {limit:,}.")

    def _read(self, documents: frozenset[str] | None = None) -> Reading:
        """The library as it is now, or those documents of it; what is derived from it is made once per generation."""
        snapshot: Snapshot = self._library.snapshot()
        if not snapshot.passages:
            raise EmptyLibrary("The library is empty; add documents with: footnote ingest FILE…")
        with self._lock:
            if self._reading is None or self._reading.snapshot is not snapshot:
                self._reading = reading(snapshot)
                self._parts.clear()
            return self._reading if documents is None else self._part(self._reading, documents)

    def _part(self, whole: Reading, documents: frozenset[str]) -> Reading:
        chosen = documents.intersection(whole.documents)
        if not chosen:
            raise QuestionError(GONE if documents else NONE_CHOSEN)
        if len(chosen) == len(whole.documents):
            return whole
        part = self._parts.pop(chosen, None) or whole.within(chosen)
        if not part.passages:
            raise QuestionError("The chosen documents hold no text to answer from; choose others in the library.")
        self._parts[chosen] = part
        if len(self._parts) > PARTS:
            del self._parts[next(iter(self._parts))]
        return part

    def _understand(self, question: str, conversation: Conversation, edited: str | None, read: Reading) -> str:
        if edited is not None and edited.strip():
            self._check(edited)
            return edited.strip()
        return understood(question, conversation.turns, read)


def understood(question: str, earlier: Sequence[Answer], read: Reading) -> str:
    """A question as it would be asked with no conversation before it, its spelling repaired."""
    history = [Turn(turn.standalone_question, turn.text, turn.question, _own(turn)) for turn in _asked(earlier)]
    spelled = read.lexicon.correct(question.strip(), common)
    return standalone(spelled, history, lambda readings: heard(readings, read))


def _own(turn: Answer) -> bool:
    """Whether an answer cites only what a document says of itself, or its list of references."""
    kinds = {shown.passage.kind for shown in turn.passages if shown.marker is not None}
    return bool(kinds) and "body" not in kinds


def found_for(question: str, meant: str, earlier: Sequence[Answer], read: Reading) -> list[Retrieved]:
    """The ranking for a question read as `meant`; what came before has a say where the question leans on it."""
    earlier = _asked(earlier)
    if not earlier or not leans(question):
        return retrieve(meant, read)
    last = next((turn for turn in reversed(earlier[-2:]) if not turn.abstained), None)
    cited = [read.passages[key] for key in (last.markers if last is not None else ()) if key in read.passages]
    places = {(one.document, one.section) for one in cited}
    near = {key for key, one in read.passages.items() if (one.document, one.section) in places}
    return retrieve(meant, read, near, (f"{earlier[-1].put} {question}",))


def _asked(turns: Sequence[Answer]) -> list[Answer]:
    """The turns that asked something: nothing said later leans on thanks alone, or on orders to the program."""
    return [turn for turn in turns if without_small_talk(turn.standalone_question) and not injected(turn.put)]


def _numbered(answer: Answer, conversation: Conversation) -> Answer:
    """The answer with its cited passages numbered as this conversation numbers them."""
    for statement in answer.statements:
        for key in statement.citations:
            conversation.number(key)
    cited = {key for statement in answer.statements for key in statement.citations}
    shown = tuple(
        replace(one, marker=conversation.numbers[one.passage.key] if one.passage.key in cited else None)
        for one in answer.passages
    )
    return replace(answer, passages=shown)
