"""Parts of a page that fold (`<details>`): what a summary says is a heading, and it ends with its part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.readers.page_text import PageText
from ingest.statements import is_sentence

HEADING = re.compile(r"h[1-6]")
LONGEST = 160
"""Characters of a summary that names its part; a longer one is text."""


@dataclass(frozen=True, slots=True)
class _Fold:
    """A part that is open."""

    level: int
    """The depth of its heading."""
    lower: int
    """By how much the headings inside are deeper than they are tagged, so that they stand below it."""
    above: int
    """The depth of the heading that it stands under."""


class Folds:
    """The parts of one page that are open, outermost first, and how deep headings are in them."""

    def __init__(self, page: PageText) -> None:
        self._page = page
        self._open: list[_Fold] = []
        # A page has a title, if only in its tab.
        self._above = 1

    def open(self, details: HtmlElement) -> None:
        """A part begins. Its heading is one level below the one before it, or as deep as it is tagged itself."""
        tagged: dict[bool, list[int]] = {True: [], False: []}
        for one in details.iter("h1", "h2", "h3", "h4", "h5", "h6"):
            tagged[_in_summary(one, details)].append(int(one.tag[1]))
        own, inside = tagged[True], tagged[False]
        level = own[0] + self._lower() if own else self._above + 1
        lower = max(0, level + 1 - min(inside)) if inside else 0
        self._open.append(_Fold(level, lower, self._above))

    def close(self) -> None:
        """The part ends: what follows is under the headings before it again."""
        fold = self._open.pop()
        self._above = fold.above
        self._page.closes = min(self._page.closes or fold.level, fold.level)

    def seen(self, level: int) -> None:
        """A heading of this depth stands on the page; 0 where its depth is not told."""
        self._above = level or self._above

    def level(self, heading: HtmlElement) -> int:
        """How deep a heading of the page is, where it stands; that of a part, where it is its summary or in it."""
        if heading.tag == "summary" or (self._open and _in_summary(heading, None)):
            return self._open[-1].level
        return int(heading.tag[1]) + self._lower()

    def _lower(self) -> int:
        return self._open[-1].lower if self._open else 0


def names_part(summary: HtmlElement) -> bool:
    """Whether a summary is the heading of its part: short, and nothing that can be quoted by itself."""
    parent = summary.getparent()
    words = " ".join("".join(summary.itertext()).split())
    return parent is not None and parent.tag == "details" and 0 < len(words) <= LONGEST and not is_sentence(words)


def _in_summary(heading: HtmlElement, details: HtmlElement | None) -> bool:
    """Whether a heading stands in a summary: that of these `details`, or of any."""
    summary = next(heading.iterancestors("summary"), None)
    return summary is not None and (details is None or summary.getparent() is details)
