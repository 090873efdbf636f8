"""The second hop, with the real search: the words of a held reference that come nearest to what an answer says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from chat.answers import Answer
from chat.ask import Conversation, Desk
from corpus.library import Library
from ingest.ingest import ingest, ingest_uploaded

ARTICLE = (
    "Gout in adults\n\nTreatment\n\nColchicine is given at 0.5 mg twice daily in an attack of gout [1].\n\n"
    "Ice eases the pain of a swollen joint [2].\n\n"
    "References\n\n1. Smith A. Colchicine for gout. J Pain. 2011.\n2. Jones B. Cold and joints. J Pain. 2012.\n"
)
PAPER = (
    "Colchicine for gout\n\nMethods\n\nForty patients were followed for a year.\n\n"
    "Results\n\nColchicine at 0.5 mg twice daily ended an attack of gout within two days.\n\nCosts were not measured.\n"
)
QUESTION = "How much colchicine is given for gout?"


class Shelf(NamedTuple):
    """A library and the keys of its two documents."""

    library: Library
    desk: Desk
    article: str
    paper: str

    def ask(self) -> Answer:
        return self.desk.ask(QUESTION, Conversation(documents=frozenset({self.article})))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("behind")
    (folder / "gout.txt").write_text(ARTICLE, "utf-8")
    (folder / "main.txt").write_text(PAPER, "utf-8")
    library = Library(folder / "library")
    (article,) = ingest(library, [folder / "gout.txt"])
    (paper,) = ingest_uploaded(library, [folder / "main.txt"], None, stands_for=(article.document, 1))
    yield Shelf(library, Desk(library), article.document, paper.document)
    library.close()


def test_a_held_references_nearest_words_stand_behind_the_answer(shelf: Shelf) -> None:
    answer = shelf.ask()
    assert "0.5 mg" in answer.text
    (hop,) = shelf.desk.behind(answer)
    assert hop.passage == answer.statements[0].citations[0]
    assert (hop.number, hop.shown.passage.document, hop.shown.marker) == (1, shelf.paper, None)
    words = hop.shown.passage.words(hop.start, hop.end)
    assert words == "Colchicine at 0.5 mg twice daily ended an attack of gout within two days."


def test_a_document_that_was_not_chosen_stands_behind_nothing(shelf: Shelf) -> None:
    answer = shelf.ask()
    assert shelf.desk.behind(answer, frozenset({shelf.article})) == ()
    assert len(shelf.desk.behind(answer, frozenset({shelf.article, shelf.paper}))) == 1


def test_nothing_stands_behind_what_rests_on_a_reference_that_is_not_held(shelf: Shelf) -> None:
    answer = shelf.desk.ask("What does ice do to a swollen joint?", Conversation(documents=frozenset({shelf.article})))
    assert not answer.abstained
    assert shelf.desk.behind(answer) == ()


def test_nothing_stands_behind_a_passage_that_is_held_no_more(shelf: Shelf) -> None:
    """Its document was replaced meanwhile: the same number may now be another paper's."""
    answer = shelf.ask()
    passages = [replace(one, passage=replace(one.passage, key=f"old {one.passage.key}")) for one in answer.passages]
    statements = [
        replace(one, spans=tuple(replace(span, key=f"old {span.key}") for span in one.spans))
        for one in answer.statements
    ]
    assert shelf.desk.behind(replace(answer, passages=tuple(passages), statements=tuple(statements))) == ()


def test_an_answer_outlives_the_document_it_cites(shelf: Shelf, tmp_path: Path) -> None:
    answer = shelf.ask()
    (tmp_path / "other.txt").write_text(PAPER, "utf-8")
    other = Library(tmp_path / "library")
    ingest(other, [tmp_path / "other.txt"])
    assert Desk(other).behind(answer) == ()
    other.close()
