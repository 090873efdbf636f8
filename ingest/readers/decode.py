"""Bytes to text: one character set, one kind of newline, nothing that a person cannot see."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

from corpus.errors import SourceError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""What browsers take some names to mean, as who writes them does."""
NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
REJOINED = re.compile("\u00ad[ \t]*\n[ \t]*")
UNSEEN = {
    "control characters": re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufff9-\ufffb\ufffe\uffff]"),
    "soft hyphens": re.compile("\u00ad"),
    "zero-width characters": re.compile("[\u180e\u200b-\u200d\u2060-\u2064\ufeff]"),
    "direction overrides": re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]"),
    "tag characters": re.compile("[\U000e0000-\U000e0fff]"),
    "lone surrogates": re.compile("[\ud800-\udfff]"),
}
# More than this share of control characters, and it is no text whatever its name says.
MOST_CONTROLS = 0.02


def decode(content: bytes, *declared: str) -> tuple[str, dict[str, int]]:
    r"""The text of `content` with its newlines as `\n`, and what was left out or guessed, counted by name.

    UTF-8, UTF-16 and UTF-32 by their byte-order mark, UTF-16 without one by its NUL bytes; what is no UTF-8 is read
    as it is declared (the first that there is, as in a browser), else byte by byte as Windows-1252. SourceError when it
    is no text.
    """
    counted: Counter[str] = Counter()
    text = _characters(content, _encoding(declared), counted)
    controls = len(UNSEEN["control characters"].findall(text))
    if controls > max(8, MOST_CONTROLS * len(text)):
        raise SourceError(
            "it is not a text: it is full of control characters; save it as a Word document, a PDF or plain text."
        )
    seen, unseen = visible(text)
    counted.update(unseen)
    return seen, dict(counted)


def visible(text: str) -> tuple[str, dict[str, int]]:
    r"""`text` without what a person does not see, and how much of each kind that was; newlines become `\n`."""
    text = NEWLINES.sub("\n", text)
    text, rejoined = REJOINED.subn("", text)
    counted = Counter({"soft hyphens": rejoined})
    for name, pattern in UNSEEN.items():
        text, count = pattern.subn("", text)
        counted[name] += count
    return text, {name: count for name, count in counted.items() if count}


def _characters(content: bytes, declared: str, counted: Counter[str]) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            body = content[len(mark) :]
            return _utf8(body, "", counted) if encoding == "utf-8" else _wide(body, encoding)
    wide = _without_mark(content[:4096])
    return _wide(content, wide) if wide else _utf8(content, declared, counted)


def _encoding(declared: Iterable[str]) -> str:
    """The first of these character sets that there is, in the wider form in which it is used; empty for any UTF."""
    for name in declared:
        with suppress(LookupError, ValueError):
            known = codecs.lookup(name).name
            return "" if known.startswith("utf") else WIDER.get(known, known)
    return ""


def _wide(content: bytes, encoding: str) -> str:
    return content.decode(encoding, "surrogatepass" if len(content) % 2 == 0 else "replace")


def _without_mark(head: bytes) -> str:
    """UTF-16 written without a byte-order mark: every other byte of Western text is NUL."""
    half = len(head) // 2
    if half < 4:
        return ""
    if head[1::2].count(0) > 0.6 * half and head[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.6 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _utf8(content: bytes, declared: str, counted: Counter[str]) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    with suppress(LookupError, UnicodeError):
        if declared:
            return content.decode(declared)

    def as_windows(problem: UnicodeError) -> tuple[str, int]:
        assert isinstance(problem, UnicodeDecodeError)
        # One byte at a time: the rest of a cut-off sequence may well be good UTF-8.
        byte = problem.object[problem.start : problem.start + 1]
        counted["bytes read as Windows-1252"] += 1
        return byte.decode("cp1252", "replace"), problem.start + 1

    codecs.register_error("footnote.windows", as_windows)
    return content.decode("utf-8", "footnote.windows")
