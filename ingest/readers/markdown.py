"""Markdown: rendered as it would be shown, and read as a page."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.readers.extracted import Extracted

FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
FIELD = re.compile(r"^([A-Za-z][\w -]*):[ \t]*(.*?)[ \t]*$", re.M)
NOTE = re.compile(r"^\[\^(\d{1,3})\]:[ \t]*", re.M)
# Between blank lines: "# p < 0.05" under a table is no heading.
HEADING = re.compile(r"(?:\A|\n[ \t]*\n)#{1,6} [^\s\d].*(?=\n|\Z)")
SIGNS = (
    re.compile(r"^(?:```|~~~)", re.M),
    re.compile(r"\[[^\]\n]+\]\((?:https?://|#|\.{0,2}/|mailto:)[^)\n]*\)"),
    re.compile(r"(?<![\w*])\*\*[^\s*][^*\n]*\*\*(?!\w)"),
    re.compile(r"^\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?\s*$", re.M),
    NOTE,
)


def is_markdown(text: str) -> bool:
    """Whether a text is written in Markdown: front matter, a heading above it all, or two other signs of it."""
    head = text[:20_000].lstrip("\n")
    headings = len(HEADING.findall(head))
    signs = sum(sign.search(head) is not None for sign in SIGNS) + min(headings, 2)
    return signs >= 2 or FRONT.match(head) is not None or re.match(r"#{1,6} \S", head) is not None


def read_markdown(text: str) -> Extracted:
    """The text as it is shown rendered; what its front matter says stands before it, one line a field."""
    from markdown_it import MarkdownIt

    from ingest.readers.html import read_html

    front: dict[str, str] = {}
    if found := FRONT.match(text):
        front = {name.strip(): value.strip("\"' ") for name, value in FIELD.findall(found[1]) if value}
        text = text[found.end() :]
    notes = NOTE.search(text) is not None
    if notes:
        # Footnotes become the list of references that they are.
        text = re.sub(r"\[\^(\d{1,3})\](?!:)", r"<sup><a href='#fn\1'>\1</a></sup>", text)
        first = NOTE.search(text)
        assert first is not None
        text = f"{text[: first.start()]}\n## References\n\n{NOTE.sub(_entry, text[first.start() :])}"
    page = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").render(text)
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


def _entry(found: re.Match[str]) -> str:
    return f"\n{found[1]}. "
