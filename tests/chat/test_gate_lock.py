"""What the lock finds, and what it lets through."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.gate import lock
from chat.gate.quantities import quantities
from chat.gate.words import fold

HERE = Path(__file__).parent
PASSAGES: dict[str, str] = json.loads((HERE / "gate_passages.json").read_text("utf-8"))


def lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def test_nearly_all_statements_that_a_person_confirmed_false_are_stopped() -> None:
    """The file holds one small change each: a digit, a unit, a name, a negation, a direction, a range, a qualifier."""
    mutated = lines("mutations.jsonl")
    assert len(mutated) >= 200
    passed = [m for m in mutated if not lock(m["statement"], [PASSAGES[m["passage"]]])]
    assert len(passed) <= 0.02 * len(mutated), [m["statement"] for m in passed]


def test_nearly_all_faithful_rewordings_pass() -> None:
    reworded = lines("rewordings.jsonl")
    assert len(reworded) >= 60
    stopped = {r["statement"]: lock(r["statement"], [PASSAGES[r["passage"]]]) for r in reworded}
    broken = {statement: [str(r) for r in reasons] for statement, reasons in stopped.items() if reasons}
    assert len(broken) <= 0.05 * len(reworded), broken


def test_every_sentence_of_a_passage_passes_against_it() -> None:
    for text in PASSAGES.values():
        for line in text.splitlines():
            body = line.strip(" •-").removesuffix(" 1")
            if body and "\t" not in body:
                assert not lock(body, [text]), (body, [str(r) for r in lock(body, [text])])


@pytest.mark.parametrize(
    ("statement", "passage", "kind", "named"),
    [
        ("The dose is 15 mg.", "The dose is 10 mg.", "number", "15 mg"),
        ("The dose is 10 g.", "The dose is 10 mg.", "unit", "10 g"),
        ("The dose is 10 mg once daily.", "The dose is 10 mg twice daily.", "number", "once daily"),
        (
            "Severe disease starts above 20 points.",
            "Severe disease starts at 20 points or more.",
            "comparator",
            "20 points",
        ),
        ("A score of 10 to 20 is moderate.", "A score of 10 to 19 is moderate.", "range", "10 to 19"),
        ("The drug does not lower the pressure.", "The drug lowers the pressure.", "negation", "not"),
        ("The rash is common.", "The rash is rare.", "opposite", "rare"),
        ("Give ixazomib.", "Give carfilzomib.", "name", "ixazomib"),
        ("The drug lowers the pressure.", "The drug may lower the pressure.", "qualifier", "may"),
    ],
)
def test_a_reason_says_what_is_missing(statement: str, passage: str, kind: str, named: str) -> None:
    reasons = lock(statement, [passage])
    assert kind in {r.kind for r in reasons} or (kind == "range" and {r.kind for r in reasons} <= {"range", "unit"})
    assert any(named in r.text for r in reasons), [str(r) for r in reasons]


@pytest.mark.parametrize(
    ("statement", "passage"),
    [
        ("The dose is 10 mg every 12 hours.", "The dose is 10 mg twice daily."),
        ("Treat for two weeks.", "Treat for 14 days."),
        ("Treat for 14 days.", "Treat for two weeks."),
        ("The limit is 500 micrograms.", "The limit is 0.5 mg."),
        ("Twenty per cent of patients relapse.", "20% of patients relapse."),
        ("One in five patients relapses.", "20% of patients relapse."),
        ("The count was 10^6 cells.", "The count was 10⁶ cells."),
        ("A total of 12,400 adults took part.", "A total of 12400 adults took part."),
        ("Patients aged 65 or older.", "Patients aged ≥65."),
        ("No more than 4 g a day.", "At most 4 g per day."),
        ("The temperature fell to -5 °C.", "The temperature fell to −5 °C."),
        ("An AFO makes walking safer.", "An ankle foot orthosis makes walking safer."),
        ("Kidney impairment is common.", "Renal impairment is common."),
    ],
)
def test_the_same_quantity_or_name_may_be_written_otherwise(statement: str, passage: str) -> None:
    assert not lock(statement, [passage]), [str(r) for r in lock(statement, [passage])]


def test_a_name_and_a_figure_of_two_bullets_make_no_third_claim() -> None:
    passage = "Doses:\n• Amoxicillin: 500 mg\n• Ceftriaxone: 1 g"
    assert not lock("The dose of ceftriaxone is 1 g.", [passage])
    assert lock("The dose of ceftriaxone is 500 mg.", [passage])


def test_what_a_heading_says_holds_for_the_passage_below() -> None:
    assert lock("In pregnancy, give labetalol 100 mg.", ["Give labetalol 100 mg."])
    assert not lock("In pregnancy, give labetalol 100 mg.", ["Give labetalol 100 mg."], ["Treatment in pregnancy"])


def test_exponents_are_no_reference_numbers_and_no_other_number() -> None:
    assert quantities(fold("10⁶ cells"))[0].values == (1_000_000.0,)
    assert quantities(fold("1.3 mg/m²"))[0].unit == "mg/m2"
    assert [q.text for q in quantities(fold("safer¹²"))] == []


def test_without_a_passage_nothing_holds() -> None:
    assert lock("The dose is 10 mg.", [])


def test_a_statement_is_checked_in_milliseconds() -> None:
    statements = [(m["statement"], PASSAGES[m["passage"]]) for m in lines("mutations.jsonl")]
    for statement, passage in statements:
        lock(statement, [passage])
    before = time.thread_time()
    for statement, passage in statements:
        lock(statement, [passage])
    assert (time.thread_time() - before) / len(statements) < 0.02


def test_threads_get_the_same_reasons() -> None:
    statements = [(m["statement"], PASSAGES[m["passage"]]) for m in lines("mutations.jsonl")[:60]]
    expected = [lock(s, [p]) for s, p in statements]
    seen: list[object] = []
    threads = [threading.Thread(target=lambda: seen.append([lock(s, [p]) for s, p in statements])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [expected] * 4


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120), st.lists(st.text(max_size=200), max_size=3))
def test_no_text_makes_it_fail(statement: str, passages: list[str]) -> None:
    assert isinstance(lock(statement, passages), tuple)


NUMERIC = st.text(alphabet="0123456789.,-–→/%^⁶² mgx≥<toonceandevery", max_size=60)


@settings(max_examples=300, deadline=None)
@given(NUMERIC, NUMERIC)
def test_no_heap_of_numbers_makes_it_fail(statement: str, passage: str) -> None:
    assert isinstance(lock(statement, [passage]), tuple)
