"""One walk over a JATS article: its parts in reading order, each as what it is to a reader."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml.etree import _Element

from corpus.documents import Block, BlockKind, Reference
from ingest.readers import jats_references
from ingest.readers.extracted import Extracted
from ingest.readers.html_tables import read_table
from ingest.readers.jats_front import Front, front_of, is_headed, plain, title_of
from ingest.readers.jats_words import Words
from ingest.readers.xml import character

# What has no title of its own is printed under these words.
NAMED = {"abstract": "Abstract", "trans-abstract": "Abstract", "ack": "Acknowledgements", "ref-list": "References"}
STATEMENTS = {
    "conflict": "Competing interests",
    "coi-statement": "Competing interests",
    "con": "Author contributions",
    "financial-disclosure": "Funding",
    "supported-by": "Funding",
}
SECTIONS = {
    "sec", "abstract", "trans-abstract", "app", "ack", "glossary", "notes", "boxed-text", "statement", "ref-list",
}  # fmt: skip
BOXES = "boxed-text", "statement"
PARAGRAPHS = {
    "p", "disp-quote", "speech", "speaker", "verse-group", "verse-line", "attrib", "code", "preformat", "title",
}  # fmt: skip
DROPPED = {
    "graphic": "figures", "inline-graphic": "figures", "media": "figures", "sub-article": "reviews and replies",
    "response": "reviews and replies", "bio": "author notes", "object-id": "", "alt-text": "", "long-desc": "",
    "strike": "struck-out text", "label": "", "colgroup": "", "col": "", "permissions": "",
}  # fmt: skip


class Reader(Words):
    """One walk over an article."""

    def __init__(self, article: _Element) -> None:
        super().__init__(article)
        self.article = article
        self.numbered: dict[int, int] = {}
        self.told = jats_references.told_by(article)
        self.kind: tuple[BlockKind, int] = ("paragraph", 0)
        self.level = 1
        """How deep the next heading is."""
        self.depth = 0
        """How deep the list is that is open."""
        self.item = 0
        """The level of the list item that is open."""
        self.below = 1
        """The level of what follows its first words, until a list in it has ended: that goes with the item again."""
        self.count: int | None = None
        """The number of the last item of the ordered list that is open."""
        self.due: int | None = None
        self.entries: list[tuple[_Element, Block]] = []
        self.boxes: list[_Element] = []
        """Boxes with a title; they wait for the end of the section's own words, which would else be under it."""
        self.notes: list[_Element] = []
        """Footnotes that stand in the text."""

    def extracted(self) -> Extracted:
        front = front_of(self.article)
        self._front(front)
        for part in self.article:
            if part.tag in ("body", "floats-group", "floats-wrap"):
                self.inside(part)
                self._close()
                self._boxes()
            elif part.tag in DROPPED:
                self._walk(part)
        self._statements()
        for back in self.article.iterfind("back"):
            self.inside(back)
            self._close()
        if self.notes:
            self._heading("Notes")
            for note in self.notes:
                self._labelled(note)
        self._boxes()
        text = "".join(self.page.text)
        return Extracted(
            text=text,
            blocks=tuple(self.page.blocks),
            title=self.seen(front.title),
            publisher=self.seen(front.publisher),
            type=front.type,
            year=front.year,
            doi=front.doi,
            pmid=front.pmid,
            cited=tuple(self.page.cited),
            marked=self.linked,
            numbered=self.numbered,
            entries=self._references(text),
            dropped={name: count for name, count in self.dropped.items() if count},
        )

    def _front(self, front: Front) -> None:
        self.say(front.title)
        self.page.close("title")
        for line in front.lines:
            self.say(line)
            self.page.close("about")
        self.kind = ("about", 0)
        for part in self.article.iterfind("front/article-meta/permissions/*"):
            if part.tag in ("copyright-statement", "license"):
                self.inside(part)
                self._close()
        self.kind = ("paragraph", 0)
        for part in self.article.iterfind("front/article-meta/*"):
            if part.tag in ("abstract", "trans-abstract"):
                self._section(part)
            elif part.tag in ("aff", "author-notes"):
                self.dropped["author notes"] += 1

    def _statements(self) -> None:
        """What the front says of money and interests, which journals print behind the article."""
        meta = self.article.find("front/article-meta")
        if meta is None:
            return
        funding = [plain(one) for one in meta.iterfind("funding-group/funding-statement")]
        back = " ".join(plain(one) for one in self.article.iterfind("back"))
        for words in funding:
            if words and words not in back:
                self._heading("Funding")
                self.say(words)
                self._close()
        for note in meta.iterfind("author-notes/fn"):
            if name := STATEMENTS.get((note.get("fn-type") or "").lower()):
                self._heading(name)
                self._labelled(note)

    def _references(self, text: str) -> tuple[Reference, ...]:
        refs = [ref for ref, _ in self.entries]
        read = [jats_references.entry(ref, text, block.start, block.end) for ref, block in self.entries]
        return tuple(jats_references.numbered(read, refs, self.told))

    def _walk(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag in DROPPED:
            if name := DROPPED[tag]:
                self.dropped[name] += 1
        elif handle := _HANDLERS.get(tag):
            handle(self, element)
        elif self.in_cell and tag in IN_CELL:
            self.say(" ")
            self.inside(element)
            self.say(" ")
        elif tag in BOXES and is_headed(element):
            self.boxes.append(element)
        elif tag in SECTIONS:
            self._section(element)
        elif tag in PARAGRAPHS:
            self._block(element)
        else:
            self.inside(element)

    def inside(self, element: _Element) -> None:
        self.say(element.text or "")
        for child in element:
            if said := character(child):
                self.say(said)
            elif isinstance(child.tag, str):
                self._walk(child)
            self.say(child.tail or "")

    def _section(self, element: _Element) -> None:
        self._close()
        title = title_of(element)
        label = plain(element.find("label"))
        outer = self.level, self.kind
        self.kind = ("paragraph", 0)
        named = NAMED.get(str(element.tag), "") if title is None or not plain(title) else ""
        headed = is_headed(element) or bool(named)
        if headed:
            self._boxes()
            self.say(f"{label} " if label else "")
            if title is not None and not named:
                self.inside(title)
            self._heading(named)
            self.level += 1
        for child in element:
            if child is not title and child.tag != "label":
                if child.tag == "caption":
                    for one in child:
                        if one is not title:
                            self._walk(one)
                else:
                    self._walk(child)
        self._close()
        if headed:
            self._boxes()
        self.level, self.kind = outer

    def _boxes(self) -> None:
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self._section(box)

    def _heading(self, words: str = "") -> None:
        self.say(words)
        self.page.close("heading", self.level)

    def _block(self, element: _Element) -> None:
        self._close()
        self.inside(element)
        self._close()

    def _close(self) -> None:
        kind, level = self.kind
        before = self.page.blocks[-1] if self.page.blocks else None
        made = self.page.close(kind, level, tight=kind == "item" and before is not None and before.kind == "item")
        if made is not None and kind == "item":
            if self.due is not None:
                self.numbered[made.start] = self.due
                self.due = None
            self.kind = ("item", self.below)

    def _list(self, element: _Element) -> None:
        if self.in_cell:
            self.say(" ")
            self.inside(element)
            return
        self._close()
        outer = self.kind, self.item, self.below, self.depth, self.count, self.due
        self.depth = self.item + 1 if self.kind[0] == "item" else self.depth + 1
        ordered = element.get("list-type", "") in ("order", "ordered", "number", "arabic")
        self.count = 0 if ordered else None
        for child in element:
            self.kind, self.item, self.below = ("item", self.depth), self.depth, self.depth + 1
            self.due = None
            if child.tag == "list-item":
                self._item(child)
            elif child.tag == "def-item":
                self._definition(child)
            elif child.tag == "title":
                self.kind = ("paragraph", 0)
                self._block(child)
        self._close()
        self.kind, self.item, self.below, self.depth, self.count, self.due = outer
        if self.kind[0] == "item":
            self.below = self.item
            self.kind = ("item", self.item)

    def _item(self, element: _Element) -> None:
        label = plain(element.find("label"))
        if self.count is not None:
            self.count += 1
            self.due = self.count
        if re.search(r"\w", label):
            # An enumerator is printed where the file has it; a bullet says nothing.
            self.due = None
            self.say(f"{label}. " if label.isdigit() else f"{label} ")
        self._lead_in(element)
        self._close()

    def _lead_in(self, element: _Element) -> None:
        """What an element holds, its first paragraph on the line that is open."""
        first = True
        for child in element:
            if child.tag == "label":
                continue
            if first and child.tag == "p":
                self.inside(child)
            elif isinstance(child.tag, str):
                self._walk(child)
            first = False

    def _definition(self, element: _Element) -> None:
        for child in element:
            self.item = self.depth + (child.tag == "def")
            self.kind = ("item", self.item)
            self.inside(child)
            self._close()

    def _note(self, element: _Element) -> None:
        """A footnote: printed where it stands among others, kept for the end where it stands in a sentence."""
        parent = element.getparent()
        if parent is not None and parent.tag in ("fn-group", "table-wrap-foot", "author-notes", "notes", "back"):
            self._labelled(element)
        else:
            self.notes.append(element)

    def _labelled(self, element: _Element) -> None:
        self._close()
        self.kind = ("paragraph", 0)
        label = plain(element.find("label"))
        self.say(f"{label} " if label else "")
        self._lead_in(element)
        self._close()

    def _notes(self, element: _Element) -> None:
        """A group of footnotes at the end: those that journals print under a heading of their own get it."""
        self._close()
        title = plain(element.find("title"))
        if title:
            self._heading(title)
        named = title
        for note in element:
            if note.tag == "fn":
                name = STATEMENTS.get((note.get("fn-type") or "").lower(), "Notes")
                if not title and name != named:
                    self._heading(name)
                    named = name
                self._labelled(note)

    def _caption(self, element: _Element, most: int | None = None) -> list[_Element]:
        """Label, title and legend as one paragraph; what is left of the legend after `most` parts comes back."""
        self._close()
        outer, self.kind = self.kind, ("paragraph", 0)
        label, caption = plain(element.find("label")), element.find("caption")
        title = element.find("title") if caption is None else caption.find("title")
        rest = [] if caption is None else [one for one in caption if one.tag == "p"]
        taken = rest if most is None else rest[: max(0, most - (title is not None))]
        self.say(label)
        for part in [*([title] if title is not None else []), *taken]:
            if self.page.line.strip():
                self.say(" " if re.search(r"[.:?!]\s*$", self.page.line) else ". ")
            self.inside(part)
        self._close()
        self.kind = outer
        return rest[len(taken) :]

    def _figure(self, element: _Element) -> None:
        self.dropped["figures"] += 1
        self._caption(element)

    def _supplement(self, element: _Element) -> None:
        self._caption(element)
        for child in element:
            if child.tag not in ("label", "caption", "media", "graphic", "title"):
                self._walk(child)

    def _table_wrap(self, element: _Element) -> None:
        legend = self._caption(element, most=1)
        outer, self.kind = self.kind, ("paragraph", 0)
        tables = [one for one in element.iter("table") if not any(up.tag == "table" for up in one.iterancestors())]
        if not tables:
            self.dropped["tables given as pictures"] += 1
        for table in tables:
            self._table(table)
        for one in legend:
            self._block(one)
        for foot in element.iterfind("table-wrap-foot"):
            self.inside(foot)
            self._close()
        self.kind = outer

    def _table(self, element: _Element) -> None:
        if self.in_cell:
            self.inside(element)
            return
        self._close()
        self.in_cell = True
        read_table(element, self.page, self.inside)
        self.in_cell = False

    def _entry(self, element: _Element) -> None:
        self._close()
        self.say(jats_references.printed(element))
        before = self.page.blocks[-1] if self.page.blocks else None
        made = self.page.close("reference", tight=before is not None and before.kind == "reference")
        if made is not None:
            self.entries.append((element, made))


IN_CELL = SECTIONS | PARAGRAPHS | {"list-item", "def-item", "def", "term"}
_HANDLERS: dict[str, Callable[[Reader, _Element], None]] = {
    "list": Reader._list,
    "def-list": Reader._list,
    "fig": Reader._figure,
    "supplementary-material": Reader._supplement,
    "table-wrap": Reader._table_wrap,
    "table": Reader._table,
    "ref": Reader._entry,
    "xref": Words.link,
    "ext-link": Words.address,
    "uri": Words.address,
    "sup": Words.lift,
    "sub": Words.lower,
    "fn": Reader._note,
    "fn-group": Reader._notes,
    "inline-formula": Words.formula,
    "disp-formula": Words.formula,
    "math": Words.formula,
    "tex-math": Words.formula,
    "break": lambda reader, element: reader.say(" ") if reader.in_cell else reader.page.break_line(),
}
