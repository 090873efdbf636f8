"""One browser and one served command for all browser tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.command import footnote_chat


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `footnote chat` over a fresh library. After the browser: without one, nothing is started."""
    with footnote_chat(tmp_path_factory.mktemp("library")) as address:
        yield address
