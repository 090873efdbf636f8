"""Every file of a library broken in every usual way: it is reported, or it makes no difference."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import LibraryError
from corpus.library import Library
from corpus.models import embedder
from corpus.truth import FILE
from corpus.vectors import HNSW, VectorIndex
from tests.corpus.making import index_of
from tests.forking import forked

Breaks = Callable[[bytearray, random.Random], bytes]


def flip(held: bytearray, chance: random.Random) -> bytes:
    held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
    return bytes(held)


def cut(held: bytearray, chance: random.Random) -> bytes:
    return bytes(held[: chance.randrange(len(held))])


def scribble(held: bytearray, chance: random.Random) -> bytes:
    return chance.randbytes(len(held))


def answers(folder: Path) -> dict[str, object]:
    """What a reader gets, in a process of his own: a broken vector file may end it."""

    def read() -> dict[str, object]:
        snapshot = Library(folder).snapshot()
        hits = snapshot.dense(embedder().query("statin"), 5)
        return {
            "state": snapshot.state,
            "dense": [hit.passage for hit in hits],
            "lexical": snapshot.lexical("simvastatin", 9),
            "texts": [passage.text for passage in snapshot.passages.values()],
        }

    return dict(forked(read).said)


@pytest.mark.parametrize("broken", [flip, cut, scribble])
def test_whatever_breaks_in_an_index_is_reported_or_makes_no_difference(broken: Breaks, held: Library) -> None:
    whole = answers(held.folder)
    chance = random.Random(20251021)
    index = index_of(held)
    files = [file for file in sorted(index.rglob("*")) if file.is_file() and file.stat().st_size]
    assert len(files) > 5
    reported = 0
    for file in files:
        was = file.read_bytes()
        file.write_bytes(broken(bytearray(was), chance))
        said = answers(held.folder)
        if said != whole:
            assert said["error"] == "Damaged" and "library rebuild" in str(said["words"]), (file, said)
            reported += 1
        file.write_bytes(was)
    assert reported >= len(files) - 2, "all but Chroma's own database is sealed"
    assert answers(held.folder) == whole


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_store_that_was_cut_short_is_reported(held: Library, share: float) -> None:
    held.close()
    file = held.folder / FILE
    with held.write():
        pass
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])
    said = forked(lambda: [finding.severity for finding in Library(held.folder).doctor()]).said
    assert "damaged" in said
    with pytest.raises(LibraryError, match="footnote library reset"):
        snapshot = Library(held.folder).snapshot()
        assert [passage.text for passage in snapshot.passages.values()]


def test_a_library_of_another_user_is_read_or_refused_in_a_sentence(held: Library, tmp_path: Path) -> None:
    state = held.snapshot().state
    held.close()
    for folder in (held.folder, *held.folder.rglob("*")):
        folder.chmod(0o555 if folder.is_dir() else 0o444)
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(0o755)

    def read() -> str:
        if os.getuid() == 0:
            os.setuid(65534)
        return Library(held.folder).snapshot().state

    said = forked(read).said
    assert said == state or (said["error"] == "LibraryError" and "cannot be written" in said["words"]), said


def test_more_rows_than_chroma_takes_at_once_are_all_held(tmp_path: Path) -> None:
    with_room = VectorIndex(tmp_path / "index", create={**HNSW, "sync_threshold": 1_000, "batch_size": 100})
    rows = np.random.default_rng(1).standard_normal((with_room.batch + 10, 4)).astype(np.float32)
    with_room.add([str(number) for number in range(len(rows))], rows)
    assert len(with_room) == len(rows)
    with_room.delete([str(number) for number in range(len(rows))])
    assert len(with_room) == 0
    with_room.close()
