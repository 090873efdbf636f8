"""What is refused is refused in one sentence that ends with what to do."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.errors import SourceError
from ingest.readers import read_bytes


def refusal(content: bytes) -> str:
    with pytest.raises(SourceError) as problem:
        read_bytes(content)
    return str(problem.value)


def workbook() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/workbook.xml", "<workbook/>" * 100)
    return held.getvalue()


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("notes.txt", "words")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "todo"),
    [
        (
            b"\xd0\xcf\x11\xe0" + bytes(600),
            "save it as a Word document (.docx), a PDF or a web page, without a password.",
        ),
        (b"{\\rtf1 words}", "save it as a Word document (.docx), a PDF or a web page."),
        (workbook(), "save it as a Word document (.docx), a PDF or a web page."),
        (workbook()[:-30], "save it again as a Word document, a PDF or a web page."),
        (archive(), "unpack it and use what is inside."),
        (b"\x1f\x8b\x08" + bytes(600), "unpack it and use what is inside."),
        (
            b"\x89PNG\r\n\x1a\n" + bytes(600),
            "run text recognition (OCR) on it first, such as ocrmypdf, and use the PDF that it makes.",
        ),
        (
            b"II*\x00" + bytes(600),
            "run text recognition (OCR) on it first, such as ocrmypdf, and use the PDF that it makes.",
        ),
        (b"%PDF-1.7\n1 0 obj\n", "fetch or save it again."),
        (bytes(range(32)) * 100, "or plain text."),
    ],
)
def test_a_refusal_ends_with_what_to_do(content: bytes, todo: str) -> None:
    said = refusal(content)
    assert said.endswith(todo)
    assert said.count(". ") == 0 and "cannot be read yet" not in said and "directory" not in said
