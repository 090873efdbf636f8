"""PDF files: what a person reads on their pages, in order, with headings, lists, tables and reference numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium

from corpus.errors import SourceError
from ingest.readers.extracted import Extracted
from ingest.readers.pdf_blocks import Made, blocks, mended, setting
from ingest.readers.pdf_cells import Table
from ingest.readers.pdf_flow import Line, flow
from ingest.readers.pdf_frame import without_frame
from ingest.readers.pdf_glyphs import UNKNOWN, Page, pages_of
from ingest.readers.pdf_headings import mark_headings
from ingest.readers.pdf_hyphens import Hyphens
from ingest.readers.pdf_lines import Stretch, stretches
from ingest.readers.pdf_notes import body_size, foot_notes, made_of, placed
from ingest.readers.pdf_open import encrypted, opened
from ingest.readers.pdf_tables import ruled
from ingest.readers.pdf_write import Writer

NO_TEXT = "no text was found in it: it looks like a scan; run text recognition (OCR) on it first, such as ocrmypdf."
NO_LETTERS = "its fonts do not say which letters they show; run text recognition (OCR) on it first, such as ocrmypdf."
NO_TITLE = re.compile(
    r"untitled|(?:microsoft\s+word|powerpoint)\b.*|.*\.(?:docx?|indd|tex|dvi|pdf|qxd|rtf|odt|pptx?)|\S*", re.I
)
# Columns that one page may have: numbers for telling those of different pages apart.
COLUMNS = 1_000


def read_pdf(content: bytes) -> Extracted:
    """The visible text of a PDF and its outline. SourceError, in one sentence, when it cannot be read."""
    dropped: Counter[str] = Counter()
    with opened(content) as document:
        named = _named(document)
        if encrypted(document):
            dropped["encryption with an empty password"] += 1
        pages: list[tuple[Page, list[Stretch]]] = []
        letters = 0
        for index in range(len(document)):
            page = document[index]
            for part in pages_of(page, index + 1, dropped):
                # Letters are many: they are held for one page at a time.
                pages.append((replace(part, glyphs=[]), stretches(part.glyphs, part.number)))
                letters += len(part.glyphs)
            page.close()
    if not any(re.search(r"\w", one.text) for _, found in pages for one in found):
        raise SourceError(NO_LETTERS if dropped[UNKNOWN] else NO_TEXT)
    if dropped[UNKNOWN] > 0.3 * letters:
        raise SourceError(NO_LETTERS)
    read: list[Line | Table] = []
    tabled = {id(one) for page, found in pages for table in ruled(found, page.across, page.down) for one in table.used}
    kept = without_frame([(page.box, found) for page, found in pages], tabled, dropped)
    body = body_size(one for found in kept for one in found)
    notes: list[Made | Table] = []
    for at, ((page, _), found) in enumerate(zip(pages, kept, strict=True)):
        below = foot_notes(found, page.across, page.box, body, tabled)
        aside = {id(one) for one in below}
        read.extend(flow([one for one in found if id(one) not in aside], page.across, page.down, at * COLUMNS))
        notes.extend(made_of(below, at * COLUMNS))
    return _written(read, notes, named, dropped)


def _written(
    read: Sequence[Line | Table], notes: Sequence[Made | Table], named: str, dropped: Counter[str]
) -> Extracted:
    how = setting(read)
    made = blocks(read, how)
    mark_headings(made, how)
    made = placed(mended(made, how), notes)
    writer = Writer(Hyphens(_said(read)))
    for one in made:
        writer.put(one)
    return Extracted(
        text=writer.text,
        blocks=tuple(writer.page.blocks),
        title=_title(writer, made, named),
        cited=writer.cited,
        dropped={name: count for name, count in dropped.items() if count},
    )


def _said(read: Sequence[Line | Table]) -> list[str]:
    """The lines of a document without the words broken at their ends."""
    said = []
    for one in read:
        if isinstance(one, Table):
            lines = [list(words) for row in one.rows for cell in row for words in cell.lines]
        else:
            lines = [one.stretch.words]
        for words in lines:
            last = words[-1].plain if words else ""
            said.append(" ".join(word.plain for word in (words[:-1] if last.endswith(("-", "‐", "‑")) else words)))
    return said


def _named(document: pdfium.PdfDocument) -> str:
    """The title in the file's metadata, where it is one and no file name."""
    words = " ".join((document.get_metadata_value("Title") or "").split())
    return "" if NO_TITLE.fullmatch(words) else words


def _title(writer: Writer, made: Sequence[Made | Table], named: str) -> str:
    """The title of the metadata if it stands on the first page, else that page's largest heading."""
    text = writer.text
    first = [block for block in writer.page.blocks if block.page == 1]
    for block in first:
        words = " ".join(text[block.start : block.end].split())
        if named and _letters(words) == _letters(named):
            return words
    heads = [one for one in made if isinstance(one, Made) and one.kind == "heading" and one.first.stretch.page == 1]
    ranked = sorted(heads, key=lambda one: (sum(len(line.text) for line in one.lines) < 12, -one.size))
    if not ranked:
        return ""
    level = ranked[0].level
    start = _letters(" ".join(line.text for line in ranked[0].lines))
    for block in first:
        words = " ".join(text[block.start : block.end].split())
        if block.kind == "heading" and block.level == level and _letters(words) == start:
            return words
    return ""


def _letters(words: str) -> str:
    return "".join(one for one in words.casefold() if one.isalnum())
