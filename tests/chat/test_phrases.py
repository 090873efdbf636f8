from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.phrases import long_phrases, phrases


def texts(question: str) -> list[str]:
    return [phrase.text for phrase in phrases(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What are the side effects of bortezomib?", ["side effects", "bortezomib"]),
        ("What brace helps somebody with severe foot drop?", ["brace", "severe foot drop"]),
        ("Is nerve damage from thalidomide reversible?", ["nerve damage", "thalidomide"]),
        ("My patient's Total Neuropathy Score is 14", ["patient", "Total Neuropathy Score", "14"]),
        ("bortezomib, melphalan (and prednisone)", ["bortezomib", "melphalan", "prednisone"]),
        ("What should I do?", []),
        ("At which grade is rehab offered?", ["grade", "rehab"]),
        ("Is the patient rarely infected?", ["patient"]),
        ("Is oxygen safe for infected patients?", ["oxygen", "infected patients"]),
        ("Version 3.1 · Guideline • Itch", ["Version 3.1", "Guideline", "Itch"]),
        ("Does the graft fail?", ["graft"]),
        ("Does the heart beat need a scan?", ["heart beat", "scan"]),
        ("Is heart failure worse on the return?", ["heart failure", "return"]),
        ("", []),
    ],
)
def test_noun_phrases_are_found_in_order(question: str, expected: list[str]) -> None:
    assert texts(question) == expected


def test_an_adjective_before_its_noun_stays_in_the_phrase() -> None:
    assert "reversible neuropathy" in texts("Does it cause reversible neuropathy?")


def test_a_long_phrase_takes_in_what_hangs_on_it() -> None:
    assert [p.text for p in long_phrases("Is nerve damage from the thalidomide common?")] == [
        "nerve damage from the thalidomide"
    ]


def test_the_owner_is_one_phrase_and_what_is_owned_the_next() -> None:
    assert texts("What is Curie's discovery?") == ["Curie", "discovery"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_a_phrase_stands_where_it_says(text: str) -> None:
    for phrase in [*phrases(text), *long_phrases(text)]:
        assert text[phrase.start : phrase.end] == phrase.text and phrase.words
