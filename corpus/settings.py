"""What is fixed or chosen before anything runs: where the library is, how large an input may be, how text is split."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_dir
from pydantic import BaseModel, ConfigDict, Field

SPLITTER_VERSION = 5
"""Raised by whoever changes how a document is split into passages or how keys are made.

A library split by another version is refused: its keys would not be those of the same words today.
"""


class Limits(BaseModel):
    """Bounds on what comes from outside."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question_chars: int = Field(default=2_000, ge=1)
    document_bytes: int = Field(default=100_000_000, ge=1)
    """Of a file, or of what an address sends."""
    document_chars: int = Field(default=10_000_000, ge=1)
    """Of the text that is found in it: some 3,000 pages. What is done with the text takes seconds for a million."""
    read_seconds: float = Field(default=60.0, gt=0)
    """For one file."""
    read_memory: int = Field(default=1_000_000_000, ge=100_000_000)
    """Bytes that the process may take which reads files."""
    fetch_seconds: float = Field(default=60.0, gt=0)
    """For one address, its redirects included."""
    unpacked_bytes: int = Field(default=200 * 1024 * 1024, ge=1)
    """Of all parts of a zipped document together."""
    unpacked_ratio: int = Field(default=100, ge=1)
    """Of one part to what it takes up zipped: running text reaches 20, a part that is one letter 1,000."""
    unpacked_free_bytes: int = Field(default=4 * 1024 * 1024, ge=0)
    """A part up to this size may be packed as tightly as it likes."""
    archive_parts: int = Field(default=10_000, ge=1)
    pdf_pages: int = Field(default=2_000, ge=1)


LIMITS = Limits()


class Generation(BaseModel):
    """Bounds on what a chat model is given, and on what it may say and when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    passages: int = Field(default=4, ge=1)
    passage_chars: int = Field(default=4_000, ge=1)
    """Characters of all passages together: a laptop reads about 300 a second."""
    tokens: int = Field(default=400, ge=1)
    answer_chars: int = Field(default=4_000, ge=1)
    statements: int = Field(default=4, ge=1)
    first_seconds: float = Field(default=90.0, gt=0)
    """Until the first word: a model on a laptop reads its passages first."""
    stall_seconds: float = Field(default=20.0, gt=0)
    """Between two words."""
    total_seconds: float = Field(default=180.0, gt=0)


GENERATION = Generation()


def library_folder(chosen: str | Path | None = None) -> Path:
    """The library's folder: the one chosen, else `FOOTNOTE_LIBRARY`, else the platform's place for user data."""
    named = chosen or os.environ.get("FOOTNOTE_LIBRARY")
    return Path(named).expanduser() if named else Path(user_data_dir("footnote", appauthor=False))


def model_name(chosen: str | None = None) -> str | None:
    """The chat model's name: the one chosen, else `FOOTNOTE_MODEL`; None for the extractive engine."""
    return (chosen if chosen is not None else os.environ.get("FOOTNOTE_MODEL", "")).strip() or None
