"""Sets in SQuAD form, such as COVID-QA: articles with questions and where their answers stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import GoldError
from eval.datasets.records import Broken, Dataset, Record, collect, one_file, present, single, text, whole_json
from eval.gold import Case, Turn

ORIGIN = "https://github.com/deepset-ai/COVID-QA (any set in SQuAD form is read)"
LEAST_EVIDENCE = 25
"""A shorter answer stands in many places: its sentence is the evidence then."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answers' places, as offsets in its article's text."""

    id: str
    question: str
    source: str
    answers: tuple[tuple[int, int], ...]
    impossible: bool = False


def read(folder: Path, skipped: list[str], limit: int | None = None) -> tuple[list[Asked], list[tuple[str, str]]]:
    """The questions and the articles, (source, text)."""
    path = one_file(present(folder, "squad", ORIGIN), "*.json", "squad")
    articles = _articles(path)
    texts = dict(articles)
    asked = collect(_questions(path), lambda place, record: _asked(record, texts), skipped, limit)
    used = {question.source for question in asked} if limit is not None else set(texts)
    return asked, [(source, words) for source, words in articles if source in used]


def load(folder: Path, limit: int | None = None) -> Dataset:
    """Questions whose evidence is the answer (or its sentence, when it is short) and whose nugget is the answer."""
    skipped: list[str] = []
    asked, documents = read(folder, skipped, limit)
    texts = dict(documents)
    return Dataset("squad", [_case(question, texts[question.source]) for question in asked], documents, skipped)


def _paragraphs(path: Path) -> Iterator[tuple[str, Record]]:
    whole = whole_json(path)
    if not isinstance(whole, dict) or not isinstance(whole.get("data"), list):
        raise GoldError(f'{path.name}: not in SQuAD form ("data" is missing).')
    for number, article in enumerate(whole["data"]):
        for part, paragraph in enumerate(article.get("paragraphs", ()) if isinstance(article, dict) else ()):
            yield f"article-{number + 1}-{part + 1}.txt", paragraph


def _articles(path: Path) -> list[tuple[str, str]]:
    return [(source, str(p["context"])) for source, p in _paragraphs(path) if isinstance(p, dict) and p.get("context")]


def _questions(path: Path) -> Iterator[tuple[str, Record]]:
    for source, paragraph in _paragraphs(path):
        for record in paragraph.get("qas", ()) if isinstance(paragraph, dict) else ():
            if isinstance(record, dict):
                yield f"{path.name}, question {record.get('id')}", {**record, "source": source}


def _asked(record: Record, texts: dict[str, str]) -> Asked:
    source = record["source"]
    if source not in texts:
        raise Broken("its article has no text")
    answers = tuple(_place(answer, texts[source]) for answer in record.get("answers", ()))
    impossible = bool(record.get("is_impossible"))
    if not answers and not impossible:
        raise Broken("it has no answer and is not marked impossible")
    return Asked(str(record["id"]), text(record, "question").strip(), source, answers, impossible)


def _place(answer: Any, words: str) -> tuple[int, int]:
    start, found = int(answer["answer_start"]), text(answer, "text")
    if words[start : start + len(found)] != found:
        # Some releases count a character or three off: the nearest place where the words do stand.
        places = [match.start() for match in re.finditer(re.escape(found), words)]
        if not places:
            raise Broken("the answer does not stand in its article")
        start = min(places, key=lambda place: abs(place - start))
    return start, start + len(found)


def _case(asked: Asked, words: str) -> Case:
    if asked.impossible:
        return single(asked.id, Turn(asked.question, answerable=False))
    evidence = tuple(dict.fromkeys(_evidence(words, start, end) for start, end in asked.answers))
    wordings = tuple(dict.fromkeys(" ".join(words[start:end].split()) for start, end in asked.answers))
    return single(asked.id, Turn(asked.question, answerable=True, evidence=evidence, nuggets=(wordings,)))


def _evidence(words: str, start: int, end: int) -> str:
    if end - start >= LEAST_EVIDENCE:
        return words[start:end].strip()
    before = max((m.end() for m in re.finditer(r"[.!?]\s+|\n+", words[:start])), default=0)
    after = re.search(r"[.!?](?=\s)|\n", words[end:])
    return words[before : end + (after.end() if after else 0)].strip()
