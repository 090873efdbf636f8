from __future__ import annotations

from pathlib import Path

import pytest

from eval.cheaters import CHEATERS
from eval.figures.base import Figure
from eval.results import Results
from tests.eval.scripted import COST, DOSE, KEPT, PRICE, STATIN, STOPPED, answer, case, said
from tests.eval.test_run import Scripted, held

CASES = [case("one", STATIN, DOSE), case("two", COST), case("three", STATIN)]


def value(found: Results, system: str, name: str) -> float | None:
    estimates = found.all if system == "footnote" else found.cheaters[system]
    return next(estimate.interval.value for figure, estimate in estimates.items() if figure.name == name)


def figure(found: Results, name: str) -> Figure:
    return next(figure for figure in found.all if figure.name == name)


def test_none_of_them_beats_an_honest_engine_on_the_headline(tmp_path: Path) -> None:
    found = held(tmp_path, Scripted(), cases=CASES)
    assert found.headline is not None
    assert found.headline > 0.9
    for name, theirs in found.cheaters_headline.items():
        assert theirs is not None and theirs < found.headline, name


def test_each_fails_where_it_cheats(tmp_path: Path) -> None:
    found = held(tmp_path, Scripted(), cases=CASES)
    assert value(found, "refuse-everything", "nugget_recall") == 0
    assert value(found, "answer-everything", "abstention_recall") == 0
    assert value(found, "copy-the-question", "citation_recall") == 0
    precision = value(found, "cite-everything", "citation_precision")
    assert precision == pytest.approx(1 / 4), "one of its four citations is to the point"


def test_a_figure_that_a_cheater_wins_says_so(tmp_path: Path) -> None:
    """The description comes from the run: it must not be there when nobody wins."""
    honest = held(tmp_path, Scripted(), cases=CASES)
    assert "cite-everything" not in honest.description(figure(honest, "evidence_citation_rate"))
    shy = answer(said("Pravastatin 40 mg was kept.", KEPT), ranking=(STOPPED, PRICE, KEPT))
    beaten = held(tmp_path, Scripted({STATIN.question: shy}), cases=CASES)
    told = beaten.description(figure(beaten, "evidence_citation_rate"))
    assert "Not to be trusted alone: here it is better for answer-everything, cite-everything and" in told
    assert beaten.description(figure(beaten, "words")) == figure(beaten, "words").description


def test_they_answer_from_the_engines_own_ranking(tmp_path: Path) -> None:
    given = answer(said("Pravastatin 40 mg was kept.", KEPT), ranking=(PRICE, KEPT), standalone="Which one was kept?")
    made = {name: cheat(given) for name, cheat in CHEATERS.items()}
    assert all(one.passages == given.passages for one in made.values())
    assert made["refuse-everything"].abstained
    assert made["answer-everything"].statements[0].text == PRICE.text
    assert made["cite-everything"].statements[0].citations == ("price", "kept")
    assert made["copy-the-question"].statements[0].text == "Which one was kept?"


def test_with_nothing_found_they_have_nothing_to_say() -> None:
    assert all(cheat(answer(ranking=())).abstained for cheat in CHEATERS.values())
