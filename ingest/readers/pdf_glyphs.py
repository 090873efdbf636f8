"""The letters of a page that a person sees: where each stands, how large and how heavy it is."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.errors import SourceError
from ingest.readers.decode import visible
from ingest.readers.pdf_shapes import Box, Colour, Shapes, address, colour_of, shapes

UNSEEN, OUTSIDE, TINY = "invisible characters", "characters outside the page", "tiny characters"
UNKNOWN, SIDEWAYS, LAYERS = "characters that the font does not name", "sideways characters", "text layers of scans"
BOLD = re.compile(r"bold|black|heavy|demi|semibold|-medi\b|cmbx|sfbx|ecbx|\bbx\d|\.b\b", re.I)
ITALIC = re.compile(r"ital|obli|slant|-it\b|cmti|cmsl|sfti|ecti", re.I)
FORCED_BOLD = 1 << 18
SLANTED = 1 << 6
# Points; the smallest print that is set is 4.
SMALLEST = 2.0
LARGEST = 2_000.0
# Of 255: what differs less from its ground cannot be read.
CONTRAST = 24
WHITE: Colour = (255, 255, 255)
MOST_GLYPHS = 100_000
# A direction with fewer letters is a label of an axis or a stamp in the margin.
SIDEWAYS_TEXT = 300
# Of the page: a picture that is larger is a scan.
SCAN = 0.5
HYPHENS = "\u0002\ufffe\u00ad\uffff"


class Glyph(NamedTuple):
    """A letter; y grows downwards, and `base` is the line it stands on."""

    character: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    italic: bool


@dataclass(slots=True)
class Page:
    """A page upright: its letters, and the rules drawn on it."""

    number: int
    box: Box
    glyphs: list[Glyph]
    across: list[Box]
    down: list[Box]


@dataclass(frozen=True, slots=True)
class _Look:
    """How a text object is painted."""

    base: float
    """The line that it stands on; all letters of one object stand on one."""
    size: float
    bold: bool
    italic: bool
    quarter: int
    """Quarter turns, counter-clockwise; -1 when it stands askew."""
    order: int
    colour: Colour
    shown: bool


def pages_of(page: pdfium.PdfPage, number: int, dropped: Counter[str]) -> list[Page]:
    """A page, and after it what stands sideways on it if that is more than a label."""
    left, bottom, right, top = page.get_cropbox()
    box = Box(left, 0.0, right, top - bottom)
    drawn = shapes(page, top)
    held = list(_glyphs(page, top, drawn, box, dropped))
    turns: dict[int, list[Glyph]] = {}
    for quarter, glyph in held:
        turns.setdefault(quarter, []).append(glyph)
    if not turns:
        return [Page(number, box, [], [], [])]
    found: list[Page] = []
    for quarter, glyphs in sorted(turns.items(), key=lambda one: -len(one[1])):
        if found and (quarter < 0 or len(glyphs) < SIDEWAYS_TEXT):
            dropped[SIDEWAYS] += len(glyphs)
            continue
        rules = [turned(rule, quarter) for rule in (*drawn.across, *drawn.down)]
        across = [rule for rule in rules if rule.width > rule.height]
        down = [rule for rule in rules if rule.width <= rule.height]
        found.append(Page(number, turned(box, quarter), glyphs, across, down))
    return found


def turned(box: Box, quarter: int) -> Box:
    """A rectangle on a page that is turned so that text running `quarter` turns up runs to the right."""
    if quarter == 1:
        return Box(-box.bottom, box.left, -box.top, box.right)
    if quarter == 2:
        return Box(-box.right, -box.bottom, -box.left, -box.top)
    if quarter == 3:
        return Box(box.top, -box.right, box.bottom, -box.left)
    return box


def _glyphs(
    page: pdfium.PdfPage, top: float, drawn: Shapes, box: Box, dropped: Counter[str]
) -> Iterator[tuple[int, Glyph]]:
    """Every visible letter with its direction, spaces included, upright in its own direction."""
    opened = page.get_textpage()
    text = opened.raw
    ground = _Ground(drawn)
    seen: list[tuple[int, Glyph]] = []
    hidden: list[tuple[int, Glyph]] = []
    looks: dict[int, _Look] = {}
    loose = pdfium_c.FS_RECTF()
    faces: dict[int, tuple[bool, bool]] = {}
    count = opened.count_chars()
    if count > MOST_GLYPHS:
        raise SourceError(
            f"one of its pages holds {count:,} characters, more than any page has; save it with smaller pages."
        )
    high = 0
    for index in range(count):
        thing = pdfium_c.FPDFText_GetTextObject(text, index)
        place = address(thing) if thing else 0
        if not place:
            continue
        code = pdfium_c.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        look = looks.get(place)
        if look is None:
            order = drawn.orders.get(place, 1 << 30)
            look = looks[place] = _look(text, index, thing, order, top, faces)
        pdfium_c.FPDFText_GetLooseCharBox(text, index, loose)
        left, upper, right, lower = loose.left, top - loose.top, loose.right, top - loose.bottom
        x, y = (left + right) / 2, (upper + lower) / 2
        if look.quarter > 0:
            around = turned(Box(left, upper, right, lower), look.quarter)
            left, right = around.left, around.right
        character = _character(code, pdfium_c.FPDFText_HasUnicodeMapError(text, index) == 1, dropped)
        if not character:
            continue
        glyph = Glyph(character, left, right, look.base, look.size, look.bold, look.italic)
        if character.isspace():
            (seen if look.shown else hidden).append((look.quarter, glyph))
        elif not box.holds(x, y):
            dropped[OUTSIDE] += 1
        elif not SMALLEST <= look.size <= LARGEST:
            dropped[TINY] += 1
        elif not look.shown:
            hidden.append((look.quarter, glyph))
        elif ground.hides(x, y, look.order, look.colour):
            dropped[UNSEEN] += 1
        else:
            seen.append((look.quarter, glyph))
    unseen = _letters(hidden)
    if unseen and unseen > 10 * _letters(seen) and _scanned(drawn, box):
        dropped[LAYERS] += 1
        seen = hidden
    elif unseen:
        dropped[UNSEEN] += unseen
    yield from seen


def _letters(glyphs: list[tuple[int, Glyph]]) -> int:
    return sum(not glyph.character.isspace() for _, glyph in glyphs)


def _scanned(drawn: Shapes, box: Box) -> bool:
    """Whether pictures fill the page: what is written invisibly over them is what they show, recognised."""
    filled = sum(area.box.width * area.box.height for area in drawn.areas if area.colour is None)
    return filled > SCAN * box.width * box.height


def _look(
    text: object, index: int, thing: object, order: int, top: float, faces: dict[int, tuple[bool, bool]]
) -> _Look:
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(text, index, matrix)
    size = pdfium_c.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    quarter = round(angle / 90) % 4
    askew = min(abs(angle - 90 * turn) for turn in range(5)) > 8
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(thing)
    colour, alpha = colour_of(thing)
    outlined = mode in (pdfium_c.FPDF_TEXTRENDERMODE_STROKE, pdfium_c.FPDF_TEXTRENDERMODE_STROKE_CLIP)
    unpainted = mode in (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
    shown = not unpainted and (outlined or alpha > 12)
    font = pdfium_c.FPDFTextObj_GetFont(thing)
    name = address(font)
    if name not in faces:
        faces[name] = _face(font) if font else (False, False)
    bold, italic = faces[name]
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharOrigin(text, index, x, y)
    base = turned(Box(x.value, top - y.value, x.value, top - y.value), max(quarter, 0)).top
    bold = bold or mode == pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE
    return _Look(base, size, bold, italic, -1 if askew else quarter, order, (0, 0, 0) if outlined else colour, shown)


def _face(font: object) -> tuple[bool, bool]:
    """Whether a font is bold, and whether it is italic."""
    buffer = ctypes.create_string_buffer(200)
    pdfium_c.FPDFFont_GetBaseFontName(font, buffer, 200)
    name = buffer.value.decode("latin-1")
    flags, weight = pdfium_c.FPDFFont_GetFlags(font), pdfium_c.FPDFFont_GetWeight(font)
    bold = BOLD.search(name) is not None or weight >= 600 or bool(flags & FORCED_BOLD)
    return bold, ITALIC.search(name) is not None or bool(flags & SLANTED)


def _character(code: int, unknown: bool, dropped: Counter[str]) -> str:
    character = chr(code) if 0 < code < 0x110000 else ""
    if character in HYPHENS and character:
        return "-"
    if not character or character == "\ufffd" or unknown:
        dropped[UNKNOWN] += 1
        return ""
    if character in "\r\n":
        return ""
    shown, unseen = _visible(character)
    if unseen:
        dropped.update(unseen)
    return shown


_visible = lru_cache(maxsize=4096)(visible)


class _Ground:
    """What the letters of a page are painted on, and what is painted over them."""

    def __init__(self, drawn: Shapes) -> None:
        self.areas = drawn.areas
        edges = [(one.box.left, one.box.top, one.box.right, one.box.bottom, one.order) for one in drawn.areas]
        self.edges = np.array(edges).reshape(-1, 5)
        self.solid = np.array([one.solid for one in drawn.areas], dtype=bool)

    def hides(self, x: float, y: float, order: int, colour: Colour) -> bool:
        if not self.areas:
            return _alike(colour, WHITE)
        left, top, right, bottom, painted = self.edges.T
        here = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
        if (here & self.solid & (painted > order)).any():
            return True
        before = np.flatnonzero(here & (painted < order))
        ground = self.areas[before[-1]].colour if before.size else WHITE
        return ground is not None and _alike(colour, ground)


@lru_cache(maxsize=4096)
def _alike(one: Colour, other: Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < CONTRAST
