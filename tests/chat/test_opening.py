"""What stands in the way of the first answer may pass, and which questions a library is offered."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from chat.opening import EXAMPLES, Readying, examples
from corpus.errors import Busy, FootnoteError
from corpus.library import Library
from corpus.shipped_article import shipped
from ingest.ingest import ingest


def test_what_failed_at_the_start_is_tried_again_and_told_once() -> None:
    told: list[Exception] = []
    tries: list[int] = []
    failed, free = threading.Event(), threading.Event()

    def work() -> None:
        tries.append(1)
        if not free.is_set():
            if len(tries) > 2:
                failed.set()
            raise Busy("Another write is running.")

    def tell(problem: Exception) -> FootnoteError:
        told.append(problem)
        assert isinstance(problem, FootnoteError)
        return problem

    readying = Readying(work, tell, again=0.01)
    readying.start()
    assert failed.wait(10)
    for ask in (readying.ready, readying.wait):
        with pytest.raises(Busy):
            ask()
    assert len(told) == 1
    free.set()
    end = threading.Event()
    while not end.wait(0.01):
        try:
            if readying.ready():
                break
        except Busy:
            continue
    readying.wait()


def test_examples_are_offered_where_the_article_that_answers_them_is_or_will_be_held(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("Own\n\nWater of 37 degrees rewarms a limb.\n", "utf-8")
    own, stocked = Library(tmp_path / "own"), Library(tmp_path / "stocked")
    assert examples(own) == EXAMPLES
    ingest(own, [tmp_path / "own.txt"])
    ingest(stocked, [shipped(), tmp_path / "own.txt"])
    assert (examples(own), examples(stocked)) == ((), EXAMPLES)
