"""Bibliographic records: RIS, BibTeX and PubMed's MEDLINE, told by how their first lines are written.

One file is one document: for each record a heading (its title), its citation as an entry of the list, and its abstract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from corpus.documents import Block, Reference
from corpus.errors import SourceError
from corpus.holdings import RECORD
from ingest.readers.decode import visible
from ingest.readers.extracted import Extracted
from ingest.readers.records.medline import is_medline
from ingest.readers.records.medline import records as medline
from ingest.readers.records.record import Record
from ingest.readers.records.ris import is_ris
from ingest.readers.records.ris import records as ris

Reader = Callable[[str], Iterator[Record | None]]


def reader_of(text: str) -> Reader | None:
    """What reads a text's records; None where it is no list of records."""
    if is_ris(text):
        return ris
    if is_medline(text):
        return medline
    if "@" in text[:8000]:
        from ingest.readers.records.bibtex import is_bibtex
        from ingest.readers.records.bibtex import records as bibtex

        return bibtex if is_bibtex(text) else None
    return None


def read_records(text: str, reader: Reader) -> Extracted:
    """Its records, numbered as they stand. SourceError when none can be read."""
    return written(reader(text))


def written(records: Iterable[Record | None]) -> Extracted:
    """Records as a document; what cannot be used or is there twice is counted as left out."""
    dropped: Counter[str] = Counter()
    page = _Page()
    seen: set[Record] = set()
    for record in records:
        if record is None:
            dropped["unreadable records"] += 1
            continue
        record = _visible(record, dropped)
        if record in seen:
            dropped["repeated records"] += 1
        else:
            seen.add(record)
            page.add(record)
    if not page.entries:
        raise SourceError(
            "none of its bibliographic records could be read; export them again as RIS, BibTeX or PubMed (.nbib)."
        )
    only = page.entries[0] if len(page.entries) == 1 else None
    return Extracted(
        text=page.text,
        blocks=tuple(page.blocks),
        title=only.title if only else "",
        type=RECORD,
        year=only.year if only else None,
        doi=only.doi if only else "",
        pmid=only.pmid if only else "",
        entries=tuple(page.entries),
        dropped=dropped,
    )


def _visible(record: Record, dropped: Counter[str]) -> Record:
    """A record without what no person sees (entities can stand for such characters), which is counted."""

    def seen(words: str) -> str:
        shown, unseen = visible(words)
        dropped.update(unseen)
        return " ".join(shown.split())

    return Record(
        title=seen(record.title),
        authors=tuple(filter(None, map(seen, record.authors))),
        container=seen(record.container),
        year=record.year,
        volume=seen(record.volume),
        issue=seen(record.issue),
        pages=seen(record.pages),
        doi=seen(record.doi),
        pmid=seen(record.pmid),
        type=record.type,
        abstract=tuple(filter(None, map(seen, record.abstract))),
    )


class _Page:
    """A text in the making, with its outline."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.entries: list[Reference] = []
        self._pieces: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, record: Record) -> None:
        start, end = self._write(record.title)
        self.blocks.append(Block("heading", start, end, level=1))
        citation = record.citation()
        start, end = self._write(citation)
        self.blocks.append(Block("reference", start, end))
        self.entries.append(
            Reference(
                number=len(self.entries) + 1,
                title=record.title,
                type=record.type,
                container=record.container,
                year=record.year,
                doi=record.doi,
                pmid=record.pmid,
                text=citation,
                start=start,
                end=end,
            )
        )
        for paragraph in record.abstract:
            self.blocks.append(Block("paragraph", *self._write(paragraph)))

    def _write(self, words: str) -> tuple[int, int]:
        if self._pieces:
            self._pieces.append("\n\n")
            self._length += 2
        start = self._length
        self._pieces.append(words)
        self._length += len(words)
        return start, self._length
