"""A library's listing in a terminal: one line a document, whatever its file is called."""

from __future__ import annotations

import pytest

from corpus.contents import table
from corpus.printing import on_a_line


def test_a_document_is_one_line_whatever_its_title_and_name_hold() -> None:
    held = {"key": "k1", "passages": 2, "references": {"held": 1, "missing": 2}, "type": "Article\x1b[8m"}
    named = {"title": "Gout\x1b]0;mine\x07 \u202ecare", "source": "a\nk2  9  b\x9b31m.txt"}
    head, row = table([held | named]).split("\n")
    assert head.startswith("KEY")
    assert row == "k1   2         1 of 3      Article�[8m  Gout�]0;mine� �care (a k2  9  b�31m.txt)"


@pytest.mark.parametrize("words", ["Größe ≥ 5 µg", "10⁶ “a” – 痛風 😀", ""])
def test_what_can_be_printed_is_left_as_it_is(words: str) -> None:
    assert on_a_line(words) == words


def test_white_space_of_any_kind_is_a_blank() -> None:
    assert on_a_line("5\u00a0mg\u202fa\tday\u2028b") == "5 mg a day b"
