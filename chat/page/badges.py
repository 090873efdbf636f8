"""The faces of source types and review states: a shape and a word, never colour alone."""

from __future__ import annotations

from chat.page.inert import Html, inert
from chat.page.markup import DOT, NOTHING, SPACE, join, tag
from corpus.documents import Document, Reference

_SHAPES = {"guideline": "◆", "article": "○", "record only": "◌"}
_REVIEW = (("retract", "⊘"), ("approved", "●"), ("submitted", "○"), ("review", "◐"))


def badge(kind: str) -> Html:
    """A type's badge, nothing for none; what is neither a guideline nor an article counts among the research."""
    label = kind.strip()
    if not label:
        return NOTHING
    known = label.lower() in _SHAPES
    style = label.lower().replace(" ", "-") if known else "research"
    shape = tag("span", "fn-shape", inert(_SHAPES.get(label.lower(), "●")))
    return tag("span", f"fn-badge fn-badge-{style}", shape, SPACE, inert(label))


def review(document: Document) -> Html:
    """The review status with its face."""
    status = document.review_status.strip()
    shape = next((face for word, face in _REVIEW if word in status.lower()), "◌")
    told = inert(status or "Review status not printed")
    return tag("span", "fn-review", tag("span", "fn-shape", inert(shape)), SPACE, told)


def reference_line(reference: Reference) -> Html:
    """One of the article's own references, its number written out so that it never looks like a citation."""
    number = inert(f"reference {reference.number}" if reference.number is not None else "reference without a number")
    if not reference.listed:
        told = inert(": cited by the article, not in its reference list")
        return tag("li", "fn-ref", tag("span", "fn-shape", inert("◌")), SPACE, number, told)
    # Where a reader of files found no fields in an entry, its own words are the best description of it.
    title = tag("cite", "", inert(reference.title or reference.text))
    year = inert(str(reference.year or ""))
    identity = [inert(f"{name} {found}") for name, found in (("doi", reference.doi), ("PMID", reference.pmid)) if found]
    fields = [
        tag("span", "fn-refno", number),
        badge(reference.type),
        title,
        inert(reference.container),
        year,
        *identity,
    ]
    inferred = tag("span", "fn-small", inert("number matched by order and subject, not printed"))
    return tag("li", "fn-ref", join(fields, DOT), inferred if reference.inferred else NOTHING)


def reference_lines(document: Document, numbers: tuple[int, ...]) -> Html:
    """The references with these numbers, as list items; a number that the document does not know is unlisted."""
    known = {one.number: one for one in document.references}
    return join(reference_line(known.get(number) or Reference(number, listed=False)) for number in numbers)
