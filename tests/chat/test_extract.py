"""What an answer is composed of: the right words, whole lists, one row of a scale, and no more than was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat.answers import Statement
from chat.choosing import MOST_STATEMENTS
from chat.extract import in_full, shared
from chat.question import Question
from chat.reading import Reading
from tests.chat.conftest import Talk
from tests.chat.saying import honest, said


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What are the steps to lower the bortezomib dose?", ["1.3→1.0→0.7 mg/m²"]),
        ("Is nerve damage from thalidomide reversible?", ["Thalidomide", "often permanent"]),
        ("What brace helps somebody with severe foot drop?", ["ankle foot orthosis"]),
        ("What does a motor symptom score of 3 mean?", ["Requires help or assistance"]),
        ("My patient's Total Neuropathy Score is 14: how bad is that?", ["Moderate"]),
        ("What is an AFO for?", ["ankle foot orthosis"]),
        ("When is VMP preferred?", ["elderly or comorbid"]),
        ("Is bortezomb neuropathy reversible?", ["mostly reversible"]),
    ],
)
def test_the_answer_holds_what_was_asked_for(talk: Talk, read: Reading, question: str, expected: list[str]) -> None:
    (answer,) = talk(question)
    assert all(words in said(answer) for words in expected), said(answer)
    honest(answer, read.documents, read.passages)


def test_a_list_is_one_statement_with_its_lead_in_and_every_item(talk: Talk) -> None:
    (answer,) = talk("What are the steps to lower the bortezomib dose?")
    assert answer.statements[0].text == (
        "For bortezomib-induced neuropathy, reduction of peripheral neuropathy can be achieved by: "
        "Prompt dose modification (1.3→1.0→0.7 mg/m²); Once weekly instead of twice weekly administration; "
        "Subcutaneous rather than intravenous administration"
    )


def test_one_row_of_a_scale_is_shown_without_its_siblings_and_of_the_right_scale(talk: Talk) -> None:
    (answer,) = talk("What does a motor symptom score of 3 mean?")
    assert "Total Neuropathy Score" not in said(answer)
    assert "Paralysis" not in said(answer)


@pytest.mark.parametrize(
    ("question", "heard_again"),
    [
        ("Why does it have to be worn?", {"because"}),
        ("And why is that?", {"because", "so long as"}),
        ("Why not?", {"because", "so long as"}),
        ("When?", set()),
    ],
)
def test_what_gives_a_reason_may_be_heard_again_by_who_asks_why(
    talk: Talk, question: str, heard_again: set[str]
) -> None:
    (answer,) = talk("What brace helps somebody with severe foot drop?")
    said = {words: f"It is worn {words} the foot drops." for words in ("because", "so long as")}
    earlier = replace(answer, statements=tuple(replace(answer.statements[0], text=one) for one in said.values()))
    costly = in_full(question, Question.of(question), [earlier]).said
    assert {words for words, one in said.items() if one not in costly} == heard_again


def test_a_follow_up_moves_along_the_scale(talk: Talk) -> None:
    moderate, severe = talk("My patient's Total Neuropathy Score is 14: how bad is that?", "and 20 or more?")
    assert "Moderate" in said(moderate) and "Severe" not in said(moderate)
    assert "Severe" in said(severe) and "Moderate" not in said(severe)


def test_the_whole_scale_is_shown_to_who_asks_for_it_and_not_what_speaks_of_it(talk: Talk, read: Reading) -> None:
    (answer,) = talk("Show me the whole Total Neuropathy Score scale.")
    (statement,) = answer.statements
    assert all(label in statement.text for label in ("Mild", "Moderate", "Severe")), said(answer)
    honest(answer, read.documents, read.passages)


@pytest.mark.parametrize(
    "question",
    ["Tell me everything about multiple myeloma and foot drop", "What are all the options, steps and risks?"],
)
def test_an_answer_stays_short(talk: Talk, question: str) -> None:
    (answer,) = talk(question)
    assert len(answer.statements) <= MOST_STATEMENTS


def test_no_words_are_said_twice(talk: Talk) -> None:
    for question in ("What are the steps to lower the bortezomib dose?", "What causes foot drop?"):
        (answer,) = talk(question)
        spans = [(span.key, span.start, span.end) for one in answer.statements for span in one.spans[-1:]]
        assert len(set(spans)) == len(spans)


def test_the_same_question_gets_the_same_answer(talk: Talk) -> None:
    one, two = (talk("Which therapy is first choice?")[0] for _ in range(2))
    assert one.statements == two.statements and one.score == two.score


def test_no_part_of_a_question_takes_all_the_room() -> None:
    a, b, c, d, e, f = (Statement(text, (), "quoted") for text in "abcdef")
    assert shared([[a, b, c, d], [e]]) == (a, b, c, e)
    assert shared([[a, b, c, d], [e, f], [a]]) == (a, b, e, f)
    assert shared([[a], []]) == (a,)
    assert shared([]) == ()
