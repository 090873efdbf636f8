"""The joint reader: what a text says to a question when both are read together, not each by itself.

The answer model reads each alone, so that a text need be read only once; a qualifier that turns an answer into another
question's is then easily missed. For the few likeliest texts the reader takes up the states that both have after the
encoder's first layers (kept, as in MacAvaney et al., PreTTR, SIGIR 2020), tells each token what stands nearest to it
on the other side (Parikh et al., "A decomposable attention model", EMNLP 2016), and reads on over both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS = 384, 12
FIRST = 4
"""Layers of the encoder that read each text by itself."""
LAYERS = 2
"""Layers that read both."""
NEAREST = 20.0
"""How nearly the mean of the other side's tokens, by likeness, is that of the likest alone."""


class Side(Protocol):
    """A question or a text, as the encoder has read it by itself."""

    @property
    def early(self) -> Tensor:
        """`(tokens, WIDTH)`: the states after `FIRST` layers."""

    @property
    def hidden(self) -> Tensor:
        """`(tokens, WIDTH)`: the last states, each of length 1."""


class Layer(nn.Module):
    """A transformer layer as in BERT (Devlin et al., 2019); its parts are named as they are saved."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.attended, self.read = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, states: Tensor, mask: Tensor, first: int) -> Tensor:
        """The next states of the first tokens, `(pairs, first, WIDTH)`."""
        pairs = len(states)
        own = states[:, :first]

        def apart(part: Tensor) -> Tensor:
            return part.view(pairs, -1, HEADS, WIDTH // HEADS).transpose(1, 2)

        seen = functional.scaled_dot_product_attention(
            apart(self.query(own)),
            apart(self.key(states)),
            apart(self.value(states)),
            attn_mask=mask[:, None, None, :],
        )
        met = self.attended(self.out(seen.transpose(1, 2).reshape(pairs, -1, WIDTH)) + own)
        made: Tensor = self.read(self.down(functional.gelu(self.up(met))) + met)
        return made


class JointReader(nn.Module):
    """Logits of texts beside a question: the answer model's, corrected."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.side = nn.Parameter(torch.zeros(2, WIDTH))
        self.nearness = nn.Parameter(torch.zeros(2, WIDTH))
        self.other = nn.Linear(WIDTH, WIDTH, bias=False)
        self.head = nn.Linear(WIDTH, 1)
        self.late = nn.Parameter(torch.tensor((1.0, 0.0)))
        """The weight of the answer model's logit, and what is added where there is one."""

    def forward(self, pairs: Sequence[tuple[Side, Side]], late: Tensor) -> Tensor:
        """One logit a pair of question and text, `(pairs,)`; `late` is the answer model's, nan where it is withheld."""
        states, other, near, side, mask = _laid_out(pairs)
        kind = self.head.weight.dtype
        states = states + self.side[side].float() + near.unsqueeze(-1) * self.nearness[side].float()
        states = states.to(kind) + self.other(other.to(kind))
        for number, layer in enumerate(self.layers):
            # Of the last layer only the first token is looked at.
            states = layer(states, mask, 1 if number == LAYERS - 1 else states.shape[1])
        weight, more = self.late.float()
        known = torch.where(late.isnan(), torch.zeros_like(late), weight * late.nan_to_num() + more)
        read: Tensor = self.head(states[:, 0]).squeeze(-1).float() + known
        return read


def _laid_out(pairs: Sequence[tuple[Side, Side]]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Question and text side by side: states, those nearest on the other side, how near, which side, and the mask."""
    sizes = [(len(asked.early), len(text.early)) for asked, text in pairs]
    longest = max(a + b for a, b in sizes)
    states, other = torch.zeros(len(pairs), longest, WIDTH), torch.zeros(len(pairs), longest, WIDTH)
    near = torch.zeros(len(pairs), longest)
    side = torch.zeros(len(pairs), longest, dtype=torch.long)
    mask = torch.zeros(len(pairs), longest, dtype=torch.bool)
    for row, ((asked, text), (a, b)) in enumerate(zip(pairs, sizes, strict=True)):
        mine, theirs = asked.early.float(), text.early.float()
        alike = asked.hidden.float() @ text.hidden.float().T
        states[row, :a], states[row, a : a + b] = mine, theirs
        other[row, :a] = torch.softmax(NEAREST * alike, 1) @ theirs
        other[row, a : a + b] = torch.softmax(NEAREST * alike.T, 1) @ mine
        near[row, :a], near[row, a : a + b] = alike.amax(1), alike.amax(0)
        side[row, a:] = 1
        mask[row, : a + b] = True
    return states, other, near, side, mask
