"""What holds of every document, however it is laid out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import SourceError
from ingest.split import split
from tests.ingest.reading import check, documented

DATA = Path(__file__).parents[3] / "shared" / "data"

WORDS = """
    pain Rest walking 5 mg 1.5 (3) [2] [1,4-6] e.g. vs. al. grade 3 ≥20 10⁶ m² neuropathy: dose; The In 1 2. — “a” § λ
"""
WORD = st.sampled_from(WORDS.split())
SENTENCE = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(WORD, min_size=1, max_size=12),
    st.sampled_from([".", ":", "", "?", " 1"]),
)
GLYPH = st.sampled_from(["• ", "- ", "  - ", "    o ", "1. ", "2. ", "a) ", "(b) ", "** ", "\t• ", "[1] ", "3 "])
LINE = st.one_of(
    SENTENCE,
    st.builds(lambda glyph, words: glyph + words, GLYPH, SENTENCE),
    st.builds(lambda cells: " | ".join(cells), st.lists(SENTENCE, min_size=2, max_size=4)),
    st.builds(lambda cells: "\t".join(cells), st.lists(SENTENCE, min_size=2, max_size=3)),
    st.sampled_from(["", "", "HEADING", "References", "2.1 Dosing", "=====", "---", "Table 1. Doses", "Disclaimer",
                     "Last updated: 3 May 2024", "Share this article", "# Title", "Guideline", "Smith J. A. B. 2012."]),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=30))
def test_any_text_is_split_in_order_without_overlap_and_nothing_is_lost(lines: list[str]) -> None:
    try:
        document = documented("\n".join(lines))
    except SourceError:
        return
    check(document, split(document))


TEXT = st.text(alphabet=st.sampled_from("abc ABC .:;\n1 2 •-\t|[]()²é\u00a0"), max_size=200)


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_any_characters_are_split_without_loss(text: str) -> None:
    try:
        document = documented(text)
    except SourceError:
        return
    check(document, split(document))


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "ul",
        "li",
        "ol",
        "table",
        "tr",
        "td",
        "th",
        "b",
        "sup",
        "span",
        "br",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "footer",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.builds("<{}>".format, TAGS), st.builds("</{}>".format, TAGS), SENTENCE), max_size=40))
def test_any_soup_of_tags_is_split_without_loss(pieces: list[str]) -> None:
    try:
        document = documented("<html><body>" + " ".join(pieces) + "</body></html>")
    except SourceError:
        return
    check(document, split(document))


@settings(max_examples=50, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=20))
def test_splitting_is_the_same_every_time(lines: list[str]) -> None:
    try:
        document = documented("\n".join(lines))
    except SourceError:
        return
    assert split(document) == split(document)


@pytest.mark.skipif(
    not (DATA / "evidence-inference-2-validation").exists(), reason="no ../shared/data in this checkout"
)
def test_full_text_trials_are_read_and_split_whole() -> None:
    files = sorted((DATA / "evidence-inference-2-validation" / "articles").glob("*.txt"))
    for file in files[::4]:
        document = documented(file.read_bytes(), file.name)
        made = split(document)
        check(document, made)
        sizes = sorted(len(one.text.split()) for one in made if one.kind == "body")
        assert 20 <= sizes[len(sizes) // 2] <= 130 or len(document.text) < 5000, file.name
        assert max(number for one in document.markers for number in one.numbers) < 300 if document.markers else True


@pytest.mark.skipif(not (DATA / "covid-qa-98").exists(), reason="no ../shared/data in this checkout")
def test_articles_without_line_structure_are_read_and_split_whole() -> None:
    articles = json.loads((DATA / "covid-qa-98" / "200423_covidQA.json").read_text("utf-8"))["data"]
    for article in articles[::5]:
        document = documented(article["paragraphs"][0]["context"])
        made = split(document)
        check(document, made)
        assert sum(len(one.text) for one in made if one.kind == "body") > 0.7 * len(document.text)
