"""Bars for a person who waits: on stderr, and only where someone is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]
"""To be told how many of how many are done."""


@contextmanager
def bars(*labels: str) -> Iterator[list[Progress]]:
    """A function for each label; its bar, with what is done of how many and the time left, is there once it is told."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(file=sys.stderr)
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:

        def told(task: TaskID) -> Progress:
            return lambda done, total: shown.update(task, completed=done, total=total, visible=True)

        yield [told(shown.add_task(label, total=None, visible=False)) for label in labels]


@contextmanager
def bar(label: str) -> Iterator[Progress]:
    """As `bars`, for one thing that is waited for."""
    with bars(label) as (progress,):
        yield progress
