"""Whether the library answers: a near miss is declined, a question in other words is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat.asking import Put
from chat.decline import THRESHOLD, confidence, evidence, missing
from chat.match import Match, matches, read_through
from chat.question import Question
from chat.reading import Reading
from chat.retrieve import retrieve
from chat.wordsense import derived
from tests.chat.conftest import Talk


def weighed(text: str, read: Reading) -> tuple[Question, list[Match]]:
    question = Question.of(text, read.lexicon.worded)
    body = [one for one in retrieve(text, read) if one.passage.kind == "body"][:12]
    return question, matches(question, Put(question.text), read_through(Put(question.text), body, read), read)


@pytest.mark.parametrize(
    "question",
    [
        "How much does an ankle foot orthosis cost?",
        "What dose of gabapentin?",
        "Is thalidomide safe in pregnancy?",
        "What is the capital of France?",
        "How long does an ankle foot orthosis last?",
        "asdf qwer zxcv",
    ],
)
def test_what_the_library_does_not_say_is_declined(talk: Talk, question: str) -> None:
    (answer,) = talk(question)
    assert answer.abstained and answer.score < THRESHOLD
    assert answer.passages, "the nearest passages are offered all the same"
    assert answer.markers == {}


@pytest.mark.parametrize(
    ("word", "of_the_language"),
    [("uneventful", True), ("unlicensed", True), ("rebleeding", True), ("remdesivir", False), ("ixazomib", False)],
)
def test_a_word_made_of_a_common_one_names_no_drug(word: str, of_the_language: bool) -> None:
    assert derived(word) is of_the_language


@pytest.mark.parametrize(
    "question",
    [
        "What brace helps somebody with severe foot drop?",
        "Which medicine can replace bortezomib when the kidneys are weak?",
        "How often must patients on neurotoxic drugs be checked?",
        "Should I give bortezomib intravenously or under the skin?",
    ],
)
def test_what_it_says_in_other_words_is_answered(talk: Talk, question: str) -> None:
    (answer,) = talk(question)
    assert not answer.abstained and answer.score >= THRESHOLD


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What dose of gabapentin?", "gabapentin"),
        ("Is thalidomide safe in pregnancy?", "pregnancy"),
        ("How much does an ankle foot orthosis cost?", "price"),
        ("What is the phone number of the Medical Advisory Board?", "number or address"),
    ],
)
def test_a_note_names_what_is_missing(talk: Talk, question: str, named: str) -> None:
    (note,) = talk(question)[0].notes
    assert note.kind == "not_covered" and named in note.text


def test_a_value_that_is_asked_for_speaks_against_an_answer(read: Reading) -> None:
    question, ranked = weighed("How much does an ankle foot orthosis cost?", read)
    assert evidence(question, ranked[0], read).value == 1
    priced = confidence(question, ranked, read)
    question, ranked = weighed("What is an ankle foot orthosis for?", read)
    assert evidence(question, ranked[0], read).value == 0
    assert confidence(question, ranked, read) > priced


def test_people_the_library_never_mentions_are_strangers(read: Reading) -> None:
    for text, stranger in (
        ("Is foot drop common in children?", 1),
        ("Bortezomib dose for a 6 yr old?", 1),
        ("How is foot drop treated in a girl aged 12?", 1),
        ("Is foot drop common in elderly patients?", 0),
        ("Is foot drop common in a 65 year old?", 0),
        ("Does a 2 week old scar hurt?", 0),
        ("Is an orthosis worn for 6 months?", 0),
    ):
        question, ranked = weighed(text, read)
        assert evidence(question, ranked[0], read).stranger == stranger


def test_no_child_is_given_what_is_said_of_adults(talk: Talk) -> None:
    adult, child = (
        talk("How should bortezomib be given to lower the risk of neuropathy?")[0],
        talk("How should bortezomib be given to a 6 year old to lower the risk of neuropathy?")[0],
    )
    assert not adult.abstained and child.abstained
    assert child.notes[0].text == "The library does not mention “6 year old”."


def test_with_nothing_to_weigh_there_is_no_confidence(read: Reading) -> None:
    asked = Question.of("What dose?")
    assert confidence(asked, [], read) == 0
    assert [note.kind for note in missing(asked, [], read)] == ["not_covered"]


def test_what_has_just_been_said_is_a_weaker_answer_to_what_is_asked_next(read: Reading) -> None:
    question, made = weighed("What brace helps somebody with severe foot drop?", read)
    again = replace(made[0], weighed=replace(made[0].weighed, said=1.0))
    before, after = confidence(question, made, read), confidence(question, [again, *made[1:]], read)
    assert after / (1 - after) < before / (1 - before) / 1.5


def test_another_medicine_s_words_are_a_weaker_answer(read: Reading) -> None:
    question, ranked = weighed("Is lenalidomide neuropathy usually reversible?", read)
    assert "bortezomib" in ranked[0].unit.words().lower() and evidence(question, ranked[0], read).another == 1
    question, ranked = weighed("Is bortezomib neuropathy usually reversible?", read)
    assert evidence(question, ranked[0], read).another == 0
    question, ranked = weighed("Is foot drop usually reversible?", read)
    assert evidence(question, ranked[0], read).another == 0


def test_a_medicine_that_is_named_nowhere_is_not_answered_by_another_one_s_words(talk: Talk) -> None:
    (answer,) = talk("Can Revlimid cause nerve damage?")
    assert answer.abstained and "“revlimid”" in answer.notes[0].text
    (answer,) = talk("Can Velcade cause nerve damage?")
    assert not answer.abstained
