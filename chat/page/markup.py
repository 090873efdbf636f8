"""Elements made from inert words: the only way from words to the page's HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chat.page.inert import Html, inert

NOTHING = Html("")
SPACE = Html(" ")
TIED = Html("&#160;")
"""A space that no line ends at."""
DOT = Html(" · ")

_HOST = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
_WEB = re.compile(rf"https://{_HOST}(?::\d{{1,5}})?(?:[/?#][A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*)?")
_ADDRESS_CHARS = 2_000


def tag(name: str, style: str, *inside: Html, **attributes: str) -> Html:
    """An element of this class; attributes are made inert, `href` only ever leads to a place on the page."""
    told = f' class="{style}"' if style else ""
    for attribute, words in attributes.items():
        if attribute == "href" and not words.startswith("#"):
            raise ValueError("a link of the page leads to a place on the page")
        told += f' {attribute}="{inert(words)}"'
    return Html(f"<{name}{told}>{''.join(inside)}</{name}>")


def weblink(address: str, words: str) -> Html:
    """A link that leaves the page and tells nobody from where; only the words where it is no plain web address."""
    if len(address) > _ADDRESS_CHARS or not _WEB.fullmatch(address):
        return inert(words)
    told = f'class="fn-web" href="{inert(address)}" target="_blank" rel="noopener noreferrer"'
    return Html(f"<a {told}>{inert(words)}</a>")


def join(pieces: Iterable[Html], between: Html = NOTHING) -> Html:
    """The pieces that are not empty, one after the other."""
    return Html(between.join(piece for piece in pieces if piece))


def button(does: str, label: str, title: str, turn: int | None = None, document: str = "") -> Html:
    """A button that the page's script answers: what it does, and to which turn or document, is in its classes.

    The document is named by its mark (`session.document_mark`), the turn of a document is the number of a reference.
    """
    style = f"fn-do fn-do-{does}" + (f" fn-of-{turn}" if turn is not None else "")
    style += f" {document}" if document else ""
    return tag("button", style, inert(label), type="button", title=title)
