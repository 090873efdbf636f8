"""The page as a person gets it: the `footnote chat` command in a process of its own, with a library of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
START_SECONDS = 120


@contextmanager
def footnote_chat(library: Path) -> Iterator[str]:
    """Serve this library on a free port; gives the address that the command printed."""
    command = Path(sys.executable).with_name("footnote")
    process = subprocess.Popen(
        [str(command), "chat", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "FOOTNOTE_LIBRARY": str(library)},
        stdout=subprocess.PIPE,
        text=True,
    )
    late = threading.Timer(START_SECONDS, process.kill)
    late.start()
    try:
        assert process.stdout is not None
        printed = process.stdout.readline()
        late.cancel()
        address = re.search(r"http://\S+", printed)
        assert address, f"the command printed {printed!r} and ended with {process.poll()}"
        yield address[0]
    finally:
        late.cancel()
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
