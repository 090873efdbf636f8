"""The outline that the lines of a plain text show: headings, paragraphs, list items and table rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.documents import Block
from ingest.headings import Headings, is_rule
from ingest.lines import SHORTEST_WRAP, Line, lines
from ingest.text_tables import table

WIDEST_WRAP = 120
# How many lines tell how wide a paragraph is set.
AROUND = 12
# A number that came off the entry it counts.
LONE = re.compile(r"\[?\d{1,3}[.)\]]")
# The number that begins an entry of a list of references.
ENTRY = re.compile(r"\[(\d{1,3})\]\s")
SENTENCE_END = (".", "!", "?", ":", ";")


def outline(text: str) -> tuple[Block, ...]:
    """The blocks of `text` in reading order; every character outside them is white space."""
    return tuple(_Outline(lines(text)).blocks())


def wrap_width(found: Sequence[Line]) -> int | None:
    """The column at which a text's lines were broken; None when each line is a paragraph of its own."""
    widths = sorted(line.columns for line in found)
    if len(widths) < 3:
        return None
    width = widths[int(0.98 * (len(widths) - 1))]
    if not SHORTEST_WRAP <= width <= WIDEST_WRAP:
        return None
    breaks = [at for at in range(1, len(found)) if found[at].gap == 0 and not found[at].glyph]
    needed = sum(_wrapped(found, at, width) for at in breaks)
    return width if needed >= 2 and needed >= 0.6 * len(breaks) else None


def _wrapped(found: Sequence[Line], at: int, width: int) -> bool:
    """Whether the line above was broken because the next word did not fit, by the widest of the lines around it."""
    line, above = found[at], found[at - 1]
    first = last = at
    while first > max(0, at - AROUND) and found[first].gap == 0:
        first -= 1
    while last + 1 < min(len(found), at + AROUND) and found[last + 1].gap == 0:
        last += 1
    widest = max(one.columns for one in found[first : last + 1])
    # Some slack, for ragged setting.
    return above.columns >= 0.6 * width and above.columns + 1 + len(line.words.split()[0]) > widest - 4


class _Outline:
    """One pass over the lines, remembering the bullets that are still open."""

    def __init__(self, found: list[Line]) -> None:
        self.lines = found
        self.width = wrap_width(found)
        self.headings = Headings(found, lambda at: self._joins(at))
        self.entries = {int(entry[1]) for line in found if (entry := ENTRY.match(line.words))}
        self.open: list[tuple[int, str, int]] = []
        """Indent, bullet and depth of the items that the next one may be nested under."""

    def blocks(self) -> list[Block]:
        made: list[Block] = []
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if not line.glyph and (rows := table(self.lines, at)):
                self.open.clear()
                made.extend(rows[0])
                at = rows[1]
                continue
            end = self._end(at)
            last = self.lines[end - 1]
            level = self.headings.level(at)
            if is_rule(line):
                end = at + 1
                made.append(Block("furniture", line.start, line.end))
            elif level is not None:
                self.open.clear()
                end = at + 1
                made.append(Block("heading", line.start, line.end, level=level))
            elif line.glyph:
                made.append(Block("item", line.start, last.end, level=self._depth(line, made)))
            elif self.open and line.indent >= self.open[-1][0] + 2:
                # A further paragraph of an item: indented as its words are.
                made.append(Block("item", line.start, last.end, level=self.open[-1][2] + 1))
            else:
                self.open.clear()
                made.append(Block("paragraph", line.start, last.end))
            at = end
        return made

    def _end(self, at: int) -> int:
        """The line after the last one that belongs to the same paragraph or item."""
        end = at + 1
        while end < len(self.lines) and self._joins(end):
            end += 1
        return end

    def _joins(self, at: int) -> bool:
        line, above = self.lines[at], self.lines[at - 1]
        if at == 0 or line.glyph or LONE.fullmatch(line.words) or is_rule(line) or is_rule(above):
            return False
        if (entry := ENTRY.match(line.words)) and {int(entry[1]) - 1, int(entry[1]) + 1} & self.entries:
            return False
        if LONE.fullmatch(above.words):
            return line.gap <= 1
        if line.gap:
            return False
        if not re.search(r"[^\W\d_]", line.words):
            # Figures alone on a line belong to the words above them: a table cell by cell.
            return len(line.words) < SHORTEST_WRAP
        if self.width and _wrapped(self.lines, at, self.width):
            return True
        item = next((one for one in reversed(self.lines[max(0, at - 8) : at]) if one.glyph or one.gap), None)
        if item is not None and item.glyph and line.indent > item.indent:
            return True
        unfinished = not above.words.endswith(SENTENCE_END) and above.columns >= SHORTEST_WRAP
        return unfinished and line.words[0].islower()

    def _depth(self, line: Line, made: list[Block]) -> int:
        while self.open and line.indent < self.open[-1][0] - 1:
            self.open.pop()
        if self.open and line.indent <= self.open[-1][0] + 1:
            same = next(
                (one for one in reversed(self.open) if one[1] == line.glyph and abs(one[0] - line.indent) <= 1), None
            )
            if same:
                del self.open[self.open.index(same) :]
            elif not self._lead(made):
                self.open.pop()
        depth = self.open[-1][2] + 1 if self.open else 1
        self.open.append((line.indent, line.glyph, depth))
        return depth

    def _lead(self, made: list[Block]) -> bool:
        """Whether the last item announces those that follow: another bullet at its own indent is then below it."""
        if not made or made[-1].kind != "item":
            return False
        last = next(line for line in reversed(self.lines) if line.end <= made[-1].end)
        return last.words.endswith(":")
