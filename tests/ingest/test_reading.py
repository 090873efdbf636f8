"""A file that is made to harm its reader ends in one sentence, and the next file is read."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.documents import Block, Reference, Span
from corpus.errors import SourceError
from corpus.settings import LIMITS
from ingest.readers import read_bytes
from ingest.readers.extracted import Extracted
from ingest.reading import Reader
from ingest.worker import _answer
from tests.ingest.test_ingest import FEET, GOUT
from tests.ingest.word import word_file

SMALL = LIMITS.model_copy(update={"read_memory": 300_000_000})


@pytest.fixture
def scripted() -> Iterator[Reader]:
    with Reader(SMALL, "tests.ingest.scripted_worker") as reader:
        yield reader


@pytest.fixture
def reader() -> Iterator[Reader]:
    # More time than usual: the machine may be busy with other tests.
    with Reader(LIMITS.model_copy(update={"read_seconds": 600.0})) as reader:
        yield reader


def refusal(reader: Reader, content: bytes) -> str:
    with pytest.raises(SourceError) as problem:
        reader.read(content)
    return str(problem.value)


def says(reader: Reader, order: str) -> str:
    return reader.read(order.encode()).text


def test_what_comes_back_is_what_the_reader_found(reader: Reader) -> None:
    page = b"<h1>Gout</h1><p>Ice eases pain<sup>1</sup>.</p><ol start=3><li>One<li>Two</ol><script>x()</script>"
    for content in (GOUT.encode(), page, "# Größe\n\n- ≥20 µg\n- 10⁶ 😀\n".encode()):
        assert reader.read(content) == read_bytes(content)


def test_no_field_is_lost_on_the_way(reader: Reader) -> None:
    full = Extracted(
        text="Words 😀 of a\x1f text.",
        blocks=(Block("row", 0, 5, 1, 7, (Span(0, 2), Span(2, 5))), Block("reference", 6, 9)),
        title="T",
        publisher="P",
        updated="2024",
        type="Record",
        year=2024,
        doi="10.1/x",
        pmid="1",
        cited=(Span(1, 2),),
        marked=True,
        numbered={6: 3},
        entries=(Reference(4, "A title", "Research", "A journal", 2001, "10.1/y", "2", "its words", True, True, 6, 9),),
        dropped={"comments": 2},
    )
    how, _, found = _answer(lambda *_: full, b"", "", 1_000, lambda _: None).partition(b"\n")
    assert how == b"extracted"
    assert reader._shape.validate_json(found) == full
    # A field that is added later must be in this test, too.
    assert all(getattr(full, name) != getattr(Extracted("", ()), name) for name in Extracted.__slots__)


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read() -> None:
    # Long enough for a process to start on a machine that is busy with other tests.
    with Reader(LIMITS.model_copy(update={"read_seconds": 4.0}), "tests.ingest.scripted_worker") as scripted:
        started = time.monotonic()
        assert refusal(scripted, b"sleep 300") == "it took more than 4 seconds to read and was given up."
        assert time.monotonic() - started < 60
        assert says(scripted, "next") == "next done"


def test_a_text_that_takes_forever_to_split_is_given_up_before_the_ingest_begins_with_it() -> None:
    """The ingest splits it in its own process, where nothing would end it and the library stays locked."""
    with Reader(LIMITS.model_copy(update={"read_seconds": 6.0}), "tests.ingest.endless_worker") as endless:
        assert refusal(endless, GOUT.encode()) == "it took more than 6 seconds to read and was given up."


def test_a_file_that_takes_too_much_memory_is_refused_and_the_next_one_read(scripted: Reader) -> None:
    assert refusal(scripted, b"hold 2000000000") == "reading it took more than 300 MB of memory."
    assert refusal(scripted, b"leave 86") == "reading it took more than 300 MB of memory."
    assert says(scripted, "next") == "next done"


def test_a_word_file_of_three_million_runs_ends_within_the_limits() -> None:
    """Varied enough to be packed no tighter than prose is."""
    varied = "".join(f"<w:r><w:t>{number * 7919 % 99991}</w:t></w:r>" for number in range(3_000_000))
    content = word_file(f"<w:p>{varied}</w:p>")
    with Reader(SMALL) as reader:
        assert refusal(reader, content) == "reading it took more than 300 MB of memory."
        assert reader.read(GOUT.encode()) == read_bytes(GOUT.encode())


@pytest.mark.parametrize("order", ["die SIGSEGV", "die SIGKILL", "die SIGABRT", "leave 0", "leave 1"])
def test_a_file_that_crashes_its_reader_is_refused_and_the_next_one_read(scripted: Reader, order: str) -> None:
    assert says(scripted, "first") == "first done"
    assert refusal(scripted, order.encode()) == "its reader crashed."
    assert says(scripted, "next") == "next done"


def test_a_reader_that_stumbles_goes_on_in_the_same_process(scripted: Reader) -> None:
    process = says(scripted, "process")
    assert refusal(scripted, b"recurse") == "something in it was not understood (RecursionError)."
    assert says(scripted, "process") == process


def test_a_reader_that_stumbles_shows_where_on_request(
    scripted: Reader, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    refusal(scripted, b"recurse")
    assert capfd.readouterr().err == ""
    scripted.close()
    monkeypatch.setenv("FOOTNOTE_DEBUG", "1")
    refusal(scripted, b"recurse")
    told = capfd.readouterr().err
    assert told.startswith("Traceback") and "scripted_worker.py" in told and "RecursionError" in told


def test_what_a_reader_prints_does_not_get_into_the_answer(scripted: Reader) -> None:
    assert says(scripted, "print noise") == "print done"
    assert says(scripted, "next") == "next done"


def test_an_answer_that_is_not_one_is_refused(scripted: Reader) -> None:
    """As of a reader that a file has taken over."""
    assert refusal(scripted, b"forge") == "something in it was not understood (ValidationError)."


def test_a_reader_can_write_no_file_and_sees_no_secrets(
    scripted: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "OSError" in refusal(scripted, f"write {tmp_path / 'file'}".encode())
    assert not (tmp_path / "file").exists() or (tmp_path / "file").read_text() == ""
    scripted.close()
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert "secret" not in says(scripted, "environment")


def test_nothing_of_the_working_folder_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("import os; os._exit(1)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", ".")
    with Reader() as reader:
        assert reader.read(GOUT.encode()).text


def test_reading_leaves_no_process_and_no_open_file(scripted: Reader) -> None:
    says(scripted, "first")
    before = len(os.listdir("/dev/fd"))
    process = int(says(scripted, "process"))
    for order in ("die SIGSEGV", "leave 0", "hold 2000000000"):
        refusal(scripted, order.encode())
        says(scripted, "next")
    assert len(os.listdir("/dev/fd")) == before
    last = int(says(scripted, "process"))
    scripted.close()
    for pid in (process, last):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_worker_whose_command_was_killed_ends_by_itself() -> None:
    starts = (
        "import os, signal; from ingest.reading import Reader; reader = Reader();"
        "reader.read(b'Words of a text.'); print(reader._process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", starts], capture_output=True, text=True, cwd=root)
    worker = int(done.stdout)
    for _ in range(100):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{worker}/stat").exists() and Path(f"/proc/{worker}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the worker is still there")


def test_it_may_be_used_while_other_threads_run(reader: Reader) -> None:
    stop = threading.Event()
    threads = [threading.Thread(target=stop.wait) for _ in range(8)]
    for thread in threads:
        thread.start()
    try:
        assert reader.read(FEET.encode()).text == FEET
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_tags_nested_200_000_deep_are_refused(reader: Reader) -> None:
    assert "nested" in refusal(reader, b"<html>" + b"<div>" * 200_000 + b"Words.")


def test_a_text_of_50_mb_is_refused_within_the_memory_limit(reader: Reader) -> None:
    assert (
        refusal(reader, (b"Gout hurts. " * 160 + b"\n\n") * 26_000)
        == "it holds more than 10 million characters of text."
    )


def test_a_page_of_many_million_cells_stays_within_the_memory_limit() -> None:
    with Reader(LIMITS.model_copy(update={"read_memory": 200_000_000})) as reader:
        content = b"<html><table>" + b"<tr><td>a<td>b" * 1_500_000
        assert refusal(reader, content) == "reading it took more than 200 MB of memory."
        assert reader.read(GOUT.encode()).text


def test_a_folder_of_small_texts_is_read_in_no_time(reader: Reader) -> None:
    """The price of a process of its own: well under a second to start, and next to nothing for a file."""

    def computed() -> float:
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + ended.ru_utime + ended.ru_stime

    started = computed()
    for _ in range(92):
        reader.read(GOUT.encode() * 50)
    reader.close()
    assert computed() - started < 3
