"""Bibliographic records: what is told from RIS, BibTeX and MEDLINE, and what is never taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.documents import Document
from corpus.errors import SourceError
from ingest.readers import read_bytes
from ingest.readers.records import reader_of, written
from ingest.readers.records.latex import delatexed
from ingest.readers.records.record import Record, type_of
from ingest.readers.records.wording import paragraphs, plain
from ingest.split import split
from tests.ingest.reading import check, documented, passages

RIS = """Provider: A Publisher
Content: text/plain; charset="UTF-8"

TY  - JOUR
AU  - Müller, Jörg K.
AU  - O'Neil, Kate
TI  - Splints of 1.3 mg/m<sup>2</sup> &amp; nerves: a
  randomised trial.
JO  - Walking
PY  - 2008/05/12/
VL  - 12
IS  - 3
SP  - 100
EP  - 109
DO  - https://doi.org/10.1234/ABC.5
AN  - 4711
DB  - PubMed
AB  - BACKGROUND: Falls are common &lt;20%. METHODS: We gave two splints
a week. MAIN RESULT AND MORE: Half recovered. HR: 0.5.
ER  -

TY  - BOOK
T1  - The book of braces
AU  - World Health Organization
PB  - Press House
Y1  - 2011
ER  -
"""

MEDLINE = """
PMID- 12345678
OWN - NLM
TI  - A trial of one splint against another splint in
      walkers.
LID - S1-22 [pii]
LID - 10.1234/xyz [doi]
AB  - BACKGROUND: Walkers fall. METHODS: 10(6)
      steps were counted [1]. RESULTS: None fell.
FAU - Last, First Middle
AU  - Last FM
CN  - Splint Group
PT  - Journal Article
PT  - Randomized Controlled Trial
DP  - 2008 Jan 15
TA  - J Walk
VI  - 3
IP  - 2
PG  - 10-9

PMID- 999
PT  - Journal Article
PT  - Practice Guideline
TI  - How to walk.
DP  - 2011
"""

BIBTEX = r"""
% Encoding: UTF-8
@comment{jabref-meta: databaseType:bibtex;}
@string{jw = "J Walk"}
@article{one,
  author = {M{\"u}ller, J{\"o}rg and van der Berg, K. and {World Walking Group} and others},
  title = "{S}plints of 1.3 mg/m$^2$ \& nerves: a 50% \textit{trial} --- {DONE}",
  journal = jw, year = 2008, month = feb, volume = 3, pages = {1--9},
  abstract = {Background: Falls of
      \alpha{} $\geq$ 20 and ~5 steps cost $100 or $200.

      A second paragraph at 37\,$^\circ$C.},
  doi = {10.1234/AB\_C},
  note = {PMID: 4711},
}
@book{one, title = {The same key}, editor = {A. Bee}, date = {2001-05}, publisher = {Press House}}
@article{never, title = {Never closed, year = 3
@misc{last, title = {The last one}, year = {1999}}
"""


def titles(document: Document) -> list[str]:
    return [one.title for one in document.references]


def test_ris_is_read_field_by_field() -> None:
    document = documented(RIS)
    assert document.type == "Record"
    first, second = document.references
    assert (first.number, first.type, first.container, first.year) == (1, "Research", "Walking", 2008)
    assert (first.doi, first.pmid) == ("10.1234/ABC.5", "4711")
    assert first.title == "Splints of 1.3 mg/m² & nerves: a randomised trial"
    assert first.text == (
        "Müller JK, O'Neil K. Splints of 1.3 mg/m² & nerves: a randomised trial. Walking. 2008;12(3):100-109. "
        "doi:10.1234/ABC.5 PMID: 4711"
    )
    assert (second.number, second.type, second.year) == (2, "Book", 2011)
    assert second.text == "World Health Organization. The book of braces. Press House. 2011."


def test_medline_is_read_field_by_field() -> None:
    first, second = documented(MEDLINE).references
    assert first.title == "A trial of one splint against another splint in walkers"
    assert (first.type, first.year, first.doi, first.pmid) == ("Research", 2008, "10.1234/xyz", "12345678")
    assert first.text.startswith("Last FM, Splint Group. A trial of one")
    assert "J Walk. 2008;3(2):10-9. doi:10.1234/xyz PMID: 12345678" in first.text
    assert (second.type, second.pmid, second.title) == ("Guideline", "999", "How to walk")


def test_bibtex_is_read_field_by_field() -> None:
    document = documented(BIBTEX)
    first = document.references[0]
    assert first.title == "Splints of 1.3 mg/m² & nerves: a 50% trial — DONE"
    assert (first.type, first.container, first.year, first.pmid) == ("Research", "J Walk", 2008, "4711")
    assert first.doi == "10.1234/AB_C"
    assert first.text.startswith("Müller J, van der Berg K, World Walking Group, et al. Splints")
    assert "J Walk. 2008;3:1-9." in first.text
    assert titles(document) == [first.title, "The same key", "The last one"]
    assert document.references[1].text == "Bee A. The same key. Press House. 2001."
    assert document.dropped == {"unreadable records": 1}


def test_an_abstract_is_body_text_that_rests_on_its_record() -> None:
    body = passages(RIS, "body")
    assert [one.text for one in body] == [
        "BACKGROUND: Falls are common <20%.",
        "METHODS: We gave two splints a week.",
        "MAIN RESULT AND MORE: Half recovered. HR: 0.5.",
    ]
    assert {one.section for one in body} == {("Splints of 1.3 mg/m² & nerves: a randomised trial",)}
    assert {one.references for one in body} == {(1,)}
    entries = passages(RIS, "reference")
    assert [one.references for one in entries] == [(1,), (2,)]
    assert [one.section for one in entries] == [
        ("Splints of 1.3 mg/m² & nerves: a randomised trial",),
        ("The book of braces",),
    ]


def test_a_number_in_an_abstract_is_no_reference_of_the_list() -> None:
    document = documented(MEDLINE)
    assert document.markers == ()
    assert "10(6) steps were counted [1]." in document.text
    assert len(document.references) == 2


def test_the_words_of_a_bibtex_abstract_are_those_a_person_reads() -> None:
    said = [one.text for one in passages(BIBTEX, "body")]
    assert said == ["Background: Falls of α ≥20 and ~5 steps cost $100 or $200.", "A second paragraph at 37 °C."]


@pytest.mark.parametrize("text", [RIS, MEDLINE, BIBTEX], ids=["ris", "medline", "bibtex"])
def test_what_holds_of_every_document_holds_of_records(text: str) -> None:
    document = documented(text)
    check(document, split(document))
    for entry in document.references:
        assert document.text[entry.start : entry.end] == entry.text


@pytest.mark.parametrize("text", [RIS, MEDLINE, BIBTEX], ids=["ris", "medline", "bibtex"])
def test_newlines_and_byte_order_marks_change_nothing(text: str) -> None:
    plainly = documented(text)
    for written_otherwise in (
        b"\xef\xbb\xbf" + text.encode(),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
        text.encode("utf-16"),
    ):
        assert documented(written_otherwise).text == plainly.text


def test_a_file_of_one_record_is_called_by_its_title() -> None:
    one = documented(MEDLINE[: MEDLINE.index("\nPMID- 999")], "download.nbib")
    assert one.title == "A trial of one splint against another splint in walkers"
    assert (one.year, one.doi, one.pmid) == (2008, "10.1234/xyz", "12345678")
    assert documented(MEDLINE, "download.nbib").title == "download"


def test_a_broken_record_costs_only_itself() -> None:
    text = (
        RIS.replace("T1  - The book of braces\n", "") + "TY  - JOUR\ngoes on at once\nTI  - Without an end\nPY  - 1990"
    )
    document = documented(text)
    assert titles(document) == ["Splints of 1.3 mg/m² & nerves: a randomised trial", "Without an end"]
    assert [one.number for one in document.references] == [1, 2]
    assert document.dropped == {"unreadable records": 1}


def test_the_same_record_twice_is_there_once() -> None:
    document = documented(RIS + RIS[RIS.index("TY") :])
    assert len(document.references) == 2
    assert document.dropped == {"repeated records": 2}


def test_a_file_without_one_readable_record_is_refused() -> None:
    for text in (
        "TY  - JOUR\nAU  - Nobody\nER  -\n",
        "PMID- 12\nOWN - NLM\n",
        "@article{a, author = {Nobody}}\n",
    ):
        with pytest.raises(SourceError, match="none of its bibliographic records"):
            read_bytes(text.encode())


def test_nothing_unseen_comes_in_by_an_entity() -> None:
    extracted = written([Record("A&#8203; title", abstract=("One \u202edrow and \x00more.",))])
    assert "\u202e" not in extracted.text and "\x00" not in extracted.text
    assert extracted.dropped == {"direction overrides": 1, "control characters": 1}
    hidden = documented("TY  - JOUR\nTI  - Soft&shy;ly &#8203;walking&#x202e; on\nER  - ")
    assert hidden.references[0].title == "Softly walking on"
    assert sum(hidden.dropped.values()) == 3


def test_two_thousand_records_are_numbered_in_order() -> None:
    text = "".join(f"\nPMID- {n}\nOWN - NLM\nTI  - Title number {n}\nAB  - Words of {n}.\n" for n in range(1, 2001))
    document = documented(text)
    assert [one.number for one in document.references] == list(range(1, 2001))
    body = [one for one in split(document) if one.kind == "body"]
    assert [one.references for one in body] == [(n,) for n in range(1, 2001)]
    assert body[1233].text == "Words of 1234."


PROSE = (
    "TY - the type of reference - begins a record in RIS files.\nER - ends it.\n",
    "TY  - a line about types\nIt goes on in prose.\n",
    "PMID- that is what the field is called\nTI  - is another\n",
    "PMID- 12345678\nis the number of the paper that this text is about.\n",
    "@article{walks} is how Ann begins each of her letters.\n",
    "@ann wrote to {us, a = b}.\n",
    "Walking is good. Cite it so:\n\n@article{walk, title={Walking}, year={2008}}\n",
    "# Records\n\nTY  - JOUR\nTI  - In a manual\nER  - \n",
)


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_not_taken_for_records(text: str) -> None:
    assert reader_of(text) is None
    assert documented(text).type == "Article"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["TY  - ", "AB  - ", "JOUR", "PMID- ", "ER  -", "TI  - ", "x", "&lt;", "\n", " ", "[1]", "é"])
    )
)
def test_any_mixture_of_tags_is_read_or_refused(pieces: list[str]) -> None:
    text = "TY  - JOUR\nTI  - A title\n" + "".join(pieces)
    document = documented(text)
    check(document, split(document))
    assert document.type == "Record"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["{", "}", "\\", "$", "%", '"', ",", "=", "@", "~", "_", "^", "a", " ", "\n", "\\frac", "#"])
    )
)
def test_any_mixture_of_latex_signs_costs_at_most_its_own_record(pieces: list[str]) -> None:
    text = "@article{first, title = {The first}}\n@article{x, title = {Odd " + "".join(pieces) + "}}\n"
    document = documented(text)
    check(document, split(document))
    assert titles(document)[0] == "The first"


@pytest.mark.parametrize(
    ("latex", "seen"),
    [
        (r"50% of 20\% took ~5 mg", "50% of 20% took ~5 mg"),
        (r"10$^6$ cells, 10$^{-3}$, CO$_2$", "10⁶ cells, 10⁻³, CO₂"),
        (r"G{\"o}del, \'{e}t{\'e}, \o, {\ss}, \c{c}", "Gödel, été, ø, ß, ç"),
        (r"HR~0.5, p $<$ 0.05, 1--2", "HR 0.5, p < 0.05, 1–2"),
        (r"Cost $100 or $200; US$ 5", "Cost $100 or $200; US$ 5"),
        ("nothing special", "nothing special"),
    ],
)
def test_latex_becomes_what_it_means(latex: str, seen: str) -> None:
    assert plain(delatexed(latex)) == seen


def test_markup_in_a_field_is_read_as_a_page_shows_it() -> None:
    assert plain("H<sub>2</sub>O, <i>in vivo</i>, p&lt;0.05 and b&gt;3, x<y") == "H₂O, in vivo, p<0.05 and b>3, x<y"
    assert paragraphs("<jats:title>Abstract</jats:title><jats:p>One.</jats:p><jats:p>Two.</jats:p>") == ("One.", "Two.")
    assert paragraphs("<jats:title>Methods</jats:title><jats:p>Three.</jats:p>") == ("Methods: Three.",)


@pytest.mark.parametrize(
    ("markup", "seen"),
    [("10<sup>−3</sup>", "10⁻³"), ("10<sup>–3</sup>", "10⁻³"), ("2<sup>n=3</sup>", "2ⁿ⁼³"), ("x<sup>a</sup>", "x^a")],
)
def test_what_is_raised_in_a_field_is_written_as_in_an_article(markup: str, seen: str) -> None:
    assert plain(markup) == seen


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (["Journal Article", "Practice Guideline"], "Guideline"),
        (["Journal Article", "Randomized Controlled Trial"], "Research"),
        (["Journal Article", "Systematic Review"], "Review"),
        (["Retracted Publication", "Practice Guideline"], "Retracted"),
        (["Editorial", "Research Support, U.S. Gov't, P.H.S."], "Editorial"),
        (["Nothing known"], ""),
        ([], ""),
    ],
)
def test_a_type_is_what_the_record_says(printed: list[str], meant: str) -> None:
    assert type_of(printed) == meant


def test_many_authors_are_cited_as_et_al() -> None:
    cited = Record("Walking", authors=tuple(f"Author {letter}" for letter in "ABCDEFGH"), year=2008).citation()
    assert cited == "Author A, Author B, Author C, Author D, Author E, Author F, et al. Walking. 2008."
