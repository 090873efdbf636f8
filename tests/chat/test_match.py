from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from chat import match as module
from chat.asking import Put
from chat.match import REREAD, WITHIN, Match, holds, matches, read_through, reread
from chat.question import Question
from chat.reading import Reading
from chat.retrieve import retrieve


def ranked(text: str, read: Reading) -> list[Match]:
    question = Question.of(text, read.lexicon.worded)
    body = [one for one in retrieve(text, read) if one.passage.kind == "body"]
    put = Put(text)
    return matches(question, put, read_through(put, body, read), read)


def test_a_number_asked_about_picks_the_row_whose_range_holds_it(read: Reading) -> None:
    made = ranked("How bad is a Total Neuropathy Score of 14?", read)
    assert made[0].unit.own_words() == "Score 10-19: Moderate peripheral neuropathy"
    assert made[0].number == 1


def test_a_row_that_states_other_numbers_speaks_against_itself(read: Reading) -> None:
    made = ranked("How bad is a Total Neuropathy Score of 14?", read)
    by_words = {match.unit.own_words(): match.number for match in made if match.unit.kind == "item"}
    assert by_words["Score 1-9: Mild peripheral neuropathy"] == -1
    assert by_words["Score ≥20: Severe peripheral neuropathy"] == -1


def test_a_question_without_a_number_weighs_none(read: Reading) -> None:
    assert {match.number for match in ranked("What brace helps with foot drop?", read)} == {0.0}


@pytest.mark.parametrize(("text", "fits"), [("What does carfilzomib cost?", 0.0), ("What is carfilzomib for?", 1.0)])
def test_a_unit_fits_when_it_holds_the_kind_of_thing_asked_for(read: Reading, text: str, fits: float) -> None:
    (best,) = [m for m in ranked(text, read) if "carfilzomib" in m.unit.words() and m.unit.kind != "list"][:1]
    assert best.fits == fits


def test_features_keep_to_their_ranges_and_the_order_to_their_standing(read: Reading) -> None:
    made = ranked("What are the steps to lower the bortezomib dose?", read)
    assert [match.standing for match in made] == sorted((match.standing for match in made), reverse=True)
    for match in made:
        assert 0 <= match.coverage <= 1.0001 and 0 <= match.own_coverage <= match.coverage + 1e-9
        assert 0 <= match.fits <= 1 and match.number in (-1, 0, 1)


def test_a_question_with_no_words_matches_without_an_error(read: Reading) -> None:
    assert all(match.coverage == 0 for match in ranked("???", read))


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("Saliva clinic: Tuesdays, referral by letter", False),
        ("A cohort of 1990-2020; 5.5 to 7.0 mg; reduced by 20%", False),
        ("Ring 01632 960 123 at once", True),
        ("The haematologist is on bleep 4521", True),
        ("Write to ward@example.org", True),
    ],
)
def test_a_number_to_ring_or_an_address_is_told_from_other_figures(words: str, held: bool) -> None:
    assert holds("contact", words) is held


class Scripted:
    """A reader that is given what it says of each text."""

    def __init__(self, logits: Sequence[float]) -> None:
        self.logits = logits
        self.read = 0

    def reread(self, question: str, texts: Sequence[str], scores: Sequence[float]) -> np.ndarray:
        self.read = len(texts)
        return np.array(self.logits[: len(texts)])


def apart(read: Reading, *standings: float) -> list[Match]:
    """Some matches of which finding makes nothing, so that they stand by the answer model's logit alone."""
    some = ranked("What brace helps with foot drop?", read)[: len(standings)]
    return [
        replace(one, score=0.0, answering=at, standing=at, weighed=replace(one.weighed, alone=at, near=0.0, said=0.0))
        for one, at in zip(some, standings, strict=True)
    ]


def test_only_what_stands_near_the_best_is_read_again(read: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    for standings, expected in (([5.0, 4.0, 5.0 - WITHIN, 2.9], 3), ([5.0] * (REREAD + 3), REREAD), ([1.0], 1)):
        reader, before = Scripted([0.0] * 20), apart(read, *standings)
        with monkeypatch.context() as patched:
            patched.setattr(module, "answer_model", lambda reader=reader: reader)
            assert len(reread(Put("?"), before)) == len(standings)
        assert reader.read == expected
    assert reread(Put("?"), []) == []


def test_the_mean_of_both_readers_ranks_and_others_keep_their_distance(
    read: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = apart(read, 5.0, 4.5, 2.0, 1.5)
    monkeypatch.setattr(module, "answer_model", lambda: Scripted([-3.0, 4.5]))
    made = reread(Put("?"), before)
    assert [one.unit for one in made] == [before[1].unit, before[0].unit, before[2].unit, before[3].unit]
    assert [one.answering for one in made] == [4.5, 1.0, 2.0, 1.5], "what is not read again keeps its own logit"
    assert [one.standing for one in made] == [4.5, 1.0, -1.5, -2.0]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("This page is funded by the trust.", True),
        ("We accept no payment from makers of medicines.", True),
        ("The publisher accepts no liability for decisions.", False),
    ],
)
def test_who_pays_for_a_page_is_told_by_words_for_it(said: str, told: bool) -> None:
    assert holds("funder", said) is told
