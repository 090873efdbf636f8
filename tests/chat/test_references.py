"""The article's own reference list, asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat.reading import Reading
from chat.references import asks_behind, no_such
from tests.chat.conftest import Talk
from tests.chat.saying import honest, said


def test_a_reference_is_quoted_from_its_entry(talk: Talk, read: Reading) -> None:
    (answer,) = talk("What is reference 2?")
    assert said(answer) == "Research; Foot drop: where, why and what to do?; Practical neurology, 2008"
    honest(answer, read.documents, read.passages)


@pytest.mark.parametrize("wording", ["What is reference 6?", "Show me ref. 6", "reference [6]", "source number 6"])
def test_a_reference_number_may_be_written_in_many_ways(talk: Talk, wording: str) -> None:
    assert "Rare Pedal Manifestation" in said(talk(wording)[0])


def test_a_number_that_is_cited_and_not_listed_is_said_to_be_missing(talk: Talk) -> None:
    (answer,) = talk("What is reference 4?")
    assert answer.abstained
    (note,) = answer.notes
    assert note.kind == "no_such_reference" and "Reference 4" in note.text


def test_a_number_that_nothing_cites_is_said_not_to_exist(talk: Talk) -> None:
    (answer,) = talk("What does reference 99 say?")
    assert answer.abstained
    (note,) = answer.notes
    assert note.kind == "no_such_reference" and "no reference 99" in note.text and "1 to 7" in note.text


def test_where_the_list_gives_no_numbers_none_is_said_not_to_exist(read: Reading) -> None:
    document = next(iter(read.documents.values()))
    unnumbered = replace(document, references=tuple(replace(one, number=None) for one in document.references))
    assert no_such(2, None, unnumbered).endswith("which of them is reference 2 cannot be told.")
    assert no_such(2, None, replace(document, references=())) == "The article has no reference 2."


def test_the_whole_list_is_shown_each_entry_a_statement_of_its_own(talk: Talk, read: Reading) -> None:
    (answer,) = talk("List the references")
    entries = [one for one in read.passages.values() if one.kind == "reference"]
    assert [one.citations for one in answer.statements] == [(entry.key,) for entry in entries]
    assert len(entries) == 4
    honest(answer, read.documents, read.passages)


def test_the_reference_behind_what_was_just_said_is_opened(talk: Talk) -> None:
    answers = talk("What brace helps somebody with severe foot drop?", "Which reference supports that?")
    assert "Foot drop: where, why and what to do?" in said(answers[1])


def test_a_statement_whose_reference_is_not_listed_says_so(talk: Talk) -> None:
    answers = talk("Is type I cryoglobulinemia a cause of foot drop?", "Which reference supports that?")
    assert not answers[0].abstained
    assert "no_such_reference" in {note.kind for note in answers[1].notes}


def test_the_entry_that_is_described_is_shown_and_no_other(talk: Talk) -> None:
    for question in ("Which reference is about osteoporosis?", "Which paper appeared in Praxis Medical Insights?"):
        (answer,) = talk(question)
        (statement,) = answer.statements
        assert "Osteoporosis Management" in statement.text


def test_entries_may_be_asked_for_by_kind_and_by_year(talk: Talk) -> None:
    (guidelines,) = talk("Which references are guidelines?")
    assert [one.text.startswith("Guideline;") for one in guidelines.statements] == [True, True]
    (of_2008,) = talk("Which sources are from 2008?")
    assert [one.text.endswith("2008") for one in of_2008.statements] == [True]


def test_what_a_paper_found_is_declined_when_only_its_entry_is_held(talk: Talk) -> None:
    (answer,) = talk("What did the study in reference 2 find?")
    assert answer.abstained
    assert [note.kind for note in answer.notes] == ["not_covered"]


def test_a_detail_that_the_list_does_not_print_is_declined(talk: Talk) -> None:
    for question in ("What is the DOI of the Practical Neurology paper?", "Who funded reference 2?"):
        (answer,) = talk(question)
        assert answer.abstained and answer.notes[0].text == "The reference list does not give that detail."


def test_entries_never_answer_a_clinical_question(talk: Talk, read: Reading) -> None:
    for question in (
        "What brace helps somebody with severe foot drop?",
        "Is nerve damage from thalidomide reversible?",
    ):
        (answer,) = talk(question)
        assert {read.passages[key].kind for key in answer.markers} == {"body"}


def test_what_points_at_an_entry_just_shown_is_answered_from_it_alone(talk: Talk) -> None:
    answers = talk("Which paper appeared in Praxis Medical Insights?", "In which year was it published?")
    assert [said(one) for one in answers[1:]] == [said(answers[0])]


def test_all_entries_are_shown_to_who_asks_how_many_there_are(talk: Talk) -> None:
    (answer,) = talk("How many references are there?")
    assert len(answer.statements) == 4


@pytest.mark.parametrize(
    "question",
    [
        "What is the source of the pain?",
        "What is the evidence of neuropathy?",
        "Is there evidence of recovery?",
        "And is there evidence for vitamin B6?",
        "What is the reference dose for bortezomib?",
        "Which sleep study is needed for diagnosis?",
        "Which source of calcium is best for her?",
        "What source of infection should be looked for?",
        "Steroids or exercise: which one has the better evidence behind it?",
        "How strong is the evidence for that?",
        "What level of evidence is behind this?",
        "Is there any good evidence for it?",
    ],
)
def test_a_clinical_question_is_none_for_the_reference_behind_something(question: str) -> None:
    assert not asks_behind(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which reference supports this?",
        "What is the evidence for that?",
        "Title of the source for this?",
        "Which guideline is that from?",
        "What is the reference for the 3% sodium chloride doses?",
        "Which study says so?",
        "What evidence is there behind the dose steps?",
        "Where does that come from?",
        "Which paper is this?",
        "What is the source of this claim?",
    ],
)
def test_the_reference_behind_something_may_be_asked_for_in_many_ways(question: str) -> None:
    assert asks_behind(question)
