"""Ties of a ranking go to the source whose word weighs more; nothing else changes it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat.retrieve import TIE, Retrieved, by_tier
from corpus.documents import Passage
from corpus.tiers import Tier, rank

TIERS: tuple[Tier, ...] = ("Guideline", "Research", "Article", "Record only")


def found(key: str, score: float, tier: Tier) -> Retrieved:
    return Retrieved(Passage(key, tier, "body", (), 0, 1, "a"), score, score, 0.0, ())


def tier_of(passage: Passage) -> Tier:
    return next(one for one in TIERS if one == passage.document)


def order(*some: Retrieved) -> list[str]:
    return [one.passage.key for one in by_tier(some, tier_of)]


def test_of_equal_passages_the_guidelines_comes_first_and_the_records_last() -> None:
    tied = [found(tier, 1.0, tier) for tier in ("Record only", "Article", "Research", "Guideline")]
    assert order(*tied) == ["Guideline", "Research", "Article", "Record only"]


def test_a_passage_that_answers_better_is_never_overtaken() -> None:
    better, near = found("better", 1.0, "Record only"), found("near", 1.0 - TIE / 2, "Guideline")
    worse = found("worse", 1.0 - 2 * TIE, "Guideline")
    assert order(worse, near, better) == ["near", "better", "worse"]


def test_equals_of_one_tier_stay_as_they_were_ranked() -> None:
    assert order(found("b", 1.0, "Article"), found("a", 1.0, "Article"), found("c", 0.999, "Article")) == [
        "b",
        "a",
        "c",
    ]


@given(st.lists(st.tuples(st.floats(0, 0.1), st.sampled_from(TIERS))))
def test_no_passage_stands_before_one_that_is_better_by_more_than_a_tie(some: list[tuple[float, Tier]]) -> None:
    given_ = [found(str(number), score, tier) for number, (score, tier) in enumerate(some)]
    ranked = by_tier(given_, tier_of)
    assert sorted(one.passage.key for one in ranked) == sorted(one.passage.key for one in given_)
    for at, one in enumerate(ranked):
        assert all(later.score - one.score <= TIE for later in ranked[at + 1 :])
        if at and ranked[at - 1].score < one.score:
            assert rank(tier_of(ranked[at - 1].passage)) <= rank(tier_of(one.passage))
