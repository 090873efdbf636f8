"""A reader brings documents of their own, asks them, chooses among them and takes them out again, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, expect

from corpus.library import Library
from corpus.shipped_article import shipped
from tests.browser.chromium import PHONE, WAIT, Visitor, visiting
from tests.browser.command import footnote_chat
from tests.browser.scripted import HOSTILE
from tests.browser.test_page import STEPS, serious
from tests.ingest.pdf_making import Sheet

GOUT = "Gout in adults\n\nTreatment\n\nColchicine is given at 0.5 mg twice daily in an attack of gout.\n"
DOSE = "How much colchicine is given for gout?"
BOTH = "Which prompt dose modification of bortezomib is made in neuropathy?"
"""What the article and the overview both answer."""
OVERVIEW = (
    "Managing neuropathy\n\nDoses\n\n"
    "Bortezomib is reduced from 1.3 to 1.0 and then to 0.7 mg/m² when neuropathy appears.\n\n"
    "Nerve conduction studies are repeated every three months.\n"
)


class Served(NamedTuple):
    """A page and the folder of its library."""

    address: str
    folder: Path


@pytest.fixture(scope="module")
def served_alone(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A command with a library that only these tests change."""
    folder = tmp_path_factory.mktemp("own") / "library"
    with footnote_chat(folder) as address:
        yield Served(address, folder)


@pytest.fixture
def reader(browser: Browser, served_alone: Served) -> Iterator[Visitor]:
    """Somebody at a desk; what they added is taken out after them."""
    with visiting(browser, served_alone.address) as visitor:
        expect(visitor.page.locator("#fn-ready")).to_have_count(0, timeout=WAIT)
        visitor.page.locator("#fn-tabs").get_by_role("button", name="Library").click()
        expect(visitor.page.locator(".fn-doc").first).to_be_visible(timeout=WAIT)
        yield visitor
        assert visitor.strangers() == []
        assert visitor.complaints == []
    library = Library(served_alone.folder)
    with library.write() as draft:
        for key, document in list(draft.documents.items()):
            if document.source != shipped().name:
                draft.remove(key)
    library.close()


def add(visitor: Visitor, name: str, content: str | bytes, button: Locator | None = None) -> Locator:
    """Choose a file and wait until the page has told what became of it."""
    with visitor.page.expect_file_chooser() as chosen:
        (button or visitor.page.get_by_role("button", name="Choose files")).click()
    data = content.encode() if isinstance(content, str) else content
    chosen.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
    told = visitor.page.locator("#fn-arrivals")
    expect(told).to_contain_text(re.compile(rf"{re.escape(name)}(: | could| was)"), timeout=WAIT)
    return told


def drop(visitor: Visitor, **files: str) -> None:
    """Drop texts on the page, as from a folder of the desktop."""
    drop_files(visitor, {f"{name}.txt": text.encode() for name, text in files.items()})


def drop_files(visitor: Visitor, files: dict[str, bytes]) -> None:
    transfer = visitor.page.evaluate_handle(
        """files => {
          const made = new DataTransfer();
          for (const [name, bytes] of Object.entries(files)) made.items.add(new File([new Uint8Array(bytes)], name));
          return made;
        }""",
        {name: list(content) for name, content in files.items()},
    )
    visitor.page.dispatch_event("#fn-library", "drop", {"dataTransfer": transfer})


def guideline() -> bytes:
    """Three pages; what is asked about stands on the second."""
    sheet = Sheet("Guideline: care of the feet in gout")
    sheet.put(72, 80, "Guideline: care of the feet in gout", 18, "Helvetica-Bold")
    pages = {
        "Diagnosis": "A swollen toe that is red and hot is looked at under a microscope before it is called gout.",
        "Treatment": "Colchicine is given at 0.5 mg twice daily in an attack of gout, from the first day on.",
        "Prevention": "Shoes are checked for stones every morning, and wide ones are worn until the swelling is gone.",
    }
    for heading, words in pages.items():
        sheet.put(72, 120, heading, 13, "Helvetica-Bold")
        sheet.paragraph(72, 142, 450, words)
        sheet.turn()
    return sheet.bytes()


def item(visitor: Visitor, words: str) -> Locator:
    return visitor.page.locator(".fn-doc", has_text=words)


def test_a_file_is_added_asked_opened_and_removed(reader: Visitor) -> None:
    expect(add(reader, "gout.txt", GOUT)).to_contain_text("gout.txt: added")
    held = item(reader, "Gout in adults")
    expect(held).to_contain_text("gout.txt")
    expect(held).to_contain_text("○ Article")
    reader.ask(DOSE).locator(".fn-mark").first.click()
    card = reader.page.locator(".fn-card.fn-open")
    expect(card).to_contain_text("Colchicine is given at 0.5 mg twice daily")
    expect(card.locator(".fn-origin")).to_contain_text("gout.txt")
    assert "0.5 mg" in " ".join(reader.lit())
    reader.page.locator("#fn-tabs").get_by_role("button", name="Library").click()
    held.get_by_role("button", name="Remove").click()
    held.get_by_role("button", name="Keep it").click()
    expect(held.get_by_role("button", name="Remove it")).to_be_hidden()
    held.get_by_role("button", name="Remove").click()
    held.get_by_role("button", name="Remove it").click()
    expect(reader.page.locator(".fn-notice")).to_contain_text("Removed: Gout in adults", timeout=WAIT)
    expect(held).to_have_count(0)
    expect(reader.page.locator("#fn-arrivals"), "it is no longer so that it was added").to_have_count(0)
    expect(reader.answers.first.locator(".fn-note-stale")).to_contain_text("no longer in the library")
    reader.answers.first.locator(".fn-mark").first.click()
    expect(card).to_contain_text("no longer in the library")
    expect(card).to_contain_text("Colchicine is given at 0.5 mg twice daily")


def test_a_guideline_is_dropped_as_a_pdf_and_its_answer_leads_to_the_right_page(reader: Visitor) -> None:
    drop_files(reader, {"guideline.pdf": guideline()})
    expect(reader.page.locator("#fn-arrivals")).to_contain_text("guideline.pdf: added", timeout=WAIT)
    expect(item(reader, "guideline.pdf")).to_contain_text("◆ Guideline")
    reader.ask("How much colchicine is given in an attack of gout?").locator(".fn-mark").first.click()
    card = reader.page.locator(".fn-card.fn-open")
    expect(card.locator(".fn-place")).to_contain_text("Treatment, page 2")
    expect(card.locator(".fn-origin")).to_contain_text("page 2 of guideline.pdf")
    assert "0.5 mg" in " ".join(reader.lit())


def test_files_are_dropped_and_the_same_name_replaces(reader: Visitor) -> None:
    told = reader.page.locator("#fn-arrivals")
    drop(reader, gout=GOUT, feet="Foot care\n\nPrevention\n\nShoes are checked for stones every morning.\n")
    expect(told).to_contain_text("gout.txt: added", timeout=WAIT)
    expect(told).to_contain_text("feet.txt: added")
    drop(reader, gout=GOUT)
    expect(told).to_have_text("gout.txt: already held, unchanged", timeout=WAIT)
    drop(reader, gout=GOUT.replace("0.5 mg", "0.6 mg"))
    expect(told).to_contain_text("gout.txt: replaced by this version", timeout=WAIT)
    expect(item(reader, "Gout in adults")).to_have_count(1)
    expect(reader.ask(DOSE)).to_contain_text("0.6 mg")


def test_what_cannot_be_read_is_told_and_the_rest_is_in(reader: Visitor) -> None:
    told = add(reader, "scan.png", b"\x89PNG\r\n\x1a\n" + bytes(200))
    expect(told).to_contain_text("picture")
    expect(told).to_have_class("fn-failed")
    expect(reader.page.locator(".fn-doc")).to_have_count(1)


def test_a_hostile_document_and_name_are_inert(reader: Visitor) -> None:
    name = "<img src=x onerror=alert(1)>.html"
    page = (
        f"<html><head><title>{HOSTILE}</title></head><body><h1>{HOSTILE}</h1><p>Frozen limbs are rewarmed.</p></body>"
    )
    add(reader, name, page)
    for element in ("img", "script", "form", "iframe", "b", "a[href^='http']"):
        assert reader.page.locator(f"#fn-side {element}").count() == 0, element
    expect(item(reader, name)).to_be_visible()


def test_only_chosen_documents_are_asked(reader: Visitor) -> None:
    add(reader, "gout.txt", GOUT)
    box = item(reader, "Gout in adults").get_by_role("checkbox")
    expect(box).to_be_checked()
    box.click()
    expect(reader.page.locator("#fn-scope")).to_contain_text("Asking 1 of 2 documents")
    expect(item(reader, "Gout in adults").get_by_role("checkbox")).not_to_be_checked()
    declined = reader.ask(DOSE)
    expect(declined).not_to_contain_text("0.5 mg")
    expect(declined).to_contain_text("Asked of 1 of 2 documents")
    reader.page.get_by_role("button", name="Ask all").click()
    expect(reader.page.locator("#fn-scope")).to_be_empty()
    expect(reader.ask(DOSE)).to_contain_text("0.5 mg")
    for one in reader.page.get_by_role("checkbox").all():
        one.click()
        reader.page.wait_for_timeout(300)
    reader.box.fill(DOSE)
    reader.box.press("Enter")
    expect(reader.page.get_by_role("alert")).to_contain_text("Every document is left out")
    expect(reader.box).to_have_value(DOSE)


def test_the_text_of_a_reference_is_added_and_a_card_leads_on_to_it(reader: Visitor) -> None:
    article = item(reader, shipped().name)
    article.locator("summary", has_text="References").click()
    entry = article.locator(".fn-ref", has_text=re.compile(r"^reference 1 "))
    expect(entry).to_contain_text("text not held")
    told = add(reader, "overview.txt", OVERVIEW, entry.get_by_role("button", name="Add its text"))
    expect(told).to_contain_text("overview.txt: added")
    expect(entry).to_contain_text("✓ text held")
    expect(item(reader, "overview.txt")).to_contain_text("the text of reference 1")
    answer = reader.ask(BOTH)
    answer.locator(".fn-statement", has_text="1.3→1.0→0.7").locator(".fn-mark").first.click()
    hop = reader.page.locator(".fn-card.fn-open .fn-hop").first
    expect(hop).to_contain_text("0.7 mg/m²")
    hop.click()
    card = reader.page.locator(".fn-card.fn-open")
    expect(card.locator(".fn-origin")).to_contain_text("overview.txt")
    expect(card.locator(".fn-on")).to_contain_text("Bortezomib is reduced from 1.3 to 1.0")


def test_another_question_is_answered_while_documents_are_taken_in(reader: Visitor) -> None:
    drop(reader, long="\n\n".join(f"Part {n}\n\nAdvice number {n} is to rest for {n} days." for n in range(1, 400)))
    expect(reader.page.locator("#fn-arrivals")).to_contain_text(re.compile("Sending|Reading|passages made ready"))
    expect(reader.ask(STEPS)).to_contain_text("1.3→1.0→0.7 mg/m²")
    expect(reader.page.locator("#fn-arrivals")).to_contain_text("long.txt: added", timeout=4 * WAIT)


def test_nothing_serious_keeps_anybody_out_of_the_library(browser: Browser, served_alone: Served) -> None:
    for scheme in ("light", "dark"):
        with visiting(browser, served_alone.address, color_scheme=scheme, reduced_motion="reduce") as visitor:
            visitor.page.locator("#fn-tabs").get_by_role("button", name="Library").click()
            expect(visitor.page.locator("#fn-ready")).to_have_count(0, timeout=WAIT)
            visitor.page.locator(".fn-doc summary").first.click()
            assert serious(visitor) == []


def test_on_a_phone_the_library_is_a_sheet_that_closes(browser: Browser, served_alone: Served) -> None:
    with visiting(browser, served_alone.address, viewport=PHONE, has_touch=True, is_mobile=True) as visitor:
        expect(visitor.page.locator("#fn-ready")).to_have_count(0, timeout=WAIT)
        visitor.page.locator("#fn-masthead").get_by_role("button", name="Library").tap()
        expect(visitor.page.locator(".fn-doc").first).to_be_visible()
        visitor.page.locator(".fn-doc summary").first.tap()
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert serious(visitor) == []
        visitor.page.get_by_role("button", name="Close").tap()
        expect(visitor.page.locator("#fn-side")).to_be_hidden()
