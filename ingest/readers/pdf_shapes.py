"""What is drawn on a page besides its letters: rules that make tables, and areas that words stand on."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[int, int, int]

IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
DEEPEST = 8
MOST = 20_000
# Points: what is thinner is a line, and a table's rule is no shorter.
THIN = 3.0
SHORTEST_RULE = 8.0
# No page is larger; what stands farther off, or nowhere, is no part of it.
FARTHEST = 20_000.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downwards, as one reads."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Area:
    """A filled figure or a picture; `order` is when it is painted."""

    box: Box
    order: int
    colour: Colour | None
    """None for a picture or a pattern."""
    solid: bool = False
    """It surely hides what was painted before it: an opaque rectangle by itself."""


@dataclass(slots=True)
class Shapes:
    """The rules and areas of a page, and when each of its text objects is painted."""

    across: list[Box] = field(default_factory=list)
    down: list[Box] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    orders: dict[int, int] = field(default_factory=dict)


def shapes(page: pdfium.PdfPage, height: float) -> Shapes:
    """What is drawn on a page, forms within forms included."""
    found = Shapes()
    for order, (thing, matrix) in enumerate(_objects(page)):
        kind = pdfium_c.FPDFPageObj_GetType(thing)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            found.orders[address(thing)] = order
        elif kind in (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING):
            if box := _bounds(thing, matrix, height):
                found.areas.append(Area(box, order, None))
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            _path(thing, matrix, height, order, found)
    return found


def address(thing: object) -> int:
    """What tells one of PDFium's objects from another."""
    return ctypes.addressof(thing.contents) if thing else 0  # type: ignore[attr-defined]


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[object, Matrix]]:
    left = MOST
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        for one in _inside(pdfium_c.FPDFPage_GetObject(page, index), IDENTITY, 0):
            yield one
            left -= 1
            if not left:
                return


def _inside(thing: object, matrix: Matrix, depth: int) -> Iterator[tuple[object, Matrix]]:
    if pdfium_c.FPDFPageObj_GetType(thing) != pdfium_c.FPDF_PAGEOBJ_FORM:
        yield thing, matrix
    elif depth < DEEPEST:
        own = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFPageObj_GetMatrix(thing, own)
        inner = joined((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        for index in range(pdfium_c.FPDFFormObj_CountObjects(thing)):
            yield from _inside(pdfium_c.FPDFFormObj_GetObject(thing, index), inner, depth + 1)


def joined(first: Matrix, then: Matrix) -> Matrix:
    """One matrix after another."""
    a, b, c, d, e, f = first
    u, v, w, x, y, z = then
    return a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z


def _bounds(thing: object, matrix: Matrix, height: float) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return None
    return _box([(left.value, bottom.value), (right.value, top.value)], matrix, height)


def _box(points: list[tuple[float, float]], matrix: Matrix, height: float) -> Box:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [height - (b * x + d * y + f) for x, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _path(thing: object, matrix: Matrix, height: float, order: int, found: Shapes) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(thing, fill, stroke):
        return
    own = pdfium_c.FS_MATRIX()
    if pdfium_c.FPDFPageObj_GetMatrix(thing, own):
        matrix = joined((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    figures = list(_figures(thing))
    for points, straight in figures:
        box = _box(points, matrix, height)
        thin = min(box.width, box.height) <= THIN
        if stroke.value and straight:
            for start, end in pairwise(points):
                _rule(_box([start, end], matrix, height), found)
        elif fill.value and thin:
            _rule(box, found)
        if fill.value and not thin:
            colour, alpha = colour_of(thing)
            if alpha > 127:
                alone = len(figures) == 1 and straight and _rectangular(points)
                opaque = alpha > 250 and not pdfium_c.FPDFPageObj_HasTransparency(thing)
                found.areas.append(Area(box, order, colour, solid=alone and opaque))


def _rectangular(points: list[tuple[float, float]]) -> bool:
    sides = pairwise(points)
    return len(points) >= 4 and all(abs(a - u) < 0.01 or abs(b - v) < 0.01 for (a, b), (u, v) in sides)


def _rule(box: Box, found: Shapes) -> None:
    if not all(abs(edge) < FARTHEST for edge in (box.left, box.top, box.right, box.bottom)):
        return
    if box.width >= SHORTEST_RULE and box.height <= THIN:
        found.across.append(box)
    elif box.height >= SHORTEST_RULE and box.width <= THIN:
        found.down.append(box)


def _figures(thing: object) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The figures of a path: their corners, and whether they have straight sides only."""
    points: list[tuple[float, float]] = []
    straight = True
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium_c.FPDFPath_CountSegments(thing), 5_000)):
        segment = pdfium_c.FPDFPath_GetPathSegment(thing, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO and points:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        points.append((x.value, y.value))
        straight = straight and kind != pdfium_c.FPDF_SEGMENT_BEZIERTO
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def colour_of(thing: object) -> tuple[Colour, int]:
    """The colour that an object is filled with, and how opaque it is."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha):
        return (0, 0, 0), 255
    return (red.value, green.value, blue.value), alpha.value
