"""Questions about the document itself are answered from its own lines; clinical questions never are."""

from __future__ import annotations

import pytest

from chat.decline import THRESHOLD
from chat.reading import Reading
from tests.chat.conftest import Talk
from tests.chat.saying import honest, said


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When was the article last updated?", "October 21, 2025"),
        ("How recent is this page?", "October 21, 2025"),
        ("What is the review status of this article?", "Under Review"),
        ("Who reviews the articles?", "Medical Advisory Board"),
        ("What is the title of this article?", "How to manage foot drop in a patient with multiple myeloma?"),
        ("What is this article about?", "How to manage foot drop in a patient with multiple myeloma?"),
        ("Does this article replace medical advice?", "professional discretion"),
    ],
)
def test_the_articles_own_lines_answer(talk: Talk, read: Reading, question: str, expected: str) -> None:
    (answer,) = talk(question)
    assert expected in said(answer)
    assert {read.passages[key].kind for key in answer.markers} == {"about"}
    honest(answer, read.documents, read.passages)


def test_a_word_of_a_list_of_states_is_never_said_alone(talk: Talk) -> None:
    (answer,) = talk("Was the article approved?")
    assert "Approved" not in [one.text for one in answer.statements], "it is one of three, and which holds is not said"


def test_what_no_line_says_of_the_document_is_declined(talk: Talk) -> None:
    (answer,) = talk("What does a copy of this page cost?")
    assert answer.abstained and answer.score < THRESHOLD


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("When was this article first published?", "date"),
        ("Does this article say who funded it?", "funder"),
        ("Which company sponsored this page?", "funder"),
        ("Who wrote this article?", "author"),
    ],
)
def test_another_line_of_the_document_is_not_shown_for_one_that_it_lacks(
    talk: Talk, question: str, lacking: str
) -> None:
    (answer,) = talk(question)
    assert answer.abstained and [one.text for one in answer.notes] == [
        f"The closest passages state no {lacking} for this."
    ]


def test_a_follow_up_may_turn_from_the_text_to_the_document_and_back(talk: Talk, read: Reading) -> None:
    answers = talk(
        "What brace helps somebody with severe foot drop?",
        "When was this page last changed?",
        "How often must patients on neurotoxic drugs be checked?",
    )
    assert [{read.passages[key].kind for key in one.markers} for one in answers] == [{"body"}, {"about"}, {"body"}]


@pytest.mark.parametrize(
    "question",
    [
        "Orthoses are meant for slight foot drop only, I suppose?",
        "What brace helps somebody with severe foot drop?",
        "When should patients be assessed?",
        "Is nerve damage from thalidomide reversible?",
    ],
)
def test_a_clinical_question_is_not_taken_for_one_about_the_article(talk: Talk, read: Reading, question: str) -> None:
    (answer,) = talk(question)
    assert {read.passages[key].kind for key in answer.markers} == {"body"}
