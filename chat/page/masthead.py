"""The header that is always in view: what is being questioned, how far it is reviewed, and what it is not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.page.badges import review
from chat.page.inert import Html, inert, inert_lines
from chat.page.markup import DOT, NOTHING, SPACE, button, join, tag
from corpus.documents import Document

NOT_A_PRESCRIPTION = "Educational, not a prescription."


def featured(documents: Sequence[Document], source: str) -> Document | None:
    """The document the header is about: the only one, or the one of this source among several."""
    if len(documents) == 1:
        return documents[0]
    return next((document for document in documents if source and document.source == source), None)


def masthead(documents: Sequence[Document], document: Document | None) -> Html:
    """Title, source, date, review status and disclaimer of the featured document, or what the library holds."""
    if document is None:
        reviews = {review(one) for one in documents}
        title = f"{len(documents):,} documents" if documents else "The library is empty"
        hint = NOTHING if documents else inert("Add documents under Library, or with: footnote ingest FILE…")
        return _head(title, reviews.pop() if len(reviews) == 1 else hint, "")
    others = len(documents) - 1
    facts = [
        review(document),
        inert(f"Updated {document.updated}" if document.updated else "No date printed"),
        inert(document.publisher or document.source),
        inert(f"and {others:,} other document{'s' * (others != 1)}") if others else NOTHING,
    ]
    return _head(document.title or document.source, join(facts, DOT), document.disclaimer)


def remark(title: str, words: str) -> Html:
    """The header while there is nothing to ask: the library is being made ready, or cannot be read."""
    return _head(title, inert(words), "")


def _head(title: str, facts: Html, disclaimer: str) -> Html:
    about = button("about", "About", "About this article, and its references")
    library = button("library", "Library", "What is held, and may be asked")
    return tag(
        "header",
        "fn-head",
        tag("span", "fn-brand", inert("Footnote")),
        tag("h1", "", inert(title)),
        tag("p", "fn-facts", facts, SPACE, about, DOT, library),
        _disclaimer(disclaimer),
    )


def _disclaimer(words: str) -> Html:
    """The short line and the disclaimer's first sentence always in view, the rest one click away."""
    short = tag("strong", "", inert(NOT_A_PRESCRIPTION))
    if not words.strip():
        return tag("p", "fn-disclaimer", short)
    first = re.split(r"(?<=[.!?])\s", " ".join(words.split()), maxsplit=1)[0]
    more = tag("span", "fn-more", inert("Full disclaimer"))
    summary = tag("summary", "", short, SPACE, tag("span", "fn-quote", inert(first)), SPACE, more)
    return tag("details", "fn-disclaimer", summary, tag("p", "fn-quote", inert_lines(words)))
