"""Every figure on answers small enough to be scored on paper."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from chat.answers import Answer
from eval.bootstrap import Draws
from eval.figures import FIGURES
from eval.figures.base import Figure, Share
from eval.gold import Turn
from eval.judging import Judge
from eval.ledger import Estimate, Ledger, Place, scores
from eval.pools import aurc, auroc, quantile, ratio
from eval.scene import scene
from tests.eval.scripted import (
    COST,
    DIED,
    DOSE,
    KEPT,
    PRICE,
    STATIN,
    STOPPED,
    THANKS,
    Containing,
    answer,
    evidence,
    said,
)

RIGHT = answer(said("Simvastatin was withdrawn after four weeks.", STOPPED))
HALF = answer(said("Simvastatin was withdrawn", STOPPED), said("Nobody died.", DIED))
NONE = answer(score=0.1)


def figure(name: str) -> Figure:
    return next(one for one in FIGURES if one.name == name)


def share(name: str, turn: Turn, given: Answer, judge: Judge | None = None, seconds: float = 0.0) -> Share | None:
    seen = scene(turn, given, evidence().gold(turn), seconds, judge or Containing())
    return scores(seen, FIGURES)[name]


def estimates(turns: Sequence[tuple[Turn, Answer]]) -> dict[str, Estimate]:
    ledger = Ledger(FIGURES)
    for number, (turn, given) in enumerate(turns):
        seen = scene(turn, given, evidence().gold(turn), number / 10, Containing())
        ledger.add(Place(f"case-{number}", 0, "own.yaml", (), number), scores(seen, FIGURES))
    return {one.name: estimate for one, estimate in ledger.table().estimates().items()}


def values(turns: Sequence[tuple[Turn, Answer]]) -> dict[str, float | None]:
    return {name: estimate.interval.value for name, estimate in estimates(turns).items()}


def test_every_name_of_the_contract_is_a_figure() -> None:
    assert [one.name for one in FIGURES] == [
        "recall_at_1",
        "recall_at_3",
        "recall_at_5",
        "recall_at_10",
        "ndcg_at_10",
        "mrr",
        "nugget_recall",
        "evidence_citation_rate",
        "on_point",
        "citation_recall",
        "citation_precision",
        "unsupported_rate",
        "abstention_precision",
        "abstention_recall",
        "abstention_f1",
        "answerability_auroc",
        "aurc",
        "forbidden_rate",
        "statements",
        "words",
        "seconds_p50",
        "seconds_p95",
    ]
    assert all(one.description.endswith(".") for one in FIGURES)


def test_retrieval_is_scored_against_every_passage_that_holds_evidence() -> None:
    both = Turn("q", True, ("Pravastatin 40 mg was kept", "Nobody died"), (("x",),))
    ranked = answer(ranking=(STOPPED, KEPT, PRICE, DIED))
    assert share("recall_at_1", both, ranked) == Share(0.0)
    assert share("recall_at_3", both, ranked) == Share(0.5)
    assert share("recall_at_5", both, ranked) == Share(1.0)
    assert share("mrr", both, ranked) == Share(0.5)
    gained = share("ndcg_at_10", both, ranked)
    assert gained is not None
    assert gained.part == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3)))


def test_an_empty_ranking_finds_nothing() -> None:
    assert share("mrr", STATIN, answer(ranking=())) == Share(0.0)


def test_evidence_that_the_splitter_cut_in_two_is_missed() -> None:
    halved = Turn("q", True, ("was kept. Nobody died.",), (("x",),))
    assert share("recall_at_10", halved, RIGHT) == Share(0.0)


def test_a_nugget_is_hit_by_any_of_its_wordings_whatever_case_and_white_space() -> None:
    assert share("nugget_recall", STATIN, answer(said("ZOCOR, for a\n month", STOPPED))) == Share(1.0)
    assert share("nugget_recall", STATIN, HALF) == Share(0.5)
    assert share("nugget_recall", STATIN, NONE) == Share(0.0)


def test_a_nugget_must_stand_in_one_statement() -> None:
    broken = answer(said("for four", STOPPED), said("weeks", STOPPED))
    assert share("nugget_recall", STATIN, broken) == Share(0.0)


def test_citing_the_evidence_and_resting_on_it_are_two_things() -> None:
    assert share("evidence_citation_rate", STATIN, HALF) == Share(1.0)
    assert share("on_point", STATIN, HALF) == Share(1, 2)
    beside = answer(said("Nobody died.", DIED))
    assert share("evidence_citation_rate", STATIN, beside) == Share(0.0)
    assert share("evidence_citation_rate", STATIN, NONE) == Share(0.0)


def test_on_point_is_over_the_statements_of_answered_turns() -> None:
    found = estimates([(STATIN, RIGHT), (STATIN, HALF), (STATIN, NONE), (COST, RIGHT)])["on_point"]
    assert found.interval.value == pytest.approx(2 / 3)
    assert (found.n, found.unscored) == (2, 0)


def test_citations_are_scored_as_alce_scores_them() -> None:
    """One statement held by either passage alone, one by neither: half is supported, one in three useful."""
    given = answer(said("Pravastatin 40 mg was kept.", KEPT, DIED), said("It cures.", PRICE))
    assert share("citation_recall", DOSE, given) == Share(0.5)
    assert share("citation_precision", DOSE, given) == Share(1 / 3)
    assert share("unsupported_rate", DOSE, given) == Share(1, 2)


def test_a_citation_without_which_the_others_fail_is_useful() -> None:
    class Together:
        name = "together"

        def supports(self, statement: str, passages: Sequence[str]) -> bool:
            return len(passages) == 2

    given = answer(said("Both are needed.", KEPT, DIED))
    assert share("citation_precision", DOSE, given, Together()) == Share(1.0)


def test_unsupported_statements_count_on_unanswerable_turns_too() -> None:
    found = values([(STATIN, HALF), (COST, answer(said("It costs 5.", PRICE)))])
    assert found["unsupported_rate"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("nonsense", ["maybe", None, RuntimeError("no answer")])
def test_a_judge_that_fails_leaves_the_turn_unscored_and_counted(nonsense: object) -> None:
    class Broken:
        name = "broken"

        def supports(self, statement: str, passages: Sequence[str]) -> bool:
            if isinstance(nonsense, Exception):
                raise nonsense
            return nonsense  # type: ignore[return-value]

    for name in ("citation_recall", "citation_precision", "unsupported_rate"):
        assert share(name, STATIN, RIGHT, Broken()) is None
    assert share("nugget_recall", STATIN, RIGHT, Broken()) == Share(1.0)


def test_abstention_is_scored_against_what_the_library_cannot_answer() -> None:
    """Three abstentions, one of them right; two unanswerable turns."""
    found = values([(COST, NONE), (COST, RIGHT), (STATIN, NONE), (DOSE, NONE), (STATIN, RIGHT)])
    assert found["abstention_precision"] == pytest.approx(1 / 3)
    assert found["abstention_recall"] == pytest.approx(1 / 2)
    assert found["abstention_f1"] == pytest.approx(2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2))


def test_the_score_is_measured_by_rank_with_ties_counting_half() -> None:
    turns = [(STATIN, answer(score=one)) for one in (0.9, 0.5)] + [(COST, answer(score=one)) for one in (0.5, 0.1)]
    assert values(turns)["answerability_auroc"] == pytest.approx(3.5 / 4)


def test_risk_coverage_takes_the_surest_turns_first() -> None:
    """Losses 0, 1/2, 1 in falling order of score: risks 0, 1/4, 1/2."""
    sure, unsure = answer(*RIGHT.statements, score=0.9), answer(*HALF.statements, score=0.6)
    assert values([(STATIN, unsure), (COST, NONE), (STATIN, sure)])["aurc"] == pytest.approx((0 + 1 / 4 + 1 / 2) / 3)


def test_tied_scores_share_their_loss() -> None:
    pairs = np.array([[0.5, 1.0], [0.5, 0.0]])
    assert aurc(pairs, np.ones((1, 2)))[0] == pytest.approx(0.5)
    assert aurc(pairs[::-1], np.ones((1, 2)))[0] == pytest.approx(0.5)


def test_forbidden_strings_count_where_some_are_named() -> None:
    found = estimates([(DOSE, RIGHT), (DOSE, answer(said("Pravastatin.", KEPT))), (STATIN, RIGHT)])["forbidden_rate"]
    assert (found.interval.value, found.n) == (0.5, 2)


def test_length_is_that_of_the_answers_given() -> None:
    found = values([(STATIN, HALF), (STATIN, NONE)])
    assert (found["statements"], found["words"]) == (2.0, 5.0)


def test_seconds_are_quantiles_of_the_runs_own_clock() -> None:
    found = values([(STATIN, RIGHT)] * 20)
    assert found["seconds_p50"] == pytest.approx(0.9)
    assert found["seconds_p95"] == pytest.approx(1.8)


def test_a_turn_asked_for_the_conversations_sake_counts_nowhere() -> None:
    seen = scene(THANKS, RIGHT, evidence().gold(THANKS), 1.0, Containing())
    assert scores(seen, FIGURES) == {}


def test_a_figure_that_nothing_counts_in_has_no_value() -> None:
    found = estimates([(COST, NONE)])["nugget_recall"]
    assert found.as_json() == {"value": None, "low": None, "high": None, "n": 0, "unscored": 0}


def test_weights_are_repetitions() -> None:
    """Every pool gives for a weight of two what it gives for the turn twice."""
    rng = np.random.default_rng(1)
    pairs = np.column_stack([rng.integers(0, 4, 12) / 4, rng.integers(0, 2, 12)]).astype(float)
    weights = rng.integers(0, 3, (5, 12)).astype(float)
    for pool in (ratio, auroc, aurc, quantile(0.5), quantile(0.95)):
        for one in weights:
            repeated = np.repeat(pairs, one.astype(int), axis=0)
            expected = pool(repeated, np.ones((1, len(repeated))))
            assert pool(pairs, one[None, :]) == pytest.approx(expected, nan_ok=True)


def test_auroc_is_that_of_scipy() -> None:
    rng = np.random.default_rng(2)
    scored, positive = rng.integers(0, 10, 200) / 10, rng.integers(0, 2, 200)
    found = auroc(np.column_stack([scored, positive]), np.ones((1, 200)))[0]
    u = mannwhitneyu(scored[positive == 1], scored[positive == 0]).statistic
    assert found == pytest.approx(u / (positive.sum() * (1 - positive).sum()))


def test_an_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    """A coin of 0.3 in 200 draws of 60: nineteen in twenty intervals, give or take the luck of 200."""
    rng = np.random.default_rng(3)
    draws, everything = Draws(np.arange(60)), np.ones(60, dtype=np.bool_)
    covered = 0
    for _ in range(200):
        pairs = np.column_stack([rng.random(60) < 0.3, np.ones(60)]).astype(float)
        found = draws.interval(ratio, pairs, everything)
        covered += found.low is not None and found.high is not None and found.low <= 0.3 <= found.high
    assert 175 <= covered <= 199


def test_turns_of_one_conversation_are_drawn_together() -> None:
    """Twenty conversations of ten turns that all fail or all succeed tell no more than twenty turns."""
    pairs = np.column_stack([np.repeat(np.arange(20) % 2, 10), np.ones(200)]).astype(float)
    everything = np.ones(200, dtype=np.bool_)
    together = Draws(np.repeat(np.arange(20), 10)).interval(ratio, pairs, everything)
    apart = Draws(np.arange(200)).interval(ratio, pairs, everything)
    assert together.low is not None and together.high is not None and apart.low is not None and apart.high is not None
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_one_conversation_has_no_interval() -> None:
    found = Draws(np.zeros(3, dtype=np.int64)).interval(ratio, np.ones((3, 2)), np.ones(3, dtype=np.bool_))
    assert (found.value, found.low, found.high) == (1.0, None, None)
