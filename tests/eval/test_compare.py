"""This run against an earlier one: which turns may be compared at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.compare import Baseline, Difference, baseline, differences
from eval.gold import Case
from eval.results import Results, as_json
from tests.eval.scripted import COST, DOSE, STATIN, answer, case
from tests.eval.test_run import ANSWERS, Scripted, held

CASES = [case(f"case-{number}", (STATIN, DOSE, COST)[number % 3]) for number in range(12)]


def kept(found: Results, path: Path) -> Baseline:
    path.write_text(json.dumps(as_json(found)))
    return baseline(path)


def compared(found: Results, before: Baseline, name: str) -> Difference:
    return next(one for one in differences(found, before) if one.figure.name == name)


def rebuilt(case: Case) -> Case:
    return replace(case, line=9, turns=tuple(replace(turn, line=9) for turn in case.turns))


def edited(case: Case) -> Case:
    return replace(case, turns=tuple(replace(turn, nuggets=(("other",),)) for turn in case.turns))


@pytest.mark.parametrize(("change", "left"), [(rebuilt, 0), (edited, 4)])
def test_a_turn_whose_gold_was_edited_under_its_name_is_not_compared(
    tmp_path: Path, change: Callable[[Case], Case], left: int
) -> None:
    before = kept(held(tmp_path, Scripted(), cases=CASES), tmp_path / "f.json")
    cases = [change(one) if one.turns == (STATIN,) else one for one in CASES]
    found = held(tmp_path, Scripted(), cases=cases)
    assert before.edited(found) == left
    assert compared(found, before, "nugget_recall").n == 8 - left
    assert compared(found, before, "nugget_recall").interval.value == 0


def test_a_figures_file_that_does_not_tell_what_was_asked_is_compared_by_name(tmp_path: Path) -> None:
    found = held(tmp_path, Scripted(), cases=CASES)
    before = replace(kept(found, tmp_path / "f.json"), asked={})
    assert compared(found, before, "nugget_recall").n == 8


@pytest.mark.parametrize(("name", "n"), [("answerability_auroc", 8), ("seconds_p50", 8), ("nugget_recall", 8)])
def test_a_turn_that_one_run_alone_scored_has_no_value_of_zero_in_the_other(tmp_path: Path, name: str, n: int) -> None:
    """Of COST the earlier file lacks these scores: among ranks and times a zero would be made up."""
    found = held(tmp_path, Scripted(), cases=CASES)
    whole = kept(found, tmp_path / "f.json")
    costs = {one.id for one in CASES if one.turns == (COST,)}
    turns = {place: {} if place[0] in costs else scores for place, scores in whole.turns.items()}
    one = compared(found, replace(whole, turns=turns), name)
    assert one.n == n
    assert one.interval.value in (0, None)


def test_what_was_answered_then_and_is_declined_now_still_counts_in_a_share(tmp_path: Path) -> None:
    before = kept(held(tmp_path, Scripted(), cases=CASES), tmp_path / "f.json")
    shy = Scripted({**ANSWERS, DOSE.question: answer(score=0.1)})
    assert compared(held(tmp_path, shy, cases=CASES), before, "on_point").n == 8
