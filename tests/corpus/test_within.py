"""A part of the library: nothing of a document outside it can be found, looked up or counted."""

from __future__ import annotations

import gc

import pytest

from corpus.library import Library
from corpus.models import embedder
from tests.corpus.making import FOOT_DROP, STATINS, document, fill

FEET, PILLS = document("foot-drop.txt")[0].key, document("statins.txt")[0].key


def test_a_search_of_a_part_finds_what_is_in_it_and_all_of_it(filled: Library) -> None:
    whole = filled.snapshot()
    part = whole.within({PILLS})
    asked = embedder().query("an orthosis for foot drop")
    assert {hit.passage for hit in whole.dense(asked, 2)} <= {
        p.key for p in whole.passages.values() if p.document == FEET
    }
    assert {hit.passage for hit in part.dense(asked, 100)} == set(part.passages)
    assert len(part.dense(asked, 1)) == 1
    assert part.lexical("orthosis", 10) == []
    assert [key for key, _ in part.lexical("simvastatin orthosis", 10)] == [next(iter(part.passages))]
    assert part.lexical("simvastatin", 0) == []
    with pytest.raises(KeyError):
        part.vectors(next(key for key in whole.passages if key not in part.passages))


def test_a_part_holds_its_documents_and_the_whole_stays_whole(filled: Library) -> None:
    whole = filled.snapshot()
    part = whole.within({FEET, "unknown"})
    assert list(part.documents) == [FEET]
    assert len(part.passages) == len(FOOT_DROP)
    assert len(whole.passages) == len(FOOT_DROP) + len(STATINS)
    assert (len(part.within({PILLS}).documents), whole.within(set()).dense(embedder().query("x"), 3)) == (0, [])


def test_the_parts_are_ranked_as_they_are_in_the_whole(filled: Library) -> None:
    whole = filled.snapshot()
    part = whole.within({FEET})
    asked = embedder().query("neuropathy from bortezomib")
    ranked = [hit for hit in whole.dense(asked, 100) if hit.passage in part.passages]
    assert [(hit.passage, hit.part) for hit in part.dense(asked, 100)] == [(hit.passage, hit.part) for hit in ranked]


def test_a_part_can_be_searched_after_the_whole_has_been_let_go(filled: Library) -> None:
    """The index is closed with the last that uses it."""
    part = filled.snapshot().within({FEET})
    fill(filled, document("gout.txt", "Colchicine is given early."))
    filled.snapshot()
    gc.collect()
    assert part.dense(embedder().query("orthosis"), 1)
    assert part.lexical("orthosis", 1)
