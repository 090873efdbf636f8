"""Nothing but "the other one" asks the last question again, of the other of two that were named side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chat.followup import Turn, standalone

COMPARED = "Is MPFF better than pentoxifylline?"


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ([COMPARED, "What dose of MPFF?"], "and the other one?", "What dose of pentoxifylline?"),
        ([COMPARED, "What dose of MPFF?"], "And for the latter?", "What dose of pentoxifylline?"),
        ([COMPARED, "How long is pentoxifylline taken?"], "What about the first one?", "How long is MPFF taken?"),
        (["D2 or D3?", "Why D3?"], "And the other?", "Why D2?"),
    ],
)
def test_it_takes_the_place_of_its_rival_in_the_last_question(
    earlier: Sequence[str], question: str, expected: str
) -> None:
    assert standalone(question, [Turn(asked) for asked in earlier]) == expected


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        ([COMPARED], "And the other one?"),
        ([COMPARED, "What dose of MPFF?"], "And the first one?"),
        (["What dose of MPFF?"], "And the other one?"),
    ],
)
def test_nothing_is_turned_where_nobody_could_tell_which_is_meant(earlier: Sequence[str], question: str) -> None:
    assert standalone(question, [Turn(asked) for asked in earlier]) not in (
        "Is pentoxifylline better than pentoxifylline?",
        "Is MPFF better than MPFF?",
        "What dose of pentoxifylline?",
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Clopidogrel 75 mg is preferred over aspirin.", "What is the dose of Aspirin?"),
        ("Aspirin is given first.", "What is the dose of clopidogrel?"),
        ("Use clopidogrel.", "What is the dose of Aspirin?"),
    ],
)
def test_of_two_that_the_last_question_names_the_other_is_not_the_one_that_its_answer_opens_with(
    answer: str, expected: str
) -> None:
    asked = "Does metformin have to be paused?", "Aspirin or clopidogrel?"
    history = [Turn(asked[0], typed=asked[0]), Turn(asked[1], answer, asked[1])]
    assert standalone("What is the dose of the other one?", history) == expected
