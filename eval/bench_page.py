"""How long `footnote chat` takes to show its page and to answer, over HTTP, as a reader's browser sees it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from corpus.errors import FootnoteError

PATIENCE = 120.0
"""Seconds after which a start that shows nothing is given up."""


@dataclass(frozen=True, slots=True)
class Page:
    """Seconds from the command, and the most memory its process held."""

    reachable: float
    answered: float
    peak_memory_mb: float


def page(library: Path, question: str) -> Page:
    """Start the page on a library that holds documents, ask one question, stop it. Raises FootnoteError if it fails."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "footnote", "chat", "--port", str(port), "--library", str(library)]
    started = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(address, process)
        reachable = time.perf_counter() - started
        _ask(address, question)
        answered = time.perf_counter() - started
    except BaseException:
        process.kill()
        process.wait()
        raise
    return Page(reachable, answered, _stop(process))


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=PATIENCE) as answer:
                answer.read()
            return
        except (URLError, ConnectionError, http.client.HTTPException):
            time.sleep(0.02)
    raise FootnoteError("The page did not come up; `footnote chat` says why.")


def _ask(address: str, question: str) -> None:
    call = Request(
        f"{address}/gradio_api/call/v2/ask",
        data=json.dumps({"question": question}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urlopen(call, timeout=PATIENCE) as begun:
        event = json.load(begun)["event_id"]
    with urlopen(f"{address}/gradio_api/call/v2/ask/{event}", timeout=PATIENCE) as told:
        if b"event: complete" not in told.read():
            raise FootnoteError("The page did not answer; `footnote chat` says why.")


def _stop(process: subprocess.Popen[bytes]) -> float:
    """End the process and tell the most memory it held, in MB."""
    process.send_signal(signal.SIGINT)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0  # reaped here and not by `wait`, for the memory it used
    # Linux counts kilobytes, macOS bytes.
    return usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
