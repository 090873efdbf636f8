from __future__ import annotations

import time
from itertools import accumulate

import numpy as np
import pytest

from corpus.documents import Block, Marker, Reference
from ingest.entries import parse
from ingest.linking import align, citing_words, link
from tests.ingest.reading import documented, passages


def parsed(words: str) -> Reference:
    return parse(words, 0, len(words))


@pytest.mark.parametrize(
    ("words", "number", "title", "container", "year"),
    [
        ("1. Smith J, Doe AB. Pain in adults. BMJ. 2012;344:e12.", 1, "Pain in adults", "BMJ", 2012),
        ("[12] Smith J, et al. What is pain? Pain Med. 2019;3:1-9.", 12, "What is pain?", "Pain Med", 2019),
        ("Smith, J. A., & Doe, B. (2008). Pain in adults. Journal of Pain, 8(3), 1-5.", None, "Pain in adults",
         "Journal of Pain", 2008),
        ("Guideline\n\nCare of the foot\n\nClinic Press, 2021", None, "Care of the foot", "Clinic Press", 2021),
        ("Foot care in winter\nThe Foot, 2016", None, "Foot care in winter", "The Foot", 2016),
        ("2. DE LA CRUZ AB, LI CD Jr, WU E. Pain in adults. BMJ. 2012;344:e12.", 2, "Pain in adults", "BMJ", 2012),
        ("7) World Health Organization: Guidance on feet, 1999", 7, "", "", 1999),
    ],
)  # fmt: skip
def test_an_entry_tells_what_can_be_recognised_and_leaves_the_rest_empty(
    words: str, number: int | None, title: str, container: str, year: int
) -> None:
    entry = parsed(words)
    assert (entry.number, entry.title, entry.container, entry.year) == (number, title, container, year)
    assert entry.text == words


@pytest.mark.parametrize(
    ("words", "kind", "container"),
    [
        ("1. Raghu G, et al. Fibrosis in adults. Chest. 2022. (Guideline)", "Guideline", "Chest"),
        ("1. Raghu G, et al. Fibrosis in adults. Chest. 2022;5:1-9 [Cohort study].", "Cohort study", "Chest"),
        ("1. Raghu G, et al. Fibrosis in adults. Chest. 2022. [Review] doi:10.1000/x.1", "Review", "Chest"),
        ("1. Raghu G, et al. Fibrosis in adults. Chest. 2022.\nSystematic review", "Systematic review", "Chest"),
        ("Fibrosis in adults\nChest, 2022\n(Guideline)", "Guideline", "Chest"),
        ("1. Raghu G, et al. Fibrosis in adults. Chest. 2022;5(1):1-9.", "", "Chest"),
        ("1. Raghu G, et al. Fibrosis in adults. Chest. 2022 (in press)", "", "Chest"),
    ],
)  # fmt: skip
def test_the_type_that_ends_an_entry_is_its_type(words: str, kind: str, container: str) -> None:
    entry = parsed(words)
    assert (entry.type, entry.title, entry.container, entry.year) == (kind, "Fibrosis in adults", container, 2022)
    assert entry.text == words


def test_a_type_on_the_line_below_its_entry_begins_no_new_one() -> None:
    text = f"{BODY}\nReferences\n\nSmith J. Pain. BMJ. 2012.\n\nReview\n\nDoe A. Rest. JAMA. 2013.\n\nGuideline\n"
    assert [(one.title, one.type) for one in documented(text).references][:2] == [
        ("Pain", "Review"),
        ("Rest", "Guideline"),
    ]


def test_identifiers_are_read_without_the_punctuation_around_them() -> None:
    entry = parsed("Roe B. Feet. Lancet. 2010;1:2. (doi:10.1016/S0140-6736(10)61234-5). PMID: 20131255.")
    assert (entry.doi, entry.pmid) == ("10.1016/S0140-6736(10)61234-5", "20131255")


@pytest.mark.parametrize(
    "words",
    [
        "AB CD EF, " * 40 + "9. A title. Lancet 2020;1:2.",
        "AB CD, " * 400 + "9. A title. Lancet 2020;1:2.",
        "Smith J. A title. " + "1" * 30_000,
        "Smith J. A title.\nPubMed" + " " * 40_000 + "x",
    ],
)
def test_a_hostile_entry_costs_no_more_than_it_is_long(words: str) -> None:
    began = time.process_time()
    documented(f"{BODY}\nReferences\n\n1. {words}\n")
    assert time.process_time() - began < 1


def test_many_headings_for_references_cost_no_more_than_they_are_long() -> None:
    """Each was taken to have the rest of the text for its list, and with it all the headings behind it."""
    text = "References\n\nNothing of the kind was said in here by any of us.\n\n" * 1_500
    began = time.process_time()
    assert not any(one.listed for one in documented(text).references)
    assert time.process_time() - began < 3


def test_a_year_in_a_title_is_not_the_entrys_own() -> None:
    assert parsed("3. Frost W. The 1918 pandemic. Public Health Rep. 2006;34:1. Accessed 5 May 2020.").year == 2006


BODY = "Care of the foot\n\nAssessment\n\nPain is common in adults [1].\n\nRest helps them [2].\n\nIce helps too [3].\n"


@pytest.mark.parametrize(
    "heading",
    [
        "References",
        "REFERENCES",
        "Bibliography",
        "Literature cited:",
        "7. References",
        "References and further reading",
        "Sources & references",
        "Sources",
    ],
)
def test_the_list_is_found_under_any_usual_heading(heading: str) -> None:
    text = (
        f"{BODY}\n{heading}\n\n1. Smith J. Pain. BMJ. 2012.\n2. Doe A. Rest. JAMA. 2013.\n3. Roe B. Ice. BMJ. 2014.\n"
    )
    assert [(one.number, one.title) for one in documented(text).references] == [(1, "Pain"), (2, "Rest"), (3, "Ice")]


def test_a_word_like_source_over_anything_else_is_no_list() -> None:
    text = f"{BODY}\nSource\n\nBlood was taken from the arm of each patient.\n\nIt was stored in the cold.\n"
    assert [one.listed for one in documented(text).references] == [False, False, False]
    assert len(passages(text, "reference")) == 0


@pytest.mark.parametrize("heading", ["Sources", "Footnotes"])
def test_a_numbered_list_of_no_works_is_no_list_of_references(heading: str) -> None:
    text = f"{BODY}\n{heading}\n\n1. Oily fish\n2. Egg yolks\n3. Fortified milk\n"
    assert not any(one.listed for one in documented(text).references)
    assert "Oily fish" in " ".join(one.words() for one in passages(text, "body"))


@pytest.mark.parametrize("named", ["1. NICE. Gout.\n2. Handbook of gout.\n3. British Society: gout.\n"])
def test_works_without_a_year_are_references_under_such_a_name(named: str) -> None:
    assert [one.number for one in documented(f"{BODY}\nSources\n\n{named}").references if one.listed] == [1, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}\nReferences\n\n{{}}\nAppendix A: PHQ-9\n\nScores of 10 or more suggest depression.\n",
        f"# Feet\n\n{BODY}\n## References\n\n{{}}\n### Appendix A\n\nScores of 10 or more suggest depression.\n",
    ],
)
def test_an_appendix_ends_the_list(text: str) -> None:
    document = documented(text.format("1. Smith J. Pain. BMJ. 2012.\n2. Doe A. Rest. JAMA. 2013.\n"))
    listed = [one for one in document.references if one.listed]
    assert [one.number for one in listed] == [1, 2] and "Appendix" not in listed[-1].text
    assert any(
        "Scores of 10" in document.text[one.start : one.end] and one.kind == "paragraph" for one in document.blocks
    )


def test_the_date_of_a_pages_review_is_no_part_of_the_last_entry() -> None:
    page = (
        "<h1>Gout</h1><p>Rest helps most people who have an attack of gout in one joint [1].</p><h2>References</h2>"
        "<ol><li>Smith J. Pain. BMJ. 2012.</li></ol><p>Page last reviewed: 1 May 2022</p>"
    )
    (only,) = [one for one in documented(page).references if one.listed]
    assert only.text == "Smith J. Pain. BMJ. 2012."


def test_what_follows_the_list_is_no_part_of_it() -> None:
    text = (
        f"{BODY}\nReferences\n\n1. Smith J. Pain. BMJ. 2012.\n\n2. Doe A. Rest. JAMA. 2013.\n\nDisclaimer\n\n"
        "This text is for information only and does not replace the advice of a doctor who knows the patient.\n"
    )
    document = documented(text)
    assert [one.number for one in document.references if one.listed] == [1, 2]
    assert document.disclaimer.startswith("This text is for information only")


def test_what_cites_a_number_is_gathered_in_one_look_at_the_text() -> None:
    lines = [f"Pain is common in adults [{number % 300 + 1}]." for number in range(9_000)]
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    blocks = [Block("paragraph", start, start + len(line)) for start, line in zip(starts, lines, strict=False)]
    markers = [Marker(one.start + 24, one.end - 1, (number % 300 + 1,)) for number, one in enumerate(blocks)]
    began = time.process_time()
    citing = citing_words("\n".join(lines), blocks, markers)
    assert time.process_time() - began < 1
    assert len(citing) == 300 and citing[300] == " ".join(["Pain is common in adults."] * 30)


def test_as_many_entries_as_numbers_are_matched_by_order_and_said_to_be_inferred() -> None:
    text = f"{BODY}\nReferences\n\nSmith J. Pain. BMJ. 2012.\n\nDoe A. Rest. JAMA. 2013.\n\nRoe B. Ice. BMJ. 2014.\n"
    assert [(one.number, one.title, one.inferred) for one in documented(text).references] == [
        (1, "Pain", True),
        (2, "Rest", True),
        (3, "Ice", True),
    ]


def test_a_shorter_list_without_numbers_is_matched_by_order_and_subject() -> None:
    text = (
        "Care of the feet in diabetes\n\nAssessment\n\n"
        "Diabetic foot ulcers heal slowly when blood flow to the leg is poor [1].\n\n"
        "Monofilament testing detects the loss of protective sensation [2].\n\n"
        "Antibiotics are chosen by the depth of a bone infection [3].\n\n"
        "Custom shoes with soft insoles lower the pressure under the forefoot [4].\n\n"
        "References\n\n"
        "Doe A. Healing of ulcers in ischaemic legs. Lancet. 2012.\n\n"
        "Smith J. Monofilament test for neuropathy of the foot. BMJ. 2011.\n\n"
        "Roe B. Therapeutic footwear and insoles to reduce plantar pressure. JAMA. 2014.\n"
    )
    references = documented(text).references
    assert [(one.number, one.listed, one.inferred) for one in references] == [
        (1, True, True),
        (2, True, True),
        (3, False, False),
        (4, True, True),
    ]
    assert references[2].title == "" and references[2].text == ""


def test_entries_that_nothing_cites_have_no_number() -> None:
    text = "Care of the foot\n\nAssessment\n\nPain is common in adults.\n\nReferences\n\nSmith J. Pain. BMJ. 2012.\n"
    (only,) = documented(text).references
    assert (only.number, only.listed, only.inferred) == (None, True, False)


def test_a_list_of_hundreds_is_aligned_entry_by_entry() -> None:
    """In a time that nobody notices: trying each way through would take hours."""
    cited = [*range(1, 600), *range(603, 905)]
    likeness = np.full((len(cited), len(cited)), 0.1, dtype=np.float32)
    way = align(likeness, cited)
    # Three without a number, and all numbers in line again: later ones would each stand further from their place.
    assert way == [*range(599), None, None, None, *range(599, 898)]


def test_alignment_keeps_the_order_and_prefers_numbers_without_gaps() -> None:
    same = np.full((3, 6), 0.3, dtype=np.float32)
    assert align(same, [1, 2, 3, 4, 5, 6]) == [0, 1, 2]
    likeness = same.copy()
    likeness[2, 5] = 0.8
    assert align(likeness, [1, 2, 3, 4, 5, 6]) == [0, 1, 5]
    crossed = same.copy()
    crossed[0, 4] = crossed[1, 0] = 0.9
    way = align(crossed, [1, 2, 3, 4, 5, 6])
    assert [place for place in way if place is not None] == sorted(place for place in way if place is not None)


def test_more_entries_than_numbers_leave_some_without() -> None:
    likeness = np.array([[0.1], [0.9], [0.1]], dtype=np.float32)
    assert align(likeness, [1]) == [None, 0, None]


def test_printed_numbers_are_never_changed() -> None:
    def never(entries: object, citing: object) -> object:
        raise AssertionError("nothing is inferred where numbers are printed")

    entries = [Reference(number=4, title="A", text="A"), Reference(number=9, title="B", text="B")]
    assert [one.number for one in link("", [], entries, [], never)] == [4, 9]  # type: ignore[arg-type]
