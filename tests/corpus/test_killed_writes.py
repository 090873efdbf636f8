"""A write killed at any moment leaves the library as it was or as it was to become, and the next one completes."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from corpus.library import Library
from tests.corpus.conftest import Elsewhere
from tests.corpus.making import STATINS, document

NEW = [("new.txt", [f"Finding number {number} concerns vitamin D." for number in range(40)])]


@pytest.fixture(scope="module")
def undisturbed(prepared: Path, elsewhere: Elsewhere, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The state that the write leads to when nothing happens to it."""
    import shutil

    folder = tmp_path_factory.mktemp("undisturbed") / "library"
    shutil.copytree(prepared, folder)
    state: str = elsewhere(folder=folder, do="write", documents=NEW)["state"]
    return state


@pytest.mark.parametrize("moment", ["sweeping", "embedding", "indexing", "verifying", "switching"])
def test_killed_before_the_switch_the_old_library_answers(
    moment: str, filled: Library, undisturbed: str, elsewhere: Elsewhere
) -> None:
    before = filled.snapshot().state
    said = elsewhere(folder=filled.folder, do="write", documents=NEW, die=moment)
    assert said["signal"] == signal.SIGKILL
    read = elsewhere(folder=filled.folder, do="read")
    assert (read["state"], read["documents"], len(read["hits"])) == (before, 2, 3)
    assert elsewhere(folder=filled.folder, do="write", documents=NEW)["state"] == undisturbed
    assert filled.snapshot().state == undisturbed
    assert all(finding.severity == "sound" for finding in filled.doctor())


def test_killed_after_the_switch_the_new_library_answers(
    filled: Library, undisturbed: str, elsewhere: Elsewhere
) -> None:
    assert elsewhere(folder=filled.folder, do="write", documents=NEW, die="switched")["signal"] == signal.SIGKILL
    assert filled.snapshot().state == undisturbed
    assert elsewhere(folder=filled.folder, do="write", documents=NEW)["generation"] == filled.snapshot().generation


def test_killed_at_random_moments_again_and_again_it_still_completes(
    filled: Library, undisturbed: str, elsewhere: Elsewhere
) -> None:
    before = filled.snapshot().state
    chance = random.Random(20251021)
    for _ in range(6):
        elsewhere(folder=filled.folder, do="write", documents=NEW, after=chance.uniform(0.01, 0.9))
        assert filled.snapshot().state in (before, undisturbed)
    assert elsewhere(folder=filled.folder, do="write", documents=NEW)["state"] == undisturbed


def test_the_very_first_write_may_be_killed_too(library: Library, elsewhere: Elsewhere) -> None:
    for moment in ("sweeping", "embedding", "verifying"):
        assert elsewhere(folder=library.folder, do="write", documents=NEW, die=moment)["signal"] == signal.SIGKILL
        assert not library.snapshot().documents
        assert all(finding.severity == "sound" for finding in library.doctor())
    assert elsewhere(folder=library.folder, do="write", documents=NEW)["documents"] == 1
    assert len(library.snapshot().documents) == 1


def test_what_a_killed_write_has_embedded_is_not_embedded_again(
    filled: Library, elsewhere: Elsewhere, embedded: list[str]
) -> None:
    elsewhere(folder=filled.folder, do="write", documents=NEW, die="switching")
    with filled.write() as draft:
        draft.put(*document(NEW[0][0], *NEW[0][1]))
    assert embedded == []


def test_a_dead_writers_lock_and_leavings_are_taken_over(filled: Library, elsewhere: Elsewhere) -> None:
    elsewhere(folder=filled.folder, do="write", documents=NEW, die="verifying")
    assert (filled.folder / "writer.json").exists()
    assert len(list((filled.folder / "index").iterdir())) == 2
    with filled.write() as draft:
        assert str(os.getpid()) in (filled.folder / "writer.json").read_text()
        draft.put(*document("statins.txt", *STATINS, "And more."))
    assert not (filled.folder / "writer.json").exists()
    assert len(list((filled.folder / "index").iterdir())) == 2
