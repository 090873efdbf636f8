"""Small PDFs of any layout, set by script: pages, columns, hyphens at given places, raised figures, rules, tables."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas

WIDTH, HEIGHT = A4
PIECE = re.compile(r"\^\{([^}]*)\}|_\{([^}]*)\}|([^\^_]+|[\^_])")
SMALL = 0.65


class Sheet:
    """Pages that are written on from top to bottom; y is the distance from the top."""

    def __init__(self, title: str = "", password: str | None = None) -> None:
        self.buffer = io.BytesIO()
        locked = None if password is None else StandardEncryption(password, ownerPassword="owner", strength=128)
        self.canvas = canvas.Canvas(self.buffer, pagesize=A4, invariant=1, encrypt=locked)
        if title:
            self.canvas.setTitle(title)

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()

    def turn(self) -> None:
        """The next page."""
        self.canvas.showPage()

    def put(
        self, x: float, y: float, words: str, size: float = 10, font: str = "Times-Roman", colour: str = "#000000"
    ) -> float:
        """Words on one line, `^{1}` raised and `_{2}` lowered; the x behind them."""
        self.canvas.setFillColor(colour)
        for up, down, plain in PIECE.findall(words):
            shift = 0.38 * size if up else -0.15 * size if down else 0.0
            set_in = size * SMALL if up or down else size
            said = up or down or plain
            self.canvas.setFont(font, set_in)
            self.canvas.drawString(x, HEIGHT - y + shift, said)
            x += stringWidth(said, font, set_in)
        return x

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        words: str,
        *,
        size: float = 10,
        font: str = "Times-Roman",
        leading: float = 12,
        indent: float = 0,
        hang: float = 0,
        justified: bool = False,
        foot: float = HEIGHT,
    ) -> tuple[float, str]:
        """Sets words in lines from `y` on; a word may be broken where it has a soft hyphen.

        Gives the y below the last line, and the words that found no place above `foot`.
        """
        left = words.split()
        first = True
        while left and y <= foot:
            start = x + (indent if first else hang)
            room = x + width - start
            line, left = _line(left, room, size, font)
            self._set(start, y, line, size, font, room if justified and left else 0)
            y += leading
            first = False
        return y, " ".join(left)

    def _set(self, x: float, y: float, line: Sequence[str], size: float, font: str, room: float) -> None:
        space = stringWidth(" ", font, size)
        if room and len(line) > 1:
            space = (room - sum(_width(word, size, font) for word in line)) / (len(line) - 1)
        for word in line:
            self.put(x, y, word, size, font)
            x += _width(word, size, font) + space

    def rule(self, x: float, y: float, right: float, bottom: float | None = None) -> None:
        self.canvas.setLineWidth(0.6)
        self.canvas.line(x, HEIGHT - y, right, HEIGHT - (y if bottom is None else bottom))

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.canvas.setFillColor(colour)
        self.canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)

    def table(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        rules: str = "all",
        size: float = 9,
        head: bool = True,
    ) -> float:
        """A table with `all` its rules, only those of a `book`, or `none`; the y below it."""
        tops = [y]
        for number, row in enumerate(rows):
            font = "Helvetica-Bold" if head and number == 0 and rules != "none" else "Helvetica"
            at, deepest = x, y
            for words, width in zip(row, widths, strict=True):
                below, _ = self.paragraph(
                    at + 4, y + size + 2, width - 10, words, size=size, font=font, leading=size + 2
                )
                deepest = max(deepest, below - size)
                at += width
            y = deepest + 5
            tops.append(y)
        right = x + sum(widths)
        ruled = tops if rules == "all" else [tops[0], tops[1], tops[-1]] if rules == "book" else []
        for top in ruled:
            self.rule(x, top, right)
        if rules == "all":
            at = x
            for width in (0.0, *widths):
                at += width
                self.rule(at, tops[0], at, tops[-1])
        return y


def _width(word: str, size: float, font: str) -> float:
    total = 0.0
    for up, down, plain in PIECE.findall(word.replace("\u00ad", "")):
        total += stringWidth(up or down or plain, font, size * SMALL if up or down else size)
    return total


def _line(words: list[str], room: float, size: float, font: str) -> tuple[list[str], list[str]]:
    space = stringWidth(" ", font, size)
    line: list[str] = []
    used = -space
    for index, word in enumerate(words):
        needed = space + _width(word, size, font)
        if used + needed <= room or not line:
            line.append(word.replace("\u00ad", ""))
            used += needed
            continue
        parts = re.split("(\u00ad|(?<=[a-z])-(?=[a-z]))", word)
        for cut in range(len(parts) - 2, 0, -2):
            first = "".join(parts[:cut]).replace("\u00ad", "") + "-"
            if used + space + _width(first, size, font) <= room:
                return [*line, first], ["".join(parts[cut + 1 :]), *words[index + 1 :]]
        return line, words[index:]
    return line, []


def picture_only() -> bytes:
    """A page that is nothing but a picture, as a scanner makes it."""
    from PIL import Image, ImageDraw

    sheet = Sheet()
    scan = Image.new("L", (300, 420), 255)
    ImageDraw.Draw(scan).rectangle((40, 40, 250, 60), fill=0)
    from reportlab.lib.utils import ImageReader

    sheet.canvas.drawImage(ImageReader(scan), 0, 0, WIDTH, HEIGHT)
    return sheet.bytes()


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
WORDS = b"BT /F1 12 Tf 72 700 Td (Wash the feet each day.) Tj ET"


def by_hand(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects, the first of them its catalog."""
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, trailer, len(out)
    )  # fmt: skip


def one_page(content: bytes, said: bytes = b"", pages: bytes = b"<</Type/Pages/Kids[3 0 R]/Count 1>>") -> bytes:
    """A page with this content stream; `said` goes into the stream's dictionary."""
    stream = b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), said, content)
    return by_hand([CATALOG, pages, PAGE, stream, FONT])


def packed(content: bytes) -> tuple[bytes, bytes]:
    """A stream's content made small, and what its dictionary has to say of it."""
    return zlib.compress(content, 9), b"/Filter/FlateDecode"
