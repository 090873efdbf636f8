"""A generated answer on the page: it grows as sentences are released, says who wrote it, and stops at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace

import pytest

from chat.answers import Answer, Note
from chat.ask import Conversation
from chat.generative import Watch
from chat.page import turns
from chat.page.messages import messages, state_line
from chat.page.session import Session
from chat.page.verbs import Verbs
from corpus.errors import ModelError
from tests.browser.scripted import HEAT_QUOTE, REWARM_LIST, ScriptedDesk, answer, html_of

WHOLE = replace(answer("bath?", HEAT_QUOTE, REWARM_LIST), engine="generative")
FIRST = replace(answer("bath?", HEAT_QUOTE), engine="generative")


def verbs(watched: Callable[[str, Conversation, str | None, Watch], Answer]) -> Verbs:
    return replace(ScriptedDesk(lambda question: WHOLE).verbs(), watched=watched)


def test_the_answer_grows_and_the_session_keeps_the_whole_of_it() -> None:
    def growing(question: str, conversation: Conversation, standalone: str | None, watch: Watch) -> Answer:
        watch.show(FIRST)
        return WHOLE

    session = Session(Conversation)
    begun = session.begin("bath?")
    assert begun is not None

    async def seen() -> list[str | Answer]:
        return [one async for one in turns.run(verbs(growing), session, begun)]

    assert asyncio.run(seen()) in ([FIRST, WHOLE], [WHOLE])
    assert session.turns[-1].answer == WHOLE and session.running is None


def test_leaving_stops_the_model_at_once() -> None:
    stopped = threading.Event()

    def endless(question: str, conversation: Conversation, standalone: str | None, watch: Watch) -> Answer:
        watch.closes(stopped.set)
        watch.show(FIRST)
        stopped.wait(30)
        return WHOLE

    session = Session(Conversation)
    begun = session.begin("bath?")
    assert begun is not None

    async def leave() -> None:
        async with aclosing(turns.run(verbs(endless), session, begun)) as seen:
            async for one in seen:
                assert one == FIRST
                break

    asyncio.run(leave())
    assert stopped.wait(5)
    assert session.running is None


def test_who_is_gone_leaves_no_task_behind() -> None:
    let_go = threading.Event()

    def endless(question: str, conversation: Conversation, standalone: str | None, watch: Watch) -> Answer:
        watch.closes(let_go.set)
        watch.show(FIRST)
        let_go.wait(30)
        return WHOLE

    session = Session(Conversation)
    begun = session.begin("bath?")
    assert begun is not None

    async def leave() -> list[asyncio.Task[object]]:
        first = asyncio.Event()

        async def listen() -> None:
            async for _ in turns.run(verbs(endless), session, begun):
                first.set()

        listening = asyncio.create_task(listen())
        await first.wait()
        await asyncio.sleep(0.01)
        listening.cancel()
        await asyncio.wait({listening})
        await asyncio.sleep(0.1)
        return [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]

    assert asyncio.run(leave()) == []


def test_a_watched_answer_that_fails_is_told_in_the_turn() -> None:
    def failing(question: str, conversation: Conversation, standalone: str | None, watch: Watch) -> Answer:
        raise ModelError("The model is gone.")

    session = Session(Conversation)
    begun = session.begin("bath?")
    assert begun is not None

    async def ask() -> None:
        async for _ in turns.run(verbs(failing), session, begun):
            pass

    asyncio.run(ask())
    assert session.turns[-1].problem == "The model is gone."


def test_what_has_been_released_is_shown_with_its_markers_and_no_buttons() -> None:
    session = Session(Conversation)
    html = messages([], session.begin("bath?"), FIRST)[-1]["content"]
    assert "fn-mark" in html and "Checking each sentence" in html
    assert "fn-do" not in html and "fn-answer" not in html


@pytest.mark.parametrize("kind", ["dropped", "cut_off"])
def test_a_generated_answer_says_who_wrote_it_and_what_became_of_the_rest(kind: str) -> None:
    told = replace(WHOLE, notes=(Note(kind, "2 sentences left out"),))  # type: ignore[arg-type]
    assert state_line(told).startswith("Written by a language model · 2 statements")
    assert "2 sentences left out" in html_of(told, 0)
    assert "language model" not in html_of(replace(told, engine="extractive"), 0)
