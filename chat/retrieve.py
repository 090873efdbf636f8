"""A standalone question's ranking of the library: dense and lexical search, fused.

The two searches fail differently: vectors miss drug names and numbers, BM25 misses a lay reader's words. Each proposes
candidates; every candidate is then scored by both, so that none is judged on one of them alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chat.answers import Shown
from chat.reading import Reading
from corpus.documents import Document, Passage
from corpus.holdings import RECORD
from corpus.lexical import terms
from corpus.models import embedder
from corpus.tiers import Tier, rank

CANDIDATES = 60
"""How many passages each search proposes."""
SHOWN_DOCUMENTS, SHOWN_WORDS = 10, 1_000
"""A ranking goes on until it holds this many documents and words, or the whole library."""
PART, WHOLE, LEXICAL, COVERED = 1.0, 1.5, 0.15, 0.35
"""Weights of a passage's best part's similarity, its own, its BM25 score relative to the question's best, and the
share of the question's terms that it holds. Fitted by conditional logistic regression on the development questions;
what each of them gains is measured by `python -m tests.eval.ablations` (docs/answering.md)."""
TIE = 0.005
"""Scores that differ by no more are equal: a five-hundredth of what the weights above add up to."""
HEARD_LEXICAL = 0.2
RECENT = 0.3
"""What standing in the section just cited is worth to a passage, when the question leans on the last answer."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage as the question finds it."""

    passage: Passage
    score: float
    similarity: float
    """Cosine of the question and the whole passage."""
    lexical: float
    """BM25, relative to the best passage of this question (0 to 1)."""
    parts: tuple[float, ...]
    """Cosine of the question and each part."""
    recent: float = 0.0
    """1 when it stands in the section just cited and the question leans on that."""


@dataclass(frozen=True, slots=True)
class _Search:
    """One question, as both searches see it."""

    vector: NDArray[np.float32]
    relative: Mapping[str, float]
    """BM25 of each passage that shares a term, relative to the best."""
    wanted: Set[str]
    recent: Set[str]

    def scored(self, keys: Iterable[str], read: Reading) -> list[Retrieved]:
        found = []
        for key, vectors in read.snapshot.vectors_of(list(keys)).items():
            similarities = vectors @ self.vector
            whole, parts = float(similarities[0]), tuple(float(one) for one in similarities[1:])
            lexical = self.relative.get(key, 0.0)
            near = float(key in self.recent)
            score = (
                PART * max(parts, default=whole)
                + WHOLE * whole
                + LEXICAL * lexical
                + COVERED * read.covered(self.wanted, read.terms_of(key))
                + RECENT * near
            )
            found.append(Retrieved(read.passages[key], score, whole, lexical, parts, near))
        return by_tier(found, read.tier_of)


def retrieve(
    question: str, read: Reading, recent: Set[str] = frozenset(), wordings: Sequence[str] = ()
) -> list[Retrieved]:
    """The ranking for a standalone question, best first, as long as an answer must show.

    `recent` holds the keys of passages that the conversation is at, `wordings` other ways to put the question: it is
    then the mean of their vectors, as one reading of a follow-up may be wrong.
    """
    expanded = read.lexicon.expanded(question)
    vector = _mean(embedder().queries([expanded, *map(read.lexicon.expanded, wordings)]))
    lexical = read.snapshot.lexical(expanded, len(read.passages))
    best = lexical[0][1] if lexical else 1.0
    search = _Search(vector, {key: score / best for key, score in lexical}, set(terms(expanded)), recent)
    proposed = [*(key for key in recent if key in read.passages), *_proposed(vector, [key for key, _ in lexical], read)]
    return _long_enough(search.scored(dict.fromkeys(proposed), read), search, read)


def _mean(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    mean = vectors.mean(axis=0)
    unit: NDArray[np.float32] = mean / np.linalg.norm(mean)
    return unit


def by_tier(found: Iterable[Retrieved], tier_of: Callable[[Passage], Tier]) -> list[Retrieved]:
    """Best first; of passages that answer equally well a guideline's before a study's, and a record's last.

    A run of equals is at most `TIE` from its best to its last, so that no passage overtakes a clearly better one.
    """
    ranked = sorted(found, key=lambda one: -one.score)
    settled: list[Retrieved] = []
    while len(settled) < len(ranked):
        best = ranked[len(settled)].score
        equal = [one for one in ranked[len(settled) :] if best - one.score <= TIE]
        settled.extend(sorted(equal, key=lambda one: rank(tier_of(one.passage))))
    return settled


def heard(readings: Sequence[str], read: Reading) -> list[float]:
    """How well the library speaks of each reading of a question: its best passage's similarity and lexical share."""
    expanded = [read.lexicon.expanded(reading) for reading in readings]
    scores = []
    for text, hits in zip(expanded, read.snapshot.dense_each(embedder().queries(expanded), 3), strict=True):
        wanted = set(terms(text))
        share = max((read.covered(wanted, read.terms_of(hit.passage)) for hit in hits), default=0.0)
        scores.append(max((hit.similarity for hit in hits), default=0.0) + HEARD_LEXICAL * share)
    return scores


def _proposed(vector: NDArray[np.float32], lexical: Sequence[str], read: Reading) -> list[str]:
    if len(read.passages) <= CANDIDATES:
        return list(read.passages)
    hits = read.snapshot.dense(vector, 4 * CANDIDATES)
    dense = list(dict.fromkeys(hit.passage for hit in hits))[:CANDIDATES]
    return [*dense, *lexical[:CANDIDATES]]


def _long_enough(ranked: list[Retrieved], search: _Search, read: Reading) -> list[Retrieved]:
    """The ranking, extended past the proposals where they are too few words or too few documents."""
    held = {one.passage.key for one in ranked}
    words = sum(len(one.passage.text.split()) for one in ranked)
    documents = {one.passage.document for one in ranked}
    enough = min(SHOWN_DOCUMENTS, len(read.documents))
    if len(held) == len(read.passages) or (words >= SHOWN_WORDS and len(documents) >= enough):
        return ranked
    more: list[str] = []
    for hit in read.snapshot.dense(search.vector, sum(1 + len(p.parts) for p in read.passages.values())):
        if words >= SHOWN_WORDS and len(documents) >= enough:
            break
        passage = read.passages[hit.passage]
        if hit.passage in held or (words >= SHOWN_WORDS and passage.document in documents):
            continue
        held.add(hit.passage)
        more.append(hit.passage)
        words += len(passage.text.split())
        documents.add(passage.document)
    return [*ranked, *search.scored(more, read)]


def showable(one: Retrieved, read: Reading) -> Shown:
    """A ranked passage as an answer or a search shows it."""
    document = read.document_of(one.passage)
    return Shown(
        one.passage,
        document.source,
        document.title,
        None,
        round(one.score, 6),
        tier=read.tier_of(one.passage),
        year=_year(one.passage, document),
    )


def _year(passage: Passage, document: Document) -> int | None:
    """When the paper appeared whose words a passage holds; in a list of records each has its own."""
    if document.type != RECORD:
        return document.year
    return next((one.year for one in document.references if one.number in passage.references), None)
