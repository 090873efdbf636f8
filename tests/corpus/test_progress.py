"""Ctrl-C while a bar is shown."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from corpus.progress import bar, bars


@pytest.fixture(autouse=True)
def heeded() -> Iterator[None]:
    """Tests that are run in the background may have been started with Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_ctrl_c_that_was_lost_is_heard_at_the_next_step() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), bars("One", "Another") as (one, another):
        one(1, 2)
        # As where it strikes in a destructor.
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        another(1, 2)
        pytest.fail("it went on")
    assert signal.getsignal(signal.SIGINT) is before


def test_what_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with bar("One") as one:
            os.kill(os.getpid(), signal.SIGINT)
            one(1, 1)
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_thread_shows_a_bar_too() -> None:
    told: list[int] = []

    def work() -> None:
        with bar("One") as one:
            one(1, 1)
            told.append(1)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert told == [1]
