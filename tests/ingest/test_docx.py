from __future__ import annotations

import io
import random

import docx
import pytest
from docx.shared import Pt, RGBColor

from corpus.documents import Document, column_names
from corpus.errors import SourceError
from corpus.settings import Limits
from ingest.readers import Extracted, archive, read_bytes
from ingest.split import split
from tests.ingest.reading import check, cited, documented, outline_of
from tests.ingest.word import cell, field, listed, par, run, style, table, unzipped, word_file, zipped

STYLES = """
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Eigene"><w:name w:val="Eigene"/><w:basedOn w:val="berschrift1"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Verz"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Hoch"><w:name w:val="Hoch"/>
  <w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Weg"><w:name w:val="Weg"/><w:rPr><w:vanish/></w:rPr></w:style>
"""
TITLE, FIRST, SECOND = style("Titel"), style("berschrift1"), style("Eigene")
LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVEL.format(0, "decimal", "%1.")}{LEVEL.format(1, "decimal", "%1.%2")}'
    f"{LEVEL.format(2, 'lowerRoman', '(%3)')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{LEVEL.format(0, "bullet", "•")}{LEVEL.format(1, "bullet", "o")}'
    "</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="2">{LEVEL.format(0, "upperRoman", "Recommendation %1:")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def outline(content: bytes) -> list[tuple[str, int, str]]:
    """What a reader made of a file: kind, level and words of every block."""
    read = read_bytes(content)
    return [(one.kind, one.level, read.text[one.start : one.end]) for one in read.blocks]


def words(content: bytes) -> list[str]:
    return [said for _, _, said in outline(content)]


def saved(made: docx.document.Document) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def typed() -> docx.document.Document:
    """A document as its author would have typed it."""
    made = docx.Document()
    made.core_properties.title = "Microsoft Word - draft.docx"
    made.add_paragraph("Management of gout", "Title")
    made.add_paragraph("in primary care", "Title")
    made.add_paragraph("Last updated: 6 May 2024")
    made.add_heading("Background", 1)
    body = made.add_paragraph("Gout affects 2.5% of adults")
    for piece, raised in (("1", True), (",2", True), (" at 10", None), ("6", True), (" cells; H", None), ("2", False)):
        one = body.add_run(piece)
        one.font.superscript, one.font.subscript = raised is True, raised is False
    body.add_run("O.")
    made.add_paragraph("Give colchicine when:")
    for item, name in (
        ("pain is new", "List Bullet"),
        ("there is no:", "List Bullet"),
        ("renal failure", "List Bullet 2"),
    ):
        made.add_paragraph(item, name)
    made.add_heading("Doses", 2)
    made.add_paragraph("Table 1. Doses of colchicine", "Caption")
    doses = made.add_table(3, 3)
    for row, cells in enumerate(
        (("Drug", "First", "Second"), ("Colchicine", "1.2 mg", "0.6 mg"), ("", "1 mg", "0.5 mg"))
    ):
        for column, words_in in enumerate(cells):
            doses.cell(row, column).text = words_in
    doses.cell(1, 0).merge(doses.cell(2, 0))
    made.add_paragraph("Doses are for adults.")
    made.add_heading("References", 1)
    made.add_paragraph("Kuo CF. Epidemiology of gout. Nat Rev Rheumatol. 2015;11:649-62.", "List Number")
    made.add_paragraph("Dalbeth N. Gout. Lancet. 2016;388:2039-52. doi:10.1016/S0140-6736(16)00346-9", "List Number")
    made.sections[0].header.paragraphs[0].text = "Northside Clinic internal"
    made.sections[0].footer.paragraphs[0].text = "© 2024 Northside Clinic. All rights reserved."
    return made


def test_a_typed_document_is_read_with_its_outline() -> None:
    assert outline(saved(typed())) == [
        ("title", 0, "Management of gout in primary care"),
        ("paragraph", 0, "Last updated: 6 May 2024"),
        ("heading", 1, "Background"),
        ("paragraph", 0, "Gout affects 2.5% of adults1,2 at 10⁶ cells; H₂O."),
        ("paragraph", 0, "Give colchicine when:"),
        ("item", 1, "pain is new"),
        ("item", 1, "there is no:"),
        ("item", 2, "renal failure"),
        ("heading", 2, "Doses"),
        ("paragraph", 0, "Table 1. Doses of colchicine"),
        ("row", 1, "Drug\tFirst\tSecond"),
        ("row", 0, "Colchicine\t1.2 mg\t0.6 mg"),
        ("row", 0, "1 mg\t0.5 mg"),
        ("paragraph", 0, "Doses are for adults."),
        ("heading", 1, "References"),
        ("item", 1, "Kuo CF. Epidemiology of gout. Nat Rev Rheumatol. 2015;11:649-62."),
        ("item", 1, "Dalbeth N. Gout. Lancet. 2016;388:2039-52. doi:10.1016/S0140-6736(16)00346-9"),
        ("furniture", 0, "Northside Clinic internal"),
        ("furniture", 0, "© 2024 Northside Clinic. All rights reserved."),
    ]


def test_it_becomes_a_document_with_markers_references_and_tables() -> None:
    document = documented(saved(typed()), "gout.docx")
    made = split(document)
    check(document, made)
    assert (document.title, document.updated) == ("Management of gout in primary care", "6 May 2024")
    assert cited(document) == [(1, 2)]
    assert [(one.number, one.title, one.year, one.inferred) for one in document.references] == [
        (1, "Epidemiology of gout", 2015, False),
        (2, "Gout", 2016, False),
    ]
    (doses,) = [one for one in made if "Colchicine" in one.text]
    assert outline_of(doses)[:2] == [("lead", 0, "Table 1. Doses of colchicine"), ("header", 1, "Drug First Second")]
    assert [doses.words(one.start, one.end) for one in doses.parts[3].cells] == ["Colchicine", "1 mg", "0.5 mg"]
    assert doses.section == ("Background", "Doses")
    kinds = {one.words(): one.kind for one in made}
    assert kinds["© 2024 Northside Clinic. All rights reserved."] == "about"
    assert "Northside Clinic internal" not in kinds


def test_spaces_that_are_raised_or_lowered_with_a_number_stay() -> None:
    up, down = ('<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>')
    content = word_file(
        par(run("Gout hurts") + run(" 1 ", up) + run("at night; H") + run("2 ", down) + run("is gas.") + run("2", up))
    )
    read = read_bytes(content)
    assert read.text == "Gout hurts 1 at night; H₂ is gas.2"
    assert [read.text[one.start : one.end] for one in read.cited] == ["1", "2"]


def test_every_paragraph_that_python_docx_sees_is_read() -> None:
    made = typed()
    text = " ".join(read_bytes(saved(made)).text.split())
    for one in made.paragraphs:
        plain = one.text if "affects" not in one.text else "at 10⁶ cells; H₂O."
        assert " ".join(plain.split()) in text


def test_what_is_not_seen_is_left_out_and_counted() -> None:
    made = typed()
    body = made.paragraphs[4]
    body.add_run(" planted hidden").font.hidden = True
    body.add_run(" planted white").font.color.rgb = RGBColor(255, 255, 255)
    body.add_run(" planted tiny").font.size = Pt(1)
    made.add_comment(body.runs[0], "planted comment", "A", "A")
    read = read_bytes(saved(made))
    assert "planted" not in read.text
    assert read.dropped == {"hidden text": 1, "white text": 1, "tiny text": 1, "comments": 1}


def test_struck_out_words_hold_no_more_and_are_counted() -> None:
    content = word_file(
        par(
            run("The dose is ")
            + run("40 mg ", "<w:dstrike/>")
            + run("20 mg ", "<w:strike/>")
            + run("10 mg daily", '<w:strike w:val="0"/>')
            + run(" at night", '<w:rStyle w:val="Alt"/>')
            + run(".")
        ),
        styles=f'{STYLES}<w:style w:type="character" w:styleId="Alt"><w:rPr><w:strike/></w:rPr></w:style>',
    )
    assert words(content) == ["The dose is 10 mg daily."]
    assert read_bytes(content).dropped == {"struck-out text": 3}


def test_hidden_by_a_style_is_hidden_and_white_on_a_colour_is_seen() -> None:
    dark = '<w:shd w:val="clear" w:fill="1F3864"/>'
    white = '<w:color w:val="FFFFFF"/>'
    content = word_file(
        par(run("Seen.") + run(" planted", '<w:rStyle w:val="Weg"/>'))
        + par(run("On a bar.", white), dark)
        + par(
            run("Marked.", white + '<w:highlight w:val="blue"/>')
            + run(" planted", white + '<w:highlight w:val="none"/>')
        )
        + par(run("Banner.", white), style("Bar"))
        + table(
            cell(par(run("Drug", white)), dark) + cell(par(run("Dose", white)), dark),
            cell("A") + cell("5 mg"),
            "<w:trPr><w:hidden/></w:trPr>" + cell("planted") + cell("row"),
        ),
        styles=f'{STYLES}<w:style w:type="paragraph" w:styleId="Bar"><w:pPr>{dark}</w:pPr></w:style>',
    )
    assert words(content) == ["Seen.", "On a bar.", "Marked.", "Banner.", "Drug\tDose", "A\t5 mg"]
    assert read_bytes(content).dropped == {"hidden text": 2, "white text": 1}


def test_tracked_changes_are_read_as_accepted() -> None:
    content = word_file(
        par(
            run("Give 5 mg")
            + f'<w:del w:id="1"><w:r><w:delText> twice</w:delText></w:r></w:del><w:ins w:id="2">{run(" daily")}</w:ins>'
            + f'<w:moveFrom w:id="3">{run(" gone")}</w:moveFrom><w:moveTo w:id="4">{run(" for a week")}</w:moveTo>'
            + run(".")
        )
        + par("The mark behind this is deleted,", '<w:rPr><w:del w:id="5"/></w:rPr>')
        + par(" so this goes on.")
        + "<w:tbl><w:tr><w:trPr><w:del w:id='6'/></w:trPr>" + cell("old") + cell("row") + "</w:tr>"
        + f"<w:tr>{cell('kept')}{cell('row')}</w:tr></w:tbl>"
    )  # fmt: skip
    assert words(content) == [
        "Give 5 mg daily for a week.",
        "The mark behind this is deleted, so this goes on.",
        "kept\trow",
    ]
    assert read_bytes(content).dropped == {"tracked deletions": 3}


def test_headings_are_told_by_what_their_styles_are_based_on_in_any_language() -> None:
    content = word_file(
        par("Gicht", TITLE)
        + par("Behandlung", FIRST)
        + par("Erste Wahl", SECOND)
        + par("Colchicin wird früh gegeben."),
        styles=STYLES,
    )
    assert outline(content)[:3] == [("title", 0, "Gicht"), ("heading", 1, "Behandlung"), ("heading", 2, "Erste Wahl")]


def test_bold_lines_are_headings_where_no_style_says_so_and_captions_are_none() -> None:
    bold = "<w:b/>"
    content = word_file(
        par("Care of the foot in all adults")
        + par(run("What to do", bold))
        + par("Look at it.")
        + par(run("Table 1. Doses", bold))
        + par(run("Not ", bold) + run("all bold"))
    )
    assert [kind for kind, _, _ in outline(content)] == ["paragraph", "heading", "paragraph", "paragraph", "paragraph"]


def test_numbers_are_printed_where_they_carry_more_than_a_place_in_a_list() -> None:
    """As in a list of the web, "1." is kept beside the text; "2.1" and "Recommendation II:" are what people cite."""
    content = word_file(
        par("Care", FIRST + listed(1)) + par("Doses", FIRST + listed(1)) + par("Early", SECOND + listed(1, 1))
        + par("first", listed(4)) + par("second", listed(4)) + par("deep", listed(4, 2))
        + par("bullet", listed(2)) + par("below", listed(2, 1))
        + par("Treat early.", listed(3)) + par("Treat all.", listed(3)) + par("plain", listed(0)),
        styles=STYLES, numbering=NUMBERING,
    )  # fmt: skip
    read = read_bytes(content)
    assert outline(content) == [
        ("heading", 1, "1. Care"),
        ("heading", 1, "2. Doses"),
        ("heading", 2, "2.1 Early"),
        ("item", 1, "first"),
        ("item", 1, "second"),
        ("item", 3, "deep"),
        ("item", 1, "bullet"),
        ("item", 2, "below"),
        ("item", 1, "Recommendation I: Treat early."),
        ("item", 1, "Recommendation II: Treat all."),
        ("paragraph", 0, "plain"),
    ]
    assert {read.text[start:].split()[0]: number for start, number in read.numbered.items()} == {
        "first": 1,
        "second": 2,
        "deep": 1,
    }


def test_fields_show_their_results_and_citation_programs_name_their_numbers() -> None:
    inner = field("ADDIN EN.CITE.DATA", "")
    content = word_file(
        par(run("See ") + field(" REF _Ref1 ", run("Table 1")) + run(" on ") + field("PAGE", run("7")) + run("."))
        + par(
            run("One") + field(" ADDIN EN.CITE x" + "", inner + run("4-6", '<w:rStyle w:val="Hoch"/>')) + run(" helps.")
        )
        + par(
            run("Two ")
            + field("ADDIN ZOTERO_ITEM CSL_CITATION {}", run("[2]") + run(", ") + run("[3]"))
            + run(" help.")
        )
        + par(run("Three ") + field("CITATION Smi10", run("(Smith 2010)")) + run(" help."))
        + par(
            run("Four ")
            + f'<w:hyperlink w:anchor="ref9">{run("9")}</w:hyperlink>'
            + run(" help; see section ")
            + f'<w:hyperlink w:anchor="s9">{run("9")}</w:hyperlink>'
            + run(".")
        )
        + par(run("A link to ") + f'<w:hyperlink r:id="x">{run("the page")}</w:hyperlink>' + run(".")),
        styles=STYLES,
    )
    read = read_bytes(content)
    assert words(content) == [
        "See Table 1 on .",
        "One4-6 helps.",
        "Two [2], [3] help.",
        "Three (Smith 2010) help.",
        "Four 9 help; see section 9.",
        "A link to the page.",
    ]
    assert [read.text[one.start : one.end] for one in read.cited] == ["4-6", "[2], [3]", "9"]
    assert cited(documented(content)) == [(4, 5, 6), (2, 3), (9,)]


def noted(first: str, second: str) -> bytes:
    def mark(name: int) -> str:
        return f'<w:r><w:rPr><w:rStyle w:val="Hoch"/></w:rPr><w:footnoteReference w:id="{name}"/></w:r>'

    def note(name: int, said: str) -> str:
        return f'<w:footnote w:id="{name}"><w:p><w:r><w:footnoteRef/></w:r>{run(" " + said)}</w:p></w:footnote>'

    return word_file(
        par("Gout is common in adults of all ages", TITLE)
        + par(run("It is treated early") + mark(7) + run(" and never in children.") + mark(4)),
        styles=STYLES,
        footnotes='<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>' + note(4, second) + note(7, first),
    )


def test_footnotes_that_name_sources_are_the_list_of_references() -> None:
    document = documented(noted("Kuo CF. Epidemiology of gout. Lancet. 2015;1:2.", "See https://example.org/children"))
    made = split(document)
    check(document, made)
    assert document.text.endswith(
        "Footnotes\n\n1. Kuo CF. Epidemiology of gout. Lancet. 2015;1:2.\n\n2. See https://example.org/children"
    )
    assert cited(document) == [(1,), (2,)]
    assert [(one.number, one.title, one.year) for one in document.references] == [
        (1, "Epidemiology of gout", 2015),
        (2, "", None),
    ]
    assert [one.kind for one in made] == ["about", "body", "reference", "reference"]
    assert made[1].words() == "It is treated early and never in children."


def test_footnotes_that_say_something_can_be_evidence() -> None:
    document = documented(noted("Within 12 hours of the first pain.", "It is not licensed there."))
    made = split(document)
    check(document, made)
    assert [(one.kind, one.words()) for one in made][2:] == [
        ("body", "1. Within 12 hours of the first pain."),
        ("body", "2. It is not licensed there."),
    ]
    assert [(one.number, one.type, one.text) for one in document.references] == [
        (1, "Note", "1. Within 12 hours of the first pain."),
        (2, "Note", "2. It is not licensed there."),
    ]


def test_footnotes_beside_a_typed_list_are_no_references() -> None:
    parts = unzipped(noted("Within 12 hours.", "Not licensed."))
    ends = par("Others cite it [1].") + par("References") + par("1. Roe B. Gout. BMJ. 2001;1:2.") + "</w:body>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:body>", ends.encode())
    document = documented(zipped(parts))
    assert cited(document) == [(1,)]
    assert [(one.number, one.title) for one in document.references] == [(1, "Gout")]
    assert "early¹ and" in document.text


def test_text_boxes_controls_symbols_and_formulas_are_read_once() -> None:
    box = f"<w:txbxContent>{par('In a box.')}</w:txbxContent>"
    drawn = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        "</mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{par('Click here')}</w:sdtContent></w:sdt>"
    power = "<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    divided = f"<m:f><m:num><m:r><m:t>kg</m:t></m:r></m:num><m:den>{power}</m:den></m:f>"
    formula = f"<m:oMath><m:r><m:t>BMI=</m:t></m:r>{divided}</m:oMath>"
    content = word_file(
        par(run("Before the box.") + drawn)
        + f"<w:sdt><w:sdtContent>{par('In a control.')}</w:sdtContent></w:sdt>"
        + prompt
        + par(
            run("Dose ")
            + '<w:r><w:sym w:font="Symbol" w:char="F0A3"/><w:t> 6 mg</w:t></w:r>'
            + run(" \uf0b3 2", '<w:rFonts w:ascii="Symbol"/>')
        )
        + par("<w:r><w:t>COVID</w:t><w:noBreakHyphen/><w:t>19</w:t><w:br/><w:t>new line</w:t></w:r>")
        + par(run("So ") + formula)
    )
    assert words(content) == [
        "Before the box.",
        "In a box.",
        "In a control.",
        "Dose ≤ 6 mg ≥ 2",
        "COVID-19\nnew line",
        "So BMI = kg/m²",
    ]
    assert read_bytes(content).dropped == {"form prompts": 1}


def test_tables_keep_their_columns_and_one_inside_another_stands_in_its_cell() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    header = "<w:trPr><w:tblHeader/></w:trPr>"
    content = word_file(
        table(header + cell("Drug", wide) + cell("Dose"),
              cell("A", '<w:vMerge w:val="restart"/>') + cell(par("by mouth") + par("at night")) + cell("5 mg"),
              cell("", "<w:vMerge/>") + cell(table(cell("in") + cell("ner"))) + cell("6 mg"))
        + table(cell(par("A frame with one cell holds paragraphs.") + par("And another.")))
    )  # fmt: skip
    read = read_bytes(content)
    assert [(one.kind, one.level, [read.text[c.start : c.end] for c in one.cells]) for one in read.blocks[:3]] == [
        ("row", 1, ["Drug", "", "Dose"]),
        ("row", 0, ["A", "by mouth at night", "5 mg"]),
        ("row", 0, ["A", "in ner", "6 mg"]),
    ]
    assert words(content)[3:] == ["A frame with one cell holds paragraphs.", "And another."]


def test_a_cell_over_several_columns_takes_up_each_of_them() -> None:
    wide, down = '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="2"/><w:vMerge{}/>'
    content = word_file(
        table("<w:trPr><w:tblHeader/></w:trPr>" + cell("Drug") + cell("Low") + cell("High"),
              cell("A") + cell("never", wide), cell("B") + cell("") + cell("8 mg"),
              cell("C", down.format(' w:val="restart"')) + cell("6 mg"), cell("", down.format("")) + cell("7 mg"))
    )  # fmt: skip
    held = read_bytes(content)
    header, *below = [one.cells for one in held.blocks]
    names = [[one and held.text[one.start : one.end] for one in column_names(row, header)] for row in below]
    assert names == [["Drug", None, None], ["Drug", "Low", "High"], [None, None, "High"], [None, None, "High"]]


def test_a_table_over_two_pages_two_columns_and_a_figure_read_in_order() -> None:
    """Row 22: pages and columns are Word's business, and the text has one order."""
    columns = '<w:sectPr><w:cols w:num="2"/></w:sectPr>'
    repeated = "<w:trPr><w:tblHeader/></w:trPr>"
    picture = '<w:r><w:drawing><a:blip xmlns:a="a"/></w:drawing></w:r>'
    content = word_file(
        par("Left column text stands first.", columns)
        + par('<w:r><w:br w:type="column"/></w:r>' + run("Right column text stands next."))
        + table(repeated + cell("Drug") + cell("Dose"), *(cell(f"D{n}") + cell(f"{n} mg") for n in range(60)))
        + par(picture) + par("Figure 1. Flow of patients.")
        + par("References") + par("1. Roe B. Gout. BMJ. 2001;1:2.") + par("2. Poe C. Pain. BMJ. 2002;1:2.")
    )  # fmt: skip
    document = documented(content)
    check(document, split(document))
    said = words(content)
    assert said[:3] == ["Left column text stands first.", "Right column text stands next.", "Drug\tDose"]
    assert said[3:63] == [f"D{n}\t{n} mg" for n in range(60)] and said[63] == "Figure 1. Flow of patients."
    assert [one.number for one in document.references] == [1, 2]
    assert document.dropped == {"figures": 1}


def test_contents_headers_and_page_numbers_are_the_page_around_it() -> None:
    section = '<w:sectPr><w:headerReference r:id="rheader"/></w:sectPr>'
    content = word_file(
        par("Care .... 3", style("Verz"))
        + par(field("TOC \\o", run("Doses .... 4")))
        + par("Care", FIRST) + par("Feet are looked at once a year by a nurse.") + section,
        styles=STYLES,
        header=par(run("Draft 3, page ") + field("PAGE", run("2"))),
    )  # fmt: skip
    assert outline(content) == [
        ("furniture", 0, "Care .... 3"),
        ("furniture", 0, "Doses .... 4"),
        ("heading", 1, "Care"),
        ("paragraph", 0, "Feet are looked at once a year by a nurse."),
        ("furniture", 0, "Draft 3, page"),
    ]


def test_the_stricter_dialect_is_read_alike() -> None:
    usual = saved(typed())
    strict = {
        name: held.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                           b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, held in unzipped(usual).items()
    }  # fmt: skip
    assert outline(zipped(strict)) == outline(usual)


def refused(content: bytes) -> str:
    with pytest.raises(SourceError) as problem:
        read_bytes(content)
    said = str(problem.value)
    assert said.endswith(".") and "\n" not in said
    return said


def test_a_bomb_is_refused_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 9, and row 10's three million runs in small: the parts' sizes are added up first."""
    node = word_file(par("a" * 60_000_000))
    runs = word_file(par("<w:r><w:t>a</w:t></w:r>" * 300_000))
    monkeypatch.setattr(archive.Archive, "read", lambda *_: pytest.fail("a part was unpacked"))
    assert len(node) < 100_000 and "far more" in refused(node)
    assert "far more" in refused(runs)


def test_many_parts_of_an_allowed_size_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    content = word_file(par("Words."), header=par("x" * 500), footer=par("x" * 500))
    assert read_bytes(content).text == "Words."
    monkeypatch.setattr(archive, "LIMITS", Limits(unpacked_bytes=1_500))
    assert "far more" in refused(content)
    monkeypatch.setattr(archive, "LIMITS", Limits(archive_parts=4))
    assert "far more" in refused(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/anything.xml", "_rels/.rels"])
def test_a_doctype_in_any_part_is_refused(part: str, encoding: str) -> None:
    """Row 11: an entity that is not resolved would be text that is silently lost."""
    parts = unzipped(word_file(par("Words."), styles=STYLES))
    held = parts.get(part, b"<w:x/>").decode()
    declared = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{held}'
    )
    assert "DOCTYPE" in refused(zipped({**parts, part: declared.encode(encoding)}))


def test_a_damaged_file_another_zip_and_one_that_leaves_its_folder_are_refused() -> None:
    """Row 12."""
    good = saved(typed())
    assert "cut off" in refused(good[: len(good) // 2])
    assert "Excel workbook" in refused(zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}))
    assert "PowerPoint" in refused(zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}))
    assert "EPUB" in refused(zipped({"mimetype": "application/epub+zip"}))
    assert "OpenDocument" in refused(zipped({"mimetype": "application/vnd.oasis.opendocument.text"}))
    assert "zip archive" in refused(zipped({"notes.txt": "words"}))
    assert "zip archive" in refused(zipped({}))
    for name in ("../evil.xml", "word/../../evil", "/etc/evil", "C:\\evil", "word\\..\\..\\evil"):
        assert "outside itself" in refused(zipped({**unzipped(good), name: "x"}))
    assert "no text part" in refused(zipped({"[Content_Types].xml": "", "word/other.xml": "<a/>"}))
    assert "password" in refused(b"\xd0\xcf\x11\xe0" + bytes(600))


def test_a_part_is_told_by_what_it_holds_and_a_name_alone_makes_no_word_file() -> None:
    assert "does not parse" in refused(zipped({"[Content_Types].xml": "", "word/document.xml": "words"}))
    assert "no text" in refused(word_file(par("")))


def test_parts_nested_without_reason_are_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 110 + par("deep") + "</w:sdtContent></w:sdt>" * 110
    assert words(word_file(deep)) == ["deep"]
    assert "nested" in refused(word_file("<w:smartTag>" * 2_000 + par("deep") + "</w:smartTag>" * 2_000))


def test_flipped_bytes_are_read_or_refused_and_never_anything_else() -> None:
    good = saved(typed())
    chance = random.Random(11)
    parts = unzipped(good)
    for turn in range(300):
        if turn % 2:
            content = bytearray(good)
            for _ in range(chance.randint(1, 4)):
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        else:
            name = chance.choice(
                ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels")
            )
            held = bytearray(parts[name])
            at = chance.randrange(len(held))
            held[at : at + chance.randint(0, 3)] = bytes(chance.choices(b'<>/="w:109 &', k=chance.randint(0, 3)))
            content = bytearray(zipped({**parts, name: bytes(held)}))
        readable(bytes(content))


def readable(content: bytes) -> Document | None:
    try:
        read = read_bytes(content)
    except SourceError:
        return None
    assert isinstance(read, Extracted)
    return documented(content)


def test_a_style_that_is_based_on_itself_ends() -> None:
    loop = '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="A"/></w:style>'
    assert words(word_file(par("Words.", style("A")), styles=loop)) == ["Words."]
