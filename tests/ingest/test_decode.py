from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import SourceError
from ingest.readers import read_bytes
from ingest.readers.decode import decode, visible

TEXT = "Dose: 75 mg/m², 10⁶ cells, ½ tablet, 5 µg, ≤ 3 — naïve “quotes” ﬁnal ① Ⅳ\nSecond line\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_read_with_or_without_its_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, {})


def test_characters_are_kept_as_they_are() -> None:
    """Folding turns 10⁶ into 106."""
    assert decode(TEXT.encode())[0] == TEXT


def test_bytes_that_are_no_utf8_are_read_as_windows_1252_and_counted() -> None:
    assert decode("naïve “dose”".encode("cp1252")) == ("naïve “dose”", {"bytes read as Windows-1252": 3})
    mixed = "10⁶ ".encode() + "naïve".encode("cp1252")
    assert decode(mixed) == ("10⁶ naïve", {"bytes read as Windows-1252": 1})


@pytest.mark.parametrize(
    ("told", "meta", "bytes_in"),
    [
        ("windows-1251", "", "cp1251"),
        ("windows-1251", "koi8-r", "cp1251"),
        ("no-such-set", "koi8-r", "koi8-r"),
        ("", "koi8-r", "koi8-r"),
        ("windows-1251", "koi8-r", "utf-8-sig"),
        ("windows-1251", "koi8-r", "utf-16"),
    ],
)
def test_a_mark_is_believed_before_the_server_and_the_server_before_the_page(
    told: str, meta: str, bytes_in: str
) -> None:
    page = f'<meta charset="{meta}"><p>Колхицин дают рано</p>'
    assert read_bytes(page.encode(bytes_in), told).text == "Колхицин дают рано"


@pytest.mark.parametrize("told", ["iso-8859-1", "us-ascii", "latin1", "UTF-8"])
def test_western_text_is_windows_1252_whatever_it_is_called(told: str) -> None:
    """Servers call everything Latin-1; its place for these quotes holds control characters."""
    assert decode("naïve “dose”".encode("cp1252"), told, "koi8-r")[0] == "naïve “dose”"


def test_newlines_of_any_system_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\x0cd\n") == ("a\nb\nc\nd\n", {})


@pytest.mark.parametrize(
    ("planted", "name"),
    [
        ("\u00ad", "soft hyphens"),
        ("\u200b", "zero-width characters"),
        ("\u2060", "zero-width characters"),
        ("\x00", "control characters"),
        ("\x1b", "control characters"),
        ("\u202e", "direction overrides"),
        ("\u2067", "direction overrides"),
        ("\U000e0041", "tag characters"),
        ("\ud800", "lone surrogates"),
    ],
)
def test_what_nobody_sees_is_dropped_and_counted(planted: str, name: str) -> None:
    text, dropped = visible(f"neuro{planted}pathy is not{planted} rare")
    assert text == "neuropathy is not rare"
    assert dropped == {name: 2}


def test_words_hyphenated_at_a_line_end_are_rejoined() -> None:
    assert visible("neuro\u00ad\n  pathy") == ("neuropathy", {"soft hyphens": 1})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\t\n",
        bytes(range(256)) * 40,
        b"%PDF-1.7\n%\xe2\xe3",
        b"PK\x03\x04rest",
        b"\x89PNG\r\n\x1a\n",
        b"\x00" * 50,
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(SourceError) as refused:
        read_bytes(content)
    assert str(refused.value).count(".") == 1 and "\n" not in str(refused.value)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        text = read_bytes(content).text
    except SourceError:
        return
    assert text.strip()
    assert text.encode("utf-8")
