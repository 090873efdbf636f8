from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from chat.answers import Answer
from corpus.errors import Damaged, QuestionError
from eval.figures import FIGURES
from eval.gold import Case
from eval.journal import Journal, code, fingerprint
from eval.outputs import Answers
from eval.results import Results, results
from eval.run import Ask, Run
from eval.scoring import Ledgers, Scorer
from eval.settings import Setting, content
from tests.eval.scripted import COST, DOSE, KEPT, STATIN, STOPPED, THANKS, Containing, answer, case, evidence, said

CASES = [case("one", STATIN, DOSE, tags=("dose",)), case("two", COST), case("three", THANKS, STATIN)]
ANSWERS = {
    STATIN.question: answer(said("Simvastatin was withdrawn after four weeks.", STOPPED)),
    DOSE.question: answer(said("Pravastatin 40 mg was kept.", KEPT)),
    COST.question: answer(score=0.2),
    THANKS.question: answer(score=0.0),
}


class Scripted:
    """A desk that knows its lines; an exception among them is raised there."""

    def __init__(self, lines: dict[str, Answer | BaseException] | None = None) -> None:
        self.lines: dict[str, Answer | BaseException] = {**ANSWERS, **(lines or {})}
        self.conversations: list[list[str]] = []

    def __call__(self) -> Ask:
        asked: list[str] = []
        self.conversations.append(asked)

        def ask(question: str) -> Answer:
            asked.append(question)
            line = self.lines[question]
            if isinstance(line, BaseException):
                raise line
            return line

        return ask


def held(
    folder: Path, desk: Callable[[], Ask], *, cases: Sequence[Case] = CASES, resume: bool = False, file: str = "a.jsonl"
) -> Results:
    """One run with its journal and answers file in `folder`."""
    journal, answers, ledgers = Journal(folder / "journal"), Answers(folder / file), Ledgers(FIGURES, cases)
    run = Run(ledgers, journal, answers, now=iter(range(1_000_000)).__next__)
    try:
        if resume:
            run.resume()
        run.ask(cases, desk, Scorer(FIGURES, evidence(), Containing()))
    finally:
        journal.close()
        answers.close()
    return results(ledgers, "containing", {})


def value(found: Results, name: str) -> tuple[float | None, int, int]:
    estimate = next(estimate for figure, estimate in found.all.items() if figure.name == name)
    return estimate.interval.value, estimate.n, estimate.unscored


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_conversation_is_asked_in_order_and_no_two_share_one(tmp_path: Path) -> None:
    desk = Scripted()
    held(tmp_path, desk)
    assert desk.conversations == [[turn.question for turn in case.turns] for case in CASES]


def test_the_answers_file_has_one_answer_object_a_turn(tmp_path: Path) -> None:
    held(tmp_path, Scripted())
    written = lines(tmp_path / "a.jsonl")
    assert [(one["case"], one["turn"]) for one in written] == [
        ("one", 0),
        ("one", 1),
        ("two", 0),
        ("three", 0),
        ("three", 1),
    ]
    assert list(written[0])[:2] == ["case", "turn"]
    assert {key: written[0][key] for key in ANSWERS[STATIN.question].as_json()} == ANSWERS[STATIN.question].as_json()


def test_turns_that_count_in_no_figure_are_asked_and_not_scored(tmp_path: Path) -> None:
    found = held(tmp_path, Scripted())
    assert value(found, "seconds_p50")[1] == 4
    assert value(found, "nugget_recall") == (1.0, 3, 0)


def test_first_turns_follow_ups_tags_and_files_are_told_apart(tmp_path: Path) -> None:
    found = held(tmp_path, Scripted())
    nuggets = next(figure for figure in found.all if figure.name == "nugget_recall")
    assert (found.first_turns[nuggets].n, found.follow_ups[nuggets].n) == (1, 2)
    assert list(found.tags) == ["dose"]
    assert found.tags["dose"][nuggets].n == 2
    assert found.files["own.yaml"][nuggets].n == 3


@pytest.mark.parametrize("problem", [QuestionError("Too long."), ValueError("a bug")])
def test_a_turn_that_raises_is_unscored_and_counted_and_the_conversation_goes_on(
    tmp_path: Path, problem: Exception
) -> None:
    desk = Scripted({STATIN.question: problem})
    found = held(tmp_path, desk)
    assert value(found, "nugget_recall") == (1.0, 1, 2)
    assert value(found, "abstention_recall") == (1.0, 1, 0)
    assert desk.conversations[0] == [STATIN.question, DOSE.question]
    assert found.raised[0].startswith("one, turn 0: ")
    assert str(problem) in found.raised[0]
    told = lines(tmp_path / "a.jsonl")
    assert [(one["case"], one["turn"]) for one in told if one["case"] == "one"] == [("one", 0), ("one", 1)]
    assert len(told) == 5
    assert str(problem) in str(told[0].pop("error"))
    assert told[0] == {"case": "one", "turn": 0, "question": STATIN.question, "statements": [], "passages": []}


def test_a_conversation_with_a_turn_that_raised_is_not_asked_again(tmp_path: Path) -> None:
    lines = {STATIN.question: QuestionError("Too long."), COST.question: KeyboardInterrupt()}
    with pytest.raises(KeyboardInterrupt):
        held(tmp_path, Scripted({**lines}))
    desk = Scripted()
    held(tmp_path, desk, resume=True)
    assert desk.conversations == [[COST.question], [turn.question for turn in CASES[2].turns]]


def test_a_damaged_library_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        held(tmp_path, Scripted({COST.question: Damaged("The index is gone.")}))


def test_an_interrupted_run_goes_on_where_it_was_and_finds_the_same(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    whole = held(tmp_path / "whole", Scripted())
    with pytest.raises(KeyboardInterrupt):
        held(tmp_path, Scripted({THANKS.question: KeyboardInterrupt()}))
    desk = Scripted()
    found = held(tmp_path, desk, resume=True)
    assert desk.conversations == [[THANKS.question, STATIN.question]]
    assert found.all == whole.all
    assert (tmp_path / "a.jsonl").read_text() == (tmp_path / "whole" / "a.jsonl").read_text()


def test_a_torn_last_line_is_dropped_and_its_conversation_asked_again(tmp_path: Path) -> None:
    held(tmp_path, Scripted())
    for name in ("journal", "a.jsonl"):
        torn = (tmp_path / name).read_bytes()[:-20]
        (tmp_path / name).write_bytes(torn)
    desk = Scripted()
    found = held(tmp_path, desk, resume=True)
    assert desk.conversations == [[THANKS.question, STATIN.question]]
    assert value(found, "nugget_recall") == (1.0, 3, 0)
    assert len(lines(tmp_path / "a.jsonl")) == 5


def test_answers_are_asked_again_for_a_file_that_lacks_them(tmp_path: Path) -> None:
    """The journal alone does not have the answers: resuming into another file must not leave it half empty."""
    held(tmp_path, Scripted())
    desk = Scripted()
    held(tmp_path, desk, resume=True, file="b.jsonl")
    assert len(desk.conversations) == 3
    assert len(lines(tmp_path / "b.jsonl")) == 5


def test_answers_of_another_run_are_not_taken_for_those_of_this_one(tmp_path: Path) -> None:
    """As many lines of the same cases: only their words tell them apart."""
    held(tmp_path, Scripted())
    other = [
        {**one, "answer": "of another run"} if one["case"] == "two" else one for one in lines(tmp_path / "a.jsonl")
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in other))
    desk = Scripted()
    held(tmp_path, desk, resume=True)
    assert desk.conversations == [[COST.question]]
    assert "of another run" not in (tmp_path / "a.jsonl").read_text()


def test_what_decides_answers_beside_code_is_part_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.journal.__file__", str(tmp_path / "eval" / "journal.py"))
    prints = [code()]
    for name in ("chat/gate/weights.json", "chat/words/words.txt", "eval/run.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
        prints.append(code())
    assert len(set(prints)) == len(prints)
    for name in ("eval/report.html", "chat/gate/check.pyc"):
        (tmp_path / name).write_text("1")
    assert code() == prints[-1]


def test_a_folder_of_documents_is_told_by_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "papers" / "old").mkdir(parents=True)
    page, setting = tmp_path / "papers" / "old" / "a.txt", Setting(CASES, [tmp_path / "papers"])
    prints = []
    for words in ("one", "two"):
        page.write_text(words)
        prints.append(content(setting, tmp_path))
    page.rename(page.with_name("b.txt"))
    prints.append(content(setting, tmp_path))
    assert len(set(prints)) == 3


def test_without_resume_everything_is_asked_again(tmp_path: Path) -> None:
    held(tmp_path, Scripted())
    desk = Scripted()
    held(tmp_path, desk)
    assert len(desk.conversations) == 3
    assert len(lines(tmp_path / "a.jsonl")) == 5


def test_runs_of_other_questions_libraries_judges_and_engines_are_never_mixed() -> None:
    prints = [
        fingerprint(CASES, "exact", "extractive", "state"),
        fingerprint(CASES[:2], "exact", "extractive", "state"),
        fingerprint([case("one", STATIN)], "exact", "extractive", "state"),
        fingerprint(CASES, "lock", "extractive", "state"),
        fingerprint(CASES, "exact", "generative", "state"),
        fingerprint(CASES, "exact", "extractive", "other"),
    ]
    assert len(set(prints)) == len(prints)
    assert prints[0] == fingerprint(list(CASES), "exact", "extractive", "state")


def test_memory_stays_flat_over_five_thousand_turns(tmp_path: Path) -> None:
    """What is kept of 4,000 further turns is their numbers: a fiftieth of what their answers would take."""

    def grown(turns: int) -> int:
        many = [case(f"case-{number}", STATIN, COST) for number in range(turns // 2)]
        tracemalloc.start()
        ledgers, journal = Ledgers(FIGURES, many), Journal(tmp_path / f"journal-{turns}")
        Run(ledgers, journal).ask(many, Scripted(), Scorer(FIGURES, evidence(), Containing()))
        journal.close()
        held_now = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        return held_now

    each = (grown(600) - grown(100)) / 500
    assert each < 6_000, f"{each:.0f} bytes a turn"


def test_results_are_the_same_twice(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    first, second = held(tmp_path, Scripted()), held(tmp_path / "again", Scripted())
    assert first.all == second.all
    assert first.cheaters == second.cheaters
