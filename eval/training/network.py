"""The answer model as it is trained: the same arithmetic as `corpus/answer_model.py`, with gradients."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from corpus.answer_model import LONGEST, PASSED_OVER, SHARPNESS, has_bfloat16
from corpus.models import packaged
from eval.training.descent import Descent
from eval.training.groups import AT_ONCE, Group, Step, steps

START = (8.0, 10.0, 0.0, -9.0)
"""Weights of the cosine, the mean match and the worst match, and the bias, before training."""
RATE, WEIGHTS_RATE = 5e-5, 2e-2
RISING = 0.1
"""Share of the steps in which the rates rise."""
OTHERS = 7
"""What all texts together that do not answer count beside one that does, in each text's own yes or no."""
AT_A_TIME = 16
"""Texts encoded together: those of like length, as the short ones are filled up to the longest."""


class Network(torch.nn.Module):
    """An encoder, the importance of tokens, and how matches are weighed."""

    def __init__(self) -> None:
        super().__init__()
        folder = str(packaged().folder)
        self.tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        # Without dropout a step takes two thirds of the time; two rounds over the data are too few to overfit.
        still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "add_pooling_layer": False}
        self.encoder: Any = AutoModel.from_pretrained(folder, local_files_only=True, **still)
        for embedded in (self.encoder.embeddings.word_embeddings, self.encoder.embeddings.position_embeddings):
            embedded.weight.requires_grad = False
        self.importance = torch.nn.Linear(self.encoder.config.hidden_size, 1)
        torch.nn.init.zeros_(self.importance.weight)
        torch.nn.init.zeros_(self.importance.bias)
        self.weights = torch.nn.Parameter(torch.tensor(START))
        self._passed_over = torch.tensor(self.tokenizer.convert_tokens_to_ids(PASSED_OVER.split()))

    def encode(self, texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Token ids, mask and hidden states of some texts: (texts, tokens), the same, (texts, tokens, width)."""
        batch = self.tokenizer(list(texts), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
            hidden = self.encoder(**batch).last_hidden_state
        return batch["input_ids"], batch["attention_mask"].bool(), hidden.float()

    def logits(self, step: Step) -> torch.Tensor:
        """One logit for every question and text: (questions, texts)."""
        ids, mask, hidden = self.encode(step.questions)
        looking = mask & ~torch.isin(ids, self._passed_over)
        held, held_mask = self._held(step.texts)
        tokens = functional.normalize(held, dim=-1)
        means = _mean(held, held_mask)
        found = []
        for number, mean in enumerate(_mean(hidden, mask)):
            asked = hidden[number][looking[number] if bool(looking[number].any()) else mask[number]]
            near = torch.einsum("qw,utw->uqt", functional.normalize(asked, dim=-1), tokens)
            near = near.masked_fill(~held_mask.unsqueeze(1), -1.0).amax(-1)
            found.append(self._weighed(asked, near, means @ mean))
        return torch.stack(found)

    def _held(self, texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """Hidden states and mask of many texts, in their order."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        parts = [self.encode([texts[i] for i in order[n : n + AT_A_TIME]]) for n in range(0, len(order), AT_A_TIME)]
        longest = max(mask.shape[1] for _, mask, _ in parts)
        hidden = torch.cat([functional.pad(one, (0, 0, 0, longest - one.shape[1])) for _, _, one in parts])
        mask = torch.cat([functional.pad(one, (0, longest - one.shape[1])) for _, one, _ in parts])
        back = torch.tensor(order).argsort()
        return hidden[back], mask[back]

    def _weighed(self, asked: torch.Tensor, near: torch.Tensor, means: torch.Tensor) -> torch.Tensor:
        """Logits of the texts, by each question token's nearest match in each (texts, tokens) and the cosines."""
        weight = functional.softplus(self.importance(asked).squeeze(-1) + 0.5)
        weight = weight / weight.sum()
        worst = -torch.logsumexp(-SHARPNESS * near + weight.log(), -1) / SHARPNESS
        w = self.weights
        return w[0] * means + w[1] * (near @ weight) + w[2] * worst + w[3]


def _mean(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return functional.normalize((hidden * mask.unsqueeze(-1)).sum(1), dim=-1)


def loss(logits: torch.Tensor, answering: torch.Tensor, alone: torch.Tensor) -> torch.Tensor:
    """What a step costs: choosing an answering text, or none (a logit of 0), by softmax; each text's own yes or no; and
    how far a follow-up in its conversation is from choosing as its standalone wording does (as Yu et al., "Few-shot
    conversational dense retrieval", SIGIR 2021, teach one encoder by another's view of the rewritten question).

    `logits` and `answering` are (questions, texts), `alone` (questions): the row of each one's standalone wording.
    """
    choices = _choices(logits)
    taught = choices[alone].detach().exp()
    # Nothing for the standalone wordings themselves.
    apart = (taught * (choices[alone].detach() - choices)).sum(1)
    return (missed(logits, answering, torch.ones_like(answering), OTHERS) + apart).mean()


def missed(logits: torch.Tensor, answering: torch.Tensor, real: torch.Tensor, others: float) -> torch.Tensor:
    """What each question costs, `(questions)`: the choice of an answering text, or none, and each text's yes or no.

    `logits`, `answering` and `real` are (questions, texts); `real` is false where a question has fewer. `others` is
    what all texts together that do not answer count beside one that does.
    """
    choices = _choices(logits.masked_fill(~real, -1e4))
    chosen = torch.logsumexp(choices[:, :-1].masked_fill(~answering, -1e4), 1)
    choice = -torch.where(answering.any(1), chosen, choices[:, -1])
    own = functional.binary_cross_entropy_with_logits(logits, answering.float(), reduction="none")
    wrong = real & ~answering
    yes = (own * answering).sum(1) / answering.sum(1).clamp(min=1)
    no = (own * wrong).sum(1) / wrong.sum(1).clamp(min=1)
    return choice + (yes + others * no) / 2


def _choices(logits: torch.Tensor) -> torch.Tensor:
    """Log-probabilities of each text, and last of none."""
    return functional.log_softmax(torch.cat([logits, logits.new_zeros(len(logits), 1)], 1), 1)


def train(
    pages: Sequence[Sequence[Group]],
    rounds: int,
    told: Callable[[str], None],
    start: Path | None = None,
    seed: int = 0,
) -> Network:
    """Train for some rounds over some pages, on from the weights in `start` if any; `told` hears how it goes."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = Network()
    if start is not None:
        resume(network, start)
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": RATE, "weight_decay": 0.01},
            {"params": [*network.importance.parameters(), network.weights], "lr": WEIGHTS_RATE, "weight_decay": 0.0},
        ]
    )
    planned = rounds * sum(math.ceil(len(groups) / AT_ONCE) for groups in pages)
    descent = Descent(optimizer, planned, RISING, encoder, told)
    for _ in range(rounds):
        for one in steps(pages, chance):
            descent.step(loss(network.logits(one), torch.tensor(one.answering), torch.tensor(one.alone)))
    return network


def resume(network: Network, path: Path) -> None:
    """Give a network the weights that `save` wrote; raises ValueError where they are another's."""
    held = {name: tensor.float() for name, tensor in load_file(path).items()}
    network.importance.load_state_dict({name: held.pop(f"importance.{name}") for name in ("weight", "bias")})
    with torch.no_grad():
        network.weights.copy_(held.pop("weights"))
    if network.encoder.load_state_dict(held, strict=False).unexpected_keys:
        raise ValueError(f"{path} holds weights of another network")


def save(network: Network, path: Path) -> None:
    """Write what training changed, in half precision, under the names that `corpus/answer_model.py` reads."""
    changed = {name: p for name, p in network.encoder.named_parameters() if p.requires_grad}
    kept = {name: tensor.detach().half().contiguous() for name, tensor in changed.items()}
    kept |= {f"importance.{name}": p.detach().half().contiguous() for name, p in network.importance.named_parameters()}
    kept["weights"] = network.weights.detach().float().contiguous()
    path.parent.mkdir(exist_ok=True)
    save_file(kept, path)
