"""The answer model as it is trained: the same arithmetic as `corpus/answer_model.py`, with gradients."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from corpus.answer_model import LONGEST, PASSED_OVER, SHARPNESS
from corpus.models import packaged
from eval.training.groups import Drawn, Group, drawn

START = (8.0, 10.0, 0.0, -9.0)
"""Weights of the cosine, the mean match and the worst match, and the bias, before training."""
AT_ONCE, TEXTS = 6, 8
"""Questions in one step; texts beside each."""
RATE, WEIGHTS_RATE = 5e-5, 2e-2

Encoded = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


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

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Token ids, mask, hidden states and mean vectors of some texts."""
        batch = self.tokenizer(list(texts), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self.encoder(**batch).last_hidden_state
        hidden, mask = hidden.float(), batch["attention_mask"].bool()
        mean = functional.normalize((hidden * mask.unsqueeze(-1)).sum(1), dim=-1)
        return batch["input_ids"], mask, hidden, mean

    def logits(self, step: Sequence[Drawn]) -> list[torch.Tensor]:
        """One logit a text, a tensor a question."""
        asked = self.encode([one.question for one in step])
        texts = [text for one in step for text in one.texts]
        held: list[tuple[Encoded, int]] = [None] * len(texts)  # type: ignore[list-item]
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        third = -(-len(order) // 3)
        for first in range(0, len(order), third):
            batch = order[first : first + third]
            encoded = self.encode([texts[i] for i in batch])
            for row, i in enumerate(batch):
                held[i] = (encoded, row)
        found, at = [], 0
        for number, one in enumerate(step):
            found.append(self._beside(asked, number, held[at : at + len(one.texts)]))
            at += len(one.texts)
        return found

    def _beside(self, asked: Encoded, number: int, held: Sequence[tuple[Encoded, int]]) -> torch.Tensor:
        ids, mask, hidden, mean = (part[number] for part in asked)
        looking = mask & ~torch.isin(ids, self._passed_over)
        tokens = hidden[looking if bool(looking.any()) else mask]
        weight = functional.softplus(self.importance(tokens).squeeze(-1) + 0.5)
        weight = weight / weight.sum()
        unit = functional.normalize(tokens, dim=-1)
        near = torch.stack([(unit @ functional.normalize(e[2][row][e[1][row]], dim=-1).T).amax(-1) for e, row in held])
        means = torch.stack([e[3][row] for e, row in held])
        worst = -torch.logsumexp(-SHARPNESS * near + weight.log(), -1) / SHARPNESS
        w = self.weights
        return w[0] * (means @ mean) + w[1] * (near @ weight) + w[2] * worst + w[3]


def loss(logits: torch.Tensor, answers: int) -> torch.Tensor:
    """Choosing an answering text, or none (a logit of 0), by softmax; and each text's own yes or no."""
    wanted = torch.zeros_like(logits)
    wanted[:answers] = 1
    total = torch.logsumexp(torch.cat([logits, logits.new_zeros(1)]), 0)
    chosen = total - torch.logsumexp(logits[:answers], 0) if answers else total
    own = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="sum")
    return chosen + own / max(1, answers) / 2


def train(
    groups: Sequence[Group],
    rounds: int,
    told: Callable[[str], None],
    network: Network | None = None,
    seed: int = 0,
    planned: int | None = None,
) -> Network:
    """Train for some rounds over the groups; `told` hears how it goes.

    The rate of learning falls to nothing over the rounds, or over more of them where more are `planned`.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = network or Network()
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": RATE, "weight_decay": 0.01},
            {"params": [*network.importance.parameters(), network.weights], "lr": WEIGHTS_RATE, "weight_decay": 0.0},
        ]
    )
    steps = (planned or rounds) * math.ceil(len(groups) / AT_ONCE)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    running, step = 0.0, 0
    for _ in range(rounds):
        order = list(groups)
        chance.shuffle(order)
        for first in range(0, len(order), AT_ONCE):
            batch = [drawn(group, TEXTS, chance) for group in order[first : first + AT_ONCE]]
            costs = [loss(x, one.answers) for x, one in zip(network.logits(batch), batch, strict=True)]
            cost = torch.stack(costs).mean()
            optimizer.zero_grad()
            cost.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(encoder, 1.0)
            optimizer.step()
            schedule.step()
            running, step = running + float(cost), step + 1
            if step % 50 == 0:
                told(f"step {step} of {steps}: loss {running / 50:.3f}")
                running = 0.0
    return network


def save(network: Network, path: Path) -> None:
    """Write what training changed, in half precision, under the names that `corpus/answer_model.py` reads."""
    changed = {name: p for name, p in network.encoder.named_parameters() if p.requires_grad}
    kept = {name: tensor.detach().half().contiguous() for name, tensor in changed.items()}
    kept |= {f"importance.{name}": p.detach().half().contiguous() for name, p in network.importance.named_parameters()}
    kept["weights"] = network.weights.detach().float().contiguous()
    path.parent.mkdir(exist_ok=True)
    save_file(kept, path)
