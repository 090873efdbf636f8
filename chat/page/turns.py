"""What happens when a visitor asks: one answer at a time, every failure caught inside the turn, no question lost."""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

from anyio import to_thread

from chat.answers import Answer
from chat.generative import Watch
from chat.page.session import Run, Session
from chat.page.verbs import Verbs
from corpus.documents import Document
from corpus.errors import FootnoteError, ModelError, QuestionError

if TYPE_CHECKING:
    from chat.behind import Behind

log = logging.getLogger(__name__)

SORRY = "Something went wrong here; the question is kept; try again."
ONE_AT_A_TIME = "One question at a time: stop the running one first, or wait for its answer."
NONE_CHOSEN = "Every document is left out; choose at least one under Library."
LOOKING = "Looking in the library…"
STARTING = "Ready in a few seconds; the question is asked then."
_START_SECONDS = 300.0
_POLL_SECONDS = 0.2


def checked(question: object, verbs: Verbs) -> str:
    """The question as it is asked; raises QuestionError, before anything is loaded for it, when it cannot be."""
    asked = question.strip() if isinstance(question, str) else ""
    if not asked:
        raise QuestionError("Type a question first.")
    if len(asked) > verbs.question_chars:
        raise QuestionError(f"The question has {len(asked):,} characters; ask one of at most {verbs.question_chars:,}.")
    return asked


def sentence(problem: Exception, sorry: str = SORRY) -> str:
    """What a person is told of a problem; one that was not foreseen goes to the log, without the words it carries."""
    if isinstance(problem, FootnoteError):
        return str(problem)
    # Only the places: an exception's own text may hold the question, and so may the lines of a chained one.
    where = "".join(traceback.format_tb(problem.__traceback__))
    log.error("a turn failed with %s\n%s", type(problem).__name__, where)
    return sorry


async def until_ready(verbs: Verbs, now: Callable[[], float] = time.monotonic) -> AsyncGenerator[str, None]:
    """Wait until the models are loaded, giving once what to tell a visitor who has to wait for it."""
    end = now() + _START_SECONDS
    told = False
    while not await to_thread.run_sync(verbs.ready):
        if now() > end:
            raise ModelError(
                f"Still not ready after {_START_SECONDS / 60:g} minutes; the window footnote was started in says why."
            )
        if not told:
            told = True
            yield STARTING
        await asyncio.sleep(_POLL_SECONDS)
    if told:
        yield LOOKING


async def watched(verbs: Verbs, begun: Run, standalone: str | None) -> AsyncGenerator[Answer, None]:
    """The answer as it grows, last as it is complete. Closed early, it closes a model's call at once."""
    if verbs.watched is None:
        ask = partial(verbs.ask, begun.question, begun.draft, standalone)
        yield await to_thread.run_sync(ask, abandon_on_cancel=True)
        return
    loop = asyncio.get_running_loop()
    released: asyncio.Queue[Answer] = asyncio.Queue()
    watch = Watch(lambda answer: loop.call_soon_threadsafe(released.put_nowait, answer))
    answers = partial(verbs.watched, begun.question, begun.draft, standalone, watch)
    work = asyncio.ensure_future(to_thread.run_sync(answers, abandon_on_cancel=True))
    try:
        while not work.done():
            following = asyncio.ensure_future(released.get())
            try:
                await asyncio.wait({work, following}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                # Nobody waits for it any more, also where a visitor has gone; one that is done stays so.
                following.cancel()
            if following.done():
                yield following.result()
        yield work.result()
    finally:
        watch.stop()
        work.cancel()


async def _behind(verbs: Verbs, begun: Run, answer: Answer) -> Sequence[Behind]:
    """What stands behind the answer; it is no part of it, so that an answer is never lost over it."""
    if verbs.behind is None or answer.abstained:
        return ()
    try:
        return await to_thread.run_sync(partial(verbs.behind, answer, begun.draft.documents))
    except Exception as problem:
        sentence(problem)
        return ()


async def run(
    verbs: Verbs, session: Session, begun: Run, standalone: str | None = None
) -> AsyncGenerator[str | Answer, None]:
    """Answer a run that has begun, giving what to tell meanwhile: words, or what has been released of the answer.

    When it is over, the session holds what came of it.

    Cancelling it (the visitor stops it, or goes) closes the run; a call that cannot be interrupted ends unheard.
    """
    try:
        async with aclosing(until_ready(verbs)) as waits:
            async for waiting in waits:
                yield waiting
        async with aclosing(watched(verbs, begun, standalone)) as growing:
            async for answer in growing:
                yield answer
        documents: dict[str, Document] = {one.key: one for one in await to_thread.run_sync(verbs.documents)}
        session.answer(begun, answer, documents, await _behind(verbs, begun, answer))
    except Exception as problem:
        session.fail(begun, sentence(problem))
    finally:
        if session.running is begun:
            session.stop()
