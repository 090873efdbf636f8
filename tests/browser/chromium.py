"""A real Chromium, and a page in it that reports all it fetched and all it complained of."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
WAIT = 60_000
"""Milliseconds: models may be loading on a busy machine."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; skips the test without one, but fails it in CI, where one has to be."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium is installed")
    quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody with the page open."""

    page: Page
    address: str
    fetched: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("Question")

    @property
    def answers(self) -> Locator:
        return self.page.locator(".fn-answer, .fn-problem")

    @property
    def last(self) -> Locator:
        return self.answers.last

    def ask(self, question: str) -> Locator:
        """Ask, and return the answer once it is there."""
        count = self.answers.count()
        self.box.fill(question)
        self.box.press("Enter")
        expect(self.answers).to_have_count(count + 1, timeout=WAIT)
        return self.last

    def lit(self) -> list[str]:
        """The highlighted words of the open card, as they can be seen."""
        return self.page.locator(".fn-card.fn-open .fn-on").all_inner_texts()

    def strangers(self) -> list[str]:
        """Every address that was fetched from another host."""
        own = urlsplit(self.address).netloc
        inside = ("data", "blob", "about")
        return [url for url in self.fetched if urlsplit(url).scheme not in inside and urlsplit(url).netloc != own]


@contextmanager
def visiting(browser: Browser, address: str, **context: Any) -> Iterator[Visitor]:
    """A fresh visitor of the page."""
    given = browser.new_context(**{"viewport": DESKTOP, **context})
    visitor = Visitor(given.new_page(), address)
    visitor.page.on("request", lambda request: visitor.fetched.append(request.url))
    visitor.page.on("console", lambda said: visitor.complaints.append(f"{said.type}: {said.text}"))
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"error: {error}"))
    visitor.page.goto(address)
    expect(visitor.box).to_be_editable(timeout=WAIT)
    yield visitor
    given.close()
