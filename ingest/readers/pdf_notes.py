"""Notes at the foot of a page: what stands below a short rule there in small letters, or begins with * † ‡ or §."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from ingest.readers.pdf_blocks import SENTENCE_END, Made, blocks, setting
from ingest.readers.pdf_cells import Table
from ingest.readers.pdf_flow import Line, flow
from ingest.readers.pdf_lines import Stretch
from ingest.readers.pdf_shapes import Box
from ingest.sections import REFERENCES

SIGN = re.compile(r"(?:\*{1,3}|[†‡§¶]{1,3})(?=\s*[^\W\d_]|\s+\d|\s*[<>≤≥(]|$)")
# An asterisk is a bullet, too.
SURE = re.compile(r"[†‡§¶]")
# Of the body's size: what is smaller is set small.
SMALLER = 0.95
# Of the page's height: notes stand below, and of its width: a rule above them is no longer.
FOOT, LONGEST_RULE = 0.5, 0.6
# Ems: two lines of a note are no farther apart, and the text above it is farther.
CLOSE = 1.7


def body_size(held: Iterable[Stretch]) -> float:
    """The size of most of the letters."""
    sizes: Counter[float] = Counter()
    for one in held:
        sizes[round(2 * one.size) / 2] += len(one.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def foot_notes(
    held: Sequence[Stretch], across: Sequence[Box], box: Box, body: float, tabled: Set[int]
) -> list[Stretch]:
    """The stretches of a page that are notes at its foot; none that stands in a table or right below one."""
    free = [one for one in held if id(one) not in tabled]
    middle = box.top + FOOT * box.height
    rules = [one for one in across if one.bottom > middle - box.height / 10 and one.width < LONGEST_RULE * box.width]
    found: dict[int, Stretch] = {}
    for one in free:
        if id(one) in found or one.base < middle:
            continue
        small = one.size < SMALLER * body
        ruled = any(_below(one, rule) for rule in rules)
        if not (small and ruled) and not SIGN.match(one.text):
            continue
        above = _above(one, held)
        if above is None or id(above) in tabled or REFERENCES.fullmatch(above.text):
            continue
        apart = one.base - above.base > CLOSE * max(one.size, above.size)
        if ruled or (small and (apart or above.size > one.size + 0.3)) or (apart and SURE.match(one.text)):
            group = _group(one, held)
            if not any(id(part) in tabled for part in group):
                found.update((id(part), part) for part in group)
    return [one for one in held if id(one) in found]


def _below(one: Stretch, rule: Box) -> bool:
    return rule.left - 2 * one.size <= one.left <= rule.right and 0 < one.base - rule.bottom < 3 * one.size


def _over(one: Stretch, other: Stretch) -> bool:
    return min(one.right, other.right) > max(one.left, other.left)


def _above(one: Stretch, held: Sequence[Stretch]) -> Stretch | None:
    """What stands nearest above it."""
    higher = [other for other in held if other.base < one.base - 0.5 * one.size and _over(one, other)]
    return max(higher, key=lambda other: other.base, default=None)


def _group(first: Stretch, held: Sequence[Stretch]) -> list[Stretch]:
    """The lines of a note and of those after it; none where anything else stands below them."""
    group = [first]
    for one in sorted(held, key=lambda one: (one.base, one.left)):
        if one is first or one.base < first.base - 0.3 * first.size:
            continue
        last = group[-1]
        level = abs(one.base - last.base) < 0.3 * first.size
        if not level and not any(_over(one, part) for part in group):
            continue
        if abs(one.size - first.size) > 0.3 or one.base - last.base > CLOSE * first.size:
            return []
        if level and one.left - last.right > 4 * first.size and not SIGN.match(one.text):
            # The next column.
            continue
        group.append(one)
    return group


def made_of(notes: Sequence[Stretch], column: int) -> list[Made | Table]:
    """The notes of one page, each a paragraph."""
    read = flow(notes, (), (), column)
    made: list[Made | Table] = []
    for one in blocks(read, setting(read)):
        if isinstance(one, Table):
            made.append(one)
        else:
            made.extend(Made("paragraph", lines) for lines in _parted(one.lines))
    return made


def _parted(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in which several notes may stand, one note each."""
    parted: list[list[Line]] = []
    for line in lines:
        words = line.stretch.words
        starts = [
            at
            for at, word in enumerate(words)
            if SIGN.match(" ".join(one.text for one in words[at : at + 2]))
            and (at == 0 or SENTENCE_END.search(words[at - 1].text))
        ]
        for at, end in zip([0, *(one for one in starts if one)], [*(one for one in starts if one), None], strict=True):
            piece = replace(line, stretch=replace(line.stretch, words=words[at:end]))
            if at in starts or not parted:
                parted.append([])
            parted[-1].append(piece)
    return parted


def placed(made: Sequence[Made | Table], notes: Sequence[Made | Table]) -> list[Made | Table]:
    """The blocks with each page's notes behind what begins on it, or before the list of references that is there."""
    kept = list(made)
    for note in notes:
        at = max((index + 1 for index, one in enumerate(kept) if _page(one) <= _page(note)), default=0)
        heading = next((index for index in range(at - 1, -1, -1) if _is_heading(kept[index])), None)
        if heading is not None and _names_references(kept[heading]):
            at = heading
        kept.insert(at, note)
    return kept


def _page(one: Made | Table) -> int:
    return one.page if isinstance(one, Table) else one.first.stretch.page


def _is_heading(one: Made | Table) -> bool:
    return isinstance(one, Made) and (one.kind == "heading" or _names_references(one))


def _names_references(one: Made | Table) -> bool:
    return isinstance(one, Made) and len(one.first.text) < 60 and REFERENCES.fullmatch(one.first.text) is not None
