"""Which document a file is, by its place, its name and its bytes; uploads have no place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.documents import Document
from ingest.identity import Identities, uploaded_as

HELD = Document(key="held", source="main.pdf", origin="", title="", text="", blocks=(), digest="old")


def test_an_upload_of_the_same_name_is_the_same_document_whatever_its_bytes() -> None:
    known = Identities([replace(HELD, origin=uploaded_as("main.pdf"))])
    assert known.key("main.pdf", uploaded_as("main.pdf"), "new") == ("held", "old")
    assert known.key("other.pdf", uploaded_as("other.pdf"), "old")[1] == ""


def test_an_upload_never_was_at_a_place_so_no_file_of_its_name_takes_its_key(tmp_path: Path) -> None:
    known = Identities([replace(HELD, origin=uploaded_as("main.pdf"))])
    assert known.key("main.pdf", str(tmp_path / "main.pdf"), "new")[1] == ""


def test_an_upload_of_a_file_that_is_held_from_its_place_is_that_document(tmp_path: Path) -> None:
    file = tmp_path / "main.pdf"
    file.touch()
    known = Identities([replace(HELD, origin=str(file))])
    assert known.key("main.pdf", uploaded_as("main.pdf"), "old") == ("held", "old")
    assert known.key("main.pdf", uploaded_as("main.pdf"), "new")[1] == "", "another file of that name"
    assert known.key("main.pdf", str(tmp_path / "copy" / "main.pdf"), "old")[1] == "", (
        "its place tells that it is another"
    )


@pytest.mark.parametrize("stands_for", [None, ("article", 2)])
def test_another_file_of_that_name_never_takes_the_place_of_one_that_is_gone(
    tmp_path: Path, stands_for: tuple[str, int] | None
) -> None:
    gone = str(tmp_path / "downloads" / "main.pdf")
    known = Identities([replace(HELD, origin=gone, stands_for=stands_for)])
    elsewhere = str(tmp_path / "papers" / "main.pdf")
    assert known.key("main.pdf", elsewhere, "old") == ("held", "old"), "it has moved"
    for origin in (elsewhere, uploaded_as("main.pdf"), uploaded_as("main.pdf", ("article", 3))):
        assert known.key("main.pdf", origin, "new")[1] == ""


@pytest.mark.parametrize("digest", ["old", "new"])
def test_files_of_one_name_for_two_references_are_two_documents(digest: str) -> None:
    first, second = uploaded_as("main.pdf", ("article", 3)), uploaded_as("main.pdf", ("article", 5))
    known = Identities([replace(HELD, origin=first, stands_for=("article", 3))])
    assert known.key("main.pdf", first, digest) == ("held", "old")
    assert known.key("main.pdf", second, digest)[1] == ""


def test_a_place_may_hold_one_references_text_today_and_another_ones_tomorrow() -> None:
    """`main.pdf` among the downloads."""
    at = "/downloads/main.pdf"
    known = Identities([replace(HELD, origin=at, stands_for=("article", 1))])
    assert known.key("main.pdf", at, "new", ("article", 1)) == ("held", "old"), "a new version of it"
    assert known.key("main.pdf", at, "old", ("article", 2)) == ("held", "old"), "the same file, told otherwise"
    second, before = known.key("main.pdf", at, "new", ("article", 2))
    assert second != "held" and before == ""
    known.settle(replace(HELD, key=second, origin=at, digest="new", stands_for=("article", 2)))
    assert known.key("main.pdf", at, "newer", ("article", 1)) == ("held", "old")
    assert known.key("main.pdf", at, "newer", ("article", 2)) == (second, "new")
    assert [known.key("main.pdf", at, digest)[0] for digest in ("old", "new")] == ["held", second]
    assert known.key("main.pdf", at, "newer")[1] == "", "which of them it is nobody told"


def test_a_file_that_is_no_references_text_yet_becomes_one_whatever_its_bytes() -> None:
    known = Identities([replace(HELD, origin="/downloads/main.pdf")])
    assert known.key("main.pdf", "/downloads/main.pdf", "new", ("article", 1)) == ("held", "old")
