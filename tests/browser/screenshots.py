"""Takes the pictures of the docs from the page as it is: `python -m tests.browser.screenshots FOLDER`."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.chromium import DESKTOP, PHONE, WAIT, Visitor, chromium, visiting
from tests.browser.command import footnote_chat
from tests.browser.test_page_library import BOTH, drop_files, guideline

STEPS = "What are the steps to lower the bortezomib dose?"
OVERVIEW = (
    "Managing neuropathy under treatment\n\nDoses\n\n"
    "When neuropathy appears, bortezomib is reduced from 1.3 to 1.0 mg/m² and, if it persists, to 0.7 mg/m².\n\n"
    "Nerve conduction studies are repeated every three months.\n"
)
GOUT = "Gout in adults\n\nTreatment\n\nColchicine is given at 0.5 mg twice daily in an attack of gout.\n"


def answer_with_source(visitor: Visitor) -> None:
    mark = visitor.ask(STEPS).locator(".fn-mark").first
    mark.click()
    expect(visitor.page.locator(".fn-card.fn-open")).to_be_visible()


def follow_up(visitor: Visitor) -> None:
    visitor.ask("My patient's Total Neuropathy Score is 14: how bad is that?")
    visitor.ask("and 20 or more?").locator(".fn-mark").first.click()
    expect(visitor.page.locator(".fn-card.fn-open")).to_be_visible()


def abstention(visitor: Visitor) -> None:
    visitor.ask("How much does an ankle foot orthosis cost?").locator(".fn-near").first.click()
    expect(visitor.page.locator(".fn-card.fn-open")).to_be_visible()


def first_visit(visitor: Visitor) -> None:
    expect(visitor.page.locator(".example")).to_have_count(3)


def phone_answer(visitor: Visitor) -> None:
    visitor.ask(STEPS)


def library(visitor: Visitor) -> None:
    """Two documents more, one of them the text of the article's first reference, one left out."""
    place = visitor.page.locator("#fn-masthead" if visitor.page.viewport_size == PHONE else "#fn-tabs")
    place.get_by_role("button", name="Library").click()
    held = visitor.page.locator(".fn-doc")
    expect(held.first).to_be_visible(timeout=WAIT)
    if held.count() == 1:
        held.locator("summary", has_text="References").click()
        _add(visitor, "overview.txt", OVERVIEW, held.get_by_role("button", name="Add its text").first)
        _add(visitor, "gout.txt", GOUT, visitor.page.get_by_role("button", name="Choose files"))
        held.locator("summary", has_text="References").click()
    held.filter(has_text="gout.txt").get_by_role("checkbox").click()
    expect(visitor.page.locator("#fn-scope")).to_contain_text("Asking 2 of 3")


def second_hop(visitor: Visitor) -> None:
    visitor.ask(BOTH).locator(".fn-statement", has_text="1.3→1.0→0.7").locator(".fn-mark").first.click()
    expect(visitor.page.locator(".fn-card.fn-open .fn-hop").first).to_be_visible()


def right_page(visitor: Visitor) -> None:
    """A guideline dropped as a PDF, asked, and the card that names its page."""
    visitor.page.locator("#fn-tabs").get_by_role("button", name="Library").click()
    expect(visitor.page.locator(".fn-doc").first).to_be_visible(timeout=WAIT)
    drop_files(visitor, {"guideline.pdf": guideline()})
    expect(visitor.page.locator("#fn-arrivals")).to_contain_text("guideline.pdf: ", timeout=WAIT)
    visitor.ask("How often are shoes checked for stones?").locator(".fn-mark").first.click()
    expect(visitor.page.locator(".fn-card.fn-open")).to_contain_text("page 3 of guideline.pdf")


def _add(visitor: Visitor, name: str, text: str, button: Locator) -> None:
    with visitor.page.expect_file_chooser() as chosen:
        button.click()
    chosen.value.set_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})
    expect(visitor.page.locator("#fn-arrivals")).to_contain_text(f"{name}: ", timeout=WAIT)


_PHONE: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
_DESKTOP: dict[str, Any] = {"viewport": DESKTOP}

PICTURES: dict[str, tuple[dict[str, Any], Callable[[Visitor], None]]] = {
    "first-visit": (_DESKTOP, first_visit),
    "page": (_DESKTOP, answer_with_source),
    "follow-up": (_DESKTOP, follow_up),
    "abstention": (_DESKTOP, abstention),
    "dark": ({**_DESKTOP, "color_scheme": "dark"}, answer_with_source),
    "phone": (_PHONE, phone_answer),
    "phone-source": (_PHONE, answer_with_source),
    # Last: they add documents, which later pictures would show.
    "library": (_DESKTOP, library),
    "library-phone": (_PHONE, library),
    "second-hop": (_DESKTOP, second_hop),
    "pdf-page": (_DESKTOP, right_page),
}


def take(folder: Path) -> None:
    """One picture a state, each of a fresh visitor."""
    folder.mkdir(parents=True, exist_ok=True)
    # Elsewhere a missing browser skips a test; here it is what was asked for.
    os.environ["CI"] = "1"
    with chromium() as browser, tempfile.TemporaryDirectory() as library, footnote_chat(Path(library)) as address:
        for name, (context, play) in PICTURES.items():
            with visiting(browser, address, reduced_motion="reduce", **context) as visitor:
                expect(visitor.page.locator("#fn-ready")).to_have_count(0, timeout=WAIT)
                play(visitor)
                visitor.page.mouse.move(0, 0)
                visitor.page.wait_for_timeout(300)
                visitor.page.screenshot(path=folder / f"{name}.png")
            print(folder / f"{name}.png")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs/images"))
    take(parser.parse_args().folder)
