"""`footnote ingest` as a person or a program meets it: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

import footnote
from corpus.library import Library
from ingest.ingest import Outcome
from ingest.telling import summary
from tests.scripted_embedder import use_words

ROOT = Path(__file__).parents[1]
GOUT = "Gout\n\nTreatment\n\nColchicine is given early in an attack.\n"
IN_WORDS = "import footnote; from tests.scripted_embedder import use_words; use_words(); footnote.main()"


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.models._weights", {})
    monkeypatch.setattr("corpus.models._embedders", {})
    use_words()


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("gout.txt", "feet.txt"):
        (folder / name).write_text(GOUT.replace("Gout", name), "utf-8")
    return folder


def run(*arguments: str | Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], list[str]]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        footnote.main([str(one) for one in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out.splitlines(), err.splitlines()


def test_a_line_for_each_file_goes_to_stdout_and_one_for_all_to_stderr(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ("--library", tmp_path / "library")
    code, out, err = run("ingest", texts, *library, capsys=capsys)
    assert (code, [line.split()[:2] for line in out]) == (0, [["added", "feet.txt"], ["added", "gout.txt"]])
    assert len(err) == 1 and err[0].startswith("footnote: 2 added: 4 passages read in ")
    (texts / "gout.txt").write_text(GOUT.replace("early", "late"), "utf-8")
    (texts / "empty.txt").write_text("", "utf-8")
    (texts / "out.txt").symlink_to("/etc/passwd")
    code, out, err = run("ingest", texts, *library, capsys=capsys)
    assert code == 1
    assert [line.split()[0] for line in out] == ["unreadable", "unchanged", "replaced", "skipped"]
    assert "no text was found" in out[0] and "outside the folder" in out[3]
    assert err[0].startswith("footnote: 1 unreadable, 1 unchanged, 1 replaced, 1 skipped: 2 passages read in ")


def test_what_is_only_skipped_is_no_failure_and_an_empty_folder_neither(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (texts / "out.txt").symlink_to("/etc/passwd")
    (tmp_path / "empty").mkdir()
    library = ("--library", tmp_path / "library")
    assert run("ingest", texts, *library, capsys=capsys)[0] == 0
    code, out, err = run("ingest", tmp_path / "empty", *library, capsys=capsys)
    assert (code, out) == (0, []) and "no files there" in err[0]


def test_a_name_cannot_break_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a\nadded  b\x1b[31m.txt").write_text(GOUT, "utf-8")
    _, out, _ = run("ingest", *tmp_path.iterdir(), "--library", tmp_path / "library", capsys=capsys)
    assert len(out) == 1 and "\x1b" not in out[0]


def test_an_address_nearby_is_refused_and_nothing_is_called(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://localhost:{server.getsockname()[1]}/page"
        code, out, _ = run("ingest", address, "--library", tmp_path / "library", capsys=capsys)
        with pytest.raises(TimeoutError):
            server.accept()
    assert code == 1 and out[0].startswith(f"unreadable  {address} could not be read: ")


def test_ctrl_c_ends_it_at_once_and_the_library_is_as_it_was(texts: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    command = [sys.executable, "-c", IN_WORDS, "ingest", str(texts), "--library", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    before = Library(folder).snapshot().state
    # More than can be read in the time it is given.
    for number in range(3_000):
        (texts / f"{number}.txt").write_text(GOUT.replace("Gout", f"Number {number}"), "utf-8")
    # Tests that are run in the background may have been started with Ctrl-C ignored, and hand that on.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed
    )
    while not (folder / "writer.json").exists():
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err == "footnote: interrupted: the library is as it was\n"
    assert Library(folder).snapshot().state == before
    assert not (folder / "writer.json").exists()


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Pacific/Kiritimati"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LANG": "de_DE.ISO-8859-1", "LC_ALL": "de_DE.ISO-8859-1"},
    ],
    ids=["another time zone", "no locale", "another locale"],
)
def test_where_and_when_it_runs_makes_no_difference(tmp_path: Path, surroundings: dict[str, str]) -> None:
    """From a folder that cannot be written, with spaces and other letters in every path."""
    texts, nowhere = tmp_path / "my téxts 文", tmp_path / "read only"
    for folder in (texts, nowhere):
        folder.mkdir()
    (texts / "größe 文.txt").write_text(GOUT.replace("early", "at ≥20 µg"), "utf-8")
    nowhere.chmod(0o555)
    command = [sys.executable, "-c", IN_WORDS]
    environment = {**os.environ, **surroundings, "PYTHONPATH": str(ROOT), "FOOTNOTE_LIBRARY": str(tmp_path / "a b")}
    done = subprocess.run([*command, "ingest", texts], cwd=nowhere, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr
    held = subprocess.run([*command, "library", "--json"], cwd=nowhere, env=environment, capture_output=True)
    (document,) = json.loads(held.stdout)["documents"]
    assert document["source"] == "größe 文.txt"
    assert list(nowhere.iterdir()) == []


def test_the_summary_counts_what_became_of_each() -> None:
    outcomes = [
        Outcome("a", "a", "added", passages=1_200),
        Outcome("b", "b", "unreadable", "No."),
        Outcome("c", "c", "added"),
    ]
    assert summary(outcomes, 3.21) == "2 added, 1 unreadable: 1,200 passages read in 3.2 s"
