"""Which lines of a plain text are headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.lines import Line
from ingest.statements import ended, states

LONGEST = 110
MOST_WORDS = 16
NUMBERED = re.compile(r"(?:(?:section|part|chapter)\s+)?(\d{1,2}(?:\.\d{1,2}){0,4})\.?:?\s+(?=(?-i:[A-Z“\"(]))", re.I)
CAPTION = re.compile(r"(?:supplementary\s+)?(?:table|figure|fig\.?|box|scheme|algorithm)\s*\d", re.I)
FIELD = re.compile(
    r"(?:author|date|doi|pmid|pmcid|isbn|issn|licen[cs]e|key\s?words?|source|url|sha|published|updated|revised|accepted|"
    r"received|version|correspondence|copyright|last\s(?:updated|reviewed|modified)|reviewed|title|subject|from|to)\w*(?:\s\w+)?\s*[:=]",
    re.I,
)
ADDRESS = re.compile(r"(?:https?://|www\.|doi:)\S+", re.I)


def is_rule(line: Line) -> bool:
    """A line of dashes or equal signs under a heading."""
    return len(line.words) >= 3 and len(set(line.words)) == 1 and line.words[0] in "=-~_*#─━"


class Headings:
    """Judges the lines of one text; `joins(at)` tells whether line `at` continues the line above it."""

    def __init__(self, found: Sequence[Line], joins: Callable[[int], bool]) -> None:
        self.lines = found
        self.joins = joins

    def level(self, at: int) -> int | None:
        """The depth of a heading (1 is the outermost), 0 when its line does not tell, None when it is no heading."""
        line = self.lines[at]
        below = self._line(at + 1)
        if below is None or line.glyph or not self._could_be(line):
            return None
        if below.gap == 0 and is_rule(below) and not is_rule(line):
            return (1 if below.words[0] in "=#*" else 2) if at else 1
        if below.gap == 0 and self.joins(at + 1):
            return None
        if states(line.words) and not below.glyph:
            # Not even by its number: "10 IU twice daily" is no tenth section. Above bullets such words govern them.
            return None
        if found := NUMBERED.match(line.words):
            return found[1].count(".") + 1 if not self._in_run(at) else None
        if self._strong(at):
            return 0
        return 0 if self._stands_out(at) else None

    def _line(self, at: int) -> Line | None:
        return self.lines[at] if at < len(self.lines) else None

    def _could_be(self, line: Line) -> bool:
        words = line.words
        return (
            len(words) <= LONGEST
            and len(words.split()) <= MOST_WORDS
            and not words.endswith((".", ";", ",", "!"))
            and not ended(words)
            and (words[0].isupper() or words[0].isdigit() or words[0] in "“\"'‘(¿")
            and re.search(r"[^\W\d_]{2}", words) is not None
            and not (CAPTION.match(words) or FIELD.match(words) or ADDRESS.match(words))
            and not re.search(r"\S(?:\t|\s{3,})\S", words)
            # A sentence that lacks its full stop but has its reference number; "Phase 2" is a heading.
            and not (re.search(r"[a-z)][.!?]? ?\d{1,2}(?:[,–-]\d{1,2})*:?$", words) and len(words.split()) > 4)
        )

    def _strong(self, at: int) -> bool:
        """Set in capitals, where a heading may stand: neither one cell of many nor a lone abbreviation."""
        line, below = self.lines[at], self.lines[at + 1]
        letters = [c for c in line.words if c.isalpha()]
        capitals = sum(c.isupper() for c in letters) >= 0.9 * len(letters) and len(letters) >= 4
        colon = line.words.endswith(":")
        named = colon or line.gap > 0 or len(letters) >= 5 or len(line.words.split()) > 1
        above = self.lines[at - 1] if at else None
        apart = colon or line.gap > 0 or above is None or above.words.endswith((".", ":")) or below.columns > 60
        return capitals and named and apart

    def _stands_out(self, at: int) -> bool:
        """A short line with space around it and something to head."""
        line, below = self.lines[at], self.lines[at + 1]
        colon = line.words.endswith(":")
        if colon and (below.glyph or len(line.words.split()) > 8):
            # That announces a list: a lead-in.
            return False
        if line.gap == 0 and at > 0 and not (colon and self.lines[at - 1].words.endswith(".")):
            return False
        if below.gap == 0 and not below.glyph and not (colon or below.columns > max(60, 2 * line.columns)):
            return False
        return not self._in_run(at)

    def _in_run(self, at: int) -> bool:
        """Whether it is one of several short lines of which none heads anything: a list without bullets.

        A heading may stand right above another one; the last of a run may head what follows.
        """
        return self._short(at + 1) and (
            self._short(at + 2) or (at > 1 and self._short(at - 1)) or at + 2 >= len(self.lines)
        )

    def _short(self, at: int) -> bool:
        if not 0 <= at < len(self.lines):
            return False
        line = self.lines[at]
        wrapped = at + 1 < len(self.lines) and self.joins(at + 1)
        return not line.glyph and not wrapped and self._could_be(line)
