from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.intervals import Interval, measured


def intervals(text: str) -> list[Interval]:
    return [one.interval for one in measured(text)]


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
        ("4 or lower", -INF, 4),
        ("≤ 5 mg", -INF, 5),
        ("no more than 4 g", -INF, 4),
        ("up to 20% of patients", -INF, 20),
        ("30 mL/min to 49 mL/min", 30, 49),
        ("between 5 mg and 10 mg", 5, 10),
        ("not more than 5", -INF, 5),
        ("not over 9", -INF, 9),
        ("no less than 8", 8, INF),
        ("65 years or older", 65, INF),
        ("T-score ≤ −2.5", -INF, -2.5),
        ("−2.5 to −1", -2.5, -1),
        ("10 000 units", 10000, 10000),
        ("grade III", 3, 3),
        ("grade three", 3, 3),
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


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("over 65 years", Interval(65, INF, over=True)),
        ("older than 65", Interval(65, INF, over=True)),
        ("younger than 18", Interval(-INF, 18, under=True)),
        ("<15", Interval(-INF, 15, under=True)),
        ("≥15 to <30", Interval(15, 30, under=True)),
        ("15–<30", Interval(15, 30, under=True)),
        ("above 50 and below 100", Interval(50, 100, over=True, under=True)),
        ("below 100 and above 50", Interval(50, 100, over=True, under=True)),
    ],
)
def test_an_end_that_is_left_out_is_open_and_two_bounds_are_one_range(text: str, interval: Interval) -> None:
    assert intervals(text) == [interval]


@pytest.mark.parametrize(
    ("text", "lows"),
    [("day 8 and 11", [8, 11]), ("5 days to 2 mg", [5, 2]), ("below 3 and above 6", [-INF, 6])],
)
def test_what_is_no_range_is_two_numbers(text: str, lows: list[float]) -> None:
    assert [one.low for one in intervals(text)] == lows


def test_the_ends_of_a_range_in_two_units_of_one_kind_are_one_range_in_the_first() -> None:
    assert intervals("6 months to 6 years") == [Interval(6, 72)]
    assert intervals("5 days to 2 weeks") == [Interval(5, 14)]
    assert intervals("500 mg to 1 g") == [Interval(500, 1000)]


def test_a_range_meets_what_shares_a_value_with_it() -> None:
    moderate = Interval(10, 19)
    assert all(moderate.meets(Interval(one, one)) for one in (10, 14, 19))
    assert not any(moderate.meets(Interval(one, one)) for one in (9, 20))
    assert moderate.meets(Interval(14, INF)) and not moderate.meets(Interval(19, INF, over=True))
    below = Interval(-INF, 15, under=True)
    assert not below.meets(Interval(15, 15)) and not Interval(15, 15).meets(below)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789.,-–—≥≤<>%+ tomgandrue/", max_size=40))
def test_whatever_is_written_intervals_are_in_order_and_never_inside_out(text: str) -> None:
    assert all(one.low <= one.high for one in intervals(text))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 9999), st.integers(0, 9999))
def test_a_printed_range_is_found_among_other_words(low: int, high: int) -> None:
    low, high = sorted((low, high))
    assert intervals(f"Score {low}-{high}: Moderate") == [Interval(low, high)]


def test_from_a_day_on_has_no_end_but_the_one_that_is_named() -> None:
    (open_,) = intervals("From day 15: full dose")
    assert open_ == Interval(15, math.inf)
    assert intervals("from day 1 to 7") == [Interval(1, 7)]
    assert Interval(2, math.inf) not in intervals("from grade 2 to grade 4")
