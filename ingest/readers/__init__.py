"""Files to text and outline, told apart by their content and not by their name."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from corpus.errors import SourceError
from ingest.readers.decode import decode
from ingest.readers.extracted import Extracted
from ingest.readers.records import read_records, reader_of

__all__ = ["Extracted", "contents", "read", "read_bytes"]

LARGEST = 100_000_000
FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF file"),
)
TAG = r"</?(?:html|head|body|p|div|h[1-6]|table|ul|ol|li|article|section|main|span|a|td|title|br|meta)\b"
HTML = re.compile(rf"\s*(?:<!doctype\s+html\b|<\?xml[^>]*>\s*<html\b|<(?=[a-z!]).{{0,5000}}?{TAG})", re.I | re.S)
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.I)


def read(path: Path) -> Extracted:
    """What a file holds. SourceError, in one sentence, when it cannot be read."""
    return read_bytes(contents(path))


def contents(path: Path) -> bytes:
    """The bytes of a file, read once. SourceError when there are too many or they cannot be had."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as problem:
        raise SourceError(f"it could not be opened ({problem.strerror or problem}).") from problem
    if len(content) > LARGEST:
        raise SourceError(f"it is larger than {LARGEST // 1_000_000} MB.")
    return content


def read_bytes(content: bytes) -> Extracted:
    """What the bytes of a file hold. SourceError, in one sentence, when they cannot be read."""
    for magic, name in FOREIGN:
        if content[:1024].lstrip().startswith(magic):
            raise SourceError(f"it is {name}, which cannot be read yet.")
    declared = CHARSET.search(content[:4096])
    text, dropped = decode(content, declared[1].decode("ascii") if declared else "")
    extracted = _read_text(text)
    if not re.search(r"\w", extracted.text):
        raise SourceError("no text was found in it.")
    return replace(extracted, dropped={**dropped, **extracted.dropped})


def _read_text(text: str) -> Extracted:
    # lxml and the Markdown renderer are loaded only for a file that needs them.
    if HTML.match(text[:8000]):
        from ingest.readers.html import read_html

        return read_html(text)
    if records := reader_of(text):
        return read_records(text, records)
    from ingest.readers.markdown import is_markdown, read_markdown

    if is_markdown(text):
        return read_markdown(text)
    from ingest.readers.text import read_text

    return read_text(text)
