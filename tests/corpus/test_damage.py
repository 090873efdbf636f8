"""Damage is reported with what heals it, and never searched."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import generation, indexing, models, publish
from corpus.documents import Document, Part, Passage, passage_key
from corpus.errors import Busy, Damaged, LibraryError
from corpus.faults import index_told, told
from corpus.library import Library
from corpus.models import embedder
from corpus.settings import SPLITTER_VERSION
from corpus.truth import Truth
from tests.corpus.conftest import Elsewhere
from tests.corpus.making import STATINS, document, fill, index_of


def segment(library: Library) -> Path:
    return next(found for found in (index_of(library) / "chroma").iterdir() if found.is_dir())


def lose_the_segment(library: Library) -> None:
    shutil.rmtree(segment(library))


def garble_the_vectors(library: Library) -> None:
    file = segment(library) / "data_level0.bin"
    file.write_bytes(os.urandom(file.stat().st_size))


def flip_a_byte(library: Library) -> None:
    file = segment(library) / "data_level0.bin"
    held = bytearray(file.read_bytes())
    held[len(held) // 3] ^= 0xFF
    file.write_bytes(held)


def truncate_the_vectors(library: Library) -> None:
    file = segment(library) / "data_level0.bin"
    file.write_bytes(file.read_bytes()[:1000])


def garble_chromas_database(library: Library) -> None:
    (index_of(library) / "chroma" / "chroma.sqlite3").write_bytes(b"not a database" * 500)


def lose_chromas_database(library: Library) -> None:
    (index_of(library) / "chroma" / "chroma.sqlite3").unlink()


def lose_the_words(library: Library) -> None:
    (index_of(library) / "bm25" / "data.csc.index.npy").unlink()


def lose_all_indexes(library: Library) -> None:
    shutil.rmtree(library.folder / "index")


def lose_the_seal(library: Library) -> None:
    (index_of(library) / "seal.json").unlink()


@pytest.mark.parametrize(
    "damage",
    [
        lose_the_segment,
        garble_the_vectors,
        flip_a_byte,
        truncate_the_vectors,
        garble_chromas_database,
        lose_chromas_database,
        lose_the_words,
        lose_all_indexes,
        lose_the_seal,
    ],
)
def test_a_damaged_index_is_reported_and_healed_by_a_rebuild(
    damage: Callable[[Library], None], filled: Library, embedded: list[str]
) -> None:
    whole = Library(filled.folder).snapshot().state
    damage(filled)
    with pytest.raises(Damaged, match="run `footnote library rebuild`") as refusal:
        filled.snapshot()
    assert str(filled.folder) in str(refusal.value) and "\n" not in str(refusal.value)
    finding = next(finding for finding in filled.doctor() if finding.severity == "damaged")
    assert finding.name == "indexes" and "rebuild" in finding.remedy
    filled.rebuild()
    assert embedded == []
    snapshot = filled.snapshot()
    assert snapshot.state == whole
    assert len(snapshot.dense(embedder().query("orthosis"), 100)) == 10


@pytest.mark.parametrize("damage", [garble_the_vectors, garble_chromas_database, lose_all_indexes])
def test_a_write_heals_a_damaged_index_in_passing(damage: Callable[[Library], None], filled: Library) -> None:
    damage(filled)
    fill(filled, document("new.txt", "Vitamin D was low."))
    assert len(filled.snapshot().dense(embedder().query("orthosis"), 100)) == 12


def test_the_doctor_outlives_a_vector_file_that_ends_the_process_which_reads_it(filled: Library) -> None:
    """As when the files were broken before they were sealed."""
    index = index_of(filled)
    for name in ("data_level0.bin", "header.bin", "length.bin"):
        file = segment(filled) / name
        file.write_bytes(b"\xff" * file.stat().st_size)
    seal = json.loads((index / "seal.json").read_text())
    seal["files"] = {name: generation._digest(index / name) for name in seal["files"]}
    (index / "seal.json").write_text(json.dumps(seal))
    assert [finding.name for finding in filled.doctor() if finding.severity == "damaged"] == ["indexes"]


def test_an_index_of_other_vectors_is_found_by_the_doctor(filled: Library, tmp_path: Path) -> None:
    """The counts agree and the seal is whole, but the rows are not those of these passages."""
    other = Library(tmp_path / "other")
    fill(other, document("x.txt", "One.", "Two.", "Three."), document("y.txt", "Four.", "Five."))
    shutil.rmtree(index_of(filled))
    shutil.copytree(index_of(other), filled.folder / "index" / Truth(filled.folder).pointer().index)
    assert any("other passages" in finding.message for finding in filled.doctor())


@pytest.mark.parametrize("content", [b"not a database at all" * 300, b"SQLite format 3\x00" + b"\x00" * 4000])
def test_a_damaged_store_is_reported_and_a_reset_makes_the_folder_usable(content: bytes, filled: Library) -> None:
    (filled.folder / "library.sqlite").write_bytes(content)
    with pytest.raises(LibraryError, match="footnote library reset") as refusal:
        filled.snapshot()
    assert str(filled.folder) in str(refusal.value)
    with pytest.raises(LibraryError, match="footnote library reset"):
        fill(filled, document("new.txt", "Words."))
    assert any(finding.severity == "damaged" for finding in filled.doctor())
    filled.reset()
    fill(filled, document("new.txt", "Words."))
    assert len(filled.snapshot().documents) == 1


def test_a_lost_store_is_not_taken_for_an_empty_library(filled: Library) -> None:
    (filled.folder / "library.sqlite").unlink()
    with pytest.raises(Damaged, match="lost its own records"):
        filled.snapshot()
    with pytest.raises(Damaged, match="lost its own records"):
        fill(filled, document("new.txt", "Words."))
    assert filled.doctor()[0].severity == "damaged"


def test_records_that_make_no_sense_are_found_by_the_doctor(filled: Library) -> None:
    with sqlite3.connect(filled.folder / "library.sqlite") as db:
        db.execute("UPDATE passages SET end = 100000 WHERE position = 0")
    assert "2 records make no sense" in next(f for f in filled.doctor() if f.severity == "damaged").message


def test_lost_vectors_are_found_by_the_doctor_and_made_again_by_a_rebuild(filled: Library, embedded: list[str]) -> None:
    with sqlite3.connect(filled.folder / "library.sqlite") as db:
        db.execute("DELETE FROM vectors WHERE words = (SELECT words FROM passages LIMIT 1)")
    assert "1 passages have no proper vectors" in next(f for f in filled.doctor() if f.severity == "damaged").message
    filled.rebuild()
    assert len(embedded) == 2
    assert all(finding.severity == "sound" for finding in filled.doctor())


@pytest.mark.parametrize("broken", ["substr(vectors, 1, 100)", "zeroblob(length(vectors))"])
def test_broken_vectors_are_found_by_the_doctor_and_made_again_by_a_rebuild(
    filled: Library, embedded: list[str], broken: str
) -> None:
    with sqlite3.connect(filled.folder / "library.sqlite") as db:
        db.execute(f"UPDATE vectors SET vectors = {broken} WHERE words = (SELECT words FROM passages LIMIT 1)")
    assert "1 passages have no proper vectors" in next(f for f in filled.doctor() if f.severity == "damaged").message
    filled.rebuild()
    assert len(embedded) == 2
    assert all(finding.severity == "sound" for finding in filled.doctor())


def test_records_whose_text_is_none_are_told_in_a_sentence(filled: Library) -> None:
    with sqlite3.connect(filled.folder / "library.sqlite") as db:
        db.execute("UPDATE documents SET text = CAST(x'ff80' AS TEXT)")
    with pytest.raises(Damaged, match=r"records in .* are damaged"):
        Library(filled.folder).snapshot()
    assert filled.doctor()[-1].severity == "damaged"


@pytest.mark.parametrize("record", ["{", "[]", '{"blocks": 1}', '{"blocks": [["paragraph", 0]]}'])
def test_a_document_whose_record_makes_no_sense_is_told_in_a_sentence(filled: Library, record: str) -> None:
    with sqlite3.connect(filled.folder / "library.sqlite") as db:
        db.execute("UPDATE documents SET record = ?", [record])
    snapshot = Library(filled.folder).snapshot()
    with pytest.raises(Damaged, match=r"record of document .* makes no sense: restore"):
        list(snapshot.documents.values())
    assert "make no sense" in next(f for f in filled.doctor() if f.severity == "damaged").message


@pytest.mark.parametrize("change", ["parts = '[[\"sentence\"]]'", "markers = '{'", "refs = '7'", "section = 'null'"])
def test_a_passage_whose_record_makes_no_sense_is_told_in_a_sentence(filled: Library, change: str) -> None:
    with sqlite3.connect(filled.folder / "library.sqlite") as db:
        db.execute(f"UPDATE passages SET {change}")
    snapshot = Library(filled.folder).snapshot()
    with pytest.raises(Damaged, match=r"record of passage .* makes no sense: restore"):
        list(snapshot.passages.values())
    assert "make no sense" in next(f for f in filled.doctor() if f.severity == "damaged").message


def test_a_library_of_a_newer_footnote_is_refused(filled: Library) -> None:
    with sqlite3.connect(filled.folder / "library.sqlite") as db:
        db.execute("PRAGMA user_version = 999")
    with pytest.raises(LibraryError, match="newer Footnote"):
        filled.snapshot()
    with pytest.raises(LibraryError, match="newer Footnote"):
        fill(filled, document("new.txt", "Words."))
    (finding,) = (one for one in filled.doctor() if one.severity == "damaged")
    assert "newer Footnote" in finding.message
    assert finding.remedy == "as it says", "nobody is told to empty a sound library"


def test_passages_of_another_splitter_are_refused(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "SPLITTER_VERSION", SPLITTER_VERSION + 1)
    with pytest.raises(LibraryError, match=r"splitter.*footnote library rebuild"):
        filled.snapshot()
    with pytest.raises(LibraryError, match="splitter"):
        fill(filled, document("new.txt", "Words."))
    with pytest.raises(LibraryError, match=r"splitter.*footnote library rebuild"):
        filled.rebuild()
    filled.reset()
    fill(filled, document("new.txt", "Words."))
    assert filled.snapshot().documents


def test_what_an_older_splitter_made_is_split_again_from_what_is_stored(
    filled: Library, monkeypatch: pytest.MonkeyPatch, embedded: list[str]
) -> None:
    before = filled.snapshot()
    kept = next(iter(before.passages.values()))
    monkeypatch.setattr(publish, "SPLITTER_VERSION", SPLITTER_VERSION + 1)

    def split(one: Document) -> list[Passage]:
        """All of a document in one passage, but for the first document, whose passages stay."""
        own = [passage for passage in before.passages.values() if passage.document == one.key]
        if one.key == kept.document:
            return own
        part = Part("sentence", 0, len(one.text))
        key = passage_key(one.key, (), one.text, 0)
        return [Passage(key, one.key, "body", (), 0, len(one.text), one.text, (part,))]

    embedded.clear()
    filled.rebuild(split=split)
    after = Library(filled.folder).snapshot()
    assert after.documents == before.documents
    assert after.passages[kept.key] == kept
    assert not any(kept.text in words for words in embedded)
    joined = [one for one in after.passages.values() if one.document != kept.document]
    assert joined and all(one.text == after.documents[one.document].text for one in joined)
    assert after.dense(after.vectors_of([kept.key])[kept.key][0], 1)[0].passage == kept.key


def test_vectors_of_another_model_are_refused_and_made_again_by_a_rebuild(
    filled: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, embedded: list[str]
) -> None:
    ours = models.weights()
    whole = filled.snapshot().state
    shutil.copytree(ours.folder, tmp_path / "other-model")
    with (tmp_path / "other-model" / "extra.safetensors").open("wb") as extra:
        extra.write(b"so that its weights have another digest")
    monkeypatch.setenv("FOOTNOTE_EMBEDDER", str(tmp_path / "other-model"))
    theirs = Library(filled.folder)
    with pytest.raises(LibraryError, match=r"all-MiniLM-L6-v2 \(53aa5117\), not with other-model .*rebuild"):
        theirs.snapshot()
    with pytest.raises(LibraryError, match="not with other-model"):
        fill(theirs, document("new.txt", "Words."))
    assert next(f for f in theirs.doctor() if f.severity == "damaged").name == "versions"
    theirs.rebuild()
    assert len(embedded) == 10
    assert theirs.snapshot().state == whole


def test_texts_indexed_by_another_version_are_refused_and_made_again_by_a_rebuild(
    filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "INDEXING_VERSION", indexing.INDEXING_VERSION + 1)
    with pytest.raises(LibraryError, match=r"another version.*rebuild"):
        filled.snapshot()
    filled.rebuild()
    assert filled.snapshot().documents


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        library = Library(folder)
        with pytest.raises(LibraryError, match="choose another for the library"):
            fill(library, document("new.txt", "Words."))
    with pytest.raises(LibraryError, match="is not a folder"):
        Library(tmp_path / "file").snapshot()
    with pytest.raises(LibraryError, match="is not a folder"):
        Library(tmp_path / "file").rebuild()
    assert Library(tmp_path / "file").doctor()[0].severity == "damaged"


def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path, elsewhere: Elsewhere) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    nobody = {"user": 65534} if os.getuid() == 0 else {}
    for parent in tmp_path.parents[:2] if nobody else ():
        parent.chmod(0o755)
    tmp_path.chmod(0o755)
    said = elsewhere(folder=folder / "library", do="write", documents=[("new.txt", ["Words."])], **nobody)
    assert said["error"] == "LibraryError"
    assert "cannot be written" in said["message"] and str(folder) in said["message"]


@pytest.mark.parametrize(
    ("problem", "kind", "words"),
    [
        (sqlite3.OperationalError("database or disk is full"), LibraryError, "no room left"),
        (OSError(28, "No space left on device"), LibraryError, "no room left"),
        (shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'")]), LibraryError, "no room left"),
        (sqlite3.OperationalError("attempt to write a readonly database"), LibraryError, "cannot be written"),
        (PermissionError(13, "Permission denied"), LibraryError, "cannot be written"),
        (sqlite3.OperationalError("database is locked"), Busy, "try again"),
        (sqlite3.DatabaseError("database disk image is malformed"), Damaged, "malformed"),
        (OSError(5, "Input/output error"), LibraryError, "Input/output error"),
    ],
)
def test_every_foreign_error_becomes_one_sentence(problem: Exception, kind: type[LibraryError], words: str) -> None:
    with pytest.raises(kind, match=words) as refusal, told(Path("/some/where")):
        raise problem
    assert "/some/where" in str(refusal.value)


def test_an_index_that_meets_a_full_disk_is_not_called_damaged() -> None:
    full = RuntimeError("error returned from database: (code: 13) database or disk is full")
    with pytest.raises(LibraryError, match="no room left") as refusal, index_told(Path("/some/where")):
        raise full
    assert not isinstance(refusal.value, Damaged)


def test_many_threads_ask_while_one_writes(filled: Library) -> None:
    problems: list[BaseException] = []
    done = threading.Event()
    question = embedder().query("simvastatin muscle pain")

    def ask() -> None:
        try:
            while not done.is_set():
                snapshot = filled.snapshot()
                for hit in snapshot.dense(question, 5):
                    assert snapshot.passages[hit.passage].text
                    assert len(snapshot.vectors(hit.passage)) == 2
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(4):
        fill(filled, document("statins.txt", *STATINS[: 1 + number % 2], f"Number {number}."))
    done.set()
    for thread in threads:
        thread.join()
    assert problems == []
