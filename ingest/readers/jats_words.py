"""The words of a JATS article inside its paragraphs: links to references, raised and lowered ones, formulas."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter

from lxml.etree import _Element

from ingest.marker_numbers import NUMBERS, numbers
from ingest.readers import formulas
from ingest.readers.decode import visible
from ingest.readers.jats_front import plain
from ingest.readers.page_text import PageText
from ingest.readers.scripts import UP, raised

HREF = "{http://www.w3.org/1999/xlink}href"
# What a number behind it is named by: without the number the sentence would say nothing.
NAMES_ONE = re.compile(
    r"\b(?:refs?\.?|references?|citations?)\s*[(\[]?(?:\d{1,3}\s*(?:,|and|&|or|to|[-–])\s*)*[(\[]?$", re.I
)
IN_TEXT = re.compile(rf"[\[(]{NUMBERS}[\])]")
TEX = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.S)


class Words(ABC):
    """Puts words on the open line of a page; whoever walks the article says how to go on `inside` an element."""

    def __init__(self, article: _Element) -> None:
        self.page = PageText()
        self.dropped: Counter[str] = Counter()
        self.linked = any(one.get("ref-type") == "bibr" for one in article.iter("xref"))
        """Whether the file links its reference numbers to its list."""
        self.in_cell = False

    @abstractmethod
    def inside(self, element: _Element) -> None:
        """Go on with what stands inside an element."""

    def address(self, element: _Element) -> None:
        """A web address; one without words of its own is shown as itself."""
        if "".join(map(str, element.itertext())).strip():
            self.inside(element)
        else:
            self.say(element.get(HREF, ""))

    def link(self, element: _Element) -> None:
        """A link to the list of references is a number to lift, or words ("Smith 2010") that stay."""
        said = self.seen("".join(map(str, element.itertext())).strip())
        if element.get("ref-type") != "bibr" or NAMES_ONE.search(self.page.line):
            self.inside(element)
        elif numbers(said):
            self.page.cite(said)
        elif found := IN_TEXT.search(said):
            self.page.write(said[: found.start()])
            self.page.cite(found[0])
            self.page.write(said[found.end() :])
        else:
            self.inside(element)

    def lift(self, element: _Element) -> None:
        said = self.seen("".join(map(str, element.itertext())).strip())
        links = [one for one in element.iter("xref") if one.get("ref-type") == "bibr"]
        above = element.getparent()
        if links and numbers(said):
            self.page.cite(said)
        elif links or any(True for _ in element.iter("xref", "fn")) or re.fullmatch(r"[,;\s–-]+", said):
            # Also what parts two raised numbers.
            self.inside(element)
        elif self.linked and re.fullmatch(r"\d[\d,–-]*", said) and not raised(said, self.page.line, False):
            # The file links its references: this one is a mark of another kind.
            self.page.write(said.translate(UP))
        elif above is not None and above.tag == "xref" and above.get("ref-type") != "bibr":
            self.page.write(said.translate(UP) if said.isdigit() else said)
        else:
            self.page.raise_(said, False)

    def lower(self, element: _Element) -> None:
        self.page.lower(self.seen("".join(map(str, element.itertext()))))

    def formula(self, element: _Element) -> None:
        """On a line of its own inside its paragraph; without MathML as far as it can be read without TeX."""
        apart = element.tag == "disp-formula" and not self.in_cell
        if apart:
            self.page.break_line()
        math = next(element.iter("math"), None)
        tex = next(element.iter("tex-math"), None)
        said = formulas.line(math) if math is not None else ""
        if not said and tex is not None:
            found = TEX.search(tex.text or "")
            said = (found[1] if found else tex.text or "").strip(" $\n")
            said = "" if "\\" in said else said
        if said:
            self.say(f"{said} {plain(element.find('label'))}".strip())
        elif math is None and tex is None and plain(element):
            self.inside(element)
        else:
            self.dropped["formulas"] += 1
        if apart:
            self.page.break_line()

    def say(self, words: str) -> None:
        self.page.write(self.seen(words))

    def seen(self, words: str) -> str:
        if words.isascii() and "\x7f" not in words:
            return words
        seen, unseen = visible(words)
        self.dropped.update(unseen)
        return seen
