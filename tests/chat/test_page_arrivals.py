"""Files sent to the library through the page's own route: told line by line, kept nowhere, from no other site."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.page.arrivals import HEADER, ROUTE, TOO_MANY, WAITING, line, safe_name
from chat.page.inert import visible
from chat.page.session import document_mark
from chat.page.verbs import Place, Progress
from corpus.errors import Busy
from tests.browser.scripted import DOCUMENT, HEAT_QUOTE, ScriptedDesk, answer, serving

MOST = 20_000
OURS = {HEADER: "page"}


@dataclass
class Came:
    """What became of a made-up file."""

    source: str
    status: str = "added"
    why: str = ""
    passages: int = 0


@dataclass
class Taker:
    """Takes files in as it is told to, and remembers what it was given."""

    got: list[tuple[dict[str, bytes], Place | None]] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    running: int = 0
    most_running: int = 0

    def __call__(
        self, paths: Sequence[Path], progress: Progress, /, *, stands_for: Place | None = None
    ) -> Sequence[Came]:
        self.running += 1
        self.most_running = max(self.running, self.most_running)
        self.folders += {path.parent for path in paths}
        self.got.append(({path.name: path.read_bytes() for path in paths}, stands_for))
        progress(1, 2)
        try:
            if "boom.txt" in self.got[-1][0]:
                raise ValueError("a secret of somebody")
            if "busy.txt" in self.got[-1][0]:
                raise Busy("Another write to the library is running: try again later.")
            threading.Event().wait(0.05)
            return [Came(path.name, passages=2) for path in paths]
        finally:
            self.running -= 1


@pytest.fixture
def taker() -> Taker:
    return Taker()


@pytest.fixture
def address(taker: Taker) -> Iterator[str]:
    verbs = ScriptedDesk(lambda question: answer(question, HEAT_QUOTE)).verbs()
    with serving(replace(verbs, ingest=taker, remove=lambda key: None, document_bytes=MOST)) as url:
        yield url + ROUTE


def send(address: str, *files: tuple[str, bytes], query: str = "", **more: Any) -> list[dict[str, Any]]:
    reply = httpx.post(address + query, files=[("file", one) for one in files], headers=OURS, timeout=30, **more)
    assert reply.status_code == 200
    return [json.loads(told) for told in reply.text.splitlines()]


def test_files_are_taken_in_under_their_own_names_and_nothing_of_them_is_left(address: str, taker: Taker) -> None:
    before = set(Path(tempfile.gettempdir()).iterdir())
    told = send(address, ("Leitlinie Ärzte.pdf", b"%PDF"), ("b.txt", b"words"))
    assert told[0] == {"told": "Reading 2 files…"}
    assert {"told": "1 of 2 passages made ready"} in told
    lines = ["Leitlinie Ärzte.pdf: added, 2 passages", "b.txt: added, 2 passages"]
    assert told[-1] == {"lines": lines, "failed": False}
    assert taker.got == [({"Leitlinie Ärzte.pdf": b"%PDF", "b.txt": b"words"}, None)]
    assert not any(folder.exists() for folder in taker.folders)
    assert set(Path(tempfile.gettempdir()).glob("footnote-*")) <= before


def test_a_name_cannot_leave_its_folder(address: str, taker: Taker) -> None:
    send(address, ("../../../etc/passwd", b"x"), ("C:\\Windows\\evil.txt", b"y"))
    assert taker.got == [({"passwd": b"x", "evil.txt": b"y"}, None)]


@pytest.mark.parametrize(
    ("name", "told"), [("boom.txt", "Something went wrong here"), ("busy.txt", "Another write to the library")]
)
def test_what_goes_wrong_is_told_in_a_sentence_and_leaves_no_copy(
    address: str, taker: Taker, name: str, told: str
) -> None:
    last = send(address, (name, b"x"))[-1]
    assert told in last["problem"]
    assert "secret" not in last["problem"]
    assert not any(folder.exists() for folder in taker.folders)


def test_the_text_of_a_reference_arrives_with_its_place(address: str, taker: Taker) -> None:
    send(address, ("main.pdf", b"x"), query=f"?document={document_mark(DOCUMENT.key)}&number=2")
    assert taker.got[-1][1] == (DOCUMENT.key, 2)


@pytest.mark.parametrize(
    "query",
    [
        f"?document={document_mark(DOCUMENT.key)}&number=7",
        f"?document={document_mark(DOCUMENT.key)}&number=x",
        f"?document={document_mark(DOCUMENT.key)}",
        "?document=doc-0000000000000000&number=1",
        "?document=&number=1",
    ],
)
def test_a_reference_that_a_browser_makes_up_is_refused(address: str, taker: Taker, query: str) -> None:
    assert "not in the library any more" in send(address, ("a.txt", b"x"), query=query)[-1]["problem"]
    assert taker.got == []


@pytest.mark.parametrize("sizes", [(MOST + 1,), (MOST,) * 5])
def test_too_much_is_refused_before_it_is_read(address: str, taker: Taker, sizes: tuple[int, ...]) -> None:
    files = [(f"{number}.txt", b"x" * size) for number, size in enumerate(sizes)]
    assert "MB" in send(address, *files)[-1]["problem"]
    assert taker.got == []


def test_a_disk_that_is_full_is_said_to_be(address: str, taker: Taker, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("chat.page.arrivals.shutil.copyfileobj", full)
    assert "No space left on device" in send(address, ("a.txt", b"x"))[-1]["problem"]
    assert taker.got == []


def test_what_is_no_form_with_files_is_refused(address: str, taker: Taker) -> None:
    odd = {**OURS, "content-type": "multipart/form-data; boundary=x"}
    for sent in (
        httpx.post(address, headers=OURS, content=b"words"),
        httpx.post(address, headers=odd, content=b"--y\r\nnonsense"),
        httpx.post(address, headers=OURS, files=[("other", ("a.txt", b"x"))]),
        httpx.post(address, headers=OURS, files=[("file", ("a.txt", b"x")), ("file", ("b/a.txt", b"y"))]),
        httpx.post(address, headers=OURS, files=[("file", (f"{number}.txt", b"x")) for number in range(60)]),
    ):
        assert sent.status_code == 200
        assert json.loads(sent.text)["problem"]
    assert taker.got == []


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "ward.example:7860"])
@pytest.mark.parametrize("path", [ROUTE, "/gradio_api/queue/join"])
def test_a_page_of_another_site_can_send_nothing(address: str, taker: Taker, host: str, path: str) -> None:
    """The header makes a browser ask first, and it is not told yes, whatever the page is called in a network."""
    assert httpx.post(address, files=[("file", ("a.txt", b"x"))]).status_code == 403
    asked = httpx.options(
        address.removesuffix(ROUTE) + path,
        headers={
            "host": host,
            "origin": "https://evil.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": HEADER,
        },
    )
    assert "access-control-allow-origin" not in asked.headers
    assert taker.got == []


def test_where_nothing_may_be_added_nothing_is() -> None:
    with serving(ScriptedDesk(lambda question: answer(question)).verbs()) as url:
        assert httpx.post(url + ROUTE, files=[("file", ("a.txt", b"x"))], headers=OURS).status_code == 403


def test_what_would_wait_behind_too_many_is_refused_and_leaves_nothing(
    address: str, taker: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each that waits keeps its copies on the disk as long."""
    held, let_go = threading.Event(), threading.Event()
    take = Taker.__call__

    def wait(self: Taker, *arguments: Any, **more: Any) -> Sequence[Came]:
        held.set()
        assert let_go.wait(30)
        return take(self, *arguments, **more)

    monkeypatch.setattr(Taker, "__call__", wait)
    before = set(Path(tempfile.gettempdir()).glob("footnote-*"))
    told: list[list[dict[str, Any]]] = []
    names = [f"{number}.txt" for number in range(WAITING)]
    threads = [threading.Thread(target=lambda name=name: told.append(send(address, (name, b"x")))) for name in names]
    for thread in threads:
        thread.start()
    assert held.wait(30)
    end = time.monotonic() + 30
    while len(set(Path(tempfile.gettempdir()).glob("footnote-*/*.txt"))) < WAITING and time.monotonic() < end:
        time.sleep(0.02)
    try:
        assert send(address, ("more.txt", b"x")) == [{"problem": TOO_MANY}]
    finally:
        let_go.set()
        for thread in threads:
            thread.join()
    assert [one[-1]["failed"] for one in told] == [False] * WAITING
    assert set(Path(tempfile.gettempdir()).glob("footnote-*")) <= before
    assert send(address, ("more.txt", b"x"))[-1]["failed"] is False


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_ends_leaves_no_copy_of_what_it_was_reading(tmp_path: Path, sent: signal.Signals) -> None:
    """Whoever reads is cut off at once: nothing that stands behind in its thread is done any more."""
    program = (
        "import threading; from dataclasses import replace; from chat.page import serve\n"
        "from tests.browser.scripted import *\n"
        "take = lambda paths, progress, /, *, stands_for=None: threading.Event().wait()\n"
        "verbs = replace(ScriptedDesk(lambda q: answer(q)).verbs(), ingest=take)\n"
        "serve(verbs, '127.0.0.1', 0, lambda url: print(url, flush=True))"
    )
    where = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[2], env=where, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip() + ROUTE
        files = [("file", (name, b"about somebody")) for name in ("one.txt", "two.txt")]
        with httpx.stream("POST", address, files=files, headers=OURS, timeout=30) as reply:
            assert "Reading 2 files" in next(reply.iter_lines())
            assert len(list(tmp_path.glob("footnote-*/*.txt"))) == 2
            process.send_signal(sent)
            process.wait(timeout=30)
        assert list(tmp_path.glob("footnote-*")) == []
    finally:
        process.kill()
        process.communicate()


def test_uploads_wait_for_each_other(address: str, taker: Taker) -> None:
    threads = [threading.Thread(target=send, args=(address, (f"{number}.txt", b"x"))) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taker.got), taker.most_running) == (4, 1)


@given(st.text())
def test_every_name_is_one_that_can_be_written(given_name: str) -> None:
    name = safe_name(given_name)
    assert name and name not in (".", "..") and not name.startswith(".")
    assert "/" not in name and "\\" not in name and visible(name) == name
    assert len(name.encode()) <= 200


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("é" * 300 + ".pdf").endswith("é.pdf")


@pytest.mark.parametrize(
    ("came", "told"),
    [
        (Came("a.txt", "added", passages=1), "a.txt: added, 1 passage"),
        (Came("a.txt", "unchanged"), "a.txt: already held, unchanged"),
        (Came("a.txt", "replaced", passages=3), "a.txt: replaced by this version, 3 passages"),
        (
            Came("a.txt", "unreadable", "a.txt could not be read: it is a picture."),
            "a.txt could not be read: it is a picture.",
        ),
    ],
)
def test_each_outcome_is_one_line(came: Came, told: str) -> None:
    assert line(came) == told
