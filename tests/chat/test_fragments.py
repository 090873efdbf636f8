"""A fragment completed by the question before it: what it says stands in the reading, whole and in its like's place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.followup import Turn, standalone
from chat.phrases import TOKEN, is_content

SCORE = "What is done if the Total Neuropathy Score is 14?"
METFORMIN = "What is the dose of metformin at an eGFR of 40 mL/min?"
SURGERY = "Should aspirin be stopped before surgery?"
STEPS = "What are the steps to lower the bortezomib dose?"


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        # A comparator belongs to its number, and so does a range.
        (METFORMIN, "And below 30?", "What is the dose of metformin at an eGFR of below 30 mL/min?"),
        (SCORE, "more than 20?", "What is done if the Total Neuropathy Score is more than 20?"),
        (SCORE, "not over 9?", "What is done if the Total Neuropathy Score is not over 9?"),
        (SCORE, "between 10 and 19?", "What is done if the Total Neuropathy Score is between 10 and 19?"),
        ("What if potassium is below 3.0?", "And above 6?", "What if potassium is above 6?"),
        ("What is the INR for patients over 65?", "And under 65?", "What is the INR for patients under 65?"),
        ("What is the INR for patients over 65?", "And 80?", "What is the INR for patients over 80?"),
        # No number is torn, and none is put into a name.
        ("Is an INR of 2.0–3.0 enough?", "And 3.5?", "Is an INR of 3.5 enough?"),
        ("What is the target HbA1c?", "And at 75?", "What is the target HbA1c at 75?"),
        # Like for like: a time for a time, and what is of another measure is added.
        ("What does a score of 14 at week 6 mean?", "And 20?", "What does a score of 20 at week 6 mean?"),
        ("What does a score of 14 at week 6 mean?", "And week 12?", "What does a score of 14 at week 12 mean?"),
        ("How many relapse within two years?", "within 5 yrs?", "How many relapse within 5 yrs?"),
        (SCORE, "And after 3 months?", "What is done if the Total Neuropathy Score is 14 after 3 months?"),
        (METFORMIN, "And at 25 with heart failure?",
         "What is the dose of metformin at an eGFR of 25 mL/min with heart failure?"),
        ("What happens in BIPN grade 3?", "And grade 4?", "What happens in BIPN grade 4?"),
    ],
)  # fmt: skip
def test_a_number_is_put_in_whole_in_the_place_of_its_like(previous: str, question: str, expected: str) -> None:
    assert standalone(question, [Turn(previous)]) == expected


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        (SURGERY, "And after surgery?", "Should aspirin be stopped after surgery?"),
        (SURGERY, "And after?", "Should aspirin be stopped after surgery?"),
        ("Should metformin be stopped before a CT scan?", "And after the scan?",
         "Should metformin be stopped after the scan?"),
        ("Is it treated with steroids?", "And without steroids?", "Is it treated without steroids?"),
        ("Is physiotherapy better than splinting?", "And than steroids?", "Is physiotherapy better than steroids?"),
        (SURGERY, "And if it's a minor operation?",
         "Should aspirin be stopped before surgery, if it's a minor operation?"),
    ],
)  # fmt: skip
def test_a_preposition_is_put_in_with_what_stands_behind_it(previous: str, question: str, expected: str) -> None:
    assert standalone(question, [Turn(previous)]) == expected


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        (STEPS, "Why?", "What are the steps to lower the bortezomib dose, and why?"),
        (STEPS, "What else?", "What are the steps to lower the bortezomib dose, and what else?"),
        (SURGERY, "Why not?", "Should aspirin be stopped before surgery, and why not?"),
        ("Can thalidomide be given in pregnancy?", "And for how long?",
         "For how long can thalidomide be given in pregnancy?"),
    ],
)  # fmt: skip
def test_a_bare_question_word_asks_the_question_before_it_again(previous: str, question: str, expected: str) -> None:
    assert standalone(question, [Turn(previous)]) == expected


@pytest.mark.parametrize(
    "question", ["No, thalidomide", "Not bortezomib, thalidomide", "I meant thalidomide", "Sorry, I meant thalidomide"]
)
def test_a_correction_is_what_it_says_instead(question: str) -> None:
    assert standalone(question, [Turn(STEPS)]) == "What are the steps to lower the thalidomide dose?"


def test_what_was_not_said_before_is_not_taken_for_taken_back() -> None:
    assert "not eating" in standalone("Not eating, drowsy?", [Turn(STEPS)]).lower()


def test_what_only_stands_beside_the_question_is_not_swapped() -> None:
    read = standalone("And stairs?", [Turn("My mother has foot drop. Which brace helps?")])
    assert read.startswith("My mother has foot drop.") and "stairs" in read


def test_what_takes_the_place_of_what_was_pointed_at_is_not_pointed_at() -> None:
    asked = "What puts somebody in that group?"
    assert standalone("and a high-risk group?", [Turn(asked)]) == "What puts somebody in a high-risk group?"


def test_a_fragment_is_not_completed_by_what_was_only_added_to_the_question_before() -> None:
    added = Turn("How is gout treated, and driving?", typed="And driving?")
    assert standalone("In pregnancy?", [added]) == "How is gout treated in pregnancy?"


EARLIER = [SCORE, METFORMIN, SURGERY, STEPS, "Is gout treated with steroids?", "What is the target HbA1c?",
           "My mother has foot drop. Which brace helps?", "Is an INR of 2.0–3.0 enough?"]  # fmt: skip
OPENINGS = ["And ", "", "And in ", "And with ", "And without ", "And before ", "And after ", "For "]
NEW = ["pregnancy", "steroids", "surgery", "heart failure", "thalidomide", "children", "below 30", "3.5", "2.0–2.5 mg",
       "3 months", "≥ 5", "more than 20", "grade 4", "at least 75"]  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(EARLIER), st.sampled_from(OPENINGS), st.sampled_from(NEW))
def test_nothing_that_a_fragment_says_is_lost_or_torn(earlier: str, opening: str, new: str) -> None:
    read = standalone(f"{opening}{new}?", [Turn(earlier)])
    words = [word.lower() for word in TOKEN.findall(new) if is_content(word)]
    assert all(word in read.lower() for word in words)
    if any(sign.isdigit() for sign in new):
        assert re.search(rf"(?<![\w.,]){re.escape(new)}(?![\w]|[.,]\w)", read), "number and comparator as typed"
    if not set(words) <= {word.lower() for word in TOKEN.findall(earlier)}:
        assert read.lower() != earlier.lower()
    said = _numbers(f"{earlier} {new}")
    assert set(_numbers(read)) <= set(said), "no number was made of two"


def _numbers(text: str) -> list[str]:
    return re.findall(r"\w*\d(?:[\w.]*\w)?", text)
