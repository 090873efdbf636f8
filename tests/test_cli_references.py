"""Records, and texts of references, as they are taken in and told on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Command, sentence

ARTICLE = """Walking after a fall

Splints

A splint is worn for two weeks after a fall [1].
Stairs are practised with a rail in the third week [2].
Running is resumed after three months [3].

References

[1] Guideline
Splints after falls: what to do
Walking Society, 2011. doi:10.1234/splints
[2] Research
Stairs and rails in early walking
Journal of Stairs, 2012
"""
SPLINTS = "Splints after falls\n\nWearing\n\nThe splint stays on at night for the first five days.\n"
STAIRS = """TY  - JOUR
TI  - Stairs and rails in early walking
JO  - Journal of Stairs
PY  - 2012
AB  - RESULTS: A rail halved the number of stumbles on stairs.
ER  -
"""


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


@pytest.fixture
def place(command: Command, tmp_path: Path) -> Path:
    """A folder with a library that holds the article, and the other files beside it."""
    for name, text in (("walking.txt", ARTICLE), ("splints.txt", SPLINTS), ("stairs.ris", STAIRS)):
        (tmp_path / name).write_text(text, "utf-8")
    assert command("ingest", tmp_path / "walking.txt", "--library", tmp_path / "library").code == 0
    return tmp_path


def held(command: Command, place: Path) -> dict[str, dict[str, Any]]:
    told = json.loads(command("library", "--json", "--library", place / "library").out)
    return {one["source"]: one for one in told["documents"]}


def passages(place: Path) -> dict[str, list[str]]:
    from corpus.library import Library

    library = Library(place / "library")
    snapshot = library.snapshot()
    found: dict[str, list[str]] = {document.source: [] for document in snapshot.documents.values()}
    for passage in snapshot.passages.values():
        found[snapshot.documents[passage.document].source].append(passage.key)
    library.close()
    return found


def test_a_reference_that_is_cited_and_not_held_is_missing(command: Command, place: Path) -> None:
    """Its entry is listed, or there is only its number in the text: both are missing."""
    assert held(command, place)["walking.txt"]["references"] == {"held": 0, "missing": 3, "records": 0}


def test_a_record_is_told_beside_what_is_missing(command: Command, place: Path) -> None:
    assert command("ingest", place / "stairs.ris", "--library", place / "library").code == 0
    now = held(command, place)
    assert now["walking.txt"]["references"] == {"held": 0, "missing": 3, "records": 1}
    assert now["stairs.ris"]["type"] == "Record"
    assert now["stairs.ris"]["title"] == "Stairs and rails in early walking"


def test_a_file_named_as_a_reference_is_its_text(command: Command, place: Path) -> None:
    ended = command(
        "ingest", place / "splints.txt", "--reference", "1", "--of", "walking.txt", "--library", place / "library"
    )
    assert (ended.code, ended.out.split()[0]) == (0, "added")
    now = held(command, place)
    assert now["walking.txt"]["references"] == {"held": 1, "missing": 2, "records": 0}
    assert now["splints.txt"]["type"] == "Guideline", "as the list prints it"


@pytest.mark.parametrize("named", ["KEY", "walking.txt", "WALKING AFTER A FALL", "after a f"])
def test_the_document_is_named_by_its_key_its_name_or_its_title(command: Command, place: Path, named: str) -> None:
    of = held(command, place)["walking.txt"]["key"] if named == "KEY" else named
    ended = command("ingest", place / "splints.txt", "--reference", "1", "--of", of, "--library", place / "library")
    assert ended.code == 0
    assert held(command, place)["walking.txt"]["references"]["held"] == 1


def test_what_is_said_on_the_command_line_is_the_stronger_word(command: Command, place: Path) -> None:
    arguments: list[str | Path] = ["ingest", place / "splints.txt", "--library", place / "library"]
    command(*arguments, "--reference", "1", "--of", "walking.txt", "--type", "review")
    assert held(command, place)["splints.txt"]["type"] == "Review"


def test_telling_more_of_a_held_file_changes_its_record_and_no_passage(command: Command, place: Path) -> None:
    arguments: list[str | Path] = ["ingest", place / "splints.txt", "--library", place / "library"]
    assert command(*arguments).out.startswith("added")
    before = passages(place)
    ended = command(*arguments, "--reference", "1", "--of", "walking.txt")
    assert (ended.code, ended.out.split()[0]) == (0, "replaced")
    assert held(command, place)["splints.txt"]["type"] == "Guideline"
    assert command(*arguments, "--type", "research").out.startswith("replaced")
    now = held(command, place)
    assert now["splints.txt"]["type"] == "Research"
    assert now["walking.txt"]["references"]["held"] == 1
    assert command(*arguments).out.startswith("unchanged")
    assert held(command, place) == now
    assert passages(place) == before


def test_a_reference_of_a_removed_document_stays_and_is_of_nothing(command: Command, place: Path) -> None:
    arguments: list[str | Path] = ["--library", place / "library"]
    command("ingest", place / "splints.txt", "--reference", "1", "--of", "walking.txt", *arguments)
    key = held(command, place)["walking.txt"]["key"]
    assert command("library", "remove", key, *arguments).code == 0
    assert list(held(command, place)) == ["splints.txt"]
    assert command("ingest", place / "walking.txt", *arguments).code == 0
    assert held(command, place)["walking.txt"]["references"]["held"] == 1, "it is there again, and so is its text"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--reference", "9", "--of", "walking.txt"], "no reference 9; its numbers run from 1 to 3"),
        (["--reference", "1", "--of", "swimming"], 'no document "swimming"; there are: walking.txt (key '),
        (["--reference", "1"], "--of"),
        (["--of", "walking.txt"], "--reference"),
    ],
    ids=["no such number", "no such document", "no document", "no number"],
)
def test_a_reference_that_there_is_not_is_refused_with_what_there_is(
    command: Command, place: Path, arguments: list[str], told: str
) -> None:
    before = held(command, place)
    assert told in sentence(command("ingest", place / "splints.txt", *arguments, "--library", place / "library"))
    assert held(command, place) == before


def test_a_name_that_means_two_documents_is_refused_with_both(command: Command, place: Path) -> None:
    arguments: list[str | Path] = ["--library", place / "library"]
    command("ingest", place / "splints.txt", *arguments)
    said = sentence(command("ingest", place / "stairs.ris", "--reference", "1", "--of", "fall", *arguments))
    assert "walking.txt" in said and "splints.txt" in said


def test_two_files_cannot_be_one_reference(command: Command, place: Path) -> None:
    both: list[str | Path] = [place / "splints.txt", place / "stairs.ris"]
    told = sentence(command("ingest", *both, "--reference", "1", "--of", "walking.txt", "--library", place / "library"))
    assert "One file" in told
    assert list(held(command, place)) == ["walking.txt"]


def test_a_document_is_no_reference_of_its_own(command: Command, place: Path) -> None:
    arguments: list[str | Path] = ["--reference", "1", "--of", "walking.txt", "--library", place / "library"]
    assert "of its own" in sentence(command("ingest", place / "walking.txt", *arguments))


def test_an_empty_library_lists_nothing_to_attach_to(command: Command, place: Path) -> None:
    nothing = place / "nothing"
    said = command("ingest", place / "splints.txt", "--reference", "1", "--of", "walking.txt", "--library", nothing)
    assert "is empty" in sentence(said)
    assert not nothing.exists()


def test_an_abstract_is_quoted_with_its_tier_and_year(command: Command, place: Path) -> None:
    command("ingest", place / "stairs.ris", "--library", place / "library")
    ended = command("ask", "Does a rail halve stumbles on stairs?", "--json", "--library", place / "library")
    passages = json.loads(ended.out)["passages"]
    (abstract,) = [one for one in passages if one["text"].startswith("RESULTS:")]
    assert (abstract["kind"], abstract["references"]) == ("body", [1])
    assert (abstract["tier"], abstract["year"]) == ("Record only", 2012)
    assert {one["tier"] for one in passages if one["source"] == "walking.txt"} == {"Article"}
