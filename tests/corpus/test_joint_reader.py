"""The joint reader: its layers are the encoder's, and a pair is read the same whatever stands beside it."""

from __future__ import annotations

import pytest
import torch

from corpus.answer_model import answer_model
from corpus.joint_reader import FIRST, JointReader
from eval.training.reader import started

QUESTION = "Which brace helps with severe foot drop?"
TEXTS = (
    "An ankle foot orthosis is recommended for severe foot drop",
    "Braces are sold in many sizes and colours, and most of them may be worn in a wide shoe without any harm",
    "Rest",
)


def test_its_layers_begin_as_the_encoders_own() -> None:
    from safetensors.torch import load_file
    from transformers import AutoModel

    from corpus.answer_model import FILE
    from corpus.models import packaged

    encoder = AutoModel.from_pretrained(str(packaged().folder), local_files_only=True, add_pooling_layer=False).eval()
    encoder.load_state_dict({name: one.float() for name, one in load_file(FILE).items()}, strict=False)
    states = torch.randn(2, 7, encoder.config.hidden_size)
    mask = torch.ones(2, 7, dtype=torch.bool)
    for mine, theirs in zip(started().eval().layers, encoder.encoder.layer[FIRST:], strict=True):
        expected = theirs(states)
        expected = expected[0] if isinstance(expected, tuple) else expected
        assert torch.allclose(mine(states, mask, 7), expected, atol=1e-4)
        assert torch.allclose(mine(states, mask, 1), expected[:, :1], atol=1e-4)


def test_a_pair_is_read_the_same_whatever_stands_beside_it() -> None:
    asked, *held = answer_model().read((QUESTION, *TEXTS))
    reader = started().eval()
    late = torch.tensor([1.0, -2.0, float("nan")])
    together = reader([(asked, one) for one in held], late)
    alone = torch.cat([reader([(asked, one)], late[n : n + 1]) for n, one in enumerate(held)])
    assert torch.allclose(together, alone, atol=1e-3)


def test_it_corrects_the_answer_models_logit_and_can_do_without() -> None:
    asked, held = answer_model().read((QUESTION, TEXTS[0]))
    reader: JointReader = started().eval()
    torch.nn.init.zeros_(reader.head.weight)
    assert reader([(asked, held)], torch.tensor([3.5])).item() == pytest.approx(3.5)
    assert reader([(asked, held)], torch.tensor([float("nan")])).item() == pytest.approx(0.0)
