"""One writer to a library at a time; the operating system lets go of the lock of a process that died."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import Busy
from corpus.faults import told

LOCK = "write.lock"
OWNER = "writer.json"


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Hold the library's write lock, making the folder where it is missing. Raises Busy, naming who holds it."""
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, blocking=False, is_singleton=False)
        try:
            lock.acquire()
        except Timeout:
            raise Busy(
                f"Another write to the library {folder} is running ({_owner(folder)}): try again later."
            ) from None
    owner = folder / OWNER
    try:
        with told(folder):
            since = datetime.now().astimezone().isoformat(" ", "seconds")
            owner.write_text(json.dumps({"pid": os.getpid(), "since": since}), "utf-8")
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _owner(folder: Path) -> str:
    try:
        owner = json.loads((folder / OWNER).read_text("utf-8"))
        return f"process {int(owner['pid'])}, since {owner['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "it has just begun"
