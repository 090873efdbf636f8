"""The real engine on the project's own questions, as `footnote eval` asks them."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.library import Library
from eval.command import Outputs, Wishes, evaluate
from eval.judges import judge
from eval.settings import own
from ingest.ingest import ingest

EVERY = 5
"""Every fifth conversation: the sets go by subject, and their first cases have no unanswerable turn at all."""


def take_in(library: Library, paths: Sequence[Path]) -> None:
    for outcome in ingest(library, paths):
        if outcome.status == "unreadable":
            raise SourceError(outcome.why)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a run over the dev cases wrote."""
    folder = tmp_path_factory.mktemp("own")
    asked = [
        replace(setting, cases=[case for case in setting.cases if case.split == "dev"][::EVERY]) for setting in own()
    ]
    files = Outputs(folder / "answers.jsonl", folder / "figures.json", folder / "report.html")
    wishes = Wishes(journals=folder / "journals")
    evaluate(
        asked, folder / "library", judge("exact"), files, wishes, ingest=take_in, out=io.StringIO(), err=io.StringIO()
    )
    return folder


def test_no_cheater_beats_the_engine_on_the_headline_figures_taken_together(run: Path) -> None:
    headline = json.loads((run / "figures.json").read_text())["headline"]
    engine = headline.pop("footnote")
    assert len(headline) == 4
    for name, reached in headline.items():
        assert reached < engine, name


def test_the_sample_can_tell_an_engine_from_a_cheater(run: Path) -> None:
    """Without both kinds of turn a headline figure has nothing to rest on."""
    figures = json.loads((run / "figures.json").read_text())["figures"]
    assert figures["abstention_recall"]["all"]["n"] >= 8
    assert figures["nugget_recall"]["all"]["n"] >= 20


def test_nothing_is_left_unscored(run: Path) -> None:
    held = json.loads((run / "figures.json").read_text())
    assert held["raised"] == []
    assert {name for name, slices in held["figures"].items() if slices["all"]["unscored"]} == set()


def test_every_answer_is_written_with_where_it_belongs(run: Path) -> None:
    written = [json.loads(line) for line in (run / "answers.jsonl").read_text().splitlines()]
    asked = [
        (case.id, number)
        for setting in own()
        for case in [case for case in setting.cases if case.split == "dev"][::EVERY]
        for number, _ in enumerate(case.turns)
    ]
    assert [(one["case"], one["turn"]) for one in written] == asked
