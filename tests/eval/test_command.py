from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chat.answers import Answer
from corpus.errors import EmptyLibrary, GoldError, SettingsError
from corpus.library import Library
from eval.command import Outputs, Wishes, evaluate, settings
from eval.figures import FIGURES
from eval.journal import claimed
from eval.run import Begin
from eval.settings import Setting, of_dataset, own
from tests.eval.conftest import take_in
from tests.eval.killed import CASES as KILLED
from tests.eval.scripted import COST, DOSE, KEPT, STATIN, STOPPED, Containing, answer, case, said
from tests.eval.test_run import Scripted

CASES = [case("one", STATIN, DOSE, tags=("dose",)), case("two", COST), case("three", STATIN)]
GOLD = """\
- id: one
  split: dev
  turns:
  - {question: "Which statin was stopped?", answerable: true, evidence: ["was withdrawn after four weeks"],
     nuggets: [[simvastatin]]}
- id: two
  split: test
  turns:
  - {question: "What does it cost?", answerable: false}
"""
Eval = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(scripted_library: Path, tmp_path: Path) -> Eval:
    def evaluated(
        asked: list[Setting] | None = None,
        folder: Path | None = None,
        desk: Begin | None = None,
        outputs: Outputs | None = None,
        **wishes: Any,
    ) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        code = evaluate(
            asked or [Setting(CASES)],
            folder or scripted_library,
            Containing(),
            outputs,
            Wishes(journals=tmp_path / "journals", **wishes),
            ingest=take_in,
            door=lambda library: desk or Scripted(),
            out=out,
            err=err,
        )
        return code, out.getvalue(), err.getvalue()

    return evaluated


def figures(path: Path) -> Any:
    return json.loads(path.read_text())["figures"]


def gold(tmp_path: Path, text: str = GOLD) -> list[Setting]:
    path = tmp_path / "gold.yaml"
    path.write_text(text)
    return settings([path])


def test_figures_are_printed_and_nothing_else(run: Eval) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert out.startswith("Judge of support: containing\n")
    for figure in FIGURES:
        assert f"\n{figure.name} " in out


def test_the_figures_file_has_the_shape_of_the_contract(run: Eval, tmp_path: Path) -> None:
    run(outputs=Outputs(json=tmp_path / "f.json"))
    held = json.loads((tmp_path / "f.json").read_text())
    assert held["judge"] == "containing"
    assert set(held["figures"]) == {figure.name for figure in FIGURES} | {"startup_seconds", "peak_memory_mb"}
    nuggets = held["figures"]["nugget_recall"]
    assert nuggets["all"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 3, "unscored": 0}
    assert (nuggets["first_turns"]["n"], nuggets["follow_ups"]["n"], nuggets["tags"]["dose"]["n"]) == (2, 1, 2)
    assert held["figures"]["startup_seconds"]["all"]["value"] > 0
    assert held["figures"]["peak_memory_mb"]["all"]["value"] > 10
    for name in ("forbidden_rate", "startup_seconds", "peak_memory_mb"):
        assert held["figures"][name]["first_turns"]["value"] is None
    assert all(set(figure) == set(nuggets) for figure in held["figures"].values())


def test_two_runs_write_the_same_figures(run: Eval, tmp_path: Path) -> None:
    written = []
    for name in ("a", "b"):
        run(outputs=Outputs(json=tmp_path / name))
        held = figures(tmp_path / name)
        machine = ("startup_seconds", "peak_memory_mb", "seconds_p50", "seconds_p95")
        written.append({name: found for name, found in held.items() if name not in machine})
    assert written[0] == written[1]


def test_a_missed_threshold_ends_in_one_and_is_named(run: Eval) -> None:
    shy = Scripted({DOSE.question: answer(score=0.1)})
    code, _, err = run(desk=shy, fail_under=["nugget_recall=0.9", "abstention_recall=1", "seconds_p50=60"])
    assert code == 1
    assert err == "Missed: nugget_recall is 0.6667, below 0.9.\n"


def test_a_threshold_is_a_ceiling_where_less_is_better(run: Eval) -> None:
    wrong = Scripted({DOSE.question: answer(said("Simvastatin cures.", KEPT))})
    ceilings = {"unsupported_rate": 0.1, "forbidden_rate": 0, "statements": 0.5, "words": 2, "peak_memory_mb": 1}
    code, _, err = run(desk=wrong, fail_under=[f"{name}={value}" for name, value in ceilings.items()])
    assert code == 1
    assert [line.split()[1] for line in err.splitlines()] == list(ceilings)
    assert "above 0.1" in err


def test_a_threshold_is_missed_whether_or_not_anybody_reads_the_figures(
    run: Eval, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("eval.command.show", gone)
    assert run(fail_under=["nugget_recall=2"])[0] == 1


def test_a_threshold_on_what_cannot_be_computed_is_missed(run: Eval) -> None:
    code, _, err = run([Setting([case("two", COST)])], fail_under=["nugget_recall=0"])
    assert (code, err) == (1, "Missed: nugget_recall could not be computed (0 was asked for).\n")


@pytest.mark.parametrize(
    ("wish", "told"),
    [("nugget=1", "no figure 'nugget'"), ("mrr", "write mrr=NUMBER"), ("mrr=high", "write mrr=NUMBER"), ("=1", "''")],
)
def test_a_threshold_that_makes_no_sense_is_refused_before_the_first_question(run: Eval, wish: str, told: str) -> None:
    desk = Scripted()
    with pytest.raises(GoldError, match=told):
        run(desk=desk, fail_under=[wish])
    assert desk.conversations == []


@pytest.mark.parametrize("which", ["answers", "json", "report"])
def test_a_path_that_cannot_be_written_is_refused_before_the_first_question(
    run: Eval, tmp_path: Path, which: str
) -> None:
    desk = Scripted()
    for path in (tmp_path / "nowhere" / "file", tmp_path):
        with pytest.raises(GoldError, match=f"{path} cannot be written"):
            run(desk=desk, outputs=Outputs(**{which: path}))
    assert desk.conversations == []


def test_checking_a_path_leaves_nothing_and_changes_nothing(run: Eval, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("old")
    with pytest.raises(EmptyLibrary):
        run(folder=tmp_path / "empty", outputs=Outputs(answers=tmp_path / "a.jsonl", json=tmp_path / "old.json"))
    assert not (tmp_path / "a.jsonl").exists()
    assert (tmp_path / "old.json").read_text() == "old"


def test_evidence_that_is_not_in_the_library_is_refused_before_the_first_question(run: Eval, tmp_path: Path) -> None:
    desk = Scripted()
    (tmp_path / "a.jsonl").write_text("earlier answers")
    with pytest.raises(GoldError, match=r"gold.yaml, line 4, case one: .*'was withdrawn after five weeks'"):
        run(gold(tmp_path, GOLD.replace("four", "five")), desk=desk, outputs=Outputs(answers=tmp_path / "a.jsonl"))
    assert desk.conversations == []
    assert (tmp_path / "a.jsonl").read_text() == "earlier answers"


def test_only_the_split_that_was_named_is_asked(run: Eval, tmp_path: Path) -> None:
    desk = Scripted()
    run(gold(tmp_path), desk=desk, split="test")
    assert desk.conversations == [["What does it cost?"]]
    with pytest.raises(GoldError, match="No case has split: test"):
        run(split="test")
    with pytest.raises(GoldError, match="There is no case to ask"):
        run([Setting([])])


def test_documents_of_its_own_are_taken_into_a_library_that_is_thrown_away(run: Eval, tmp_path: Path) -> None:
    asked = [Setting(CASES, [tmp_path / "trial-7.txt"])]
    code, _, _ = run(asked, folder=tmp_path / "untouched")
    assert code == 0
    assert not (tmp_path / "untouched").exists()


def test_of_a_public_set_a_case_whose_evidence_is_lost_is_unscored_and_the_others_go_on(
    run: Eval, tmp_path: Path
) -> None:
    lost = case("lost", STATIN)
    lost = type(lost)("lost", (type(STATIN)("q", True, ("stands nowhere",), (("x",),)),), file="set")
    desk = Scripted()
    _, out, _ = run([Setting([lost, *CASES], [], forgiving=True)], desk=desk, outputs=Outputs(json=tmp_path / "f.json"))
    assert len(desk.conversations) == 3
    found = figures(tmp_path / "f.json")["nugget_recall"]["all"]
    assert (found["value"], found["n"], found["unscored"]) == (1.0, 3, 1)
    assert "lost, turn 0: set, line 0, case lost: no document of the library holds 'stands nowhere'" in out


def test_an_interrupted_run_is_resumed_and_leaves_nothing_behind(run: Eval, tmp_path: Path) -> None:
    files = Outputs(answers=tmp_path / "a.jsonl", json=tmp_path / "f.json")
    with pytest.raises(KeyboardInterrupt):
        run(desk=Scripted({COST.question: KeyboardInterrupt()}), outputs=files)
    desk = Scripted()
    _, _, err = run(desk=desk, outputs=files, resume=True)
    assert "Going on after 2 turns that are finished." in err
    assert desk.conversations == [[COST.question], [STATIN.question]]
    assert figures(tmp_path / "f.json")["nugget_recall"]["all"]["n"] == 3
    assert len((tmp_path / "a.jsonl").read_text().splitlines()) == 4
    assert list((tmp_path / "journals").glob("*.jsonl")) == []
    assert "Nothing to resume" in run(resume=True)[2]


def test_a_baseline_is_compared_turn_by_turn(run: Eval, tmp_path: Path) -> None:
    many = [Setting([case(f"case-{number}", STATIN if number % 2 else DOSE) for number in range(30)])]
    run(many, outputs=Outputs(json=tmp_path / "before.json"))
    code, out, _ = run(many, baseline=tmp_path / "before.json")
    assert code == 0
    assert out.endswith("No regression.\n")
    shy = Scripted({DOSE.question: answer(score=0.1)})
    code, out, _ = run(many, desk=shy, baseline=tmp_path / "before.json")
    assert code == 0, "a regression is told; --fail-under decides"
    assert "nugget_recall" in out.splitlines()[-1]
    line = next(line for line in out.split("Against the baseline")[1].splitlines() if line.startswith("nugget_recall"))
    assert line.split()[1:4] == ["1.000", "0.500", "-0.500"]
    assert line.endswith("REGRESSION")


def test_a_single_turn_that_moved_is_no_regression(run: Eval, tmp_path: Path) -> None:
    """One conversation of forty: the interval of the difference reaches zero."""
    once = type(STATIN)("Asked once?", True, STATIN.evidence, STATIN.nuggets)
    cases = [Setting([case(f"case-{number}", STATIN) for number in range(39)] + [case("once", once)])]
    good = {once.question: answer(said("Simvastatin was withdrawn after four weeks.", STOPPED))}
    run(cases, desk=Scripted(dict(good)), outputs=Outputs(json=tmp_path / "before.json"))
    _, out, _ = run(cases, desk=Scripted({once.question: answer(score=0.9)}), baseline=tmp_path / "before.json")
    assert "nugget_recall" not in out.splitlines()[-1]


def test_a_baseline_without_turns_is_compared_without_intervals(run: Eval, tmp_path: Path) -> None:
    bare = {"judge": "containing", "figures": {"mrr": {"all": {"value": 0.25, "low": 0.1, "high": 0.4, "n": 9}}}}
    (tmp_path / "bare.json").write_text(json.dumps(bare))
    _, out, _ = run(baseline=tmp_path / "bare.json")
    told = out.split("Against the baseline")[1]
    assert "no paired turns" in told
    assert told.endswith("Nothing could be paired.\n")
    assert "nugget_recall" not in told


def test_figures_of_another_judge_are_not_compared(run: Eval, tmp_path: Path) -> None:
    run(outputs=Outputs(json=tmp_path / "f.json"))
    held = json.loads((tmp_path / "f.json").read_text())
    (tmp_path / "f.json").write_text(json.dumps({**held, "judge": "llm:other"}))
    _, out, _ = run(baseline=tmp_path / "f.json")
    told = out.split("Against the baseline")[1]
    assert "citation_recall" not in told
    assert "'llm:other'" in told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"figures": {"mrr": 1}}',
        '{"figures": {"mrr": {"all": {"value": "x"}}}}',
        *(
            f'{{"figures": {{}}, "turns": [{{"case": "one", "turn": 0, "scores": {scores}}}]}}'
            for scores in ('{"mrr": 0.5}', '{"mrr": [1]}', '{"mrr": [NaN, 1]}', '{"mrr": "x"}', "[]")
        ),
    ],
)
def test_a_baseline_that_is_none_is_refused(run: Eval, tmp_path: Path, text: str) -> None:
    (tmp_path / "f.json").write_text(text)
    with pytest.raises(GoldError, match="is no figures file"):
        run(baseline=tmp_path / "f.json")
    with pytest.raises(GoldError, match="cannot be read"):
        run(baseline=tmp_path / "nowhere.json")


def test_the_own_sets_each_have_their_own_page() -> None:
    asked = own()
    assert len(asked) >= 3
    assert len({tuple(setting.documents or ()) for setting in asked}) == len(asked)
    assert all(path.is_file() for setting in asked for path in setting.documents or ())
    turns = [turn for setting in asked for case in setting.cases for turn in case.turns]
    assert len(turns) >= 180


def test_a_public_set_brings_its_documents(tmp_path: Path) -> None:
    paragraph = {
        "context": "Simvastatin was withdrawn after four weeks.",
        "qas": [{"id": 7, "question": "Which?", "answers": [{"text": "Simvastatin", "answer_start": 0}]}],
    }
    (tmp_path / "set.json").write_text(json.dumps({"data": [{"title": "t", "paragraphs": [paragraph]}]}))
    setting = of_dataset("squad", tmp_path)
    assert [text for _, text in setting.texts] == ["Simvastatin was withdrawn after four weeks."]
    assert setting.cases[0].file == "squad"
    with pytest.raises(GoldError):
        of_dataset("squad", tmp_path / "nowhere")


def test_answers_are_those_of_the_door(run: Eval, tmp_path: Path) -> None:
    """No side door: what is written is what the desk gave, number by number."""
    given: dict[str, Answer] = {DOSE.question: answer(said("Pravastatin 40 mg was kept.", KEPT), score=0.123)}
    run(desk=Scripted(dict(given)), outputs=Outputs(answers=tmp_path / "a.jsonl"))
    line = json.loads((tmp_path / "a.jsonl").read_text().splitlines()[1])
    assert {key: line[key] for key in line if key not in ("case", "turn")} == given[DOSE.question].as_json()


def test_the_scripted_library_is_a_real_one(scripted_library: Path) -> None:
    assert len(Library(scripted_library).snapshot().passages) == 4


def test_a_slower_machine_is_told_and_is_no_regression(run: Eval, tmp_path: Path) -> None:
    many = [Setting([case(f"case-{number}", STATIN) for number in range(10)])]
    run(many, outputs=Outputs(json=tmp_path / "before.json"))
    held = json.loads((tmp_path / "before.json").read_text())
    for turn in held["turns"]:
        turn["scores"]["seconds_p50"] = [-1.0, 1.0]
    (tmp_path / "before.json").write_text(json.dumps(held))
    _, out, _ = run(many, baseline=tmp_path / "before.json")
    assert re.search(r"^seconds_p50 .* slower$", out, re.MULTILINE)
    assert out.endswith("No regression.\n")


def test_a_killed_run_is_resumed_without_asking_twice(run: Eval, scripted_library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "journals"
    folder.mkdir()
    command = [sys.executable, "-m", "tests.eval.killed", str(scripted_library), str(folder)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2]) as process:
        deadline = time.monotonic() + 60
        while sum(path.read_bytes().count(b"\n") for path in folder.glob("*.jsonl")) < 3 + 2:
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.05)
        process.kill()
    desk = Scripted()
    _, _, err = run([Setting(KILLED)], desk=desk, outputs=Outputs(answers=folder / "a.jsonl"), resume=True)
    assert "Going on after 3 turns that are finished." in err
    assert desk.conversations == [[STATIN.question, COST.question]]
    assert len((folder / "a.jsonl").read_text().splitlines()) == 5


def test_answers_of_an_older_program_are_not_taken_over(run: Eval, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(desk=Scripted({COST.question: KeyboardInterrupt()}))
    monkeypatch.setattr("eval.command.code", lambda: "edited since")
    desk = Scripted()
    assert "Nothing to resume" in run(desk=desk, resume=True)[2]
    assert len(desk.conversations) == len(CASES)


def test_while_the_same_evaluation_runs_it_cannot_be_resumed_but_can_be_run(run: Eval, tmp_path: Path) -> None:
    folder = tmp_path / "journals"
    with claimed(folder, "a", resume=False) as held, claimed(folder, "a", resume=False) as other:
        assert held.path != other.path
        with pytest.raises(GoldError, match="is running"), claimed(folder, "a", resume=True):
            pass


def test_a_run_needs_no_place_for_its_journal(run: Eval, tmp_path: Path) -> None:
    (tmp_path / "journals").write_text("a file where the folder should be")
    assert run()[0] == 0


def test_an_option_that_would_be_passed_over_is_refused(tmp_path: Path) -> None:
    some, public = [tmp_path / "some"], ("squad", tmp_path)
    with pytest.raises(SettingsError, match="--limit"):
        settings([], limit=3)
    with pytest.raises(SettingsError, match="GOLD"):
        settings([], some)
    with pytest.raises(SettingsError, match="leave out"):
        settings(some, dataset=public)
    with pytest.raises(SettingsError, match="leave out"):
        settings([], some, dataset=public)
