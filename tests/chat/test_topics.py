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
    assert [phrase.text for phrase in topics.of_kind("score")] == ["the Total Neuropathy Score"]
    assert topics.of_kind("") == []


def test_what_an_answer_named_is_meant_only_where_no_question_named_anything() -> None:
    answer = "Prefer ankle foot orthosis braces 150 mg [1]"
    assert names(Topics([("What helps?", answer, "")]))[0] == "ankle foot orthosis braces"
    assert names(Topics([("Is nintedanib safe?", answer, "")])) == ["nintedanib"]
    assert names(Topics([("Who is the publisher?", "Liverwell Guideline Society", "")])) == []


def test_no_figure_date_or_participle_is_a_topic() -> None:
    for said in ("4 February 2025", "Version 3.1 · Updated on 17 June 2024", "150 mg twice daily", "is it licensed"):
        assert not {"4 February 2025", "17 June 2024", "Version 3.1 · Updated", "150 mg", "licensed"} & set(
            names(Topics([(said, said, "")]))
        )


def test_an_amount_is_no_part_of_a_drugs_name() -> None:
    assert names(Topics([("He is on nintedanib 150 mg twice daily.", "", "")]))[0] == "nintedanib"


def test_a_filled_in_phrase_is_called_as_it_was_typed() -> None:
    turns = [("Which is better, bezafibrate?", "", ""), ("Is bezafibrate tablet licensed?", "", "Is it licensed?")]
    assert names(Topics(turns))[0] == "bezafibrate"


def test_an_abbreviation_comes_before_no_drug_in_lower_case() -> None:
    assert names(Topics([("Is colestyramine better than UDCA?", "", "")]))[0] == "colestyramine"


def test_names_are_told_by_their_capitals() -> None:
    topics = Topics([("Who was Marie Curie and what is radium?", "", "")])
    assert [phrase.text for phrase in topics.names()] == ["Marie Curie"]


def test_before_the_first_turn_there_is_no_topic() -> None:
    assert Topics([]).ranked() == [] and Topics([]).last == ""
