"""What a model says, as it says it: within its times and lengths, closed at once, its failures one sentence each."""

from __future__ import annotations

import asyncio
import json
import logging
import queue
import threading
import time
from collections.abc import Generator, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from functools import lru_cache

from chat.generative.models import Speaker
from chat.generative.watch import Watch
from corpus.settings import Generation

log = logging.getLogger(__name__)

_WELL = frozenset({"stop", "end_turn", "stop_sequence", "eos", "eos_token", "complete"})
_TOO_LONG = frozenset({"length", "max_tokens", "model_length", "max_output_tokens"})
_BY_STATUS = {
    400: "The model's server did not accept the request",
    401: "The model's server refused the key; check it",
    403: "The model's server refused the key; check it",
    404: "The model's server does not know this model",
    413: "The passages are too long for this model",
    429: "The model's server takes no more questions just now, or its quota is spent",
}

SILENT = "The model gave no answer"
CUT = "The model's answer was cut off"
STOPPED = "Stopped"


class _Silence(Exception):
    """A model said nothing for too long."""


def spoken(
    speaker: Speaker, messages: Sequence[tuple[str, str]], limits: Generation, watch: Watch
) -> Generator[str, None, str]:
    """The model's words in pieces; returns what went wrong, in words to begin a sentence with, or "".

    Never raises for what a model or its server does. Closing it closes the call.
    """
    pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    call = asyncio.run_coroutine_threadsafe(_listen(speaker, messages, limits, pieces), _loop())
    call.add_done_callback(lambda done: pieces.put(None))
    watch.closes(call.cancel)
    length = 0
    try:
        while (text := pieces.get()) is not None:
            length += len(text)
            if length > limits.answer_chars:
                return "The model would not end and was stopped"
            yield text
    finally:
        call.cancel()
    if watch.stopped:
        return STOPPED
    return _ended(call, bool(length))


async def _listen(
    speaker: Speaker, messages: Sequence[tuple[str, str]], limits: Generation, pieces: queue.SimpleQueue[str | None]
) -> str:
    """Put what the model says into `pieces`; its last word for why it ended."""
    ended = ""
    patience = limits.first_seconds
    until = time.monotonic() + limits.total_seconds
    async with aclosing(speaker.say(messages)) as said:
        while True:
            try:
                async with asyncio.timeout(min(patience, max(0.0, until - time.monotonic()))):
                    piece = await anext(said, None)
            except TimeoutError:
                raise _Silence from None
            if piece is None:
                return ended
            ended = piece.ended or ended
            if piece.text:
                patience = limits.stall_seconds
                pieces.put(piece.text)


def _ended(call: Future[str], spoke: bool) -> str:
    try:
        reason = call.result().lower()
    except Exception as problem:
        # Its kind only: an exception's words may hold a key.
        log.warning("the model's call ended with %s", type(problem).__name__)
        return told(problem, spoke)
    if not spoke:
        return SILENT
    if reason in _WELL:
        return ""
    if reason in _TOO_LONG:
        return f"{CUT} at its longest length"
    return CUT


def told(problem: BaseException, spoke: bool = False) -> str:
    """What a reader is told of a call that failed, in words to begin a sentence with."""
    status = getattr(problem, "status_code", None) or getattr(getattr(problem, "response", None), "status_code", None)
    kinds = {kind.__name__.lower() for kind in type(problem).__mro__}
    if isinstance(status, int) and status >= 400:
        return _BY_STATUS.get(status, f"The model's server failed ({status})")
    if isinstance(problem, _Silence | TimeoutError) or any("timeout" in kind for kind in kinds):
        return "The model went silent" if spoke else "The model said nothing in time"
    if isinstance(problem, json.JSONDecodeError):
        return "The model's server sent something broken"
    if any("connect" in kind or "network" in kind or "protocol" in kind for kind in kinds):
        return "The connection to the model broke off" if spoke else "The model could not be reached (is it running?)"
    return f"The model failed ({type(problem).__name__})"


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    """The one loop that calls run in: a provider's pooled connections belong to the loop that opened them."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="models", daemon=True).start()
    return loop
