"""Files are read in a process of their own, within limits of time and memory: a hostile file costs itself only."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from pydantic import TypeAdapter, ValidationError

from corpus.errors import SourceError
from corpus.settings import LIMITS, Limits
from ingest.readers.extracted import Extracted
from ingest.worker import DEBUG, OUT_OF_MEMORY, receive, send

ROOT = Path(__file__).parents[1]
ENVIRONMENT = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONHOME", "SYSTEMROOT", "TMPDIR")
"""What a Python needs to start. Keys and passwords stay here: a file may yet take its reader over."""


class Reader:
    """Reads one file after another; the process is started for the first, and again after one that ended it.

    The answer is decoded as JSON and checked field by field, never unpickled: it comes from a process that has read
    what nobody has looked at. Used as a context manager, it leaves no process behind.
    """

    def __init__(self, limits: Limits = LIMITS, worker: str = "ingest.worker") -> None:
        self._limits = limits
        self._worker = worker
        self._process: subprocess.Popen[bytes] | None = None
        self._shape = TypeAdapter(Extracted)

    def read(self, content: bytes, charset: str = "") -> Extracted:
        """What the bytes of a file hold, in the character set that their server said, if any.

        SourceError, in one sentence, when they cannot be read within the limits.
        """
        how, found = self._ask(content, charset)
        if how == b"extracted":
            try:
                return self._shape.validate_json(found)
            except ValidationError:
                how, found = b"failed", b"ValidationError"
        words = found.decode("utf-8", "replace")
        if how == b"refused":
            raise SourceError(words)
        if how == b"late":
            raise SourceError(f"it took more than {self._limits.read_seconds:g} seconds to read and was given up.")
        if how == b"memory":
            raise SourceError(f"reading it took more than {self._limits.read_memory // 1_000_000:,} MB of memory.")
        if how == b"failed":
            words, _, trace = words.partition("\n")
            if os.environ.get(DEBUG):
                print(trace, end="", file=sys.stderr)
            raise SourceError(f"something in it was not understood ({words}).")
        raise SourceError("its reader crashed.")

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                # What was not yet written cannot be any more.
                with suppress(OSError):
                    pipe.close() if pipe else None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, content: bytes, charset: str) -> tuple[bytes, bytes]:
        """How it went, and what came of it; the process is gone unless it can go on."""
        process, stdin, stdout = self._running()
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._limits.read_seconds, give_up)
        timer.daemon = True
        timer.start()
        try:
            send(stdin, charset.encode("ascii", "replace"))
            send(stdin, content)
            how, _, found = receive(stdout, self._limits.read_memory).partition(b"\n")
        except (OSError, EOFError):
            how, found = b"crashed", b""
        finally:
            timer.cancel()
            timer.join()
        if how not in (b"extracted", b"refused", b"failed") or late.is_set():
            self.close()
        if late.is_set():
            return b"late", b""
        return (b"memory", b"") if process.returncode == OUT_OF_MEMORY else (how, found)

    def _running(self) -> tuple[subprocess.Popen[bytes], BinaryIO, BinaryIO]:
        if self._process is None:
            limits = (self._limits.read_memory, math.ceil(self._limits.read_seconds), self._limits.document_chars)
            own = {name: os.environ[name] for name in (*ENVIRONMENT, DEBUG) if name in os.environ}
            # Nothing of the working folder: it may hold a module of any name.
            path = [ROOT, *filter(os.path.isabs, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", self._worker, *map(str, limits)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None if os.environ.get(DEBUG) else subprocess.DEVNULL,
                env={**own, "PYTHONPATH": os.pathsep.join(map(str, path))},
            )
        return self._process, cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
