"""How often, for how long and how much: what a statement may write otherwise, and what is another thing."""

from __future__ import annotations

import pytest

from chat.gate import exact, lock
from chat.gate.quantities import quantities


@pytest.mark.parametrize(
    ("passage", "statement"),
    [
        ("Give azithromycin 500 mg as a 3-day course.", "Give azithromycin 500 mg three times a day."),
        ("Take colchicine 0.5 mg for 1 week.", "Take colchicine 0.5 mg once weekly."),
        ("Take colchicine 0.5 mg once weekly.", "Take colchicine 0.5 mg for 1 week."),
        ("Give it 3-weekly.", "Give it 3 times weekly."),
        ("Take methotrexate 15 mg once weekly by mouth.", "Take methotrexate 15 mg a day by mouth."),
        ("Take methotrexate 15 mg once weekly by mouth.", "Take methotrexate 15 mg by mouth."),
        ("The limit is 4 g/day.", "The limit is 4 g a week."),
        ("Infuse 10 mg an hour.", "Infuse 10 mg a minute."),
        ("Take it up to three times a day.", "Take it at least three times a day."),
        ("Take it up to three times a day.", "Take it three times a day."),
        ("Take 5 mg 2–3 times daily.", "Take 5 mg three times daily."),
        ("Take paracetamol 1 g not more than four times a day.", "Take paracetamol 1 g four times a day."),
    ],
)
def test_a_duration_a_frequency_or_a_bound_is_not_turned_into_another(passage: str, statement: str) -> None:
    assert lock(statement, [passage])
    assert not exact(statement, [passage])


@pytest.mark.parametrize(
    ("passage", "statement"),
    [
        ("Treat for 1 week.", "Treat for 7 days."),
        ("A 7-day course is given.", "A course of 7 days is given."),
        ("Follow for 1 year.", "Follow for 12 months."),
        ("Take 200 mg weekly.", "Take 200 mg per week."),
        ("Take 200 mg once a week.", "Take 200 mg weekly."),
        ("Take 5 mg three times daily.", "Take 5 mg 3 times a day."),
        ("Take 4 g a day.", "Take 4 g daily."),
        ("Take 4 g each day.", "Take 4 g/day."),
        ("Take 5 mg twice daily.", "Take 5 mg twice a day."),
        ("Take 5 mg two to three times daily.", "Take 5 mg 2-3 times a day."),
        ("Do not exceed 4 g daily.", "The maximum dose is 4 g daily."),
        ("Store at −20 °C.", "Store at minus 20 °C."),
        ("Two-thirds of patients recover.", "67% of patients recover."),
        ("It occurs in 1 in 1,000 patients.", "It occurs in 0.1% of patients."),
        ("Give 5 mg once daily.", "Give 5 mg."),
        ("Exercise 30 minutes a day.", "Exercise 30 minutes daily."),
        ("Take it up to three times a day.", "Take it no more than three times a day."),
        ("Two patients per month relapse.", "Two patients a month relapse."),
        ("Infuse 10 mg/hour.", "Infuse 10 mg an hour."),
        ("Take 10 mg every day.", "Take 10 mg daily."),
        ("Take 10 mg every week.", "Take 10 mg weekly."),
        ("Take 10 mg b.d. for 5 days.", "Take 10 mg twice daily for 5 days."),
    ],
)
def test_how_often_and_how_much_may_be_written_otherwise(passage: str, statement: str) -> None:
    assert not lock(statement, [passage]), [str(reason) for reason in lock(statement, [passage])]


def test_a_number_in_brackets_before_its_unit_is_no_citation() -> None:
    assert lock("Give [500] mg of the drug [1].", ["Give 100 mg of the drug."])
    assert not lock("Give it [1] daily with food [2].", ["Give it daily with food."])


def test_so_many_hourly_is_every_so_many_hours() -> None:
    (hourly,), (every,) = quantities("8-hourly"), quantities("every 8 hours")
    assert hourly.values == every.values == quantities("three times a day")[0].values
