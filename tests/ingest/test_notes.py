"""Notes that letters and signs point to: no word and no unit grows by them."""

from __future__ import annotations

import pytest

from ingest.notes import is_mark
from ingest.split import split
from tests.ingest.reading import bodies, check, cited, documented
from tests.ingest.word import par, run, word_file

PAGE = "<h1>Going home after a hip replacement</h1><p>{}</p><p>It is checked by the nurse.</p>{}"
NOTE = "<p><sup>a</sup> Seven days for knees.</p><p><sup>b</sup> 75 mg if you weigh less than 50 kg.</p>"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("The dressing stays for ten days<sup>a</sup>.", "The dressing stays for ten days."),
        ("Aspirin 150 mg<sup>b</sup> is taken.", "Aspirin 150 mg is taken."),
        ("Take 5 g <sup>b</sup> of it at 48<sup>a</sup> hours.", "Take 5 g of it at 48 hours."),
        ("Aspirin 150 mg<sup>a,b</sup> is taken<sup>a</sup>,<sup>b</sup> daily.", "Aspirin 150 mg is taken daily."),
        ('Aspirin 150 mg<sup><a href="#n">b</a></sup> is taken.', "Aspirin 150 mg is taken."),
        (
            "It is taken for 35 days<sup>†</sup> unless it leaks<sup>*</sup>.",
            "It is taken for 35 days unless it leaks.",
        ),
    ],
)
def test_the_mark_of_a_note_is_no_word_and_no_unit(said: str, read: str) -> None:
    document = documented(PAGE.format(said, NOTE))
    made = split(document)
    check(document, made)
    assert [one.words() for one in made if one.kind == "body"] == [
        read,
        "It is checked by the nurse.",
        "a Seven days for knees.",
        "b 75 mg if you weigh less than 50 kg.",
    ]
    assert not any(one.references for one in made)


@pytest.mark.parametrize(
    "said",
    [
        "The 1st and the 2nd dose at 10⁶ over 1.7 m² and 5ᵗʰ.".replace("ᵗʰ", "<sup>th</sup>"),
        "It grows as x<sup>a</sup> does, and HLA-B<sup>*</sup>57:01 tells it.",
        "Aspirin<sup>TM</sup> is sold, and Marcoumar<sup>c</sup> too.",
    ],
)
def test_what_is_raised_and_part_of_its_word_stays(said: str) -> None:
    page = PAGE.format(said, NOTE)
    plain = said.replace("<sup>", "").replace("</sup>", "")
    assert bodies(page)[0] == plain
    assert documented(page).markers == ()


def test_a_letter_without_a_note_is_kept_as_it_is_printed() -> None:
    assert bodies(PAGE.format("The area is 20 cm<sup>a</sup> wide.", ""))[0] == "The area is 20 cma wide."


def test_notes_under_a_table_begin_where_the_one_before_has_ended() -> None:
    page = """<h1>Doses after a hip replacement</h1><table><tr><th>Drug</th><th>Dose</th></tr>
    <tr><td>Aspirin</td><td>150 mg<sup>a</sup></td></tr><tr><td>Heparin</td><td>40 mg<sup>b</sup></td></tr>
    <tr><td colspan="2"><sup>a</sup> By mouth. <sup>b</sup> Under the skin.</td></tr></table>"""
    assert bodies(page) == ["Drug Dose Aspirin 150 mg Heparin 40 mg a By mouth. b Under the skin."]


def test_numbers_beside_letters_stay_reference_numbers() -> None:
    page = PAGE.format("Trials agree<sup>1</sup><sup>a</sup>, and all<sup>b</sup>,<sup>2</sup> of them.", NOTE)
    document = documented(page)
    assert cited(document) == [(1,), (), (), (2,)]


@pytest.mark.parametrize("note", ["a Except in pregnancy.", "a) except in pregnancy.", "a. Except in pregnancy."])
def test_a_note_whose_mark_is_not_raised_is_one(note: str) -> None:
    assert (
        bodies(PAGE.format("Give all drugs as before<sup>a</sup>.", f"<p>{note}</p>"))[0] == "Give all drugs as before."
    )


def test_a_note_of_a_word_document_changes_no_unit() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    content = word_file(
        par("Ward card: potassium", '<w:pStyle w:val="Title"/>')
        + par(run("Give potassium chloride 20 mmol") + run("a", raised) + run(" over two hours."))
        + par("It is checked after an hour.")
        + par(run("a", raised) + run(" 10 mmol if anuric."))
    )
    document = documented(content)
    made = split(document)
    check(document, made)
    assert [one.words() for one in made if one.kind == "body"] == [
        "Give potassium chloride 20 mmol over two hours.",
        "It is checked after an hour.",
        "a 10 mmol if anuric.",
    ]


@pytest.mark.parametrize(("words", "mark"), [("a", True), ("a,b", True), ("†", True), ("**", True), ("st", False),
                                             ("th", False), ("abc", False), ("2", False), ("TM", False)])  # fmt: skip
def test_what_can_be_a_mark(words: str, mark: bool) -> None:
    assert is_mark(words) is mark
