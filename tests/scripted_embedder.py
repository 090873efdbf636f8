"""An embedder for tests of storage: vectors made of words by a hash, at once and the same in every process."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import models
from corpus.models import Embedder, Weights

DIMENSION = 48


class _Words:
    """Stands where a sentence-transformers model does."""

    def get_embedding_dimension(self) -> int:
        return DIMENSION

    def encode_document(self, texts: list[str], **_: Any) -> NDArray[np.float32]:
        return np.stack([self._vector(text) for text in texts])

    encode_query = encode_document

    def _vector(self, text: str) -> NDArray[np.float32]:
        words = re.findall(r"\w+", text.lower()) or [""]
        made = np.sum(
            [np.random.default_rng(zlib.crc32(word.encode())).standard_normal(DIMENSION) for word in words], axis=0
        )
        vector: NDArray[np.float32] = (made / np.linalg.norm(made)).astype(np.float32)
        return vector


def use_words() -> None:
    """Put it in the place of the default model, for this process and those forked from it."""
    weights = Weights("words", Path("/nowhere"), "0" * 64)
    models._weights[models.DEFAULT] = weights
    models._embedders[models.DEFAULT] = Embedder(weights, _Words())
