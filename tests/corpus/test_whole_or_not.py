"""An ingest happens as a whole or not at all: killed, out of room, interrupted, or beside another."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus import generation
from corpus.library import Library
from corpus.models import embedder
from corpus.truth import Truth
from ingest.ingest import ingest
from tests.corpus.making import document, fill

ROOT = Path(__file__).parents[2]
KILLS = 20
NEW = document("new.txt", "Vitamin D was low.")


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, text=True, timeout=300)


def test_killed_at_any_moment_it_is_whole_and_the_next_one_completes() -> None:
    """Twenty kills; `make kill N=200` makes as many as you like."""
    done = run(sys.executable, "-m", "tests.killing", str(KILLS))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{KILLS} kills" in done.stdout, done.stdout


def test_a_disk_that_is_full_at_any_moment_is_told_and_harms_nothing(tmp_path: Path) -> None:
    apart = ("unshare", "-rm") if shutil.which("unshare") else ()
    if not apart or run(*apart, "mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", tmp_path).returncode:
        pytest.skip("no small disk can be mounted here")
    script = 'mount -t tmpfs -o size=32m tmpfs "$1" && exec "$0" -m tests.filling "$1" 32768'
    done = run(*apart, "sh", "-c", script, sys.executable, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the disk was full at" in done.stdout


INGESTS = """
import sys
from tests.scripted_embedder import use_words
from corpus.errors import FootnoteError
from corpus.library import Library
from ingest.ingest import ingest
use_words()
def wait(done, total):
    print("reading", flush=True)
    sys.stdin.readline()
try:
    (outcome,) = ingest(Library(sys.argv[1]), [sys.argv[2]], reading=wait if "wait" in sys.argv else None)
    print(outcome.status, flush=True)
except FootnoteError as problem:
    print(type(problem).__name__, problem, flush=True)
"""


def ingesting(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", INGESTS, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "gout.txt").write_text("Gout\n\nTreatment\n\nColchicine is given early in an attack.\n", "utf-8")
    return tmp_path / "gout.txt"


def test_of_two_ingests_at_once_the_second_is_told_of_the_first_and_a_dead_ones_lock_is_taken_over(
    folder: Path, file: Path
) -> None:
    first = ingesting(folder, file, "wait")
    assert first.stdout and first.stdout.readline() == "reading\n"
    said, _ = ingesting(folder, file).communicate(timeout=60)
    assert re.fullmatch(rf"Busy Another write .* \(process {first.pid}, since \d{{4}}-.*\): try again later\.\n", said)
    first.kill()
    first.communicate()
    said, _ = ingesting(folder, file).communicate(timeout=60)
    assert said == "added\n"


def test_a_library_answers_from_its_old_state_while_another_process_ingests_and_then_from_the_new(
    held: Library, file: Path
) -> None:
    before = held.snapshot()
    other = ingesting(held.folder, file, "wait")
    assert other.stdout and other.stdout.readline() == "reading\n"
    for library in (held, Library(held.folder)):
        assert library.snapshot().state == before.state
        assert len(library.snapshot().dense(embedder().query("statin"), 3)) == 3
    said, _ = other.communicate("\n\n", timeout=60)
    assert said.endswith("added\n")
    assert len(held.snapshot().documents) == len(before.documents) + 1


def stop(patch: pytest.MonkeyPatch, owner: Any, name: str, *, done: bool) -> None:
    """Arrange for Ctrl-C just as something is done, or as it is about to be."""
    real = getattr(owner, name)

    def stopped(*given: Any, **named: Any) -> Any:
        if done:
            real(*given, **named)
        raise KeyboardInterrupt

    patch.setattr(owner, name, stopped)


@pytest.mark.parametrize(
    ("owner", "name", "done"),
    [
        (Truth, "keep_vectors", True),
        (generation, "build", True),
        (generation, "_verify", True),
        (Truth, "switch", False),
    ],
)
def test_an_interruption_leaves_the_library_as_it_was(
    held: Library, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, done: bool
) -> None:
    before = held.snapshot().state
    with monkeypatch.context() as patch:
        stop(patch, owner, name, done=done)
        with pytest.raises(KeyboardInterrupt):
            fill(held, NEW)
    assert Library(held.folder).snapshot().state == before
    assert not (held.folder / "writer.json").exists()
    fill(held, NEW)
    assert len(held.snapshot().documents) == 3


def test_an_interruption_just_after_the_switch_leaves_the_new_library(
    held: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new indexes are in force by then, and must not be thrown away as if they were not."""
    with monkeypatch.context() as patch:
        stop(patch, Truth, "switch", done=True)
        with pytest.raises(KeyboardInterrupt):
            fill(held, NEW)
    assert len(Library(held.folder).snapshot().documents) == 3


def test_an_interrupted_ingest_leaves_no_reader_behind(held: Library, file: Path) -> None:
    def stopped(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text() if children.exists() else ""
    with pytest.raises(KeyboardInterrupt):
        ingest(held, [file], reading=stopped)
    assert len(held.snapshot().documents) == 2
    if children.exists():
        assert children.read_text() == before
