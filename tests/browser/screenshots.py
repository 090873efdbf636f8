"""Takes the pictures of the docs from the page as it is: `python -m tests.browser.screenshots FOLDER`."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser.chromium import DESKTOP, PHONE, WAIT, Visitor, chromium, visiting
from tests.browser.command import footnote_chat

STEPS = "What are the steps to lower the bortezomib dose?"


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
