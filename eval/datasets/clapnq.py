"""CLAPnq: natural questions with a passage that answers them, or one of the same article that does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.datasets.records import Broken, Dataset, Record, collect, json_lines, one_file, present, single, text
from eval.gold import Case, Turn

ORIGIN = "https://github.com/primeqa/clapnq (annotated_data/dev)"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the one passage it is asked of."""

    id: str
    question: str
    title: str
    passage: str
    sentences: tuple[str, ...]
    """Those that people used for the answer; none when the passage does not answer."""
    answerable: bool

    @property
    def source(self) -> str:
        return f"{self.id}.txt"


def read(folder: Path, skipped: list[str], limit: int | None = None) -> list[Asked]:
    """The answerable questions, then the others; `limit` of each."""
    present(folder, "clapnq", ORIGIN)
    asked: list[Asked] = []
    for pattern, answerable in (("*_answerable.jsonl", True), ("*_unanswerable.jsonl", False)):
        records = json_lines(one_file(folder, pattern, "clapnq"), skipped)
        asked += collect(records, lambda place, record, right=answerable: _asked(record, right), skipped, limit)  # type: ignore[misc]
    return asked


def load(folder: Path, limit: int | None = None) -> Dataset:
    """Each question's passage is a document; the sentences that people used are the evidence."""
    skipped: list[str] = []
    asked = read(folder, skipped, limit)
    documents = {one.source: f"{one.title}\n\n{one.passage}" for one in asked}
    return Dataset("clapnq", [_case(one) for one in asked], list(documents.items()), skipped)


def _asked(record: Record, answerable: bool) -> Asked:
    passage = record["passages"][0]
    output = record["output"]
    used = tuple(dict.fromkeys(s.strip() for one in output for s in one.get("selected_sentences", ()) if s.strip()))
    if answerable and not used:
        raise Broken("it is answerable, and no sentence was used")
    return Asked(
        str(record["id"]),
        text(record, "input").strip(),
        text(passage, "title"),
        text(passage, "text"),
        used,
        answerable,
    )


def _case(asked: Asked) -> Case:
    if not asked.answerable:
        return single(asked.id, Turn(asked.question, answerable=False))
    return single(asked.id, Turn(asked.question, answerable=True, evidence=asked.sentences))
