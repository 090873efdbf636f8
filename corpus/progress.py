"""Bars for a person who waits: on stderr, and only where someone is looking. And Ctrl-C for one who no longer does."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Progress = Callable[[int, int], None]
"""To be told how many of how many are done."""


@contextmanager
def bars(*labels: str) -> Iterator[list[Progress]]:
    """A function for each label; its bar, with what is done of how many and the time left, is there once it is told.

    The function raises KeyboardInterrupt where Ctrl-C was pressed and has not been heard.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(file=sys.stderr)
    hidden = not console.is_terminal
    with _interruptible() as heed, Bars(*columns, console=console, transient=True, disable=hidden) as shown:

        def told(task: TaskID) -> Progress:
            def tell(done: int, total: int) -> None:
                heed()
                shown.update(task, completed=done, total=total, visible=True)

            return tell

        yield [told(shown.add_task(label, total=None, visible=False)) for label in labels]


@contextmanager
def bar(label: str) -> Iterator[Progress]:
    """As `bars`, for one thing that is waited for."""
    with bars(label) as (progress,):
        yield progress


@contextmanager
def _interruptible() -> Iterator[Callable[[], None]]:
    """A function that raises KeyboardInterrupt for a Ctrl-C that was lost.

    Python raises it wherever it happens to be, and drops it in a destructor and in what a library calls back.
    """
    pressed = threading.Event()
    before = signal.getsignal(signal.SIGINT)

    def press(number: int, frame: FrameType | None) -> None:
        pressed.set()
        if callable(before):
            before(number, frame)

    def heed() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    # One who starts it in the background may have it ignored, and only the main thread can say what a signal does.
    if not callable(before) or threading.current_thread() is not threading.main_thread():
        yield heed
        return
    signal.signal(signal.SIGINT, press)
    try:
        yield heed
    finally:
        signal.signal(signal.SIGINT, before)
