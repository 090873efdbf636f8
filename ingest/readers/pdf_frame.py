"""What stands around the text of a page: running headers and footers, page numbers, numbers of lines."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from itertools import pairwise

from ingest.readers.pdf_lines import Stretch
from ingest.readers.pdf_shapes import Box

RUNNING, NUMBERS, LINES = "running headers and footers", "page numbers", "line numbers"
# Of the page's height, at its top and bottom.
ZONE = 0.13
# Points by which the same thing may stand higher or lower on another page.
SLACK = 4.0
SAME_ROW = 1.5
# How many of the same kind before and after are looked at.
NEAREST = 12
PAGE_OF = re.compile(r"(?:page|p\.?|seite|s\.)\s*\d{1,4}(?:\s*(?:of|/|von)\s*\d{1,4})?", re.I)
# "3 / 10" is a page only where it counts as pages do: in a table it is three patients of ten.
NUMBER = re.compile(r"[-–—|\s]*(?:page\s+)?(\d{1,5}|[ivxl]{1,6})(?:\s*(?:of|/|von)\s*(\d{1,4}))?[-–—|\s.]*", re.I)
FEWEST_NUMBERED_LINES = 8


def without_frame(
    pages: Sequence[tuple[Box, list[Stretch]]], tabled: Set[int], dropped: Counter[str]
) -> list[list[Stretch]]:
    """The stretches of every page without those that stand there on others too, or only count.

    `tabled` are the ids of those that stand in a table: the head of one that goes on over pages runs on them, too.
    """
    kept: list[list[Stretch]] = []
    outside = [(box, [one for one in held if id(one) not in tabled]) for box, held in pages]
    running = _running(outside)
    numbered = _numbered(outside)
    for box, held in pages:
        numbers, headers = [], []
        for one in held:
            if not _zone(one, box) or id(one) in tabled:
                continue
            if PAGE_OF.fullmatch(one.text) or _place(one) in numbered[one.page]:
                numbers.append(one)
            elif id(one) in running:
                headers.append(one)
        # What stands in a row with a page number is of its kind, though it stand there once.
        rows = [one.base for one in (*numbers, *headers)]
        gone = {id(one) for one in (*numbers, *headers)}
        beside = [
            one
            for one in held
            if id(one) not in gone
            and id(one) not in tabled
            and _zone(one, box)
            and any(abs(one.base - row) < SAME_ROW for row in rows)
        ]
        gone.update(id(one) for one in beside)
        dropped[NUMBERS] += len(numbers)
        dropped[RUNNING] += len(headers) + len(beside)
        kept.append(_without_line_numbers([one for one in held if id(one) not in gone], dropped))
    return kept


def _zone(one: Stretch, box: Box) -> bool:
    return one.base < box.top + ZONE * box.height or one.base > box.bottom - ZONE * box.height


def _place(one: Stretch) -> tuple[float, float]:
    return one.base, one.left


def _key(one: Stretch, box: Box) -> tuple[str, bool]:
    """What a stretch says, figures aside, and at which end of the page."""
    return re.sub(r"\d+", "#", one.text.casefold()), one.base < (box.top + box.bottom) / 2


def _running(pages: Sequence[tuple[Box, list[Stretch]]]) -> set[int]:
    """The stretches that stand on several pages near each other, at the same height and at the same edge or middle."""
    alike: dict[tuple[str, bool], list[tuple[Stretch, float]]] = defaultdict(list)
    for box, held in pages:
        for one in held:
            if _zone(one, box) and re.search(r"[^\W\d_]", one.text):
                alike[_key(one, box)].append((one, one.base - box.top))
    enough = 2 if len(pages) <= 6 else 3
    found: set[int] = set()
    for places in alike.values():
        # Those of a chapter stand on its pages only, and on every other page where left and right differ.
        for at, (one, level) in enumerate(places if len(places) >= enough else ()):
            near = places[max(0, at - NEAREST) : at + NEAREST + 1]
            same = {
                other.page
                for other, height in near
                if abs(height - level) <= SLACK
                and abs(other.page - one.page) <= 2 * enough
                and _beneath(one, other)
                and _counting(one, other)
            }
            if len(same) >= enough:
                found.add(id(one))
    return found


def _counting(one: Stretch, other: Stretch) -> bool:
    """Whether the figures of two stretches are the same, or go on as their pages do: "10 mg" and "30 mg" do not."""
    ours, theirs = (re.findall(r"\d+", said.text) for said in (one, other))
    turned = other.page - one.page
    return all(a == b or (len(a + b) < 20 and int(b) - int(a) == turned) for a, b in zip(ours, theirs, strict=True))


def _beneath(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches would stand one below the other: flush left, flush right or centred."""
    left, right = abs(one.left - other.left), abs(one.right - other.right)
    return min(left, right) <= SLACK or abs(one.left + one.right - other.left - other.right) <= 2 * SLACK


def _numbered(pages: Sequence[tuple[Box, list[Stretch]]]) -> dict[int, set[tuple[float, float]]]:
    """Where the page numbers stand: figures that rise with the pages one by one, at one height or alone on a line."""
    rising: dict[tuple[int, str, bool], list[tuple[Stretch, float, bool]]] = defaultdict(list)
    found: dict[int, set[tuple[float, float]]] = defaultdict(set)
    for box, held in pages:
        for one in held:
            said = NUMBER.fullmatch(one.text)
            if not said or not _zone(one, box):
                continue
            alone = not any(other is not one and abs(other.base - one.base) < SAME_ROW for other in held)
            last = alone and one is held[-1] and said[2] in (None, said[1])
            if len(pages) > 1 or last:
                offset = _value(said[1]) - one.page
                rising[offset, said[2] or "", said[1].isdigit()].append((one, one.base - box.top, alone))
    for places in rising.values():
        if len({one.page for one, _, _ in places}) >= 2 or len(pages) == 1:
            for one, height, alone in places:
                # A figure in a table may happen to count as its page does; it stands lower or higher, in a row.
                level = (abs(its - height) <= SLACK for other, its, _ in places if other.page != one.page)
                if alone or any(level):
                    found[one.page].add(_place(one))
    return found


def _value(said: str) -> int:
    if said.isdigit():
        return int(said)
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[one] for one in said.lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _without_line_numbers(held: list[Stretch], dropped: Counter[str]) -> list[Stretch]:
    """A page without the numbers that a manuscript has in its margin, one at every line or every fifth."""
    if not held:
        return held
    numbers = [one for one in held if re.fullmatch(r"\d{1,4}", one.text)]
    text = [one.left for one in held if len(one.words) > 2]
    margin = [one for one in numbers if text and one.right < min(text)]
    if len(margin) < FEWEST_NUMBERED_LINES or 2 * len(margin) > len(held) + 1:
        return held
    values = [int(one.text) for one in sorted(margin, key=lambda one: one.base)]
    steps = Counter(b - a for a, b in pairwise(values))
    step, often = steps.most_common(1)[0]
    if step not in (1, 5) or often < 0.9 * (len(values) - 1):
        return held
    dropped[LINES] += len(margin)
    gone = {id(one) for one in margin}
    return [one for one in held if id(one) not in gone]
