"""Which entry of a list a text is attached to: the paper that was meant, wherever a later list has it."""

from __future__ import annotations

from corpus.documents import Document, Reference
from corpus.papers import Names, folded_title, same_papers


def entry_of(text: Document, citing: Document) -> int | None:
    """The place in `citing`'s list of the paper that `text` was attached as; None where the list does not hold it.

    A number is that of another paper once the list is renumbered, or the document is another one of the same name. So
    the number counts only in the very version that it was told of, or where nothing more was kept of that version.
    """
    if text.stands_for is None or text.stands_for[0] != citing.key:
        return None
    number, was = text.stands_for[1], text.attached_as
    numbered = next((at for at, one in enumerate(citing.references) if one.number == number), None)
    if was is None or text.attached_in == citing.digest:
        return numbered
    found = [at for at, one in enumerate(citing.references) if _same(was, one)]
    if numbered in found:
        return numbered
    # One title of one year may be two papers.
    return found[0] if len(set(same_papers([_names(citing.references[at]) for at in found]))) == 1 else None


def _same(was: Reference, entry: Reference) -> bool:
    """Whether two entries name the same paper, by the strongest name that both give, else by their own words."""
    before, now = _names(was), _names(entry)
    pairs = (before.doi, now.doi), (before.pmid, now.pmid), (before.titled, now.titled), (_words(was), _words(entry))
    return next((one == other for one, other in pairs if one and other), False)


def _names(entry: Reference) -> Names:
    return Names.of(entry.doi, entry.pmid, entry.title, entry.year)


def _words(entry: Reference) -> str:
    """An entry's own words without the number printed before them."""
    return folded_title(entry.text).removeprefix(f"{entry.number} ")
