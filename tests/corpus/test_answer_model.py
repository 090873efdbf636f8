"""The answer model: the expected weights, the same scores for the same words, no question that stops it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import answer_model as module
from corpus.answer_model import answer_model, model_without_reader
from corpus.cores import all_cores, cores_for
from corpus.errors import ModelError

TEXTS = (
    "For patients with severe foot drop of any cause, an ankle foot orthosis is recommended",
    "Multiple myeloma can also cause pathologic fractures in the foot",
    "Consider switching to carfilzomib, which is potentially less neurotoxic",
)


def test_what_answers_stands_above_what_shares_the_subject() -> None:
    scores = answer_model().scores("What brace helps somebody with severe foot drop?", TEXTS)
    assert int(np.argmax(scores)) == 0
    assert scores[0] > answer_model().scores("How much does the brace cost?", TEXTS).max()


def test_a_text_scores_the_same_whatever_stands_beside_it() -> None:
    asked = "Which drug may replace bortezomib?"
    together = answer_model().scores(asked, TEXTS)
    alone = [float(answer_model().scores(asked, [text])[0]) for text in TEXTS]
    assert together == pytest.approx(alone, abs=1e-4)


def test_no_texts_have_no_scores() -> None:
    assert answer_model().scores("What?", []).shape == (0,)


def test_a_text_is_reread_the_same_whatever_stands_beside_it() -> None:
    asked = "Which drug may replace bortezomib?"
    scores = [float(one) for one in answer_model().scores(asked, TEXTS)]
    together = answer_model().reread(asked, TEXTS, scores)
    alone = [float(answer_model().reread(asked, [text], [one])[0]) for text, one in zip(TEXTS, scores, strict=True)]
    # In half precision sums depend a little on what they are batched with.
    assert together == pytest.approx(alone, abs=0.1)
    assert int(np.argmax(together)) == 2
    assert answer_model().reread(asked, [], []).shape == (0,)


def test_what_is_read_ahead_is_scored_the_same() -> None:
    asked = "Is there a brace that is read ahead of time?"
    answer_model().ahead(asked)
    ahead = answer_model().scores(asked, TEXTS)
    # In half precision the texts depend a little on what they were batched with.
    assert ahead == pytest.approx(model_without_reader().scores(asked, TEXTS), abs=0.1)


def test_reading_together_leaves_a_question_with_one_core() -> None:
    """A question's own small products take longer on several."""
    all_cores()
    every = torch.get_num_threads()
    cores_for(1)
    answer_model().reread("Which brace?", TEXTS, [0.0] * len(TEXTS))
    assert torch.get_num_threads() == every
    answer_model().scores("Which brace?", TEXTS)
    assert torch.get_num_threads() == 1


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_every_question_is_scored(question: str) -> None:
    scores = answer_model().scores(question, TEXTS)
    assert np.isfinite(scores).all()
    assert np.isfinite(answer_model().reread(question, TEXTS, [float(one) for one in scores])).all()


def test_missing_or_altered_weights_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = tmp_path / "answering.safetensors"
    monkeypatch.setattr(module, "FILE", altered)
    monkeypatch.setattr(module, "_loaded", [])
    with pytest.raises(ModelError, match="missing"):
        answer_model()
    altered.write_bytes(b"something else")
    with pytest.raises(ModelError, match="not the expected ones"):
        answer_model()


def test_so_are_the_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = tmp_path / "reading.safetensors"
    altered.write_bytes(b"something else")
    monkeypatch.setattr(module, "READER_FILE", altered)
    monkeypatch.setattr(module, "_loaded", [])
    with pytest.raises(ModelError, match=r"reading\.safetensors are not the expected ones"):
        answer_model()
