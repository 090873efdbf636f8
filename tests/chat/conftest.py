from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chat.answers import Answer
from chat.ask import Conversation, Desk
from chat.reading import Reading, reading
from corpus.library import Library
from corpus.shipped_article import shipped
from ingest.ingest import ingest

Talk = Callable[..., list[Answer]]


@pytest.fixture(scope="session")
def article_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A real library that holds the shipped article, to be asked and never changed."""
    library = Library(tmp_path_factory.mktemp("article") / "library")
    (outcome,) = ingest(library, [shipped()])
    assert outcome.status == "added"
    yield library
    library.close()


@pytest.fixture(scope="session")
def desk(article_library: Library) -> Desk:
    return Desk(article_library)


@pytest.fixture(scope="session")
def read(article_library: Library) -> Reading:
    return reading(article_library.snapshot())


@pytest.fixture(scope="session")
def talk(desk: Desk) -> Talk:
    """Ask some questions as one conversation; every answer of it."""

    def asked(*questions: str) -> list[Answer]:
        conversation = Conversation()
        return [desk.ask(question, conversation) for question in questions]

    return asked


@pytest.fixture
def empty_desk(tmp_path: Path) -> Desk:
    return Desk(Library(tmp_path / "nothing"))
