from __future__ import annotations

import pytest

from chat.reading import Reading
from chat.retrieve import SHOWN_WORDS, heard, retrieve, showable


def first(question: str, read: Reading) -> str:
    return retrieve(question, read)[0].passage.words()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What brace helps somebody with severe foot drop?", "ankle foot orthosis"),
        ("carfilzomib", "carfilzomib"),
        ("What is an AFO for?", "ankle foot orthosis"),
        ("What does a TNS of 14 mean?", "Total Neuropathy Score"),
        ("Could it be pressure on the spinal cord?", "spinal cord compression"),
        ("pregnancy test VMP", "VMP"),
    ],
)
def test_the_passage_that_answers_comes_first(read: Reading, question: str, expected: str) -> None:
    assert expected in first(question, read)


@pytest.mark.parametrize("question", ["What brace helps?", "🙂", "gabapentin", "x" * 2000])
def test_a_ranking_is_long_enough_to_look_further(read: Reading, question: str) -> None:
    found = retrieve(question, read)
    keys = [one.passage.key for one in found]
    assert len(set(keys)) == len(keys)
    words = sum(len(one.passage.text.split()) for one in found)
    assert words >= SHOWN_WORDS or len(found) == len(read.passages)


def test_every_candidate_is_scored_by_both_searches_and_for_each_part(read: Reading) -> None:
    found = retrieve("Which drug should replace bortezomib?", read)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one in found:
        assert len(one.parts) == len(one.passage.parts)
        assert -1.001 <= one.similarity <= 1.001 and 0 <= one.lexical <= 1
    assert any(one.lexical == 1 for one in found)


def test_the_same_question_is_ranked_the_same_twice(read: Reading) -> None:
    one, two = (retrieve("What should be monitored?", read) for _ in range(2))
    assert [a.passage.key for a in one] == [b.passage.key for b in two]


def test_a_reading_the_library_speaks_of_is_heard_better(read: Reading) -> None:
    spoken, foreign = heard(["Is nerve damage from bortezomib reversible?", "Who won the football match?"], read)
    assert spoken > foreign + 0.3


def test_a_shown_passage_names_its_source_and_has_no_marker_yet(read: Reading) -> None:
    shown = showable(retrieve("thalidomide", read)[0], read)
    assert shown.source == "foot-drop-in-multiple-myeloma.txt" and shown.title.startswith("How to manage foot drop")
    assert shown.marker is None
