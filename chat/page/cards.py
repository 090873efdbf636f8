"""Source cards: a passage's words with what an answer rests on marked, its place, and the references behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chat.answers import Answer, Shown
from chat.page.badges import badge, reference_lines
from chat.page.inert import Html, inert, visible
from chat.page.markup import NOTHING, SPACE, tag
from chat.page.session import Turn, card_id
from chat.page.words import Light, words_html
from corpus.documents import Document, Passage

CLOSEST = 3
"""How many passages an abstention offers."""


@dataclass(slots=True)
class Card:
    """A passage as the conversation first showed it, and every citation that rests on it."""

    shown: Shown
    document: Document | None
    number: int | None = None
    lights: list[Light] = field(default_factory=list)


def cite_name(turn: int, statement: int) -> str:
    return f"t{turn}s{statement}"


def link(key: str, cite: str = "") -> str:
    """Where a citation leads; the page's script opens the card and lights the words of `cite`."""
    return f"#{card_id(key)}-{cite}" if cite else f"#{card_id(key)}"


def closest(answer: Answer) -> tuple[Shown, ...]:
    """The passages an abstention offers as nearest: a document's own text before its lists and header."""
    ranked = sorted(answer.passages, key=lambda one: one.passage.kind != "body")
    return tuple(ranked[:CLOSEST])


def cards(turns: Sequence[Turn]) -> list[Card]:
    """One card for every passage the conversation cited or offered: cited ones first, by number."""
    held: dict[str, Card] = {}
    for number, turn in enumerate(turns):
        if turn.answer is None:
            continue
        shown = {one.passage.key: one for one in turn.answer.passages}
        offered = closest(turn.answer) if turn.answer.abstained else ()
        cited = [one for key, one in shown.items() if key in turn.answer.markers]
        for one in (*cited, *offered):
            card = held.setdefault(one.passage.key, Card(one, turn.documents.get(one.passage.document)))
            card.number = one.marker if card.number is None else card.number
        for place, statement in enumerate(turn.answer.statements):
            for span in statement.spans:
                if span.key in held and span.key in shown:
                    start = shown[span.key].passage.start
                    light = Light(cite_name(number, place), span.start - start, span.end - start)
                    held[span.key].lights.append(light)
    return sorted(held.values(), key=lambda one: (one.number is None, one.number or 0))


def where(passage: Passage) -> str:
    """Where a passage stands, as a reader would say it."""
    told = " › ".join(visible(heading) for heading in passage.section)
    told = told or {"reference": "Reference list", "about": "About the document"}.get(passage.kind, "")
    page = f"page {passage.page}" if passage.page is not None else ""
    return ", ".join(part for part in (told, page) if part) or "Opening of the document"


def card_html(card: Card, now: Mapping[str, Document]) -> Html:
    """The card; `now` is the library as it is, to say whether the document has changed since."""
    passage = card.shown.passage
    remark = _changed(passage, now.get(passage.document))
    uncited = inert("Offered as close to a question; no answer rests on it.")
    kind = badge(card.document.type) if card.document else NOTHING
    title = tag("cite", "", inert(card.shown.title or card.shown.source))
    return tag(
        "article",
        "fn-card",
        tag("h3", "fn-place", number_html(card.number), SPACE, inert(where(passage))),
        tag("div", "fn-words", words_html(passage, card.lights)),
        tag("p", "fn-stale", inert(remark)) if remark else NOTHING,
        tag("p", "fn-small", uncited) if card.number is None else NOTHING,
        _references(card),
        tag("p", "fn-origin", kind, SPACE, title),
        id=card_id(passage.key),
    )


def number_html(number: int | None) -> Html:
    return tag("span", "fn-number", inert(f"[{number}]")) if number is not None else NOTHING


def _references(card: Card) -> Html:
    numbers = card.shown.passage.references
    if card.document is None or not numbers:
        return NOTHING
    head = tag("h4", "fn-rests", inert("The article rests this on"))
    return Html(head + tag("ul", "fn-refs", reference_lines(card.document, numbers)))


def _changed(passage: Passage, document: Document | None) -> str:
    if document is None:
        return "This document is no longer in the library; these are its words as they were shown."
    if passage.text not in document.text:
        return "This document has changed since; these are its words as they were shown."
    return ""
