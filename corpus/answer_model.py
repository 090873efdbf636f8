"""The answer model: how well a short text answers a question, by what each word of the question finds in it.

Late interaction (Khattab and Zaharia, ColBERT, SIGIR 2020) on an encoder of the embedding model's size: every token of
the question looks for its nearest token of the text; a learned importance says how much each counts, and the worst
match counts for itself, so that one thing asked for and not there is noticed. Trained by `python -m eval.training`
on conversations written for it, of which `docs/answering.md` tells. Only what training changed is kept
(`weights/answering.safetensors`, half precision); the vectors of words are the embedding model's own.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.cores import all_cores, cores_for
from corpus.errors import ModelError
from corpus.models import packaged, silence

if TYPE_CHECKING:
    from torch import Tensor

FILE = Path(__file__).parent / "weights" / "answering.safetensors"
DIGEST = "a6a4476782a1f9c91627ed512f1bd723a8e3d03a0ced81056cfe58312f515bea"
"""SHA-256 of the file, printed by the training command."""
READER_FILE = FILE.with_name("reading.safetensors")
READER_DIGEST = "32721bd724d7a9feb8beb17a01d2568dd749406d541493892aa64b3476b9f675"
"""The joint reader's weights, and their SHA-256."""
LONGEST = 112
"""Tokens of a text that are read."""
KEPT = 3_000
"""Texts whose token vectors are kept: some 60 KB each as a rule, 170 KB the longest."""
AT_ONCE = 16
SHARPNESS = 8.0
"""How nearly the soft minimum over a question's tokens is the minimum itself."""
PASSED_OVER = (
    "a an the of to in for is are be on with and or it as at by from that this can should "
    "? . , ; : [PAD] ( ) | - ' \" /"
)
"""Tokens of a question that look for nothing."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as the model sees it."""

    ids: NDArray[np.int64]
    """`(tokens,)`"""
    hidden: Tensor
    """`(tokens, dimension)`, bfloat16, of length 1 each."""
    importance: Vectors
    """`(tokens,)`: what each would count for as a token of a question; positive."""
    mean: Vectors
    """`(dimension,)`, of length 1: the text as one vector."""
    early: Tensor
    """`(tokens, dimension)`, bfloat16: the states that the joint reader takes up."""


class AnswerModel:
    """Scores texts for a question; may be shared between threads."""

    def __init__(self, tokenizer: Any, encoder: Any, importance: Any, weights: Vectors, reader: Any) -> None:
        self._tokenizer = tokenizer
        self._encoder = encoder
        self._reader = reader
        self._importance = importance
        self._cosine, self._found, self._worst, self._bias = (float(one) for one in weights)
        self._passed_over = np.array(tokenizer.convert_tokens_to_ids(PASSED_OVER.split()))
        # The tokenizer's padding and truncation are shared state: two threads at once end in "Already borrowed".
        self._one_at_a_time = threading.Lock()
        self._kept: OrderedDict[str, Tokens] = OrderedDict()

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """One logit a text, `(len(texts),)`: above 0 it rather answers the question than not."""
        if not texts:
            return np.zeros(0, dtype=np.float32)
        # The question by itself, as `ahead` reads it: in half precision a little depends on what it is batched with.
        (asked,) = self.read((question,))
        return self.beside(asked, self.read(texts))

    def reread(self, question: str, texts: Sequence[str], scores: Sequence[float]) -> Vectors:
        """The logits of a few texts, `(len(texts),)`, each read with the question; `scores` are theirs so far."""
        import torch

        if not texts:
            return np.zeros(0, dtype=np.float32)
        if self._reader is None:
            raise ModelError("This answer model was loaded without its joint reader.")
        asked, *held = self.read((question, *texts))
        all_cores()
        with torch.inference_mode():
            read: Vectors = self._reader([(asked, one) for one in held], torch.tensor(scores)).numpy()
        return read

    def read(self, texts: Sequence[str]) -> list[Tokens]:
        """Some texts as the model sees them."""
        with self._one_at_a_time:
            return self._tokens(texts)

    def ahead(self, text: str) -> None:
        """Begin to read what will be asked, while the caller does something else."""
        threading.Thread(target=self.read, args=((text,),), daemon=True).start()

    def prepare(self, texts: Sequence[str]) -> None:
        """Encode texts that questions will be asked of, so that the first of these need not wait; others may ask."""
        for first in range(0, len(texts), AT_ONCE):
            self.read(texts[first : first + AT_ONCE])

    def beside(self, asked: Tokens, held: Sequence[Tokens]) -> Vectors:
        """The logits of texts for a question, `(len(held),)`."""
        import torch

        looking = ~np.isin(asked.ids, self._passed_over)
        if not looking.any():
            looking[:] = True
        cores_for(1)
        tokens = asked.hidden[torch.from_numpy(looking)].float()
        weight = asked.importance[looking]
        weight = weight / weight.sum()
        lengths = [len(one.ids) for one in held]
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        every = torch.cat([one.hidden for one in held]).float()
        near = np.maximum.reduceat((tokens @ every.T).numpy(), starts, axis=1)  # (question tokens, texts)
        found = weight @ near
        worst = -np.log(weight @ np.exp(-SHARPNESS * near)) / SHARPNESS
        cosine = np.stack([one.mean for one in held]) @ asked.mean
        made: Vectors = self._cosine * cosine + self._found * found + self._worst * worst + self._bias
        return made

    def _tokens(self, texts: Sequence[str]) -> list[Tokens]:
        missing = sorted({one for one in texts if one not in self._kept}, key=len)
        # Texts of like length share a batch, so that little is spent on padding.
        made: dict[str, Tokens] = {}
        for first in range(0, len(missing), AT_ONCE):
            batch = missing[first : first + AT_ONCE]
            made.update(zip(batch, self._encoded(batch), strict=True))
        found = [made[one] if one in made else self._kept[one] for one in texts]
        for one, tokens in zip(texts, found, strict=True):
            self._kept[one] = tokens
            self._kept.move_to_end(one)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    def _encoded(self, texts: list[str]) -> list[Tokens]:
        import torch

        from corpus.joint_reader import FIRST

        cores_for(len(texts))
        # A lone surrogate, as in an undecodable file name, cannot be tokenised.
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        with torch.inference_mode():
            batch = self._tokenizer(clean, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
            states = self._encoder(**batch, output_hidden_states=True).hidden_states
            hidden, early = states[-1].float(), states[FIRST].bfloat16()
            mask = batch["attention_mask"]
            mean = (hidden * mask.unsqueeze(-1)).sum(1)
            mean = torch.nn.functional.normalize(mean, dim=-1).numpy()
            importance = torch.nn.functional.softplus(self._importance(hidden).squeeze(-1) + 0.5).numpy()
            unit = torch.nn.functional.normalize(hidden, dim=-1).bfloat16()
        lengths = mask.sum(1).tolist()
        return [
            Tokens(
                batch["input_ids"][i, :n].numpy().copy(),
                unit[i, :n].clone(),
                importance[i, :n].copy(),
                mean[i].copy(),
                early[i, :n].clone(),
            )
            for i, n in enumerate(lengths)
        ]


_loading = threading.Lock()
_loaded: list[AnswerModel] = []


def answer_model() -> AnswerModel:
    """The answer model, loaded once a process. Raises ModelError when its weights are missing or not its own."""
    with _loading:
        if not _loaded:
            _loaded.append(_load())
        return _loaded[0]


def _load() -> AnswerModel:
    from safetensors.torch import load

    return built(load(_checked(FILE, DIGEST)), load(_checked(READER_FILE, READER_DIGEST)))


def model_without_reader() -> AnswerModel:
    """The answer model as its file has it, whatever its digest: what its joint reader is trained on."""
    from safetensors.torch import load

    return built(load(FILE.read_bytes()), None)


def digest(content: bytes) -> str:
    """SHA-256 of a file of weights."""
    return hashlib.sha256(content).hexdigest()


def _checked(file: Path, expected: str) -> bytes:
    try:
        content = file.read_bytes()
    except OSError:
        raise ModelError(f"The answer model's weights {file} are missing: install Footnote again.") from None
    if digest(content) != expected:
        raise ModelError(f"The answer model's weights {file} are not the expected ones: install Footnote again.")
    return content


def built(trained: dict[str, Any], reader: dict[str, Any] | None) -> AnswerModel:
    """A model of the given weights: the encoder's by their own names, `importance.*`, `weights`; and the reader's."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    silence()
    folder = str(packaged().folder)
    # Half the time of full precision on a processor that multiplies such numbers itself; slower on any other.
    dtype = torch.bfloat16 if has_bfloat16() else torch.float32
    encoder = AutoModel.from_pretrained(folder, local_files_only=True, trust_remote_code=False, add_pooling_layer=False)
    full = {name: tensor.float() for name, tensor in trained.items()}
    importance = torch.nn.Linear(encoder.config.hidden_size, 1)
    importance.load_state_dict({"weight": full.pop("importance.weight"), "bias": full.pop("importance.bias")})
    weights = full.pop("weights").numpy()
    if encoder.load_state_dict(full, strict=False).unexpected_keys:
        raise ModelError(f"The answer model's weights {FILE} fit no encoder: install Footnote again.")
    joint = None if reader is None else _reader(reader).to(dtype)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    return AnswerModel(tokenizer, encoder.to(dtype).eval(), importance.eval(), weights, joint)


def _reader(trained: dict[str, Any]) -> Any:
    from corpus.joint_reader import JointReader

    reader = JointReader()
    try:
        reader.load_state_dict({name: tensor.float() for name, tensor in trained.items()})
    except RuntimeError:
        raise ModelError(f"The weights {READER_FILE} fit no joint reader: install Footnote again.") from None
    return reader.eval().requires_grad_(False)


def has_bfloat16() -> bool:
    """Whether this processor multiplies such numbers itself."""
    import torch

    probe = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return bool(probe and probe())
