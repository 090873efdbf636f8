"""Elements made from inert words: the only way from words to the page's HTML."""

from __future__ import annotations

from collections.abc import Iterable

from chat.page.inert import Html, inert

NOTHING = Html("")
SPACE = Html(" ")
TIED = Html("&#160;")
"""A space that no line ends at."""
DOT = Html(" · ")


def tag(name: str, style: str, *inside: Html, **attributes: str) -> Html:
    """An element of this class; attributes are made inert, `href` only ever leads to a place on the page."""
    told = f' class="{style}"' if style else ""
    for attribute, words in attributes.items():
        if attribute == "href" and not words.startswith("#"):
            raise ValueError("a link of the page leads to a place on the page")
        told += f' {attribute}="{inert(words)}"'
    return Html(f"<{name}{told}>{''.join(inside)}</{name}>")


def join(pieces: Iterable[Html], between: Html = NOTHING) -> Html:
    """The pieces that are not empty, one after the other."""
    return Html(between.join(piece for piece in pieces if piece))


def button(does: str, label: str, title: str, turn: int | None = None) -> Html:
    """A button that the page's script answers: what it does, and of which turn, is in its classes."""
    style = f"fn-do fn-do-{does}" + (f" fn-of-{turn}" if turn is not None else "")
    return tag("button", style, inert(label), type="button", title=title)
