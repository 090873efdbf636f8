from __future__ import annotations

import pytest

from corpus.documents import Document
from ingest.split import split
from tests.ingest.pdf_making import Sheet
from tests.ingest.reading import check, documented

STUDY = "A study of gout and of what it does to people in its year"
BODY = "The dose is halved where the clearance is low, and people are seen again within a week of the first one. "


def listing(size: float = 10, signs: str = "") -> Sheet:
    """A page of text at whose foot a list of references has begun; what follows stands below y = 700."""
    sheet = Sheet(title="Colchicine for gout in people with kidney disease")
    sheet.put(72, 80, "Colchicine for gout in people with kidney disease", 18, "Times-Bold")
    sheet.put(72, 110, "Dosing", 12, "Helvetica-Bold")
    y, _ = sheet.paragraph(72, 126, 450, BODY * 8)
    sheet.put(72, y + 12, "References", 12, "Helvetica-Bold")
    y += 28
    for number in (1, 2, 3):
        mark = signs if number == 3 else ""
        y, _ = sheet.paragraph(72, y, 450, entry(number, mark), size=size, leading=1.2 * size, hang=10)
    return sheet


def entry(number: int, mark: str = "") -> str:
    return f"{mark}{number}. Kuo A, Grainge M. {STUDY} {number}. Lancet. 201{number};38{number}:20-52."


def body(document: Document) -> list[str]:
    return [one.words() for one in split(document) if one.kind == "body"]


@pytest.mark.parametrize("ruled", [True, False])
def test_notes_at_the_foot_stand_before_the_references_and_in_none_of_them(ruled: bool) -> None:
    sheet = listing()
    if ruled:
        sheet.rule(72, 740, 180)
    sheet.put(72, 752, "* Local consensus where no trial exists.  † By Cockcroft and Gault, with the actual", 7.5)
    sheet.put(72, 761, "body weight.", 7.5)
    sheet.turn()
    sheet.paragraph(72, 90, 450, entry(4), hang=10)
    sheet.put(72, 752, "‡ Heparin is not needed for people with gout.", 7.5)
    document = documented(sheet.bytes())
    check(document, split(document))
    assert body(document)[-3:] == [
        "* Local consensus where no trial exists.",
        "† By Cockcroft and Gault, with the actual body weight.",
        "‡ Heparin is not needed for people with gout.",
    ]
    assert [(one.number, one.text) for one in document.references] == [(n, entry(n)) for n in (1, 2, 3, 4)]
    assert document.text.index("‡") < document.text.index("References")
    assert document.page_at(document.text.index("‡")) == 2


def test_words_below_a_short_rule_in_small_letters_are_notes() -> None:
    sheet = listing()
    sheet.rule(72, 740, 180)
    sheet.put(72, 752, "Doses are those of the ward and not of the maker.", 7.5)
    document = documented(sheet.bytes())
    assert body(document)[-1] == "Doses are those of the ward and not of the maker."
    assert [one.text for one in document.references] == [entry(n) for n in (1, 2, 3)]


def test_a_sign_at_an_entry_or_a_remark_on_one_makes_no_note() -> None:
    document = documented(listing(size=8, signs="*").bytes())
    assert "*3. Kuo" in document.text[document.text.index("References") :]
    sheet = Sheet()
    sheet.put(72, 500, "References", 12, "Helvetica-Bold")
    sheet.rule(72, 506, 180)
    sheet.paragraph(72, 400, 450, BODY * 5)
    y = 520.0
    for number in (1, 2, 3):
        y, _ = sheet.paragraph(72, y, 450, entry(number), size=8, leading=10, hang=10)
    document = documented(sheet.bytes())
    assert [one.number for one in document.references] == [1, 2, 3]


def test_bullets_at_the_foot_of_a_page_stay_a_list() -> None:
    sheet = Sheet()
    sheet.paragraph(72, 90, 450, BODY * 8)
    sheet.put(72, 700, "Do not give it to people with:")
    for at, words in enumerate(("* gout of the hand", "* renal failure", "* low counts")):
        sheet.put(80, 720 + 13 * at, words)
    document = documented(sheet.bytes())
    assert [one.kind for one in document.blocks][-3:] == ["item", "item", "item"]
