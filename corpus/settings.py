"""What is fixed or chosen before anything runs: where the library is, how large an input may be, how text is split."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_dir
from pydantic import BaseModel, ConfigDict, Field

SPLITTER_VERSION = 1
"""Raised by whoever changes how a document is split into passages or how keys are made.

A library split by another version is refused: its keys would not be those of the same words today.
"""


class Limits(BaseModel):
    """Bounds on what comes from outside."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question_chars: int = Field(default=2_000, ge=1)
    document_bytes: int = Field(default=50 * 1024 * 1024, ge=1)


LIMITS = Limits()


def library_folder(chosen: str | Path | None = None) -> Path:
    """The library's folder: the one chosen, else `FOOTNOTE_LIBRARY`, else the platform's place for user data."""
    named = chosen or os.environ.get("FOOTNOTE_LIBRARY")
    return Path(named).expanduser() if named else Path(user_data_dir("footnote", appauthor=False))
