"""Saved web pages: what a person sees of them, with headings, lists, tables and references as they are marked up."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from corpus.documents import Block, BlockKind
from corpus.errors import SourceError
from ingest.marker_numbers import PLACE
from ingest.readers.decode import visible
from ingest.readers.extracted import Extracted
from ingest.readers.html_folds import Folds, names_part
from ingest.readers.html_hidden import Visibility
from ingest.readers.html_tables import is_layout, read_table
from ingest.readers.page_text import PageText

SCRIPTS, FORMS, EMBEDDED, STRUCK = "scripts and styles", "forms", "embedded objects", "struck-out text"
UNSEEN = {
    **dict.fromkeys(("script", "style", "template", "noscript", "head"), SCRIPTS),
    **dict.fromkeys(("button", "input", "select", "textarea"), FORMS),
    **dict.fromkeys(("svg", "iframe", "object", "embed", "canvas", "audio", "video", "map"), EMBEDDED),
    **dict.fromkeys(("del", "s", "strike"), STRUCK),
    "nav": "navigation",
}
ROLES = {"navigation": "navigation", "search": FORMS, "dialog": FORMS, "alertdialog": FORMS, "menu": "navigation"}
FRAME = ("footer", "aside")
HEADING = re.compile(r"h[1-6]")
BLOCK_TAGS = """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p pre section summary table tbody td tfoot th thead
    tr ul
"""
BLOCKS = frozenset(BLOCK_TAGS.split())
BACK = re.compile(r"[↩↑^⤴\ufe0e\s]+|[a-z]|jump up|\(?back to text\)?", re.I)


def read_html(source: str) -> Extracted:
    """The visible text of a page and its outline. SourceError when its tags are nested without reason."""
    parser = lxml_html.HTMLParser(remove_comments=False)
    try:
        root = lxml_html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as problem:
        raise SourceError("no text was found in it.") from problem
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise SourceError("its tags are nested deeper than any page has reason to.")
    return _Reader(root, _stripped(root)).extracted()


def _stripped(root: HtmlElement) -> Counter[str]:
    """Takes what no person sees out of a page's words (`&shy;` stands for such a character), and counts it."""
    dropped: Counter[str] = Counter()

    def seen(words: str) -> str:
        shown, unseen = visible(words)
        dropped.update(unseen)
        return shown

    for element in root.iter():
        # Behind a comment stand words, too.
        if element.tail and not element.tail.isprintable():
            element.tail = seen(element.tail)
        if element.text and isinstance(element.tag, str) and not element.text.isprintable():
            element.text = seen(element.text)
        if element.tag == "meta" and (content := element.get("content")):
            element.set("content", seen(content))
    return dropped


@dataclass(slots=True)
class _Item:
    """A list item that is open."""

    level: int
    below: int
    """The level of what follows its first words, until a list in it has ended: that goes with the item again."""
    due: int | None
    """The number that it has by its place in an ordered list, until its first words have it."""
    begun: bool = False


class _Reader:
    """One walk over a page."""

    def __init__(self, root: HtmlElement, dropped: Counter[str]) -> None:
        self.root = root
        self.page = PageText()
        self.dropped = dropped
        self.numbered: dict[int, int] = {}
        self.visibility = Visibility(one.text or "" for one in root.iter("style"))
        self.kind: tuple[BlockKind, int] = ("paragraph", 0)
        self.depth = 0
        self.frame = False
        self.folds = Folds(self.page)
        self.count: int | None = None
        """The number of the last item of the ordered list that is open."""
        self.item = _Item(1, 1, None)
        """The item that is open, where `kind` says that one is."""

    def extracted(self) -> Extracted:
        body = self.root.find("body")
        body = self.root if body is None else body
        self.dropped["comments"] += sum(1 for _ in self.root.iter(etree.Comment))
        self.dropped[SCRIPTS] += sum(1 for _ in self.root.iter("script", "style", "template", "noscript"))
        title = "" if any(True for _ in self.root.iter("h1")) else self._named()
        if title:
            # A page that calls itself something in its tab only.
            self.page.write(title)
            self.page.close("heading", 1)
        self._walk(body, "white")
        self._close()
        title = self._title()
        text = "".join(self.page.text)
        return Extracted(
            text=text,
            blocks=tuple(self.page.blocks),
            title=title,
            publisher=self._meta("citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name"),
            updated=self._meta("article:modified_time", "dcterms.modified", "last-modified", "citation_date")[:10],
            cited=tuple(self.page.cited),
            numbered=self.numbered,
            dropped={name: count for name, count in self.dropped.items() if count},
        )

    def _walk(self, element: HtmlElement, background: str) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or self._unseen(element, tag, background):
            return
        behind = self.visibility.background(element, background)
        if tag == "br":
            self._break(element)
        elif tag == "sup" or tag == "sub":
            self._script(element, tag)
        elif tag == "a" and self._is_link_to_reference(element):
            words = "".join(element.itertext())
            if not BACK.fullmatch(words.strip()):
                self.page.cite(words.strip())
        elif tag == "table" and not is_layout(element):
            self._table(element, behind)
        elif tag in BLOCKS:
            self._block(element, tag, behind)
        else:
            self._inside(element, behind)

    def _inside(self, element: HtmlElement, background: str) -> None:
        keep = element.tag == "pre"
        self.page.write(element.text or "", keep_space=keep)
        for child in element:
            self._walk(child, background)
            self.page.write(child.tail or "", keep_space=keep)

    def _block(self, element: HtmlElement, tag: str, background: str) -> None:
        self._close()
        outer = self.kind, self.item, self.depth, self.frame
        counted = self.count
        if tag in FRAME and not any(one.tag in ("article", "main") for one in element.iterancestors()):
            self.frame = True
        if tag == "details":
            self.kind, self.item, self.depth = ("paragraph", 0), _Item(1, 1, None), 0
            self.folds.open(element)
        if HEADING.fullmatch(tag) or (tag == "summary" and names_part(element)):
            self.kind = ("heading", self.folds.level(element))
        elif tag in ("p", "div") and self.kind[0] == "paragraph" and _set_as_heading(element):
            self.kind = ("heading", 0)
        elif tag in ("ul", "ol", "dl"):
            start = (element.get("start") or "1").strip()
            self.depth = self.item.level + 1 if self.kind[0] == "item" else self.depth + 1
            self.count = (int(start) if start.isdigit() else 1) - 1 if tag == "ol" else None
        elif tag in ("li", "dt"):
            self._open(max(self.depth, 1), self._number(element))
        elif tag == "dd":
            self._open(self.depth + 1)
        self._inside(element, background)
        self._close()
        if tag == "details":
            self.folds.close()
        self.kind, self.item, self.depth, self.frame = outer
        if tag in ("ul", "ol", "dl"):
            self.count = counted
            self.item.below = self.item.level

    def _open(self, level: int, due: int | None = None) -> None:
        self.kind = ("item", level)
        self.item = _Item(level, self.depth + 1, due)

    def _close(self) -> None:
        kind, level = self.kind
        if self.frame:
            kind, level = "furniture", 0
        elif kind == "item" and self.item.begun:
            level = self.item.below
        before: Block | None = self.page.blocks[-1] if self.page.blocks else None
        made = self.page.close(kind, level, tight=kind == "item" and before is not None and before.kind == "item")
        if made is not None and made.kind == "heading":
            self.folds.seen(made.level)
        if made is not None and made.kind == "item":
            if self.item.due is not None:
                self.numbered[made.start] = self.item.due
                self.item.due = None
            self.item.begun = True

    def _number(self, item: HtmlElement) -> int | None:
        """The number of an item of an ordered list: written at it, or one more than the last."""
        if self.count is None:
            return None
        written = (item.get("value") or "").strip()
        self.count = int(written) if written.isdigit() else self.count + 1
        return self.count

    def _break(self, element: HtmlElement) -> None:
        following = element.getnext()
        if following is not None and following.tag == "br" and not (element.tail or "").strip():
            # Two breaks are how old pages part paragraphs.
            self._close()
        else:
            self.page.break_line()

    def _script(self, element: HtmlElement, tag: str) -> None:
        words = "".join(element.itertext())
        if tag == "sub":
            self.page.lower(words)
        else:
            linked = any((one.get("href") or "").startswith("#") for one in element.iter("a"))
            parent = element.getparent()
            linked = linked or (parent is not None and parent.tag == "a" and (parent.get("href") or "").startswith("#"))
            self.page.raise_(words, linked)

    def _is_link_to_reference(self, element: HtmlElement) -> bool:
        """A link inside the page whose words are nothing but a number of no place, or the way back from the list."""
        words = "".join(element.itertext()).strip()
        inside = "#" in (element.get("href") or "")
        plain = re.fullmatch(r"\d{1,3}(?:\s?[,–-]\s?\d{1,3})*", words) and not PLACE.search(self.page.line)
        return inside and (bool(plain) or (BACK.fullmatch(words) is not None and self.kind[0] == "item"))

    def _table(self, element: HtmlElement, background: str) -> None:
        self._close()
        for caption in element.iter("caption"):
            self._inside(caption, background)
            self._close()

        def cell(one: HtmlElement) -> None:
            if self.visibility.struck(one) or self.visibility.struck(one.getparent()):
                self.dropped[STRUCK] += 1
                return
            outer = self.kind
            self.page.write(one.text or "")
            for child in one:
                self._cell(child, background)
                self.page.write(child.tail or "")
            self.kind = outer

        read_table(element, self.page, cell)

    def _cell(self, element: HtmlElement, background: str) -> None:
        """What stands in a cell goes on one line, whatever it is."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or self._unseen(element, tag, background):
            return
        if tag in BLOCKS or tag == "br":
            self.page.write(" " + (element.text or ""))
            for child in element:
                self._cell(child, background)
                self.page.write(child.tail or "")
            self.page.write(" ")
        else:
            self._walk(element, background)

    def _unseen(self, element: HtmlElement, tag: str, background: str) -> bool:
        name = (
            ""
            if tag == "button" and _is_heading(element)
            else UNSEEN.get(tag) or ROLES.get((element.get("role") or "").lower(), "")
        )
        if tag == "form" and len(element.text_content()) < 600:
            name = FORMS
        if not name and self.visibility.hidden(element, background):
            name = "hidden elements"
        if not name and self.visibility.struck(element):
            name = STRUCK
        if name and name != SCRIPTS:
            self.dropped[name] += 1
        return bool(name)

    def _title(self) -> str:
        """The page's first heading of the first rank, or what its tab says."""
        text = "".join(self.page.text)
        ranked = [block for block in self.page.blocks if block.kind == "heading" and block.level == 1]
        if ranked:
            return " ".join(text[ranked[0].start : ranked[0].end].split())
        return self._named()

    def _named(self) -> str:
        """The title that the page has in its tab, without the site's name."""
        named = self.root.findtext(".//title") or ""
        words = self._meta("citation_title", "dc.title", "og:title") or " ".join(named.split())
        parts = re.split(r"\s+[|–—·-]\s+|\s+::\s+", words)
        if len(parts) > 1 and len(parts[0].split()) >= 3 and len(parts[-1].split()) <= 4:
            words = words[: words.rindex(parts[-1])].rstrip(" |–—·:-")
        return words

    def _meta(self, *names: str) -> str:
        for name in names:
            for one in self.root.iter("meta"):
                if (one.get("name") or one.get("property") or one.get("http-equiv") or "").lower() == name:
                    return " ".join((one.get("content") or "").split())
        return ""


def _is_heading(button: HtmlElement) -> bool:
    """Whether a button is all that a heading says: a part of the page that folds."""
    heading = next((one for one in button.iterancestors() if HEADING.fullmatch(one.tag)), None)
    words = " ".join("".join(button.itertext()).split())
    return heading is not None and bool(words) and " ".join("".join(heading.itertext()).split()) == words


def _set_as_heading(element: HtmlElement) -> bool:
    """A short paragraph that is bold from end to end and no sentence: a heading to everyone who sees it."""
    words = " ".join("".join(element.itertext()).split())
    bold = "".join("".join(one.itertext()) for one in element if one.tag in ("b", "strong"))
    plain = 0 < len(words) <= 90 and not words.endswith((".", ",", ";", ":", "!"))
    return plain and " ".join(bold.split()) == words
