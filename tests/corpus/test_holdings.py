"""References held: what is the same paper, what was attached, what is a record only, and who lists it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.documents import Document, Reference
from corpus.holdings import Holdings, Listing
from corpus.papers import Names, folded_doi, folded_title, same_papers
from corpus.tiers import Tier, of_type, rank, tier, titled_guideline

WALKING = "Walking with a splint after a fall"


def document(key: str, *references: Reference, **fields: object) -> Document:
    made = Document(key, f"{key}.txt", f"/texts/{key}.txt", fields.pop("title", key), "", (), references)  # type: ignore[arg-type]
    return replace(made, **fields)  # type: ignore[arg-type]


def holdings(*documents: Document) -> Holdings:
    return Holdings({one.key: one for one in documents})


def keys(documents: tuple[Document, ...]) -> list[str]:
    return [one.key for one in documents]


ARTICLE = document(
    "article",
    Reference(1, WALKING, "Guideline", year=2011, doi="10.1234/AbC"),
    Reference(2, "Another paper of five words", "Research", year=2012, pmid="77"),
    Reference(3, listed=False),
)


def test_what_is_neither_held_nor_recorded_is_missing() -> None:
    held = holdings(ARTICLE)
    assert held.of("article", 1) == held.of("article", 3) == held.of("article", 99) == held.of("nobody", 1) == ()
    assert held.counts("article") == (0, 3)
    assert held.records("article") == 0
    assert not held.is_record_only("article", 1)


@pytest.mark.parametrize(
    "paper",
    [
        document("paper", doi="https://doi.org/10.1234/ABC"),
        document("paper", doi="doi:10.1234/abc.", title="Quite another title it has", year=1990),
        document("paper", title="Walking, with a splint — after a FALL.", year=2011),
    ],
    ids=["doi as an address", "doi over title", "title and year"],
)
def test_the_same_paper_holds_the_reference(paper: Document) -> None:
    held = holdings(ARTICLE, paper)
    assert keys(held.of("article", 1)) == ["paper"]
    assert held.counts("article") == (1, 2)
    assert held.citing("paper") == (("article", 1),)
    assert held.citing("article") == ()


@pytest.mark.parametrize(
    "paper",
    [
        document("paper", title=WALKING, year=2012),
        document("paper", title=WALKING),
        document("paper", title=WALKING, year=2011, doi="10.1234/other"),
        document("paper", title="Walking with a", year=2011),
        document("paper", pmid="78", title="Another paper of five words", year=2012),
    ],
    ids=["another year", "no year", "another doi", "another title", "another pmid"],
)
def test_another_paper_does_not(paper: Document) -> None:
    held = holdings(ARTICLE, paper)
    assert held.counts("article") == (0, 3)
    assert held.citing("paper") == ()


def test_a_title_of_three_words_is_not_enough() -> None:
    listing = document("article", Reference(1, "Walking after falls", year=2011))
    assert holdings(listing, document("paper", title="Walking after falls", year=2011)).of("article", 1) == ()


def test_what_was_attached_comes_first_whatever_it_names() -> None:
    same = document("same", doi="10.1234/abc")
    attached = document("attached", stands_for=("article", 1), doi="10.9999/zzz")
    held = holdings(ARTICLE, same, attached)
    assert keys(held.of("article", 1)) == ["attached", "same"]
    assert held.citing("attached") == held.citing("same") == (("article", 1),)


def test_of_two_entries_with_one_number_the_first_is_meant() -> None:
    other = Reference(1, "Quite another paper than that", doi="10.1234/other")
    article = replace(ARTICLE, references=(Reference(None, "Unnumbered"), *ARTICLE.references, other))
    held = holdings(article, document("paper", doi="10.1234/abc"), document("late", doi="10.1234/other"))
    assert keys(held.of("article", 1)) == ["paper"]


def test_a_number_that_is_only_cited_can_be_attached_to() -> None:
    held = holdings(ARTICLE, document("attached", stands_for=("article", 3)))
    assert keys(held.of("article", 3)) == ["attached"]
    assert held.counts("article") == (1, 2)


def test_what_is_attached_to_a_document_that_is_gone_is_attached_to_nothing() -> None:
    orphan = document("orphan", stands_for=("article", 1))
    held = holdings(orphan)
    assert held.citing("orphan") == ()
    assert held.of("article", 1) == ()
    assert tier(orphan, held) == "Article"


def test_a_paper_listed_twice_is_one_work_and_held_for_both() -> None:
    other = document("other", Reference(7, "Named otherwise here", doi="10.1234/abc"), Reference(None, "Unnumbered"))
    attached = document("attached", stands_for=("article", 1))
    held = holdings(ARTICLE, other, attached)
    assert keys(held.of("other", 7)) == ["attached"]
    assert held.citing("attached") == (("article", 1), ("other", 7))
    first = held.works()[0]
    assert [(one.document, one.entry.number) for one in first.listings] == [("article", 1), ("other", 7)]
    assert keys(first.held) == ["attached"]
    assert len(held.works()) == 4


SHORT = Reference(4, "Gout", year=2011, text="4. Smith A. Gout. J Pain. 2011.")
BARE = Reference(4, listed=False)


def attached_to(entry: Reference) -> Document:
    return document("text", stands_for=("article", entry.number), attached_as=entry, attached_in="first")


@pytest.mark.parametrize("entry", [*ARTICLE.references[:2], SHORT], ids=["doi", "pmid", "its words alone"])
def test_what_was_attached_follows_its_entry_when_the_list_is_renumbered(entry: Reference) -> None:
    moved = replace(entry, number=7, text=entry.text.replace("4. ", "[7] "))
    other = Reference(entry.number, "Something else entirely it is", year=1999, text="4. Jones B. Ice. 1999.")
    held = holdings(document("article", other, moved, digest="second"), attached_to(entry))
    assert entry.number is not None and held.of("article", entry.number) == ()
    assert keys(held.of("article", 7)) == ["text"]
    assert held.citing("text") == (("article", 7),)
    assert held.attached("text") == Listing("article", moved)
    assert held.counts("article") == (1, 1)


@pytest.mark.parametrize("entry", [*ARTICLE.references[:2], SHORT, BARE], ids=["doi", "pmid", "words", "not listed"])
def test_what_was_attached_is_never_shown_as_another_paper(entry: Reference) -> None:
    """Whether the list lost the paper, or the document is another one of the same name."""
    other = Reference(entry.number, "Something else entirely it is", year=1999, text="4. Jones B. Ice. 1999.")
    held = holdings(document("article", other, digest="second"), attached_to(entry))
    assert entry.number is not None and held.of("article", entry.number) == ()
    assert held.citing("text") == ()
    assert held.attached("text") is None
    assert [one.held for one in held.works()] == [()]


def test_a_number_that_is_only_cited_is_the_papers_in_that_version_alone() -> None:
    for digest, found in (("first", ["text"]), ("second", [])):
        assert keys(holdings(document("article", BARE, digest=digest), attached_to(BARE)).of("article", 4)) == found


def test_a_title_that_has_become_two_papers_is_neither() -> None:
    one = Reference(1, WALKING, year=2011)
    two = Reference(2, WALKING, year=2011, doi="10.1/a"), Reference(3, WALKING, year=2011, doi="10.1/b")
    held = holdings(document("article", *two, digest="second"), attached_to(one))
    assert held.of("article", 2) == held.of("article", 3) == ()


def test_what_was_attached_before_entries_were_kept_goes_by_its_number() -> None:
    other = document("article", Reference(1, "Something else entirely it is", year=1999), digest="second")
    assert keys(holdings(other, document("text", stands_for=("article", 1))).of("article", 1)) == ["text"]


RECORDS = document(
    "records",
    Reference(1, WALKING, "Guideline", year=2011, doi="10.1234/abc", pmid="55"),
    Reference(2, "Nobody cites this at all", year=2001),
    type="Record",
)


def test_a_record_holds_a_reference_as_a_record_only() -> None:
    held = holdings(ARTICLE, RECORDS)
    assert keys(held.of("article", 1)) == ["records"]
    assert held.is_record_only("article", 1)
    assert (held.counts("article"), held.records("article")) == ((0, 3), 1)
    assert held.is_record_only("records", 2)
    assert held.citing("records") == ()
    assert tier(RECORDS, held) == "Record only"


def test_a_text_beside_a_record_is_held_and_comes_first() -> None:
    paper = document("paper", pmid="55")
    held = holdings(RECORDS, ARTICLE, paper)
    assert keys(held.of("article", 1)) == ["paper", "records"], "they meet in the record, which names both DOI and PMID"
    assert not held.is_record_only("article", 1)
    assert (held.counts("article"), held.records("article")) == ((1, 2), 0)
    assert held.citing("paper") == (("article", 1),), "a list of records cites nothing"


def test_an_article_does_not_hold_its_own_entries() -> None:
    own = document("own", Reference(1, doi="10.1234/own"), doi="10.1234/own")
    held = holdings(own)
    assert held.of("own", 1) == ()
    assert held.citing("own") == ()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Guideline", "Guideline"),
        ("Practice guidelines", "Guideline"),
        ("Consensus statement", "Guideline"),
        ("Research", "Research"),
        ("Randomized controlled trial", "Research"),
        ("Systematic review", "Research"),
        ("Article", "Article"),
        ("Retracted", "Article"),
        ("Editorial", "Article"),
        ("Record", "Record only"),
    ],
)
def test_a_tier_is_what_a_document_is_said_to_be(kind: str, expected: Tier) -> None:
    one = document("one", type=kind)
    assert tier(one, holdings(one)) == expected


def test_a_paper_that_says_nothing_of_itself_is_what_the_best_list_prints() -> None:
    paper = document("paper", doi="10.1234/abc")
    other = document("other", Reference(4, type="Research", doi="10.1234/abc"))
    assert tier(paper, holdings(paper)) == "Article"
    assert tier(paper, holdings(paper, other)) == "Research"
    assert tier(paper, holdings(paper, other, ARTICLE)) == "Guideline"
    assert tier(replace(paper, type="Review"), holdings(paper, ARTICLE)) == "Research", "its own word is the stronger"


def test_what_a_record_calls_retracted_is_an_article_whatever_it_is_called_elsewhere() -> None:
    paper = document("paper", doi="10.1234/abc", type="Guideline")
    notice = document("notice", Reference(1, type="Retracted", doi="10.1234/abc"), type="Record")
    assert tier(paper, holdings(paper, ARTICLE, notice)) == "Article"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Clinical practice guideline: foot drop", True),
        ("European consensus statement on neuropathy", True),
        ("Adherence to guidelines in gout", False),
        ("A cohort study of guideline use", False),
        ("Foot drop in adults", False),
        ("Ultrasound guidance for nerve blocks", False),
    ],
)
def test_a_title_may_call_its_document_a_guideline(title: str, expected: bool) -> None:
    assert titled_guideline(title) == expected


def test_tiers_are_ordered() -> None:
    order: list[Tier] = ["Guideline", "Research", "Article", "Record only"]
    assert sorted(reversed(order), key=rank) == order
    assert of_type("") == "Article"


@pytest.mark.parametrize(
    "doi", ["10.1234/AbC", "doi:10.1234/abc", "https://dx.doi.org/10.1234/ABC", " DOI: 10.1234/abc. "]
)
def test_a_doi_is_one_however_it_is_written(doi: str) -> None:
    assert folded_doi(doi) == "10.1234/abc"


def test_a_title_is_its_words() -> None:
    assert folded_title("Müller’s *Walking*: a Trial (β‑test)") == "muller s walking a trial β test"


NAMES = st.builds(
    Names,
    st.sampled_from(["", "10.1/a", "10.1/b", "10.1/c"]),
    st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from(["", "one 2001", "two 2002"]),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(NAMES, max_size=12))
def test_a_paper_never_has_two_dois_and_one_doi_is_always_one_paper(named: list[Names]) -> None:
    papers = same_papers(named)
    for paper in set(papers):
        assert len({one.doi for one, its in zip(named, papers, strict=True) if its == paper and one.doi}) <= 1
    for doi in {one.doi for one in named} - {""}:
        assert len({its for one, its in zip(named, papers, strict=True) if one.doi == doi}) == 1
    assert all(papers[at] == at for at, one in enumerate(named) if one == Names())


def test_a_title_that_two_dois_go_by_is_neither_paper() -> None:
    title = Names.of("", "", WALKING, 2011)
    one, other = Names.of("10.1/a", "", WALKING, 2011), Names.of("10.1/b", "", WALKING, 2011)
    assert same_papers([title, one, title]) == [0, 0, 0]
    assert same_papers([one, title, other, title]) == [0, 1, 2, 1]


def test_thousands_of_entries_of_one_title_take_no_time() -> None:
    named = [Names(f"10.1/{n}", "", "editorial of the year 2001") for n in range(3000)]
    assert len(set(same_papers(named))) == 3000
