"""Which blocks of a PDF are headings, and how deep: by size, weight and number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.headings import CAPTION, NUMBERED
from ingest.readers.pdf_blocks import Made, Setting
from ingest.readers.pdf_cells import Table
from ingest.sections import OUTERMOST, REFERENCES

LARGER = 1.08
LONGEST = 160
MOST_LINES = 4
DEEPEST = 6
PROSE_WORDS = 25

Style = tuple[float, int, int, int, int]


def mark_headings(made: Sequence[Made | Table], how: Setting) -> None:
    """Makes headings of the blocks that are set as such, with their levels."""
    heads: list[tuple[Made, Style]] = []
    for index, one in enumerate(made):
        if isinstance(one, Made) and _is_heading(one, made, index, how):
            heads.append((one, _style(one)))
    front = _front(made)
    title = min((style for one, style in heads if one.first.stretch.page == 1), default=None)
    heads = [(one, style) for one, style in heads if id(one) not in front or style == title or _strong(one)]
    ranks = {style: rank for rank, style in enumerate(sorted({style for _, style in heads}), start=1)}
    for one, style in heads:
        one.kind = "heading"
        one.level = min(ranks[style], DEEPEST)


def begins(one: Made) -> bool:
    """Whether the article itself begins with a block: its first section, or prose that lists no affiliations."""
    said = " ".join(line.text for line in one.lines)
    if OUTERMOST.fullmatch(said) or (NUMBERED.match(said) and one.first.stretch.bold):
        return True
    placed = any(word.runs[0].shift > 0 and len(word.runs) > 1 for line in one.lines for word in line.stretch.words)
    return len(said.split()) >= PROSE_WORDS and re.search(r"[a-z]{2}[.:](?:\s|$)", said) is not None and not placed


def _front(made: Sequence[Made | Table]) -> set[int]:
    """What stands before the article: title, authors, places; a heading right above its first words is its own."""
    first = next((at for at, one in enumerate(made) if isinstance(one, Table) or begins(one)), 0)
    return {id(one) for one in made[: max(0, first - 1)]} | {
        id(one) for one in made[:first] if isinstance(one, Made) and _raises(one)
    }


def _raises(one: Made) -> bool:
    return any(run.shift > 0 for line in one.lines for word in line.stretch.words for run in word.runs)


def _strong(one: Made) -> bool:
    return (one.first.stretch.bold or one.first.text.isupper()) and not _raises(one)


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
