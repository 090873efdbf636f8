"""The gate as a statement meets it, with the real embedding model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chat.gate import check
from chat.gate.support import NAMES, coefficients, support, threshold

HERE = Path(__file__).parent
PASSAGES: dict[str, str] = json.loads((HERE / "gate_passages.json").read_text("utf-8"))
REWORDED = [json.loads(line) for line in (HERE / "rewordings.jsonl").read_text("utf-8").splitlines()]


def test_nearly_all_faithful_rewordings_are_supported() -> None:
    verdicts = {r["statement"]: check(r["statement"], [PASSAGES[r["passage"]]]) for r in REWORDED[::3]}
    fallen = {s: (v.score, [str(r) for r in v.reasons]) for s, v in verdicts.items() if not v.supported}
    assert len(fallen) <= 0.05 * len(verdicts), fallen


def test_the_same_statements_are_not_supported_by_another_subject() -> None:
    names = list(PASSAGES)
    for r in REWORDED[::9]:
        other = PASSAGES[names[(names.index(r["passage"]) + 3) % len(names)]]
        assert not check(r["statement"], [other]).supported
        assert support(r["statement"], [other]) < threshold()


def test_verbatim_words_need_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.gate.verdict.support", lambda *given: pytest.fail("the model was asked"))
    text = PASSAGES["falls"].splitlines()[2]
    assert check(text, [PASSAGES["falls"]]).score == 1.0


def test_a_broken_lock_is_never_supported_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.gate.verdict.support", lambda *given: 1.0)
    verdict = check("Latanoprost lowers intraocular pressure by 35–40%.", [PASSAGES["eye"]])
    assert not verdict.supported
    assert verdict.score < threshold()
    assert any("35-40%" in reason.text for reason in verdict.reasons)


@pytest.mark.parametrize("passages", [[], [""], ["   "]])
def test_a_statement_without_anything_cited_is_not_supported(passages: list[str]) -> None:
    verdict = check("Latanoprost is used once daily.", passages)
    assert not verdict.supported
    assert verdict.reasons


@pytest.mark.parametrize("statement", ["", "…", "[1]", "\x00"])
def test_an_empty_statement_is_not_supported(statement: str) -> None:
    assert not check(statement, [PASSAGES["eye"]]).supported


def test_the_coefficients_say_what_they_were_fitted_on() -> None:
    held = json.loads((HERE.parents[1] / "chat" / "gate" / "support_coefficients.json").read_text("utf-8"))
    assert set(held["features"]) == set(NAMES)
    assert all(len(fitted["sha256"]) == 64 for fitted in held["fitted_on"].values())
    assert 0 < coefficients().threshold < 1
