from __future__ import annotations

import dataclasses
import gc
from pathlib import Path

import numpy as np
import pytest

from corpus.documents import Passage
from corpus.errors import Busy, LibraryError
from corpus.library import Library
from corpus.models import embedder
from tests.corpus.conftest import Elsewhere
from tests.corpus.making import FOOT_DROP, STATINS, document, files_of, fill, index_of, rich


def test_a_missing_folder_is_an_empty_library_and_stays_missing(library: Library) -> None:
    snapshot = library.snapshot()
    assert (snapshot.generation, len(snapshot.documents), len(snapshot.passages)) == (0, 0, 0)
    assert snapshot.state
    assert snapshot.dense(np.ones(384, dtype=np.float32), 5) == []
    assert snapshot.lexical("orthosis", 5) == []
    library.reset()
    library.rebuild()
    assert [finding.severity for finding in library.doctor()] == ["sound"]
    assert not library.folder.exists()


def test_an_empty_folder_is_an_empty_library_and_stays_empty(library: Library) -> None:
    library.folder.mkdir()
    assert not library.snapshot().documents
    assert list(library.folder.iterdir()) == []


def test_documents_and_passages_come_back_exactly_as_they_went_in(library: Library) -> None:
    made, passages = rich()
    fill(library, (made, passages), document("statins.txt", *STATINS))
    again = Library(library.folder)
    snapshot = again.snapshot()
    assert snapshot.documents[made.key] == made
    assert [snapshot.passages[passage.key] for passage in passages] == passages
    assert list(snapshot.documents) == [made.key, document("statins.txt")[0].key]
    assert list(snapshot.passages)[:2] == [passage.key for passage in passages]
    again.close()


def test_a_passage_and_each_of_its_parts_has_a_vector_of_length_one(library: Library) -> None:
    made, passages = rich()
    fill(library, (made, passages))
    snapshot = library.snapshot()
    for passage in passages:
        vectors = snapshot.vectors(passage.key)
        assert vectors.shape == (1 + len(passage.parts), embedder().dimension)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    both = snapshot.vectors_of([passage.key for passage in passages])
    assert np.array_equal(both[passages[0].key], snapshot.vectors(passages[0].key))
    with pytest.raises(KeyError):
        snapshot.vectors("unknown")


def test_dense_search_finds_by_meaning_and_tells_passages_from_parts(filled: Library) -> None:
    hits = filled.snapshot().dense(embedder().query("Which brace helps somebody to walk?"), 4)
    orthosis = document("foot-drop.txt", *FOOT_DROP)[1][1].key
    assert {hit.passage for hit in hits[:2]} == {orthosis}
    assert {hit.part for hit in hits[:2]} == {None, 0}
    assert [hit.similarity for hit in hits] == sorted((hit.similarity for hit in hits), reverse=True)
    assert len(filled.snapshot().dense(embedder().query("walk"), 1_000)) == 10


def test_lexical_search_finds_by_words(filled: Library) -> None:
    found = filled.snapshot().lexical("simvastatin withdrawal", 1_000)
    assert [key for key, _ in found] == [document("statins.txt", *STATINS)[1][0].key]
    scores = filled.snapshot().lexical_index.scores("simvastatin")
    assert len(scores) == len(filled.snapshot().passages)


def test_a_snapshot_is_the_same_object_until_a_write_changes_something(filled: Library) -> None:
    assert filled.snapshot() is filled.snapshot()


def test_putting_the_same_again_touches_no_file_and_embeds_nothing(filled: Library, embedded: list[str]) -> None:
    before = filled.snapshot()
    records, indexes = (filled.folder / "library.sqlite").read_bytes(), files_of(index_of(filled))
    fill(filled, document("foot-drop.txt", *FOOT_DROP), document("statins.txt", *STATINS))
    assert filled.snapshot() is before
    assert (filled.folder / "library.sqlite").read_bytes() == records
    assert files_of(index_of(filled)) == indexes
    assert embedded == []


def test_a_changed_document_embeds_only_its_new_passages(filled: Library, embedded: list[str]) -> None:
    new = "Subcutaneous administration lowers the risk."
    made, passages = document("foot-drop.txt", FOOT_DROP[2], new, FOOT_DROP[0])
    before = filled.snapshot()
    fill(filled, (made, passages))
    after = filled.snapshot()
    assert embedded and all(new in text for text in embedded)
    assert [p.text for p in after.passages.values() if p.document == made.key] == [FOOT_DROP[2], new, FOOT_DROP[0]]
    assert list(after.documents) == list(before.documents)
    assert passages[0].key in before.passages
    found = {hit.passage for hit in after.dense(embedder().query("orthosis"), 100)}
    assert found == set(after.passages)


def test_the_same_words_in_two_files_are_two_documents_embedded_once(library: Library, embedded: list[str]) -> None:
    one, passages = document("a.txt", *STATINS)
    other, theirs = document("b.txt", *STATINS)
    fill(library, (one, passages), (dataclasses.replace(other, title=one.title), theirs))
    assert len(library.snapshot().passages) == 4
    assert len(embedded) == len(set(embedded))


def test_a_removed_document_is_gone_from_everything(filled: Library) -> None:
    made, passages = document("statins.txt", *STATINS)
    with filled.write() as draft:
        draft.remove(made.key)
        assert made.key not in draft.documents and len(draft.documents) == 1
    snapshot = filled.snapshot()
    gone = {passage.key for passage in passages}
    assert made.key not in snapshot.documents
    assert not gone & set(snapshot.passages)
    assert snapshot.lexical("simvastatin", 10) == []
    assert not gone & {hit.passage for hit in snapshot.dense(embedder().query("simvastatin"), 100)}


def test_removing_the_last_document_leaves_a_working_empty_library(filled: Library) -> None:
    with filled.write() as draft:
        for key in list(draft.documents):
            draft.remove(key)
    snapshot = filled.snapshot()
    assert (len(snapshot.documents), snapshot.dense(np.ones(384, dtype=np.float32), 5)) == (0, [])
    assert snapshot.state == Library(filled.folder / "none").snapshot().state
    fill(filled, document("statins.txt", *STATINS))
    assert len(filled.snapshot().passages) == 2


def test_removing_what_is_not_held_is_refused_in_a_sentence(filled: Library) -> None:
    before = filled.snapshot()
    with pytest.raises(LibraryError, match='no document with the key "nothing"'), filled.write() as draft:
        draft.remove("nothing")
    assert filled.snapshot() is before


def test_an_exception_inside_a_write_leaves_all_as_it_was(filled: Library) -> None:
    before, files = filled.snapshot(), files_of(filled.folder / "index")
    with pytest.raises(ZeroDivisionError), filled.write() as draft:
        draft.put(*document("new.txt", "Never stored."))
        raise ZeroDivisionError
    assert filled.snapshot() is before
    assert files_of(filled.folder / "index") == files


def test_a_passage_that_is_no_stretch_of_its_document_is_refused(library: Library) -> None:
    made, passages = document("a.txt", *STATINS)
    wrong: list[Passage] = [dataclasses.replace(passages[0], text="other words")]
    with pytest.raises(ValueError, match="not a stretch"):
        fill(library, (made, wrong))
    with pytest.raises(ValueError, match="same"):
        fill(library, (made, [passages[0], passages[0]]))
    stolen = dataclasses.replace(passages[0], document="b", key=passages[0].key)
    fill(library, (made, passages))
    with pytest.raises(ValueError, match="belongs to another"):
        fill(library, (dataclasses.replace(made, key="b"), [stolen]))


def test_a_reader_keeps_his_state_while_others_write(filled: Library) -> None:
    mine = filled.snapshot()
    removed, theirs = document("statins.txt", *STATINS)
    with filled.write() as draft:
        draft.remove(removed.key)
    assert removed.key not in filled.snapshot().documents
    assert mine.documents[removed.key].title == "statins"
    assert mine.vectors(theirs[0].key).shape == (2, 384)
    assert mine.dense(embedder().query(STATINS[0]), 1)[0].passage == theirs[0].key
    assert mine.lexical("simvastatin", 1)


def test_only_the_last_two_states_keep_their_indexes(filled: Library) -> None:
    for number in range(4):
        fill(filled, document("statins.txt", *STATINS, f"And number {number}."))
    kept = sorted(int(found.name.partition("-")[0]) for found in (filled.folder / "index").iterdir())
    assert len(kept) == 3 and kept[-1] == filled.snapshot().generation
    fill(filled, document("statins.txt", *STATINS))
    assert min(int(found.name.partition("-")[0]) for found in (filled.folder / "index").iterdir()) >= kept[-2]


def test_the_state_depends_on_what_is_held_and_on_nothing_else(tmp_path: Path) -> None:
    one, other = Library(tmp_path / "one"), Library(tmp_path / "other")
    first, second = document("a.txt", *STATINS), document("b.txt", *FOOT_DROP)
    fill(one, first, second)
    fill(other, second)
    assert one.snapshot().state != other.snapshot().state
    fill(other, (dataclasses.replace(first[0], origin="/elsewhere/a.txt"), first[1]))
    assert one.snapshot().state == other.snapshot().state
    fill(other, (dataclasses.replace(first[0], title="Another title"), first[1]))
    assert one.snapshot().state != other.snapshot().state


def test_a_new_title_is_embedded_under_the_same_keys(filled: Library, embedded: list[str]) -> None:
    """A passage's key does not know the title, its vector does: the old one must not stay."""
    made, passages = document("statins.txt", *STATINS)
    before = filled.snapshot().vectors(passages[0].key)[0]
    fill(filled, (dataclasses.replace(made, title="Lipids in the elderly"), passages))
    after = filled.snapshot()
    assert embedded
    assert float(after.vectors(passages[0].key)[0] @ before) < 0.99
    assert after.dense(after.vectors(passages[0].key)[0], 1)[0].similarity > 0.9999


def test_a_second_writer_is_told_who_is_writing(filled: Library) -> None:
    import os

    with filled.write():
        with pytest.raises(Busy, match=f"process {os.getpid()}, since 20") as refusal:
            fill(Library(filled.folder), document("new.txt", "Words."))
        with pytest.raises(Busy):
            Library(filled.folder).reset()
        with pytest.raises(Busy):
            Library(filled.folder).rebuild()
    assert str(filled.folder) in str(refusal.value)
    fill(filled, document("new.txt", "Words."))


def test_a_reader_sees_what_another_process_wrote_at_its_next_look(filled: Library, elsewhere: Elsewhere) -> None:
    before = filled.snapshot()
    said = elsewhere(folder=filled.folder, do="write", documents=[("new.txt", ["Vitamin D was low."])])
    after = filled.snapshot()
    assert (after.generation, after.state) == (said["generation"], said["state"])
    assert after.generation == before.generation + 1
    assert (
        after.dense(embedder().query("vitamin D"), 1)[0].passage == document("new.txt", "Vitamin D was low.")[1][0].key
    )
    assert before.dense(embedder().query("vitamin D"), 1)[0].passage in before.passages


def test_a_reset_by_another_is_seen_and_the_folder_can_be_used_again(filled: Library) -> None:
    before = filled.snapshot()
    Library(filled.folder).reset()
    assert not filled.snapshot().documents
    fill(filled, document("new.txt", "Vitamin D was low."))
    assert [made.source for made in filled.snapshot().documents.values()] == ["new.txt"]
    assert before.lexical("simvastatin", 1)


def test_a_state_that_nobody_reads_any_more_lets_go_of_its_index(filled: Library) -> None:
    from chromadb.api.shared_system_client import SharedSystemClient

    def open_here() -> list[str]:
        return [path for path in SharedSystemClient._identifier_to_system if str(filled.folder) in path]

    filled.snapshot()
    for number in range(3):
        fill(filled, document("new.txt", f"Number {number}."))
        filled.snapshot()
        gc.collect()
        assert len(open_here()) == 1
    filled.close()
    gc.collect()
    assert open_here() == []


def test_progress_counts_up_to_all_passages(library: Library) -> None:
    told: list[tuple[int, int]] = []
    with library.write() as draft:
        draft.progress = lambda done, total: told.append((done, total))
        draft.put(*document("foot-drop.txt", *FOOT_DROP))
    assert told[0] == (0, 3) and told[-1] == (3, 3)


def test_a_document_without_passages_is_held(library: Library) -> None:
    fill(library, document("empty.txt"))
    snapshot = library.snapshot()
    assert len(snapshot.documents) == 1 and not snapshot.passages
    assert library.doctor()[-1].severity == "sound"


def test_a_library_of_one_single_vector_works(library: Library) -> None:
    made, passages = document("one.txt", "…")
    fill(library, (made, [dataclasses.replace(passages[0], parts=())]))
    again = Library(library.folder)
    assert len(again.snapshot().dense(embedder().query("x"), 5)) == 1
    assert all(finding.severity == "sound" for finding in again.doctor())
