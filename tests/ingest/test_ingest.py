from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import ModelError
from corpus.library import Library
from corpus.models import Embedder
from ingest.ingest import Outcome, ingest
from ingest.told import Told

GOUT = "Gout in adults\n\nTreatment\n\nColchicine is given early in an attack.\n\nIce eases the pain of a joint.\n"
FEET = "Foot care\n\nPrevention\n\nShoes are checked for stones every morning.\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    held = Library(tmp_path / "library")
    yield held
    held.close()


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "gout.txt").write_text(GOUT, "utf-8")
    (folder / "feet.txt").write_text(FEET, "utf-8")
    return folder


def statuses(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(one.source, one.status) for one in outcomes]


def sources(library: Library) -> list[str]:
    return sorted(document.source for document in library.snapshot().documents.values())


def test_a_folder_is_walked_in_order_and_a_second_time_changes_nothing(library: Library, texts: Path) -> None:
    first = ingest(library, [texts])
    assert statuses(first) == [("feet.txt", "added"), ("gout.txt", "added")]
    assert all(one.passages and one.document in library.snapshot().documents for one in first)
    state = library.snapshot().state
    assert statuses(ingest(library, [texts])) == [("feet.txt", "unchanged"), ("gout.txt", "unchanged")]
    assert library.snapshot().state == state


def test_one_word_changed_replaces_the_document_and_keeps_every_other_passages_key(
    library: Library, texts: Path
) -> None:
    (before,) = ingest(library, [texts / "gout.txt"])
    keys = {passage.text: key for key, passage in library.snapshot().passages.items()}
    (texts / "gout.txt").write_text(GOUT.replace("early", "late"), "utf-8")
    (after,) = ingest(library, [texts / "gout.txt"])
    assert (after.status, after.document) == ("replaced", before.document)
    now = {passage.text: key for key, passage in library.snapshot().passages.items()}
    assert {text for text in now if keys.get(text) != now[text]} == {"Colchicine is given late in an attack."}
    assert "Colchicine is given early in an attack." not in now


def test_files_of_one_name_with_different_words_are_two_documents(library: Library, tmp_path: Path) -> None:
    for name, text in (("a", GOUT), ("b", GOUT.replace("Ice", "Cold"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gout.txt").write_text(text, "utf-8")
    outcomes = ingest(library, [tmp_path / "a", tmp_path / "b"])
    assert [one.status for one in outcomes] == ["added", "added"]
    assert len({one.document for one in outcomes}) == 2


def test_the_same_words_under_two_names_are_two_documents(library: Library, texts: Path) -> None:
    (texts / "copy.txt").write_text(GOUT, "utf-8")
    ingest(library, [texts])
    assert sources(library) == ["copy.txt", "feet.txt", "gout.txt"]


def test_a_file_that_moved_takes_its_document_along(library: Library, texts: Path, tmp_path: Path) -> None:
    (before,) = ingest(library, [texts / "gout.txt"])
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    os.rename(texts / "gout.txt", elsewhere / "gout.txt")
    (moved,) = ingest(library, [elsewhere / "gout.txt"])
    assert (moved.document, moved.status) == (before.document, "unchanged")
    (elsewhere / "gout.txt").write_text(GOUT.replace("Ice", "Cold"), "utf-8")
    (changed,) = ingest(library, [elsewhere])
    assert (changed.document, changed.status) == (before.document, "replaced")
    assert len(library.snapshot().documents) == 1


def test_a_document_whose_file_is_still_there_never_gives_its_key_away(
    library: Library, texts: Path, tmp_path: Path
) -> None:
    (before,) = ingest(library, [texts / "gout.txt"])
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "gout.txt").write_text(GOUT, "utf-8")
    (after,) = ingest(library, [tmp_path / "other"])
    assert after.document != before.document and after.status == "added"


def test_an_unreadable_file_is_named_in_one_sentence_and_the_others_go_in(library: Library, texts: Path) -> None:
    (texts / "empty.txt").write_text("\n \n", "utf-8")
    (texts / "paper.txt").write_bytes(b"%PDF-1.7 and so on")
    (texts / "noise.txt").write_bytes(bytes(range(256)) * 20)
    outcomes = ingest(library, [texts, texts / "missing.txt", "https://example.org/page"])
    failed = {one.source: one.why for one in outcomes if one.status == "unreadable"}
    assert set(failed) == {
        "empty.txt",
        "paper.txt",
        "noise.txt",
        str(texts / "missing.txt"),
        "https://example.org/page",
    }
    for name, why in failed.items():
        assert why.startswith(name) and why.endswith(".") and "\n" not in why
    assert sources(library) == ["feet.txt", "gout.txt"]


def test_hidden_files_are_passed_over_and_links_out_of_the_folder_refused(
    library: Library, texts: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(GOUT, "utf-8")
    (texts / ".hidden.txt").write_text(GOUT, "utf-8")
    (texts / "link.txt").symlink_to(outside / "secret.txt")
    (texts / "linked").symlink_to(outside)
    (texts / "circle").symlink_to(texts)
    (texts / "again.txt").symlink_to(texts / "gout.txt")
    outcomes = ingest(library, [texts])
    assert [(one.source, one.status) for one in outcomes if one.status == "skipped"] == [
        (str(texts / "link.txt"), "skipped"),
        (str(texts / "linked"), "skipped"),
    ]
    assert len(library.snapshot().documents) == 2


@pytest.mark.parametrize("name", ["a\nb.txt", "quote'\".txt", "..txt", "ü" * 120 + ".txt", "<b>.txt"])
def test_odd_names_are_kept_as_they_are(library: Library, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(GOUT, "utf-8")
    (outcome,) = ingest(library, [tmp_path / name])
    assert (outcome.status, outcome.source) == ("added", name)
    assert sources(library) == [name]


def test_an_error_of_the_model_leaves_the_library_as_it_was(
    library: Library, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(library, [texts / "feet.txt"])
    state = library.snapshot().state

    def gone() -> None:
        raise ModelError("The embedding model is missing.")

    monkeypatch.setattr("corpus.publish.embedder", gone)
    with pytest.raises(ModelError):
        ingest(library, [texts])
    assert library.snapshot().state == state


def test_progress_counts_the_passages_that_are_embedded(library: Library, texts: Path) -> None:
    told: list[tuple[int, int]] = []
    ingest(library, [texts], lambda done, total: told.append((done, total)))
    assert told and told[-1][0] == told[-1][1]


def test_what_a_document_says_of_itself_is_held_with_it(library: Library, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<h1>Foot care</h1><p>Last updated: 3 May 2024</p><p>Wash them daily.</p>", "utf-8"
    )
    (outcome,) = ingest(library, [tmp_path / "page.html"])
    document = library.snapshot().documents[outcome.document]
    assert (document.title, document.updated, document.type) == ("Foot care", "3 May 2024", "Article")
    assert document.origin == str((tmp_path / "page.html").resolve())


def test_what_is_told_later_embeds_nothing_and_outlives_a_change_of_the_file(
    library: Library, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = ingest(library, [texts / "gout.txt"])
    keys = set(library.snapshot().passages)
    with monkeypatch.context() as patched:
        patched.setattr(Embedder, "documents", lambda *_: pytest.fail("nothing new is to be embedded"))
        (told,) = ingest(library, [texts / "gout.txt"], told=Told("guideline"))
    assert (told.status, told.document, told.passages) == ("replaced", first.document, first.passages)
    assert set(library.snapshot().passages) == keys
    (texts / "gout.txt").write_text(GOUT.replace("early", "late"), "utf-8")
    assert statuses(ingest(library, [texts / "gout.txt"])) == [("gout.txt", "replaced")]
    assert library.snapshot().documents[first.document].type == "Guideline"


def test_what_a_text_is_told_to_be_says_nothing_of_a_list_of_records(library: Library, texts: Path) -> None:
    (texts / "feet.txt").write_text("TY  - JOUR\nTI  - Feet and shoes\nPY  - 2001\nER  - \n", "utf-8")
    ingest(library, [texts], told=Told("guideline"))
    assert {one.source: one.type for one in library.snapshot().documents.values()} == {
        "feet.txt": "Record",
        "gout.txt": "Guideline",
    }


def test_a_bug_is_told_in_a_sentence_and_shows_its_place_on_request(
    library: Library, texts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise TypeError("the roof fell in")

    monkeypatch.setattr("ingest.ingest.split", broken)
    (outcome,) = ingest(library, [texts / "gout.txt"])
    assert outcome.why == "gout.txt could not be read: something in it was not understood (TypeError)."
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("FOOTNOTE_DEBUG", "1")
    ingest(library, [texts / "gout.txt"])
    told = capsys.readouterr().err
    assert told.startswith("Traceback") and "the roof fell in" in told and "in broken" in told
