from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.lexical import LexicalIndex, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Score ≥20", ["score", "20", "≥20"]),
        ("score >= 20", ["score", "20", "≥20"]),
        ("Score 10-19: Moderate", ["score", "10", "19", "10-19", "moder"]),
        ("(1.3→1.0→0.7 mg/m²)", ["1.3", "1", "0.7", "mg", "m2", "mg/m2"]),
        ("0.7 mg/m2", ["0.7", "mg", "m2", "mg/m2"]),
        ("dose-dependent", ["dose", "depend", "dosedepend"]),
        ("COVID-19", ["covid", "19", "covid19"]),
        ("5mg/kg", ["5", "mg", "kg", "mg/kg"]),
        ("1000mg", ["1000", "mg"]),
        ("up to 20% of patients", ["up", "20", "20%", "patient"]),
        ("p<.05", ["p", "0.05", "<0.05"]),
        ("10⁶ cells", ["10^6", "cell"]),
        ("5×10⁻³", ["5", "10^-3"]),
        ("2½ tablets", ["2", "1", "2", "1/2", "tablet"]),
        ("the patient's", ["patient"]),
        ("What is it?", []),
        ("no relief, not without pain", ["no", "relief", "not", "without", "pain"]),
    ],
)
def test_the_terms_of_what_clinicians_write(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 µg", "5 μg"),
        ("ﬁbrosis", "fibrosis"),
        ("mg/m²", "MG/M2"),
        ("Sjögren’s", "sjogren's"),
        ("10⁶", "10^6"),
        ("dose–dependent", "dose-dependent"),
        ("soft\u00adhyphen", "softhyphen"),
        ("1,000", "1000"),
        ("0,7", "0.7"),
        ("neuropathies", "neuropathy"),
        ("CO₂", "co2"),
        ("≤ 5", "<=5"),
    ],
)
def test_two_ways_of_writing_one_thing_have_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(("one", "other"), [("10⁶", "106"), ("1.3", "13"), ("0.7", "7"), ("10-19", "1019")])
def test_two_different_numbers_have_different_terms(one: str, other: str) -> None:
    assert not set(terms(one)) & set(terms(other))


@given(st.text())
def test_any_text_has_terms_that_are_neither_empty_nor_spaced(text: str) -> None:
    assert all(term and not any(char.isspace() for char in term) for term in terms(text))


@given(st.text(), st.text())
def test_terms_do_not_depend_on_what_stands_in_another_line(one: str, other: str) -> None:
    separate = terms(one) + terms(other)
    assert terms(f"{one}\n.\n{other}") == separate


@given(st.lists(st.from_regex(r"[a-z]{3,9}", fullmatch=True), min_size=1, max_size=5))
def test_case_makes_no_difference(words: list[str]) -> None:
    assert terms(" ".join(words)) == terms(" ".join(words).upper())


@given(st.integers(0, 10**6), st.integers(1, 99))
def test_a_number_is_a_term_of_its_own_after_any_comparator(whole: int, decimals: int) -> None:
    number = f"{whole}.{decimals:02}1"
    for comparator in ("", "≥", "≤ ", ">", "< ", "~", "±", "="):
        assert number in terms(f"dose {comparator}{number} mg")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=12), st.text(max_size=20))
def test_a_saved_index_scores_like_the_one_that_was_built(texts: list[str], question: str) -> None:
    keys = [f"k{number}" for number in range(len(texts))]
    built = LexicalIndex.build(keys, texts)
    with tempfile.TemporaryDirectory() as folder:
        built.save(Path(folder))
        loaded = LexicalIndex.load(Path(folder))
    assert loaded.keys == tuple(keys)
    assert loaded.scores(question).tolist() == built.scores(question).tolist()
    assert loaded.search(question, 1_000) == built.search(question, 1_000)


def test_a_search_ranks_by_score_and_leaves_out_what_shares_no_term() -> None:
    index = LexicalIndex.build(["a", "b", "c"], ["statin pain", "orthosis", "statin statin pain pain"])
    found = index.search("statin pain", 100)
    assert [key for key, _ in found] == ["c", "a"]
    assert found[0][1] > found[1][1] > 0
    assert index.scores("statin pain")[1] == 0
    assert index.search("statin pain", 1) == found[:1]
    assert index.search("statin", 0) == []


def test_equal_scores_keep_the_order_of_the_corpus() -> None:
    index = LexicalIndex.build(["c", "a", "b"], ["pain"] * 3)
    assert [key for key, _ in index.search("pain", 3)] == ["c", "a", "b"]


def test_a_broken_file_is_an_error_and_not_an_empty_index(tmp_path: Path) -> None:
    LexicalIndex.build(["a"], ["statin"]).save(tmp_path)
    (tmp_path / "vocab.index.json").write_text("{")
    with pytest.raises(ValueError):
        LexicalIndex.load(tmp_path)
