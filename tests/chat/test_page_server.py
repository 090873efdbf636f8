"""The page as a server: its headers, its endpoints, and what a stranger who calls it directly gets."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from chat.answers import Answer
from chat.ask import Conversation
from chat.page import Feedback, serve
from chat.page.session import card_id, document_mark
from chat.page.turns import ONE_AT_A_TIME
from corpus.documents import Document
from corpus.errors import EmptyLibrary, ModelError, SettingsError
from tests.browser.scripted import DOCUMENT, HEAT, HEAT_QUOTE, REWARM_LIST, ScriptedDesk, answer, serving
from tests.chat.calling import get, post

ROOT = Path(__file__).parents[2]


def script(question: str) -> Any:
    if "boom" in question:
        raise ValueError("a secret")
    if "empty" in question:
        raise EmptyLibrary("The library is empty; add documents with: footnote ingest FILE…")
    return answer(question, REWARM_LIST, HEAT_QUOTE)


@pytest.fixture(scope="module")
def given() -> list[Feedback]:
    return []


@pytest.fixture(scope="module")
def address(given: list[Feedback]) -> Iterator[str]:
    with serving(replace(ScriptedDesk(script).verbs(), feedback=given.append)) as url:
        yield url


@pytest.fixture(scope="module")
def client(address: str) -> Any:
    from gradio_client import Client

    return Client(address, verbose=False, analytics_enabled=False)


@pytest.mark.parametrize("path", ["/", "/healthz", "/config", "/footnote/page.js", "/nothing", "/gradio_api/upload"])
def test_every_response_keeps_the_page_to_itself(address: str, path: str) -> None:
    _, headers, _ = get(address + path)
    policy = headers["content-security-policy"]
    for rule in ("default-src 'self'", "form-action 'none'", "frame-ancestors 'none'", "connect-src 'self'"):
        assert rule in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_health_check_tells_whether_answers_come_at_once(address: str) -> None:
    status, _, body = get(f"{address}/healthz")
    assert (status, json.loads(body)) == (200, {"status": "ok", "ready": True})


def test_the_health_check_tells_what_stands_in_the_way() -> None:
    def never() -> bool:
        raise ModelError("The embedding model is missing; run: make setup")

    with serving(replace(ScriptedDesk(script).verbs(), ready=never)) as url:
        status, _, body = get(f"{url}/healthz")
        assert status == 503
        assert json.loads(body)["problem"] == "The embedding model is missing; run: make setup"
        assert get(url)[0] == 200, "the page itself can be opened"


def test_the_page_loads_no_script_style_or_font_of_another_host(address: str) -> None:
    """A browser test records what is really fetched; this one finds what only some browsers would."""
    _, _, body = get(address)
    loaded = re.findall(r"""<(?:script|link|img|iframe)[^>]*(?:src|href)=["']([^"']*)""", body)
    assert loaded
    assert [url for url in loaded if re.match(r"(https?:)?//", url)] == []


def test_ask_takes_the_question_alone_and_returns_the_answer_object(client: Any) -> None:
    told = client.predict("How warm?", api_name="/ask")
    expected = script("How warm?").as_json()
    assert told.keys() == expected.keys()
    assert told["statements"] == expected["statements"]
    assert told["answer"].endswith("[2]")
    assert [one["marker"] for one in told["passages"]] == [1, 2]


@pytest.mark.parametrize("endpoint", ["ask", "search"])
def test_a_plain_post_with_the_question_alone_is_answered(address: str, endpoint: str) -> None:
    """Over plain HTTP Gradio counts arguments and knows no defaults."""
    begun = httpx.post(f"{address}/gradio_api/call/{endpoint}", json={"data": ["How warm?"]}).json()
    told = httpx.get(f"{address}/gradio_api/call/{endpoint}/{begun['event_id']}", timeout=30).text
    assert "event: complete" in told


def test_search_returns_passages_best_first(client: Any) -> None:
    found = client.predict("bath", api_name="/search")
    assert [one["source"] for one in found] == ["frostbite.txt", "frostbite.txt"]


def test_library_returns_what_the_command_prints(client: Any) -> None:
    assert client.predict(api_name="/library") == {"state": "s", "documents": []}


def test_only_the_named_endpoints_are_listed(client: Any) -> None:
    listed = client.view_api(return_format="dict", print_info=False)
    assert set(listed["named_endpoints"]) == {"/ask", "/search", "/library"}
    assert listed["unnamed_endpoints"] == {}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "Type a question first"),
        ("x" * 100_000, "at most 2,000"),
        ("empty", "footnote ingest"),
        ("boom", "Something went wrong here"),
    ],
)
def test_a_question_that_fails_ends_in_a_sentence(client: Any, question: str, told: str) -> None:
    with pytest.raises(Exception, match=told) as failure:
        client.predict(question, api_name="/ask")
    assert "secret" not in str(failure.value)


class Stranger:
    """Somebody who calls the page's own events by hand."""

    def __init__(self, address: str, session: str) -> None:
        self.address = address
        self.session = session
        config = json.loads(get(f"{address}/config")[2])
        self.places = {one["api_name"]: one["id"] for one in config["dependencies"] if one["api_name"]}

    def call(self, name: str, *values: object) -> str:
        """What comes of calling an event: the raw event stream."""
        status, said = self.join(name, *values)
        return said if status != 200 else "".join(self.told())

    def join(self, name: str, *values: object) -> tuple[int, str]:
        """Call an event, and do not wait for what comes of it."""
        body = {"data": list(values), "fn_index": self.places[name], "session_hash": self.session}
        return post(f"{self.address}/gradio_api/queue/join", body)

    def told(self) -> Iterator[str]:
        """The event stream of all that was called, line by line."""
        url = f"{self.address}/gradio_api/queue/data?session_hash={self.session}"
        with urllib.request.urlopen(url, timeout=60) as stream:
            for line in stream:
                yield line.decode()
                if b"close_stream" in line:
                    break


def test_a_forged_gesture_reaches_no_answer(address: str, given: list[Feedback]) -> None:
    stranger = Stranger(address, "stranger1")
    assert "process_completed" in stranger.call("ask_box", "How warm?", None)
    wrong = [{"do": "up", "turn": 5}, {"do": "up", "turn": True}, {"do": "delete", "turn": 0}, ["up"], 7]
    for gesture in [*map(json.dumps, wrong), "{", "[" * 900, "x" * 5_000]:
        assert "Traceback" not in stranger.call("obey", gesture, None)
    assert given == []
    for card in ("src-0000000000000000", None):
        assert "Which one" in stranger.call("obey", json.dumps({"do": "wrong", "turn": 0, "card": card}), None)
    assert given == []
    stranger.call("obey", json.dumps({"do": "wrong", "turn": 0, "card": card_id(HEAT.key)}), None)
    assert [(one.verdict, one.key, one.answer.question) for one in given] == [("wrong_citation", HEAT.key, "How warm?")]


def test_the_first_question_pressed_twice_is_asked_once() -> None:
    """Enter and a click: both come before anything was kept of the visitor."""
    desk = ScriptedDesk(script)

    def documents() -> list[Document]:
        time.sleep(0.2)  # while the library is looked up, the second press arrives
        return [DOCUMENT]

    with serving(replace(desk.verbs(), documents=documents)) as url:
        hasty = Stranger(url, "hasty")
        for _ in range(2):
            hasty.join("ask_box", "How warm is a slow bath?", None)
        told = ""
        for line in hasty.told():
            told += line
            if ONE_AT_A_TIME.partition(":")[0] in line:
                desk.release.set()
        assert len(desk.asked) == 1
        assert desk.release.is_set() and "39" in told


def test_a_choice_of_documents_holds_for_the_visitor_who_made_it() -> None:
    desk = ScriptedDesk(script)
    other = replace(DOCUMENT, key="other", source="other.txt")
    chosen: list[frozenset[str] | None] = []

    def ask(question: str, conversation: Conversation, standalone: str | None) -> Answer:
        chosen.append(conversation.documents)
        return desk.ask(question, conversation, standalone)

    with serving(replace(desk.verbs([DOCUMENT, other]), ask=ask)) as url:
        first, second = Stranger(url, "chooser"), Stranger(url, "other")
        leave = json.dumps({"do": "choose", "document": document_mark("other")})
        assert "1 of 2 documents" in first.call("obey", leave, None).replace("&#46;", ".")
        first.call("ask_box", "How warm?", None)
        second.call("ask_box", "How warm?", None)
        assert chosen == [{DOCUMENT.key}, None]
        first.call("obey", json.dumps({"do": "choose", "document": document_mark(DOCUMENT.key)}), None)
        assert "Every document is left out" in first.call("ask_box", "How warm?", None)
        assert len(chosen) == 2
        first.call("obey", json.dumps({"do": "all"}), None)
        first.call("ask_box", "How warm?", None)
        assert chosen[2:] == [None]


def test_a_document_is_removed_by_its_name_on_the_page_and_by_no_other() -> None:
    removed: list[str] = []
    with serving(replace(ScriptedDesk(script).verbs(), remove=removed.append)) as url:
        stranger = Stranger(url, "remover")
        for mark in (DOCUMENT.key, "doc-0000000000000000", None, ["x"], 7):
            assert "Traceback" not in stranger.call("obey", json.dumps({"do": "remove", "document": mark}), None)
        assert removed == []
        told = stranger.call("obey", json.dumps({"do": "remove", "document": document_mark(DOCUMENT.key)}), None)
        assert removed == [DOCUMENT.key] and "Removed" in told
    with serving(ScriptedDesk(script).verbs()) as url:
        Stranger(url, "remover").call(
            "obey", json.dumps({"do": "remove", "document": document_mark(DOCUMENT.key)}), None
        )
        assert removed == [DOCUMENT.key], "where it is not offered it is not done"


def test_another_visitor_sees_nothing_of_a_conversation(address: str) -> None:
    first, second = Stranger(address, "visitor1"), Stranger(address, "visitor2")
    assert "39" in first.call("ask_box", "How warm, says visitor one?", None)
    said = second.call("ask_again", None)
    assert "visitor one" not in said
    assert "There is nothing to ask again yet" in said.replace("&#46;", ".")


def test_a_port_in_use_is_told_in_one_sentence_that_says_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {port} is in use; choose another: footnote chat --port \\d+"):
            serve(ScriptedDesk(script).verbs(), "127.0.0.1", port, lambda address: None)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("no.such.host.invalid", 0), ("192.0.2.1", 0)])
def test_an_address_that_cannot_be_had_is_told_in_one_sentence(host: str, port: int) -> None:
    with pytest.raises(SettingsError, match="footnote chat --"):
        serve(ScriptedDesk(script).verbs(), host, port, lambda address: None)


def test_an_interrupted_server_goes_quietly_even_when_a_page_is_open(tmp_path: Path) -> None:
    """Ctrl-C while a tab holds its event stream: nothing on stdout, no traceback, exit 0."""
    program = (
        "from chat.page import serve; from tests.browser.scripted import *\n"
        "serve(ScriptedDesk(lambda q: answer(q)).verbs(), '127.0.0.1', 0, lambda url: print(url, flush=True))"
    )
    with (tmp_path / "told").open("w+") as told:
        process = subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=told, text=True
        )
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        stream = urllib.request.urlopen(f"{address}/gradio_api/heartbeat/somebody", timeout=20)
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
        stream.close()
        told.seek(0)
        assert (process.returncode, rest) == (0, "")
        assert "Traceback" not in told.read()
