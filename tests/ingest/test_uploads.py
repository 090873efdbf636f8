"""Uploaded files in a real library: known by name, replaced by name, and attached to the reference they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import FootnoteError
from corpus.holdings import Holdings
from corpus.library import Library
from ingest.ingest import ingest, ingest_uploaded
from ingest.told import Told

GOUT = "Gout in adults\n\nTreatment\n\nColchicine is given early in an attack [1].\n\nIce eases the pain [2].\n\n"
LIST = "References\n\n1. Smith A. Colchicine for gout. J Pain. 2011.\n2. Jones B. Cold and joints. J Pain. 2012.\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    held = Library(tmp_path / "library")
    yield held
    held.close()


def upload(library: Library, folder: Path, name: str, text: str, stands_for: tuple[str, int] | None = None) -> str:
    """Upload from a passing place, as the page does; returns the status."""
    place = folder / f"passing-{len(list(folder.glob('passing-*')))}"
    place.mkdir()
    (place / name).write_text(text, "utf-8")
    (outcome,) = ingest_uploaded(library, [place / name], None, stands_for=stands_for)
    (place / name).unlink()
    return outcome.status


def test_a_name_is_a_document_wherever_its_copies_lay(library: Library, tmp_path: Path) -> None:
    assert upload(library, tmp_path, "gout.txt", GOUT) == "added"
    (key,) = library.snapshot().documents
    assert upload(library, tmp_path, "gout.txt", GOUT) == "unchanged"
    assert upload(library, tmp_path, "gout.txt", GOUT.replace("early", "late")) == "replaced"
    assert list(library.snapshot().documents) == [key]
    assert "late" in library.snapshot().documents[key].text


def test_a_file_on_disk_and_its_upload_are_one_document(library: Library, tmp_path: Path) -> None:
    (tmp_path / "gout.txt").write_text(GOUT, "utf-8")
    ingest(library, [tmp_path / "gout.txt"])
    assert upload(library, tmp_path, "gout.txt", GOUT) == "unchanged"
    (again,) = ingest(library, [tmp_path / "gout.txt"])
    assert again.status == "unchanged"
    assert len(library.snapshot().documents) == 1


def test_a_file_on_disk_never_replaces_what_was_uploaded_under_its_name(library: Library, tmp_path: Path) -> None:
    upload(library, tmp_path, "main.txt", GOUT)
    (tmp_path / "main.txt").write_text("Another paper\n\nAbout something else altogether.\n", "utf-8")
    (outcome,) = ingest(library, [tmp_path / "main.txt"])
    assert outcome.status == "added"
    assert len(library.snapshot().documents) == 2


def test_two_references_may_have_texts_of_one_name(library: Library, tmp_path: Path) -> None:
    upload(library, tmp_path, "gout.txt", GOUT + LIST)
    (article,) = library.snapshot().documents
    assert upload(library, tmp_path, "main.txt", "Colchicine for gout\n\nIt helps.\n", (article, 1)) == "added"
    assert upload(library, tmp_path, "main.txt", "Cold and joints\n\nIt helps too.\n", (article, 2)) == "added"
    documents = library.snapshot().documents
    held = Holdings(documents)
    assert [held.of(article, number)[0].title for number in (1, 2)] == ["Colchicine for gout", "Cold and joints"]
    assert held.counts(article) == (2, 0)
    assert upload(library, tmp_path, "main.txt", "Cold and joints\n\nIt helps a lot.\n", (article, 2)) == "replaced"


def test_two_references_may_have_texts_from_one_path(library: Library, tmp_path: Path) -> None:
    upload(library, tmp_path, "gout.txt", GOUT + LIST)
    (article,) = library.snapshot().documents
    file = tmp_path / "main.txt"
    for number, text in ((1, "Colchicine\n\nIt helps.\n"), (2, "Cold\n\nIt helps too.\n")):
        file.write_text(text, "utf-8")
        (outcome,) = ingest(library, [file], told=Told(reference=number, of=article))
        assert outcome.status == "added"
    assert titles(library, article) == [["Colchicine"], ["Cold"]]
    assert [one.status for one in ingest(library, [file])] == ["unchanged"]


def test_what_is_held_already_becomes_the_text_of_a_reference(library: Library, tmp_path: Path) -> None:
    upload(library, tmp_path, "gout.txt", GOUT + LIST)
    (article,) = library.snapshot().documents
    paper = "Cold\n\nIt helps too.\n"
    upload(library, tmp_path, "cold.txt", paper)
    upload(library, tmp_path, "cold.txt", paper, (article, 2))
    documents = library.snapshot().documents
    assert len(documents) == 2
    assert Holdings(documents).counts(article) == (1, 1)


RENUMBERED = (
    "References\n\n1. Jones B. Cold and joints. J Pain. 2012.\n2. Smith A. Colchicine for gout. J Pain. 2011.\n"
)


def titles(library: Library, article: str) -> list[list[str]]:
    held = Holdings(library.snapshot().documents)
    return [[one.title for one in held.of(article, number)] for number in (1, 2)]


def test_a_text_stays_its_papers_when_the_list_is_renumbered(library: Library, tmp_path: Path) -> None:
    upload(library, tmp_path, "gout.txt", GOUT + LIST)
    (article,) = library.snapshot().documents
    upload(library, tmp_path, "main.txt", "Colchicine\n\nIt helps.\n", (article, 1))
    upload(library, tmp_path, "gout.txt", GOUT + RENUMBERED)
    assert titles(library, article) == [[], ["Colchicine"]]
    assert upload(library, tmp_path, "main.txt", "Cold\n\nIt helps too.\n", (article, 1)) == "added"
    assert titles(library, article) == [["Cold"], ["Colchicine"]]
    assert upload(library, tmp_path, "main.txt", "Colchicine\n\nIt helps.\n", (article, 2)) == "replaced", "told anew"
    assert upload(library, tmp_path, "main.txt", "Cold\n\nIt helps a lot.\n", (article, 1)) == "replaced"
    assert upload(library, tmp_path, "main.txt", "Colchicine\n\nIt helps much.\n", (article, 2)) == "replaced"
    assert titles(library, article) == [["Cold"], ["Colchicine"]]
    upload(library, tmp_path, "gout.txt", GOUT + LIST)
    assert titles(library, article) == [["Colchicine"], ["Cold"]]


def test_a_text_is_of_no_list_of_another_document_of_that_name(library: Library, tmp_path: Path) -> None:
    upload(library, tmp_path, "gout.txt", GOUT + LIST)
    (article,) = library.snapshot().documents
    upload(library, tmp_path, "main.txt", "Colchicine\n\nIt helps.\n", (article, 1))
    with library.write() as draft:
        draft.remove(article)
    other = "Feet\n\nCare\n\nShoes are worn [1].\n\nReferences\n\n1. Ng C. Shoes and their soles. Feet. 2001.\n"
    upload(library, tmp_path, "gout.txt", other)
    assert article in library.snapshot().documents
    assert titles(library, article) == [[], []]
    assert upload(library, tmp_path, "main.txt", "Shoes\n\nThey help.\n", (article, 1)) == "added"
    assert titles(library, article) == [["Shoes"], []]
    upload(library, tmp_path, "gout.txt", GOUT + LIST)
    assert titles(library, article) == [["Colchicine"], []]


def test_a_reference_that_there_is_not_is_refused(library: Library, tmp_path: Path) -> None:
    upload(library, tmp_path, "gout.txt", GOUT + LIST)
    (article,) = library.snapshot().documents
    with pytest.raises(FootnoteError, match="no reference 7"):
        upload(library, tmp_path, "a.txt", "words", (article, 7))
