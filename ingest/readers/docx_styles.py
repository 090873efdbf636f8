"""What a Word file's styles say of a paragraph or a run, those that they are based on included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Half points.
TINIEST = 3
DARKEST_WHITE = 0xFA


def value(element: _Element | None, name: str, attribute: str = "val") -> str | None:
    """An attribute of a child, such as `w:val` of `w:pStyle`; empty when it has none, None when there is no child."""
    child = element.find(f"{W}{name}") if element is not None else None
    return None if child is None else child.get(f"{W}{attribute}", "")


def on(said: str | None) -> bool | None:
    """A toggle's state; None when nothing is said."""
    return None if said is None else said not in ("0", "false", "off")


class Styles:
    """The styles of one file by id."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self._default: dict[str, str] = {}
        self._defaults: _Element | None = None
        self._known: dict[tuple[str | None, str, str], str | None] = {}
        if root is not None:
            self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
            for style in root.iterfind(f"{W}style"):
                self._styles[style.get(f"{W}styleId", "")] = style
                if on(style.get(f"{W}default")):
                    self._default[style.get(f"{W}type", "")] = style.get(f"{W}styleId", "")

    def chain(self, named: str | None, kind: str = "paragraph") -> Iterator[_Element]:
        """A style and those that it is based on, the nearest first."""
        at = named if named else self._default.get(kind, "")
        seen: set[str] = set()
        while at in self._styles and at not in seen:
            seen.add(at)
            yield self._styles[at]
            at = value(self._styles[at], "basedOn") or ""

    def name(self, paragraph: _Element | None) -> str:
        """The built-in English name of a paragraph's style, whatever language it is shown in: "heading 1"."""
        named = value(paragraph, "pStyle")
        style = next(self.chain(named), None)
        return (value(style, "name") or named or "").lower()

    def heading(self, paragraph: _Element | None) -> int | None:
        """How deep a heading is, 1 being the outermost; None for what is none."""
        levels = [value(paragraph, "outlineLvl")]
        for style in self.chain(value(paragraph, "pStyle")):
            levels.append(value(style.find(f"{W}pPr"), "outlineLvl"))
            if found := re.fullmatch(r"heading ([1-9])", (value(style, "name") or "").lower()):
                levels.append(str(int(found[1]) - 1))
        # A style that is named and not defined.
        if found := re.fullmatch(r"heading ?([1-9])", self.name(paragraph)):
            levels.append(str(int(found[1]) - 1))
        said = next((level for level in levels if level is not None), "")
        return int(said) + 1 if said.isdigit() and int(said) < 9 else None

    def numbering(self, paragraph: _Element | None) -> tuple[str, int] | None:
        """The list that a paragraph is an item of and its level there."""
        own = paragraph.find(f"{W}numPr") if paragraph is not None else None
        level = value(own, "ilvl")
        found = value(own, "numId")
        for style in self.chain(value(paragraph, "pStyle")):
            inherited = style.find(f"{W}pPr/{W}numPr")
            found = value(inherited, "numId") if found is None else found
            level = value(inherited, "ilvl") if level is None else level
        if not found or found == "0":
            return None
        return found, int(level) if level and level.isdigit() else 0

    def run(self, run: _Element | None, paragraph: _Element | None, name: str, attribute: str = "val") -> str | None:
        """What holds for a run: said by itself, by its style, by its paragraph's style, or by default."""
        said = value(run, name, attribute)
        if said is None and (character := value(run, "rStyle")):
            said = self._inherited(character, name, attribute)
        if said is None:
            said = self._inherited(value(paragraph, "pStyle"), name, attribute)
        return value(self._defaults, name, attribute) if said is None else said

    def _inherited(self, style: str | None, name: str, attribute: str) -> str | None:
        asked = style, name, attribute
        if asked not in self._known:
            said = (value(one.find(f"{W}rPr"), name, attribute) for one in self.chain(style))
            self._known[asked] = next((one for one in said if one is not None), None)
        return self._known[asked]

    def unseen(self, run: _Element | None, paragraph: _Element | None, *, shaded: bool) -> str:
        """Why a run is not read: not seen, or struck out; empty when it is. White is seen on what is `shaded`."""
        if on(self.run(run, paragraph, "vanish")) or on(self.run(run, paragraph, "specVanish")):
            return "hidden text"
        if on(self.run(run, paragraph, "strike")) or on(self.run(run, paragraph, "dstrike")):
            # It is shown, and holds no more.
            return "struck-out text"
        size = self.run(run, paragraph, "sz")
        if size and size.isdigit() and int(size) <= TINIEST:
            return "tiny text"
        white = _is_white(self.run(run, paragraph, "color"))
        marked = self.run(run, paragraph, "highlight") not in (None, "", "none", "white")
        if white and not (shaded or marked or _fills(run) or self._backed(paragraph)):
            return "white text"
        return ""

    def _backed(self, paragraph: _Element | None) -> bool:
        """Whether a paragraph or one of its styles has a colour behind its words."""
        styles = self.chain(value(paragraph, "pStyle"))
        return _fills(paragraph) or any(_fills(style.find(f"{W}pPr")) for style in styles)

    def shades(self, table: str | None) -> bool:
        """Whether a table's style puts a colour behind some of its cells."""
        return any(
            _colours(one.get(f"{W}fill")) for style in self.chain(table, "table") for one in style.iter(f"{W}shd")
        )


def _fills(properties: _Element | None) -> bool:
    return _colours(value(properties, "shd", "fill"))


def shaded(element: _Element) -> bool:
    """Whether a cell, paragraph or row has a colour behind it."""
    return any(_fills(one) for one in element if str(one.tag).endswith("Pr"))


def _colours(fill: str | None) -> bool:
    return bool(fill) and fill not in ("auto", "") and not _is_white(fill)


def _is_white(colour: str | None) -> bool:
    if not colour or not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    return min(bytes.fromhex(colour)) >= DARKEST_WHITE
