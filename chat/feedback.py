"""What readers said of answers: kept on this machine, in the library's folder, for a person to learn from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from filelock import FileLock

from chat.answers import Answer
from corpus.documents import Document
from corpus.errors import LibraryError, QuestionError

Verdict = Literal["up", "down", "wrong_citation"]
FILE = "feedback.jsonl"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word on one answer, with what is needed to see later what they saw."""

    question: str
    standalone_question: str
    answer: str
    verdict: Verdict
    looked_for: str = ""
    """Which words were looked for instead of the reader's, as they were told."""
    cited: str | None = None
    """Of a wrong citation: the key of the passage it points to."""
    passages: tuple[str, ...] = ()
    """Keys of the passages that the answer cites."""
    words: tuple[tuple[str, str], ...] = ()
    """Passage key and the document's own words that the answer rests on."""
    documents: dict[str, str] = field(default_factory=dict)
    """Digest of each cited document as it was, by its key."""
    time: str = ""
    """ISO 8601, UTC."""


def feedback(
    answer: Answer,
    verdict: Verdict,
    documents: Mapping[str, Document],
    *,
    cited: str | None = None,
    now: datetime | None = None,
) -> Feedback:
    """A reader's word on `answer`.

    Raises QuestionError for a verdict that does not exist, or a citation that the answer does not hold: both come from
    a browser.
    """
    if verdict not in get_args(Verdict):
        raise QuestionError("Feedback is thumbs up, thumbs down or a wrong citation.")
    spans = [span for statement in answer.statements for span in statement.spans]
    keys = tuple(dict.fromkeys(span.key for span in spans))
    if cited is not None and cited not in keys:
        raise QuestionError("The answer does not cite that passage.")
    shown = {one.passage.key: one.passage for one in answer.passages}
    held = [(shown[span.key], span) for span in spans if span.key in shown]
    return Feedback(
        question=answer.question,
        standalone_question=answer.standalone_question,
        answer=answer.text,
        verdict=verdict,
        looked_for=answer.looked_for,
        cited=cited,
        passages=keys,
        words=tuple((one.key, one.text[span.start - one.start : span.end - one.start]) for one, span in held),
        documents={one.document: documents[one.document].digest for one, _ in held if one.document in documents},
        time=(now or datetime.now(UTC)).isoformat(timespec="seconds"),
    )


class FeedbackStore:
    """The feedback of one library folder. Questions about health are in it: only the owner may read the file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def add(self, given: Feedback) -> None:
        """Keep one; safe among threads and processes. Raises LibraryError when it cannot be written."""
        line = json.dumps(asdict(given)).encode() + b"\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self._path}.lock", timeout=10):
                number = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
                try:
                    os.write(number, (b"" if _whole(number) else b"\n") + line)
                    os.fsync(number)
                finally:
                    os.close(number)
        except OSError as problem:
            raise LibraryError(f"Feedback cannot be kept in {self._path}: {problem.strerror or problem}.") from problem

    def all(self) -> list[Feedback]:
        """Everything that was kept, oldest first; a line torn by a kill is left out."""
        return list(self._kept())

    def _kept(self) -> Iterator[Feedback]:
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return
        except OSError as problem:
            raise LibraryError(f"Feedback cannot be read from {self._path}: {problem.strerror}.") from problem
        for line in lines:
            try:
                yield _feedback(json.loads(line))
            except (ValueError, TypeError, KeyError):
                continue


def _whole(file: int) -> bool:
    """Whether the file ends where a line does: a torn one must not swallow the next."""
    size = os.fstat(file).st_size
    return size == 0 or os.pread(file, 1, size - 1) == b"\n"


def _feedback(kept: dict[str, Any]) -> Feedback:
    words = tuple((str(key), str(text)) for key, text in kept["words"])
    # Files of earlier releases have room for a comment, which no page ever asked for.
    known = {name: value for name, value in kept.items() if name != "comment"}
    return Feedback(**{**known, "passages": tuple(kept["passages"]), "words": words})
