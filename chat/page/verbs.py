"""What the page can do, handed to it as callables: it knows neither the library nor the engine behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from chat.answers import Answer, Shown
from corpus.documents import Document

if TYPE_CHECKING:
    from chat.ask import Conversation
    from chat.generative import Watch

Verdict = Literal["up", "down", "wrong_citation"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's verdict on an answer, or on one of its citations."""

    question: str
    answer: Answer
    verdict: Verdict
    key: str | None = None
    """The cited passage that the verdict is about; None when it is about the whole answer."""
    comment: str = ""


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
    examples: Sequence[str] = ()
    """Questions offered on the first visit."""
    featured: str = ""
    """Source of the document that the header shows when the library holds several."""
    question_chars: int = 2_000
    """Longer questions are refused before anything is done with them."""
