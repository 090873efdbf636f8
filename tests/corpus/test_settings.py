from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.settings import LIMITS, Limits, library_folder
from corpus.shipped_article import shipped


def test_the_library_is_where_one_says_else_where_the_environment_says_else_with_the_users_data(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library_folder().name == "footnote" and library_folder().is_relative_to(own_home)
    monkeypatch.setenv("FOOTNOTE_LIBRARY", "/from/environment")
    assert library_folder() == Path("/from/environment")
    assert library_folder("~/chosen") == Path.home() / "chosen"


def test_a_mistyped_limit_is_refused() -> None:
    assert (LIMITS.question_chars, LIMITS.document_bytes) == (2_000, 100_000_000)
    with pytest.raises(ValidationError):
        Limits.model_validate({"question_char": 5})


def test_the_shipped_article_is_there() -> None:
    assert shipped().read_text("utf-8").startswith("How to manage foot drop")
