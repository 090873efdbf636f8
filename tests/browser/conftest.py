"""One browser and one served command for all browser tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.command import footnote_chat


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine may miss a moment: such a test may try again, and the run says that it did."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Of this folder and not of the session: its driver keeps an event loop, in which no later test could run one."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="package")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `footnote chat` over a fresh library. After the browser: without one, nothing is started."""
    with footnote_chat(tmp_path_factory.mktemp("library")) as address:
        yield address
