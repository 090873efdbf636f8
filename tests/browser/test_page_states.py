"""What a real engine does not do on command, in a real browser: hostile words, failures, slow answers, stops."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from chat.answers import Answer, Note
from chat.page import Feedback
from chat.page.verbs import Arrival, Place, Progress
from corpus.documents import Document
from corpus.errors import ModelError
from tests.browser.chromium import Visitor, visiting
from tests.browser.scripted import (
    DOCUMENT,
    HEAT,
    HEAT_QUOTE,
    HOSTILE,
    REWARM_LIST,
    ScriptedDesk,
    answer,
    serving,
    statement,
)


def script(question: str) -> Answer:
    if "boom" in question:
        raise ValueError("a secret")
    if "model" in question:
        raise ModelError("The model does not answer; try again later.")
    if "hostile" in question:
        said = statement(HEAT, "Dry heat", text=HOSTILE, support="verified")
        return answer(question, said, standalone=HOSTILE, notes=[Note("dropped", HOSTILE)])
    return answer(question, REWARM_LIST, HEAT_QUOTE)


@pytest.fixture(scope="module")
def desk() -> ScriptedDesk:
    return ScriptedDesk(script)


@pytest.fixture(scope="module")
def feedback() -> list[Feedback]:
    return []


@pytest.fixture(scope="module")
def address(browser: Browser, desk: ScriptedDesk, feedback: list[Feedback]) -> Iterator[str]:
    hostile = replace(DOCUMENT, title=HOSTILE, publisher=HOSTILE, review_status=HOSTILE, disclaimer=HOSTILE)
    verbs = replace(desk.verbs([hostile]), feedback=feedback.append)
    with serving(verbs) as url:
        yield url


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Visitor]:
    with visiting(browser, address) as visitor:
        yield visitor
        assert visitor.strangers() == []
        assert visitor.complaints == []


def test_hostile_words_are_shown_and_do_nothing(reader: Visitor) -> None:
    said = reader.ask(f"hostile {HOSTILE}")
    expect(said).to_contain_text("<img src=x onerror=alert(1)>")
    expect(reader.page.get_by_test_id("user")).to_contain_text("**bold**")
    said.locator(".fn-mark").click()
    expect(reader.page.locator(".fn-card.fn-open")).to_contain_text("<b>burns</b>")
    ours = "#fn-talk .message-content, #fn-panel, #fn-masthead, #fn-notice"
    for element in ("img", "script", "form", "iframe", "style", "code", "table", "b", "i", "em", "a[href^='http']"):
        assert reader.page.locator(f":is({ours}) {element}").count() == 0, element
    assert reader.page.locator("#fn-talk a").count() == 1, "only the citation is a link"
    assert reader.page.get_by_test_id("user").locator("a").count() == 0


def test_the_policy_stops_what_would_slip_through(reader: Visitor) -> None:
    """A form cannot be sent and an image not fetched even if one got into the page."""
    reader.page.evaluate(
        """() => {
          const made = document.createElement('div');
          made.innerHTML = '<img src="http://evil.example/x.png"><form action="http://evil.example/"></form>';
          document.body.append(made);
          made.querySelector('form').submit();
        }"""
    )
    reader.page.wait_for_timeout(300)
    assert reader.page.url.startswith(reader.address)
    blocked = [said for said in reader.complaints if "Content Security Policy" in said]
    assert len(blocked) == 2
    reader.complaints.clear()
    reader.fetched[:] = [url for url in reader.fetched if "evil.example" not in url]


@pytest.mark.parametrize(
    ("question", "told"), [("boom", "Something went wrong here"), ("model", "The model does not answer")]
)
def test_a_failed_turn_tells_why_keeps_the_question_and_the_box_stays_usable(
    reader: Visitor, question: str, told: str
) -> None:
    failed = reader.ask(question)
    expect(failed).to_contain_text(told)
    expect(failed).not_to_contain_text("secret")
    expect(reader.box).to_have_value(question)
    reader.box.fill("How warm?")
    reader.box.press("Enter")
    expect(reader.page.locator(".fn-answer")).to_have_count(1)
    expect(reader.page.locator(".fn-problem")).to_have_count(0)


def test_escape_stops_a_running_question_and_puts_it_back(reader: Visitor, desk: ScriptedDesk) -> None:
    reader.box.fill("slow one")
    reader.box.press("Enter")
    expect(reader.page.locator(".fn-waiting")).to_be_visible()
    expect(reader.page.get_by_role("button", name="Stop")).to_be_visible()
    reader.box.press("Escape")
    expect(reader.last).to_contain_text("Stopped")
    expect(reader.box).to_have_value("slow one")
    expect(reader.page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    desk.release.set()
    reader.box.fill("How warm?")
    reader.box.press("Enter")
    expect(reader.page.locator(".fn-answer")).to_contain_text("37 to 39 °C")
    expect(reader.answers).to_have_count(1)


def test_a_first_question_pressed_twice_is_asked_once_also_after_a_reload(browser: Browser) -> None:
    desk = ScriptedDesk(script)

    def documents() -> list[Document]:
        time.sleep(0.3)  # a library of some size: the second press comes while it is looked up
        return [DOCUMENT]

    with serving(replace(desk.verbs(), documents=documents)) as url, visiting(browser, url) as visitor:
        for visit in (1, 2):
            visitor.fetched.clear()
            visitor.box.fill("How warm is a slow bath?")
            visitor.box.press("Enter")
            visitor.page.evaluate("document.querySelector('#fn-send').click()")
            expect(visitor.page.locator(".fn-waiting")).to_be_visible()
            visitor.page.wait_for_timeout(1_500)  # as long as a second run would need to begin
            desk.release.set()
            expect(visitor.answers).to_have_count(1)
            expect(visitor.last).to_contain_text("37 to 39 °C")
            assert sum("queue/join" in url for url in visitor.fetched) == 2, "one of the presses was not heard"
            assert len(desk.asked) == visit
            desk.release.clear()
            visitor.page.reload()
            expect(visitor.box).to_be_editable()
            expect(visitor.answers).to_have_count(0)


def test_a_second_question_waits_its_turn(reader: Visitor, desk: ScriptedDesk) -> None:
    desk.release.clear()
    reader.box.fill("slow one")
    reader.box.press("Enter")
    expect(reader.page.locator(".fn-waiting")).to_be_visible()
    reader.box.fill("another")
    reader.box.press("Enter")
    expect(reader.page.get_by_role("alert")).to_contain_text("One question at a time")
    expect(reader.box).to_have_value("another")
    desk.release.set()
    expect(reader.answers).to_have_count(1)


def test_shift_enter_breaks_the_line_and_enter_asks(reader: Visitor) -> None:
    reader.box.fill("How warm")
    reader.box.press("Shift+Enter")
    reader.box.type("is it?")
    expect(reader.box).to_have_value("How warm\nis it?")
    reader.box.press("Enter")
    expect(reader.answers).to_have_count(1)


def test_keys_step_through_the_citations_and_find_the_box(reader: Visitor) -> None:
    reader.ask("How warm?")
    marks = reader.last.locator(".fn-mark")
    marks.first.focus()
    reader.page.keyboard.press("]")
    expect(marks.nth(1)).to_be_focused()
    assert reader.lit() == ["Dry heat is to be avoided, as <b>burns</b> follow [1]"]
    reader.page.keyboard.press("[")
    expect(marks.nth(0)).to_be_focused()
    assert "A whirlpool bath" in reader.lit()
    reader.page.keyboard.press("Escape")
    expect(reader.page.locator(".fn-card.fn-open")).to_have_count(0)
    expect(marks.nth(0)).to_be_focused()
    reader.page.keyboard.press("/")
    expect(reader.box).to_be_focused()
    reader.page.keyboard.press("[")
    expect(reader.box).to_have_value("[")


def test_asking_again_replaces_the_answer(reader: Visitor, desk: ScriptedDesk) -> None:
    reader.ask("How warm?")
    asked = len(desk.asked)
    reader.page.get_by_role("button", name="Ask again").click()
    # The old answer still stands for a moment after the click, so the page alone cannot tell that it was asked again.
    for _ in range(100):
        if len(desk.asked) > asked:
            break
        reader.page.wait_for_timeout(100)
    assert len(desk.asked) == asked + 1
    reader.page.wait_for_function("() => document.querySelector('.fn-waiting') === null")
    expect(reader.answers).to_have_count(1)


def test_an_answer_is_copied_with_its_citations(browser: Browser, address: str) -> None:
    with visiting(browser, address, permissions=["clipboard-read", "clipboard-write"]) as visitor:
        visitor.ask("How warm?").get_by_role("button", name="Copy").click()
        expect(visitor.last.get_by_role("button", name="Copied")).to_be_visible()
        copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert "follow [1]" in copied
    assert copied.count("[2]") == 2
    assert "quoted word for word · Educational, not a prescription." in copied
    assert "\n• A whirlpool bath\n• A basin that is stirred" in copied.replace("\xa0", " ")
    assert copied.endswith("[2] How is frostbite treated?, Rewarming")


def test_a_wrong_citation_is_reported_with_the_passage_it_opened(reader: Visitor, feedback: list[Feedback]) -> None:
    said = reader.ask("How warm?")
    said.locator(".fn-mark").nth(1).click()
    said.get_by_role("button", name="Wrong citation").click()
    expect(reader.page.locator(".fn-notice")).to_contain_text("Thank you")
    assert (feedback[-1].verdict, feedback[-1].key) == ("wrong_citation", HEAT.key)


def test_a_page_that_is_not_ready_can_be_typed_in_and_answers_when_it_is(browser: Browser) -> None:
    """The library is still being read in when the page opens: header and answer come by themselves."""
    state = {"ready": False}
    verbs = ScriptedDesk(script).verbs()
    late = replace(verbs, ready=lambda: state["ready"], documents=lambda: [DOCUMENT] if state["ready"] else [])
    with serving(late) as url, visiting(browser, url) as visitor:
        expect(visitor.page.get_by_role("status").filter(has_text="Getting ready")).to_be_visible()
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Getting the library ready…")
        visitor.box.fill("How warm?")
        visitor.box.press("Enter")
        expect(visitor.page.locator(".fn-waiting")).to_contain_text("Ready in a few seconds")
        state["ready"] = True
        expect(visitor.page.locator(".fn-answer")).to_contain_text("37 to 39 °C")
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text("How is frostbite treated?")
        expect(visitor.page.locator("#fn-ready")).to_have_count(0)
        assert visitor.complaints == []


def test_a_complete_answer_is_told_to_a_screen_reader_once(reader: Visitor, desk: ScriptedDesk) -> None:
    region = reader.page.locator("#fn-said")
    expect(region).to_have_text("")
    assert reader.page.locator('#fn-talk [role="log"]').get_attribute("aria-live") == "off"
    reader.ask("How warm?")
    expect(region).to_contain_text("37 to 39 °C")
    expect(region).to_contain_text("quoted word for word")
    assert region.inner_text().count("37 to 39") == 1
    region.evaluate("region => (region.textContent = 'heard')")
    reader.last.locator(".fn-mark").first.click()
    expect(reader.page.locator(".fn-card.fn-open")).to_be_visible()
    expect(region).to_have_text("heard")


def test_printed_it_is_the_conversation_and_the_words_it_cites(reader: Visitor) -> None:
    reader.ask("How warm?")
    reader.page.get_by_role("button", name="Library").first.click()
    reader.page.emulate_media(media="print")
    expect(reader.page.locator(".fn-card .fn-words").first).to_be_visible()
    expect(reader.page.locator("#fn-ask")).to_be_hidden()
    log = reader.page.locator('#fn-talk [role="log"]')
    assert log.evaluate("log => log.scrollHeight - log.clientHeight") <= 1
    reader.page.emulate_media(media="screen")


def test_what_words_and_signs_mean_is_a_click_away(reader: Visitor) -> None:
    reader.ask("How warm?").get_by_role("button", name="What this means").click()
    expect(reader.page.locator("#fn-panel .fn-legend")).to_contain_text("Quoted word for word")
    expect(reader.page.locator("#fn-panel .fn-legend li").first).to_be_visible()


def test_what_a_language_model_is_sent_is_said_before_asking(browser: Browser) -> None:
    verbs = replace(ScriptedDesk(script).verbs(), writer="Answers may be written by a model.")
    with serving(verbs) as url, visiting(browser, url) as visitor:
        expect(visitor.page.get_by_text("Answers may be written by a model.")).to_be_visible()


def test_the_text_of_a_missing_reference_is_added_from_where_the_answer_was_declined(browser: Browser) -> None:
    taken: list[Place | None] = []

    def ingest(paths: Sequence[Path], progress: Progress, /, *, stands_for: Place | None = None) -> Sequence[Arrival]:
        taken.append(stands_for)
        return ()

    declining = ScriptedDesk(answer).verbs()
    with serving(replace(declining, ingest=ingest)) as url, visiting(browser, url) as visitor:
        declined = visitor.ask("What does it cost?")
        with visitor.page.expect_file_chooser() as chooser:
            declined.get_by_role("button", name="Add its text").click()
        chooser.value.set_files({"name": "field.txt", "mimeType": "text/plain", "buffer": b"Field rewarming"})
        expect(visitor.page.locator("#fn-library")).to_be_visible()
        for _ in range(100):
            if taken:
                break
            visitor.page.wait_for_timeout(100)
    assert taken == [(DOCUMENT.key, 1)]
