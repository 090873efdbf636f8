"""A passage as a person reads it, with the stretches that an answer rests on marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from chat.page.inert import Html, inert
from chat.page.markup import NOTHING, SPACE, join, tag
from corpus.documents import Passage

_BULLET = re.compile(r"\s*(?:[•◦▪‣·*–-]\s+)?")
_DEEPEST = 4


class Light(NamedTuple):
    """A stretch that a citation rests on, counted from the passage's own start: it outlives a shifted document."""

    cite: str
    start: int
    end: int


class _Line(NamedTuple):
    start: int
    end: int
    depth: int


def words_html(passage: Passage, lights: Sequence[Light]) -> Html:
    """The passage's words: the article's reference markers left out, its lines kept, lit stretches marked."""
    shown = ((line, Html(_lit(passage, line, lights).strip())) for line in _lines(passage))
    return join(tag("p", f"fn-line fn-depth-{min(line.depth, _DEEPEST)}", said) for line, said in shown if said)


def _lines(passage: Passage) -> list[_Line]:
    """The lines to show, with their depth in a list; offsets are in the passage.

    A printed line that begins no part of the passage continues the line before it: the width of a page broke it.
    """
    begins = {part.start - passage.start: part for part in passage.parts}
    lines: list[_Line] = []
    at = 0
    for printed in passage.text.splitlines(keepends=True):
        end = at + len(printed)
        bullet = _BULLET.match(printed)
        first = at + (bullet.end() if bullet else 0)
        words = len(printed) - len(printed[first - at :].lstrip(" \t|│")) + at
        part = next((begins[offset] for offset in range(at, min(words + 1, end)) if offset in begins), None)
        if lines and passage.parts and part is None:
            lines[-1] = lines[-1]._replace(end=end)
        else:
            item = bool(bullet and bullet[0].strip()) or (part is not None and part.kind == "item")
            lines.append(_Line(first, end, max(part.depth if part else 0, 1) if item else 0))
        at = end
    return lines


def _lit(passage: Passage, line: _Line, lights: Sequence[Light]) -> Html:
    html: list[Html] = []
    for start, end in passage.pieces(passage.start + line.start, passage.start + line.end):
        first, last = start - passage.start, end - passage.start
        edges = {edge for light in lights for edge in (light.start, light.end) if first < edge < last}
        cuts = sorted({first, last, *edges})
        for a, b in pairwise(cuts):
            cites = dict.fromkeys(light.cite for light in lights if light.start <= a and b <= light.end)
            html.append(_stretch(passage.text[a:b], list(cites)))
    return join(html)


def _stretch(words: str, cites: Sequence[str]) -> Html:
    said = inert(words)
    if not said:
        return SPACE if words else NOTHING
    before = SPACE if words[0].isspace() else NOTHING
    after = SPACE if words[-1].isspace() else NOTHING
    return join([before, tag("mark", f"fn-lit {' '.join(cites)}", said) if cites else said, after])
