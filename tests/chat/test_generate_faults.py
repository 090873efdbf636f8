"""Whatever goes wrong with a model or its server: one plain sentence, and an answer all the same."""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chat.answers import Answer
from chat.ask import Conversation, Desk
from chat.generative import Generative, Watch
from chat.generative.gguf import LocalServer
from chat.generative.models import chat_model, checked
from corpus.errors import FootnoteError, ModelError, SettingsError
from corpus.library import Library
from corpus.settings import Generation, model_name
from tests.chat.speaking import QUICK, Scripted, Step, engine, saying, scripted
from tests.chat.test_generate import FALSE, QUESTION, REWORDED, asked

WHOLE = f"{REWORDED} [1] "
KEY = "sk-very-secret-4711"
INSTEAD = "; what you read are the documents' own words."
KEPT = "; what you read passed the check before that."


def closed(model: Scripted) -> bool:
    """Whether the model's call is closed, or is within a second."""
    for _ in range(100):
        if model.closed:
            return model.closed == [True]
        time.sleep(0.01)
    return False


class Status(Exception):
    """What providers raise for an HTTP status: words that repeat the key."""

    def __init__(self, status: int) -> None:
        super().__init__(f"Incorrect API key provided: {KEY}")
        self.status_code = status


class APIConnectionError(Exception):
    """Named as providers name theirs."""


class APITimeoutError(APIConnectionError):
    """Named as providers name theirs."""


BROKEN = json.JSONDecodeError("Expecting value", KEY, 0)
FAULTS: list[tuple[tuple[Step, ...], str, str]] = [
    ((), "stop", "The model gave no answer"),
    ((), "", "The model gave no answer"),
    ((), "content_filter", "The model gave no answer"),
    (("Once weekly instead of",), "length", "The model's answer was cut off at its longest length"),
    ((60.0,), "stop", "The model said nothing in time"),
    ((APITimeoutError(KEY),), "stop", "The model said nothing in time"),
    ((APIConnectionError(KEY),), "stop", "The model could not be reached (is it running?)"),
    ((Status(401),), "stop", "The model's server refused the key; check it"),
    ((Status(429),), "stop", "The model's server takes no more questions just now, or its quota is spent"),
    ((Status(500),), "stop", "The model's server failed (500)"),
    ((BROKEN,), "stop", "The model's server sent something broken"),
    ((RuntimeError(KEY),), "stop", "The model failed (RuntimeError)"),
]


@pytest.mark.parametrize(("steps", "reason", "told"), FAULTS)
def test_a_model_that_fails_before_it_speaks_leaves_the_extractive_answer(
    article_library: Library, caplog: pytest.LogCaptureFixture, steps: tuple[Step, ...], reason: str, told: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = asked(article_library, saying(*steps, reason=reason))
    assert answer.statements and answer.engine == "extractive"
    assert [(note.kind, note.text) for note in answer.notes] == [("cut_off", told + INSTEAD)]
    assert KEY not in json.dumps(answer.as_json()) and KEY not in caplog.text


@pytest.mark.parametrize(
    ("steps", "reason", "told"),
    [
        ((), "", "The model's answer was cut off"),
        ((), "length", "The model's answer was cut off at its longest length"),
        ((60.0,), "stop", "The model went silent"),
        ((APIConnectionError(KEY),), "stop", "The connection to the model broke off"),
        ((BROKEN,), "stop", "The model's server sent something broken"),
    ],
)
def test_what_passed_before_a_model_failed_is_kept(
    article_library: Library, steps: tuple[Step, ...], reason: str, told: str
) -> None:
    answer = asked(article_library, saying(WHOLE, "Once weekly instead of twi", *steps, reason=reason))
    assert [one.text for one in answer.statements] == [REWORDED]
    assert [(note.kind, note.text) for note in answer.notes] == [("cut_off", told + KEPT)]


def test_a_dose_that_was_cut_in_half_is_not_shown(article_library: Library) -> None:
    answer = asked(article_library, saying(WHOLE, "The dose of bortezomib is 1.", reason="length"))
    assert [one.text for one in answer.statements] == [REWORDED]


def test_a_model_that_never_ends_is_stopped(article_library: Library) -> None:
    model = scripted(WHOLE, *["So on and on " for _ in range(2_000)])
    answer = asked(article_library, engine(model, Generation(answer_chars=500)))
    assert [note.text for note in answer.notes] == ["The model would not end and was stopped" + KEPT]
    assert closed(model)


def test_a_model_that_goes_in_circles_is_stopped(article_library: Library) -> None:
    model = scripted(*[WHOLE for _ in range(500)])
    answer = asked(article_library, engine(model))
    assert [one.text for one in answer.statements] == [REWORDED]
    assert [note.text for note in answer.notes] == ["The model went in circles and was stopped" + KEPT]


def test_a_model_that_trickles_for_ever_is_stopped(article_library: Library) -> None:
    steps = [step for _ in range(200) for step in ("a ", 0.05)]
    started = time.monotonic()
    answer = asked(article_library, saying(*steps, limits=Generation(total_seconds=0.5)))
    assert time.monotonic() - started < 5
    assert answer.engine == "extractive" and answer.notes[-1].kind == "cut_off"


def test_stop_closes_the_call_at_once(article_library: Library) -> None:
    model = scripted(WHOLE, "Once", 60.0)
    watch = Watch(lambda answer: threading.Timer(0.1, watch.stop).start())
    started = time.monotonic()
    answer = asked(article_library, engine(model, Generation()), watch=watch)
    assert time.monotonic() - started < 5
    assert [one.text for one in answer.statements] == [REWORDED] and answer.notes[-1].text == "Stopped" + KEPT
    assert closed(model)


def test_a_watch_that_was_stopped_before_lets_no_model_speak(article_library: Library) -> None:
    watch = Watch()
    watch.stop()
    answer = asked(article_library, saying(WHOLE, 60.0), watch=watch)
    assert answer.notes[-1].text.startswith("Stopped")


def test_a_model_that_cannot_be_loaded_leaves_the_extractive_answer(article_library: Library) -> None:
    def missing() -> None:
        raise ModelError("The model file gone.gguf cannot be read (No such file).")

    answer = asked(article_library, Generative(missing))  # type: ignore[arg-type]
    assert answer.statements and answer.engine == "extractive"
    assert answer.notes[-1].text.startswith("The model file gone.gguf cannot be read (No such file). What you read")


def test_the_next_question_is_answered_after_a_failure(article_library: Library) -> None:
    model = scripted(RuntimeError("once"))
    desk, conversation = Desk(article_library, engine=engine(model)), Conversation()
    assert desk.ask(QUESTION, conversation).engine == "extractive"
    model.steps[:] = [WHOLE]
    assert desk.ask(QUESTION, conversation).engine == "generative"


@pytest.mark.parametrize("name", ["llama", ":x", "ollama:", ":"])
def test_what_is_no_name_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(SettingsError, match="names no model"):
        checked(name)


def test_a_provider_whose_package_is_missing_is_named_with_it() -> None:
    pytest.importorskip("langchain")
    with pytest.raises(ModelError, match="pip install langchain-mistralai"):
        chat_model("mistralai:small")


def test_an_unknown_provider_is_refused_in_a_sentence() -> None:
    pytest.importorskip("langchain")
    with pytest.raises(ModelError, match="“nobody” is no provider of models"):
        chat_model("nobody:x")


def test_a_missing_key_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("langchain")
    pytest.importorskip("langchain_openai")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="set OPENAI_API_KEY"):
        chat_model("openai:gpt-4o-mini")


@pytest.mark.parametrize("content", [b"", b"hello", b"GGUF" + bytes(200)])
def test_a_file_that_is_no_model_is_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    pytest.importorskip("xllamacpp")
    pytest.importorskip("langchain_openai")
    file = tmp_path_factory.mktemp("models") / "model.gguf"
    file.write_bytes(content)
    with pytest.raises(ModelError, match=r"is no GGUF model file|is damaged or of a kind"):
        chat_model(f"gguf:{file}")
    with pytest.raises(FootnoteError, match="cannot be read"):
        checked(f"gguf:{file}.gone")


def test_a_package_that_does_not_load_costs_no_answer(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(ModelError, match="cannot be loaded"):
        LocalServer(tmp_path_factory.mktemp("models") / "model.gguf")


def test_the_model_is_chosen_by_option_then_by_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert model_name() is None
    monkeypatch.setenv("FOOTNOTE_MODEL", "ollama:a")
    assert model_name() == "ollama:a" and model_name("ollama:b") == "ollama:b" and model_name("") is None


class Server(BaseHTTPRequestHandler):
    """An OpenAI-compatible server that answers with a status and a body of the test's."""

    status, body = 200, b""
    paths: list[str] = []  # noqa: RUF012

    def do_POST(self) -> None:
        self.paths.append(self.path)
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(self.status)
        self.send_header("content-type", "text/event-stream" if self.status == 200 else "application/json")
        self.end_headers()
        self.wfile.write(self.body)

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Server]]:
    pytest.importorskip("langchain")
    pytest.importorskip("langchain_openai")
    made = type("Made", (Server,), {"paths": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), made) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", f"{address}/v1")
        for name in ("LANGSMITH", "LANGCHAIN"):
            monkeypatch.setenv(f"{name}_TRACING", "true")
            monkeypatch.setenv(f"{name}_TRACING_V2", "true")
            monkeypatch.setenv(f"{name}_ENDPOINT", address)
            monkeypatch.setenv(f"{name}_API_KEY", KEY)
        monkeypatch.setenv("LANGCHAIN_HANDLER", "langchain")
        yield made
        server.shutdown()


def said(text: str, reason: str | None = "stop") -> bytes:
    def event(delta: dict[str, str], ended: str | None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": ended}
        whole = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        return b"data: " + json.dumps(whole).encode() + b"\n\n"

    return event({"role": "assistant", "content": text}, None) + (event({}, reason) if reason else b"")


def through_openai(library: Library) -> Answer:
    return asked(library, Generative(lambda: chat_model("openai:m"), Generation(first_seconds=20)))


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (200, said(WHOLE) + b"data: [DONE]\n\n", None),
        (200, said(WHOLE, None), "The model's answer was cut off" + KEPT),
        (200, said(WHOLE, "length"), "The model's answer was cut off at its longest length" + KEPT),
        (200, said(WHOLE) + b"data: {broken\n\n", "The model's server sent something broken" + KEPT),
        (200, b"", "The model gave no answer" + INSTEAD),
        (
            401,
            b'{"error": {"message": "' + KEY.encode() + b'"}}',
            "The model's server refused the key; check it" + INSTEAD,
        ),
        (404, b"{}", "The model's server does not know this model" + INSTEAD),
        (500, b"oops", "The model's server failed (500)" + INSTEAD),
    ],
)
def test_a_real_client_meets_a_server_that_misbehaves(
    article_library: Library,
    served: type[Server],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    status: int,
    body: bytes,
    told: str | None,
) -> None:
    served.status, served.body = status, body
    answer = through_openai(article_library)
    assert answer.statements
    assert [note.text for note in answer.notes] == ([told] if told else [])
    printed = "".join(capfd.readouterr())
    assert KEY not in json.dumps(answer.as_json()) + caplog.text + printed
    time.sleep(0.2)
    assert {path for path in served.paths} == {"/v1/chat/completions"}, "nothing is traced, whatever the variables say"


def test_a_server_that_is_not_there_is_told_of(article_library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("langchain")
    pytest.importorskip("langchain_openai")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    answer = through_openai(article_library)
    assert [note.text for note in answer.notes] == ["The model could not be reached (is it running?)" + INSTEAD]


def test_a_fault_and_sentences_left_out_are_both_told(article_library: Library) -> None:
    answer = asked(article_library, saying(f"{FALSE} [1] ", 60.0, limits=QUICK))
    assert [note.kind for note in answer.notes] == ["dropped", "cut_off"]
