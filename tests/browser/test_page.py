"""A reader questions the shipped article in a real browser, served by the real command."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.chromium import PHONE, WAIT, Visitor, visiting

STEPS = "What are the steps to lower the bortezomib dose?"
UNANSWERABLE = "How much does an ankle foot orthosis cost?"


@pytest.fixture
def reader(browser: Browser, served: str) -> Iterator[Visitor]:
    """Somebody at a desk; whatever they did, nothing left the machine and the browser had nothing to complain of."""
    with visiting(browser, served) as visitor:
        yield visitor
        assert visitor.strangers() == []
        assert visitor.complaints == []


def serious(visitor: Visitor) -> list[str]:
    """What axe finds that keeps somebody out."""
    found = Axe().run(visitor.page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in ("serious", "critical")]


def test_the_first_visit_shows_the_article_and_offers_questions(reader: Visitor) -> None:
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(re.compile("foot drop"), timeout=WAIT)
    head = reader.page.locator("#fn-masthead")
    for told in ("Dr.Oracle", "October 21, 2025", "Under Review", "not a prescription", "healthcare professionals"):
        expect(head).to_contain_text(told)
    expect(reader.page.locator(".example")).to_have_count(3)
    expect(reader.box).to_be_focused()
    reader.page.locator(".example").first.click()
    expect(reader.answers).to_have_count(1, timeout=WAIT)


def test_a_citation_opens_the_exact_words_beside_the_chat(reader: Visitor) -> None:
    answer = reader.ask(STEPS)
    expect(answer).to_contain_text("1.3→1.0→0.7 mg/m²")
    statement = answer.locator(".fn-statement", has_text="1.3→1.0→0.7")
    scrolled = reader.page.locator('#fn-talk [role="log"]').evaluate("log => log.scrollTop")
    statement.locator(".fn-mark").first.click()
    card = reader.page.locator(".fn-card.fn-open")
    expect(card).to_be_visible()
    assert "Prompt dose modification (1.3→1.0→0.7 mg/m²)" in " ".join(reader.lit())
    expect(card.locator(".fn-on").first).to_be_in_viewport()
    expect(card).to_contain_text("Medication Adjustments")
    expect(card).to_contain_text(re.compile(r"reference 1 · ◆ Guideline · Guideline Directed Topic Overview · .*2025"))
    assert reader.page.locator('#fn-talk [role="log"]').evaluate("log => log.scrollTop") == scrolled


def test_a_follow_up_shows_how_it_was_read_and_can_be_read_otherwise(reader: Visitor) -> None:
    reader.ask(STEPS)
    follow_up = reader.ask("And for thalidomide?")
    expect(follow_up.locator(".fn-read")).to_contain_text("Read as:")
    expect(follow_up.locator(".fn-read")).to_contain_text("thalidomide")
    follow_up.locator(".fn-do-edit").click()
    reader.page.get_by_label("Read as").fill("Is nerve damage from thalidomide reversible?")
    reader.page.get_by_role("button", name="Ask it this way").click()
    expect(reader.last.locator(".fn-standalone")).to_have_text("Is nerve damage from thalidomide reversible?")
    expect(reader.answers).to_have_count(2)
    expect(reader.last.locator(".fn-statements")).to_contain_text("often permanent")


def test_what_the_library_does_not_say_is_declined_with_the_closest_passages(reader: Visitor) -> None:
    declined = reader.ask(UNANSWERABLE)
    expect(declined).to_contain_text("The library does not say")
    expect(declined.locator(".fn-mark")).to_have_count(0)
    declined.locator(".fn-near").first.click()
    expect(reader.page.locator(".fn-card.fn-open .fn-words")).to_be_visible()


def test_citations_keep_their_numbers_and_old_ones_stay_open(reader: Visitor) -> None:
    first = reader.ask(STEPS).locator(".fn-mark")
    number, target = first.first.inner_text(), first.first.get_attribute("href")
    reader.ask(UNANSWERABLE)
    reader.ask("Is nerve damage from thalidomide reversible?")
    mark = reader.answers.first.locator(".fn-mark").first
    assert (mark.inner_text(), mark.get_attribute("href")) == (number, target)
    mark.click()
    expect(reader.page.locator(".fn-card.fn-open .fn-number")).to_have_text(number)
    reader.page.get_by_role("button", name="New chat").click()
    expect(reader.answers).to_have_count(0)
    expect(reader.page.locator(".example")).to_have_count(3)


def test_a_question_that_cannot_be_asked_is_refused_and_kept(reader: Visitor) -> None:
    for question, told in (("  ", "Type a question first"), ("x" * 100_000, "at most 2,000")):
        reader.box.fill(question)
        reader.box.press("Enter")
        expect(reader.page.get_by_role("alert")).to_contain_text(told)
        expect(reader.box).to_have_value(question)
    expect(reader.answers).to_have_count(0)


def test_nothing_serious_keeps_anybody_out(browser: Browser, served: str) -> None:
    for scheme in ("light", "dark"):
        with visiting(browser, served, color_scheme=scheme, reduced_motion="reduce") as visitor:
            expect(visitor.page.locator(".example")).to_have_count(3)
            expect(visitor.page.locator("#fn-ready")).to_have_count(0, timeout=WAIT)
            assert serious(visitor) == []
            visitor.ask(STEPS).locator(".fn-mark").first.click()
            visitor.ask(UNANSWERABLE)
            assert serious(visitor) == []


def test_on_a_phone_a_citation_raises_a_sheet_and_the_box_stays(browser: Browser, served: str) -> None:
    with visiting(browser, served, viewport=PHONE, has_touch=True, is_mobile=True) as visitor:
        mark = visitor.ask(STEPS).locator(".fn-mark").first
        expect(visitor.page.locator("#fn-side")).to_be_hidden()
        bounds = mark.bounding_box()
        assert bounds is not None
        assert min(bounds["width"], bounds["height"]) >= 24
        mark.tap()
        card = visitor.page.locator(".fn-card.fn-open")
        expect(card).to_be_visible()
        expect(card.locator(".fn-on").first).to_be_in_viewport()
        # While it rises it is half transparent, and its words are as pale as that.
        expect(visitor.page.locator("#fn-side")).to_have_css("opacity", "1")
        assert serious(visitor) == []
        expect(visitor.box).to_be_in_viewport()
        visitor.page.get_by_role("button", name="Close").tap()
        expect(visitor.page.locator("#fn-side")).to_be_hidden()
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert visitor.strangers() == []
