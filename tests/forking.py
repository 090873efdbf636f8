"""Things done in a child forked after its imports, which may be killed for the price of a fork."""

from __future__ import annotations

import json
import os
import select
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from corpus.errors import FootnoteError


@dataclass(frozen=True)
class Ended:
    """How a child ended."""

    killed: bool
    said: Any
    """What its task returned; of a FootnoteError, its class and words."""


def forked(task: Callable[..., Any], *given: Any, kill_after: float | None = None) -> Ended:
    """Do it in a child, and kill that after so many seconds. Raises RuntimeError where the child fails otherwise."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _be_the_child(task, given, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        if kill_after is not None and not select.select([pipe], [], [], kill_after)[0]:
            os.kill(child, signal.SIGKILL)
        words = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        if kill_after is None or os.WTERMSIG(status) != signal.SIGKILL:
            raise RuntimeError(f"a child was ended by signal {os.WTERMSIG(status)}")
        return Ended(True, None)
    kind, said = json.loads(words)
    if kind == "failed":
        raise RuntimeError(said)
    return Ended(False, said)


def _be_the_child(task: Callable[..., Any], given: tuple[Any, ...], writing: int) -> None:
    try:
        said = ["done", task(*given)]
    except FootnoteError as problem:
        said = ["done", {"error": type(problem).__name__, "words": str(problem)}]
    except BaseException as problem:
        said = ["failed", repr(problem)]
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(json.dumps(said).encode())
    os._exit(0)
