"""The process in which files are read: a hostile one can end it or be refused by it, and spoils nothing else.

`ingest/reading.py` starts it and hands it one file after another: the character set that is told of it, and its bytes.
Each is answered with what was found, as JSON of plain fields. It imports only what reading and its rehearsal need, is
handed no secret and no open file of its parent, and can let no file grow. It is no sandbox: it runs as its user. Run as
`python -m ingest.worker MEMORY SECONDS CHARACTERS`.
"""

from __future__ import annotations

import json
import math
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from typing import Any, BinaryIO

from corpus.errors import SourceError
from ingest.readers.extracted import Extracted

_SIZE = 8
_GRACE = 5
"""Seconds of computing beyond the limit, after which a worker ends itself: whoever waited for it is gone."""

OUT_OF_MEMORY = 86
"""The code with which a worker ends that can no longer say what happened to it."""
NEARLY = 0.8

DEBUG = "FOOTNOTE_DEBUG"
"""The variable that asks for the place where an unexpected error arose."""


def send(stream: BinaryIO, content: bytes) -> None:
    """Write one message. Raises OSError where nobody reads."""
    stream.write(len(content).to_bytes(_SIZE, "big"))
    stream.write(content)
    stream.flush()


def receive(stream: BinaryIO, most: int = sys.maxsize) -> bytes:
    """Read one message. Raises EOFError where there is none, or none of at most so many bytes."""
    size = int.from_bytes(_exactly(stream, _SIZE), "big")
    if size > most:
        raise EOFError
    return _exactly(stream, size)


def serve(
    read: Callable[[bytes, str], Extracted], arguments: Sequence[str], rehearse: Callable[[Extracted], None]
) -> None:
    """Answer files with what `read` makes of them once `rehearse` has come back from it, until there are no more."""
    memory, seconds, characters = (int(one) for one in arguments)
    files, answers = _streams()
    _confine(memory)
    with suppress(EOFError, OSError):
        while True:
            charset, content = receive(files).decode("ascii"), receive(files)
            _compute_at_most(seconds)
            before = _peak()
            answer = _answer(read, content, charset, characters, rehearse)
            if not answer.startswith(b"extracted") and _peak() > max(before, NEARLY * memory):
                # A library that is refused memory may say that the file is broken.
                answer = b"memory\n"
            send(answers, answer)


def _answer(
    read: Callable[[bytes, str], Extracted],
    content: bytes,
    charset: str,
    characters: int,
    rehearse: Callable[[Extracted], None],
) -> bytes:
    """A word on how it went, and behind a newline what it found or why it found nothing."""
    try:
        found = read(content, charset)
        if len(found.text) > characters:
            raise SourceError(f"it holds more than {characters // 1_000_000} million characters of text.")
        rehearse(found)
        return b"extracted\n" + json.dumps(found, default=_plain, ensure_ascii=False).encode("utf-8")
    except SourceError as problem:
        return f"refused\n{problem}".encode("utf-8", "replace")
    except MemoryError:
        return b"memory\n"
    except Exception as problem:
        # It goes with the answer: this process can write no file, and where its parent's errors go may be one.
        trace = traceback.format_exc() if os.environ.get(DEBUG) else ""
        return f"failed\n{type(problem).__name__}\n{trace}".encode("utf-8", "replace")


def _peak() -> int:
    """The most bytes of address space that this process ever had, where the system tells; else 0."""
    try:
        with open("/proc/self/status", "rb") as status:
            return next(1024 * int(line.split()[1]) for line in status if line.startswith(b"VmPeak"))
    except (OSError, StopIteration):
        return 0


def _plain(value: object) -> dict[Any, Any]:
    """A dataclass as its fields, any mapping as a dictionary. Raises TypeError for what is neither."""
    if isinstance(value, Mapping):
        return dict(value)
    return {field.name: getattr(value, field.name) for field in fields(value)}  # type: ignore[arg-type]


def _exactly(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) != size:
        raise EOFError
    return content


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Where files come in and answers go out; nothing that a library prints can get in between."""
    files, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    os.close(0)
    os.open(os.devnull, os.O_RDONLY)
    return files, answers


def _confine(memory: int) -> None:
    # Ctrl-C is meant for the command, which ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_DATA, memory),
    ):
        # A system may not know a limit, or hold a lower one already.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    if sys.platform == "darwin":
        # macOS takes such a limit and does not keep it.
        threading.Thread(target=_end_above, args=(memory,), daemon=True).start()


def _end_above(memory: int) -> None:
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < memory:
        time.sleep(0.05)
    os._exit(OUT_OF_MEMORY)


def _compute_at_most(seconds: int) -> None:
    used = time.process_time()
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used) + seconds + _GRACE, hard))


if __name__ == "__main__":
    from ingest.readers import read_bytes
    from ingest.rehearsal import rehearse

    serve(read_bytes, sys.argv[1:], rehearse)
