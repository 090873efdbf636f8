"""What a turn ends in: statements with citations, or an abstention, with the passages it was decided on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from chat.thesaurus import Synonym, put_in
from corpus.documents import Passage

Support = Literal["quoted", "verified"]
NoteKind = Literal["not_covered", "no_such_reference", "dropped", "cut_off", "not_a_prescription", "stale"]
Engine = Literal["extractive", "generative"]
CLOSEST = 3
"""How many passages an abstention offers."""


@dataclass(frozen=True, slots=True)
class Cited:
    """The words of one passage that a statement rests on, as offsets in its document's text."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer (a list is one, with its lead-in)."""

    text: str
    spans: tuple[Cited, ...]
    support: Support

    @property
    def citations(self) -> tuple[str, ...]:
        """The keys of the passages it cites, in order of first use."""
        return tuple(dict.fromkeys(span.key for span in self.spans))


@dataclass(frozen=True, slots=True)
class Note:
    """A remark of the program's own, shown apart and never a statement."""

    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A ranked passage as this answer shows it."""

    passage: Passage
    source: str
    title: str
    marker: int | None
    """Its number in the conversation; None where the answer does not cite it."""
    score: float = 0.0
    """What finding makes of it; the ranking goes by what answers best."""
    tier: str = ""
    """How much its document's word weighs (`corpus.tiers`): Guideline, Research, Article, Record only."""
    year: int | None = None
    """Of its document, where that is known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One turn's outcome; immutable, so that a reload or an export shows the same."""

    question: str
    standalone_question: str
    statements: tuple[Statement, ...]
    passages: tuple[Shown, ...]
    score: float
    """Confidence from 0 to 1 that the library answers."""
    notes: tuple[Note, ...] = ()
    seconds: float = 0.0
    engine: Engine = "extractive"
    abstention: str = ""
    """What a reader is told when there are no statements."""
    corrected: bool = False
    """Whether the standalone question is the reader's own, who saw how it had been read."""
    synonyms: tuple[Synonym, ...] = ()
    """What of the standalone question was looked for in the library's words."""

    @property
    def put(self) -> str:
        """The question in the words that count for what follows: as typed, or as the reader corrected it."""
        return self.standalone_question if self.corrected else self.question

    @property
    def worded(self) -> str:
        """The standalone question in the library's words."""
        return put_in(self.standalone_question, self.synonyms)

    @property
    def looked_for(self) -> str:
        """Which words were looked for instead of a reader's own, as readers are told; empty where none were."""
        said = ", ".join(f"“{one.held}” for “{one.asked}”" for one in self.synonyms)
        return f"Looked for {said}" if said else ""

    @property
    def abstained(self) -> bool:
        return not self.statements

    @property
    def closest(self) -> tuple[Shown, ...]:
        """The passages an abstention offers as nearest: a document's own text before its lists and header."""
        return tuple(sorted(self.passages, key=lambda one: one.passage.kind != "body")[:CLOSEST])

    @property
    def markers(self) -> dict[str, int]:
        """Passage key to its number, of the passages that are cited."""
        return {shown.passage.key: shown.marker for shown in self.passages if shown.marker is not None}

    @property
    def text(self) -> str:
        """The answer as a reader sees it, each statement followed by its markers."""
        if self.abstained:
            return self.abstention
        return " ".join(f"{s.text} {self._marks(s.citations)}" for s in self.statements)

    def _marks(self, keys: Sequence[str]) -> str:
        return "".join(f"[{self.markers[key]}]" for key in keys)

    def as_json(self) -> dict[str, Any]:
        """The answer object that outside programs rely on."""
        return {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "answer": self.text,
            "abstained": self.abstained,
            "score": round(self.score, 6),
            "statements": [
                {
                    "text": s.text,
                    "citations": list(s.citations),
                    "spans": [{"key": c.key, "start": c.start, "end": c.end} for c in s.spans],
                    "support": s.support,
                }
                for s in self.statements
            ],
            "notes": [{"kind": n.kind, "text": n.text} for n in self.notes],
            "passages": [
                {
                    "key": shown.passage.key,
                    "marker": shown.marker,
                    "kind": shown.passage.kind,
                    "document": shown.passage.document,
                    "source": shown.source,
                    "section": list(shown.passage.section),
                    "start": shown.passage.start,
                    "end": shown.passage.end,
                    "page": shown.passage.page,
                    "text": shown.passage.text,
                    "references": list(shown.passage.references),
                    "tier": shown.tier,
                    "year": shown.year,
                }
                for shown in self.passages
            ],
            "seconds": round(self.seconds, 6),
            "engine": self.engine,
            "synonyms": [{"asked": one.asked, "held": one.held} for one in self.synonyms],
        }
