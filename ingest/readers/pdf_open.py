"""Opens a PDF, or says in one sentence why it cannot be: locked, cut off, hostile, too many pages."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.errors import SourceError
from corpus.settings import LIMITS

TAIL = 4096
STREAM = re.compile(rb"stream\r?\n")
# No more is looked at before a stream for what its dictionary says.
DICTIONARY = 800
FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
IMAGE = re.compile(rb"/Subtype\s*/Image\b")
COUNT = re.compile(rb"/Count\s*\+?(\d{7,20})")
STEP = 1 << 20
# Drawing and text shrink to a tenth; a stream that shrinks to a hundredth and is this large is made to do harm.
LARGE_STREAM = 8 * STEP
RATIO = 100
LARGEST_STREAM = 128 * STEP
LARGEST_IMAGE = 512 * STEP

HOSTILE = "it unpacks to far more than any document holds, so it was not opened; print it to a new PDF and use that."
DAMAGED = "it is damaged or no PDF inside; save it again from the program that made it."

# PDFium keeps state of its own and may be in one place at a time.
_ONE_AT_A_TIME = Lock()


@contextmanager
def opened(content: bytes) -> Iterator[pdfium.PdfDocument]:
    """The document in `content`, open for as long as the block lasts."""
    _check(content)
    with _ONE_AT_A_TIME:
        document = _load(content)
        try:
            pages = len(document)
            if not pages:
                raise SourceError("it is a PDF without pages; save it again from the program that made it.")
            if pages > LIMITS.pdf_pages:
                raise SourceError(
                    f"it has {pages:,} pages, more than the {LIMITS.pdf_pages:,} that are read; save it in parts."
                )
            yield document
        except pdfium.PdfiumError as problem:
            raise SourceError(DAMAGED) from problem
        finally:
            document.close()


def encrypted(document: pdfium.PdfDocument) -> bool:
    """Whether a document that opened is encrypted all the same, with an empty password."""
    return bool(pdfium_c.FPDF_GetSecurityHandlerRevision(document) >= 0)


def _load(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as problem:
        if problem.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise SourceError("it is locked with a password; save a copy without one and use that.") from problem
        if problem.err_code == pdfium_c.FPDF_ERR_SECURITY:
            raise SourceError("it is encrypted in a way that cannot be read; save a copy without that.") from problem
        raise SourceError(DAMAGED) from problem


def _check(content: bytes) -> None:
    """What is told from the bytes alone, before PDFium, which mends and unpacks whatever it is given."""
    tail = content.rstrip(b"\0 \t\r\n")[-TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise SourceError("it is cut off or damaged: the end of the PDF is missing; fetch or save it again.")
    if found := COUNT.search(content):
        raise SourceError(
            f"it claims to have {int(found[1]):.0e} pages, so it was not opened; print it to a new PDF and use that."
        )
    for found in STREAM.finditer(content):
        before = content[max(0, found.start() - DICTIONARY) : found.start()]
        before = before[before.rfind(b" obj") + 1 :]
        if filters := len(FLATE.findall(before)):
            _measure(content, found.end(), filters, LARGEST_IMAGE if IMAGE.search(before) else LARGEST_STREAM)


def _measure(content: bytes, start: int, filters: int, largest: int) -> None:
    """Unpacks a stream piece by piece and keeps nothing; SourceError when it grows without reason."""
    chain = [zlib.decompressobj() for _ in range(min(filters, 4))]
    at, total = start, 0
    with suppress(zlib.error):
        while at < len(content) and not chain[0].eof:
            for piece in _unpacked(chain, content[at : at + STEP // 8]):
                total += piece
                bare = largest == LARGEST_IMAGE
                if total > largest or (not bare and total > LARGE_STREAM and total > RATIO * (at + STEP // 8 - start)):
                    raise SourceError(HOSTILE)
            at += STEP // 8


def _unpacked(chain: list[zlib._Decompress], packed: bytes) -> Iterator[int]:
    """How many bytes come out at the end of a chain of filters, a megabyte at most at a time."""
    first, *others = chain
    while packed and not first.eof:
        out = first.decompress(packed, STEP)
        packed = first.unconsumed_tail
        if others and out:
            yield from _unpacked(others, out)
        else:
            yield len(out)
