"""Marks of notes that are letters or signs (150 mg<sup>b</sup>): told from the words they are set behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.documents import Block, Span

SIGNS = r"(?:\*{1,3}|[†‡§¶]{1,2}|‖)"
MARK = re.compile(rf"{SIGNS}|[A-Za-z]{{1,2}}")
# Several at one place: "a,b", "a †".
MARKS = re.compile(rf"(?:{MARK.pattern})(?:[,;\s]\s?(?:{MARK.pattern})){{0,9}}")
# What is raised behind a figure or a name and is a part of it.
ORDINAL = re.compile(r"st|nd|rd|th|er|re|ère|ème|TM|SM|MD", re.I)
# A mark that is set on the line and not above it, and what it explains.
PLAIN = re.compile(rf"({MARK.pattern})[.):]\s|([a-z]{{1,2}}) (?=[A-Z])|({SIGNS})\s?(?=\w)")
# A note ends, and another may begin on its line.
STOP = re.compile(r"[.;:]\s+$|\n\s*$")
# What a mark stands behind: a word or a figure with its unit, or their punctuation. A single letter has an exponent.
MARKED = re.compile(r"(?:[^\W_]{2}|\d\s?[^\W\d_]|\d|[)\]”’\"'%.,;:°/²³⁻₀-₉])\s?$")


def is_mark(words: str) -> bool:
    """Whether something raised can be the mark of a note: letters or signs."""
    return MARKS.fullmatch(words) is not None and ORDINAL.fullmatch(words) is None


def note_marks(text: str, blocks: Sequence[Block], raised: Sequence[Span]) -> list[Span]:
    """Those of the raised letters and signs that point to a note.

    A letter does where a note of the document begins with it; a sign behind a word is nothing else. The mark that a
    note begins with names it, and points nowhere.
    """
    marks = [one for one in raised if is_mark(text[one.start : one.end])]
    if not marks:
        return []
    begun = _begun(text, blocks, marks)
    named = {text[one.start : one.end] for one in marks if one.start in begun} | set(_plain(text, blocks))
    return [
        one
        for one in marks
        if one.start not in begun
        and MARKED.search(text[max(0, one.start - 5) : one.start])
        and not re.match(r"\w", text[one.end : one.end + 1])
        and all(mark in named or re.fullmatch(SIGNS, mark) for mark in re.split(r"[,;\s]+", text[one.start : one.end]))
    ]


def _begun(text: str, blocks: Sequence[Block], marks: Sequence[Span]) -> set[int]:
    """Where a raised mark begins a note: the first of its line or cell, or behind the end of another note there."""
    firsts = {block.start for block in blocks} | {cell.start for block in blocks for cell in block.cells}
    found: set[int] = set()
    line = -1
    for mark in marks:
        if not re.match(r"[.):]?\s?[^\s.,;:)]", text[mark.end : mark.end + 4]):
            continue
        further = line >= 0 and "\n\n" not in text[line : mark.start]
        if mark.start in firsts:
            line = mark.start
            found.add(mark.start)
        elif further and STOP.search(text[mark.start - 4 : mark.start]):
            found.add(mark.start)
    return found


def _plain(text: str, blocks: Sequence[Block]) -> Iterator[str]:
    """The marks of paragraphs that begin with one on the line."""
    for block in blocks:
        if block.kind in ("paragraph", "about", "row"):
            found = PLAIN.match(text, block.start, min(block.end, block.start + 8))
            if found:
                yield next(filter(None, found.groups()))
