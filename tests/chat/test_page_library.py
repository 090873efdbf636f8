"""The Library tab and the second hop of a card: what is held, chosen and missing, and no word of it markup."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from chat.answers import Note
from chat.ask import Conversation
from chat.behind import Behind
from chat.page.badges import REFERENCES, reference_line
from chat.page.cards import card_html, cards
from chat.page.library import LISTED, library_html, scope_line
from chat.page.markup import weblink
from chat.page.panel import panel
from chat.page.session import Session, Turn, card_id, document_mark
from chat.page.shelf import Shelf, Shelves
from chat.page.verbs import Verbs
from corpus.documents import Document, Passage, Reference
from corpus.errors import LibraryError
from tests.browser.scripted import DOCUMENT, HEAT_QUOTE, REWARM, REWARM_LIST, ScriptedDesk, answer, html_of, shown
from tests.chat.test_page_render import Reader

WORDS = "Water of 37 to 39 °C rewarms a frozen limb fastest. Dry heat burns."
PAPER = Document(
    key="paper",
    source="field.pdf",
    origin="upload:field.pdf",
    title="Field rewarming",
    text=WORDS,
    blocks=(),
    type="Guideline",
    stands_for=(DOCUMENT.key, 1),
    year=2019,
    dropped={"hidden elements": 2, "control characters": 1},
)
OWN = Passage("own", PAPER.key, "body", ("Results",), 0, len(WORDS), WORDS, page=4)
HOP = Behind(REWARM.key, 1, replace(shown(OWN, None), source=PAPER.source, title=PAPER.title), 0, 51)


def tab(*documents: Document, left_out: set[str] | None = None, add: bool = True, remove: bool = True) -> str:
    counts = {DOCUMENT.key: 2, PAPER.key: 1}
    return library_html(Shelf(documents, counts), left_out or (), add=add, remove=remove, most_bytes=50_000_000)


def held(behind: tuple[Behind, ...] = ()) -> Turn:
    documents = {DOCUMENT.key: DOCUMENT, PAPER.key: PAPER}
    return Turn("q", answer("q", REWARM_LIST), documents=documents, behind=behind)


def visiting(verbs: Verbs) -> Any:
    import gradio as gr

    from chat.page.visit import Visit

    visit = Visit(verbs)
    with gr.Blocks() as blocks:
        visit.open(blocks)
    return visit


def test_a_document_tells_its_weight_age_review_and_size() -> None:
    read = Reader(tab(DOCUMENT, PAPER)).text
    assert "How is frostbite treated?" in read
    assert "○ Article · updated March 3, 2024 · ● Approved · 2 passages" in read
    assert "◆ Guideline · 2019 · 1 passage" in read
    assert "field.pdf · the text of reference 1 of How is frostbite treated?" in read
    assert "Left out when it was read: 3" in read
    assert "hidden elements: 2" in read


def test_each_reference_tells_whether_its_text_is_held_and_a_missing_one_offers_to_add_it() -> None:
    html = tab(DOCUMENT, PAPER)
    assert "References: 1 of 2 held" in Reader(html).text
    items = [Reader(item).text for item in re.findall(r'<li class="fn-ref">.*?</li>', html)]
    assert "✓ text held" in items[0] and "Add its text" not in items[0]
    assert "– text not held" in items[1] and "Add its text" in items[1]
    assert f'class="fn-do fn-do-attach fn-of-2 {document_mark(DOCUMENT.key)}"' in html
    assert "References: 0 of 2 held" in Reader(tab(DOCUMENT)).text


def test_a_reference_that_only_a_list_of_records_names_is_a_record_only() -> None:
    entry = replace(DOCUMENT.references[0], doi="10.1000/field", inferred=False)
    article = replace(DOCUMENT, references=(entry,))
    records = replace(PAPER, key="records", type="Record", stands_for=None, references=(replace(entry, number=None),))
    assert "◌ record only" in Reader(tab(article, records)).text
    assert "References: 0 of 1 held, 1 as a record only" in Reader(tab(article, records)).text


def test_what_may_not_be_done_here_is_not_offered() -> None:
    html = tab(DOCUMENT, PAPER, add=False, remove=False)
    for does in ("upload", "attach", "remove"):
        assert f"fn-do-{does}" not in html


def test_removing_takes_two_steps() -> None:
    html = tab(DOCUMENT)
    first, second = html.index("fn-do-sure"), html.index("fn-do-remove")
    assert first < html.index('<span class="fn-sure">') < second
    assert document_mark(DOCUMENT.key) in html[second : second + 100]


def test_documents_can_be_left_out_where_there_are_several() -> None:
    assert "fn-do-choose" not in tab(DOCUMENT)
    assert "2 documents, all of them asked" in Reader(tab(DOCUMENT, PAPER)).text
    html = tab(DOCUMENT, PAPER, left_out={PAPER.key})
    assert "2 documents, 1 of them asked" in Reader(html).text
    assert [box.count("☑") for box in re.findall(r"fn-do-choose.*?</button>", html)] == [1, 0]


def test_a_library_of_thousands_lists_the_first() -> None:
    many = [replace(DOCUMENT, key=str(number)) for number in range(LISTED + 7)]
    html = tab(*many)
    assert html.count('<li class="fn-doc ') == LISTED
    assert "and 7 more" in Reader(html).text


def test_a_list_of_thousands_of_references_shows_the_first_wherever_it_stands() -> None:
    """The panel is sent anew with every answer: that of a long list would be megabytes each time."""
    many = tuple(Reference(number, f"Paper {number}") for number in range(1, REFERENCES + 8))
    document = replace(DOCUMENT, references=many)
    for html in (tab(document), panel((), Shelf([document]), document)):
        assert html.count('<li class="fn-ref">') == REFERENCES
        assert f"Paper {REFERENCES}" in Reader(html).text and f"Paper {REFERENCES + 1}" not in Reader(html).text
        assert "and 7 more" in Reader(html).text


def test_a_chat_over_some_documents_says_so_before_and_after_the_question() -> None:
    assert scope_line("") == ""
    assert "Asking 1 of 2 documents" in Reader(scope_line("1 of 2 documents")).text
    declined = html_of(answer("q"), 0, scope="1 of 2 documents")
    assert "Asked of 1 of 2 documents; the others were left out" in Reader(declined).text


def test_what_was_left_out_is_not_said_to_be_silent() -> None:
    note = Note("not_covered", "The library does not mention “colchicine”.")
    told = Reader(html_of(answer("q", notes=[note]), 0, scope="1 of 2 documents")).text
    assert "The chosen documents do not say." in told
    assert "The chosen documents do not mention “colchicine”." in told
    assert "The library does not" not in told
    assert "The library does not mention" in Reader(html_of(answer("q", notes=[note]), 0)).text


def test_what_is_added_after_a_choice_is_asked_too() -> None:
    session = Session(Conversation)
    assert session.chosen(["a", "b"]) is None
    session.left_out.add("b")
    assert session.chosen(["a", "b"]) == frozenset("a")
    assert session.chosen(["a", "b", "new"]) == frozenset(["a", "new"])
    assert session.chosen(["a"]) is None, "what was left out is gone"
    begun = session.begin("q", held=["a", "b"])
    assert begun is not None and begun.draft.documents == frozenset("a") and begun.scope == "1 of 2 documents"


def test_a_card_shows_the_references_own_words_and_leads_to_their_card() -> None:
    shelf = Shelf([DOCUMENT, PAPER])
    first, second = cards([held((HOP,))])
    html = card_html(first, shelf)
    assert "✓ text held" in Reader(html).text
    assert "Water of 37 to 39 °C rewarms a frozen limb fastest." in Reader(html).text
    assert "Dry heat burns" not in Reader(html).text
    assert Reader(html).links == [f"#{card_id(OWN.key)}-t0b0"]
    behind = card_html(second, shelf)
    assert re.findall(r'<mark class="fn-lit t0b0">(.*?)</mark>', behind)
    read = Reader(behind).text
    assert "◆ Guideline · Field rewarming · 2019 · page 4 of field.pdf" in read
    assert "no answer cites it" in read


def test_a_card_says_when_the_text_of_a_reference_is_not_held() -> None:
    (card,) = cards([held()])
    assert "– text not held" in Reader(card_html(card, Shelf([DOCUMENT]))).text


def test_a_cards_references_stay_after_its_document_was_removed() -> None:
    read = Reader(panel([held()], Shelf(()), None)).text
    assert "reference 1" in read and "text not held" not in read


def test_a_citation_tells_the_weight_of_what_it_cites() -> None:
    told = answer("q", HEAT_QUOTE)
    weighed = replace(told, passages=tuple(replace(one, tier="Guideline", year=2019) for one in told.passages))
    html = html_of(weighed, 0)
    assert 'class="fn-mark fn-tier-guideline"' in html
    assert "[1]◆" not in Reader(html).text, "a marker stays its number"
    assert "Source 1: Rewarming, Guideline, 2019" in html.replace("&#58;", ":").replace("&#44;", ",")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/plain",
        "javascript:alert(1)",
        "https://user:secret@example.org/",
        "https://example.org/a b",
        'https://example.org/"onclick=alert(1)',
        "https://localhost/",
        "https://exa\u202emple.org/",
        "//example.org",
        "https://example.org/" + "x" * 3_000,
        "frostbite.txt",
    ],
)
def test_only_a_plain_web_address_becomes_a_link(address: str) -> None:
    assert "<a" not in weblink(address, "there")


def test_a_web_address_is_a_link_that_tells_nobody_from_where() -> None:
    html = weblink("https://example.org/guide?page=2#top", "there")
    assert Reader(html).links == ["https://example.org/guide?page=2#top"]
    assert 'rel="noopener noreferrer"' in html


def test_a_doi_leads_to_its_paper_and_what_only_looks_like_one_does_not() -> None:
    assert Reader(reference_line(Reference(1, "T", doi="10.1000/abc.1"))).links == ["https://doi.org/10.1000/abc.1"]
    assert Reader(reference_line(Reference(1, "T", doi="10.1/x onclick=1"))).links == []


def test_the_shelf_is_made_anew_only_when_the_library_has_changed() -> None:
    documents = [DOCUMENT]
    shelves = Shelves(lambda: documents, lambda: {"documents": [{"key": DOCUMENT.key, "passages": 2}]})
    first = shelves.now()
    assert shelves.now() is first and first.passages == {DOCUMENT.key: 2}
    documents.append(PAPER)
    assert shelves.now() is not first
    assert shelves.marked(document_mark(PAPER.key)) is PAPER
    assert shelves.marked("doc-0000000000000000") is None


def test_a_choice_that_cannot_be_looked_up_is_not_taken_for_all_documents() -> None:
    def unreadable() -> Sequence[Document]:
        raise LibraryError("The library cannot be read just now.")

    desk, session = ScriptedDesk(lambda question: answer(question, HEAT_QUOTE)), Session(Conversation)
    session.left_out.add(PAPER.key)
    visit = visiting(replace(desk.verbs(), documents=unreadable))

    async def ask() -> list[Any]:
        return [update.get(visit.at.notice) async for update in visit.ask_box("bath?", session)]

    assert "cannot be read just now" in Reader(asyncio.run(ask())[-1]).text
    assert desk.asked == [] and session.turns == []


def test_a_document_that_was_removed_is_not_left_out_when_it_comes_again() -> None:
    session = Session(Conversation)
    session.left_out.add(DOCUMENT.key)
    visit = visiting(replace(ScriptedDesk(lambda question: answer(question)).verbs(), remove=lambda key: None))
    visit.obey(json.dumps({"do": "remove", "document": document_mark(DOCUMENT.key)}), session)
    assert session.left_out == set()


def test_a_card_tells_the_review_status_of_its_document() -> None:
    (card, *_) = cards([held()])
    assert (
        "○ Article · How is frostbite treated? · ● Approved · frostbite.txt"
        in Reader(card_html(card, Shelf([DOCUMENT]))).text
    )
