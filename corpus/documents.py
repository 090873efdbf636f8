"""The nouns of the corpus, as values: what a reader makes of a file, and what is retrieved from it.

All offsets are character offsets into `Document.text`, half open (`start` is in, `end` is out).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["body", "reference", "about"]
BlockKind = Literal["title", "heading", "paragraph", "item", "row", "about", "reference", "furniture"]
PartKind = Literal["sentence", "lead", "item", "header", "row"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Marker:
    """The article's own reference number where it stands in the text, with the white space before it.

    Cutting `text[start:end]` out leaves the sentence as it reads without its number. The mark of a note that is a
    letter or a sign is one without numbers.
    """

    start: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One structural unit of a document, in reading order; what no block covers is white space."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Heading depth (1 is the outermost) or list depth (1 is the outermost bullet); 0 elsewhere."""
    page: int | None = None
    cells: tuple[Span, ...] = ()
    """Of a table row: where its cells stand; one that reaches down from a row above stands there, and one over several
    columns in the first of them, the others being empty where it begins. The first row of a table is its header when
    `level` is 1."""
    turns: tuple[tuple[int, int], ...] = ()
    """Where another page begins inside it, and which: (offset, page), in order."""
    closes: int = 0
    """Of what stands right behind a part of the page that has a heading and an end of its own: the depth of that
    heading, which is over it no more; 0 elsewhere."""

    def page_at(self, offset: int) -> int | None:
        """The page on which its words at this place of the text stand; None where there are no pages."""
        return next((page for start, page in reversed(self.turns) if start <= offset), self.page)


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the article's own list, or a number that its text cites and its list does not hold."""

    number: int | None
    """None when nothing in the text points to this entry."""
    title: str = ""
    type: str = ""
    """As printed: Guideline, Research, …; empty when nothing is printed."""
    container: str = ""
    """Journal, publisher or book."""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    text: str = ""
    """The entry's own words, verbatim; empty when unlisted."""
    listed: bool = True
    inferred: bool = False
    """The number was matched by order and subject, not printed."""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader extracted it; `text` is never changed afterwards."""

    key: str
    source: str
    """The file's name with its extension, or the address, unchanged."""
    origin: str
    """Where it was read: the resolved path or the address. Identity across ingests; never shown."""
    title: str
    text: str
    blocks: tuple[Block, ...]
    references: tuple[Reference, ...] = ()
    markers: tuple[Marker, ...] = ()
    type: str = "Article"
    """What it is, as its ingest was told or its file says: Article, Guideline, Research, …, Record."""
    stands_for: tuple[str, int] | None = None
    """Whose reference it is the text of: the key of the document that lists it, and its number there."""
    attached_as: Reference | None = None
    """What that entry said when the text was attached to it: the number may be another paper's in a later version."""
    attached_in: str = ""
    """The digest of the document that listed it then."""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    publisher: str = ""
    updated: str = ""
    """The date line's own words, such as "October 21, 2025"."""
    review_status: str = ""
    disclaimer: str = ""
    digest: str = ""
    """SHA-256 of the bytes that were read."""
    dropped: dict[str, int] = field(default_factory=dict)
    """What the reader left out, by name: control characters, hidden elements, …"""

    def page_at(self, offset: int) -> int | None:
        """The page of the original on which the words at this place stand; None where it has none."""
        return next((block.page_at(offset) for block in self.blocks if block.start <= offset < block.end), None)


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, lead-in, list item or table row inside a passage: what an answer is composed from."""

    kind: PartKind
    start: int
    end: int
    depth: int = 0
    """Nesting inside the passage: a part governs the parts after it that are deeper."""
    cells: tuple[Span, ...] = ()


def column_names(cells: Sequence[Span], header: Sequence[Span]) -> list[Span | None]:
    """For each cell of a row where its column's name stands; None where it has none.

    A cell over several columns has no name, for it is of none of them alone, unless one name is over them all; and a
    name over several columns is each one's.
    """
    heads = cell_owners(header)
    over: dict[int, set[int]] = {}
    for at, owner in enumerate(own := cell_owners(cells)):
        over.setdefault(owner, set()).add(heads[at] if at < len(heads) else -1)
    return [header[min(over[owner])] if len(over[owner]) == 1 and -1 not in over[owner] else None for owner in own]


def cell_owners(cells: Sequence[Span]) -> list[int]:
    """For each place of a row, the place of the cell that takes it up: its own, or that of one over several columns."""
    found: list[int] = []
    for at, cell in enumerate(cells):
        goes_on = at > 0 and cell.start == cell.end == cells[at - 1].start
        found.append(found[-1] if goes_on else at)
    return found


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is retrieved: one idea, an unbroken stretch of its document's text."""

    key: str
    document: str
    kind: Kind
    section: tuple[str, ...]
    """The headings above it, outermost first; never part of `text`."""
    start: int
    end: int
    text: str
    """`Document.text[start:end]`, reference markers included."""
    parts: tuple[Part, ...] = ()
    markers: tuple[Marker, ...] = ()
    """Those that stand inside it (document offsets)."""
    references: tuple[int, ...] = ()
    """The article's reference numbers that it rests on."""
    page: int | None = None

    def words(self, start: int | None = None, end: int | None = None) -> str:
        """Its text (or a stretch of it, in document offsets) as a person reads it: no markers, white space folded."""
        first = self.start if start is None else start
        last = self.end if end is None else end
        return " ".join(
            "".join(self.text[a - self.start : b - self.start] for a, b in self.pieces(first, last)).split()
        )

    def pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretches of `start:end` that are left once reference markers are cut out (document offsets)."""
        left: list[tuple[int, int]] = []
        for marker in self.markers:
            if marker.end <= start or marker.start >= end:
                continue
            if marker.start > start:
                left.append((start, marker.start))
            start = max(start, marker.end)
        if start < end:
            left.append((start, end))
        return left


def short_hash(*fields: str) -> str:
    """A short opaque identity of some strings, unambiguous about where one ends."""
    digest = hashlib.sha256()
    for one in fields:
        encoded = one.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()[:16]


def passage_key(document: str, section: Iterable[str], text: str, occurrence: int) -> str:
    """A passage's identity for life: the same words in the same place keep it.

    `occurrence` counts earlier passages of the document with the same section and text.
    """
    return short_hash(document, "\x1f".join(section), text, str(occurrence))
