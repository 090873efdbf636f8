"""The Library tab: what is held and may be asked, which references are missing, and what can be done about it."""

from __future__ import annotations

from collections.abc import Collection

from chat.page.badges import badge, held_lines, review
from chat.page.inert import Html, inert
from chat.page.markup import DOT, NOTHING, SPACE, button, join, tag
from chat.page.session import document_mark
from chat.page.shelf import Shelf
from corpus.documents import Document

LISTED = 100
"""Documents on the page; a library of thousands is read on the command line."""


def library_html(shelf: Shelf, left_out: Collection[str], *, add: bool, remove: bool, most_bytes: int) -> Html:
    """The documents held, each with a box for whether it may be asked; `add` and `remove` are what may be done here."""
    documents = list(shelf.documents.values())
    several = len(documents) > 1
    told = f"{len(documents):,} document{'s' * (len(documents) != 1)}"
    asked = len(documents) - sum(one.key in left_out for one in documents)
    if several:
        told += ", all of them asked" if asked == len(documents) else f", {asked:,} of them asked"
    items = (_item(one, shelf, one.key not in left_out, several, add, remove) for one in documents[:LISTED])
    return tag(
        "section",
        "fn-library",
        _drop(most_bytes) if add else NOTHING,
        tag("p", "fn-small fn-count", inert(told), SPACE, _all(left_out) if several else NOTHING),
        tag("ul", "fn-docs", join(items)),
        _rest(len(documents)),
    )


def scope_line(asked: str) -> Html:
    """Above the question: which documents are asked, where some are left out."""
    if not asked:
        return NOTHING
    return tag("p", "fn-scope", inert(f"Asking {asked}"), SPACE, button("library", "Choose", "Choose documents"))


def _drop(most_bytes: int) -> Html:
    """Where files are dropped; the page's script adds the field that opens a file chooser."""
    size = f"{most_bytes // 1_000_000:,} MB"
    told = tag("span", "fn-drop-told", inert("Drop documents here, or "))
    choose = button("upload", "Choose files", "Choose documents to add to the library")
    kinds = "PDF, Word, web page, text, or a list of references (RIS, BibTeX, PubMed)"
    limit = tag("span", "fn-small", inert(f"{kinds}. At most {size} each."))
    return tag("div", f"fn-drop fn-most-{most_bytes}", tag("p", "", told, SPACE, choose), limit)


def _all(left_out: Collection[str]) -> Html:
    return button("all", "Ask all", "Ask every document again") if left_out else NOTHING


def _item(document: Document, shelf: Shelf, asked: bool, several: bool, add: bool, remove: bool) -> Html:
    mark = document_mark(document.key)
    title = document.title or document.source
    box = button("choose", "☑" if asked else "☐", f"Ask this document: {title}", document=mark) if several else NOTHING
    head = tag("p", "fn-doc-head", box, tag("cite", "", inert(title)))
    inside = [head, _facts(document, shelf), _references(document, shelf, add), _dropped(document)]
    inside.append(_remove(title, mark) if remove else NOTHING)
    return tag("li", f"fn-doc {mark} fn-{'asked' if asked else 'left-out'}", *inside)


def _facts(document: Document, shelf: Shelf) -> Html:
    passages = shelf.passages.get(document.key)
    year = str(document.year) if document.year else ""
    facts = [
        badge(shelf.tier(document)),
        inert(f"updated {document.updated}" if document.updated else year),
        review(document) if document.review_status.strip() else NOTHING,
        inert(f"{passages:,} passage{'s' * (passages != 1)}") if passages is not None else NOTHING,
    ]
    named = document.title and document.title != document.source
    source = tag("span", "fn-file", inert(document.source)) if named else NOTHING
    stands_for = _stands_for(document, shelf)
    more = tag("p", "fn-small fn-source", join([source, stands_for], DOT))
    return Html(tag("p", "fn-small fn-facts-line", join(facts, DOT)) + (more if source or stands_for else ""))


def _stands_for(document: Document, shelf: Shelf) -> Html:
    listing = shelf.holdings.attached(document.key)
    if listing is None:
        return NOTHING
    lists, number = shelf.documents[listing.document], listing.entry.number
    which = f"reference {number}" if number is not None else "a reference"
    return inert(f"the text of {which} of {lists.title or lists.source}")


def _references(document: Document, shelf: Shelf, add: bool) -> Html:
    if not document.references:
        return NOTHING
    held, missing = shelf.holdings.counts(document.key)
    recorded = shelf.holdings.records(document.key)
    told = f"References: {held:,} of {held + missing:,} held"
    told += f", {recorded:,} as a record only" if recorded else ""
    lines = held_lines(document, shelf, add=add)
    return tag("details", "fn-more-of", tag("summary", "", inert(told)), tag("ul", "fn-refs", lines))


def _dropped(document: Document) -> Html:
    """What its reader left out, each with its count."""
    if not document.dropped:
        return NOTHING
    lines = (tag("li", "", inert(f"{name}: {count:,}")) for name, count in sorted(document.dropped.items()))
    summary = tag("summary", "", inert(f"Left out when it was read: {sum(document.dropped.values()):,}"))
    return tag("details", "fn-more-of", summary, tag("ul", "fn-refs fn-small", join(lines)))


def _remove(title: str, mark: str) -> Html:
    """In two steps: the page's script shows the second when the first is taken."""
    sure = tag(
        "span",
        "fn-sure",
        tag("span", "", inert("Remove it, with its passages?")),
        SPACE,
        button("remove", "Remove it", f"Remove for good: {title}", document=mark),
        SPACE,
        button("keep", "Keep it", f"Keep: {title}"),
    )
    return tag("p", "fn-doc-acts", button("sure", "Remove…", f"Remove from the library: {title}"), sure)


def _rest(count: int) -> Html:
    if count <= LISTED:
        return NOTHING
    return tag("p", "fn-small", inert(f"and {count - LISTED:,} more: footnote library lists them all"))
