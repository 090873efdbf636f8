"""Which rows and sentences speak of the number that is asked about."""

from __future__ import annotations

import pytest

from chat.question import Question
from chat.scales import covers, number, uncovered
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
    assert [number(Question.of(question).numbers, row) for row in said(TABLE, "row")] == expected


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
    assert number(Question.of(question).numbers, item) == expected


AGES = """# Adrenaline

| Age | Into the muscle |
|---|---|
| Under 6 months | 100 micrograms |
| 6 months to 6 years | 150 micrograms |
| 6 to 12 years | 300 micrograms |
| Over 12 years | 500 micrograms |
"""


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("How much for a child of 3 months?", 0),
        ("How much for a child of 9 months?", 1),
        ("How much for a child of 2 years?", 1),
        ("How much for a 7 year old?", 2),
        ("How much for a girl of 14 years?", 3),
    ],
)
def test_an_age_is_held_against_months_and_years_alike(question: str, row: int) -> None:
    numbers = Question.of(question).numbers
    assert [covers(numbers, one) for one in said(AGES, "row")] == [1.0 if n == row else -1.0 for n in range(4)]


WEIGHTS = """# Doses

| Body weight | Daily dose of UDCA | Tablets of 250 mg |
|---|---|---|
| 47–62 kg | 750 mg | 3 |
| 63–78 kg | 1000 mg | 4 |
"""
DRUGS = """# Doses

| Drug | Starting dose | Full dose |
|---|---|---|
| Nintedanib | 100 mg | 150 mg |
| Pirfenidone | 267 mg | 801 mg |
"""
INDEX = """# Lungs

## The GAP index in type 2 disease

| Points | Stage | Deaths within one year |
|---|---|---|
| 0–3 | I | 5.6% |
| 4–5 | II | 16.2% |
"""


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        (WEIGHTS, "How many tablets is UDCA for 50 kg?", [1, -1]),
        (WEIGHTS, "How many tablets of 250 mg for a patient of 70 kg?", [-1, 1]),
        (WEIGHTS, "Who takes 1000 mg of UDCA?", [-1, 1]),
        (WEIGHTS, "Who takes 4 tablets?", [-1, 1]),
        (INDEX, "What is the mortality within one year of a 70-year-old with 5 points?", [-1, 1]),
        (INDEX, "Who dies at stage II?", [-1, 1]),
    ],
)
def test_a_number_is_of_the_column_that_its_unit_or_the_nearest_word_names(
    text: str, question: str, expected: list[int]
) -> None:
    assert [number(Question.of(question).numbers, row) for row in said(text, "row")] == expected


@pytest.mark.parametrize(
    ("text", "question", "expected", "told"),
    [
        (WEIGHTS, "How much UDCA does a patient of 120 kg need?", [-1, -1], "120 kg"),
        (WEIGHTS, "How much UDCA does a patient of 70 kg need?", [-1, 1], ""),
        (WEIGHTS, "How much UDCA at 70 years?", [0, 0], ""),
        (DRUGS, "Can 200 mg of nintedanib be given?", [0, 0], ""),
        (INDEX, "How many die with a GAP score of 9?", [-1, -1], "9"),
        (INDEX, "How many die with a GAP score of 9.5?", [-1, -1], "9.5"),
        (INDEX, "How many die with a GAP score of 9-12?", [-1, -1], "9-12"),
        (WEIGHTS, "How much UDCA does a patient of 1,200 kg need?", [-1, -1], "1,200 kg"),
        (INDEX, "How many die in type 2 disease?", [0, 0], ""),
        (INDEX, "How many die with hepatitis 7?", [0, 0], ""),
    ],
)
def test_only_what_tells_a_row_from_others_can_leave_a_number_out(
    text: str, question: str, expected: list[int], told: str
) -> None:
    asked, rows = Question.of(question).numbers, said(text, "row")
    assert [covers(asked, row) for row in rows] == expected
    assert not told or uncovered(asked, rows[0]) == told


GRADES = "# Breath\n\nIt is graded:\n\n- **Grade 1**: on hills. Offer advice.\n- **Grade 2**: on the flat. Refer.\n"


def test_a_sentence_inside_a_scales_item_goes_by_the_items_label() -> None:
    asked = Question.of("What is done at grade 2?").numbers
    assert [number(asked, one) for one in said(GRADES, "sentence") if one.leads] == [-1, 1]
    missing = Question.of("What does grade 5 mean?").numbers
    assert [covers(missing, one) for one in said(GRADES, "item")] == [-1, -1]
    assert uncovered(missing, said(GRADES, "item")[0]) == "grade 5"
    ranked = Question.of("What does grade V mean?").numbers
    assert uncovered(ranked, said(GRADES, "item")[0]) == "grade V"


def test_an_item_that_names_nothing_asked_about_covers_no_number() -> None:
    assert {
        covers(Question.of("What is given to a man of 70 years?").numbers, one) for one in said(GRADES, "item")
    } == {0}
