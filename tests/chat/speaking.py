"""Chat models on command: LangChain models that say, stall and fail as a test scripts it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from chat.generative import Generative
from chat.generative.models import ChatModel
from corpus.settings import Generation

Step = str | float | Exception
"""Words to say, seconds to be silent, or what to fail with."""


class Scripted(BaseChatModel):
    """Says its steps one after the other; an empty `reason` is a stream that just ends."""

    steps: list[Any]
    reason: str = "stop"
    heard: list[list[BaseMessage]]
    closed: list[bool]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        raise AssertionError("the engine streams")

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        self.heard.append(messages)
        try:
            for step in self.steps:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, str):
                    yield ChatGenerationChunk(message=AIMessageChunk(content=step))
                else:
                    await asyncio.sleep(step)
            if self.reason:
                ended = AIMessageChunk(content="", response_metadata={"finish_reason": self.reason})
                yield ChatGenerationChunk(message=ended)
        finally:
            self.closed.append(True)


QUICK = Generation(first_seconds=1.5, stall_seconds=1.0, total_seconds=8)


def scripted(*steps: Step, reason: str = "stop") -> Scripted:
    return Scripted(steps=list(steps), reason=reason, heard=[], closed=[])


def engine(model: BaseChatModel, limits: Generation = QUICK) -> Generative:
    return Generative(lambda: ChatModel(model), limits)


def saying(*steps: Step, reason: str = "stop", limits: Generation = QUICK) -> Generative:
    """An engine whose model says this, whatever it is asked."""
    return engine(scripted(*steps, reason=reason), limits)


def in_pieces(text: str, sizes: Sequence[int]) -> list[Step]:
    """The text cut into pieces of these sizes, the last one taking the rest."""
    pieces: list[Step] = []
    for size in sizes:
        pieces.append(text[:size])
        text = text[size:]
    return [*pieces, text]
