"""Which blocks of a PDF are headings, and how deep: by size, weight and number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.headings import CAPTION, NUMBERED
from ingest.readers.pdf_blocks import Made, Setting
from ingest.readers.pdf_tables import Table
from ingest.sections import OUTERMOST, REFERENCES

LARGER = 1.08
LONGEST = 160
MOST_LINES = 4
DEEPEST = 6

Style = tuple[float, int, int, int, int]


def mark_headings(made: Sequence[Made | Table], how: Setting) -> None:
    """Makes headings of the blocks that are set as such, with their levels."""
    heads: list[tuple[Made, Style]] = []
    for index, one in enumerate(made):
        if isinstance(one, Made) and _is_heading(one, made, index, how):
            heads.append((one, _style(one)))
    ranks = {style: rank for rank, style in enumerate(sorted({style for _, style in heads}), start=1)}
    for one, style in heads:
        one.kind = "heading"
        one.level = min(ranks[style], DEEPEST)


def _style(one: Made) -> Style:
    """Sorted, the styles of a document go from the outermost heading to the innermost."""
    stretch = one.first.stretch
    number = NUMBERED.match(one.first.text)
    depth = number[1].count(".") + 1 if number else 1
    capitals = one.first.text.isupper()
    return (-round(2 * stretch.size) / 2, depth, -int(stretch.bold), -int(capitals), int(stretch.italic))


def _is_heading(one: Made, made: Sequence[Made | Table], index: int, how: Setting) -> bool:
    words = " ".join(line.text for line in one.lines)
    if one.kind == "item" and not NUMBERED.match(words):
        return False
    if len(one.lines) > MOST_LINES or len(words) > LONGEST + 140 * (one.size > 1.3 * how.size):
        return False
    if not re.search(r"[^\W\d_]{2}", words) or CAPTION.match(words):
        return False
    if one.size > LARGER * how.size and not words.endswith((",", ";")):
        return len(one.lines) == 1 or not words.endswith(".") or one.size > 1.3 * how.size
    if words.endswith((".", ",", ";", "!", ":")) or len(one.lines) > 2 or one.size < 0.9 * how.size:
        return False
    if not _followed(made, index):
        return False
    if all(line.stretch.bold for line in one.lines):
        return True
    known = OUTERMOST.fullmatch(words) or REFERENCES.fullmatch(words)
    if len(one.lines) > 1 or one.kind == "item":
        return False
    return bool(known) or ((words.isupper() or one.first.stretch.italic) and _alone(one, made, index, how))


def _followed(made: Sequence[Made | Table], index: int) -> bool:
    """Whether something stands below: a bold line at the very end is no heading."""
    return index + 1 < len(made)


def _alone(one: Made, made: Sequence[Made | Table], index: int, how: Setting) -> bool:
    """Whether a line has space above it, or begins its column, and text of another kind below."""
    below = made[index + 1]
    if not isinstance(below, Made) or (below.first.stretch.italic and one.first.stretch.italic):
        return False
    if len(one.first.text.split()) > 12 or not one.first.text[0].isalnum():
        return False
    above = made[index - 1] if index else None
    if not isinstance(above, Made) or above.last.column != one.first.column:
        return True
    return one.first.stretch.base - above.last.stretch.base > 1.15 * how.spaced(one.size)
