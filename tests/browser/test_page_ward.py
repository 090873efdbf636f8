"""Tables, nested lists and long answers in a real browser, at a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import PHONE, Visitor, visiting
from tests.browser.scripted import ScriptedDesk, serving
from tests.browser.test_page import serious
from tests.browser.ward import DOCUMENT, LONG, ward_answer

ROW = "CrCl (mL/min): dialysis"
_PHONE: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
FROM_TOP = """() => {
  const log = document.querySelector('#fn-talk [role="log"]').getBoundingClientRect();
  return [...document.querySelectorAll('#fn-talk [data-testid="user"]')].pop().getBoundingClientRect().top - log.top;
}"""
"""How far below the top of the conversation's view its last question stands."""


@pytest.fixture(scope="module")
def address(browser: Browser) -> Iterator[str]:
    with serving(ScriptedDesk(ward_answer).verbs([DOCUMENT])) as url:
        yield url


@pytest.fixture(params=[{}, _PHONE], ids=["desk", "phone"])
def reader(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    with visiting(browser, address, reduced_motion="reduce", **request.param) as visitor:
        yield visitor
        assert visitor.strangers() == []
        assert visitor.complaints == []


def test_the_card_of_a_row_is_a_table_with_its_cells_lit(reader: Visitor) -> None:
    said = reader.ask(ROW)
    assert said.locator(".fn-cell").all_inner_texts()[1] == "Dose: 1 mg/kg after dialysis"
    said.locator(".fn-mark").click()
    table = reader.page.locator(".fn-card.fn-open table")
    expect(table.locator("tr")).to_have_count(3)
    expect(table.locator("tr").last.locator("td")).to_have_text(
        ["dialysis", "1 mg/kg after dialysis", "by level only", "before next session"]
    )
    assert reader.lit()[-3:] == ["1 mg/kg after dialysis", "by level only", "before next session"]
    edges = table.locator("tr > :nth-child(2)").evaluate_all("all => all.map(one => one.getBoundingClientRect().left)")
    assert len(edges) == 3 and len(set(edges)) == 1, "a column"
    expect(reader.page.locator("#fn-side")).to_have_css("opacity", "1")
    assert serious(reader) == []
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_wide_table_scrolls_by_itself_and_can_be_reached_by_keyboard(browser: Browser, address: str) -> None:
    with visiting(browser, address, **{**_PHONE, "viewport": {"width": 250, "height": 700}}) as visitor:
        visitor.ask(ROW).locator(".fn-mark").click()
        table = visitor.page.locator(".fn-card.fn-open .fn-table")
        expect(table).to_have_attribute("tabindex", "0")
        assert table.evaluate("one => one.scrollWidth > one.clientWidth")
        assert visitor.page.locator("#fn-panel").evaluate("one => one.scrollWidth <= one.clientWidth")


def test_what_belongs_to_an_item_stands_further_in(reader: Visitor) -> None:
    items = reader.ask("Bronchodilators").locator(".fn-item")
    inset = [one.evaluate("one => parseFloat(getComputedStyle(one).paddingLeft)") for one in items.all()]
    assert inset == [20, 20, 40, 40]


def test_a_long_answer_is_read_from_its_question_on(reader: Visitor) -> None:
    reader.ask("Bronchodilators")
    reader.ask(LONG)
    reader.page.wait_for_timeout(500)
    assert 0 <= reader.page.evaluate(FROM_TOP) < 40
    # A short one is seen whole.
    reader.ask("Bronchodilators")
    expect(reader.last.locator(".fn-actions")).to_be_in_viewport()
    expect(reader.page.get_by_test_id("user").last).to_be_in_viewport()


def test_what_stands_first_beside_the_chat_has_no_rule_above_it(reader: Visitor) -> None:
    said = reader.ask(ROW)
    said.get_by_role("button", name="What this means").click()
    first = reader.page.locator(".fn-index > .fn-over")
    expect(first).to_be_visible()
    expect(first).to_have_css("border-top-width", "0px")
    expect(first).to_have_css("margin-top", "0px")
    below = reader.page.locator(".fn-about > :first-child")
    expect(below).to_have_css("border-top-width", "1px")
    expect(below).to_have_css("margin-top", "18px")


def test_while_models_load_a_line_above_the_box_says_so_and_covers_nothing(browser: Browser) -> None:
    waiting = replace(ScriptedDesk(ward_answer).verbs([DOCUMENT]), ready=lambda: False)
    with serving(waiting) as url, visiting(browser, url, **_PHONE) as visitor:
        line = visitor.page.locator("#fn-ready")
        expect(line).to_have_text(re.compile("Getting ready"))
        told, box, head = (visitor.page.locator(one).bounding_box() for one in ("#fn-ready", "#fn-ask", "#fn-masthead"))
        assert told is not None and box is not None and head is not None
        assert head["y"] + head["height"] < told["y"]
        assert told["y"] + told["height"] <= box["y"]
        assert box["y"] - told["y"] < 40
