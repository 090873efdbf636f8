"""The article that Footnote ships with; it enters a library through the same ingest as any other file."""

from __future__ import annotations

from pathlib import Path


def shipped() -> Path:
    """The shipped article's file."""
    return Path(__file__).parent / "shipped" / "foot-drop-in-multiple-myeloma.txt"
