"""Which rows and sentences speak of the number that is asked about."""

from __future__ import annotations

import pytest

from chat.match import _numbers
from chat.question import Question
from chat.units import Unit, units
from ingest.split import split
from tests.ingest.reading import documented

TABLE = """# Doses

| eGFR (mL/min) | Dose | Review |
|---|---|---|
| ≥60 | 40 mg | 12 weeks |
| 30–59 | 20 mg | 4 weeks |
| 15–29 | 10 mg | 2 weeks |
| <15 | stop | |
"""


def said(text: str, kind: str) -> list[Unit]:
    return [unit for passage in split(documented(text)) for unit in units(passage) if unit.kind == kind]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is given at an eGFR of 40?", [-1, 1, -1, -1]),
        ("What is given at 12 mL/min?", [-1, -1, -1, 1]),
        ("What is given at an eGFR of 15?", [-1, -1, 1, -1]),
        ("What is given at an eGFR below 30?", [-1, -1, 1, 1]),
        ("What is given at 40?", [-1, 1, -1, -1]),
        ("Which patients are given a dose of 40 mg?", [1, -1, -1, 0]),
    ],
)
def test_a_row_is_read_in_the_column_that_the_number_is_of(question: str, expected: list[int]) -> None:
    assert [_numbers(Question.of(question).numbers, row, row.own_words()) for row in said(TABLE, "row")] == expected


@pytest.mark.parametrize(
    ("question", "own", "expected"),
    [
        ("How bad is a score of 14 at week 6?", "Score 1-9: mild", -1),
        ("How bad is a score of 14 at week 6?", "Score 10-19: moderate", 1),
        ("What if it is grade 2 or higher?", "Grade 3: stop", 1),
        ("What if it is grade 2 or higher?", "Grade 1: go on", -1),
        ("What if it is grade 2 or higher?", "Stop it.", 0),
    ],
)
def test_a_label_is_held_against_the_number_of_what_it_names(question: str, own: str, expected: int) -> None:
    (item, _) = said(f"# Steps\n\n- {own}\n- Nothing else.\n", "item")
    assert _numbers(Question.of(question).numbers, item, item.own_words()) == expected
