"""`python -m eval.datasets NAME PATH [--limit N] [--words N]`: what a set holds, and what plain methods reach on it.

The plain methods are BM25 (k1 0.9, b 0.4) over runs of 120 words, or of as many as are named, the raw turn, and word
overlap: the floors.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from chat.gate.lexical import overlap
from corpus.errors import FootnoteError
from eval.datasets import LOADERS, clapnq, conversations, evidence_inference, load, squad
from eval.datasets.measures import Found, answerability, auroc, evidence_coverage, hit_at, rewrite_overlap

PASSAGE_WORDS = 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the set's counts and floors; 2 when it cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m eval.datasets", description=__doc__)
    parser.add_argument("name", choices=sorted(LOADERS))
    parser.add_argument("path", type=Path)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--words", type=int, default=PASSAGE_WORDS, help="words of a run that BM25 finds")
    given = parser.parse_args(arguments)
    try:
        dataset = load(given.name, given.path, given.limit)
        turns = sum(len(case.turns) for case in dataset.cases)
        print(f"{dataset.name}: {len(dataset.cases)} cases, {turns} turns, {len(dataset.documents)} documents")
        for line in dataset.skipped[:5]:
            print(f"  skipped: {line}", file=sys.stderr)
        print(f"  skipped records: {len(dataset.skipped)}")
        if floor := _FLOORS.get(given.name):
            floor(given.path, given.limit, given.words)
    except FootnoteError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


class _Bm25:
    """BM25 over runs of words: a floor to compare with, not how this project finds passages."""

    def __init__(self, texts: Mapping[str, str], words: int) -> None:
        import bm25s
        import Stemmer

        self._stem = Stemmer.Stemmer("english")
        self.passages = [Found(source, a, b) for source, text in texts.items() for a, b in _runs(text, words)]
        self._index = bm25s.BM25(k1=0.9, b=0.4)
        self._index.index(self._tokens([texts[f.source][f.start : f.end] for f in self.passages]), show_progress=False)

    def _tokens(self, texts: list[str]) -> list[list[str]]:
        import bm25s

        tokens: list[list[str]] = bm25s.tokenize(
            texts, stopwords="en", stemmer=self._stem, return_ids=False, show_progress=False
        )
        return tokens

    def search(self, question: str, source: str | None = None) -> list[Found]:
        scores = self._index.get_scores(self._tokens([question])[0])
        ranked = sorted(range(len(self.passages)), key=lambda i: -scores[i])
        return [self.passages[i] for i in ranked if source is None or self.passages[i].source == source][:60]


def _runs(text: str, length: int) -> list[tuple[int, int]]:
    words = [match.span() for match in re.finditer(r"\S+", text)]
    return [(words[i][0], words[min(i + length, len(words)) - 1][1]) for i in range(0, len(words), length)]


def _mean(values: Sequence[float]) -> str:
    return f"{sum(values) / len(values):.3f}" if values else "none"


def _squad(path: Path, limit: int | None, words: int) -> None:
    questions, documents = squad.read(path, [], limit)
    hits = hit_at(questions, _Bm25(dict(documents), words).search)
    print("  BM25 " + " ".join(f"hit@{k} {_mean(v)}" for k, v in hits.items()))


def _evidence_inference(path: Path, limit: int | None, words: int) -> None:
    prompts, documents = evidence_inference.read(path, [], limit)
    covered = evidence_coverage(prompts, dict(documents), _Bm25(dict(documents), words).search)
    print("  BM25 evidence coverage " + " ".join(f"at {budget} words {_mean(v)}" for budget, v in covered.items()))


def _clapnq(path: Path, limit: int | None, _: int) -> None:
    right, scores = answerability(clapnq.read(path, [], limit), lambda question, passage: overlap(question, [passage]))
    print(f"  word overlap answerability AUROC {auroc(right, scores):.3f}")


def _cast(path: Path, limit: int | None, _: int) -> None:
    for year, only in (("2019", "evaluation"), ("2020", "2020"), ("2021", "2021")):
        if not list(path.glob(f"{only}*.json")):
            continue
        scores = rewrite_overlap(conversations.read(path, [], limit, only), lambda before, question: question)
        means = [_mean([getattr(s, part) for s in scores]) for part in ("recall", "precision", "f")]
        print(
            f"  {year}, raw turn, ROUGE-1 of {len(scores)} turns: recall {means[0]} precision {means[1]} F {means[2]}"
        )


_FLOORS: dict[str, Callable[[Path, int | None, int], None]] = {
    "squad": _squad,
    "covid-qa": _squad,
    "evidence-inference": _evidence_inference,
    "clapnq": _clapnq,
    "cast": _cast,
}

if __name__ == "__main__":
    raise SystemExit(main())
