"""What holds for every test: nobody's own library is touched, and nothing is fetched."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

# Before anything imports them.
os.environ.update(
    ANONYMIZED_TELEMETRY="False",
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_DISABLE_TELEMETRY="1",
    HF_HUB_OFFLINE="1",
    TOKENIZERS_PARALLELISM="false",
    TRANSFORMERS_OFFLINE="1",
)
if "PYTEST_XDIST_WORKER" in os.environ:
    # Processes share the cores already.
    os.environ.setdefault("OMP_NUM_THREADS", "1")

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_report_header() -> list[str]:
    import chromadb

    browser = next((found for name in CHROMIUM if (found := shutil.which(name))), "none: browser tests are skipped")
    return [f"chromadb: {chromadb.__version__}", f"browser: {browser}"]


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh place for user data: no test reads or writes the library of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    if sys.platform != "linux":
        monkeypatch.setenv("HOME", str(home))
    for name in ("FOOTNOTE_LIBRARY", "FOOTNOTE_MODEL", "FOOTNOTE_EMBEDDER", "FOOTNOTE_DEBUG", "PORT"):
        monkeypatch.delenv(name, raising=False)
    return home
