"""PDFs of the usual layouts, each read as a person would read it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.documents import Document
from corpus.records import document_of, document_row
from ingest.readers import read_bytes
from ingest.split import split
from tests.ingest.pdf_making import HEIGHT, WIDTH, Sheet
from tests.ingest.reading import check, cited, documented, outline_of

LEFT, RIGHT, COLUMN = 50.0, 308.0, 238.0
FIRST = (
    "Gout is a crystal arth\u00adritis caused by deposits of urate in and around the joints, and it affects about 2.5% "
    "of adults in most countries.^{1,2} Attacks begin at night and reach their peak within a day.^{3-5} The "
    "treat\u00adment has dose-dependent effects, and colchicine has been shown to harm the bone marrow of people whose "
    "kidneys fail."
)
SECOND = (
    "The dose-dependent effect begins at levels above 3 ng/mL, and counts below 1.0 × 10^{9}/L were seen after ten "
    "days of treatment in people with an eGFR below 30 mL/min/1.73 m^{2} who took 1.2 mg a day. Serum CO_{2} was not "
    "changed."
)
THIRD = (
    "The third paragraph belongs to the second column and says that ice helps to ease the pain of an inflamed joint at "
    "night."
)
STUDY = "A study of gout and of what it does to people in its year"
DAILY = "Daily washing of the foot in people with diabetes who live in care homes"
ORDINALS = ("first", "second", "third", "fourth", "fifth")


def two_columns() -> bytes:
    """A journal's first page: its title and summary across, the article below in two columns, then its references."""
    sheet = Sheet(title="Colchicine for gout in chronic kidney disease")
    sheet.put(LEFT, 80, "Colchicine for gout in chronic kidney disease", 20, "Times-Bold")
    sheet.put(LEFT, 104, "Jin Park^{1,2} and Ann Bee^{1}", 11)
    sheet.put(LEFT, 130, "Abstract", 11, "Helvetica-Bold")
    sheet.paragraph(
        LEFT,
        145,
        495,
        "We asked whether low doses of colchicine are safe in people with kidney disease. They are, for some days. "
        * 3,
    )
    y = 210.0
    sheet.put(LEFT, y, "Introduction", 11, "Helvetica-Bold")
    y, _ = sheet.paragraph(LEFT, y + 14, COLUMN, FIRST, justified=True)
    _, rest = sheet.paragraph(LEFT, y, COLUMN, SECOND, indent=10, justified=True, foot=y + 4 * 12)
    y, _ = sheet.paragraph(RIGHT, 210, COLUMN, rest, justified=True)
    y, _ = sheet.paragraph(RIGHT, y, COLUMN, THIRD, indent=10, justified=True)
    sheet.put(RIGHT, y + 12, "References", 11, "Helvetica-Bold")
    y += 26
    for number, name in enumerate(("Kuo", "Dalbeth", "Roe", "Poe", "Low"), 1):
        entry = f"{number}. {name} A, Grainge M. {STUDY} {number}. Lancet. 201{number};38{number}:20-52."
        y, _ = sheet.paragraph(RIGHT, y, COLUMN, entry, size=8, leading=10, hang=10)
    return sheet.bytes()


def titled(title: str) -> Sheet:
    sheet = Sheet()
    sheet.put(72, 60, title, 22, "Helvetica-Bold")
    return sheet


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, " ".join(document.text[block.start : block.end].split())) for block in document.blocks]


def words_of(document: Document, kind: str) -> list[str]:
    return [words for its, words in kinds(document) if its == kind]


def rows_of(document: Document) -> list[list[str]]:
    return [
        [document.text[cell.start : cell.end] for cell in block.cells]
        for block in document.blocks
        if block.kind == "row"
    ]


def test_two_columns_are_read_one_after_the_other_below_what_runs_across() -> None:
    document = documented(two_columns(), "gout.pdf")
    check(document, split(document))
    assert document.title == "Colchicine for gout in chronic kidney disease"
    headings = [(one.level, document.text[one.start : one.end]) for one in document.blocks if one.kind == "heading"]
    assert [words for _, words in headings] == ["Abstract", "Introduction", "References"]
    assert len({level for level, _ in headings}) == 1
    paragraphs = [words for words in words_of(document, "paragraph") if words[:4] in ("Gout", "The ")]
    assert [words.split()[1] for words in paragraphs] == ["is", "dose-dependent", "third"]
    assert paragraphs[1].endswith("Serum CO₂ was not changed.")


def test_broken_words_are_made_whole_and_real_hyphens_kept() -> None:
    document = documented(two_columns())
    assert "crystal arthritis caused" in document.text and "The treatment has dose-dependent effects" in document.text
    assert "dosedependent" not in document.text and "- " not in document.text


@pytest.mark.parametrize(
    ("above", "below", "elsewhere", "read"),
    [
        ("effects are dose-", "dependent in adults", "", "dose-dependent"),
        ("under treat-", "ment for years", "", "treatment"),
        ("of inter-", "vention and care", "", "intervention"),
        ("the co-", "operation of all", "co-operation", "co-operation"),
        ("the co-", "operation of all", "cooperation", "cooperation"),
        ("levels of IL-", "6 in serum", "", "IL-6"),
        ("of COVID-", "19 in adults", "", "COVID-19"),
        ("a double-", "blind trial", "", "double-blind"),
        ("an anti-", "inflammatory drug", "anti-inflammatory", "anti-inflammatory"),
    ],
)  # fmt: skip
def test_a_hyphen_at_a_line_end_is_judged_by_how_the_document_writes_elsewhere(
    above: str, below: str, elsewhere: str, read: str
) -> None:
    sheet = Sheet()
    sheet.put(72, 80, f"Doctors have for many years and in all countries known {above}")
    sheet.put(72, 92, f"{below} and in children, and {elsewhere} they have told us so.")
    assert read in documented(sheet.bytes()).text


def test_raised_numbers_are_markers_and_exponents_and_affiliations_are_not() -> None:
    document = documented(two_columns())
    assert cited(document) == [(1, 2), (3, 4, 5)]
    assert "below 1.0 × 10⁹/L were" in document.text and "30 mL/min/1.73 m² who" in document.text
    assert "Jin Park¹,² and Ann Bee¹" in document.text


def test_the_list_of_references_is_found_entry_by_entry() -> None:
    document = documented(two_columns())
    assert [(one.number, one.container, one.year) for one in document.references] == [
        (number, "Lancet", 2010 + number) for number in range(1, 6)
    ]
    assert all("in its year" in one.title for one in document.references)


@pytest.mark.parametrize("style", ["[{}] ", "{}. ", "{} ", ""])
def test_entries_are_told_apart_by_their_numbers_or_their_hanging_indent(style: str) -> None:
    sheet = Sheet()
    sheet.put(72, 80, "Foot care in diabetes", 18, "Helvetica-Bold")
    y, _ = sheet.paragraph(
        72, 110, 450, "Wash the feet each day, as two trials have shown (Smith 2001; Doe 2004; Roe 2007). " * 3
    )
    sheet.put(72, y + 20, "References", 14, "Helvetica-Bold")
    y += 40
    names = [("Smith", 2001), ("Doe", 2004), ("Roe", 2007), ("Poe", 2011)]
    for number, (name, year) in enumerate(names, 1):
        entry = f"{style.format(number)}{name} A, Bee B. {DAILY}. J Foot Care. {year};1:5."
        y, _ = sheet.paragraph(72, y, 330, entry, hang=18)
    document = documented(sheet.bytes())
    entries = [one for one in document.references if one.listed]
    assert [(one.text.split(" A, ")[0].split()[-1], one.year) for one in entries] == names


def running() -> bytes:
    sheet = Sheet()
    for number in range(1, 6):
        sheet.put(72, 40, "J. Park et al." if number % 2 else "Rheumatology Letters 2023", 8, "Times-Italic")
        sheet.put(500, 40, str(100 + number), 8)
        sheet.put(72, 815, "Downloaded from letters.example on 3 May 2023", 7)
        sheet.paragraph(
            72,
            90,
            450,
            f"The {ORDINALS[number - 1]} page says that the foot should be washed each day. " * 3,
        )
        sheet.turn()
    return sheet.bytes()


def test_running_headers_footers_and_page_numbers_are_left_out_and_counted() -> None:
    document = documented(running())
    for words in ("Park", "Letters", "Downloaded", "101"):
        assert words not in document.text
    assert document.dropped == {"running headers and footers": 10, "page numbers": 5}


@pytest.mark.parametrize("form", ["Page {} of 3", "{}", "- {} -", "{} / 3"])
def test_page_numbers_are_left_out_in_any_form(form: str) -> None:
    sheet = Sheet()
    for number in range(1, 4):
        sheet.paragraph(72, 90, 450, f"The {ORDINALS[number - 1]} page tells that 14 feet were washed. " * 2)
        sheet.put(280, 810, form.format(number), 8)
        sheet.turn()
    document = documented(sheet.bytes())
    assert document.dropped == {"page numbers": 3} and document.text.count("14 feet") == 6


def test_counts_at_the_edge_of_a_page_are_no_page_numbers() -> None:
    """A result ("12/40") is none, and no more is a figure that happens to be the page's: their rows went with them."""
    rows = [["Nausea", "12/40", "9/41"], ["Vomiting", "2", "4/41"], ["Cramps of the leg", "3 of 40", "1/41"]]
    sheet = Sheet()
    for number, row in enumerate(rows, 1):
        for x, words in zip((72, 250, 350), row, strict=True):
            sheet.put(x, 90, words)
        sheet.paragraph(72, 140, 450, f"The {ORDINALS[number - 1]} page tells that feet were washed each day. " * 2)
        sheet.put(280, 810, str(number), 8)
        sheet.turn()
    document = documented(sheet.bytes())
    assert document.dropped == {"page numbers": 3}
    assert [words for row in rows for words in row if words not in document.text] == []


def test_a_paragraph_goes_on_over_a_page_and_what_stands_between_comes_after_it() -> None:
    sheet = Sheet()
    y, _ = sheet.paragraph(72, 90, 450, "The first paragraph ends on this page and is short. " * 2)
    sheet.paragraph(
        72, 730, 450, "This paragraph begins here with some words and is about people who were asked to wash and to dry"
    )
    sheet.put(72, 780, "* A note at the foot of the page, set smaller.", 7)
    sheet.turn()
    sheet.put(72, 80, "Table 1. Washing", 8, "Helvetica-Bold")
    y = sheet.table(72, 86, [120, 120], [["Group", "Washed"], ["All", "14"], ["Some", "9"]])
    sheet.paragraph(
        72, y + 30, 450, "their feet each day for a year. Most of them did so, and were glad of it afterwards."
    )
    document = documented(sheet.bytes())
    whole = "to wash and to dry their feet each day for a year."
    assert whole in document.text
    assert document.text.index(whole) < document.text.index("* A note") < document.text.index("Table 1")
    assert [block.page for block in document.blocks if document.text[block.start :].startswith("This paragraph")] == [1]
    assert [document.page_at(document.text.index(words)) for words in ("and to dry", "their feet", "Most of")] == [
        1,
        2,
        2,
    ]


def test_a_passage_of_a_paragraph_that_turns_the_page_has_the_page_it_begins_on() -> None:
    sheet = Sheet()
    first = [
        f"Sentence {number} of the first page tells how feet are washed and dried each day." for number in range(9)
    ]
    sheet.paragraph(72, 640, 450, " ".join(first) + " On this page it stops short of")
    sheet.put(72, 800, "1", 8)
    sheet.turn()
    sheet.put(72, 800, "2", 8)
    second = [f"Sentence {number} of the second page tells how shoes are worn in by the hour." for number in range(9)]
    sheet.paragraph(72, 80, 450, "its end. " + " ".join(second))
    made = split(documented(sheet.bytes()))
    assert {one.page for one in made} == {1, 2}
    for one in made:
        assert one.page == (1 if "Sentence 0 of the first" in one.text or "stops short" in one.text else 2)


def test_where_pages_turn_is_kept_in_the_library() -> None:
    document = documented(running())
    turned = replace(document, blocks=tuple(replace(one, turns=((one.start, 7),)) for one in document.blocks))
    assert document_of(document_row(turned)) == turned


@pytest.mark.parametrize("rules", ["all", "book", "none"])
def test_a_table_is_rows_of_cells_however_it_is_ruled(rules: str) -> None:
    sheet = titled("Foot care")
    y, _ = sheet.paragraph(
        72,
        90,
        450,
        "Antiseptics are given by mouth never, and on the skin only when they are asked for by a doctor. " * 2,
    )
    rows = [
        ["Agent", "Strength", "Duration and remarks"],
        ["Povidone-iodine", "10%", "5 days"],
        ["Chlorhexidine", "0.05%", "7 days, or longer where the wound is deep and does not close by itself"],
        ["Acetic acid", "1%", "3 days"],
    ]
    sheet.put(72, y + 20, "Table 2. Antiseptics", 9, "Helvetica-Bold")
    y = sheet.table(72, y + 26, [140, 90, 180], rows, rules)
    sheet.paragraph(
        72, y + 30, 450, "Behind the table the text goes on as it did before, with the next of its paragraphs."
    )
    document = documented(sheet.bytes())
    assert rows_of(document) == rows
    assert [block.level for block in document.blocks if block.kind == "row"] == [1, 0, 0, 0]
    (table,) = [one for one in split(document) if "Chlorhexidine" in one.text]
    assert outline_of(table)[0] == ("lead", 0, "Table 2. Antiseptics")
    check(document, split(document))


def test_a_table_goes_on_over_a_page_and_its_header_is_kept_once() -> None:
    head = ["Class", "Findings", "Interval"]
    sheet = titled("Foot care")
    sheet.paragraph(72, 90, 450, "The class tells how often the feet of a person with diabetes are looked at. " * 2)
    sheet.table(72, 700, [60, 240, 120], [head, ["0", "No loss of sensation", "Once a year"]])
    sheet.turn()
    sheet.table(
        72,
        80,
        [60, 240, 120],
        [head, ["1", "Loss of sensation", "Every 6 months"], ["2", "Loss and deformity", "Every 3 months"]],
    )
    document = documented(sheet.bytes())
    assert [row[0] for row in rows_of(document)] == ["Class", "0", "1", "2"]
    assert [block.page for block in document.blocks if block.kind == "row"] == [1, 1, 2, 2]


def test_a_table_at_the_top_of_its_pages_is_no_running_header() -> None:
    """Its head stands on both pages, and doses differ by their figures alone."""
    head = ["Drug", "Dose", "Days"]
    doses = [["Alpha", "10 mg", "3"], ["Beta", "20 mg", "4"], ["Gamma", "30 mg", "5"], ["Delta", "70 mg", "6"]]
    sheet = Sheet()
    for two in (doses[:2], doses[2:]):
        sheet.table(72, 80, [100, 100, 100], [head, *two])
        sheet.turn()
    document = documented(sheet.bytes())
    assert rows_of(document) == [head, *doses]
    assert document.dropped == {}


@pytest.mark.parametrize("open_at", ["top", "bottom"])
def test_rows_outside_the_rules_across_are_rows_where_those_down_go_on(open_at: str) -> None:
    """A table broken by a page often has no rule at the break."""
    rows = [["Drug", "Dose", "Days"], ["Alpha", "10 mg", "3"], ["Beta", "20 mg", "4"], ["Gamma", "30 mg", "5"]]
    sheet = titled("Foot care")
    sheet.paragraph(72, 200, 450, "The doses are in the table below, which goes on over the page. " * 2)
    for number, row in enumerate(rows):
        for x, words in zip((76, 176, 276), row, strict=True):
            sheet.put(x, 314 + 20 * number, words, 9)
    for level in (0, 1, 2) if open_at == "bottom" else (2, 3, 4):
        sheet.rule(72, 300 + 20 * level, 372)
    for x in (72, 172, 272, 372):
        sheet.rule(x, 300, x, 380)
    assert rows_of(documented(sheet.bytes())) == rows


def test_two_columns_of_prose_are_no_table_and_a_table_no_columns() -> None:
    assert rows_of(documented(two_columns())) == []


def test_lists_keep_their_lead_in_and_their_depth() -> None:
    sheet = titled("Foot care")
    y, _ = sheet.paragraph(
        72, 90, 450, "Feet are looked at once a year by someone who has learned how it is done. Look for:"
    )
    for depth, words in [
        (0, "loss of sensation, tested with a monofilament of 10 g at three sites of each foot, and not over callus"),
        (0, "artery disease:"),
        (1, "absent pulses"),
        (1, "an ankle brachial index below 0.9"),
        (0, "earlier ulcers."),
    ]:  # fmt: skip
        sheet.put(80 + 16 * depth, y, "•")
        y, _ = sheet.paragraph(92 + 16 * depth, y, 400, words)
    sheet.paragraph(72, y + 10, 450, "Then tell the person what was found and when the next look is due.")
    (passage,) = [one for one in split(documented(sheet.bytes())) if "pulses" in one.text]
    assert [(kind, depth) for kind, depth, _ in outline_of(passage) if kind != "sentence"] == [
        ("lead", 0), ("item", 1), ("lead", 1), ("item", 2), ("item", 2), ("item", 1),
    ]  # fmt: skip


def test_numbered_headings_are_no_list() -> None:
    sheet = titled("Foot care")
    y = 90.0
    for number, words in enumerate(("Washing", "Drying", "Walking"), 1):
        sheet.put(72, y, f"{number}. {words}", 12, "Helvetica-Bold")
        y, _ = sheet.paragraph(72, y + 16, 300, f"{words} is done each day by all who can do it. " * 3, indent=12)
        y, _ = sheet.paragraph(72, y, 300, f"{words} is not done on days on which it hurts. " * 3, indent=12)
        y += 14
    document = documented(sheet.bytes())
    assert words_of(document, "heading") == ["1. Washing", "2. Drying", "3. Walking"]
    assert len(words_of(document, "paragraph")) == 6


def test_numbered_lists_are_items_and_a_number_that_begins_a_line_is_not() -> None:
    sheet = Sheet()
    y, _ = sheet.paragraph(
        72,
        90,
        300,
        "Of all people who were asked about their feet in that year there were about 14. They were told to do this:",
    )
    for number, words in enumerate(("Wash the feet.", "Dry them well.", "Look at them."), 1):
        y, _ = sheet.paragraph(84, y, 300, f"{number}. {words}")
    document = documented(sheet.bytes())
    assert words_of(document, "item") == ["1. Wash the feet.", "2. Dry them well.", "3. Look at them."]


def test_headings_have_the_depth_of_their_size_or_number() -> None:
    sheet = Sheet()
    y = 80.0
    for words, size in [
        ("Foot care in diabetes", 22), ("1 Scope", 15), ("1.1 Whom it is for", 12),
        ("2 Care", 15), ("2.1 Washing", 12), ("2.2 Drying", 12),
    ]:  # fmt: skip
        sheet.put(72, y, words, size, "Helvetica-Bold")
        y, _ = sheet.paragraph(
            72, y + 18, 450, f"Here stands what is said of it in some plain words under {words.split()[-1]}. " * 2
        )
        y += 16
    document = documented(sheet.bytes())
    sections = [one.section for one in split(document) if one.kind == "body"]
    assert sections[1:] == [
        ("1 Scope",), ("1 Scope", "1.1 Whom it is for"),
        ("2 Care",), ("2 Care", "2.1 Washing"), ("2 Care", "2.2 Drying"),
    ]  # fmt: skip
    assert document.title == "Foot care in diabetes"


@pytest.mark.parametrize(
    "named", ["", "Microsoft Word - final_v3.docx", "A title that stands nowhere on the page", "FOOT CARE in diabetes"]
)
def test_the_title_is_what_page_one_prints(named: str) -> None:
    sheet = Sheet(title=named)
    sheet.put(72, 60, "Clinical guideline", 12, "Helvetica")
    sheet.put(72, 90, "Foot care", 22, "Helvetica-Bold")
    sheet.put(72, 116, "in diabetes", 22, "Helvetica-Bold")
    sheet.paragraph(72, 150, 450, "Wash the feet each day with warm water and dry them well afterwards. " * 4)
    assert documented(sheet.bytes()).title == "Foot care in diabetes"


def test_a_passage_has_the_page_that_its_words_stand_on() -> None:
    document = documented(running())
    places = {one.page for one in split(document) if "The fourth page says" in one.text}
    assert places == {4}
    assert [block.page for block in document.blocks] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("how", ["mode", "white", "same", "outside", "tiny", "clear", "covered"])
def test_invisible_words_are_dropped_and_counted(how: str) -> None:
    sheet = Sheet()
    sheet.paragraph(72, 90, 450, "Wash the feet each day with warm water and dry them well afterwards. " * 4)
    canvas = sheet.canvas
    if how == "mode":
        text = canvas.beginText(72, 500)
        text.setTextRenderMode(3)
        text.textOut("SECRET")
        canvas.drawText(text)
    elif how == "white":
        sheet.put(72, 400, "SECRET", colour="#fefefe")
    elif how == "same":
        sheet.box(60, 380, 200, 40, "#003366")
        sheet.put(72, 400, "SECRET", colour="#003366")
    elif how == "outside":
        sheet.put(-300, 400, "SECRET")
    elif how == "tiny":
        sheet.put(72, 400, "SECRET", size=1)
    elif how == "clear":
        canvas.setFont("Helvetica", 10)
        canvas.setFillAlpha(0)
        canvas.drawString(72, 400, "SECRET")
    else:
        sheet.put(72, 400, "SECRET")
        sheet.box(60, 380, 200, 40, "#ffffff")
    document = documented(sheet.bytes())
    assert "SECRET" not in document.text and "Wash the feet" in document.text
    assert sum(document.dropped.values()) == len("SECRET")


def test_white_words_on_a_dark_ground_are_seen() -> None:
    sheet = Sheet()
    sheet.box(0, 0, WIDTH, 120, "#003366")
    sheet.put(72, 80, "Foot care in diabetes", 22, "Helvetica-Bold", "#ffffff")
    sheet.paragraph(72, 150, 450, "Wash the feet each day with warm water and dry them well afterwards.")
    document = documented(sheet.bytes())
    assert document.title == "Foot care in diabetes" and not document.dropped


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_set_sideways_is_read_upright(angle: int) -> None:
    sheet = Sheet()
    sheet.paragraph(72, 90, 450, "Wash the feet each day with warm water and dry them well afterwards.")
    sheet.turn()
    sheet.canvas.translate(WIDTH / 2, HEIGHT / 2)
    sheet.canvas.rotate(angle)
    sheet.canvas.translate(-150, -HEIGHT + 100)
    sheet.table(20, 20, [140, 120], [["Agent", "Strength"], ["Iodine", "10%"], ["Vinegar", "1%"]])
    document = documented(sheet.bytes())
    assert rows_of(document) == [["Agent", "Strength"], ["Iodine", "10%"], ["Vinegar", "1%"]]


def test_a_label_at_the_side_is_left_out_and_counted() -> None:
    sheet = Sheet()
    sheet.paragraph(72, 90, 450, "Wash the feet each day with warm water and dry them well afterwards. " * 4)
    sheet.canvas.rotate(90)
    sheet.put(300, HEIGHT + 30, "arXiv:2301.00001")
    assert documented(sheet.bytes()).dropped == {"sideways characters": len("arXiv:2301.00001")}


def test_the_text_layer_of_a_scan_is_read() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet = Sheet()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 250)), 0, 0, WIDTH, HEIGHT)
    text = sheet.canvas.beginText(72, 700)
    text.setFont("Helvetica", 11)
    text.setTextRenderMode(3)
    text.textOut("Wash the feet each day with warm water.")
    sheet.canvas.drawText(text)
    read = read_bytes(sheet.bytes())
    assert read.text == "Wash the feet each day with warm water." and read.dropped == {"text layers of scans": 1}
