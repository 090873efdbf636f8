"""The generative engine: asks a chat model over the passages found, and releases what passes the gate, as it passes.

It answers only where the extractive engine does, so abstaining stays a matter of measured evidence; and where nothing
of a model's stands, the extractive answer does.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace

from chat.answers import Answer, Note, Statement
from chat.gate.words import fold
from chat.generative.aim import Aim
from chat.generative.markers import parsed
from chat.generative.models import GGUF, Speaker, chat_model, checked
from chat.generative.prompt import fitting, messages
from chat.generative.release import Gate, covers, leans, ungated, unmoored
from chat.generative.sentences import LONGEST, Cutter
from chat.generative.stream import spoken
from chat.generative.thoughts import Thoughts
from chat.generative.watch import Watch
from corpus.documents import Passage
from corpus.errors import ModelError
from corpus.settings import GENERATION, Generation, model_name

REPEATS = 3
"""Sentences said before after which a model is going in circles."""
INSTEAD = "what you read are the documents' own words"
KEPT = "what you read passed the check before that"


class Generative:
    """A chat model behind the gate; safe to share between threads."""

    def __init__(
        self, speaker: Callable[[], Speaker], limits: Generation = GENERATION, *, gated: bool = True, name: str = ""
    ) -> None:
        """`speaker` is called once, when first needed. Without the gate (evaluation only) everything is released."""
        self.name = f"{name}{'' if gated else ' ungated'}"
        self._make = speaker
        self._limits = limits
        self._gated = gated
        self._speaker: Speaker | None = None
        self._lock = threading.Lock()

    @property
    def told(self) -> str:
        """What a reader is told of it before asking. A file's place on this machine is nobody's business."""
        if self.name.startswith(f"{GGUF}:"):
            return "Answers may be written by a language model on this machine."
        return f"Answers may be written by {self.name}, which is sent your question and the passages found."

    @classmethod
    def named(cls, name: str, gated: bool = True) -> Generative:
        """The engine of a model's name. Raises SettingsError or ModelError when it can be no model here."""
        checked(name)
        return cls(lambda: chat_model(name), gated=gated, name=name)

    @classmethod
    def chosen(cls, name: str | None, gated: bool = True) -> Generative | None:
        """The engine of the model named, here or by the environment; None for none. Raises like `named`."""
        found = model_name(name)
        return cls.named(found, gated) if found else None

    @classmethod
    def ready(cls, name: str | None, gated: bool = True) -> Generative | None:
        """Like `chosen`, with the model loaded."""
        engine = cls.chosen(name, gated)
        if engine is not None:
            engine.load()
        return engine

    def load(self) -> Speaker:
        """Have the model ready. Raises ModelError when it cannot be."""
        with self._lock:
            if self._speaker is None:
                self._speaker = self._make()
            return self._speaker

    def answer(
        self,
        draft: Answer,
        watch: Watch | None = None,
        released: Callable[[Answer], Answer] = lambda answer: answer,
    ) -> Answer:
        """The model's answer in place of the extractive `draft`, or the draft where the model has nothing to add.

        `released` is given what has passed so far, once for each sentence, and returns it as it may be shown.
        """
        if not _clinical(draft):
            return draft
        watch = watch or Watch()
        passages = fitting(_ordered(draft), self._limits.passages, self._limits.passage_chars)
        turn = _Turn(passages, Aim(draft) if self._gated else None)
        try:
            speaker = self.load()
        except ModelError as missing:
            return replace(draft, notes=(*draft.notes, Note("cut_off", f"{missing} {INSTEAD.capitalize()}.")))
        made = draft
        problem = ""
        with closing(spoken(speaker, messages(draft.worded, passages), self._limits, watch)) as words:
            while not (problem := turn.enough(self._limits.statements)):
                try:
                    text = next(words)
                except StopIteration as end:
                    problem = str(end.value)
                    turn.end(cut_off=bool(problem))
                    break
                if turn.hear(text) and not watch.stopped:
                    made = _answer(draft, turn.statements)
                    watch.show(released(made))
        return self._finished(draft, turn, problem)

    def _finished(self, draft: Answer, turn: _Turn, problem: str) -> Answer:
        kept = bool(turn.statements)
        notes = []
        if turn.dropped:
            them = "it" if turn.dropped == 1 else "them"
            notes.append(Note("dropped", f"{_left_out(turn.dropped)}: the passages do not support {them}."))
        if turn.beside:
            notes.append(Note("dropped", f"{_left_out(turn.beside)}: beside the question."))
        if problem and problem != _FULL:
            notes.append(Note("cut_off", f"{problem}; {KEPT if kept else INSTEAD}."))
        made = _answer(draft, self._with_found(turn.statements, draft)) if kept else draft
        return replace(made, notes=(*draft.notes, *notes))

    def _with_found(self, statements: tuple[Statement, ...], draft: Answer) -> tuple[Statement, ...]:
        """The statements, and the one that was found to answer best where they left it out."""
        best = draft.statements[0]
        passages = {one.passage.key: one.passage for one in draft.passages}
        return statements if not self._gated or covers(statements, best, passages) else (*statements, best)


_FULL = "full"
_DECLINED = re.compile(
    r"^(?:(?:i am |i'm )?sorry\b|(?:the|these) (?:quotations?|passages?|sources?|text|article)s? (?:do(?:es)?|did) not "
    r"(?:say|state|mention|provide|contain|answer|specify|give)|i (?:do not|don't|cannot|can't)\b)",
    re.IGNORECASE,
)


class _Turn:
    """What has come of one answer so far."""

    def __init__(self, passages: Sequence[Passage], aim: Aim | None) -> None:
        """Without an aim everything that is said is released, unchecked."""
        self._passages = passages
        self._aim = aim
        self._gate = Gate(passages)
        self._cutter = Cutter()
        self._thoughts = Thoughts()
        self._said: set[str] = set()
        self._lost = False
        self._repeats = 0
        self.statements: tuple[Statement, ...] = ()
        self.dropped = 0
        self.beside = 0

    def hear(self, text: str) -> bool:
        """Take words in; whether a statement was released."""
        before = len(self.statements)
        for sentence in self._cutter.feed(self._thoughts.feed(text)):
            self._weigh(sentence)
        return len(self.statements) > before

    def end(self, cut_off: bool) -> None:
        for sentence in self._cutter.feed(self._thoughts.rest()):
            self._weigh(sentence)
        for sentence in self._cutter.rest(cut_off):
            self._weigh(sentence)

    def enough(self, most: int) -> str:
        """Why no more is listened to, or ""."""
        if self._repeats >= REPEATS:
            return "The model went in circles and was stopped"
        return _FULL if len(self.statements) >= most else ""

    def _weigh(self, sentence: str) -> None:
        if len(sentence) > LONGEST:
            self.dropped += 1
            self._lost = True
            return
        said = parsed(sentence, len(self._passages))
        if not said.text or _DECLINED.search(said.text):
            return  # whether there is an answer was decided on evidence
        key = " ".join(fold(said.text).lower().split())
        if key in self._said:
            self._repeats += 1
            return
        self._said.add(key)
        if self._aim is None:
            statement = ungated(said, self._passages)
        elif self._lost and leans(said.text):
            statement = None  # what it speaks of was left out
        else:
            statement = self._gate.statement(said)
            if statement is not None and unmoored(statement, self.statements, self._passages):
                statement = None
        self._lost = statement is None
        if statement is None:
            self.dropped += 1
        elif self._aim is not None and not self._aim.meets(statement):
            self._lost = True
            self.beside += 1
        else:
            self.statements = (*self.statements, statement)


def _left_out(count: int) -> str:
    return f"{count} sentence{'s' * (count != 1)} left out"


def _clinical(draft: Answer) -> bool:
    """Whether a model is asked at all: only where the evidence was found to answer, in the body of a document."""
    kinds = {one.passage.key: one.passage.kind for one in draft.passages}
    cited = [kinds.get(key) for statement in draft.statements for key in statement.citations]
    return bool(cited) and all(kind == "body" for kind in cited)


def _ordered(draft: Answer) -> list[Passage]:
    """The body's passages as ranked, those that the draft cites first."""
    cited = {key for statement in draft.statements for key in statement.citations}
    body = [one.passage for one in draft.passages if one.passage.kind == "body"]
    return sorted(body, key=lambda passage: passage.key not in cited)


def _answer(draft: Answer, statements: tuple[Statement, ...]) -> Answer:
    return replace(draft, statements=statements, engine="generative")
