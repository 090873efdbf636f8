"""The yardstick of ingest: what the usual LangChain and Chroma tutorial does with the same passages and model.

The one module that speaks another program's dialect: it is measured, never used to answer.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from langchain_core.embeddings import Embeddings

from corpus.models import weights

BATCH = 5_000
"""Chroma refuses more rows in one call; the tutorial's one big call would fail."""


class Missing(Exception):
    """The packages of the comparison are not installed."""


def ingest(texts: Sequence[str], folder: Path) -> float:
    """Seconds to embed the texts and store them in a fresh Chroma folder; the model is warm before the clock starts."""
    try:
        from langchain_chroma import Chroma
    except ImportError:
        raise Missing("The comparison needs langchain-chroma: run `pip install 'footnote[bench]'`.") from None
    embeddings = Plain(str(weights().folder))
    embeddings.embed_documents(["warm", "up"])
    started = time.perf_counter()
    store = Chroma("peer", embedding_function=embeddings, persist_directory=str(folder))
    for first in range(0, len(texts), BATCH):
        store.add_texts(list(texts[first : first + BATCH]))
    return time.perf_counter() - started


class Plain(Embeddings):
    """sentence-transformers called as LangChain's own wrapper calls it: one `encode` over everything, defaults kept."""

    def __init__(self, folder: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(folder, device="cpu", local_files_only=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._model.encode([text.replace("\n", " ") for text in texts]).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]
