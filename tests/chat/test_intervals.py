from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.intervals import Interval, intervals

INF = math.inf


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("14", 14, 14),
        ("a score of 1.3", 1.3, 1.3),
        ("0,5 mg", 0.5, 0.5),
        ("12,400 adults", 12400, 12400),
        ("Score 10-19: Moderate", 10, 19),
        ("1–9", 1, 9),
        ("10 to 19", 10, 19),
        ("between 10 and 19", 10, 19),
        ("from 3 to 5 weeks", 3, 5),
        ("from 3-5 weeks", 3, 5),
        ("from 30 weeks on", 30, INF),
        ("≥20", 20, INF),
        (">= 20", 20, INF),
        ("20 or more", 20, INF),
        ("60 mg or more", 60, INF),
        ("25 mg/day and above", 25, INF),
        ("20+", 20, INF),
        ("at least 20", 20, INF),
        ("over 65 years", 65, INF),
        ("4 or lower", -INF, 4),
        ("≤ 5 mg", -INF, 5),
        ("less than 5", -INF, 5),
        ("no more than 4 g", -INF, 4),
        ("up to 20% of patients", -INF, 20),
    ],
)
def test_a_number_or_range_is_read_as_a_person_reads_it(text: str, low: float, high: float) -> None:
    assert intervals(text) == [Interval(low, high)]


def test_every_number_of_a_dose_ladder_is_its_own() -> None:
    assert [one.low for one in intervals("dose modification (1.3→1.0→0.7 mg/m²)")] == [1.3, 1.0, 0.7]


@pytest.mark.parametrize("text", ["", "no figures", "HbA1c", "COVID-19", "IL-6"])
def test_a_name_with_a_digit_in_it_is_no_number(text: str) -> None:
    assert intervals(text) == []


def test_a_range_printed_backwards_is_two_numbers() -> None:
    assert intervals("19-10") == [Interval(19, 19), Interval(10, 10)]


def test_a_range_holds_the_numbers_inside_it_and_no_others() -> None:
    moderate = Interval(10, 19)
    assert moderate.holds(Interval(10, 10)) and moderate.holds(Interval(14, 14)) and moderate.holds(Interval(19, 19))
    assert not moderate.holds(Interval(9, 9)) and not moderate.holds(Interval(20, 20))
    assert not moderate.holds(Interval(14, INF)), "20 or more is not inside 10-19"


def test_only_an_open_range_holds_an_open_range() -> None:
    assert Interval(20, INF).holds(Interval(25, INF))
    assert not Interval(20, INF).holds(Interval(19, INF))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789.,-–—≥≤<>%+ tomgandrue/", max_size=40))
def test_whatever_is_written_intervals_are_in_order_and_never_inside_out(text: str) -> None:
    assert all(one.low <= one.high for one in intervals(text))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 9999), st.integers(0, 9999))
def test_a_printed_range_is_found_among_other_words(low: int, high: int) -> None:
    low, high = sorted((low, high))
    assert intervals(f"Score {low}-{high}: Moderate") == [Interval(low, high)]
