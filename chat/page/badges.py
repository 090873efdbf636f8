"""The faces of source types and review states: a shape and a word, never colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from chat.page.inert import Html, inert
from chat.page.markup import DOT, NOTHING, SPACE, button, join, tag, weblink
from chat.page.session import document_mark
from chat.page.shelf import Shelf, State
from corpus.documents import Document, Reference

REFERENCES = 200
"""Of one document, in a list on the page: it is sent anew with every answer."""
_SHAPES = {"guideline": "◆", "article": "○", "record only": "◌"}
_REVIEW = (
    (r"retract", "⊘"),
    (r"\b(?:not|un)\W*(?:yet )?approved", "○"),
    (r"approved", "●"),
    (r"submitted", "○"),
    (r"review", "◐"),
)
_STATES: dict[State, tuple[str, str]] = {
    "held": ("✓", "text held"),
    "record only": ("◌", "record only"),
    "not held": ("–", "text not held"),
}
_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:A-Za-z0-9]+")


def badge(kind: str) -> Html:
    """A type's badge, nothing for none; what is neither a guideline nor an article counts among the research."""
    label = kind.strip()
    if not label:
        return NOTHING
    shape = tag("span", "fn-shape", inert(_SHAPES.get(label.lower(), "●")))
    return tag("span", f"fn-badge fn-badge-{_style(label.lower())}", shape, SPACE, inert(label))


def tier_style(kind: str) -> str:
    """The class that puts a type's shape behind a citation: drawn, not written, so that a marker stays its number."""
    label = kind.strip().lower()
    return f" fn-tier-{_style(label)}" if label else ""


def _style(label: str) -> str:
    return label.replace(" ", "-") if label in _SHAPES else "research"


def review(document: Document) -> Html:
    """The review status with its face."""
    status = document.review_status.strip()
    face = next((face for words, face in _REVIEW if re.search(words, status.lower())), "◌")
    told = inert(status or "Review status not printed")
    return tag("span", "fn-review", tag("span", "fn-shape", inert(face)), SPACE, told)


def held_state(state: State) -> Html:
    """Whether a reference's own text is held, with its face."""
    face, told = _STATES[state]
    return tag(
        "span", f"fn-held fn-held-{state.replace(' ', '-')}", tag("span", "fn-shape", inert(face)), SPACE, inert(told)
    )


def held_line(document: str, reference: Reference, shelf: Shelf, more: Html = NOTHING, add: bool = False) -> Html:
    """A reference and whether its text is held; a missing one offers to add it, if `add`."""
    state = shelf.state(document, reference)
    offer = add and state != "held" and reference.number is not None
    title = f"Choose the file that holds the text of reference {reference.number}"
    added = button("attach", "Add its text", title, reference.number, document_mark(document)) if offer else NOTHING
    return reference_line(reference, Html(join([held_state(state), added], SPACE) + more))


def held_lines(document: Document, shelf: Shelf, add: bool = False) -> Html:
    """The references of a document, each with whether its text is held; behind the first of many, how many more."""
    ordered = in_order(document.references)
    lines = [held_line(document.key, one, shelf, add=add) for one in ordered[:REFERENCES]]
    if len(ordered) > REFERENCES:
        lines.append(tag("li", "fn-small", inert(f"and {len(ordered) - REFERENCES:,} more")))
    return join(lines)


def reference_line(reference: Reference, more: Html = NOTHING) -> Html:
    """One of the article's own references, its number written out so that it never looks like a citation."""
    number = inert(f"reference {reference.number}" if reference.number is not None else "reference without a number")
    after = tag("div", "fn-ref-more", more) if more else NOTHING
    if not reference.listed:
        told = inert(": cited by the article, not in its reference list")
        return tag("li", "fn-ref", tag("span", "fn-shape", inert("◌")), SPACE, number, told, after)
    # Where a reader of files found no fields in an entry, its own words are the best description of it.
    title = tag("cite", "", inert(reference.title or reference.text))
    year = inert(str(reference.year or ""))
    identity = [_doi(reference.doi), inert(f"PMID {reference.pmid}") if reference.pmid else NOTHING]
    fields = [
        tag("span", "fn-refno", number),
        badge(reference.type),
        title,
        inert(reference.container),
        year,
        *identity,
    ]
    inferred = tag("span", "fn-small", inert("number matched by order and subject, not printed"))
    return tag("li", "fn-ref", join(fields, DOT), inferred if reference.inferred else NOTHING, after)


def _doi(doi: str) -> Html:
    if not doi:
        return NOTHING
    told = f"doi {doi}"
    return weblink(f"https://doi.org/{doi}", told) if _DOI.fullmatch(doi) else inert(told)


def in_order(references: Iterable[Reference]) -> list[Reference]:
    """By their numbers, those without one last."""
    return sorted(references, key=lambda one: (one.number is None, one.number or 0))


def known_references(document: Document, numbers: tuple[int, ...]) -> list[Reference]:
    """The references with these numbers; one that the document does not know is unlisted."""
    known = {one.number: one for one in document.references}
    return [known.get(number) or Reference(number, listed=False) for number in numbers]
