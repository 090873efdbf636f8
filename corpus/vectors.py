"""Chroma: the one module that knows it. A folder holds one collection of rows, written once and then only read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

COLLECTION = "passages"
HNSW: Any = {
    "space": "cosine",
    "ef_construction": 200,
    # Of 199 searches among 6,360 vectors of real sentences, 9 missed one of the exact top 50 with 200, 0 to 3 with 600.
    "ef_search": 600,
    "max_neighbors": 32,
    # Every row goes to the segment's own files at once. Rows waiting in the log would be replayed, and those files
    # rewritten, by each process that only reads; now they never change and can be checked by their digests.
    "sync_threshold": 1,
    "batch_size": 1,
}
FINER: Any = {**HNSW, "ef_construction": 800, "max_neighbors": 64}
"""A graph that takes twice as long to make, for when the usual one leaves a vector that no path leads to."""


class VectorIndex:
    """Rows of id and vector in a folder of their own, nearest first by cosine. May be shared between threads.

    Raises Chroma's own errors; damaged files can end the process, so check them before opening.
    """

    def __init__(self, folder: Path, create: Any = None) -> None:
        """Open the folder's index, or create it with the settings given."""
        import chromadb
        from chromadb.config import Settings

        self._client: Any = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        try:
            if create:
                self._rows: Any = self._client.create_collection(
                    COLLECTION, embedding_function=None, configuration={"hnsw": create}
                )
            else:
                self._rows = self._client.get_collection(COLLECTION, embedding_function=None)
            self.batch = self._client.get_max_batch_size()
        except BaseException:
            self.close()
            raise

    def __len__(self) -> int:
        return int(self._rows.count())

    def ids(self) -> set[str]:
        return set(self._rows.get(include=[])["ids"])

    def add(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        for first in range(0, len(ids), self.batch):
            last = first + self.batch
            self._rows.add(ids=list(ids[first:last]), embeddings=vectors[first:last])

    def delete(self, ids: Sequence[str]) -> None:
        for first in range(0, len(ids), self.batch):
            self._rows.delete(ids=list(ids[first : first + self.batch]))

    def nearest(
        self, vectors: NDArray[np.float32], k: int, within: Sequence[str] | None = None
    ) -> list[list[tuple[str, float]]]:
        """For each row of `vectors`, at most `k` ids (of `within`, if given) and their cosine, best first."""
        k = min(k, len(self) if within is None else len(within))
        if k < 1:
            return [[] for _ in vectors]
        only = None if within is None else list(within)
        found = self._rows.query(query_embeddings=vectors, n_results=k, include=["distances"], ids=only)
        return [
            [(key, 1.0 - distance) for key, distance in zip(ids, distances, strict=True)]
            for ids, distances in zip(found["ids"], found["distances"], strict=True)
        ]

    def close(self) -> None:
        """Let go of the files and the memory; Chroma keeps both as long as any client of the folder is open."""
        self._client.close()
