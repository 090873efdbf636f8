"""The right-hand side: the source card that a citation opens, and before that what the library holds."""

from __future__ import annotations

from collections.abc import Sequence

from chat.page.badges import badge, held_lines, review
from chat.page.cards import Card, card_html, cards, link, number_html, where
from chat.page.inert import Html, inert, inert_lines
from chat.page.legend import legend
from chat.page.markup import DOT, NOTHING, SPACE, join, tag
from chat.page.session import Turn, card_id
from chat.page.shelf import Shelf
from corpus.documents import Document

_LISTED = 50
"""Documents named on the page; a library of thousands is read on the command line."""


def panel(turns: Sequence[Turn], shelf: Shelf, featured: Document | None) -> Html:
    """Every card of the conversation (one is open at a time), an index of them, and the document itself."""
    held = cards(turns)
    opened = join(card_html(card, shelf) for card in held)
    return tag("div", "fn-panel", opened, _index(held), _about(shelf, featured))


def _over(words: str) -> Html:
    return tag("h3", "fn-over", inert(words))


def _index(held: Sequence[Card]) -> Html:
    cited = [card for card in held if card.number is not None]
    if not cited:
        return NOTHING
    several = len({card.shown.passage.document for card in cited}) > 1
    entries = join(_entry(card, several) for card in cited)
    return tag("section", "fn-index", _over("Sources of this conversation"), tag("ul", "", entries))


def _entry(card: Card, several: bool) -> Html:
    """A line of the index; it names the document where there are several."""
    passage = card.shown.passage
    source = tag("span", "fn-small fn-entry-source", inert(card.shown.title or card.shown.source))
    told = [number_html(card.number), SPACE, inert(where(passage)), SPACE, source if several else NOTHING]
    return tag("li", f"fn-row-{card_id(passage.key)}", tag("a", "fn-entry", *told, href=link(passage.key)))


def _about(shelf: Shelf, featured: Document | None) -> Html:
    parts = [_document(featured, shelf)] if featured is not None else []
    others = [one for one in shelf.documents.values() if featured is None or one.key != featured.key]
    if others:
        named = (
            tag("li", "", badge(shelf.tier(one)), SPACE, tag("cite", "", inert(one.title or one.source)))
            for one in others[:_LISTED]
        )
        parts.append(_over("In the library" if featured is None else "Also in the library"))
        parts.append(tag("ul", "fn-documents", join(named)))
    if len(others) > _LISTED:
        parts.append(tag("p", "fn-small", inert(f"and {len(others) - _LISTED:,} more")))
    if not shelf.documents:
        parts.append(tag("p", "", inert("Nothing is held here yet.")))
    return tag("section", "fn-about", *parts, legend())


def _document(document: Document, shelf: Shelf) -> Html:
    updated = inert(f"updated {document.updated}") if document.updated else NOTHING
    references = held_lines(document, shelf)
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
