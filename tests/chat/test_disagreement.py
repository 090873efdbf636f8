"""Documents that do not agree: both are shown, and a line says so; what merely differs is left in peace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat.answers import Answer, Cited, Statement
from chat.ask import Conversation
from chat.disagreement import disagreements
from chat.page.messages import messages
from chat.page.session import Session
from chat.plain import plain
from tests.browser.scripted import HEAT, REWARM, shown


def said(one: str, other: str, *, apart: bool = True) -> Answer:
    """An answer of two statements, of two documents or of one."""
    passages = (
        replace(shown(REWARM, 1), passage=REWARM),
        replace(shown(HEAT, 2), passage=replace(HEAT, document="other" if apart else HEAT.document)),
    )
    statements = tuple(
        Statement(text, (Cited(at.passage.key, 0, 1),), "quoted")
        for text, at in zip((one, other), passages, strict=True)
    )
    return Answer("q", "q", statements, passages, 0.9)


AT_ODDS = [
    (
        "Colchicine is given at 0.5 mg twice daily in gout.",
        "In gout colchicine is given at 1.2 mg.",
        "0.5 mg” and “1.2 mg",
    ),
    (
        "Cool a burn with running water for 20 minutes.",
        "A burn is cooled with running water for 5 to 10 minutes.",
        "5 to 10",
    ),
    ("Ice eases the pain of a swollen joint.", "Ice does not ease the pain of a swollen joint.", "the opposite"),
    ("Bortezomib neuropathy is mostly reversible.", "Bortezomib neuropathy is mostly permanent.", "the opposite"),
]


@pytest.mark.parametrize(("one", "other", "told"), AT_ODDS)
def test_numbers_and_directions_at_odds_are_told_whichever_comes_first(one: str, other: str, told: str) -> None:
    for answer in (said(one, other), said(other, one)):
        (line,) = disagreements(answer)
        assert line.startswith("The documents differ here (source 1 and source 2)")
    assert told in disagreements(said(one, other))[0]
    assert told in plain(said(one, other))


@pytest.mark.parametrize(("one", "other", "_"), AT_ODDS)
def test_one_document_is_not_set_against_itself(one: str, other: str, _: str) -> None:
    assert disagreements(said(one, other, apart=False)) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bortezomib neuropathy is mostly reversible.", "Thalidomide neuropathy is often permanent."),
        ("Cool a burn with water for 20 minutes.", "A burn is cooled with water for at least 10 minutes."),
        ("Cool a burn with water for 20 minutes.", "A burn is cooled with water for 15 to 30 minutes."),
        ("A brace is recommended for severe foot drop.", "Physical therapy is given for 6 weeks in mild foot drop."),
        ("The dose is 0.5 mg in the morning and 1 mg at night.", "The dose is 2 mg in the morning and 1 mg at night."),
        ("Gout is treated with colchicine.", "Ice is not put on a burn."),
        (
            "In adults the maximum daily dose of paracetamol is 4 g.",
            "In children the maximum daily dose of paracetamol is 2 g.",
        ),
        (
            "Grade 2 neuropathy: reduce the bortezomib dose to 1.0 mg/m².",
            "Grade 3 neuropathy: reduce the bortezomib dose to 0.7 mg/m².",
        ),
        (
            "Before high-risk surgery apixaban is stopped 48 hours ahead.",
            "Before low-risk surgery apixaban is stopped 24 hours ahead.",
        ),
        (
            "The dose of apixaban in atrial fibrillation is 5 mg.",
            "The dose of apixaban in atrial fibrillation is 2.5 mg in patients over 80 years.",
        ),
    ],
)
def test_what_merely_differs_is_no_disagreement(one: str, other: str) -> None:
    assert disagreements(said(one, other)) == disagreements(said(other, one)) == ()


def test_a_number_is_quoted_as_it_is_printed() -> None:
    (line,) = disagreements(
        said("The bortezomib dose is cut to 1.0 mg/m².", "The bortezomib dose is cut to 1.3 mg/m².")
    )
    assert "“1.0 mg/m²” and “1.3 mg/m²”" in line


def test_the_page_says_so_under_the_answer() -> None:
    session = Session(Conversation)
    run = session.begin("q")
    assert run is not None
    session.answer(run, said(*AT_ODDS[0][:2]), {})
    html = messages(session.turns)[-1]["content"]
    assert "fn-note-odds" in html and "neither is preferred" in html
