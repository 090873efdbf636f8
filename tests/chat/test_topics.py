from __future__ import annotations

from chat.topics import Topics


def names(topics: Topics) -> list[str]:
    return [phrase.text for phrase in topics.ranked()]


def test_what_was_asked_about_last_is_the_likeliest_topic() -> None:
    topics = Topics([("What is dexamethasone?", "", ""), ("What is an ankle foot orthosis?", "", "")])
    assert set(names(topics)) >= {"dexamethasone", "ankle foot orthosis"}
    later = Topics(
        [("Hello?", "", ""), ("What is dexamethasone?", "", ""), ("What is an ankle foot orthosis?", "", "")]
    )
    assert names(later)[0] == "ankle foot orthosis"


def test_what_comes_up_again_and_again_outweighs_what_was_named_once() -> None:
    topics = Topics([
        ("What is foot drop?", "", ""),
        ("Who treats foot drop?", "", ""),
        ("Does surgery help with foot drop?", "", ""),
    ])  # fmt: skip
    assert names(topics)[0] == "foot drop"


def test_a_noun_that_only_says_what_is_asked_is_no_topic() -> None:
    assert "side effects" not in names(Topics([("What are the side effects of carfilzomib?", "", "")]))


def test_that_score_finds_the_score_that_was_named() -> None:
    topics = Topics([("What is the Total Neuropathy Score of bortezomib users?", "", "")])
    assert [phrase.text for phrase in topics.of_kind("score")] == ["Total Neuropathy Score"]
    assert topics.of_kind("") == []


def test_the_last_answers_own_phrases_can_be_meant_too() -> None:
    topics = Topics([("What helps walking?", "An ankle foot orthosis is recommended [1]", "")])
    assert "ankle foot orthosis" in names(topics)


def test_names_are_told_by_their_capitals() -> None:
    topics = Topics([("Who was Marie Curie and what is radium?", "", "")])
    assert [phrase.text for phrase in topics.names()] == ["Marie Curie"]


def test_before_the_first_turn_there_is_no_topic() -> None:
    assert Topics([]).ranked() == [] and Topics([]).last == ""
