"""BM25, by bm25s, over the terms of `corpus.terms`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.terms import terms

__all__ = ["LexicalIndex", "term_set", "terms"]

K1, B = 0.9, 0.4
"""Term saturation and length normalisation as in Anserini: passages are short, and length says little about them."""


@lru_cache(maxsize=20_000)
def term_set(text: str) -> frozenset[str]:
    """The terms of a text that many questions are held against."""
    return frozenset(terms(text))


class LexicalIndex:
    """Passages by their terms. Immutable; may be shared between threads."""

    def __init__(self, keys: Sequence[str], bm25: Any | None) -> None:
        self.keys = tuple(keys)
        self._bm25 = bm25
        """None when no passage has a single term."""

    @classmethod
    def build(cls, keys: Sequence[str], texts: Sequence[str]) -> LexicalIndex:
        import bm25s

        vocabulary: dict[str, int] = {}
        rows = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms(text)] for text in texts]
        if not vocabulary:
            return cls(keys, None)
        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B, backend="numpy", csc_backend="numpy")
        bm25.index((rows, vocabulary), create_empty_token=False, show_progress=False)
        return cls(keys, bm25)

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self._bm25 is not None:
            self._bm25.save(folder, show_progress=False)
        (folder / "keys.json").write_text(json.dumps({"keys": self.keys, "terms": self._bm25 is not None}), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Raises OSError or ValueError where the folder does not hold a saved index; unpickles nothing."""
        import bm25s

        held = json.loads((folder / "keys.json").read_text("utf-8"))
        bm25 = bm25s.BM25.load(folder, allow_pickle=False, show_progress=False) if held["terms"] else None
        if bm25 is not None and bm25.scores["num_docs"] != len(held["keys"]):
            raise ValueError(f"{folder} holds {bm25.scores['num_docs']} texts for {len(held['keys'])} passages")
        return cls(held["keys"], bm25)

    def scores(self, text: str) -> NDArray[np.float32]:
        """Every passage's score, in the order of `keys`; 0 where it shares no term with the text."""
        known = self._bm25.get_tokens_ids(list(dict.fromkeys(terms(text)))) if self._bm25 is not None else []
        if self._bm25 is None or not known:
            return np.zeros(len(self.keys), dtype=np.float32)
        return np.asarray(self._bm25.get_scores_from_ids(known), dtype=np.float32)

    def search(self, text: str, k: int) -> list[tuple[str, float]]:
        """At most `k` passages that share a term with the text, best first; equal scores in corpus order."""
        scores = self.scores(text)
        best = np.argsort(-scores, kind="stable")[: max(k, 0)]
        return [(self.keys[i], float(scores[i])) for i in best if scores[i] > 0]
