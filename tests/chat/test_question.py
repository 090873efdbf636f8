from __future__ import annotations

import math

import pytest

from chat.intervals import Interval
from chat.question import Asked, Question


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("What dose of gabapentin?", "dose"),
        ("How many mg should she take?", "dose"),
        ("How much does an ankle foot orthosis cost?", "price"),
        ("Is it covered by insurance?", "price"),
        ("email of the lead author", "contact"),
        ("What number do I ring out of hours?", "contact"),
        ("Who sponsored the trial?", "funder"),
        ("When did this page first go online?", "issued"),
        ("What else should make me ring?", "list"),
        ("How long does it last?", "duration"),
        ("How often should mobility be assessed?", "frequency"),
        ("What percentage has neuropathy at diagnosis?", "share"),
        ("How many sessions?", "count"),
        ("When was it approved?", "date"),
        ("What are the steps to lower the dose?", "list"),
        ("In which situations is a brace forbidden?", "list"),
        ("Name everything that lowers the dose.", "list"),
        ("How does carfilzomib compare with bortezomib?", "comparison"),
        ("Why does bortezomib damage nerves?", "mechanism"),
        ("Compare bortezomib and carfilzomib.", "comparison"),
        ("Show me the whole GAP index.", "whole"),
        ("Who wrote it?", "person"),
        ("Is it reversible?", "yes_no"),
        ("And can it be stopped?", "yes_no"),
        ("Show the whole symptom scale.", "whole"),
        ("Give me all of the grades.", "whole"),
    ],
)
def test_what_kind_of_thing_is_asked_for_is_recognised(text: str, asked: Asked) -> None:
    assert asked in Question.of(text).asks


@pytest.mark.parametrize(
    "text",
    ["What brace helps somebody with severe foot drop?", "Tell me about carfilzomib.", "Is the full dose given?"],
)
def test_a_plain_question_asks_for_no_value(text: str) -> None:
    assert not Question.of(text).asks & {
        "funder",
        "issued",
        "whole",
        "dose",
        "price",
        "duration",
        "share",
        "count",
        "date",
    }


def test_its_terms_are_content_words_each_once() -> None:
    terms = Question.of("Does foot drop follow the dose, or does the dose follow foot drop?").terms
    assert len(terms) == len(set(terms)) and {"foot", "drop", "dose"} <= set(terms)
    assert "the" not in terms


def test_its_numbers_are_ranges() -> None:
    (number,) = Question.of("Is a score of 20 or more severe?").numbers
    assert number.interval == Interval(20, math.inf) and "score" in number.around


def test_a_question_of_signs_alone_has_no_terms_and_asks_nothing() -> None:
    assert Question.of("??? 🦶").terms == () and Question.of("???").asks == frozenset()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("What is the dose of nintedanib? And how often do I check liver tests?", 2),
        ("What is the dose of nintedanib, and how often are liver tests checked?", 2),
        ("What are the dose steps, and what does a vial cost?", 2),
        ("What is the dose of nintedanib and how often is it given?", 1),
        ("At what letter is that drug graded? What does A mean again?", 1),
        ("Which tablets are to blame, and how often?", 1),
    ],
)
def test_a_second_question_is_asked_by_itself_where_it_points_at_nothing(text: str, parts: int) -> None:
    assert len(Question.of(text).clauses()) == parts
