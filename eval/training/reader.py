"""Trains the joint reader on what the answer model, as it is, makes of the same questions and texts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from transformers import AutoModel

from corpus.answer_model import FILE, AnswerModel, Tokens, has_bfloat16
from corpus.cores import cores_for
from corpus.joint_reader import FIRST, JointReader
from corpus.models import packaged
from eval.training.descent import Descent
from eval.training.groups import Group
from eval.training.network import missed

AT_ONCE, CANDIDATES = 16, 6
"""Questions in one step, and the texts that each is read with."""
HARD, HARDEST = 14, 6
"""Those that do not answer are drawn from so many that the answer model thinks likeliest, most of them from so few."""
RATE, OTHER_RATE, NEW_RATE = 1.2e-4, 8e-4, 2e-3
RISING = 0.06
"""Share of the steps in which the rates rise."""
UNTOLD = 0.3
"""Share of the questions that are read without the answer model's logits, so that not all is left to these."""
ALONE = 0.4
"""Share of the follow-ups that are asked in their standalone wording, too."""
OTHERS = 3
"""What all texts together that do not answer count beside one that does, in each text's own yes or no."""
PAIRS_AT_ONCE = 24
"""Pairs that are read in one batch; those of like length."""


@dataclass(frozen=True, slots=True)
class Read:
    """One way of putting a question of a page."""

    asked: Tokens
    texts: Sequence[Tokens]
    """All of its page."""
    scores: NDArray[np.float32]
    """`(texts,)`: the answer model's logits."""
    answering: NDArray[np.bool_]
    """`(texts,)`"""


def ways(page: Sequence[Group], chance: random.Random) -> list[tuple[Group, str]]:
    """A page's questions as they are put in one round: follow-ups in their conversation, and some alone, too."""
    found = []
    for group in page:
        found.append((group, chance.choice(group.in_conversation) if group.in_conversation else group.alone))
        if group.in_conversation and chance.random() < ALONE:
            found.append((group, group.alone))
    return found


def readings(page: Sequence[Group], asked: Sequence[tuple[Group, str]], model: AnswerModel) -> Iterator[Read]:
    """Some questions of a page beside its texts."""
    texts = list(dict.fromkeys([*page[0].answering, *page[0].others]))
    held = model.read(texts)
    for group, question in asked:
        (tokens,) = model.read([question])
        yield Read(tokens, held, model.beside(tokens, held), np.isin(texts, list(group.answering)))


def drawn(one: Read, chance: random.Random) -> list[int]:
    """The places of the texts that a question is read with: one or two that answer, and the likeliest that do not."""
    order = [int(place) for place in (-one.scores).argsort(kind="stable")]
    right = [place for place in order if one.answering[place]]
    wrong = [place for place in order if not one.answering[place]][:HARD]
    taken = []
    if right:
        taken.append(right[0] if chance.random() < 0.5 else chance.choice(right))
        rest = [place for place in right if place != taken[0]]
        if rest and chance.random() < 0.6:
            taken.append(chance.choice(rest))
    left = CANDIDATES - len(taken)
    near = chance.sample(wrong[:HARDEST], min(len(wrong[:HARDEST]), left - left // 3))
    far = [place for place in wrong if place not in near]
    return [*taken, *near, *chance.sample(far, min(len(far), left - len(near)))]


def started() -> JointReader:
    """A reader whose layers are the answer model's last ones, as they read each text alone."""
    encoder = AutoModel.from_pretrained(str(packaged().folder), local_files_only=True, add_pooling_layer=False)
    encoder.load_state_dict({name: one.float() for name, one in load_file(FILE).items()}, strict=False)
    reader = JointReader()
    for mine, theirs in zip(reader.layers, encoder.encoder.layer[FIRST:], strict=True):
        _copy(mine, theirs)
    torch.nn.init.zeros_(reader.other.weight)
    torch.nn.init.normal_(reader.head.weight, std=0.02)
    torch.nn.init.zeros_(reader.head.bias)
    return reader


def _copy(mine: torch.nn.Module, theirs: torch.nn.Module) -> None:
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "attended": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "read": "output.LayerNorm",
    }
    for own, other in names.items():
        mine.get_submodule(own).load_state_dict(theirs.get_submodule(other).state_dict())


def train_reader(
    pages: Sequence[Sequence[Group]],
    model: AnswerModel,
    rounds: int,
    told: Callable[[str], None],
    start: Path | None = None,
    seed: int = 0,
) -> JointReader:
    """Train for some rounds over some pages, on from the weights in `start` if any; `told` hears how it goes."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    reader = started()
    if start is not None:
        reader.load_state_dict({name: tensor.float() for name, tensor in load_file(start).items()})
    put = [[ways(page, chance) for page in pages] for _ in range(rounds)]
    planned = sum(sum(map(len, one)) // AT_ONCE for one in put)
    optimizer = torch.optim.AdamW(
        [
            {"params": reader.layers.parameters(), "lr": RATE, "weight_decay": 0.01},
            {"params": reader.other.parameters(), "lr": OTHER_RATE, "weight_decay": 0.01},
            {
                "params": [reader.side, reader.nearness, reader.late, *reader.head.parameters()],
                "lr": NEW_RATE,
                "weight_decay": 0.0,
            },
        ]
    )
    descent = Descent(optimizer, planned, RISING, list(reader.parameters()), told)
    for asked in put:
        # One round at a time: what has been read of its questions takes some gigabytes.
        read = [one for page, some in zip(pages, asked, strict=True) for one in readings(page, some, model)]
        chance.shuffle(read)
        # The last question was read on one core.
        cores_for(AT_ONCE * CANDIDATES)
        for first in range(0, len(read) - AT_ONCE + 1, AT_ONCE):
            descent.step(_cost(reader, read[first : first + AT_ONCE], chance))
    return reader


def _cost(reader: JointReader, asked: Sequence[Read], chance: random.Random) -> torch.Tensor:
    pairs: list[tuple[Tokens, Tokens]] = []
    late: list[float] = []
    places: list[tuple[int, int]] = []
    answering = torch.zeros(len(asked), CANDIDATES, dtype=torch.bool)
    for row, one in enumerate(asked):
        untold = chance.random() < UNTOLD
        for column, place in enumerate(drawn(one, chance)):
            pairs.append((one.asked, one.texts[place]))
            late.append(float("nan") if untold else float(one.scores[place]))
            places.append((row, column))
            answering[row, column] = bool(one.answering[place])
    # Those of like length together, as the short ones are filled up to the longest.
    order = sorted(range(len(pairs)), key=lambda i: sum(len(side.ids) for side in pairs[i]))
    logits = torch.full((len(asked), CANDIDATES), 0.0)
    real = torch.zeros(len(asked), CANDIDATES, dtype=torch.bool)
    for first in range(0, len(order), PAIRS_AT_ONCE):
        some = order[first : first + PAIRS_AT_ONCE]
        with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
            read = reader([pairs[i] for i in some], torch.tensor([late[i] for i in some]))
        rows, columns = zip(*(places[i] for i in some), strict=True)
        at = (torch.tensor(rows), torch.tensor(columns))
        logits = logits.index_put(at, read)
        real[at] = True
    return missed(logits, answering, real, OTHERS).mean()


def save_reader(reader: JointReader, path: Path) -> None:
    """Write its weights in half precision, under the names that `corpus/answer_model.py` reads."""
    save_file({name: tensor.detach().half().contiguous() for name, tensor in reader.state_dict().items()}, path)
