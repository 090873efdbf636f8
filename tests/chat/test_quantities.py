"""A number, its comparator and its unit are found as one thing."""

from __future__ import annotations

import pytest

from chat.quantities import quantities, times_in_words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("INR of 2.0–3.0?", ["2.0–3.0"]),
        ("an eGFR of 30 mL/min to 49 mL/min", ["30 mL/min to 49 mL/min"]),
        ("not over 9, at least 20 mg, ≥ 4 and no more than 3",
         ["not over 9", "at least 20 mg", "≥ 4", "no more than 3"]),
        ("20 or more", ["20 or more"]),
        ("for three weeks in one of two", ["three weeks"]),
        ("between 5.5 and 6", ["between 5.5 and 6"]),
        ("HbA1c, vitamin B12, COVID-19 and a 24-hour urine", []),
    ],
)  # fmt: skip
def test_what_belongs_to_a_number_is_found_with_it(text: str, said: list[str]) -> None:
    assert [text[one.start : one.end] for one in quantities(text)] == said


@pytest.mark.parametrize(
    ("new", "old", "like"),
    [
        ("3 months", "a score of 14", False),
        ("3 months", "for 6 weeks", True),
        ("6 months", "at week 6", False),
        ("under 18 years", "patients over 65", True),
        ("20", "a score of 14", True),
        ("25 mL/min", "3 mmol/L", False),
        ("1 g", "500 mg", True),
    ],
)
def test_like_is_told_by_unit_and_by_what_is_measured(new: str, old: str, like: bool) -> None:
    assert quantities(new)[0].like(quantities(old)[0]) is like


@pytest.mark.parametrize(
    ("jotted", "in_words"),
    [
        ("Bloods every 3/12?", "Bloods every 3 months?"),
        ("Off sick for 2/52, back in 10/7", "Off sick for 2 weeks, back in 10 days"),
        ("Who scores 3/12?", "Who scores 3/12?"),
        ("for 12/7/2024", "for 12/7/2024"),
        ("BP of 130/70 after 5/75", "BP of 130/70 after 5/75"),
    ],
)
def test_times_that_clinicians_jot_down_are_put_in_words(jotted: str, in_words: str) -> None:
    assert times_in_words(jotted) == in_words
