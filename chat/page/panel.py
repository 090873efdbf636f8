"""The right-hand side: the source card that a citation opens, and before that what the library holds."""

from __future__ import annotations

from collections.abc import Sequence

from chat.page.badges import badge, reference_line, review
from chat.page.cards import Card, card_html, cards, link, number_html, where
from chat.page.inert import Html, inert, inert_lines
from chat.page.markup import DOT, NOTHING, SPACE, button, join, tag
from chat.page.session import Turn, card_id
from corpus.documents import Document, Reference

_LISTED = 50
"""Documents named on the page; a library of thousands is read on the command line."""


def panel(turns: Sequence[Turn], documents: Sequence[Document], featured: Document | None) -> Html:
    """Every card of the conversation (one is open at a time), an index of them, and the document itself."""
    now = {document.key: document for document in documents}
    held = cards(turns)
    close = tag("p", "fn-bar", button("close", "Close", "Close the source"))
    opened = join(card_html(card, now) for card in held)
    return tag("div", "fn-panel", close, opened, _index(held), _about(documents, featured))


def _over(words: str) -> Html:
    return tag("h3", "fn-over", inert(words))


def _index(held: Sequence[Card]) -> Html:
    cited = [card for card in held if card.number is not None]
    if not cited:
        return NOTHING
    return tag("section", "fn-index", _over("Sources of this conversation"), tag("ul", "", join(map(_entry, cited))))


def _entry(card: Card) -> Html:
    passage = card.shown.passage
    told = [number_html(card.number), SPACE, inert(where(passage))]
    return tag("li", f"fn-row-{card_id(passage.key)}", tag("a", "fn-entry", *told, href=link(passage.key)))


def _about(documents: Sequence[Document], featured: Document | None) -> Html:
    parts = [_document(featured)] if featured is not None else []
    others = [document for document in documents if featured is None or document.key != featured.key]
    if others:
        named = (
            tag("li", "", badge(one.type), SPACE, tag("cite", "", inert(one.title or one.source)))
            for one in others[:_LISTED]
        )
        parts.append(_over("In the library" if featured is None else "Also in the library"))
        parts.append(tag("ul", "fn-documents", join(named)))
    if len(others) > _LISTED:
        parts.append(tag("p", "fn-small", inert(f"and {len(others) - _LISTED:,} more")))
    if not documents:
        parts.append(tag("p", "", inert("Nothing is held here yet.")))
    return tag("section", "fn-about", *parts)


def _document(document: Document) -> Html:
    updated = inert(f"updated {document.updated}") if document.updated else NOTHING
    references = join(reference_line(one) for one in sorted(document.references, key=_order))
    parts = [
        _over("About this article"),
        tag("p", "fn-about-title", tag("cite", "", inert(document.title or document.source))),
        tag("p", "fn-small", join([inert(document.publisher), updated, review(document)], DOT)),
    ]
    if references:
        parts += [_over("Its references"), tag("ul", "fn-refs", references)]
    if document.disclaimer:
        parts += [_over("Disclaimer"), tag("p", "fn-quote", inert_lines(document.disclaimer))]
    return join(parts)


def _order(reference: Reference) -> tuple[bool, int]:
    return (reference.number is None, reference.number or 0)
