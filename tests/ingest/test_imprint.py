"""Lines in which a document says which version it is: about it, and no evidence."""

from __future__ import annotations

import time

import pytest

from corpus.documents import Document
from ingest.imprint import is_imprint
from ingest.split import split
from tests.ingest.reading import check, documented

HEAD = "Version 3.1 · Updated on 17 June 2024 · Valid until 30 June 2027"
STATUS = (
    "Review status: peer reviewed by two hepatologists; external review pending. Publisher: Liverwell Guideline "
    "Society. Intended for primary care physicians and hepatology nurses."
)
APPROVED = "Version 4.2, approved 12 January 2025 by the Medicines Committee. Next review: January 2027."
WRITTEN = "Leaflet written March 2025; review due March 2028."


def about(document: Document) -> list[str]:
    made = split(document)
    check(document, made)
    return [one.words() for one in made if one.kind == "about"][1:]


def page(first: str = "", last: str = "") -> str:
    return (
        f"<h1>Primary biliary cholangitis in adults</h1>{first}<h2>Summary</h2>"
        "<p>Ursodeoxycholic acid is given to all patients, for life.</p>"
        f"<h2>Contact</h2><p>Ring us on any day.</p>{last}"
    )


def test_the_line_below_the_title_says_when_it_was_updated_and_how_it_was_reviewed() -> None:
    document = documented(page(f"<p>{HEAD}</p><p>{STATUS}</p>"))
    assert about(document) == [HEAD, STATUS]
    assert (document.updated, document.review_status, document.publisher) == (
        "17 June 2024",
        "peer reviewed by two hepatologists",
        "Liverwell Guideline Society",
    )


@pytest.mark.parametrize(("line", "updated"), [(APPROVED, "12 January 2025"), (WRITTEN, "March 2025")])
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_line_of_particulars_is_about_the_document_at_either_end(line: str, updated: str, place: str) -> None:
    document = documented(page(**{place: f"<p>{line}</p>"}))
    assert about(document) == [line]
    assert document.updated == updated


def test_a_line_at_the_end_is_told_above_the_footer_of_the_page() -> None:
    document = documented(page(last=f"<p>{WRITTEN}</p><footer>Subscribe to our newsletter</footer>"))
    assert about(document) == [WRITTEN]


def test_the_date_of_the_next_review_is_not_when_it_was_updated() -> None:
    document = documented(page("<p>Version 2. Review date: January 2027. Intended for nurses.</p>"))
    assert document.updated == ""


@pytest.mark.parametrize(
    "line",
    [
        HEAD,
        STATUS,
        APPROVED,
        WRITTEN,
        "Northfield Trust | Edition 3 | Published March 2024 | Review date: 2027-03-01",
        "Approved by the Drug and Therapeutics Committee on 3 May 2024",
        "This guideline was last reviewed in June 2024 by the asthma team.",
        "Version 2",
        "Date of issue: 4 May 2024; expiry date: 4 May 2026",
    ],
)
def test_particulars_are_told_piece_by_piece(line: str) -> None:
    assert is_imprint(line)


@pytest.mark.parametrize(
    "line",
    [
        "Men can continue; this was changed in 2023.",
        "Approved in 2019 for adults with plaque psoriasis.",
        "Obeticholic acid was approved 27 May 2016 by the agency and withdrawn in 2024.",
        "Review in 6 weeks; stop the drug if transaminases double.",
        "Updated on 4 May 2024; give 5 mg to children.",
        "Reviewed in 2024 by the team. Metformin is stopped below an eGFR of 30.",
        "Valid for two weeks.",
        "Version 2 of the score counts renal failure twice.",
        "Metformin · stop it · Review in 2027",
        "The score was published in 2010 by Roe and is valid until today.",
        "17 June 2024",
    ],
)
def test_a_clinical_sentence_with_a_date_in_it_is_none(line: str) -> None:
    assert not is_imprint(line)


def test_a_clinical_sentence_with_a_date_stays_evidence_at_the_end_of_a_document() -> None:
    said = "Approved in 2019 for adults with plaque psoriasis who cannot have methotrexate."
    assert any(one.words() == said and one.kind == "body" for one in split(documented(page(last=f"<p>{said}</p>"))))


@pytest.mark.parametrize("piece", ["Version 1, ", "approved by ", "Updated 2024 by a, ", "Review status: a; "])
def test_a_hostile_line_costs_no_more_than_it_is_long(piece: str) -> None:
    began = time.monotonic()
    is_imprint((piece * 400)[:399] + "!")
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("words", ["Last updated{}x", "Copyright{}x"])
def test_white_space_in_a_remark_costs_no_more_than_it_is_long(words: str) -> None:
    text = f"Gout\n\nTreatment\n\nIce eases the pain of a joint.\n\n{words.format(' ' * 30_000)}\n"
    began = time.process_time()
    documented(text)
    assert time.process_time() - began < 1
