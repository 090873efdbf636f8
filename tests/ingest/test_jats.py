from __future__ import annotations

import random
import time

import pytest

from corpus.errors import SourceError
from ingest.readers import read_bytes
from ingest.readers.xml import root_name
from ingest.split import split
from tests.ingest.reading import check, cited, documented, outline_of, passages

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.0 20120330//EN"
 "JATS-archivearticle1.dtd">
"""
OPEN = (
    '<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML" '
    'article-type="research-article">'
)
FRONT = """<front><journal-meta><journal-title-group><journal-title>Clinical Notes</journal-title></journal-title-group>
<issn>1</issn><publisher><publisher-name>Open Press</publisher-name></publisher></journal-meta>
<article-meta><article-id pub-id-type="pmid">23469300</article-id><article-id pub-id-type="pmc">3585041</article-id>
<article-id pub-id-type="doi">10.1371/cn.0002065</article-id>
<title-group><article-title>Colchicine for <italic>acute</italic> gout at 10<sup>6</sup> doses<xref ref-type="fn"
rid="n1">*</xref></article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Berg</surname><given-names>Jos&#233;</given-names></name>
<xref ref-type="aff" rid="a1"><sup>1</sup></xref></contrib><contrib contrib-type="author"><collab>The Gout
Group</collab></contrib><contrib contrib-type="editor"><name><surname>Ed</surname></name></contrib></contrib-group>
<aff id="a1"><label>1</label>Clinic, Oslo</aff>
<author-notes><corresp>* E-mail: <email>x@example.org</email></corresp>
<fn fn-type="conflict"><p>No competing interests exist.</p></fn></author-notes>
<pub-date pub-type="ppub"><month>3</month><year>2014</year></pub-date>
<pub-date pub-type="epub"><day>08</day><month>12</month><year>2013</year></pub-date>
<pub-date pub-type="pmc-release"><year>2015</year></pub-date>
<volume>7</volume><issue>2</issue><fpage>11</fpage><lpage>19</lpage>
<permissions><copyright-statement>© 2013 Berg et al.</copyright-statement></permissions>
<abstract><sec><title>Background</title><p>Gout hurts and is treated too late in most clinics.</p></sec>
<sec><title>Results</title><p>Pain fell by 2.1 points (<italic>P</italic> = 0.002).</p></sec></abstract>
<kwd-group><kwd>gout</kwd><kwd>colchicine</kwd></kwd-group>
<funding-group><funding-statement>The work was supported by the Fund.</funding-statement></funding-group>
</article-meta></front>"""


def bibr(name: int, words: str = "") -> str:
    return f'<xref ref-type="bibr" rid="b{name}">{words or f"[{name}]"}</xref>'


BODY = f"""<body><sec><label>1.</label><title>Introduction</title>
<p>Gout is common {bibr(1)}, {bibr(3)}. It is treated early {bibr(1)}&#x02013;{bibr(3)}.</p>
<p>Give it when:<list list-type="bullet"><list-item><p>pain began within 12 h {bibr(2)}</p></list-item>
<list-item><label>•</label><p>there is no:</p><list list-type="bullet"><list-item><p>renal failure</p>
</list-item></list>
</list-item></list>and otherwise wait.</p>
<list list-type="order"><list-item><p>First step</p></list-item><list-item><p>Second step</p></list-item></list>
<list list-type="order"><list-item><label>(a)</label><p>One way</p></list-item>
<list-item><label>(b)</label><p>Another way</p></list-item></list></sec>
<sec><title>Methods</title><sec><title>Doses</title>
<p>Clearance was computed as<disp-formula><label>(1)</label><alternatives><mml:math><mml:mi>CrCl</mml:mi>
<mml:mo>=</mml:mo>
<mml:mfrac><mml:mrow><mml:mn>140</mml:mn><mml:mo>−</mml:mo><mml:mi>age</mml:mi></mml:mrow><mml:mn>72</mml:mn>
</mml:mfrac>
</mml:math><tex-math>\\begin{{document}}$$\\frac{{1}}{{2}}$$\\end{{document}}</tex-math></alternatives>
</disp-formula>where
age is in years.</p>
<table-wrap><label>Table 1</label><caption><title>Doses of colchicine.</title><p>Doses are for adults.</p></caption>
<alternatives><graphic/><table><thead><tr><td rowspan="2">Drug</td><td colspan="2">Dose</td></tr>
<tr><td>First</td><td>Second</td></tr></thead><tbody>
<tr><td rowspan="2">Colchicine</td><td>1.2 mg<xref ref-type="table-fn" rid="f1">*</xref></td><td>0.6 mg</td></tr>
<tr><td><bold>1 mg</bold></td><td><bold>0.5 mg</bold> {bibr(2)}</td></tr></tbody></table></alternatives>
<table-wrap-foot><fn id="f1"><label>*</label><p>Not in renal failure.</p></fn></table-wrap-foot></table-wrap>
<fig><label>Figure 1</label><caption><title>Flow of patients.</title><p>Numbers are patients.</p></caption>
<graphic/></fig>
<boxed-text><caption><title>Key points</title></caption><p>Start early in every patient.</p></boxed-text>
</sec></sec></body>"""
BACK = """<back><ack><p>We thank the nurses.</p></ack><fn-group><fn fn-type="con"><p>JB wrote it.</p></fn></fn-group>
<ref-list><title>References</title>
<ref id="b1"><label>1</label><mixed-citation publication-type="journal"><name><surname>Roca</surname>
<given-names>O</given-names>
</name><etal/><article-title>Cohorts of CO<sub>2</sub></article-title><source>Med Intensiva</source><year>2006</year>
<volume>30</volume><fpage>6</fpage><lpage>12</lpage><pub-id pub-id-type="doi">10.1016/S0210(06)74455-2</pub-id>
<pub-id pub-id-type="pmid">16637425</pub-id></mixed-citation></ref>
<ref id="b2"><label>2</label><element-citation publication-type="book"><person-group><name><surname>Zam</surname>
<given-names>M</given-names></name><name><surname>Vin</surname><given-names>JL</given-names></name></person-group>
<source>Gout: a handbook</source><publisher-loc>Oslo</publisher-loc><publisher-name>Press</publisher-name>
<year>2008</year>
</element-citation></ref>
<ref id="b3"><label>3</label><mixed-citation publication-type="journal"><name><surname>Fru</surname>
<given-names>V</given-names>
</name> (<year>2004</year>) <article-title>Epidemiology of pain</article-title>. <source>Curr Opin</source>
<volume>10</volume>: <fpage>1</fpage>–<lpage>6</lpage>. <pub-id pub-id-type="pmid">15166842</pub-id>
</mixed-citation></ref>
</ref-list></back></article>"""
ARTICLE = f"{HEAD}{OPEN}{FRONT}{BODY}{BACK}"

GOLDEN = """title 0 Colchicine for acute gout at 10⁶ doses
about 0 Authors: José Berg, The Gout Group
about 0 Journal: Clinical Notes. 2014;7(2):11-19
about 0 Publisher: Open Press
about 0 Published: 8 December 2013
about 0 DOI: 10.1371/cn.0002065
about 0 PMID: 23469300
about 0 PMCID: PMC3585041
about 0 Keywords: gout; colchicine
about 0 © 2013 Berg et al.
heading 1 Abstract
heading 2 Background
paragraph 0 Gout hurts and is treated too late in most clinics.
heading 2 Results
paragraph 0 Pain fell by 2.1 points (P = 0.002).
heading 1 1. Introduction
paragraph 0 Gout is common [1], [3]. It is treated early [1]–[3].
paragraph 0 Give it when:
item 1 pain began within 12 h [2]
item 1 there is no:
item 2 renal failure
paragraph 0 and otherwise wait.
item 1 First step
item 1 Second step
item 1 (a) One way
item 1 (b) Another way
heading 1 Methods
heading 2 Doses
paragraph 0 Clearance was computed as / CrCl = (140 − age)/72 (1) / where age is in years.
paragraph 0 Table 1. Doses of colchicine.
row 1 Drug | Dose
row 1 First | Second
row 0 Colchicine | 1.2 mg* | 0.6 mg
row 0 1 mg | 0.5 mg [2]
paragraph 0 Doses are for adults.
paragraph 0 * Not in renal failure.
paragraph 0 Figure 1. Flow of patients. Numbers are patients.
heading 3 Key points
paragraph 0 Start early in every patient.
heading 1 Funding
paragraph 0 The work was supported by the Fund.
heading 1 Competing interests
paragraph 0 No competing interests exist.
heading 1 Acknowledgements
paragraph 0 We thank the nurses.
heading 1 Author contributions
paragraph 0 JB wrote it.
heading 1 References
reference 0 1. Roca O, et al. Cohorts of CO₂. Med Intensiva. 2006;30:6-12. doi:10.1016/S0210(06)74455-2. PMID: 16637425.
reference 0 2. Zam M, Vin JL. Gout: a handbook. Oslo: Press. 2008.
reference 0 3. Fru V (2004) Epidemiology of pain. Curr Opin 10: 1–6. PMID: 15166842"""


def outline(content: str) -> str:
    """What the reader made of an article, a block a line."""
    read = read_bytes(content.encode())
    return "\n".join(
        f"{one.kind} {one.level} {read.text[one.start : one.end]}".replace("\t", " | ").replace("\n", " / ")
        for one in read.blocks
    )


def article(body: str, refs: int = 3, back: str = "", labelled: bool = True) -> str:
    """An article with this body and so many references."""
    label = "<label>{0}</label>" if labelled else ""
    entry = f'<ref id="b{{0}}">{label}<mixed-citation>Roe B. Study {{0}}. BMJ. 200{{0}};1:2.</mixed-citation></ref>'
    listed = "".join(entry.format(number) for number in range(1, refs + 1))
    return f"{OPEN}<body>{body}</body><back>{back}<ref-list>{listed}</ref-list></back></article>"


def titled(body: str, refs: int = 3) -> str:
    """The same with a title and an abstract."""
    front = (
        "<front><article-meta><title-group><article-title>A study of gout</article-title></title-group>"
        "<abstract><p>Gout hurts, and so we looked for what helps against it in adults.</p></abstract>"
        "</article-meta></front>"
    )
    return article(body, refs).replace("<body>", f"{front}<body>")


def test_an_article_is_read_with_its_outline() -> None:
    assert outline(ARTICLE) == GOLDEN


def test_it_becomes_a_document_with_its_particulars() -> None:
    document = documented(ARTICLE, "gout.xml")
    made = split(document)
    check(document, made)
    assert (document.title, document.type, document.publisher) == (
        "Colchicine for acute gout at 10⁶ doses",
        "Research",
        "Open Press",
    )
    assert (document.year, document.doi, document.pmid) == (2014, "10.1371/cn.0002065", "23469300")
    assert document.updated == "8 December 2013"
    assert document.dropped == {"author notes": 2, "figures": 1}
    assert not any(one.kind == "body" for one in made if one.text.startswith(("Authors", "DOI", "©")))


def test_links_to_references_are_markers_and_its_entries_keep_their_fields() -> None:
    document = documented(ARTICLE)
    assert cited(document) == [(1, 3), (1, 2, 3), (2,), (2,)]
    fields = [(one.number, one.title, one.type, one.container, one.year) for one in document.references]
    assert fields == [
        (1, "Cohorts of CO₂", "Research", "Med Intensiva", 2006),
        (2, "Gout: a handbook", "Book", "Press", 2008),
        (3, "Epidemiology of pain", "Research", "Curr Opin", 2004),
    ]
    assert [(one.doi, one.pmid) for one in document.references] == [
        ("10.1016/S0210(06)74455-2", "16637425"),
        ("", ""),
        ("", "15166842"),
    ]
    assert all(document.text[one.start : one.end] == one.text for one in document.references)
    assert not any(one.inferred for one in document.references)
    entries = [one for one in split(document) if one.kind == "reference"]
    assert [(one.references, one.section) for one in entries] == [((n,), ("References",)) for n in (1, 2, 3)]


def test_a_table_with_two_header_rows_is_one_passage_with_its_caption() -> None:
    (doses,) = [one for one in passages(ARTICLE, "body") if "Colchicine" in one.text]
    assert outline_of(doses) == [
        ("lead", 0, "Table 1. Doses of colchicine."),
        ("header", 1, "Drug Dose"),
        ("header", 1, "First Second"),
        ("row", 1, "Colchicine 1.2 mg* 0.6 mg"),
        ("row", 1, "1 mg 0.5 mg"),
    ]
    assert [[doses.words(one.start, one.end) for one in part.cells] for part in doses.parts[1:]] == [
        ["Drug", "Dose", ""],
        ["Drug", "First", "Second"],
        ["Colchicine", "1.2 mg*", "0.6 mg"],
        ["Colchicine", "1 mg", "0.5 mg"],
    ]


@pytest.mark.parametrize(
    ("written", "numbers", "left"),
    [
        (f"It helps {bibr(1)}.", [(1,)], "It helps."),
        (f"It helps [{bibr(1, '1')},{bibr(2, '2')}-{bibr(4, '4')}].", [(1, 2, 3, 4)], "It helps."),
        (f"It helps ({bibr(1, '1')}, {bibr(3, '3')}).", [(1, 3)], "It helps."),
        (f"It helps.<sup>{bibr(1, '1')},{bibr(3, '3')}</sup> So", [(1, 3)], "It helps. So"),
        (f"It helps,{bibr(2, '<sup>2</sup>')} so", [(2,)], "It helps, so"),
        (f"It helps.<sup>{bibr(1, '1')}&#8209;{bibr(3, '3')}</sup>", [(1, 2, 3)], "It helps."),
        (f"It helps.{bibr(1, '<sup>1</sup>')}<sup>–</sup>{bibr(3, '<sup>3</sup>')}", [(1, 2, 3)], "It helps."),
        (f"It helps {bibr(1)}&#8211;{bibr(4)}.", [(1, 2, 3, 4)], "It helps."),
        ('It helps <xref ref-type="bibr" rid="b1 b2 b3">[1-3]</xref>.', [(1, 2, 3)], "It helps."),
        (f"It helps {bibr(1, 'Roe et al. [1]')}.", [(1,)], "It helps Roe et al.."),
        (f"As in ref. {bibr(2, '2')}, it helps.", [], "As in ref. 2, it helps."),
        (f"See refs {bibr(2, '2')} and {bibr(3, '3')} on it.", [], "See refs 2 and 3 on it."),
        (f"It helped in one study {bibr(2)}.", [(2,)], "It helped in one study."),
        (f"Roe ({bibr(1, '2001')}) and {bibr(2, 'Poe 2002')}.", [], "Roe (2001) and Poe 2002."),
        (f"At 10<sup>6</sup> in 3 m<sup>2</sup> {bibr(1)}.", [(1,)], "At 10⁶ in 3 m²."),
        (f"Noted<sup>2</sup> by them {bibr(1)}.", [(1,)], "Noted² by them."),
    ],
)
def test_reference_numbers_are_lifted_however_they_are_linked(
    written: str, numbers: list[tuple[int, ...]], left: str
) -> None:
    document = documented(titled(f"<sec><title>Findings</title><p>{written}</p></sec>", refs=4))
    assert cited(document) == numbers
    (body,) = [one for one in split(document) if one.section == ("Findings",)]
    assert body.words() == left


def test_an_article_that_cites_by_author_and_year_has_no_markers_to_guess() -> None:
    body = "".join(
        f"<p>Drug {n} helped {n} of {n + 3} ({bibr(n, f'Roe 200{n}')}), in arm ({n}).</p>" for n in (1, 2, 3)
    )
    document = documented(article(body, labelled=False))
    assert document.markers == ()
    assert [(one.number, one.inferred, one.year) for one in document.references] == [
        (1, True, 2001),
        (2, True, 2002),
        (3, True, 2003),
    ]


def test_a_list_without_labels_has_the_numbers_that_the_text_uses() -> None:
    body = f"<p>Later ones {bibr(1, '[3]')} and earlier ones {bibr(2, '[1]')} and others {bibr(3, '[2]')}.</p>"
    document = documented(article(body, labelled=False))
    assert [(one.number, one.year, one.inferred) for one in document.references] == [
        (1, 2002, False),
        (2, 2003, False),
        (3, 2001, False),
    ]


def test_old_files_without_links_are_read_as_any_text() -> None:
    document = documented(titled("<p>Gout is common [1] and it hurts [2,3].</p>"))
    assert cited(document) == [(1,), (2, 3)]


@pytest.mark.parametrize(
    ("kind", "subject", "type_"),
    [
        ("research-article", "Article", "Research"),
        ("research-article", "Review", "Review"),
        ("review-article", "", "Review"),
        ("systematic-review", "", "Review"),
        ("book-review", "", "Article"),
        ("research-article", "Practice Guidelines", "Guideline"),
        ("case-report", "", "Article"),
        ("letter", "", "Article"),
    ],
)
def test_the_type_is_what_the_file_says(kind: str, subject: str, type_: str) -> None:
    heads = f"<article-categories><subject>{subject}</subject></article-categories>"
    meta = f"<article-meta>{heads}</article-meta>"
    content = f'<article article-type="{kind}"><front>{meta}</front><body><p>Words of the body.</p></body></article>'
    assert documented(content).type == type_


def test_formulas_without_mathml_are_shown_where_they_need_no_tex() -> None:
    shown = "<inline-formula><tex-math>{}</tex-math></inline-formula>"
    plain = shown.format("\\documentclass{x}\\begin{document}$$p = 0.03$$\\end{document}")
    tex = shown.format("$\\frac{1}{2}$")
    read = read_bytes(article(f"<p>It was {plain} and {tex}.</p>").encode())
    assert read.text.startswith("It was p = 0.03 and .")
    assert read.dropped == {"formulas": 1}


def test_notes_in_the_text_glossaries_and_floats_stand_in_order() -> None:
    term = "<def-item><term>CK</term><def><p>creatine kinase</p></def></def-item>"
    glossary = f"<glossary><title>Abbreviations</title><def-list>{term}</def-list></glossary>"
    content = article(
        "<p>Gout hurts.<fn><label>a</label><p>At night.</p></fn> It does.</p>", refs=1, back=glossary
    ).replace(
        "<back>", "<floats-group><fig><label>Fig 1</label><caption><p>A joint.</p></caption></fig></floats-group><back>"
    )
    assert outline(content).split("\n") == [
        "paragraph 0 Gout hurts. It does.",
        "paragraph 0 Fig 1. A joint.",
        "heading 1 Abbreviations",
        "item 1 CK",
        "item 2 creatine kinase",
        "heading 1 References",
        "reference 0 1. Roe B. Study 1. BMJ. 2001;1:2.",
        "heading 1 Notes",
        "paragraph 0 a At night.",
    ]


def test_an_address_without_words_is_shown() -> None:
    link = f'{OPEN}<body><p>See <uri xlink:href="https://a.example"/> and <ext-link xlink:href="b">here</ext-link>.</p>'
    assert read_bytes(f"{link}</body></article>".encode()).text == "See https://a.example and here."


def test_an_envelope_is_opened_and_several_articles_are_not_mixed() -> None:
    inner = ARTICLE.removeprefix(HEAD)
    for envelope in (
        "<pmc-articleset>{}</pmc-articleset>",
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><GetRecord><record><metadata>{}</metadata></record>'
        "</GetRecord></OAI-PMH>",
        '<p:articleset xmlns:p="urn:p">{}</p:articleset>',
    ):
        named = inner.replace("<article ", '<article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/" ')
        assert outline(envelope.format(named)) == GOLDEN
    with pytest.raises(SourceError, match="2 articles"):
        read_bytes(f"<pmc-articleset>{inner}{inner}</pmc-articleset>".encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_its_encoding_is_what_it_declares(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    content = f'<?xml version="1.0" encoding="{declared}"?>{OPEN}<body><p>Müller: 5 µg.</p></body></article>'
    assert read_bytes(content.encode(encoding)).text == "Müller: 5 µg."


def test_html_with_articles_is_not_taken_for_it() -> None:
    page = "<article class='post'><h1>Care of the foot</h1><p>Look at the skin at every visit, says JATS.</p></article>"
    xhtml = f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{page}</body></html>'
    for content in (page, xhtml):
        read = read_bytes(content.encode())
        assert read.title == "Care of the foot"
        assert [one.kind for one in read.blocks] == ["heading", "paragraph"]


def test_unseen_characters_and_what_is_no_part_of_the_article_are_counted() -> None:
    content = article("<p>Sim&#173;vastatin&#x200b; is\u202e given.<!-- planted --><?planted?></p>", refs=1).replace(
        "</article>", "<sub-article><body><p>planted letter</p></body></sub-article></article>"
    )
    read = read_bytes(content.encode())
    assert read.text.startswith("Simvastatin is given.") and "planted" not in read.text
    assert read.dropped == {
        "soft hyphens": 1,
        "zero-width characters": 1,
        "direction overrides": 1,
        "reviews and replies": 1,
    }


def test_what_goes_on_behind_a_list_goes_with_the_item_that_the_list_stands_in() -> None:
    drugs = "<list><list-item><p>NSAIDs</p></list-item><list-item><p>codeine</p></list-item></list>"
    behind = "<p>Paracetamol is safe.</p><p>Give it early.</p>"
    terms = f"<def-list><def-item><term>Pain</term><def><p>Do not give:</p>{drugs}{behind}</def></def-item></def-list>"
    body = (
        f"<list><list-item><p>Do not give:</p>{drugs}{behind}</list-item><list-item><p>Next.</p></list-item></list>"
        f"<p>Words</p>{terms}"
    )
    assert outline(article(body)).split("\n")[:13] == [
        "item 1 Do not give:",
        "item 2 NSAIDs",
        "item 2 codeine",
        "item 1 Paracetamol is safe.",
        "item 1 Give it early.",
        "item 1 Next.",
        "paragraph 0 Words",
        "item 1 Pain",
        "item 2 Do not give:",
        "item 3 NSAIDs",
        "item 3 codeine",
        "item 2 Paracetamol is safe.",
        "item 2 Give it early.",
    ]


def test_what_follows_a_box_is_not_under_its_title() -> None:
    box = "<boxed-text><caption><title>{0}</title></caption><p>In the box {0}.</p></boxed-text>"
    body = (
        f"<sec><title>Dose</title><p>Before.</p><p>Around {box.format('One')} it.</p>{box.format('Two')}<p>After.</p>"
        "<boxed-text><p>Without a title.</p></boxed-text><sec><title>Adults</title><p>Give 5 mg.</p></sec></sec>"
        f"{box.format('Three')}<sec><title>Harm</title><p>Last.</p></sec>"
    )
    sections = [(one.words(), one.section) for one in split(documented(titled(body))) if one.kind == "body"]
    assert sections[1:] == [
        ("Before.", ("Dose",)),
        ("Around it.", ("Dose",)),
        ("After.", ("Dose",)),
        ("Without a title.", ("Dose",)),
        ("In the box One.", ("Dose", "One")),
        ("In the box Two.", ("Dose", "Two")),
        ("Give 5 mg.", ("Dose", "Adults")),
        ("In the box Three.", ("Three",)),
        ("Last.", ("Harm",)),
    ]


def test_struck_out_words_hold_no_more_and_are_counted() -> None:
    read = read_bytes(article("<p>The dose is <strike>20 mg</strike> 10 mg daily.</p>").encode())
    assert read.text.startswith("The dose is 10 mg daily.")
    assert read.dropped == {"struck-out text": 1}


def refused(content: str | bytes) -> str:
    with pytest.raises(SourceError) as problem:
        read_bytes(content.encode() if isinstance(content, str) else content)
    said = str(problem.value)
    assert said.endswith(".") and "\n" not in said
    return said


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9)) + f'<!ENTITY e "{"&l8;" * 10}">'


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY e SYSTEM "file:///etc/passwd">',
        '<!ENTITY e "planted">',
        '<!ENTITY % e SYSTEM "http://192.0.2.1/x.dtd"> %e;',
        f'<!ENTITY l0 "ha">{LAUGHS}',
    ],
)
def test_entities_of_its_own_are_refused_and_nothing_is_fetched(subset: str) -> None:
    """Row 11 for XML."""
    content = f"<!DOCTYPE article [{subset}]>{OPEN}<body><p>It says &e;.</p></body></article>"
    assert "entities" in refused(content)
    assert "entities" in refused(content.replace("&e;", "nothing"))


def test_the_usual_names_of_characters_are_read_without_the_dtd_that_defines_them() -> None:
    content = f"{HEAD}{OPEN}<body><p>TNF-&alpha; &le; 5&nbsp;&micro;g &unheard; x.</p></body></article>"
    assert read_bytes(content.encode()).text == "TNF-α ≤ 5\u00a0µg x."


def test_broken_deep_and_empty_files_are_refused() -> None:
    assert "does not parse" in refused(ARTICLE[: len(ARTICLE) // 2])
    assert "nested" in refused(article("<sec>" * 5_000 + "<p>deep</p>" + "</sec>" * 5_000))
    assert "no text" in refused(f"{OPEN}<body/></article>")
    assert "no article" in refused("<pmc-articleset><sec/></pmc-articleset>")
    deep = "<sec>" * 200 + "<p>deep</p>" + "</sec>" * 200
    assert read_bytes(article(deep, refs=1).encode()).text.startswith("deep")


def test_flipped_bytes_are_read_or_refused_and_never_anything_else() -> None:
    good = ARTICLE.encode()
    chance = random.Random(12)
    seen = 0
    for _ in range(400):
        content = bytearray(good)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 2)] = bytes(chance.choices(b'<>/="1 &;ab\xff', k=chance.randint(1, 2)))
        try:
            read_bytes(bytes(content))
        except SourceError:
            continue
        documented(bytes(content))
        seen += 1
    assert seen > 20


def test_thousands_of_comments_before_the_article_cost_no_more_than_they_are_long() -> None:
    began = time.process_time()
    assert root_name(b"<!-- a -->\n" * 2_000 + b"and no element") == ""
    assert root_name(b"<?xml version='1.0'?>\n" + b"<!-- a > b -->\n" * 2_000 + b"<article>") == "article"
    assert time.process_time() - began < 1
