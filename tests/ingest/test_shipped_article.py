from __future__ import annotations

import pytest

from corpus.documents import Document, Passage
from corpus.shipped_article import shipped
from ingest.split import split
from tests.ingest.reading import check, documented, outline_of


@pytest.fixture(scope="module")
def article() -> Document:
    return documented(shipped().read_bytes(), shipped().name)


@pytest.fixture(scope="module")
def made(article: Document) -> list[Passage]:
    return split(article)


def beginning(made: list[Passage], words: str) -> Passage:
    (found,) = [one for one in made if one.words().startswith(words)]
    return found


def test_its_text_is_the_file_character_by_character(article: Document) -> None:
    assert article.text == shipped().read_text("utf-8")
    assert article.dropped == {}


def test_what_it_says_of_itself_is_known(article: Document) -> None:
    assert article.title == "How to manage foot drop in a patient with multiple myeloma?"
    assert article.updated == "October 21, 2025"
    assert article.review_status == "Under Review"
    assert article.publisher == "Dr.Oracle"
    assert article.disclaimer.startswith("This information is intended for healthcare professionals.")
    assert article.disclaimer.endswith("Dr.Oracle assumes no liability for clinical decisions based on this content.")


def test_offsets_order_and_coverage_hold(article: Document, made: list[Passage]) -> None:
    check(article, made)


def test_its_sections_are_those_a_reader_sees(made: list[Passage]) -> None:
    sections = list(dict.fromkeys(one.section for one in made if one.kind == "body"))
    assert sections == [
        ("Management of Foot Drop in Multiple Myeloma Patients",),
        ("Causes of Foot Drop in Multiple Myeloma",),
        ("Assessment of Peripheral Neuropathy",),
        ("Management Strategies", "Medication Adjustments"),
        ("Management Strategies", "Physical Support and Rehabilitation"),
        ("Management Strategies", "Treatment of Underlying Disease"),
        ("Prevention Strategies",),
        ("Special Considerations",),
        ("Monitoring and Follow-up",),
    ]


def test_every_top_level_bullet_is_one_passage_with_what_is_nested_under_it(made: list[Passage]) -> None:
    counts = {section: 0 for one in made if one.kind == "body" for section in [one.section[-1]]}
    for one in made:
        if one.kind == "body":
            counts[one.section[-1]] += 1
    assert counts == {
        "Management of Foot Drop in Multiple Myeloma Patients": 1,
        "Causes of Foot Drop in Multiple Myeloma": 3,
        "Assessment of Peripheral Neuropathy": 3,
        "Medication Adjustments": 3,
        "Physical Support and Rehabilitation": 3,
        "Treatment of Underlying Disease": 3,
        "Prevention Strategies": 3,
        "Special Considerations": 3,
        "Monitoring and Follow-up": 3,
    }


def test_a_lead_in_governs_its_bullets_and_the_last_ones_marker_holds_for_all(made: list[Passage]) -> None:
    reduction = beginning(made, "For bortezomib-induced neuropathy, reduction")
    assert outline_of(reduction) == [
        ("lead", 0, "For bortezomib-induced neuropathy, reduction of peripheral neuropathy can be achieved by:"),
        ("item", 1, "Prompt dose modification (1.3→1.0→0.7 mg/m²)"),
        ("item", 1, "Once weekly instead of twice weekly administration"),
        ("item", 1, "Subcutaneous rather than intravenous administration"),
    ]
    assert reduction.references == (1,)
    assert [one.numbers for one in reduction.markers] == [(1,)]


def test_the_two_scales_are_two_passages_with_their_own_scores(made: list[Passage]) -> None:
    total = beginning(made, "The Total Neuropathy Score")
    assert outline_of(total) == [
        ("lead", 0, "The Total Neuropathy Score is recommended for grading peripheral neuropathy severity:"),
        ("item", 1, "Score 0: No peripheral neuropathy"),
        ("item", 1, "Score 1-9: Mild peripheral neuropathy"),
        ("item", 1, "Score 10-19: Moderate peripheral neuropathy"),
        ("item", 1, "Score ≥20: Severe peripheral neuropathy"),
    ]
    motor = beginning(made, "Motor symptoms assessment ranges from:")
    assert [words for _, _, words in outline_of(motor)][1:] == [
        "Score 0: None",
        "Score 1: Slight difficulty",
        "Score 2: Moderate difficulty",
        "Score 3: Requires help or assistance",
        "Score 4: Paralysis",
    ]
    assert total.references == motor.references == (1,)


def test_reference_markers_are_told_from_figures(article: Document) -> None:
    numbers = [one.numbers[0] for one in article.markers]
    assert numbers == [1] * 10 + [2, 3, 4] + [1] * 6 + [2, 5, 6, 4, 4, 7]
    for figure in ("Score 10-19:", "up to 20%", "(1.3→1.0→0.7 mg/m²)", "Score 1-9:", "type I cryo", "October 21, 2025"):
        start = article.text.index(figure)
        assert not any(start < one.end and one.start < start + len(figure) for one in article.markers)


def test_its_printed_entries_are_references_1_2_3_and_6_and_the_others_are_unlisted(article: Document) -> None:
    assert [(one.number, one.listed, one.inferred, one.title) for one in article.references] == [
        (1, True, True, "Guideline Directed Topic Overview"),
        (2, True, True, "Foot drop: where, why and what to do?"),
        (3, True, True, "Osteoporosis Management in Patients with Post-Polio Myelitis"),
        (4, False, False, ""),
        (5, False, False, ""),
        (6, True, True, "Rare Pedal Manifestation of Diffuse Multiple Myeloma Lesions."),
        (7, False, False, ""),
    ]
    second = article.references[1]
    assert (second.type, second.container, second.year) == ("Research", "Practical neurology", 2008)
    assert second.text == "Research\n\nFoot drop: where, why and what to do?\n\nPractical neurology, 2008"
    assert article.references[5].container.endswith("American College of Foot and Ankle Surgeons")


def test_each_entry_is_a_passage_of_its_own(made: list[Passage]) -> None:
    entries = [one for one in made if one.kind == "reference"]
    assert [one.references for one in entries] == [(1,), (2,), (3,), (6,)]
    assert {one.section for one in entries} == {("References",)}


def test_title_header_lines_and_disclaimer_are_passages_about_the_document(made: list[Passage]) -> None:
    about = [one.text for one in made if one.kind == "about"]
    assert about[:5] == [
        "How to manage foot drop in a patient with multiple myeloma?",
        "Medical Advisory BoardAll articles are reviewed for accuracy by our Medical Advisory Board",
        "Educational purpose only • Exercise caution as content is pending human review",
        "Article Review Status\nSubmitted\nUnder Review\nApproved",
        "Last updated: October 21, 2025",
    ]
    assert len(about) == 6
    assert made[-1].text == about[5] and made[-1].section == ("Professional Medical Disclaimer",)


def test_furniture_is_in_no_passage(made: list[Passage]) -> None:
    everything = " ".join(one.text for one in made)
    for words in ("Personalize", "tailor your experience", "describes you", "editorial policy", "follow-up question",
                  "Medical A.I.", "world-class"):  # fmt: skip
        assert words not in everything
