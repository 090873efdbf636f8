"""Public question sets as groups: BioASQ's snippets, and the sentences of every other COVID-QA article.

The articles left out (those at odd places) are what finding may be measured on. The texts are read in place.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.training.groups import Group

HARDEST = 14
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9(])|\n+")


def ranked(questions: Sequence[str], texts: Sequence[str], most: int) -> list[list[int]]:
    """For each question, the texts that share most with it by BM25, best first."""
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(texts), show_progress=False), show_progress=False)
    asked = bm25s.tokenize(list(questions), show_progress=False)
    found, _ = index.retrieve(asked, k=min(most, len(texts)), show_progress=False)
    return [[int(i) for i in row] for row in found]


def bioasq(folder: Path, chance: random.Random) -> Iterator[Group]:
    """Questions with their own snippets against those of others; one in five loses its own and has no answer."""
    asked = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    snippets = [
        (number, snippet["document"], text)
        for number, question in enumerate(asked)
        for snippet in question["snippets"]
        if 30 < len(text := " ".join(snippet["text"].split())) < 500
    ]
    texts = [text for _, _, text in snippets]
    for number, order in enumerate(ranked([one["body"] for one in asked], texts, 60)):
        own = [text for owner, _, text in snippets if owner == number]
        documents = set(asked[number]["documents"])
        others = [
            texts[i]
            for i in order
            if snippets[i][0] != number and snippets[i][1] not in documents and texts[i] not in own
        ][:HARDEST]
        if own and len(others) >= 5:
            answering = [] if chance.random() < 0.2 else chance.sample(own, min(4, len(own)))
            yield Group([asked[number]["body"]], answering, others)


def covid_qa(folder: Path) -> Iterator[Group]:
    """Questions with the sentences of their article; those that hold the answer answer."""
    articles = json.loads((folder / "200423_covidQA.json").read_text("utf-8"))["data"]
    for paragraph in (one for article in articles[::2] for one in article["paragraphs"]):
        sentences = list(_sentences(paragraph["context"]))
        if len(sentences) < 10:
            continue
        texts = [text for _, text in sentences]
        questions = paragraph["qas"]
        orders = ranked([one["question"] for one in questions], texts, 24)
        for question, order in zip(questions, orders, strict=True):
            start = question["answers"][0]["answer_start"]
            end = start + len(question["answers"][0]["text"])
            least = max(3, min(20, (end - start) / 2))
            own = [i for i, (at, text) in enumerate(sentences) if min(at + len(text), end) - max(at, start) > least]
            if own:
                others = [texts[i] for i in order if i not in own][:HARDEST]
                yield Group([question["question"]], [texts[i] for i in own[:3]], others)


def _sentences(context: str) -> Iterator[tuple[int, str]]:
    at = 0
    for piece in _SENTENCE.split(context):
        at = context.find(piece, at)
        if len(piece) > 25:
            yield at, piece
        at += len(piece)
