from __future__ import annotations

import dataclasses

from corpus.documents import Part, Passage, Span
from corpus.indexing import indexed_text, part_texts
from tests.corpus.making import document, rich


def test_a_passage_is_searched_with_its_title_and_headings_and_without_markers() -> None:
    passage = rich()[1][0]
    assert indexed_text("Scales", passage) == "Scales\nA\nB\nSeverity: • Score ≥20: severe 1"


def test_a_heading_that_repeats_the_title_is_there_once() -> None:
    passage = dataclasses.replace(rich()[1][0], section=("Scales", " ", "B"))
    assert indexed_text("Scales", passage).splitlines()[:2] == ["Scales", "B"]


def test_an_item_is_searched_with_its_lead_in_and_without_what_its_neighbours_share() -> None:
    assert part_texts("Scales", rich()[1][0]) == ["Severity:", "Severity:\n• Score ≥20: severe 1"]


def test_a_nested_item_is_governed_by_all_above_it_and_by_none_beside_it() -> None:
    text = "Lead: one: deep two"
    made, _ = document("x.txt", text)
    at = {word: text.index(word) for word in ("Lead", "one", "deep", "two")}
    passage = Passage(
        key="k",
        document=made.key,
        kind="body",
        section=(),
        start=0,
        end=len(text),
        text=text,
        parts=(
            Part("lead", at["Lead"], at["one"]),
            Part("item", at["one"], at["deep"], 1),
            Part("item", at["deep"], at["two"], 2),
            Part("item", at["two"], len(text), 1),
        ),
    )
    assert part_texts("", passage) == ["Lead:", "Lead:\none:", "Lead:\none:\ndeep", "Lead:\ntwo"]


def test_a_table_row_is_searched_with_the_header_of_each_cell() -> None:
    table = rich()[1][1]
    assert part_texts("", table) == ["Dose | Effect", "Dose: 0.7 mg/m²; Effect: mild"]


def test_a_row_longer_than_its_header_keeps_all_its_cells() -> None:
    table = rich()[1][1]
    row = dataclasses.replace(table.parts[1], cells=(*table.parts[1].cells, Span(table.end - 4, table.end)))
    assert part_texts("", dataclasses.replace(table, parts=(table.parts[0], row)))[1].endswith("Effect: mild; mild")
    assert part_texts("", dataclasses.replace(table, parts=(row,))) == ["0.7 mg/m²; mild; mild"]
