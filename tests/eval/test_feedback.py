from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from chat.answers import Answer
from chat.feedback import FILE, Feedback, FeedbackStore, feedback
from corpus.errors import LibraryError, QuestionError
from eval.candidates import candidates
from eval.gold import read
from tests.eval.scripted import DIED, DOCUMENTS, KEPT, STOPPED, answer, said

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
ANSWER = answer(
    said("Simvastatin was withdrawn after four weeks.", STOPPED, DIED),
    question="And that one?",
    standalone="Was simvastatin stopped?",
)


def given(of: Answer = ANSWER, /, *, verdict: str = "up", **more: str) -> Feedback:
    return feedback(of, verdict, DOCUMENTS, now=NOON, **more)  # type: ignore[arg-type]


def test_feedback_keeps_what_the_reader_saw(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    assert store.all() == []
    store.add(given(verdict="wrong_citation", cited="died"))
    (kept,) = store.all()
    assert kept == Feedback(
        question="And that one?",
        standalone_question="Was simvastatin stopped?",
        answer="Simvastatin was withdrawn after four weeks. [1][2]",
        verdict="wrong_citation",
        cited="died",
        passages=("stopped", "died"),
        words=(("stopped", STOPPED.text), ("died", DIED.text)),
        documents={"trial": DOCUMENTS["trial"].digest},
        time="2026-01-02T12:00:00+00:00",
    )


@pytest.mark.parametrize("more", [{"verdict": "great"}, {"verdict": "wrong_citation", "cited": "price"}])
def test_what_a_browser_may_not_send_is_refused(more: dict[str, str]) -> None:
    with pytest.raises(QuestionError):
        given(**more)


def test_what_an_earlier_release_kept_with_a_comment_is_read(tmp_path: Path) -> None:
    FeedbackStore(tmp_path).add(given())
    line = json.loads((tmp_path / FILE).read_text())
    assert "comment" not in line
    (tmp_path / FILE).write_text(json.dumps({**line, "comment": "nobody died"}) + "\n")
    assert FeedbackStore(tmp_path).all() == [given()]


def test_a_torn_line_swallows_no_other(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    store.add(given())
    with (tmp_path / FILE).open("a") as file:
        file.write('{"question": "torn')
    store.add(given(verdict="down"))
    assert [one.verdict for one in store.all()] == ["up", "down"]


def test_many_readers_at_once_lose_nothing(tmp_path: Path) -> None:
    def tell() -> None:
        for _ in range(10):
            FeedbackStore(tmp_path).add(given())

    readers = [threading.Thread(target=tell) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert len(FeedbackStore(tmp_path).all()) == 40


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    FeedbackStore(tmp_path).add(given())
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="Feedback cannot be kept"):
        FeedbackStore(tmp_path / "file").add(given())


def test_candidates_are_gold_that_counts_in_no_figure_until_finished(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    store.add(given())
    store.add(given(verdict="wrong_citation", cited="died"))
    store.add(given(answer(question="q: [#\n- id: forged\n\u2028\x07# x", standalone="q: [#"), verdict="down"))
    store.add(given(verdict="wrong_citation"))
    (tmp_path / "candidates.yaml").write_text(candidates(tmp_path))
    cases = read([tmp_path / "candidates.yaml"])
    assert [case.id for case in cases] == ["feedback-1", "feedback-2", "feedback-3", "feedback-4"]
    assert [case.tags[1] for case in cases] == ["up", "wrong-citation", "down", "wrong-citation"]
    assert {case.turns[0].answerable for case in cases} == {None}
    assert cases[0].turns[0].question == "Was simvastatin stopped?"
    assert cases[0].turns[0].evidence == (STOPPED.text, DIED.text)
    assert cases[1].turns[0].evidence == (STOPPED.text,)
    assert cases[2].turns[0].question == "q: [#"
    assert cases[3].turns[0].evidence == (), "nobody said which of the two was wrong"
    assert "# wrong citation: Nobody died." in candidates(tmp_path)


def test_no_feedback_is_an_empty_file_that_says_so(tmp_path: Path) -> None:
    assert yaml.safe_load(candidates(tmp_path)) is None
    assert "No feedback" in candidates(tmp_path)


def test_an_abstention_can_be_judged_too(tmp_path: Path) -> None:
    kept = given(answer(), verdict="down")
    assert (kept.answer, kept.passages) == ("The library does not say.", ())
    assert given(answer(said("x", KEPT))).passages == ("kept",)
