"""What the answer model is given to read, in training and in answering alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chat.ask import Conversation, Desk, found_for
from chat.asking import WIDE, Before, Put, question_text, unit_texts
from chat.extract import considered
from chat.match import read_through
from chat.reading import Reading
from chat.retrieve import retrieve
from chat.units import units
from ingest.split import split
from tests.chat.conftest import Talk
from tests.ingest.reading import documented

BRACE = "What brace helps somebody with severe foot drop?"


@pytest.mark.parametrize(
    ("typed", "read_as", "before", "text"),
    [
        ("why?", "why?", None, "why?"),
        ("why?", "why a brace?", Before(("a brace?",), "It helps."), "why? | why a brace? | a brace? | It helps."),
        ("why?", "why?", Before(("a brace?",), ""), "why? | a brace?"),
        ("why?", "why?", Before(("first?", "second?"), "So."), "why? | second? | So. | first?"),
        ("why?", "why?", Before(("first?", "second?", "third?"), "So."), "why? | third? | So. | first? | second?"),
        ("why?", "why?", Before(("1?", "2?", "3?", "4?"), ""), "why? | 4? | 1? | 3?"),
    ],
)
def test_a_follow_up_is_put_with_what_was_asked_and_said(
    typed: str, read_as: str, before: Before | None, text: str
) -> None:
    assert question_text(typed, read_as, before) == text


def test_what_was_said_at_length_takes_no_room_from_what_is_asked() -> None:
    long = " ".join(f"word{n}" for n in range(100))
    parts = question_text("why?", "why that?", Before((long, long), long)).split(" | ")
    assert parts[:2] == ["why?", "why that?"]
    assert [len(part.split()) for part in parts[2:]] == [20, 28, 12]


def test_what_points_back_is_read_behind_what_it_points_at() -> None:
    page = "# Rashes\n\n## The itchy one\n\nDermatitis herpetiformis is an itchy rash. It is treated with dapsone.\n"
    (*_, treated) = (unit for passage in split(documented(page, "rash.md")) for unit in units(passage))
    (text,) = unit_texts(treated, "Rashes")
    assert text == "Rashes | The itchy one | Dermatitis herpetiformis is an itchy rash. | It is treated with dapsone."


WIDE_TABLE = """# Doses in renal failure

| Drug | Usual | Reduced | Stop when |
|------|-------|---------|-----------|
| Apixaban | 5 mg twice daily | 2.5 mg twice daily | below 15 ml/min |
| Dabigatran | 150 mg twice daily |  |  |
"""


def test_a_wide_row_is_read_cell_by_cell_beside_its_first() -> None:
    rows = [unit for passage in split(documented(WIDE_TABLE, "doses.md")) for unit in units(passage)]
    wide, narrow = (unit for unit in rows if unit.kind == "row")
    assert len(list(wide.cells())) >= WIDE > len(list(narrow.cells()))
    assert unit_texts(wide, "Doses") == (
        "Doses | Drug: Apixaban; Usual: 5 mg twice daily; Reduced: 2.5 mg twice daily; Stop when: below 15 ml/min",
        "Doses | Drug: Apixaban; Usual: 5 mg twice daily",
        "Doses | Drug: Apixaban; Reduced: 2.5 mg twice daily",
        "Doses | Drug: Apixaban; Stop when: below 15 ml/min",
    )
    assert len(unit_texts(narrow, "Doses")) == 1


def test_everything_but_a_row_is_read_whole(read: Reading) -> None:
    made = [held for key in read.passages for held in read.units_of(key)]
    assert {unit.kind for unit, _ in made} >= {"sentence", "item", "list"}
    assert all(len(texts) == 1 for unit, texts in made if unit.kind != "row")


def test_of_a_large_library_no_more_is_read_than_what_is_likeliest(
    read: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.match.READ", 5)
    found = retrieve(BRACE, read)
    assert read.small
    large = replace(read, small=False)
    few, all_of_it = (
        read_through(Put(BRACE), considered(found, large), large),
        read_through(Put(BRACE), considered(found, read), read),
    )
    assert len(few) == 5 < len(all_of_it)
    assert len(considered(found, large)) < len(considered(found, read))
    assert few[0].unit == all_of_it[0].unit
    assert [one.standing for one in all_of_it] == sorted((one.standing for one in all_of_it), reverse=True)


def test_a_follow_up_is_found_by_the_question_before_it_too(talk: Talk, read: Reading) -> None:
    (before,) = talk(BRACE)
    misread, typed = "Why at night?", "And at night?"
    alone = [one.passage.key for one in retrieve(misread, read)]
    found = [one.passage.key for one in found_for(typed, misread, [before], read)]
    cited = next(iter(before.markers))
    assert found.index(cited) < alone.index(cited)
    # One that stands alone is found as on turn one.
    question = "What are the steps to lower the bortezomib dose?"
    again = found_for(question, question, [before], read)
    assert [one.passage.key for one in again] == [one.passage.key for one in retrieve(question, read)]


def test_a_correction_counts_alone_now_and_for_what_follows(desk: Desk) -> None:
    conversation = Conversation()
    desk.ask("What is carfilzomib?", conversation)
    # The words typed ask about the document; the reader says that they meant something else.
    corrected = desk.ask("Who wrote this?", conversation, "What does a motor symptom score of 3 mean?")
    fresh = desk.ask("What does a motor symptom score of 3 mean?", Conversation())
    assert [one.text for one in corrected.statements] == [one.text for one in fresh.statements]
    assert corrected.score == pytest.approx(fresh.score)
    assert corrected.question == "Who wrote this?" and corrected.put == corrected.standalone_question
    after = desk.ask("And 4?", conversation)
    assert "Requires" in corrected.text and after.put == "And 4?" and not after.corrected


def test_thanks_in_between_repeat_nothing(talk: Talk) -> None:
    answered, thanked = talk(BRACE, "thanks!")
    assert answered.statements and thanked.abstained
