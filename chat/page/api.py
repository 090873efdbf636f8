"""The page's named endpoints for programs: `/ask`, `/search` and `/library`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr
from anyio import to_thread
from gradio.events import api

from chat.answers import Answer
from chat.page.turns import checked, sentence, until_ready
from chat.page.verbs import Verbs

_NEAREST = 10


def offer(verbs: Verbs, at_once: int) -> None:
    """Add the endpoints to the page that is being built."""

    async def attempt(work: Callable[[], Any], question: str | None = None) -> Any:
        try:
            if question is not None:
                checked(question, verbs)
                async for _ in until_ready(verbs):
                    pass
            return await to_thread.run_sync(work)
        except Exception as problem:
            raise gr.Error(sentence(problem), print_exception=False) from None

    # One argument each: over plain HTTP Gradio counts arguments and knows no defaults.
    async def ask(question: str) -> dict[str, Any]:
        """Answer one question from the library."""
        answer = await attempt(lambda: verbs.ask(question, verbs.new_conversation(), None), question)
        told: dict[str, Any] = answer.as_json()
        return told

    async def search(question: str) -> list[dict[str, Any]]:
        """The ten passages nearest to a question, best first."""
        found = await attempt(lambda: verbs.search(question, _NEAREST), question)
        passages: list[dict[str, Any]] = Answer(question, question, (), tuple(found), 0.0).as_json()["passages"]
        return passages

    async def library() -> dict[str, Any]:
        """What the library holds."""
        held: dict[str, Any] = await attempt(verbs.library)
        return held

    api(ask, api_name="ask", concurrency_limit=at_once)
    api(search, api_name="search", concurrency_limit=at_once)
    api(library, api_name="library", concurrency_limit=at_once)
