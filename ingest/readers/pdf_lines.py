"""Letters to words, and words to the unbroken stretches of a line that they stand in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_glyphs import Glyph

# All in ems, the size of the letters around.
SAME_BASE = 0.12
WORD_GAP = 0.16
TOUCH = 0.35
STRETCH_GAP = 0.9
# A raised or lowered letter is smaller than its neighbour by this, but is no text beside a large initial.
SCRIPT_SIZES = 0.45, 0.86
RAISED = 0.12, 0.8
LOWERED = 0.06, 0.45
LONGEST_SCRIPT = 24


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of a word at one height: 1 is raised, -1 lowered."""

    text: str
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without white space between them."""

    left: float
    right: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def plain(self) -> str:
        """Without its raised and lowered letters."""
        return "".join(run.text for run in self.runs if not run.shift)


@dataclass(slots=True)
class Stretch:
    """Words that follow each other on one line of one page, with no gap that a column would leave."""

    words: list[Word]
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    page: int = 0

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def top(self) -> float:
        return self.base - 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.25 * self.size

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class _Row:
    """Letters on one base line, with those raised above or lowered below it."""

    base: float
    glyphs: list[tuple[Glyph, int]] = field(default_factory=list)


def stretches(glyphs: Sequence[Glyph], page: int) -> list[Stretch]:
    """The stretches of a page from top to bottom, those on one line from left to right."""
    spaces = sorted((glyph.base, glyph.left, glyph.right) for glyph in glyphs if glyph.character.isspace())
    rows = _rows([glyph for glyph in glyphs if not glyph.character.isspace()])
    found = [_stretch(piece, row.base, spaces, page) for row in rows for piece in _pieces(row.glyphs)]
    return sorted(found, key=lambda one: (one.base, one.left))


def joined(parts: Iterable[Stretch]) -> Stretch:
    """Stretches of one line as one."""
    held = sorted(parts, key=lambda one: one.left)
    largest = max(held, key=lambda one: sum(len(word.text) for word in one.words))
    return Stretch(
        words=[word for one in held for word in one.words],
        base=largest.base,
        size=largest.size,
        bold=all(one.bold for one in held),
        italic=all(one.italic for one in held),
        page=largest.page,
    )


def _rows(glyphs: Sequence[Glyph]) -> list[_Row]:
    by_base: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.base):
        near = by_base and glyph.base - by_base[-1][0].base <= SAME_BASE * max(glyph.size, by_base[-1][0].size)
        if not near:
            by_base.append([])
        by_base[-1].append(glyph)
    runs = [run for level in by_base for run in _touching(level)]
    runs.sort(key=lambda run: run[0].base)
    bases = [run[0].base for run in runs]
    largest = max((glyph.size for glyph in glyphs), default=0.0)
    hosts: dict[int, tuple[int, int]] = {}
    for index, run in enumerate(runs):
        if len(run) <= LONGEST_SCRIPT and (host := _host(index, runs, bases, largest)):
            hosts[index] = host
    rows: dict[float, _Row] = {}
    level_of = {id(glyph): level[0].base for level in by_base for glyph in level}
    for index, run in enumerate(runs):
        at, shift = index, 0
        # An index of an index hangs from what carries the first; a ring of them, from the first met.
        met: set[int] = set()
        while at in hosts and at not in met:
            met.add(at)
            at, shift = hosts[at]
        base = level_of[id(runs[at][0])]
        rows.setdefault(base, _Row(base)).glyphs.extend((glyph, shift) for glyph in run)
    for row in rows.values():
        row.glyphs.sort(key=lambda one: one[0].left)
    return [rows[base] for base in sorted(rows)]


def _touching(level: Sequence[Glyph]) -> list[list[Glyph]]:
    """The letters on one base line in runs of one size without gaps."""
    runs: list[list[Glyph]] = []
    for glyph in sorted(level, key=lambda one: one.left):
        above = runs[-1][-1] if runs else None
        follows = above is not None and glyph.left - above.right <= TOUCH * glyph.size
        if not (follows and above is not None and abs(above.size - glyph.size) <= 0.1 * glyph.size):
            runs.append([])
        runs[-1].append(glyph)
    return runs


def _host(index: int, runs: Sequence[list[Glyph]], bases: Sequence[float], largest: float) -> tuple[int, int] | None:
    """The run that a run of small letters is raised from or lowered below, and which."""
    run = runs[index]
    first, last = run[0], run[-1]
    best: tuple[float, int, int] | None = None
    for at in range(
        bisect_left(bases, first.base - LOWERED[1] * largest), bisect_left(bases, first.base + RAISED[1] * largest)
    ):
        other = runs[at]
        size = other[0].size
        if at == index or not SCRIPT_SIZES[0] <= first.size / size <= SCRIPT_SIZES[1]:
            continue
        rise = (other[0].base - first.base) / size
        shift = 1 if RAISED[0] <= rise <= RAISED[1] else -1 if -LOWERED[1] <= rise <= -LOWERED[0] else 0
        if not shift:
            continue
        for neighbour in other:
            # Behind a letter rather than before one.
            gap = min(abs(first.left - neighbour.right), abs(neighbour.left - last.right) + 0.1 * size)
            if gap <= TOUCH * size and (best is None or gap < best[0]):
                best = gap, at, shift
    return (best[1], best[2]) if best else None


def _pieces(glyphs: Sequence[tuple[Glyph, int]]) -> list[list[tuple[Glyph, int]]]:
    pieces: list[list[tuple[Glyph, int]]] = [[glyphs[0]]]
    for before, one in pairwise(glyphs):
        if one[0].left - before[0].right > STRETCH_GAP * max(one[0].size, before[0].size):
            pieces.append([])
        pieces[-1].append(one)
    return pieces


def _stretch(
    piece: Sequence[tuple[Glyph, int]], base: float, spaces: Sequence[tuple[float, float, float]], page: int
) -> Stretch:
    size = (
        median(glyph.size for glyph, shift in piece if not shift or len(piece) == 1)
        if any(not shift for _, shift in piece)
        else piece[0][0].size
    )
    blanks = _blanks(spaces, base, size)
    words: list[Word] = []
    begun: list[tuple[Glyph, int]] = []
    for index, (glyph, shift) in enumerate(piece):
        if begun and _parted(begun[-1][0], glyph, blanks):
            words.append(_word(begun))
            begun = []
        begun.append((glyph, shift))
        if index == len(piece) - 1:
            words.append(_word(begun))
    letters = [glyph for glyph, shift in piece if glyph.character.isalnum() and not shift]
    heavy = sum(glyph.bold for glyph in letters)
    slanted = sum(glyph.italic for glyph in letters)
    enough = 0.95 * len(letters)
    return Stretch(words, base, size, bool(letters) and heavy >= enough, bool(letters) and slanted >= enough, page)


def _blanks(spaces: Sequence[tuple[float, float, float]], base: float, size: float) -> list[float]:
    """The middles of the space characters on a line, sorted."""
    first = bisect_left(spaces, (base - RAISED[1] * size,))
    last = bisect_left(spaces, (base + LOWERED[1] * size,))
    return sorted((left + right) / 2 for _, left, right in spaces[first:last])


def _parted(before: Glyph, after: Glyph, blanks: Sequence[float]) -> bool:
    """Whether two neighbours on a line belong to two words: a space character between them, or room for one."""
    size = min(before.size, after.size)
    gap = after.left - before.right
    if gap > WORD_GAP * max(before.size, after.size):
        return True
    at = bisect_left(blanks, before.left + 0.5 * (before.right - before.left))
    blank = at < len(blanks) and blanks[at] < after.left + 0.5 * (after.right - after.left)
    return blank and gap > 0.05 * size


def _word(glyphs: Sequence[tuple[Glyph, int]]) -> Word:
    runs: list[Run] = []
    for glyph, shift in glyphs:
        if runs and runs[-1].shift == shift:
            runs[-1] = Run(runs[-1].text + glyph.character, shift)
        else:
            runs.append(Run(glyph.character, shift))
    return Word(glyphs[0][0].left, max(glyph.right for glyph, _ in glyphs), tuple(runs))
