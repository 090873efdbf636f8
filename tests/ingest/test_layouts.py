"""Documents of other layouts than the shipped one: each is read as a person would read it."""

from __future__ import annotations

import re
import time
from itertools import accumulate

import pytest

from corpus.documents import Block
from corpus.shipped_article import shipped
from ingest.about import roles
from ingest.sections import settle
from ingest.split import split
from tests.ingest.reading import bodies, check, cited, documented, outline_of, passages

WRAPPED = """\
Managing acute gout in primary care
===================================

Reviewed by: J. Park, MD
Published: 3 March 2021

1. Introduction

Gout is a crystal arthritis. It is caused by deposits of monosodium urate
in and around the joints, and it affects about 2.5% of adults [1]. Attacks
begin at night, e.g. after a large meal, and reach their peak within
24 hours [2,5-7].

2. Treatment

2.1 First line

Colchicine should be given early (within 12 hours of onset) at a dose of
1.2 mg, followed by 0.6 mg after one hour [3].

Avoid it when:

  - the eGFR is below 30 mL/min, or the patient takes a strong inhibitor
    of CYP3A4 such as clarithromycin;
  - there is hepatic failure [4].

2.2 Second line

  1. Naproxen 500 mg twice daily
  2. Prednisolone 30 mg for 5 days
     a) not in uncontrolled diabetes
     b) taper when given for longer
  3. Ice

References

[1] Kuo CF, Grainge MJ, Zhang W, Doherty M. Global epidemiology of gout:
    prevalence, incidence and risk factors. Nat Rev Rheumatol. 2015;11:649-62.
[2] Dalbeth N, Merriman TR, Stamp LK. Gout. Lancet. 2016;388:2039-52.
    doi:10.1016/S0140-6736(16)00346-9
[3] Terkeltaub RA, et al. High versus low dosing of oral colchicine. Arthritis
    Rheum. 2010;62:1060-8. PMID: 20131255
[4] Smith J, Doe A. Colchicine safety. BMJ. 2012;344:e12.
[5] Roe B. Urate crystals. JAMA. 2013;1:2-3.
"""


def test_a_hard_wrapped_text_with_numbered_headings_keeps_paragraphs_and_depth() -> None:
    document = documented(WRAPPED)
    made = split(document)
    check(document, made)
    assert document.title == "Managing acute gout in primary care"
    assert document.updated == "3 March 2021"
    body = [one for one in made if one.kind == "body"]
    assert [one.section for one in body] == [
        ("1. Introduction",),
        ("2. Treatment", "2.1 First line"),
        ("2. Treatment", "2.1 First line"),
        ("2. Treatment",),
    ]
    assert [words for _, _, words in outline_of(body[0])] == [
        "Gout is a crystal arthritis.",
        "It is caused by deposits of monosodium urate in and around the joints, and it affects about 2.5% of adults.",
        "Attacks begin at night, e.g. after a large meal, and reach their peak within 24 hours.",
    ]
    assert outline_of(body[2]) == [
        ("lead", 0, "Avoid it when:"),
        (
            "item",
            1,
            "the eGFR is below 30 mL/min, or the patient takes a strong inhibitor of CYP3A4 such as clarithromycin;",
        ),
        ("item", 1, "there is hepatic failure."),
    ]
    assert [(kind, depth) for kind, depth, _ in outline_of(body[3])] == [
        ("lead", 0),
        ("item", 1),
        ("lead", 1),
        ("item", 2),
        ("item", 2),
        ("item", 1),
    ]


def test_bracketed_markers_are_lifted_with_lists_and_ranges() -> None:
    document = documented(WRAPPED)
    assert cited(document) == [(1,), (2, 5, 6, 7), (3,), (4,)]
    listed = {one.number: one for one in document.references if one.listed}
    assert list(listed) == [1, 2, 3, 4, 5]
    assert [one.number for one in document.references if not one.listed] == [6, 7]
    assert not any(one.inferred for one in document.references)
    assert listed[1].title == "Global epidemiology of gout: prevalence, incidence and risk factors"
    assert (listed[1].container, listed[1].year) == ("Nat Rev Rheumatol", 2015)
    assert listed[2].doi == "10.1016/S0140-6736(16)00346-9"
    assert listed[3].pmid == "20131255"


LEAFLET = """\
WARFARIN: INFORMATION FOR PATIENTS

WHAT IT IS FOR
Warfarin makes blood clot more slowly. It is given for atrial fibrillation.
It does not dissolve clots.

BEFORE YOU TAKE IT
Tell your doctor if you:
* are over the age of 65
* have liver disease, grade 3 or grade 4
* take any of these:
** aspirin
** ibuprofen

DOSE
Your INR target is 2 to 3
Most people need tablets of 3 mg or 5 mg

SIDE EFFECTS

Common: bruising, nosebleeds
Serious: black stools, stroke
Rare: skin necrosis

Published by Northside Hospital Pharmacy. This leaflet is not a substitute for professional medical advice.
"""


def test_a_leaflet_in_capitals_keeps_its_headings_and_its_figures() -> None:
    document = documented(LEAFLET)
    made = split(document)
    check(document, made)
    assert document.title == "WARFARIN: INFORMATION FOR PATIENTS"
    assert document.markers == () and document.references == ()
    assert document.publisher == "Northside Hospital Pharmacy"
    assert "not a substitute" in document.disclaimer
    sections = {one.section for one in made if one.kind == "body"}
    assert {("WHAT IT IS FOR",), ("BEFORE YOU TAKE IT",), ("DOSE",), ("SIDE EFFECTS",)} <= sections
    (tell,) = [one for one in made if one.words().startswith("Tell your doctor")]
    assert [words for _, _, words in outline_of(tell)][:3] == [
        "Tell your doctor if you:",
        "are over the age of 65",
        "have liver disease, grade 3 or grade 4",
    ]
    effects = [one.words() for one in made if one.section == ("SIDE EFFECTS",) and one.kind == "body"]
    assert effects == ["Common: bruising, nosebleeds Serious: black stools, stroke Rare: skin necrosis"]


def test_bullets_of_any_glyph_nest_by_indent() -> None:
    for outer, inner in (("•", "o"), ("-", "–"), ("*", "+"), ("1.", "a)"), ("▪", "◦")):
        second = {"1.": "2.", "a)": "b)"}
        text = (
            f"Care of the foot\n\nEvery visit should include these steps.\n\n"
            f"{outer} Look at the skin\n"
            f"{second.get(outer, outer)} Test sensation with:\n"
            f"   {inner} a monofilament\n"
            f"   {second.get(inner, inner)} a tuning fork\n"
        )
        made = passages(text, "body")
        assert [one.words() for one in made][:2] == [
            "Every visit should include these steps.",
            _last(outer, "Look at the skin"),
        ]
        assert [(kind, depth, words) for kind, depth, words in outline_of(made[2])] == [
            ("lead", 0, "Test sensation with:"),
            ("item", 1, "a monofilament"),
            ("item", 1, "a tuning fork"),
        ]


def _last(glyph: str, words: str) -> str:
    return f"{glyph} {words}" if glyph[0].isdigit() else words


def test_a_new_bullet_at_the_same_indent_is_nested_when_the_line_above_announces_it() -> None:
    text = "Foot care\n\nSee the clinic each year.\n\n• Test with:\n– a fork\n– a thread\n• Note the result\n"
    body = passages(text, "body")
    assert [one.words() for one in body][1:] == ["Test with: – a fork – a thread", "Note the result"]


@pytest.mark.parametrize(
    ("governing", "line"),
    [
        ("Do not give it to patients who have:\n\n", "- some {} kind {}\n"),
        ("| Drug | Note |\n|---|---|\n", "| drug | some {} kind {} |\n"),
    ],
)
def test_what_a_lead_in_or_column_names_govern_stays_with_them(governing: str, line: str) -> None:
    lines = "".join(line.format("word " * 20, n) for n in range(14))
    (whole,) = [one for one in bodies(f"# Gout\n\nIt is a disease.\n\n{governing}{lines}") if "some word" in one]
    assert whole.count("some word") == 14


def test_a_long_list_is_split_at_its_top_level_bullets_and_the_lead_stays_with_the_first() -> None:
    bullets = "\n".join(
        f"- Measure number {'word ' * 28}for patient group {n} of the clinic" for n in "abcdefghijklmnopqrst"
    )
    text = f"Care plan\n\nThe following measures apply to every patient in the programme:\n\n{bullets} [3]\n\n" + (
        "Other text cites [1] and [2].\n\nReferences\n\n[1] A. X. 2001.\n[2] B. Y. 2002.\n[3] C. Z. 2003.\n"
    )
    made = passages(text, "body")
    lists = [one for one in made if "Measure number" in one.text]
    assert len(lists) > 1
    assert outline_of(lists[0])[0][0] == "lead" and len(lists[0].parts) > 2
    assert all(one.references == (3,) for one in lists), "the last bullet's marker holds for the whole list"


PIPES = """\
Antibiotic doses

The table gives doses for adults with normal renal function.

| Drug | Dose | Interval |
|------|------|----------|
| Amoxicillin | 500 mg | 8 h |
| Doxycycline | 100 mg |  |
"""
COLUMNS = """\
Antibiotic doses

The table gives doses for adults with normal renal function.

Table 1. Doses

Drug           Dose      Interval
Amoxicillin    500 mg    8 h
Doxycycline    100 mg    12 h
"""


def test_tables_drawn_with_bars_tabs_or_columns_keep_header_and_cells() -> None:
    tabbed = PIPES.replace("|------|------|----------|\n", "").replace(" | ", "\t").replace("| ", "").replace(" |", "")
    for text in (PIPES, tabbed, COLUMNS):
        (table,) = [one for one in passages(text, "body") if "Amoxicillin" in one.text]
        header, first = [part for part in table.parts if part.kind in ("header", "row")][:2]
        assert header.kind == "header"
        assert [table.words(cell.start, cell.end) for cell in header.cells] == ["Drug", "Dose", "Interval"]
        assert [table.words(cell.start, cell.end) for cell in first.cells] == ["Amoxicillin", "500 mg", "8 h"]


def test_an_empty_cell_keeps_the_others_under_their_headers() -> None:
    text = "Doses\n\nThese are usual doses.\n\n| Drug | Old | New |\n| A1 |  | 5 mg |\n| B1 | 3 mg | 4 mg |\n"
    (table,) = [one for one in passages(text, "body") if "5 mg" in one.text]
    rows = [[table.words(cell.start, cell.end) for cell in part.cells] for part in table.parts]
    assert rows == [["Drug", "Old", "New"], ["A1", "", "5 mg"], ["B1", "3 mg", "4 mg"]]


def test_a_table_printed_cell_by_cell_becomes_rows_of_label_and_figures() -> None:
    text = (
        "Trial of drug X\n\nRESULTS:\n"
        "Of the 200 patients screened, 120 met the criteria and were randomised to two arms.\n"
        "Table 1Baseline characteristics\nCharacteristic\nPlacebo\nDrug X\n"
        "% women\n52\n49\nMean age (SD)\n61 (9)\n60 (8)\n"
    )
    made = passages(text, "body")
    assert [one.words() for one in made][1:] == [
        "Table 1Baseline characteristics Characteristic Placebo Drug X % women 52 49 Mean age (SD) 61 (9) 60 (8)"
    ]
    assert ("sentence", 1, "% women 52 49") in outline_of(made[1])


def test_a_long_paragraph_is_split_between_sentences_into_like_sizes() -> None:
    sentence = "In the group of patients who were given the drug, the mean score fell by 1.5 points at week {n}."
    text = "Long report\n\nResults\n\n" + " ".join(sentence.format(n=n) for n in range(4, 24)) + "\n"
    made = passages(text, "body")
    assert len(made) > 2
    sizes = [len(one.text.split()) for one in made]
    assert max(sizes) <= 120 and max(sizes) - min(sizes) <= 40
    assert all(one.text.startswith("In the group") and one.text.endswith(".") for one in made)
    assert all(one.section == ("Results",) for one in made)


def test_a_text_of_one_line_a_paragraph_and_inline_labels_is_read_whole() -> None:
    long = "The treatment reduced pain in most of the patients who took it for two weeks. " * 3
    text = f"A study of pain\nABSTRACT.METHODS:\n{long}\n{long}\nBODY.RESULTS:\n{long}\n"
    made = passages(text, "body")
    assert [one.section for one in made] == [("ABSTRACT.METHODS",), ("ABSTRACT.METHODS",), ("BODY.RESULTS",)]


def test_a_text_without_any_structure_is_still_covered() -> None:
    text = "there is a patient with a sore throat who was given penicillin and recovered within three days"
    document = documented(text)
    check(document, split(document))
    assert bodies(text) == [text] or document.title


def test_a_heading_with_nothing_under_it_is_not_lost() -> None:
    text = "<h1>Care</h1><h2>Nothing here</h2><h2>Dose</h2><p>Give 5 mg of it every day to adults.</p>"
    document = documented(text)
    made = split(document)
    check(document, made)
    assert [(one.kind, one.text) for one in made] == [
        ("about", "Care"),
        ("about", "Nothing here"),
        ("body", "Give 5 mg of it every day to adults."),
    ]


def test_the_same_words_in_the_same_place_keep_their_key_when_others_change() -> None:
    before = {one.text: one.key for one in passages(WRAPPED)}
    after = {one.text: one.key for one in passages(WRAPPED.replace("Ice", "Rest and ice").replace("1.2 mg", "1.8 mg"))}
    changed = {text for text in before if after.get(text) != before[text]}
    assert len(changed) == 2 and all("1.2 mg" in text or "Ice" in text for text in changed)


def test_repeated_words_in_one_section_have_keys_of_their_own() -> None:
    text = "Notes\n\nDosing\n\nTake one tablet every morning.\n\nTake one tablet every morning.\n"
    made = passages(text, "body")
    assert len(made) == 2 and made[0].key != made[1].key


def test_in_a_list_without_depth_the_bullets_behind_a_lead_in_are_below_it() -> None:
    """As pasted text often is: the indents are gone, the colon is not."""
    text = (
        "Foot care\n\nAssessment\n\n• The score is graded as follows:\n• 0 is no pain\n• 1 is some pain 2\n"
        "• Every patient is seen in the clinic 1\n• Stop the drug when:\n• the pain is new\n• the foot is cold\n\n"
        "References\n\n1. Smith J. Seen. BMJ. 2012.\n2. Doe A. Grades. JAMA. 2013.\n"
    )
    body = passages(text, "body")
    assert [[(kind, depth) for kind, depth, _ in outline_of(one)] for one in body] == [
        [("lead", 0), ("item", 1), ("item", 1)],
        [("item", 0)],
        [("lead", 0), ("item", 1), ("item", 1)],
    ]
    assert [one.references for one in body] == [(2,), (1,), ()]


def test_the_shipped_article_reads_the_same_in_other_typing() -> None:
    """Windows newlines, tabs, other bullets, brackets around its numbers, blank lines doubled."""
    text = shipped().read_text("utf-8")
    nested, outer = re.compile(r"^    • ", re.M), re.compile(r"^  • ", re.M)
    typed = [
        text.replace("\n", "\r\n"),
        text.replace("• ", "- "),
        outer.sub("\t• ", nested.sub("\t\t• ", text)),
        nested.sub("    o ", text),
        outer.sub("• ", nested.sub("- ", text)),
        re.sub(r" ([1-7])(:?)$", r" [\1]\2", text, flags=re.M),
        text.replace("\n", "\n\n"),
        re.sub(r"^ +• ", "• ", text, flags=re.M),
    ]
    expected = [[words for _, _, words in outline_of(one)] for one in passages(text, "body")]
    for other in typed:
        document = documented(other)
        made = split(document)
        check(document, made)
        assert [[words for _, _, words in outline_of(one)] for one in made if one.kind == "body"] == expected
        assert [(one.number, one.listed) for one in document.references if one.listed] == [
            (1, True), (2, True), (3, True), (6, True),
        ]  # fmt: skip
        assert (document.updated, document.review_status) == ("October 21, 2025", "Under Review")


def test_sentences_below_a_heading_of_the_pages_frame_are_kept() -> None:
    """A site's "Read more" lists links; a leaflet's may hold what nothing else says."""
    prose = "Washing is done each day with warm water, and the skin between the toes is dried with care afterwards."
    kept = "The unit has no commercial ties with the makers of splints, and none of its authors is paid by one."
    body = "\n\n".join(f"Section {number}\n\n{prose}" for number in range(4))
    document = documented(f"Care of the feet\n\n{body}\n\nRead more\n\nOur other pages\n\n{kept}\n".encode())
    held = " ".join(one.text for one in split(document))
    assert kept in held and "Our other pages" not in held


def test_thousands_of_headings_and_nothing_else_cost_no_more_than_they_are_long() -> None:
    lines = [f"Part {number} word{number}x" for number in range(12_000)]
    starts = [0, *accumulate(len(line) + 2 for line in lines)]
    heads = [Block("heading", start, start + len(line)) for start, line in zip(starts, lines, strict=False)]
    began = time.process_time()
    kept, _ = roles("\n\n".join(lines), heads, "A title elsewhere")
    assert {block.kind for block in kept} == {"about"}
    # None is worded like another, so each that has nothing of its own holds the next one.
    assert [block.level for block in settle("\n\n".join(lines), heads)] == [1, 2] * 6_000
    assert time.process_time() - began < 3
