"""The runs of Word paragraphs: what a person sees of them, as words on the open line of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from lxml.etree import _Element

from ingest.marker_numbers import PLACE, numbers
from ingest.readers import formulas
from ingest.readers.decode import visible
from ingest.readers.docx_styles import Styles, W, on, shaded, value
from ingest.readers.docx_symbols import symbol, translated
from ingest.readers.page_text import PageText
from ingest.readers.scripts import UP
from ingest.readers.xml import local

DELETED, FIGURES = "tracked deletions", "figures"
INSIDE = {
    "ins",
    "moveTo",
    "smartTag",
    "customXml",
    "bdo",
    "dir",
    "sdtContent",
    "hyperlink",
    "fldSimple",
    "ruby",
    "rubyBase",
}
# Fields of the programs that keep references.
CITING = re.compile(
    r"\s*(?:ADDIN\s+(?:EN\.CITE(?!\.DATA)|ZOTERO_ITEM|CSL_CITATION|Mendeley|RW\.CITE|PAPERS2)|CITATION\b)", re.I
)
PAGES = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b", re.I)
CONTENTS = re.compile(r"\s*TOC\b", re.I)
CITING_CONTROL = re.compile(r"mendeley_citation", re.I)


@dataclass(slots=True)
class _Field:
    """A field that is open: its code, and whether its result has begun."""

    code: str = ""
    shown: bool = False


class Runs:
    """Writes runs; text boxes and notes that are met on the way are kept for whoever places them."""

    def __init__(self, styles: Styles) -> None:
        self.page = PageText()
        self.styles = styles
        self.dropped: Counter[str] = Counter()
        self.boxes: list[_Element] = []
        self.noted: dict[str, list[str]] = {"footnote": [], "endnote": []}
        """The ids of the notes that the text names, in order."""
        self.cited_notes = ""
        """The kind of notes whose marks are reference numbers."""
        self.in_contents = False
        """Whether the paragraph that was written last is of a table of contents."""
        self._fields: list[_Field] = []
        self._raised = ""
        self._cited: str | None = None
        """The words of a citation that is open."""

    def write(self, paragraph: _Element, *, behind: bool) -> None:
        """Everything a paragraph shows; `behind`: there is a colour behind it."""
        properties = paragraph.find(f"{W}pPr")
        self.in_contents = any(CONTENTS.match(one.code) for one in self._fields)
        self._inline(paragraph, properties, behind or shaded(paragraph))
        self._end_citation()
        self._flush()
        # The code of a field ends with its paragraph; its result may go on.
        self._fields = [one for one in self._fields if one.shown]

    def _inline(self, element: _Element, paragraph: _Element | None, behind: bool) -> None:
        for child in element:
            name = local(child)
            if name == "r":
                self._run(child, paragraph, behind)
            elif name == "sdt":
                self._control(child, paragraph, behind)
            elif name == "hyperlink" and _inner_number(child) and not PLACE.search(self.page.line):
                self._flush()
                self._cited = ""
                self._inline(child, paragraph, behind)
                self._end_citation()
            elif name == "fldSimple":
                self._fields.append(_Field(child.get(f"{W}instr", ""), shown=True))
                self._begin()
                self._inline(child, paragraph, behind)
                self._end()
            elif name in INSIDE:
                self._inline(child, paragraph, behind)
            elif name in ("del", "moveFrom"):
                self.dropped[DELETED] += 1
            elif name in ("oMath", "oMathPara"):
                self._put(formulas.line(child))
            elif name == "AlternateContent":
                self._inline(chosen(child), paragraph, behind)

    def _control(self, control: _Element, paragraph: _Element | None, behind: bool) -> None:
        properties = control.find(f"{W}sdtPr")
        if on(value(properties, "showingPlcHdr")):
            self.dropped["form prompts"] += 1
            return
        citing = CITING_CONTROL.match(value(properties, "tag") or "") is not None
        if citing:
            self._flush()
            self._cited = ""
        for content in control.iterfind(f"{W}sdtContent"):
            self._inline(content, paragraph, behind)
        if citing:
            self._end_citation()

    def _run(self, run: _Element, paragraph: _Element | None, behind: bool) -> None:
        properties = run.find(f"{W}rPr")
        unseen = self.styles.unseen(properties, paragraph, shaded=behind)
        if unseen and any(one.text and one.text.strip() for one in run.iter(f"{W}t")):
            self.dropped[unseen] += 1
        raised = self.styles.run(properties, paragraph, "vertAlign") or ""
        font = self.styles.run(properties, paragraph, "rFonts", "ascii") or ""
        for child in run:
            name = local(child)
            if name == "fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            elif name == "instrText":
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(name.removesuffix("Reference"), child)
            elif name == "AlternateContent":
                self._drawn(chosen(child))
            elif name in ("drawing", "pict", "object"):
                self._drawn(child)
            elif name == "ruby":
                self._inline(child, paragraph, behind)
            elif not unseen and self._showing():
                self._words(child, name, font, raised)

    def _words(self, child: _Element, name: str, font: str, raised: str) -> None:
        if name == "t":
            words, lost = translated(child.text or "", font)
            self.dropped["symbols of a picture font"] += lost
            self._put(self._seen(words), raised)
        elif name in ("tab", "ptab"):
            self._put(" ", raised)
        elif name in ("br", "cr"):
            self._flush()
            if child.get(f"{W}type", "textWrapping") == "textWrapping":
                self.page.break_line()
            else:
                self._put(" ")
        elif name == "noBreakHyphen":
            self._put("-", raised)
        elif name == "softHyphen":
            self.dropped["soft hyphens"] += 1
        elif name == "sym":
            place = child.get(f"{W}char", "")
            seen = symbol(child.get(f"{W}font", ""), int(place, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", place) else ""
            self.dropped["symbols of a picture font"] += not seen
            self._put(seen, raised)

    def _put(self, words: str, raised: str = "") -> None:
        if not words:
            return
        if self._cited is not None:
            self._cited += words
        elif raised == "superscript":
            self._raised += words
        else:
            self._flush()
            if raised == "subscript" and words.strip():
                self._between_spaces(words, self.page.lower)
            else:
                self.page.write(words)

    def _flush(self) -> None:
        """Superscript is judged as one, however many runs it was typed in."""
        words, self._raised = self._raised, ""
        if words.strip():
            self._between_spaces(words, lambda said: self.page.raise_(said, False))
        elif words:
            self.page.write(words)

    def _between_spaces(self, words: str, write: Callable[[str], None]) -> None:
        """Spaces are often raised with the number that they part from the next word."""
        said = words.strip()
        self.page.write(words[: len(words) - len(words.lstrip())])
        write(said)
        self.page.write(words[len(words.rstrip()) :])

    def _field(self, step: str) -> None:
        if step == "begin":
            self._fields.append(_Field())
        elif step == "separate" and self._fields:
            self._fields[-1].shown = True
            self._begin()
        elif step == "end" and self._fields:
            self._end()

    def _begin(self) -> None:
        self.in_contents = self.in_contents or CONTENTS.match(self._fields[-1].code) is not None
        if CITING.match(self._fields[-1].code) and self._cited is None and self._showing():
            self._flush()
            self._cited = ""

    def _end(self) -> None:
        if CITING.match(self._fields.pop().code):
            self._end_citation()

    def _end_citation(self) -> None:
        words, self._cited = self._cited, None
        if words and numbers(words.strip()):
            self.page.cite(words.strip())
        elif words:
            self.page.write(words)

    def _showing(self) -> bool:
        return all(one.shown and not PAGES.match(one.code) for one in self._fields)

    def _note(self, kind: str, mark: _Element) -> None:
        known = self.noted[kind]
        name = mark.get(f"{W}id", "")
        if name not in known:
            known.append(name)
        if on(mark.get(f"{W}customMarkFollows")):
            return
        self._flush()
        words = str(known.index(name) + 1).translate(UP)
        if kind == self.cited_notes:
            self.page.cite(words)
        else:
            self.page.write(words)

    def _drawn(self, drawing: _Element) -> None:
        boxes = [one for one in drawing.iter(f"{W}txbxContent") if not _boxed(one, drawing)]
        self.boxes.extend(boxes)
        if not boxes and any(local(one) in ("blip", "imagedata", "chart", "relIds") for one in drawing.iter()):
            self.dropped[FIGURES] += 1

    def _seen(self, words: str) -> str:
        if words.isascii() and "\x7f" not in words:
            return words
        seen, unseen = visible(words)
        self.dropped.update(unseen)
        return seen


def chosen(alternatives: _Element) -> _Element:
    """Of several forms of one thing the first, which is the newest."""
    return next((one for one in alternatives if local(one) == "Choice"), next(iter(alternatives), alternatives))


def _boxed(box: _Element, drawing: _Element) -> bool:
    """Whether a text box stands in another one or is the older form of one."""
    for above in box.iterancestors():
        if above is drawing:
            return False
        if local(above) in ("txbxContent", "Fallback"):
            return True
    return False


def _inner_number(link: _Element) -> bool:
    """Whether a link inside the document has nothing but a number for its words."""
    if not link.get(f"{W}anchor"):
        return False
    return bool(numbers("".join(one.text or "" for one in link.iter(f"{W}t")).strip()))
