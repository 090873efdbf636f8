"""Builds a page's text and its blocks together, so that every offset is right by construction."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from corpus.documents import Block, BlockKind, Span
from ingest.marker_numbers import DASH, NUMBERS, numbers
from ingest.notes import is_mark
from ingest.readers.scripts import lowered, raised

SPACE = re.compile(r"[ \t\n\r\f]+")
# One marker in pieces, each raised or linked: <sup>1</sup>,<sup>3</sup>, or [<a>1</a>]–[<a>3</a>].
BETWEEN = re.compile(rf"\s?[,;{DASH}]\s?|[\])]\s?[,;{DASH}]\s?[\[(]")


class PageText:
    """The words of a page so far; `write` adds to the open line and `close` makes a block of it."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.cited: list[Span] = []
        self.line = ""
        self.closes = 0
        """The depth of a heading whose part of the page has ended since the last block."""
        self._cited_here: list[tuple[int, int]] = []

    def write(self, words: str, *, keep_space: bool = False) -> None:
        """Adds words to the open line, white space folded as a browser folds it."""
        if not keep_space:
            words = SPACE.sub(" ", words)
            if words.startswith(" ") and (not self.line or self.line[-1].isspace()):
                words = words[1:]
        self.line += words

    def break_line(self) -> None:
        """A line break inside a block."""
        if self.line.strip():
            self.line = self.line.rstrip(" ") + "\n"

    def raise_(self, words: str, linked: bool) -> None:
        """Superscript: a reference number stays a plain number and is remembered, an exponent becomes `²`."""
        said = words.strip()
        if raised_form := raised(said, self.line, linked):
            self.line += raised_form
        elif re.fullmatch(NUMBERS, said.strip("[]()")) and numbers(said) and "[" not in said:
            self.cite(said)
        elif is_mark(said):
            self.write(words[: len(words) - len(words.lstrip())])
            self.cite(said)
            self.write(words[len(words.rstrip()) :])
        else:
            self.write(words)

    def lower(self, words: str) -> None:
        """Subscript: H₂O, SpO₂."""
        self.line += lowered(words.strip()) or words

    def cite(self, words: str) -> None:
        """A number that the page sets apart as a reference (a superscript, a link into its list), or a note's mark."""
        start = len(self.line)
        self.line += words
        if self._cited_here:
            first, last = self._cited_here[-1]
            # A number and the mark of a note stay two.
            alike = is_mark(words) == is_mark(self.line[first:last])
            if alike and BETWEEN.fullmatch(self.line[last:start] or "x"):
                start = self._cited_here.pop()[0]
        self._cited_here.append((start, len(self.line)))

    def close(self, kind: BlockKind, level: int = 0, *, tight: bool = False) -> Block | None:
        """Makes the open line a block; `tight` sets it directly below the one before, without a blank line."""
        words = self.line.rstrip()
        lead = len(words) - len(words.lstrip())
        words = words.lstrip()
        made = None
        if words:
            start = self._separate(tight)
            self._put(words)
            made = Block(kind, start, self.length, level=level, closes=self._closed())
            self.blocks.append(made)
            self.cited.extend(Span(start + a - lead, start + b - lead) for a, b in self._cited_here)
        self.line = ""
        self._cited_here = []
        return made

    def row(
        self,
        cells: Sequence[str | None],
        cited: list[list[tuple[int, int]]],
        header: bool,
        first: bool,
        across: Container[int] = (),
    ) -> None:
        """A table row: its cells parted by tabs; None is a place that the cell above it takes up too.

        `across` are the places that the cell before them takes up as well.
        """
        if not any(cells):
            return
        above = () if first else self.blocks[-1].cells
        self._separate(tight=not first)
        spans: list[Span] = []
        for index, words in enumerate(cells):
            if index:
                self._put("\t")
            if index in across and spans:
                # Nothing, where that cell begins.
                spans.append(Span(spans[-1].start, spans[-1].start))
                continue
            if words is None:
                spans.append(above[index] if index < len(above) else Span(self.length, self.length))
                continue
            self.cited.extend(Span(self.length + a, self.length + b) for a, b in cited[index])
            spans.append(Span(self.length, self.length + len(words)))
            self._put(words)
        # Empty cells at either end are white space, which is no part of a block.
        own = [words is not None for words in cells]
        filled = [span for span, here in zip(spans, own, strict=True) if here and span.start < span.end]
        first_word, last_word = filled[0].start, filled[-1].end
        inside = tuple(
            Span(min(max(s.start, first_word), last_word), min(max(s.end, first_word), last_word)) if here else s
            for s, here in zip(spans, own, strict=True)
        )
        self.blocks.append(Block("row", first_word, last_word, level=int(header), cells=inside, closes=self._closed()))

    def cell(self) -> tuple[str, list[tuple[int, int]]]:
        """Takes the open line as the words of a cell, on one line."""
        lead = len(self.line) - len(self.line.lstrip())
        words = self.line.strip().replace("\n", " ").replace("\t", " ")
        cited = [(a - lead, b - lead) for a, b in self._cited_here]
        self.line = ""
        self._cited_here = []
        return words, cited

    def _closed(self) -> int:
        closes, self.closes = self.closes, 0
        return closes

    def _separate(self, tight: bool) -> int:
        if self.blocks:
            self._put("\n" if tight else "\n\n")
        return self.length

    def _put(self, words: str) -> None:
        self.text.append(words)
        self.length += len(words)
