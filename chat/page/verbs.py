"""What the page can do, handed to it as callables: it knows neither the library nor the engine behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from chat.answers import Answer, Shown
from corpus.documents import Document

if TYPE_CHECKING:
    from chat.ask import Conversation
    from chat.behind import Behind
    from chat.feedback import Verdict
    from chat.generative import Watch

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""
Place = tuple[str, int]
"""A reference: the key of the document that lists it, and its number there."""


class Arrival(Protocol):
    """What became of one file that was sent to the library."""

    @property
    def source(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def passages(self) -> int: ...


class Ingest(Protocol):
    """Takes in files, as the text of a reference if one is named."""

    def __call__(
        self, paths: Sequence[Path], progress: Progress, /, *, stands_for: Place | None = None
    ) -> Sequence[Arrival]: ...


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's verdict on an answer, or on one of its citations."""

    answer: Answer
    verdict: Verdict
    key: str | None = None
    """The cited passage that the verdict is about; None when it is about the whole answer."""


@dataclass(frozen=True, slots=True)
class Verbs:
    """Everything the page asks of the rest of the program."""

    ask: Callable[[str, Conversation, str | None], Answer]
    """Answer a question within a conversation; the third argument, when given, says how to read a follow-up."""
    new_conversation: Callable[[], Conversation]
    search: Callable[[str, int], list[Shown]]
    library: Callable[[], dict[str, Any]]
    """What `footnote library --json` prints."""
    documents: Callable[[], Sequence[Document]]
    ready: Callable[[], bool]
    """Whether the models are loaded; a FootnoteError it raises is shown to the reader."""
    watched: Callable[[str, Conversation, str | None, Watch], Answer] | None = None
    """Like `ask`; the watch sees statements as they are released, and can stop it."""
    feedback: Callable[[Feedback], None] | None = None
    behind: Callable[[Answer, frozenset[str] | None], Sequence[Behind]] | None = None
    """What the held references behind an answer say themselves; of these documents alone, if some are named."""
    ingest: Ingest | None = None
    """Takes in uploaded files, whose copies are then thrown away."""
    remove: Callable[[str], None] | None = None
    """Takes the document with this key out of the library."""
    writer: str = ""
    """What may write answers beside the documents' own words, as a reader is told before asking; empty for nothing."""
    examples: Sequence[str] = ()
    """Questions offered on the first visit."""
    featured: str = ""
    """Source of the document that the header shows when the library holds several."""
    question_chars: int = 2_000
    """Longer questions are refused before anything is done with them."""
    document_bytes: int = 100_000_000
    """Larger files are refused before they are read."""
