"""PDFs that are locked, damaged or made to do harm: each is refused in one sentence, or read."""

from __future__ import annotations

import random
import time

import pytest

from corpus.errors import SourceError
from corpus.settings import LIMITS
from ingest.readers import read_bytes
from tests.ingest.pdf_making import (
    CATALOG,
    FONT,
    PAGE,
    WORDS,
    Sheet,
    by_hand,
    one_page,
    packed,
    picture_only,
)  # fmt: skip
from tests.ingest.test_pdf import two_columns

OPERATORS = (
    b"BT", b"ET", b"/F1 12 Tf", b"72 700 Td", b"(Wash the feet.) Tj", b"3 Tr", b"q", b"Q", b"0 0 9 9 re f", b"99 TL",
    b"1 0 0 1 1e30 1e30 cm", b"0 0 0 0 0 0 cm", b"/F1 -5 Tf", b"1 1 1 rg", b"[(a) -9e9 (b)] TJ", b"T*", b"9 Ts",
    b"0 1 -1 0 50 50 Tm", b"1e9 0 l S", b"0 0 m", b"nan Tz", b"<< >>", b"/X Do", b"2 0 0 2 0 0 cm", b"(and dry) '",
    b"1e38 0 0 1e38 0 0 cm", b"72 700 m 1e39 700 l S", b"0 0 m 0 1e38 l S", b"1e38 0 0 1e38 72 700 Tm", b"/F1 1e39 Tf",
)  # fmt: skip


def refusal(content: bytes) -> str:
    with pytest.raises(SourceError) as refused:
        read_bytes(content)
    said = str(refused.value)
    assert said.endswith(".") and "\n" not in said and said.count(". ") == 0
    return said


def bomb(megabytes: int, filters: int = 1) -> bytes:
    content = b"\n" * (megabytes << 20)
    for _ in range(filters):
        content, _said = packed(content)
    return one_page(content, b"/Filter[" + b"/FlateDecode" * filters + b"]")


def test_a_page_made_by_hand_is_read() -> None:
    """What the others differ from."""
    assert read_bytes(one_page(WORDS)).text == "Wash the feet each day."


def test_a_locked_file_is_refused_and_said_to_be_locked() -> None:
    sheet = Sheet(password="secret")
    sheet.put(72, 90, "Wash the feet each day.")
    assert "locked" in refusal(sheet.bytes())


def test_a_file_that_an_empty_password_opens_is_read_and_that_is_noted() -> None:
    sheet = Sheet(password="")
    sheet.put(72, 90, "Wash the feet each day.")
    read = read_bytes(sheet.bytes())
    assert read.text == "Wash the feet each day." and read.dropped == {"encryption with an empty password": 1}


def test_a_scan_is_refused_and_recognition_advised() -> None:
    said = refusal(picture_only())
    assert "no text was found" in said and "scan" in said and "OCR" in said


def test_letters_without_meaning_are_refused_and_recognition_advised() -> None:
    """A font that numbers its glyphs and does not say which letters they are."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
        b"/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    )
    words = b"BT /F1 12 Tf 72 700 Td <" + b"0003001100070009" * 20 + b"> Tj ET"
    stream = b"<</Length %d>>\nstream\n%b\nendstream" % (len(words), words)
    assert "OCR" in refusal(by_hand([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE, stream, font]))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-",
        b"%PDF-1.7\n" + bytes(range(256)) * 40,
        b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n<html><body><p>Wash the feet each day with warm water.</p></body></html>",
        two_columns()[:4000],
        two_columns()[:-3000],
        by_hand([CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 3>>"]),
        by_hand([CATALOG, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", b"<</Type/Pages/Kids[2 0 R]/Count 2>>"]),
        by_hand([CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"]),
        by_hand([b"<</Type/Catalog/Pages 1 0 R>>"]),
        one_page(WORDS, pages=b"<</Type/Pages/Kids[3 0 R]/Count 3>>"),
        one_page(WORDS, pages=b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>"),
        one_page(WORDS, pages=b"<</Type/Pages/Kids[3 0 R]/Count 99999999999999999999999>>"),
        by_hand([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"[" * 20_000]),
        by_hand([CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"42", FONT]),
    ],
)  # fmt: skip
def test_what_is_no_whole_pdf_is_refused(content: bytes) -> None:
    refusal(content)


@pytest.mark.parametrize("content", [bomb(300), bomb(300, 2)])
def test_a_bomb_is_refused_before_it_is_unpacked(content: bytes) -> None:
    start = time.process_time()
    assert "unpacks" in refusal(content)
    assert time.process_time() - start < 5


def test_millions_of_text_operators_in_a_small_file_are_refused() -> None:
    content, said = packed(b"BT /F1 12 Tf " + b"1 0 Td (ab) Tj " * 2_000_000 + b"ET")
    assert len(content) < 100_000
    assert "unpacks" in refusal(one_page(content, said))


def test_more_pages_than_the_limit_are_refused_unread() -> None:
    kids = b"3 0 R " * (LIMITS.pdf_pages + 1)
    start = time.process_time()
    said = refusal(one_page(WORDS, pages=b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, LIMITS.pdf_pages + 1)))
    assert "2,001 pages" in said and time.process_time() - start < 1


def test_a_page_of_more_letters_than_a_page_has_is_refused() -> None:
    words = (
        b"BT /F1 1 Tf " + b"".join(b"1 0 0 1 %d %d Tm (ab) Tj " % (n % 600, n // 600) for n in range(60_000)) + b"ET"
    )
    assert "characters" in refusal(one_page(words))


def test_a_good_file_with_bytes_changed_is_read_or_refused() -> None:
    good, chance = two_columns(), random.Random(7)
    read = 0
    for _ in range(250):
        changed = bytearray(good)
        for _ in range(chance.choice((1, 1, 3, 30))):
            at = chance.randrange(8, len(good))
            how = chance.random()
            if how < 0.6:
                changed[at] = chance.randrange(256)
            elif how < 0.8:
                del changed[at : at + chance.randrange(1, 40)]
                changed.extend(b"\n" * (len(good) - len(changed)))
            else:
                changed[at:at] = good[at : at + chance.randrange(1, 40)]
        try:
            assert read_bytes(bytes(changed)).text.strip()
            read += 1
        except SourceError as problem:
            assert str(problem).endswith(".") and "\n" not in str(problem)
    assert 20 < read < 250


def test_a_content_stream_with_its_parts_shuffled_is_read_or_refused() -> None:
    """Past the compression, where a changed byte meets operators and not a checksum."""
    chance = random.Random(11)
    for _ in range(120):
        try:
            read_bytes(one_page(b"\n".join(chance.choices(OPERATORS, k=40))))
        except SourceError as problem:
            assert str(problem).endswith(".")
