"""Whether a question's words are meant by a passage's: "kidneys" by "renal", "splint" by "orthosis", "cost" by nothing.

A sentence's vector says that the subject is right; only word by word does it show that the one thing asked for is not
there. Words are compared one with another by the embedding model; their vectors are kept, so that a word costs once.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from chat.phrases import TOKEN, is_content
from corpus.models import embedder

MEANT = 0.55
"""Cosine from which one word counts as meant by another: kidneys/renal .83, medicines/drugs .75, walking/mobility .59,
but daratumumab/bortezomib .28, children/elderly .20."""
KEPT = 50_000
"""Words whose vectors are kept (77 MB at most)."""

_BEGINNING = re.compile(r"^(?:un|non-?|re-?|pre-?|over|under|mis|out)(?=\w{4})")
_ENDING = re.compile(r"(?<=\w{4})(?:ful|ly|less|ness|able|ing|ish|ed|s)$")
_lock = threading.Lock()
_vectors: dict[str, NDArray[np.float32]] = {}


def common(word: str) -> bool:
    """Whether the model's vocabulary holds a word whole, as it does the common words of the language."""
    return embedder().pieces(word) == 1


def derived(word: str) -> bool:
    """Whether a word, lower case, is a common one with a beginning or endings of the language: "uneventful"."""
    own = _BEGINNING.sub("", word)
    roots = [own]
    while (shorter := _ENDING.sub("", roots[-1])) != roots[-1]:
        roots.append(shorter)
    return any(root != word and len(root) > 3 and common(root) for root in roots)


def content_words(text: str) -> list[str]:
    """The words of a text that carry its subject, lower case, each once; no bare numbers."""
    return list(
        dict.fromkeys(word.lower() for word in TOKEN.findall(text) if is_content(word) and not word[0].isdigit())
    )


def nearest(asked: Sequence[str], held: Sequence[str]) -> NDArray[np.float32]:
    """For each asked word, the cosine of the held word nearest to it; `(len(asked),)`."""
    if not asked or not held:
        return np.zeros(len(asked), dtype=np.float32)
    known = _known({*asked, *held})
    best: NDArray[np.float32] = (
        np.stack([known[word] for word in asked]) @ np.stack([known[word] for word in held]).T
    ).max(axis=1)
    return best


def prepare(text: str) -> None:
    """Learn a text's words before any question is held against them."""
    _known(content_words(text))


def alike(text: str, others: Sequence[str]) -> NDArray[np.float32]:
    """Cosine of a short text with each of some others; `(len(others),)`."""
    if not others:
        return np.zeros(0, dtype=np.float32)
    known = _known({text, *others})
    found: NDArray[np.float32] = np.stack([known[other] for other in others]) @ known[text]
    return found


def _known(words: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    wanted = list(words)
    with _lock:
        found = {word: _vectors[word] for word in wanted if word in _vectors}
    new = [word for word in wanted if word not in found]
    if new:
        made = dict(zip(new, embedder().documents(new), strict=True))
        found |= made
        with _lock:
            if len(_vectors) + len(made) > KEPT:
                _vectors.clear()
            _vectors.update(made)
    return found
