from __future__ import annotations

import time

import pytest

from corpus.errors import SourceError
from ingest.readers import read_bytes
from ingest.split import split
from tests.ingest.reading import check, cited, documented, outline_of, passages

PAGE = """<!doctype html><html lang="en"><head><title>Statin myopathy in adults | Clinic Notes</title>
<meta property="og:site_name" content="Clinic Notes"><style>.gone{display:none} @media print{.ok{display:none}}</style>
<script>var planted = "script words";</script></head>
<body><!-- planted comment --><nav><a href="/">Start page</a> navigation words</nav>
<form><input value="x"><label>form words</label></form>
<main><article><h1>Statin myopathy in <em>adults</em></h1>
<p>Last updated: 6 May 2024 <a href="/policy">View editorial policy</a></p>
<h2>Background</h2>
<p>Statins lower <b>LDL</b>-chol<i>est</i>erol<sup>1,2</sup> and are given at 10<sup>6</sup> doses; the area is
   1.7&nbsp;m<sup>2</sup>.<sup><a href="#r3">3</a></sup> The 1<sup>st</sup> dose matters, H<sub>2</sub>O too.</p>
<p class="ok">This class is seen.</p>
<h2>Management</h2>
<p>Stop the statin when:</p>
<ul><li>CK is above 10 times the limit<sup>2</sup></li>
    <li>there is pain:<ul><li>in the thighs</li><li>in the calves<sup>1</sup>,<sup>3</sup></li></ul></li></ul>
<table><caption>Table 1. Doses</caption><thead><tr><th>Drug</th><th>Start</th><th>Maximum</th></tr></thead>
<tr><th>Simvastatin</th><td>10 mg</td><td>40 mg</td></tr><tr><th>Pravastatin</th><td></td><td>80 mg</td></tr></table>
<dl><dt>CK</dt><dd>creatine kinase</dd></dl>
<h2>References</h2>
<ol><li id="r1">Smith J. Muscle harm of statins. Lancet. 2012;380:55. <a href="#c1">↩</a></li>
<li>Roe B. Myalgia. BMJ. 2015;350:1.</li><li id="r3">Poe C. Thigh pain. JAMA. 2018;1:2.</li></ol>
</article></main>
<footer><p>© 2024 Clinic Notes. All rights reserved.</p><p>footer words of the site</p></footer></body></html>"""


def test_a_page_is_read_as_a_person_sees_it() -> None:
    document = documented(PAGE, "page.html")
    made = split(document)
    check(document, made)
    assert (document.title, document.publisher, document.updated) == (
        "Statin myopathy in adults",
        "Clinic Notes",
        "6 May 2024",
    )
    body = [one for one in made if one.kind == "body"]
    assert [one.section for one in body] == [("Background",), ("Background",), *[("Management",)] * 3]
    assert [words for _, _, words in outline_of(body[0])] == [
        "Statins lower LDL-cholesterol and are given at 10⁶ doses; the area is 1.7 m².",
        "The 1st dose matters, H₂O too.",
    ]
    assert outline_of(body[2]) == [
        ("lead", 0, "Stop the statin when:"),
        ("item", 1, "CK is above 10 times the limit"),
        ("lead", 1, "there is pain:"),
        ("item", 2, "in the thighs"),
        ("item", 2, "in the calves"),
    ]
    assert body[4].words() == "CK creatine kinase"


def test_superscript_references_are_markers_and_the_ordered_list_numbers_its_entries() -> None:
    document = documented(PAGE)
    assert cited(document) == [(1, 2), (3,), (2,), (1, 3)]
    assert [(one.number, one.title, one.inferred) for one in document.references] == [
        (1, "Muscle harm of statins", False),
        (2, "Myalgia", False),
        (3, "Thigh pain", False),
    ]
    assert "↩" not in document.text


def test_a_link_inside_brackets_takes_them_with_it() -> None:
    page = """<h1>Care of gout in adults</h1><p>Gout hurts at night [<a href="#r1">1</a>,<a href="#r2">2</a>] and in
    the day [<a href="#r1">1</a>]–[<a href="#r3">3</a>], as every clinic knows (<a href="#r2">2</a>).</p>"""
    document = documented(page)
    assert cited(document) == [(1, 2), (1, 2, 3), (2,)]
    (body,) = [one for one in split(document) if one.kind == "body"]
    assert body.words() == "Gout hurts at night and in the day, as every clinic knows."


def test_a_linked_number_behind_the_name_of_a_place_is_no_reference() -> None:
    page = """<h1>Care of gout in adults</h1><p>Start at the dose in Table <a href="#t2">2</a>, see sections
    <a href="#s3">3</a> and <a href="#s4">4</a> and fig.<a href="#f1">1</a> for checks, in most steps<a href="#r1">1</a>
    and for vegetables <a href="#r2">2</a>, as in table 2 <a href="#r3">3</a>.</p><ol><li id="s3">Check.</li></ol>"""
    document = documented(page)
    assert cited(document) == [(1,), (2,), (3,)]
    assert next(one.words() for one in split(document) if one.kind == "body") == (
        "Start at the dose in Table 2, see sections 3 and 4 and fig.1 for checks, in most steps and for vegetables, "
        "as in table 2."
    )


def test_cells_are_parted_by_white_space_only_and_keep_their_columns() -> None:
    (table,) = [one for one in passages(PAGE, "body") if "Simvastatin" in one.text]
    assert "Drug\tStart\tMaximum\nSimvastatin\t10 mg\t40 mg\nPravastatin\t\t80 mg" in table.text
    kinds = [(part.kind, [table.words(cell.start, cell.end) for cell in part.cells]) for part in table.parts]
    assert kinds == [
        ("lead", []),
        ("header", ["Drug", "Start", "Maximum"]),
        ("row", ["Simvastatin", "10 mg", "40 mg"]),
        ("row", ["Pravastatin", "", "80 mg"]),
    ]


def test_scripts_comments_navigation_and_forms_are_left_out_and_counted() -> None:
    document = documented(PAGE)
    for words in ("planted", "navigation words", "form words"):
        assert words not in document.text
    assert {"scripts and styles", "comments", "navigation", "forms"} <= set(document.dropped)
    everything = " ".join(one.text for one in split(document))
    assert "footer words" not in everything and "editorial policy" not in everything
    assert "© 2024 Clinic Notes. All rights reserved." in everything


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">SECRET</p>',
        "<p hidden>SECRET</p>",
        '<p aria-hidden="true">SECRET</p>',
        '<p style="visibility: hidden">SECRET</p>',
        '<p style="color:#FFF">SECRET</p>',
        '<div style="background:#ffffff"><span style="color:white">SECRET</span></div>',
        '<p style="font-size:1px">SECRET</p>',
        '<p style="font-size:0">SECRET</p>',
        '<p style="opacity:0">SECRET</p>',
        '<p style="position:absolute;left:-9999px">SECRET</p>',
        '<p class="gone">SECRET</p>',
        '<div class="x gone"><p>SECRET</p></div>',
        "<template><p>SECRET</p></template>",
        "<noscript>SECRET</noscript>",
    ],
)
def test_hidden_words_are_dropped_and_counted(hidden: str) -> None:
    page = f"<style>.gone {{ display: none }}</style><h1>Foot care</h1>{hidden}<p>Wash the feet each day with care.</p>"
    document = documented(page)
    assert "SECRET" not in document.text
    assert sum(document.dropped.values()) >= 1
    assert "Wash the feet each day with care." in document.text


@pytest.mark.parametrize(
    "struck",
    [
        "<p>The dose is <del>20 mg</del><ins>10 mg</ins> daily.</p>",
        "<p>The dose is <s>20 mg</s> 10 mg daily.</p>",
        "<p>The dose is <strike>20 mg</strike> 10 mg daily.</p>",
        '<p>The dose is <span style="text-decoration: red line-through">20 mg</span> 10 mg daily.</p>',
        '<p>The dose is <span class="old">20 mg</span> 10 mg daily.</p>',
        "<del><p>The dose is 20 mg daily.</p></del><p>The dose is 10 mg daily.</p>",
        "<table><tr><th>Drug</th><th>Dose</th></tr>"
        "<tr><td>The dose is</td><td><s>20 mg</s> 10 mg daily.</td></tr></table>",
        '<table><tr><th>Drug</th><th>Dose</th></tr><tr class="old"><td>Old</td></tr>'
        "<tr><td>The dose is</td><td>10 mg daily.</td></tr></table>",
    ],
)
def test_struck_out_words_hold_no_more_and_are_counted(struck: str) -> None:
    page = f"<style>.old {{ text-decoration: line-through }}</style><h1>Foot care</h1>{struck}"
    read = read_bytes(page.encode())
    assert "The dose is 10 mg daily." in " ".join(read.text.split())
    assert "20 mg" not in read.text and "Old" not in read.text
    assert read.dropped["struck-out text"] == 1


def test_white_words_on_a_dark_ground_are_seen() -> None:
    page = (
        '<h1>Foot care</h1><div style="background:#003366"><p style="color:#fff">Seen by everybody who looks.</p></div>'
    )
    assert "Seen by everybody who looks." in documented(page).text


def test_a_cell_spanning_columns_or_rows_does_not_shift_the_others() -> None:
    page = (
        "<h1>Doses</h1><table><tr><th>Drug</th><th>Low</th><th>High</th></tr>"
        '<tr><td rowspan="2">A</td><td>1 mg</td><td>2 mg</td></tr><tr><td>3 mg</td><td>4 mg</td></tr>'
        '<tr><td>B</td><td colspan="2">5 mg</td></tr></table>'
    )
    (table,) = [one for one in passages(page, "body")]
    rows = [[table.words(cell.start, cell.end) for cell in part.cells] for part in table.parts[1:]]
    assert rows == [["A", "1 mg", "2 mg"], ["A", "3 mg", "4 mg"], ["B", "5 mg", ""]]


def test_a_cell_that_reaches_down_is_read_in_its_own_rows_only() -> None:
    page = (
        "<h1>Doses</h1><table><tr><th>Drug</th><th>Way</th><th>Low</th></tr>"
        '<tr><td rowspan="2" colspan="2">A</td><td>1 mg</td></tr><tr><td>2 mg</td></tr>'
        '<tr><td rowspan="2"></td><td></td><td></td></tr><tr><td>oral</td><td>3 mg</td></tr></table>'
    )
    document = documented(page)
    (table,) = split(document)[1:]
    check(document, split(document))
    rows = [[table.words(cell.start, cell.end) for cell in part.cells] for part in table.parts[1:]]
    assert rows == [["A", "", "1 mg"], ["A", "", "2 mg"], ["", "oral", "3 mg"]]


def test_a_table_that_only_lays_the_page_out_is_no_table() -> None:
    page = (
        "<h1>Foot care</h1><table><tr><td><h2>Dose</h2><p>Give 5 mg a day.</p></td>"
        "<td><ul><li>Walk</li></ul></td></tr></table>"
    )
    document = documented(page)
    assert {block.kind for block in document.blocks} == {"title", "heading", "paragraph", "item"}


def test_without_a_heading_the_tabs_title_is_the_title_and_can_be_found() -> None:
    page = "<title>Foot care in winter - The Clinic</title><p>Wash the feet each day with warm water and dry them.</p>"
    document = documented(page)
    assert document.title == "Foot care in winter"
    assert [one.text for one in split(document) if one.kind == "about"] == ["Foot care in winter"]


def test_absurdly_nested_tags_are_refused() -> None:
    with pytest.raises(SourceError, match="nested"):
        read_bytes(("<html><body>" + "<div>" * 200_000 + "deep" + "</div>" * 200_000).encode())


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(SourceError, match="no text"):
        read_bytes(b"<html><body><script>1</script><img src='x'></body></html>")


def test_a_declared_character_set_is_honoured() -> None:
    words = "<h1>Стопа</h1><p>Мойте стопы каждый день.</p>"
    page = f'<html><head><meta charset="windows-1251"></head><body>{words}</body></html>'
    assert "Мойте стопы" in documented(page.encode("windows-1251")).text


def test_line_breaks_and_inline_tags_neither_add_nor_lose_spaces() -> None:
    page = "<h1>A</h1><p>one<br>two<br><br>three <b>f</b>our</p><p>fi<span>ve</span> <i>six</i></p>"
    assert documented(page).text.split() == ["A", "one", "two", "three", "four", "five", "six"]


def test_a_button_that_is_all_of_a_heading_is_its_words_and_any_other_is_none() -> None:
    page = (
        '<h1>Antibiotics</h1><h3><button aria-expanded="false"><span>Penicillin</span> allergy</button></h3>'
        "<p>Give clarithromycin 500 mg twice daily.</p><h3>No allergy <button>Copy link</button></h3>"
        "<p>Give amoxicillin 500 mg three times daily.</p><p><button>Print</button></p>"
    )
    assert [one.section for one in passages(page, "body")] == [("Penicillin allergy",), ("No allergy",)]
    assert documented(page).dropped == {"forms": 2}


@pytest.mark.parametrize(
    ("item", "outline"),
    [
        (
            "Do not give:<ul><li>NSAIDs</li><li>codeine</li></ul>Paracetamol 1 g is safe.<p>Give it early.</p>",
            ["1 Do not give:", "2 NSAIDs", "2 codeine", "1 Paracetamol 1 g is safe.", "1 Give it early."],
        ),
        (
            "<p>Do not give:</p><ul><li>NSAIDs</li></ul><blockquote><p>Paracetamol is safe.</p></blockquote>",
            ["1 Do not give:", "2 NSAIDs", "1 Paracetamol is safe."],
        ),
        (
            "Give:<ul><li>A</li></ul>Do not give:<ul><li>B</li></ul>Wait.",
            ["1 Give:", "2 A", "1 Do not give:", "2 B", "1 Wait."],
        ),
        (
            "<p>Shift potassium:</p><p>Give insulin.</p><p>Repeat it.</p>",
            ["1 Shift potassium:", "2 Give insulin.", "2 Repeat it."],
        ),
        (
            "<dl><dt>Pain</dt><dd>Do not give:<ul><li>NSAIDs</li></ul>Paracetamol is safe.</dd></dl>",
            ["2 Pain", "3 Do not give:", "4 NSAIDs", "3 Paracetamol is safe."],
        ),
    ],
)
def test_what_goes_on_behind_a_list_goes_with_the_item_that_the_list_stands_in(item: str, outline: list[str]) -> None:
    read = read_bytes(f"<h1>Care</h1><ol><li>{item}</li><li>Next.</li></ol>".encode())
    assert [f"{one.level} {read.text[one.start : one.end]}" for one in read.blocks[1:]] == [*outline, "1 Next."]
    # A number belongs to an item's first words alone, and to none where these are of a list in it.
    assert list(read.numbered.values()) == ([2] if outline[0].startswith("2") else [1, 2])


def test_a_bold_line_of_its_own_is_a_heading() -> None:
    page = "<h1>Foot care</h1><p><strong>Daily washing</strong></p><p>Wash the feet each day with warm water.</p>"
    (body,) = passages(page, "body")
    assert body.section == ("Daily washing",)


def test_what_nobody_sees_is_dropped_where_a_page_names_it_too() -> None:
    """`&shy;` becomes a soft hyphen only when the page is parsed, after its bytes have been looked through."""
    read = read_bytes(
        (
            "<html><head><title>A&#x200b;cne &#x202e;care in adults</title>"
            "<meta name='citation_publisher' content='Cli&#8203;nic'></head><body><p>dexa&shy;metha&shy;sone "
            "40&#x200b;mg &#x202e;x &#xE0041;&#27;y, 5&#150;10 days<!-- a -->, o&shy;nce<sup>&#x200b;2</sup></p>"
            "<table><tr><th>a&shy;b<th>c<tr><td>d&zwnj;e<td>f</table> a lite\u00adral one"
        ).encode()
    )
    assert read.text == (
        "Acne care in adults\n\ndexamethasone 40mg x y, 5–10 days, once2\n\nab\tc\nde\tf\n\na literal one"
    )
    assert (read.title, read.publisher) == ("Acne care in adults", "Clinic")
    assert read.dropped == {
        "soft hyphens": 5,
        "zero-width characters": 5,
        "direction overrides": 2,
        "tag characters": 1,
        "control characters": 1,
        "comments": 1,
    }


@pytest.mark.parametrize(
    "page",
    [
        "<style>" + "a" * 30_000 + "</style><p>Words.",
        '<p style="color:rgb(255' + " " * 3_000 + "255" + " " * 3_000 + '!">Words.',
        "<p>" + "in words. " * 400 + "day<sup>2</sup> and " * 60,
    ],
)
def test_a_hostile_page_costs_no_more_than_it_is_long(page: str) -> None:
    began = time.process_time()
    read_bytes(f"<html><body>{page}".encode())
    assert time.process_time() - began < 1
