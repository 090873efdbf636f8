"""Tables and lists as a reader sees them: in an answer line by line, on a card in their columns, no word lost."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from chat.answers import Answer, Cited, Shown, Statement
from chat.page.cards import card_html, cards
from chat.page.readings import WHOLE, shortened
from chat.page.session import Turn
from chat.page.shelf import Shelf
from chat.page.statements import Line, statement_lines
from chat.page.words import Light, words_html
from chat.units import units
from corpus.documents import Part, Passage
from tests.browser.scripted import HOSTILE, html_of
from tests.browser.ward import PASSAGES, unit, ward_answer
from tests.chat.test_page_render import OURS, Reader, rows_of
from tests.ingest.reading import passages


def lines_of(statement: Statement, *others: Passage, headed: bool = False) -> list[Line]:
    return statement_lines(statement, {one.key: one for one in (*PASSAGES, *others)}, headed)


def test_a_row_of_a_table_stands_as_its_cells_under_their_columns_names() -> None:
    said = html_of(ward_answer("CrCl (mL/min): dialysis"))
    lines = [Reader(line).text for line in re.findall(r"<p class=\"fn-cell\">.*?</p>", said)]
    assert lines == [
        "CrCl (mL/min): dialysis",
        "Dose: 1 mg/kg after dialysis",
        "Interval: by level only",
        "First level: before next session\xa0[1]",
    ]
    assert "fn-item" not in said


def test_the_caption_of_a_table_leads_in_to_its_row() -> None:
    said = unit("Severity: Moderate; Peak flow: 33").statement()
    assert lines_of(said) == [
        Line("Table 1. Severity by <b>signs</b>:"),
        Line("Moderate", name="Severity"),
        Line("33–50% of best", name="Peak flow"),
        Line("[1] **bold**", name="SpO₂"),
        Line("pulse < 110", name="Signs"),
    ]


def test_a_row_without_names_and_words_of_a_table_that_are_no_row_stand_as_they_are() -> None:
    (bare,) = passages("Doses\n\n| Amoxicillin | 500 mg | 8 h |\n| Gentamicin | 5 mg/kg | 24 h |\n", "body")
    (first, *_) = units(bare)
    assert lines_of(first.statement(), bare) == [Line("Amoxicillin; 500 mg; 8 h")]
    row = unit("CrCl (mL/min): dialysis").statement()
    some = replace(row, text="Dose: 1 mg/kg after dialysis; Interval: by level only", spans=row.spans[2:6])
    assert lines_of(some) == [Line(some.text)]


def test_items_stand_under_the_item_that_they_belong_to() -> None:
    assert lines_of(unit("Bronchodilators").statement()) == [
        Line("Bronchodilators:"),
        Line("Salbutamol 5 mg every 15 minutes", 1),
        Line("Add ipratropium 500 micrograms", 1),
        Line("only in acute severe asthma", 2),
        Line("not in moderate exacerbations", 2),
    ]
    html = html_of(ward_answer("Bronchodilators"))
    assert (
        len(re.findall(r'<p class="fn-item">', html)) == len(re.findall(r'<p class="fn-item fn-under-2">', html)) == 2
    )
    card = unescape(words_html(unit("Bronchodilators").passage, ()))
    depths = re.findall(r"fn-depth-(\d)", card)
    assert depths == ["0", "1", "1", "2", "2"]


def test_an_item_that_a_reference_number_parts_is_one_item() -> None:
    items = "<ul><li>steroids<sup>1</sup> by mouth</li><li>oxygen</li></ul>"
    found = passages(f"<h1>Asthma</h1><h2>Doses</h2><p>At once give this:</p>{items}", "body")[-1]
    said = next(one for one in units(found) if one.kind == "list").statement()
    assert len(said.spans) == 4
    assert lines_of(said, found) == [Line("At once give this:"), Line("steroids by mouth", 1), Line("oxygen", 1)]


def test_words_that_are_joined_by_more_than_punctuation_stand_as_they_were_written() -> None:
    spans = unit("Bronchodilators").spans()
    said = Statement("Bronchodilators: Salbutamol 5 mg every 15 minutes or not", spans, "verified")
    assert lines_of(said) == [Line(said.text)]
    elsewhere = (*spans[:2], Cited("nobody", 0, 3))
    assert lines_of(replace(said, spans=elsewhere)) == [Line(said.text)]


def test_a_card_shows_a_table_in_its_columns_and_what_reaches_down_again() -> None:
    table = unit("Severity: Moderate; Peak flow: 33").passage
    html = words_html(table, ())
    assert Reader(html.split("<div")[0]).text == "Table 1. Severity by <b>signs</b>"
    assert rows_of(html) == [
        ["Severity", "Peak flow", "SpO₂", "Signs"],
        ["Moderate", "50–75% of best", "≥ 92%", "speech normal"],
        ["Moderate", "33–50% of best", "[1] **bold**", "pulse < 110"],
    ]
    assert re.findall(r'<td class="fn-again">(.*?)</td>', html) == ["Moderate"]


def test_each_cell_keeps_its_light() -> None:
    said = ward_answer("CrCl (mL/min): dialysis")
    (card,) = cards([Turn("q", said)])
    lit = [unescape(words) for words in re.findall(r"<mark.*?>(.*?)</mark>", card_html(card, Shelf(())))]
    assert lit == [
        *("CrCl (mL/min)", "Dose", "Interval", "First level"),
        *("dialysis", "1 mg/kg after dialysis", "by level only", "before next session"),
    ]
    passage = said.passages[0].passage
    inside = passage.text.index("mg/kg after")
    assert re.findall(r"<mark.*?>(.*?)</mark>", words_html(passage, [Light("t0s0", inside, inside + 2)])) == ["mg"]


@pytest.mark.parametrize(
    "table",
    [
        "| Drug | Dose | Note |\n|---|---|---|\n| A | 1 mg | |\n| B | | x |\n",
        "Drug\tDose\tNote\nA\t1 mg\tlong\nB\t2 mg\tshort\n",
        "Drug       Dose      Note\n------------------------\nA          1 mg      long\nB          2 mg      short\n",
        f"| Drug | Dose |\n|---|---|\n| {HOSTILE.replace('|', '/')} | 1 mg |\n",
        "<table><tr><th>Drug</th><th>Dose</th></tr><tr><td>A<br>B</td><td>1 mg</td></tr><tr><td>C</td></tr></table>",
    ],
)
def test_no_word_of_a_table_is_lost_or_markup(table: str) -> None:
    for whole in passages(table if table.startswith("<") else f"Doses\n\nThese are the doses.\n\n{table}", "body"):
        for one in (whole, replace(whole, parts=whole.parts[1:]), replace(whole, parts=_cut(whole))):
            html = words_html(one, ())
            read = Reader(re.sub(r"</(?:p|th|td)>", " \\g<0>", html))
            assert read.tags <= OURS
            assert re.findall(r"\w+", read.text) == re.findall(r"\w+", one.words())
            assert not re.search(r"[*`\[\]_$\\|]|https?:", re.sub(r"<[^>]*>", "", html)), "Markdown would see this"


def _cut(passage: Passage) -> tuple[Part, ...]:
    """Its parts, each row without its last cell: words stand there that no cell holds."""
    return tuple(replace(part, cells=part.cells[:-1]) for part in passage.parts)


def test_a_cell_that_stands_outside_the_passage_is_left_empty() -> None:
    table = unit("Severity: Moderate; Peak flow: 33").passage
    start = table.parts[3].start
    rest = replace(table, start=start, text=table.text[start - table.start :], parts=table.parts[3:])
    assert rows_of(words_html(rest, ())) == [["", "33–50% of best", "[1] **bold**", "pulse < 110"]]


def test_a_long_reading_is_shown_by_what_was_changed_in_it() -> None:
    asked = " ".join(f"word{number}" for number in range(100))
    read = asked.replace("word50 ", "other ")
    assert shortened("and on dialysis?", "and?") == "and on dialysis?"
    assert shortened(read, asked) == (
        "… word44 word45 word46 word47 word48 word49 other word51 word52 word53 word54 word55 word56 …"
    )
    assert shortened(asked.replace("word0 ", "first "), asked).startswith("first word1")
    whole = shortened(read, "and on dialysis?")
    assert len(whole) <= WHOLE
    assert whole.startswith("word0 ") and whole.endswith(" word99") and " … " in whole
    assert len(shortened("x" * 2_000, "y")) <= WHOLE


def test_an_answer_shows_the_short_reading() -> None:
    asked = "Is gentamicin safe " + "in a patient with many other things " * 10 + "after an infarction?"
    said = ward_answer("Bronchodilators")
    html = html_of(replace(said, question=asked, standalone_question=asked.replace("infarction", "infection")))
    read = Reader(html[html.index('<p class="fn-read">') : html.index("</p>")]).text
    assert read.startswith("Read as: … ")
    assert "after an infection?" in read
    assert len(read) < WHOLE


def test_of_an_unread_answer_nothing_is_drawn() -> None:
    gone = Statement("Words: a; b; c", (Cited("k", 0, 5), Cited("k", 6, 7), Cited("k", 8, 9)), "quoted")
    shown: tuple[Shown, ...] = ()
    assert "Words: a; b; c" in Reader(html_of(Answer("q", "q", (gone,), shown, 0.9))).text
