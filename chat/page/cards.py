"""Source cards: a passage's words with what an answer rests on marked, its place, and the references behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chat.answers import Shown
from chat.page.badges import badge, held_line, known_references, reference_line, review
from chat.page.inert import Html, inert, visible
from chat.page.markup import DOT, NOTHING, SPACE, join, tag, weblink
from chat.page.session import Turn, card_id
from chat.page.shelf import Shelf
from chat.page.words import Light, words_html
from corpus.documents import Document, Passage
from corpus.holdings import RECORD

if TYPE_CHECKING:
    from chat.behind import Behind

_HOP = 400
"""Characters of a reference's own words that a card shows."""
_OFFERED = "Offered as close to a question; no answer rests on it."
_BEHIND = "The text of a reference; no answer cites it."


@dataclass(slots=True)
class Card:
    """A passage as the conversation first showed it, and every citation that rests on it."""

    shown: Shown
    document: Document | None
    number: int | None = None
    lights: list[Light] = field(default_factory=list)
    hops: dict[tuple[int, str], tuple[Behind, str]] = field(default_factory=dict)
    """What its references say themselves, last asked: by number and document, with the name that lights the words."""
    behind: bool = False
    """Whether it was opened only as the words of a reference."""


def hop_name(turn: int, place: int) -> str:
    """The name under which the words of a reference are lit."""
    return f"t{turn}b{place}"


def cite_name(turn: int, statement: int) -> str:
    return f"t{turn}s{statement}"


def link(key: str, cite: str = "") -> str:
    """Where a citation leads; the page's script opens the card and lights the words of `cite`."""
    return f"#{card_id(key)}-{cite}" if cite else f"#{card_id(key)}"


def cards(turns: Sequence[Turn]) -> list[Card]:
    """One card for every passage the conversation cited or offered: cited ones first, by number."""
    held: dict[str, Card] = {}
    for number, turn in enumerate(turns):
        if turn.answer is None:
            continue
        shown = {one.passage.key: one for one in turn.answer.passages}
        offered = turn.answer.closest if turn.answer.abstained else ()
        cited = [one for key, one in shown.items() if key in turn.answer.markers]
        for one in (*cited, *offered):
            card = held.setdefault(one.passage.key, Card(one, turn.documents.get(one.passage.document)))
            card.number = one.marker if card.number is None else card.number
            card.behind = False
        for place, statement in enumerate(turn.answer.statements):
            for span in statement.spans:
                if span.key in held and span.key in shown:
                    start = shown[span.key].passage.start
                    light = Light(cite_name(number, place), span.start - start, span.end - start)
                    held[span.key].lights.append(light)
        _add_hops(held, turn, number)
    return sorted(held.values(), key=lambda one: (one.number is None, one.number or 0))


def _add_hops(held: dict[str, Card], turn: Turn, number: int) -> None:
    """To the cards that a turn cites what their references say, each on a card of its own."""
    for place, hop in enumerate(turn.behind):
        passage, name = hop.shown.passage, hop_name(number, place)
        card = held.setdefault(passage.key, Card(hop.shown, turn.documents.get(passage.document), behind=True))
        card.lights.append(Light(name, hop.start - passage.start, hop.end - passage.start))
        if hop.passage in held:
            held[hop.passage].hops[hop.number, passage.document] = hop, name


def where(passage: Passage, pages: Sequence[int] = ()) -> str:
    """Where a passage stands, as a reader would say it; `pages` when more is known than the one it begins on."""
    told = " › ".join(visible(heading) for heading in passage.section)
    told = told or {"reference": "Reference list", "about": "About the document"}.get(passage.kind, "")
    pages = pages or [page for page in [passage.page] if page is not None]
    return ", ".join(part for part in (told, _said(pages)) if part) or "Opening of the document"


def card_html(card: Card, shelf: Shelf) -> Html:
    """The card; the library as it is now says whether the document has changed since, and which references it holds."""
    passage = card.shown.passage
    remark = changed(passage, shelf, "these are its words as they were shown")
    uncited = inert(_BEHIND if card.behind else _OFFERED)
    return tag(
        "article",
        "fn-card",
        tag("h3", "fn-place", number_html(card.number), SPACE, inert(where(passage, _pages(card)))),
        tag("div", "fn-words", words_html(passage, card.lights)),
        tag("p", "fn-stale", inert(remark)) if remark else NOTHING,
        tag("p", "fn-small", uncited) if card.number is None else NOTHING,
        _references(card, shelf),
        _origin(card, shelf),
        id=card_id(passage.key),
    )


def number_html(number: int | None) -> Html:
    return tag("span", "fn-number", inert(f"[{number}]")) if number is not None else NOTHING


def _references(card: Card, shelf: Shelf) -> Html:
    """The references behind the passage; under those whose text is held, their own nearest words."""
    document, numbers = card.document, card.shown.passage.references
    if document is None or not numbers:
        return NOTHING
    own = document.type == RECORD
    head = tag("h4", "fn-rests", inert("This is the abstract of" if own else "The article rests this on"))
    known = known_references(document, numbers)
    if document.key not in shelf.documents:
        return Html(head + tag("ul", "fn-refs", join(reference_line(one) for one in known)))
    lines = (held_line(document.key, one, shelf, _hops(card, one.number)) for one in known)
    return Html(head + tag("ul", "fn-refs", join(lines)))


def _hops(card: Card, number: int | None) -> Html:
    return join(_hop(hop, name) for (of, _), (hop, name) in card.hops.items() if of == number)


def _hop(hop: Behind, name: str) -> Html:
    passage = hop.shown.passage
    words = passage.words(hop.start, hop.end)
    cut = words if len(words) <= _HOP else words[:_HOP].rsplit(" ", 1)[0] + "…"
    nearest = tag("span", "fn-small", inert("Its own words, nearest to the answer"))
    place = tag("span", "fn-near-place", inert(f"{where(passage)} ▸"))
    return tag("a", "fn-near fn-hop", nearest, tag("span", "fn-quote", inert(cut)), place, href=link(passage.key, name))


def _origin(card: Card, shelf: Shelf) -> Html:
    """What the words are from, how much that weighs, and where in it they stand."""
    shown, document = card.shown, card.document
    tier = shown.tier or (shelf.tier(document) if document is not None and document.key in shelf.documents else "")
    year = shown.year or (document.year if document is not None else None)
    title = tag("cite", "", inert(shown.title or shown.source))
    pages = _pages(card)
    place = f"{_said(pages)} of {shown.source}" if pages else shown.source
    # A viewer of PDFs in a browser opens at the page that an address names.
    address = f"{shown.source}#page={pages[0]}" if pages else shown.source
    reviewed = review(document) if document is not None and document.review_status.strip() else NOTHING
    facts = join([badge(tier), title, inert(str(year or "")), reviewed, weblink(address, place)], DOT)
    return tag("p", "fn-origin", facts)


def _pages(card: Card) -> list[int]:
    """The pages of the original on which the marked words stand; the passage's first where none are marked."""
    passage, document = card.shown.passage, card.document
    at = [passage.start + light.start for light in card.lights]
    pages = {page for offset in at if document is not None and (page := document.page_at(offset)) is not None}
    return sorted(pages) or [page for page in [passage.page] if page is not None]


def _said(pages: Sequence[int]) -> str:
    return f"page{'s' * (len(pages) > 1)} {', '.join(map(str, pages))}" if pages else ""


def changed(passage: Passage, shelf: Shelf, so: str) -> str:
    """What became of a passage's document since it was shown, and `so` what that means; empty where nothing did."""
    document = shelf.documents.get(passage.document)
    if document is None:
        return f"This document is no longer in the library; {so}."
    return "" if passage.text in document.text else f"This document has changed since; {so}."
