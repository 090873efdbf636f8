"""How a follow-up is read: by its words alone, and then by what the library speaks of."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.ask import Conversation, Desk
from chat.followup import Turn, readings, standalone


def after(previous: str, question: str, answer: str = "") -> str:
    """The follow-up's likeliest reading, when nothing but the words decides."""
    return standalone(question, [Turn(previous, answer)])


def read_by_library(desk: Desk, *questions: str) -> str:
    conversation = Conversation()
    return [desk.ask(question, conversation) for question in questions][-1].standalone_question


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        ("What is carfilzomib?", "Is it safe in renal dysfunction?", "Is carfilzomib safe in renal dysfunction?"),
        ("What is carfilzomib?", "What are its side effects?", "What are carfilzomib's side effects?"),
        ("Who was Marie Curie?", "What was her husband's name?", "What was Marie Curie's husband's name?"),
        ("How should bortezomib be given?", "Is that reversible?", "Is bortezomib reversible?"),
        ("Tell me about carfilzomib.", "What are the side effects?", "What are the side effects of carfilzomib?"),
    ],
)
def test_a_pronoun_or_a_bare_noun_is_filled_in(previous: str, question: str, expected: str) -> None:
    assert after(previous, question) == expected


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        ("What does a motor symptom score of 3 mean?", "And 4?", "What does a motor symptom score of 4 mean?"),
        ("What does a motor symptom score of 3 mean?", "And a score of 4?",
         "What does a motor symptom score of 4 mean?"),
        ("What does a motor symptom score of 3 mean?", "What does a 4 mean?",
         "What does a motor symptom score of 4 mean?"),
        ("My patient's Total Neuropathy Score is 14: how bad is that?", "and 20 or more?",
         "My patient's Total Neuropathy Score is 20 or more: how bad is that?"),
        ("What is reference 2?", "And 4?", "What is reference 4?"),
    ],
)  # fmt: skip
def test_a_number_takes_the_place_of_the_number_on_the_scale_just_discussed(
    previous: str, question: str, expected: str
) -> None:
    assert after(previous, question) == expected


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (("Is nerve damage from thalidomide reversible?", "And bortezomib?"),
         "Is nerve damage from bortezomib reversible?"),
        (("Is nerve damage from thalidomide reversible?", "What about from bortezomib?"),
         "Is nerve damage from bortezomib reversible?"),
        (("What brace helps somebody with severe foot drop?", "Is it safe?"), "Is the brace safe?"),
    ],
)  # fmt: skip
def test_the_library_decides_between_the_readings(desk: Desk, questions: Sequence[str], expected: str) -> None:
    assert read_by_library(desk, *questions) == expected


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        # Like takes the place of like, and not of the nearest or the last phrase.
        ("What happens to sitagliptin when insulin is started?", "Pioglitazone?",
         "What happens to pioglitazone when insulin is started?"),
        ("What is the starting dose in a healthy adult?", "And in a child?", "What is the starting dose in a child?"),
        # The same word before it, or the same noun, tells too.
        ("How many hours before a low-risk procedure is it stopped?", "and a high-risk procedure?",
         "How many hours before a high-risk procedure is it stopped?"),
        # What is like nothing there is added.
        ("Can baclofen be used?", "In pregnancy?", "Can baclofen be used in pregnancy?"),
        ("How is a low blood sugar treated?", "And driving?", "How is a low blood sugar treated, and driving?"),
        ("Days without the capsules for a clearance of 85?", "and if clearance were 40?",
         "Days without the capsules for a clearance of 40?"),
    ],
)  # fmt: skip
def test_a_fragment_takes_the_place_of_its_like_or_is_added(previous: str, question: str, expected: str) -> None:
    assert after(previous, question) == expected


def test_fragments_do_not_pile_up_from_turn_to_turn() -> None:
    question = "How is a low blood sugar treated?"
    for _ in range(50):
        question = after(question, "And driving?")
    assert question == "How is a low blood sugar treated, and driving?"


def test_thanks_are_nothing_that_a_later_question_is_completed_from(desk: Desk) -> None:
    read = read_by_library(desk, "Is nerve damage from thalidomide reversible?", "thx!", "And bortezomib?")
    assert read == "Is nerve damage from bortezomib reversible?"


def test_the_other_one_is_what_was_named_beside_the_last_and_is_like_it() -> None:
    history = [
        Turn("Which of thalidomide and bortezomib harms nerves in the foot?"),
        Turn("Does the harm from bortezomib last?"),
    ]
    assert standalone("And from the other one?", history) == "Does the harm from thalidomide last?"


def test_a_person_is_never_given_a_name_that_only_an_answer_or_an_abbreviation_holds() -> None:
    history = [Turn("In the ED, what is given?", "See Emergency Sodium Care by A. Writer.")]
    for way in readings("Does she need a drip?", history):
        assert "Emergency" not in way and "ED" not in way


@pytest.mark.parametrize(
    "question",
    [
        "When was the article last updated?",
        "What brace helps somebody with severe foot drop?",
        "What is an ankle foot orthosis and how does it work?",
        "It is safe to stop thalidomide?",
        "What does reference 2 say?",
        "Which drugs that cause neuropathy are given to elderly patients?",
    ],
)
def test_a_change_of_topic_leaves_the_question_alone(question: str) -> None:
    assert after("What is carfilzomib?", question) == question
    assert readings(question, [Turn("Is nerve damage from thalidomide reversible?")]) == [question]


@pytest.mark.parametrize("question", ["thanks", "Hello!", "???", "🙂", "—"])
def test_small_talk_and_signs_alone_are_given_no_topic(question: str) -> None:
    assert after("What is carfilzomib?", question) == question


@pytest.mark.parametrize(
    ("asked", "answer", "question", "expected"),
    [
        ("What helps with hiccups?", "Chlorpromazine is used. [1]", "how much of it?", "how much of chlorpromazine?"),
        ("Nifedipine swells her ankles. What else?", "Losartan may stand in for nifedipine. [1]", "dose of that?",
         "dose of losartan?"),
        ("What helps with hiccups?", "Chlorpromazine or baclofen. [1]", "how much of it?", "how much of hiccups?"),
        ("What is metoclopramide?", "It is safer than domperidone. [1]", "how much of it?",
         "how much of metoclopramide?"),
        ("What helps with hiccups?", "Chlorpromazine is used. [1]", "How long does it last?",
         "How long does hiccups last?"),
        ("What helps with hiccups?", "Chlorpromazine is used. [1]", "Are they safe?", "Are hiccups safe?"),
    ],
)  # fmt: skip
def test_the_medicine_that_was_the_answer_is_what_a_dose_is_asked_of(
    asked: str, answer: str, question: str, expected: str
) -> None:
    assert readings(question, [Turn(asked, answer, asked)])[0] == expected


def test_the_first_question_is_never_rewritten() -> None:
    assert standalone("Is it reversible?", []) == "Is it reversible?"


def test_a_judge_that_prefers_a_later_reading_gets_it() -> None:
    history = [Turn("Does thalidomide or bortezomib cause foot drop?")]
    ways = readings("Is it reversible?", history)
    assert len(ways) > 1
    assert standalone("Is it reversible?", history, lambda some: [float(way == ways[-1]) for way in some]) == ways[-1]


def test_a_reader_can_correct_how_a_follow_up_was_read(desk: Desk) -> None:
    conversation = Conversation()
    desk.ask("What is carfilzomib?", conversation)
    corrected = desk.ask("and that?", conversation, "What does a motor symptom score of 3 mean?")
    assert corrected.question == "and that?"
    assert corrected.standalone_question == "What does a motor symptom score of 3 mean?"
    assert "Requires help or assistance" in corrected.text


@pytest.mark.parametrize(
    ("before", "asked", "read"),
    [
        (
            "Set thalidomide and bortezomib side by side.",
            "Which of the two depends on how it is injected?",
            "Which of thalidomide and bortezomib depends on how it is injected?",
        ),
        ("D2 or D3?", "Why the latter?", "Why D3?"),
        ("Is warfarin more dangerous than apixaban?", "How is the former monitored?", "How is warfarin monitored?"),
        (
            "Is warfarin more dangerous than apixaban?",
            "Are both reversible?",
            "Are both warfarin and apixaban reversible?",
        ),
        ("Is warfarin more dangerous than apixaban?", "Both my feet tingle. Is that bad?", None),
        ("Is warfarin more dangerous than apixaban?", "Which tests are due in the first week?", None),
        ("What are the causes of gout?", "Why the last one?", "Why the last one?"),
    ],
)
def test_the_two_are_those_named_side_by_side(before: str, asked: str, read: str | None) -> None:
    said = readings(asked, [Turn(before)])
    assert said[0] == read if read else not any("warfarin and" in one or "the warfarin" in one for one in said)


def test_the_other_one_is_the_one_of_two_that_was_not_asked_about_last() -> None:
    history = [Turn("D2 or D3?"), Turn("Why D3?")]
    assert standalone("Is there ever a place for the other one?", history) == "Is there ever a place for D2?"


def test_what_makes_a_thing_easier_is_no_part_of_its_name() -> None:
    history = [Turn("Anything else that makes bortezomib easier on the nerves?")]
    assert standalone("and for thalidomide?", history) == "Anything else that makes thalidomide easier on the nerves?"


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        ("What are the side effects of colestyramine?", "And those of rifampicin?",
         "What are the side effects of rifampicin?"),
        ("Which of the two drugs is better for someone who works outdoors?", "and for somebody on blood thinners?",
         "Which of the two drugs is better for somebody on blood thinners?"),
        ("Which references are cohort studies?", "And reviews?", "Which references are reviews?"),
        ("What if it was missed for three weeks?", "and for 5 days?", "What if it was missed for 5 days?"),
        ("He has a GAP score of 7. What now?", "What about 2 points?", "He has a GAP score of 2. What now?"),
        ("What are the contraindications?", "which of them apply only to pirfenidone?",
         "which of the contraindications apply only to pirfenidone?"),
        ("Is PBC more common in men?", "Does it come back?", "Does PBC come back?"),
    ],
)  # fmt: skip
def test_what_is_filled_in_fits_the_question(previous: str, question: str, expected: str) -> None:
    assert after(previous, question) == expected


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        ("Should the calf be stretched every day?", "Why is that?", "Why should the calf be stretched every day?"),
        ("When is surgery offered?", "what's the reason?", "When is surgery offered, and why?"),
        ("Can bortezomib be given weekly?", "How come?", "Why can bortezomib be given weekly?"),
        ("Can the ulcer heal without surgery?", "Why is that so?", "Why can the ulcer heal without surgery?"),
    ],
)
def test_what_asks_no_more_than_why_asks_the_last_question_again(previous: str, question: str, expected: str) -> None:
    assert after(previous, question) == expected


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        ("Can the ulcer heal without surgery?", "Is it painful?", "Is the ulcer painful?"),
        ("Does the wound stretch?", "Is it painful?", "Is the wound painful?"),
        ("Will the drip leave her seeing better?", "What's the point of it?", "What's the point of the drip?"),
        ("How does dimeticone kill lice?", "Can they become resistant?", "Can lice become resistant?"),
        ("How does dimeticone kill lice?", "Does it hurt?", "Does dimeticone hurt?"),
    ],
)
def test_what_a_thing_does_is_no_part_of_its_name(previous: str, question: str, expected: str) -> None:
    assert after(previous, question) == expected


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        ("Is foot drop permanent?", "What operation would they do?", "What operation would they do?"),
        ("Is foot drop permanent?", "How do they do it?", "How do they do it?"),
        ("What are statins?", "Do they prescribe it in pregnancy?", "Do they prescribe statins in pregnancy?"),
        ("What is capecitabine?", "What would they give in its place?",
         "What would they give in capecitabine's place?"),
        ("Which braces are there?", "What do they do?", "What do the braces do?"),
        ("What is pregabalin?", "Do they take away the numbness?", "Do pregabalin take away the numbness?"),
    ],
)  # fmt: skip
def test_they_who_treat_somebody_are_no_topic(previous: str, question: str, expected: str) -> None:
    assert after(previous, question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is it good for then?", "What is open surgery good for then?"),
        ("Is it painful?", "Is open surgery painful?"),
        ("Is it hereditary?", "Is venous disease hereditary?"),
    ],
)
def test_what_was_just_brought_up_is_meant_where_its_worth_is_asked(question: str, expected: str) -> None:
    history: list[Turn] = []
    for asked in (
        "What is venous disease?",
        "How is it diagnosed?",
        "Is it treated with stockings?",
        "And open surgery?",
    ):
        history.append(Turn(standalone(asked, history), "", asked))
    assert readings(question, history)[0] == expected


@pytest.mark.parametrize(
    ("previous", "question"),
    [
        ("Which drug makes the pill unreliable?", "and turns the urine orange?"),
        ("When do I add a second-line drug?", "And if he itches?"),
        ("What is the difference between colestyramine and rifampicin?", "Which one is used first?"),
        ("Who must not take obeticholic acid?", "what's the dose for the others?"),
        ("he coughs all night, anything i can give", "for how many weeks"),
        ("How much UDCA does a patient of 85 kg need?", "How many tablets is that?"),
        ("liver tests how often", "mmrc 3"),
        ("What comes after 5 mg daily?", "And after that?"),
        ("Is azathioprine standard?", "What is the evidence for that?"),
        ("Can steroids be given before the biopsy?", "Does that spoil the sample?"),
        ("Does the foot tingle at night?", "Is that normal?"),
    ],
)
def test_where_no_reading_is_good_english_the_question_is_left_as_it_was_typed(previous: str, question: str) -> None:
    assert after(previous, question) == question


def test_short_words_may_be_a_new_question_or_part_of_the_last() -> None:
    said = readings("loperamide max", [Turn("How often are liver tests done?")])
    assert said[-1] == "loperamide max" and len(said) == 2


def test_what_was_asked_about_a_page_is_told_by_the_question_too() -> None:
    asked = Turn("When was this guideline updated?", "Version 3.1 · Updated on 17 June 2024")
    assert readings("Until when is it valid?", [asked]) == ["Until when is this guideline valid?"]


@pytest.mark.parametrize(
    ("previous", "question", "expected"),
    [
        ("When was this page last updated?", "Who wrote it?", "Who wrote this page?"),
        ("When was this guideline updated?", "Until when is it valid?", "Until when is this guideline valid?"),
        ("What is reference 4?", "Who wrote it?", "Who wrote reference 4?"),
        ("Where is that figure from?", "Which year was that study published?", "Which year was that study published?"),
    ],
)
def test_after_a_document_spoke_of_itself_it_is_the_document_or_its_entry(
    previous: str, question: str, expected: str
) -> None:
    assert readings(question, [Turn(previous, "Version 3.1 · 4 February 2025", previous, own=True)]) == [expected]


POINTING = ["and", "it", "is", "that", "4", "those", "her", "what about", "the other one", "?", "'s", "20", "or more"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(st.text(max_size=50), st.sampled_from(["Is it safe?", "And 4?", "What is X2?"])), max_size=3),
    st.one_of(
        st.text(min_size=1, max_size=50),
        st.lists(st.sampled_from(POINTING), min_size=1).map(" ".join),
    ),
)  # fmt: skip
def test_no_conversation_can_break_the_reading_of_the_next_question(earlier: list[str], question: str) -> None:
    history = [Turn(text, text) for text in earlier]
    understood = standalone(question, history)
    assert understood or not question.strip()


def test_that_one_is_the_medicine_that_was_offered_instead_of_the_one_asked_about() -> None:
    asked = "Is there another drug when bortezomib is hard on the nerves?"
    history = [Turn(asked, "Consider switching to carfilzomib.", asked)]
    assert standalone("Why that one?", history).lower() == "why carfilzomib?"


def test_they_who_change_a_dose_are_nobody_who_was_named() -> None:
    asked = "Is Velcade hard on the nerves?"
    question = "If they adjust his dose, will the cancer stay away?"
    assert standalone(question, [Turn(asked, "", asked)]) == question


def test_a_share_that_was_asked_for_is_no_topic() -> None:
    asked = "What proportion has neuropathy at diagnosis?"
    assert "proportion" not in standalone("How many get it from bortezomib?", [Turn(asked, "", asked)])
