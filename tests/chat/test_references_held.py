"""Questions about a reference where something of it, or of others, is held beside the list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chat.own_lines import OwnAnswer
from chat.question import Question
from chat.reading import reading
from chat.references import reference_answer
from chat.retrieve import retrieve, showable
from corpus.library import Library
from ingest.ingest import ingest
from ingest.told import Told
from tests.test_cli_references import ARTICLE, SPLINTS, STAIRS


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    for name, text in (("walking.txt", ARTICLE), ("splints.txt", SPLINTS), ("stairs.ris", STAIRS)):
        (tmp_path / name).write_text(text, "utf-8")
    held = Library(tmp_path / "library")
    ingest(held, [tmp_path / "walking.txt"])
    yield held
    held.close()


def asked(question: str, library: Library) -> OwnAnswer | None:
    read = reading(library.snapshot())
    return reference_answer(Question.of(question), retrieve(question, read), read, ())


def test_of_what_a_reference_says_no_more_than_its_entry_is_shown_while_nothing_of_it_is_held(
    library: Library, tmp_path: Path
) -> None:
    question = "What does reference 1 say?"
    entry = asked(question, library)
    assert entry is not None and "Splints after falls" in entry.statements[0].text
    assert "not in the library" in entry.notes[0].text
    found = asked("What did reference 1 find?", library)
    assert found is not None and not found.statements and "not in the library" in found.notes[0].text
    ingest(library, [tmp_path / "splints.txt"], told=Told(reference=1, of="walking.txt"))
    assert asked(question, library) is None, "it is left to the passages, which now hold its words"
    still = asked("What does reference 2 say?", library)
    assert still is not None and "not in the library" in still.notes[0].text


def test_a_number_is_one_of_the_articles_list_and_not_of_a_list_of_records(library: Library, tmp_path: Path) -> None:
    ingest(library, [tmp_path / "stairs.ris"])
    answer = asked("What is reference 1 on stumbles on stairs and rails in early walking?", library)
    assert answer is not None
    (statement,) = answer.statements
    assert "Splints after falls" in statement.text


def test_a_passage_is_shown_with_the_tier_and_year_of_the_paper_it_is_of(library: Library, tmp_path: Path) -> None:
    ingest(library, [tmp_path / "stairs.ris"])
    ingest(library, [tmp_path / "splints.txt"], told=Told(reference=1, of="walking.txt"))
    read = reading(library.snapshot())
    shown = [showable(one, read) for one in retrieve("splints and stairs", read)]
    assert {(one.source, one.tier, one.year) for one in shown} == {
        ("walking.txt", "Article", None),
        ("splints.txt", "Guideline", 2011),
        ("stairs.ris", "Record only", 2012),
    }
