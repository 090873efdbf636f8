"""Judges by name, and `footnote check`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from corpus.errors import GoldError, SettingsError
from eval.check import check_file
from eval.judges import judge

PASSAGE = "Score 10-19: Moderate peripheral neuropathy"
SHARED = Path(__file__).parents[3] / "shared" / "data"


def test_exact_asks_for_the_words_and_the_lock_for_what_cannot_be() -> None:
    assert judge("exact").supports("Score 10-19: Moderate peripheral neuropathy.", [PASSAGE])
    assert not judge("exact").supports("A score of 10 to 19 means moderate peripheral neuropathy.", [PASSAGE])
    assert judge("lock").supports("A score of 10 to 19 means moderate peripheral neuropathy.", [PASSAGE])
    assert not judge("lock").supports("A score of 10 to 18 means moderate peripheral neuropathy.", [PASSAGE])


@pytest.mark.parametrize("name", ["exact", "lock", "support", "check", "lexical"])
def test_every_judge_scores_between_0_and_1_and_says_its_name(name: str) -> None:
    chosen = judge(name)
    assert chosen.name == name
    for statement in ("Score 10-19: Moderate peripheral neuropathy", "The price is 5 dollars.", ""):
        assert 0.0 <= chosen.score(statement, [PASSAGE]) <= 1.0


@pytest.mark.parametrize("name", ["", "nli:", "vibes"])
def test_an_unknown_judge_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(SettingsError, match="exact, lock, support"):
        judge(name)


def lines(folder: Path, *records: object) -> Path:
    path = folder / "statements.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records), "utf-8")
    return path


def test_check_writes_every_line_back_in_order_with_its_fields(tmp_path: Path) -> None:
    given: list[dict[str, object]] = [
        {"statement": "Score 10-19: Moderate peripheral neuropathy", "passages": [PASSAGE], "id": 7},
        {"statement": "Score 10-20: Moderate peripheral neuropathy", "passages": [PASSAGE], "note": {"kept": True}},
    ]
    out = io.StringIO()
    assert check_file(lines(tmp_path, "\ufeff" + json.dumps(given[0]), "", given[1]), out) == 2
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    assert first == {**given[0], "supported": True, "score": 1.0, "reasons": []}
    assert second["note"] == {"kept": True}
    assert second["supported"] is False
    assert "10-20" in second["reasons"][0]


@pytest.mark.parametrize(
    "bad",
    [
        "{not json",
        "[1, 2]",
        {"statement": "x"},
        {"statement": "", "passages": []},
        {"statement": "x", "passages": "text"},
        {"statement": "x", "passages": [1]},
    ],
)
def test_a_bad_line_is_refused_by_file_and_line(tmp_path: Path, bad: object) -> None:
    path = lines(tmp_path, {"statement": PASSAGE, "passages": [PASSAGE]}, bad)
    with pytest.raises(GoldError, match=r"statements\.jsonl, line 2"):
        check_file(path, io.StringIO())


def test_a_line_that_is_not_utf_8_is_named_and_those_before_it_are_written(tmp_path: Path) -> None:
    good = json.dumps({"statement": PASSAGE, "passages": [PASSAGE]}).encode()
    (tmp_path / "statements.jsonl").write_bytes(good + b"\n" + good.replace(b"Score", b"Sc\xf6re"))
    out = io.StringIO()
    with pytest.raises(GoldError, match=r"statements\.jsonl, line 2: not UTF-8"):
        check_file(tmp_path / "statements.jsonl", out)
    assert len(out.getvalue().splitlines()) == 1


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        check_file(tmp_path / "none.jsonl", io.StringIO())


@pytest.mark.skipif(not (SHARED / "wice-claim").is_dir(), reason="the folder ../shared/data is not there")
def test_the_lock_agrees_with_people_better_than_chance() -> None:
    from eval.labelled import read

    claims = read("attributionbench-dev", SHARED, [])[::10]
    right = [judge("lock").supports(c.statement, c.passages) == c.supported for c in claims]
    assert sum(right) / len(right) > 0.55
