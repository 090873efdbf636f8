"""Markdown: rendered as it would be shown, and read as a page."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.readers.extracted import Extracted

FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
FIELD = re.compile(r"^([A-Za-z][\w -]*):[ \t]*(.*?)[ \t]*$", re.M)
# Between blank lines: "# p < 0.05" under a table is no heading.
HEADING = re.compile(r"(?:\A|\n[ \t]*\n)#{1,6} [^\s\d].*(?=\n|\Z)")
SIGNS = (
    re.compile(r"^(?:```|~~~)", re.M),
    re.compile(r"\[[^\]\n]+\]\((?:https?://|#|\.{0,2}/|mailto:)[^)\n]*\)"),
    re.compile(r"(?<![\w*])\*\*[^\s*][^*\n]*\*\*(?!\w)"),
    re.compile(r"^\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+(?:\|\s*)?$", re.M),
    re.compile(r"^\[\^[^\]\s]+\]:", re.M),
    re.compile(r"^(?:!!!|\?\?\?\+?) [a-z][\w-]*(?: \"[^\"\n]*\")?[ \t]*\n\s*?(?: {4}|\t)\S", re.M),
    re.compile(r"^> \[![A-Za-z]+\]", re.M),
    re.compile(r"^\s*[-*+] \[[ xX]\] \S", re.M),
)


def is_markdown(text: str) -> bool:
    """Whether a text is written in Markdown: front matter, a heading above it all, or two other signs of it."""
    head = text[:20_000].lstrip("\n")
    headings = len(HEADING.findall(head))
    signs = sum(sign.search(head) is not None for sign in SIGNS) + min(headings, 2)
    return signs >= 2 or FRONT.match(head) is not None or re.match(r"#{1,6} \S", head) is not None


def read_markdown(text: str) -> Extracted:
    """The text as it is shown rendered; what its front matter says stands before it, one line a field."""
    from ingest.readers.html import read_html
    from ingest.readers.markdown_blocks import parser
    from ingest.readers.markdown_notes import Notes, take_notes

    front: dict[str, str] = {}
    if found := FRONT.match(text):
        front = {name.strip(): value.strip("\"' ") for name, value in FIELD.findall(found[1]) if value}
        text = text[found.end() :]
    text, notes = take_notes(text, parser(Notes()).renderInline)
    page = parser(notes).render(text)
    shown = "".join(
        f"<p>{name}: {value}</p>\n" for name, value in front.items() if name.lower() not in ("title", "layout")
    )
    title = front.get("title", "")
    if title and not re.search(r"<h1\b", page):
        page = f"<h1>{title}</h1>\n{shown}{page}"
    else:
        page = shown + page if not title else page.replace("</h1>", f"</h1>\n{shown}", 1)
    read = read_html(page)
    return replace(read, title=read.title or title, publisher=front.get("publisher", read.publisher))
