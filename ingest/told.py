"""What whoever ingests a file says of it: what it is, and whose reference it is the text of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from corpus.documents import Document, Reference
from corpus.errors import LibraryError, SettingsError
from corpus.holdings import RECORD

MOST_NAMED = 5
"""Documents or numbers listed in a sentence about one that there is not."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of the files of one ingest; it outweighs what they say of themselves."""

    type: str = ""
    reference: int | None = None
    of: str = ""
    """The document whose reference it is: its key, or its name or title as far as that tells it from the others."""


@dataclass(frozen=True, slots=True)
class Said:
    """The same, looked up in the library."""

    type: str = ""
    stands_for: tuple[str, int] | None = None
    entry: Reference | None = None
    listed_in: str = ""
    """The digest of the document that lists it."""

    def of(self, document: Document, before: Document | None) -> Document:
        """The document as it is to be held; `before` is how it was held, and what was told then stays true.

        A reference's text is what the list that cites it prints: type and year. A list of records stays one.
        """
        if before is not None and self.stands_for is None and before.stands_for is not None:
            document = replace(
                document,
                stands_for=before.stands_for,
                attached_as=before.attached_as,
                attached_in=before.attached_in,
                year=before.year or document.year,
            )
            document = _typed(document, before.type)
        elif before is not None and document.type == "Article":
            document = _typed(document, before.type)
        if self.stands_for is not None and self.entry is not None:
            document = replace(
                document,
                stands_for=self.stands_for,
                attached_as=self.entry,
                attached_in=self.listed_in,
                year=self.entry.year or document.year,
            )
            document = _typed(document, self.entry.type)
        return _typed(document, self.type)


def look_up(told: Told, documents: Mapping[str, Document]) -> Said:
    """Raises SettingsError or LibraryError, saying what there is, where nothing in the library is meant."""
    kind = told.type[:1].upper() + told.type[1:]
    if (told.reference is None) != (not told.of):
        raise SettingsError("--reference N and --of DOCUMENT go together: which reference, of which document's list.")
    if told.reference is None:
        return Said(kind)
    parent = _meant(told.of, documents)
    entry = next((one for one in parent.references if one.number == told.reference), None)
    if entry is None:
        numbers = _numbers(one.number for one in parent.references if one.number is not None)
        raise LibraryError(f"{parent.source} has no reference {told.reference}; {numbers}.")
    return Said(kind, (parent.key, told.reference), entry, parent.digest)


def _typed(document: Document, kind: str) -> Document:
    return document if not kind or RECORD in (kind, document.type) else replace(document, type=kind)


def _meant(named: str, documents: Mapping[str, Document]) -> Document:
    if named in documents:
        return documents[named]
    wanted = named.strip().casefold()
    every = list(documents.values())
    found = [one for one in every if wanted in (one.source.casefold(), one.title.casefold())]
    found = found or [
        one for one in every if wanted and (wanted in one.source.casefold() or wanted in one.title.casefold())
    ]
    if len(found) == 1:
        return found[0]
    if not documents:
        raise LibraryError("The library is empty; ingest the document that lists the reference first.")
    why = f'"{named}" may mean several documents' if found else f'The library holds no document "{named}"'
    raise LibraryError(f"{why}; there are: {_listed([f'{one.source} (key {one.key})' for one in found or every])}.")


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _numbers(held: Iterable[int]) -> str:
    numbers = sorted(held)
    if not numbers:
        return "it numbers no references"
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"its numbers run from {numbers[0]} to {numbers[-1]}"
    return f"its numbers are {_listed([str(one) for one in numbers])}"
