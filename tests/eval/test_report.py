from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.journal import Journal
from eval.report.plots import risk_coverage
from eval.report.write import write_report
from eval.results import Results
from tests.eval.scripted import COST, DOSE, KEPT, STATIN, THANKS, answer, case, said
from tests.eval.test_run import Scripted, held

HOSTILE = "<script>window.forged = 1</script><img src=x onerror='window.forged = 2'> {{ 7 * 7 }} $x^2$ </script>"
CASES = [
    case("one", STATIN, DOSE, tags=("dose", f'"><b onclick={HOSTILE}')),
    case("two", COST, file="other.yaml"),
    case("three", THANKS, replace(STATIN, question=HOSTILE), tags=("dose",)),
]
DESK = Scripted(
    {
        DOSE.question: answer(said("It cures everything.", KEPT), question=DOSE.question),
        HOSTILE: answer(said(HOSTILE, KEPT), question=HOSTILE, standalone=f"read {HOSTILE}"),
        COST.question: ValueError(HOSTILE),
    }
)


@pytest.fixture
def report(tmp_path: Path) -> tuple[Results, str]:
    found = held(tmp_path, DESK, cases=CASES)
    out = io.StringIO()
    write_report(replace(found, run={"startup_seconds": 1.5, "peak_memory_mb": None}), entries(tmp_path), out)
    return found, out.getvalue()


def entries(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    return Journal(folder / "journal").entries()


def test_it_asks_nothing_of_any_other_host(report: tuple[Results, str]) -> None:
    _, page = report
    assert "http://" not in page
    assert "https://" not in page
    assert not re.search(r"(src|href)\s*=\s*[\"']?(?!#)[^\s\"'>#]", re.sub(r"&lt;.*?&gt;", "", page))


def test_every_figure_and_every_turn_is_told(report: tuple[Results, str]) -> None:
    found, page = report
    for figure in found.all:
        assert f'<th scope="row">{figure.name}</th>' in page
    assert page.count('<details class="turn"') == 5
    assert "simvastatin / Zocor" in page
    assert "found at rank 1" in page
    assert "Pravastatin 40 mg was kept." in page, "the words that a statement cites"
    assert "2 of 2 nuggets missed" in page
    assert "not answered: ValueError" in page
    assert page.count("<svg") == 4
    assert ">3 scored turns." in page, "one counts in no figure, and one raised"


def test_a_conversation_that_counts_in_no_figure_has_its_file_and_tags(tmp_path: Path) -> None:
    found = held(tmp_path, Scripted(), cases=[case("one", STATIN), case("two", THANKS, tags=("kind",), file="b.yaml")])
    out = io.StringIO()
    write_report(replace(found, run={"startup_seconds": None, "peak_memory_mb": None}), entries(tmp_path), out)
    assert '<h3>two <span class="chip">b.yaml</span><span class="chip">kind</span></h3>' in out.getvalue()


def test_hostile_words_stay_words(report: tuple[Results, str]) -> None:
    _, page = report
    assert "<script>window" not in page
    assert "<img" not in page
    assert "{{ 7 * 7 }}" in page
    assert page.count("<script>") == 1


def test_two_reports_of_the_same_run_are_the_same(report: tuple[Results, str], tmp_path: Path) -> None:
    found, page = report
    again = io.StringIO()
    write_report(replace(found, run={"startup_seconds": 1.5, "peak_memory_mb": None}), entries(tmp_path), again)
    assert again.getvalue() == page


def test_risk_falls_with_coverage_as_on_paper() -> None:
    """Scores 0.9, 0.5, 0.5, 0.1 with losses 0, 1, 0, 1: a tie is covered at once."""
    coverage, risk = risk_coverage(np.array([[0.5, 1.0], [0.9, 0.0], [0.5, 0.0], [0.1, 1.0]]))
    assert coverage.tolist() == [0.25, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0.0, 1 / 3, 0.5])


CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser_it_filters_and_nothing_hostile_runs(
    report: tuple[Results, str], tmp_path: Path, scheme: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    (tmp_path / "report.html").write_text(report[1], "utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(color_scheme=scheme)
        said_aloud: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said_aloud.append(message.text))
        page.on("pageerror", lambda problem: said_aloud.append(str(problem)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "report.html").as_uri())
        assert page.evaluate("window.forged") is None
        assert page.locator("#shown").text_content() == "5 of 5 turns"
        page.get_by_label("Failures only").check()
        assert page.locator("#shown").text_content() == "3 of 5 turns"
        page.get_by_label("Follow-ups only").check()
        assert page.locator("#shown").text_content() == "2 of 5 turns"
        page.get_by_label("Failures only").uncheck()
        page.get_by_label("Follow-ups only").uncheck()
        page.locator("select[name=file]").select_option("other.yaml")
        assert page.locator("#shown").text_content() == "1 of 5 turns"
        page.locator("select[name=file]").select_option("")
        page.locator("select[name=tag]").select_option("dose")
        assert page.locator("#shown").text_content() == "4 of 5 turns"
        page.get_by_label("Words").fill("cures EVERYTHING")
        assert page.locator("#shown").text_content() == "1 of 5 turns"
        problems = Axe().run(page)
        browser.close()
    assert said_aloud == []
    assert asked == [(tmp_path / "report.html").as_uri()]
    assert problems.violations_count == 0, problems.generate_report()
