"""Word documents: what a person sees of them printed, tracked changes taken as accepted."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml.etree import _Element

from corpus.documents import Block, BlockKind, Reference
from corpus.errors import SourceError
from ingest.entries import names_a_source, parse
from ingest.headings import CAPTION
from ingest.readers.archive import Archive
from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_package import Package
from ingest.readers.docx_runs import DELETED, Runs, chosen
from ingest.readers.docx_styles import Styles, W, on, shaded, value
from ingest.readers.docx_tables import cells, is_layout, read_table, rows
from ingest.readers.extracted import Extracted
from ingest.readers.xml import local
from ingest.sections import REFERENCES

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WRAPPERS = ("sdtContent", "ins", "moveTo", "customXml", "smartTag")
CONTENTS_STYLE = re.compile(r"toc ?(?:\d|heading)|table of (?:figures|authorities)")
LISTED = re.compile(r"list (?:bullet|number)(?: (\d))?$")
# What a file's properties call it when nobody has given it a title.
NO_TITLE = re.compile(
    r"(?:microsoft word\b.*|untitled.*|(?:word )?do[ck]ument\s*\d*|title|template|normal|"
    r".*\.(?:do[ct]x?|rtf|pdf))",
    re.I,
)


def read_docx(archive: Archive) -> Extracted:
    """The document's text and outline. SourceError when it is no whole Word document."""
    try:
        return _Reader(Package(archive)).extracted()
    except RecursionError as problem:
        raise SourceError("its parts are nested deeper than any document has reason to.") from problem


class _Reader:
    """One walk over a document."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package.of_kind("styles"))
        self.numbering = Numbering(package.of_kind("numbering"))
        self.runs = Runs(self.styles)
        self.page = self.runs.page
        self.numbered: dict[int, int] = {}
        self.titled: list[str] = []
        self.entries: list[Reference] = []
        self.open_title = False
        self.item_level = 0
        self.joined = False
        """Whether the mark that ended the last paragraph is deleted: the next one goes on with its line."""
        # A coloured page makes white words seen.
        self.behind = package.document.find(f"{W}background") is not None
        self.runs.cited_notes = self._cited_notes()

    def extracted(self) -> Extracted:
        self._blocks(self.package.body, self.behind)
        self._close_title()
        self.page.close("paragraph")
        self._notes()
        self._frame()
        comments = self.package.of_kind("comments")
        self.runs.dropped["comments"] += 0 if comments is None else sum(1 for _ in comments.iter(f"{W}comment"))
        text = "".join(self.page.text)
        entries = [
            replace(parse(text, one.start, one.end), number=one.number)
            if not one.type
            else replace(one, text=text[one.start : one.end])
            for one in self.entries
        ]
        return Extracted(
            text=text,
            blocks=tuple(self.page.blocks),
            title=self._title(text),
            cited=tuple(self.page.cited),
            numbered=self.numbered,
            entries=tuple(entries),
            dropped={name: count for name, count in self.runs.dropped.items() if count},
        )

    def _blocks(self, container: _Element, behind: bool, furniture: bool = False) -> None:
        for child in container:
            name = local(child)
            if name == "p":
                self._paragraph(child, behind, furniture)
            elif name == "tbl":
                self._table(child, behind, furniture)
            elif name == "sdt":
                self._control(child, behind, furniture)
            elif name in WRAPPERS:
                self._blocks(child, behind, furniture)
            elif name == "AlternateContent":
                self._blocks(chosen(child), behind, furniture)
            elif name in ("del", "moveFrom"):
                self.runs.dropped[DELETED] += 1
            elif name == "altChunk":
                self.runs.dropped["embedded documents"] += 1

    def _control(self, control: _Element, behind: bool, furniture: bool) -> None:
        properties = control.find(f"{W}sdtPr")
        if on(value(properties, "showingPlcHdr")):
            self.runs.dropped["form prompts"] += 1
            return
        gallery = value(properties.find(f"{W}docPartObj"), "docPartGallery") if properties is not None else None
        for content in control.iterfind(f"{W}sdtContent"):
            self._blocks(content, behind, furniture or gallery == "Table of Contents")

    def _paragraph(self, paragraph: _Element, behind: bool, furniture: bool) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.name(properties)
        title = style == "title" and not furniture
        if not (title and self.open_title):
            self._close_title()
        level = self.styles.heading(properties)
        of = self.styles.numbering(properties)
        label = self.numbering.next(*of) if of else None
        kind: tuple[BlockKind, int] = ("paragraph", 0)
        due: int | None = None
        if title:
            kind = ("title", 0)
        elif level:
            kind = ("heading", level)
        elif (of and label) or LISTED.match(style):
            # Levels are told by the list's own, or by one list for each level, named so: "list bullet 2".
            named = LISTED.match(style)
            self.item_level = max(of[1] + 1 if of else 1, int(named[1] or 1) if named else 1)
            kind = ("item", self.item_level)
            due = label.number if label else None
        elif re.match(r"list (?:continue|paragraph)", style) and self._after_item():
            kind = ("item", self._after_item())
        elif REFERENCES.fullmatch(_said(paragraph)):
            kind = ("heading", 1)
        elif style != "caption" and self._set_as_heading(paragraph, properties):
            kind = ("heading", 0)
        if label and label.words and due is None and not self.joined:
            # As a list of the web: a plain number is not printed, one that carries more is.
            self.page.write(f"{label.words} ")
        if title and self.open_title:
            self.page.write(" ")
        self.runs.write(paragraph, behind=behind)
        if furniture or self.runs.in_contents or CONTENTS_STYLE.match(style):
            kind = ("furniture", 0)
        self.joined = value(properties.find(f"{W}rPr"), "del") is not None if properties is not None else False
        if title:
            self.open_title = True
        elif not self.joined:
            self._close(kind, due)
        self._boxes()

    def _close(self, kind: tuple[BlockKind, int], due: int | None = None) -> Block | None:
        before = self.page.blocks[-1] if self.page.blocks else None
        tight = kind[0] in ("item", "furniture") and before is not None and before.kind == kind[0]
        made = self.page.close(*kind, tight=tight)
        if made is not None and due is not None:
            self.numbered[made.start] = due
        return made

    def _close_title(self) -> None:
        """A title may be set on several lines, each a paragraph."""
        if self.open_title:
            self.open_title = False
            made = self._close(("heading", 1) if self.titled else ("title", 0))
            if made is not None:
                self.titled.append("".join(self.page.text)[made.start : made.end])

    def _after_item(self) -> int:
        """The level below the last item of a list, when nothing but its own paragraphs stands between."""
        before = self.page.blocks[-1] if self.page.blocks else None
        return self.item_level + 1 if before is not None and before.kind == "item" else 0

    def _set_as_heading(self, paragraph: _Element, properties: _Element | None) -> bool:
        """A short paragraph that is bold from end to end and no sentence: a heading to everyone who sees it."""
        runs = [run for run in paragraph.iter(f"{W}r") if any((one.text or "").strip() for one in run.iter(f"{W}t"))]
        words = _said(paragraph)
        if not 0 < len(words) <= 90 or words.endswith((".", ",", ";", ":", "!")) or CAPTION.match(words):
            return False
        return all(on(self.styles.run(run.find(f"{W}rPr"), properties, "b")) for run in runs)

    def _boxes(self) -> None:
        """Text boxes, behind the paragraph that they are fixed to; what is behind their words is not known."""
        boxes, self.runs.boxes = self.runs.boxes, []
        for box in boxes:
            self._blocks(box, behind=True)

    def _table(self, table: _Element, behind: bool, furniture: bool) -> None:
        self._close_title()
        if furniture or is_layout(table, self.runs):
            for row in rows(table):
                for held in cells(row):
                    self._blocks(held, behind or shaded(held), furniture)
            return

        def cell(one: _Element, coloured: bool) -> None:
            self._flat(one, behind or coloured)

        read_table(table, self.runs, cell)

    def _flat(self, container: _Element, behind: bool) -> None:
        """What stands in a cell goes on one line, whatever it is."""
        for child in container:
            name = local(child)
            if name == "p":
                properties = child.find(f"{W}pPr")
                label = self.numbering.next(*of) if (of := self.styles.numbering(properties)) else None
                self.page.write(f" {label.words} " if label else " ")
                self.runs.write(child, behind=behind)
                boxes, self.runs.boxes = self.runs.boxes, []
                for box in boxes:
                    self._flat(box, behind=True)
            elif name in ("tbl", "tr", "tc", "sdt", *WRAPPERS):
                self._flat(child, behind or shaded(child))

    def _cited_notes(self) -> str:
        """The kind of notes whose marks count as reference numbers: none beside a typed list of references."""
        for paragraph in self.package.body.iter(f"{W}p"):
            if REFERENCES.fullmatch(_said(paragraph)):
                return ""
        ends = any(True for _ in self.package.body.iter(f"{W}endnoteReference"))
        return "endnote" if ends else "footnote"

    def _notes(self) -> None:
        """Footnotes and endnotes behind the text: a list of references where they are that, else text of their own."""
        for kind in ("footnote", "endnote"):
            part = self.package.of_kind(f"{kind}s")
            held = {one.get(f"{W}id", ""): one for one in part if local(one) == kind} if part is not None else {}
            notes = [(place, held[name]) for place, name in enumerate(self.runs.noted[kind], start=1) if name in held]
            said = [_said(note) for _, note in notes]
            citing = kind == self.runs.cited_notes
            listing = citing and 2 * sum(map(names_a_source, said)) >= len(said)
            if not any(words.strip() for words in said):
                continue
            self.page.write(f"{kind.capitalize()}s" if listing else "Notes")
            self.page.close("heading", 1)
            for place, note in notes:
                self.page.write(f"{place}. ")
                self._flat(note, self.behind)
                made = self._close(("reference", 0) if listing else ("item", 1))
                if made is not None and citing:
                    kind_of = "" if listing else "Note"
                    self.entries.append(Reference(place, type=kind_of, start=made.start, end=made.end))

    def _frame(self) -> None:
        """Headers and footers, each wording once: the page around the document."""
        seen: set[str] = set()
        for section in self.package.body.iter(f"{W}sectPr"):
            for one in section:
                if local(one) in ("headerReference", "footerReference"):
                    part = self.package.by_id(one.get(f"{R}id", ""))
                    words = " ".join("".join(map(str, part.itertext())).split()) if part is not None else ""
                    if part is not None and words and words not in seen:
                        seen.add(words)
                        self._blocks(part, self.behind, furniture=True)

    def _title(self, text: str) -> str:
        """The paragraph in the style for titles, the first heading, or what the file's properties say."""
        if self.titled:
            return self.titled[0]
        blocks = [one for one in self.page.blocks if one.kind != "furniture"]
        named = self.package.title()
        if NO_TITLE.fullmatch(named) or len(named.split()) < 2:
            named = ""
        for one in blocks[:5]:
            if named and " ".join(text[one.start : one.end].split()).casefold() == named.casefold():
                return named
        if blocks and blocks[0].kind == "heading":
            return " ".join(text[blocks[0].start : blocks[0].end].split())
        return named


def _said(element: _Element) -> str:
    return " ".join("".join(one.text or "" for one in element.iter(f"{W}t")).split())
