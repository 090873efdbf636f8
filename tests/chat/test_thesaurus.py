"""What readers call otherwise: put in the library's words where the library lacks theirs, and nowhere else."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.ask import Conversation, Desk
from chat.lexicon import Lexicon
from chat.page.inert import inert
from chat.page.messages import answer_html
from chat.page.session import Turn
from chat.plain import plain
from chat.question import Question
from chat.thesaurus import is_listed, medicines, name_of, put_in, synonyms
from corpus.lexical import terms
from tests.chat.conftest import Talk

LISTS = [one for one in (files("chat") / "words" / "thesaurus").iterdir() if one.name.endswith(".txt")]


def lexicon(*texts: str) -> Lexicon:
    return Lexicon(texts, [frozenset(terms(text)) for text in texts])


@pytest.mark.parametrize(
    ("asked", "held", "worded"),
    [
        ("Is Xeloda stopped?", "Capecitabine is paused at grade 2.", "Is capecitabine stopped?"),
        ("Can I take Tylenol?", "Paracetamol is safe.", "Can I take paracetamol?"),
        ("She had a heart attack.", "After myocardial infarction, wait.", "She had a myocardial infarction."),
        ("My water tablets?", "Diuretics are stopped. Swallow the tablets with water.", "My diuretic?"),
        (
            "Dose at a CrCl of 20?",
            "Halve it where creatinine clearance is low.",
            "Dose at a creatinine clearance of 20?",
        ),
        (
            "dose at a crcl of 20?",
            "Halve it where creatinine clearance is low.",
            "dose at a creatinine clearance of 20?",
        ),
        ("the patient’s Clexane", "Enoxaparin is given at night.", "the patient’s enoxaparin"),
        ("Velcade-induced neuropathy", "Bortezomib is given weekly.", "bortezomib-induced neuropathy"),
        ("Velcade's side effects", "Bortezomib is given weekly.", "bortezomib side effects"),
        (
            "Is Stalevo safe?",
            "Levodopa comes first. Carbidopa and entacapone are added.",
            "Is levodopa, carbidopa and entacapone safe?",
        ),
    ],
)
def test_a_reader_s_word_is_put_in_the_library_s(asked: str, held: str, worded: str) -> None:
    assert lexicon(held).worded(asked) == worded


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("Is Xeloda stopped?", "Xeloda (capecitabine) is paused at grade 2."),
        ("Is Xeloda stopped?", "Oxaliplatin is paused at grade 2."),
        ("Is Xeloda, that is capecitabine, stopped?", "Capecitabine is paused at grade 2."),
        ("Is Tylenol or Panadol better?", "Paracetamol is safe."),
        ("What dose of Percocet?", "Paracetamol 1 g is given four times a day."),
        ("She had a heart attack.", "Myocardial pain is felt. Infarction of the bowel is rare."),
        ("Sudden heart, attack of pain", "After myocardial infarction, wait."),
        ("all patients", "Acute lymphoblastic leukaemia is treated."),
        ("", "Capecitabine is paused."),
    ],
)
def test_a_word_is_left_alone_where_nothing_is_surely_meant(asked: str, held: str) -> None:
    assert lexicon(held).worded(asked) == asked


def test_the_longest_name_counts_and_none_of_its_words_is_read_again() -> None:
    words = lexicon("Hypertension is treated.", "A haematological test is made.")
    assert [one.held for one in words.synonyms("Is high blood pressure dangerous?")] == ["hypertension"]


def test_a_definition_of_the_library_s_own_is_not_overruled() -> None:
    words = lexicon("Advanced Fibrosis (AF) is staged. Atrial fibrillation is rare.")
    assert words.synonyms("What is AF?") == []


def test_what_kind_of_thing_is_asked_is_read_from_the_reader_s_words() -> None:
    words = lexicon("Amoxicillin is given every 8 hours.")
    asked = Question.of("Can amoxil be given q8h?", words.worded)
    assert asked.text == "Can amoxicillin be given every 8 hours?" and asked.asks == {"yes_no"}
    assert asked.numbers == Question.of("Can amoxil be given q8h?").numbers
    assert set(terms("amoxicillin every 8 hours")) == set(asked.terms) - set(terms("given"))


def test_each_of_two_questions_is_put_in_the_library_s_words() -> None:
    words = lexicon("Capecitabine is paused.")
    asked = Question.of("How is Xeloda given? And what does a vial of Xeloda cost?", words.worded)
    assert [one.text for one in asked.clauses()] == [
        "How is capecitabine given",
        "what does a vial of capecitabine cost?",
    ]


def test_a_name_that_readers_are_known_to_ask_by_is_no_slip_of_the_pen() -> None:
    words = lexicon("Xelora is a village. Capecitabine is paused. The anemic are treated.")
    assert words.correct("Is Xeloda stopped?") == "Is Xeloda stopped?"
    assert words.correct("the anaemic") == "the anemic"
    assert is_listed("Xeloda") and is_listed("XELODA") and not is_listed("Xelora")


def test_a_medicine_is_the_same_by_any_of_its_names() -> None:
    assert medicines("Velcade") == medicines("is Bortezomib or insulin given?") != frozenset()
    assert medicines("acetaminophen") == medicines("Tylenol") == medicines("paracetamol") != medicines("ibuprofen")
    assert medicines("adrenaline") == medicines("epinephrine")
    assert medicines("Stalevo") == medicines("levodopa, carbidopa and entacapone")
    assert medicines("steroids, vaccines and alcohol") == frozenset()


def test_a_question_by_a_brand_name_is_answered_as_by_the_substance(talk: Talk) -> None:
    (brand,) = talk("How should Velcade be given to avoid nerve damage?")
    (substance,) = talk("How should bortezomib be given to avoid nerve damage?")
    assert not brand.abstained and brand.statements == substance.statements
    assert brand.standalone_question == brand.question
    assert ("Velcade", "bortezomib") in [(one.asked, one.held) for one in brand.synonyms]
    assert brand.worded == substance.worded


def test_what_was_looked_for_is_told_wherever_an_answer_is(talk: Talk) -> None:
    (answer,) = talk("How is Velcade given?")
    told = "Looked for “bortezomib” for “Velcade”"
    assert answer.looked_for == told
    assert answer.as_json()["synonyms"] == [{"asked": "Velcade", "held": "bortezomib"}]
    assert f"{told}\n" in plain(answer)
    assert inert(f"{told}.") in answer_html(Turn(answer.question, answer), answer, 0).split("fn-statements")[0]


def test_a_follow_up_by_a_brand_name_is_read_and_answered_by_the_substance(talk: Talk) -> None:
    _, answer = talk("Is Velcade neuropathy reversible?", "And for Thalomid?")
    assert "Thalomid" in answer.standalone_question and "thalidomide" in answer.worded
    assert "often permanent" in answer.text


def test_a_corrected_reading_is_put_in_the_library_s_words(desk: Desk) -> None:
    answer = desk.ask("And that one?", Conversation(), "Is Velcade neuropathy reversible?")
    assert answer.worded == "Is bortezomib neuropathy reversible?"
    assert answer.standalone_question == "Is Velcade neuropathy reversible?"


def test_a_brand_of_a_medicine_that_is_not_held_is_named_as_missing(talk: Talk) -> None:
    (answer,) = talk("Can I take Cymbalta for the pain?")
    assert answer.abstained and answer.synonyms == ()
    assert "“cymbalta”" in answer.notes[0].text


@pytest.mark.parametrize("listed", LISTS, ids=lambda one: one.name)
def test_every_line_of_a_list_names_what_is_asked_and_what_may_be_held(listed: Traversable) -> None:
    seen: Counter[str] = Counter()
    for line in listed.read_text("utf-8").splitlines():
        asked, parting, held = line.partition(" = ")
        assert parting, line
        for one in (*asked.split("; "), *held.split("; ")):
            assert one == one.strip() and name_of(one), line
            assert all(len(part.split()) <= 6 for part in one.split(" + ")), line
        seen.update(asked.split("; "))
    assert seen
    assert not [one for one, count in seen.items() if count > 1]


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=60)
    | st.lists(st.sampled_from(["Xeloda", "heart attack", "AF", ",", "the", "éé"])).map(" ".join)
)
def test_what_is_put_in_is_held_and_what_it_stands_for_is_not(text: str) -> None:
    words = lexicon("Capecitabine and atrial fibrillation.", "After myocardial infarction.")
    found = synonyms(text, words.holds)
    for one in found:
        assert one.asked == text[one.start : one.end]
        assert words.holds(one.held) and not words.holds(one.asked)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert synonyms(put_in(text, found), words.holds) == []
