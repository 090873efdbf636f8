from __future__ import annotations

from pathlib import Path

import numpy as np

from corpus.models import embedder
from corpus.vectors import HNSW, VectorIndex

SUBJECTS = (
    "bortezomib",
    "thalidomide",
    "simvastatin",
    "metformin",
    "warfarin",
    "gabapentin",
    "vitamin D",
    "neuropathy",
)
ASPECTS = (
    "dose",
    "mechanism",
    "prevention",
    "outcome",
    "cost",
    "toxicity",
    "reversibility",
    "monitoring",
    "withdrawal",
)
FORMS = ("The {1} of {0} was studied.", "In {0}, {1} matters most for patients.", "Children given {0}: {1}.")


def test_the_top_50_of_the_index_are_those_of_exact_search(tmp_path: Path) -> None:
    """Among three thousand vectors in clusters round real ones, as of articles on the same few subjects."""
    chance = np.random.default_rng(1)
    real = embedder().documents([form.format(s, a) for s in SUBJECTS for a in ASPECTS for form in FORMS])
    noise = chance.normal(size=(14, *real.shape)) / np.sqrt(real.shape[1])
    vectors = (real + 0.4 * noise).reshape(-1, real.shape[1]).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = VectorIndex(tmp_path / "chroma", create=HNSW)
    index.add([str(row) for row in range(len(vectors))], vectors)
    questions = embedder().documents([f"What about the {a} of {s}?" for s, a in zip(SUBJECTS, ASPECTS, strict=False)])
    for found, similarities in zip(index.nearest(questions, 50), questions @ vectors.T, strict=True):
        best = np.sort(similarities)[::-1][:50]
        assert np.allclose([similarity for _, similarity in found], best, atol=1e-5)
        assert all(abs(similarities[int(row)] - similarity) < 1e-5 for row, similarity in found)
        assert len({row for row, _ in found}) == 50
    index.close()


def test_what_is_written_is_there_after_closing_and_its_files_do_not_change_by_reading(tmp_path: Path) -> None:
    vectors = np.eye(7, 384, dtype=np.float32)
    index = VectorIndex(tmp_path / "chroma", create=HNSW)
    index.add([f"row{row}" for row in range(7)], vectors)
    index.delete(["row6"])
    index.nearest(vectors[:1], 1)
    index.close()
    segment = next(found for found in (tmp_path / "chroma").iterdir() if found.is_dir())
    before = {file.name: file.read_bytes() for file in segment.iterdir()}
    for _ in range(2):
        again = VectorIndex(tmp_path / "chroma")
        assert again.ids() == {f"row{row}" for row in range(6)} and len(again) == 6
        assert [found[0][0] for found in again.nearest(vectors[:6], 1)] == [f"row{row}" for row in range(6)]
        assert len(again.nearest(vectors[:1], 1_000)[0]) == 6
        assert again.nearest(vectors[:1], 0) == [[]]
        again.close()
    assert {file.name: file.read_bytes() for file in segment.iterdir()} == before
