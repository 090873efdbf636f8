"""Which elements of a page a person does not see, by their own style and by the page's simple style rules."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*)\}")
SIMPLE = re.compile(r"([a-z][\w-]*)?(?:([.#])([\w-]+))?$", re.I)
WHITE = re.compile(
    r"(?:white|#fff(?:fff)?(?:ff)?|#fefefe|rgba?\(\s*25[45](?:\s*,\s*|\s+)25[45](?:\s*,\s*|\s+)25[45].*\)|transparent|"
    r"rgba\(.*,\s*0(?:\.0+)?\s*\))$",
    re.I,
)


class Visibility:
    """Knows a page's style sheets; asks of each element whether it can be seen at all."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self.rules: dict[tuple[str, str, str], dict[str, str]] = {}
        for sheet in sheets:
            # What holds in print or on a small screen only says nothing here.
            plain = re.sub(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", re.sub(r"/\*.*?\*/", "", sheet, flags=re.S))
            for selectors, body in RULE.findall(plain):
                for selector in selectors.split(","):
                    if found := SIMPLE.match(selector.strip()):
                        name = (found[1] or "").lower(), found[2] or "", found[3] or ""
                        self.rules.setdefault(name, {}).update(_declared(body))

    def hidden(self, element: HtmlElement, background: str) -> bool:
        """Whether an element that stands on `background` is out of sight with all it holds."""
        if element.get("hidden") is not None or (element.get("aria-hidden") or "").lower() == "true":
            return True
        style = self.style(element)
        behind = self.background(element, background)
        return (
            style.get("display") == "none"
            or style.get("visibility") in ("hidden", "collapse")
            or _number(style.get("opacity", "1")) == 0
            or _number(style.get("font-size", "16")) <= 1.5
            or (_number(style.get("width", "9")) <= 1 and _number(style.get("height", "9")) <= 1)
            or any(_number(style.get(side, "0")) <= -900 for side in ("left", "top", "text-indent", "margin-left"))
            or (_is_white(style.get("color", "")) and _is_white(behind))
        )

    def struck(self, element: HtmlElement) -> bool:
        """Whether its style draws a line through an element's words: they are shown, and hold no more."""
        style = self.style(element)
        return "line-through" in (style.get("text-decoration-line") or style.get("text-decoration") or "")

    def background(self, element: HtmlElement, inherited: str) -> str:
        """The colour behind an element's words, as far as it is told."""
        own = self.style(element)
        named = own.get("background-color") or own.get("background") or element.get("bgcolor") or ""
        return named.strip() or inherited

    def style(self, element: HtmlElement) -> dict[str, str]:
        """The declarations that hold for an element, its own last."""
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        found: dict[str, str] = {}
        names = [("", "")] + [(".", one) for one in (element.get("class") or "").split()]
        names += [("#", element.get("id") or "")] if element.get("id") else []
        for sign, name in names:
            for of in ("", tag):
                found.update(self.rules.get((of, sign, name), {}) if of or sign else {})
        found.update(_declared(element.get("style") or ""))
        return found


def _declared(body: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in body.split(";"))
    return {
        name.strip().lower(): value.replace("!important", "").strip().lower() for name, colon, value in pairs if colon
    }


def _number(value: str) -> float:
    found = re.match(r"-?\d*\.?\d+", value)
    if not found:
        return 99.0
    number = float(found[0])
    unit = value[found.end() :].strip()
    return number * {"em": 16, "rem": 16, "%": 0.16, "pt": 1.33}.get(unit, 1)


def _is_white(colour: str) -> bool:
    return WHITE.match(colour.strip()) is not None
