"""Which references of the library's lists are held as texts of their own, and who lists a paper that is held.

Two entries, or an entry and a document, are the same paper when they name the same DOI; where one of them names none,
the same PMID; where that is missing too, the same title and year. What was attached by hand holds its reference
whatever it names, as long as the list has that entry. Pure functions over documents: nothing here is stored, so nothing
can go stale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.attached import entry_of
from corpus.documents import Document, Reference
from corpus.papers import Names, same_papers

RECORD = "Record"
"""The type of a document that is a list of bibliographic records and holds no paper's own text."""


@dataclass(frozen=True, slots=True)
class Listing:
    """An entry, and the key of the document in whose list it stands."""

    document: str
    entry: Reference


@dataclass(frozen=True, slots=True)
class Work:
    """One paper, however many lists name it."""

    listings: tuple[Listing, ...]
    held: tuple[Document, ...]
    """Its texts, and behind them the documents that hold a record of it."""


class Holdings:
    """What a library's documents hold of each other's references."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = dict(documents)
        listings = [Listing(key, entry) for key, one in self._documents.items() for entry in one.references]
        texts = [one for one in self._documents.values() if one.type != RECORD]
        papers = same_papers([_of_entry(one.entry) for one in listings] + [_of_document(one) for one in texts])
        # Backwards, so that of two entries with the same number the first is the one that is meant.
        self._places = {
            key: {one.number: at for at, one in reversed(list(enumerate(made.references))) if one.number is not None}
            for key, made in self._documents.items()
        }
        """Of each document, where the entry of a number stands in its list."""
        self._papers: defaultdict[str, list[int]] = defaultdict(list)
        """Of each document's references, in order."""
        self._listings: defaultdict[int, list[Listing]] = defaultdict(list)
        self._texts: defaultdict[int, list[Document]] = defaultdict(list)
        self._attached: defaultdict[int, list[Document]] = defaultdict(list)
        self._is: defaultdict[str, set[int]] = defaultdict(set)
        """Which papers a document is the text of, or a record that was attached."""
        for listing, paper in zip(listings, papers, strict=False):
            self._papers[listing.document].append(paper)
            self._listings[paper].append(listing)
        for text, paper in zip(texts, papers[len(listings) :], strict=True):
            self._texts[paper].append(text)
            self._is[text.key].add(paper)
        self._attached_at: dict[str, tuple[str, int]] = {}
        """Of each text that is attached: the document whose list it is, and the entry's place there."""
        for one in self._documents.values():
            citing = self._documents.get(one.stands_for[0]) if one.stands_for else None
            at = entry_of(one, citing) if citing else None
            if citing and at is not None:
                paper = self._papers[citing.key][at]
                self._attached[paper].append(one)
                self._attached_at[one.key] = citing.key, at
                self._is[one.key].add(paper)

    def of(self, document: str, number: int) -> tuple[Document, ...]:
        """The documents that hold a reference: those attached to it, others of the same paper, and last its records.

        A document of the type "Record" holds a record of it only, not its words.
        """
        at = self._place(document, number)
        return self._held(document, at) if at is not None else ()

    def attached(self, document: str) -> Listing | None:
        """The entry that a document is attached to as its text, as its list is now."""
        key, at = self._attached_at.get(document, ("", 0))
        return Listing(key, self._documents[key].references[at]) if key else None

    def counts(self, document: str) -> tuple[int, int]:
        """How many references of a document are held as texts, and how many are not: listed or only cited."""
        held = [self._has_text(document, at) for at in range(len(self._documents[document].references))]
        return sum(held), len(held) - sum(held)

    def records(self, document: str) -> int:
        """Of the references that are missing, how many have a record."""
        places = range(len(self._documents[document].references))
        return sum(bool(self._held(document, at)) and not self._has_text(document, at) for at in places)

    def is_record_only(self, document: str, number: int) -> bool:
        """Whether a reference is held as a record and nothing more."""
        held = self.of(document, number)
        return bool(held) and all(one.type == RECORD for one in held)

    def citing(self, document: str) -> tuple[tuple[str, int], ...]:
        """Who lists this paper, and as which number; lists of records and entries without a number do not count."""
        return tuple(
            (one.document, one.entry.number)
            for one in self.listings(document)
            if one.entry.number is not None and self._documents[one.document].type != RECORD
        )

    def listings(self, document: str) -> tuple[Listing, ...]:
        """Every entry that means this paper, in other documents' lists and records; none for a list of records."""
        found = [one for paper in sorted(self._is.get(document, ())) for one in self._listings.get(paper, [])]
        return tuple(one for one in found if one.document != document)

    def works(self) -> tuple[Work, ...]:
        """The references of all documents, each paper once, in the order in which they are first listed."""
        return tuple(
            Work(
                tuple(listings),
                self._sorted(self._attached.get(paper, []), self._texts.get(paper, []), self._recorded(listings)),
            )
            for paper, listings in self._listings.items()
        )

    def _place(self, document: str, number: int) -> int | None:
        return self._places.get(document, {}).get(number)

    def _held(self, document: str, at: int) -> tuple[Document, ...]:
        paper = self._papers[document][at]
        attached = self._attached.get(paper, [])
        own = [one for one in attached if self._attached_at[one.key] == (document, at)]
        recorded = self._recorded(self._listings[paper])
        found = self._sorted(own, attached, self._texts.get(paper, []), recorded)
        return tuple(one for one in found if one.key != document or one.type == RECORD)

    def _has_text(self, document: str, at: int) -> bool:
        return any(one.type != RECORD for one in self._held(document, at))

    def _recorded(self, listings: Iterable[Listing]) -> list[Document]:
        held = [self._documents[one.document] for one in listings]
        return [one for one in held if one.type == RECORD]

    @staticmethod
    def _sorted(*groups: Iterable[Document]) -> tuple[Document, ...]:
        """Each document once, in the order given, lists of records behind the texts."""
        found = {one.key: one for group in groups for one in group}
        return tuple(sorted(found.values(), key=lambda one: one.type == RECORD))


def _of_entry(entry: Reference) -> Names:
    return Names.of(entry.doi, entry.pmid, entry.title, entry.year)


def _of_document(document: Document) -> Names:
    return Names.of(document.doi, document.pmid, document.title, document.year)
