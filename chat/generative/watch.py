"""A reader's hold on an answer in the making: sees what has been released, and can stop it from any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from chat.answers import Answer


class Watch:
    """One answer being watched."""

    def __init__(self, show: Callable[[Answer], object] = lambda answer: None) -> None:
        """`show` is called, in the thread that answers, with what has passed the gate so far."""
        self.show = show
        self._closers: list[Callable[[], object]] = []
        self._stopped = False
        self._lock = threading.Lock()

    @property
    def stopped(self) -> bool:
        return self._stopped

    def stop(self) -> None:
        """Close the model's call at once; whoever waits for it is let go."""
        with self._lock:
            self._stopped = True
            closers, self._closers = self._closers, []
        for close in closers:
            close()

    def closes(self, close: Callable[[], object]) -> None:
        """Have `close` called when it is stopped, now if it already is."""
        with self._lock:
            if not self._stopped:
                self._closers.append(close)
                return
        close()
