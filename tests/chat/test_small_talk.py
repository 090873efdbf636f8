"""Thanks and greetings are taken off a question, and none of its own words."""

from __future__ import annotations

import pytest

from chat.small_talk import without_small_talk


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Thanks! What are the steps?", "What are the steps?"),
        ("ok, got it. is it reversible?", "Is it reversible?"),
        ("Hello there, what is foot drop?", "What is foot drop?"),
        ("Good morning, what is foot drop?", "What is foot drop?"),
        ("great what about children?", "What about children?"),
        ("Sure. And for men?", "And for men?"),
        ("Thanks for your help! Is it safe?", "Is it safe?"),
        ("And for thalidomide? Thanks", "And for thalidomide?"),
        ("And in children? Thank you so much!", "And in children?"),
        ("Is it safe, thanks", "Is it safe"),
    ],
)
def test_what_stands_around_a_question_is_taken_off(question: str, expected: str) -> None:
    assert without_small_talk(question) == expected


@pytest.mark.parametrize(
    "said",
    ["thank you very much!", "thx!", "Cheers", "No thanks", "Good morning", "Thanks again", "Thank you doctor",
     "thank you for that", "Thanks a million", "ok ta", "Ta very much!",
     "Noted.", "That helps, thank u", "Much appreciated", "Hi Footnote", "That's great, thanks", "Good."],
)  # fmt: skip
def test_of_thanks_and_greetings_alone_nothing_is_left(said: str) -> None:
    assert without_small_talk(said) == ""


@pytest.mark.parametrize(
    "question",
    ["Highest dose?", "NICE recommends what?", "Right ventricular failure", "Great toe numbness",
     "Well-being", "Fine needle aspiration", "Well controlled diabetes", "Cool packs",
     "Right, left or both sides?", "Good prognosis?",
     "All right-sided lesions?",
     "TA: which dose?", "Ta score of 2?", "Noted weight loss, why?",
     "Hi-flow oxygen?", "Thanks to what is he better?",
     "I see double, why?", "Is that right?"],
)  # fmt: skip
def test_words_that_describe_a_thing_stay(question: str) -> None:
    assert without_small_talk(question) == question
