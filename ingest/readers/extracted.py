"""What a reader hands on: the words a person sees in a file, with the structure that the file itself shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.documents import Block, Reference, Span


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text with its outline, before anything is known about what the words are for.

    Blocks are headings, paragraphs, items and rows in reading order; text that stands in the page's frame (a footer)
    is already `furniture`. A heading of level 0 looks like one, but its file does not say how deep it is.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    """As the file's own metadata names it; empty when it has none."""
    publisher: str = ""
    updated: str = ""
    type: str = ""
    """What the file says it is (Research, Guideline, Record, …); empty when it does not say."""
    year: int | None = None
    doi: str = ""
    pmid: str = ""
    cited: tuple[Span, ...] = ()
    """Reference numbers that the file itself sets apart (superscripts, links into its list), and raised letters and
    signs that may be the marks of notes."""
    marked: bool = False
    """Whether the file sets every reference apart: where `cited` then holds none, its text has no such numbers."""
    numbered: Mapping[int, int] = field(default_factory=dict)
    """Start of a list item to the number that the file gives it without printing it (`<ol>`)."""
    entries: tuple[Reference, ...] = ()
    """Its list of references where the file itself tells the fields apart, each with the place of its words in `text`;
    their blocks are then already of the kind `reference`."""
    dropped: Mapping[str, int] = field(default_factory=dict)
