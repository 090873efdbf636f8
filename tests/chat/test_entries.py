"""A follow-up on an entry of a list of references names it by its number, and no other follow-up does."""

from __future__ import annotations

import pytest

from chat.followup import Turn, readings


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        ("Which references are guidelines?", "and number 3, which journal was that in?",
         "reference 3, which journal was that in?"),
        ("What is reference 2?", "and number 3, which year?", "reference 3, which year?"),
        ("Which papers are cited?", "and 6?", "reference 6?"),
        ("Which journal is reference 2 in?", "And 6?", "Which journal is reference 6 in?"),
        ("What is reference 4?", "who are its authors?", "who are reference 4's authors?"),
        ("What is reference 4?", "Who are the authors?", "reference 4, who are the authors?"),
        ("What is reference 4?", "When was that one published?", "When was reference 4 published?"),
    ],
)  # fmt: skip
def test_a_number_or_a_detail_is_an_entrys_once_the_list_is_spoken_of(
    previous: str, question: str, expected: str
) -> None:
    assert readings(question, [Turn(previous, "3. Rossi M. Nerve. 2021.", previous, own=True)]) == [expected]


@pytest.mark.parametrize(
    ("previous", "question"),
    [
        ("What is reference 4?", "Who are the authors of this page?"),
        ("What is reference 4?", "Who wrote the thalidomide trial?"),
        ("When was this page last updated?", "Who are the authors?"),
        ("When was this page last updated?", "and 6?"),
    ],
)
def test_what_names_something_else_or_follows_no_entry_is_left_as_it_was_typed(previous: str, question: str) -> None:
    assert readings(question, [Turn(previous, "Version 3.1 · 4 February 2025", previous, own=True)]) == [question]


def test_a_number_after_a_clinical_question_is_no_entry() -> None:
    asked = "What does a motor symptom score of 3 mean?"
    assert readings("And 4?", [Turn(asked, "Requires help", asked)]) == ["What does a motor symptom score of 4 mean?"]
