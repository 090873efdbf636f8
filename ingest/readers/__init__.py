"""Files to text and outline, told apart by their content and not by their name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from corpus.errors import SourceError
from ingest.readers.decode import decode
from ingest.readers.extracted import Extracted
from ingest.readers.records import read_records, reader_of

__all__ = ["Extracted", "read_bytes"]

ANOTHER_KIND = "save it as a Word document (.docx), a PDF or a web page"
UNPACK = "unpack it and use what is inside"
PICTURE = "a picture; run text recognition (OCR) on it first, such as ocrmypdf, and use the PDF that it makes"
FOREIGN = (
    (b"\xd0\xcf\x11\xe0", f"an Office file of before 2007, or one with a password; {ANOTHER_KIND}, without a password"),
    (b"\x1f\x8b", f"a gzip file; {UNPACK}"),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"{\\rtf", f"an RTF file; {ANOTHER_KIND}"),
)
ZIP = b"PK\x03\x04", b"PK\x05\x06"
TAG = r"</?(?:html|head|body|p|div|h[1-6]|table|ul|ol|li|article|section|main|span|a|td|title|br|meta)\b"
HTML = re.compile(rf"\s*(?:<!doctype\s+html\b|<\?xml[^>]*>\s*<html\b|<(?=[a-z!]).{{0,5000}}?{TAG})", re.I | re.S)
# A byte-order mark, white space, and the halves of UTF-16.
XML_START = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.I)


def read_bytes(content: bytes, charset: str = "") -> Extracted:
    """What the bytes of a file hold. SourceError, in one sentence, when they cannot be read.

    `charset` is what the server that sent them calls their character set.
    """
    if content[:1024].lstrip().startswith(b"%PDF"):
        # PDFium is loaded only for a file that needs it.
        from ingest.readers.pdf import read_pdf

        return read_pdf(content)
    for magic, name in FOREIGN:
        if content[:1024].lstrip().startswith(magic):
            raise SourceError(f"it is {name}.")
    if content.startswith(ZIP):
        return _words_in(_read_zip(content))
    if content[:200].lstrip(XML_START).startswith(b"<") and (read := _read_xml(content)):
        return _words_in(read)
    declared = CHARSET.search(content[:4096])
    text, dropped = decode(content, charset, declared[1].decode("ascii") if declared else "")
    extracted = _words_in(_read_text(text))
    return replace(extracted, dropped=dict(Counter(dropped) + Counter(extracted.dropped)))


def _words_in(extracted: Extracted) -> Extracted:
    if not re.search(r"\w", extracted.text):
        raise SourceError(
            "no text was found in it; save it again with its words, or run text recognition (OCR) on its pictures."
        )
    return extracted


def _read_zip(content: bytes) -> Extracted:
    from ingest.readers.archive import Archive

    archive = Archive(content)
    kind = archive.what()
    if kind != "a Word document":
        todo = UNPACK if kind == "a zip archive" else ANOTHER_KIND
        raise SourceError(f"it is {kind}, which cannot be read; {todo}.")
    from ingest.readers.docx import read_docx

    return read_docx(archive)


def _read_xml(content: bytes) -> Extracted | None:
    """What a file holds that says itself what kind of XML it is; None for any other and for HTML."""
    from ingest.readers.jats import is_jats, read_jats

    return read_jats(content) if is_jats(content) else None


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
