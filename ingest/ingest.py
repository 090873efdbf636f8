"""Files into the library: read, split and put, all of one call at once."""

from __future__ import annotations

import hashlib
import os
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.errors import FootnoteError, SettingsError, SourceError
from corpus.printing import on_a_line
from corpus.progress import Progress
from ingest.assemble import assemble
from ingest.files import Content, Found, contents, find, is_address
from ingest.identity import Identities, uploaded_as
from ingest.reading import Reader
from ingest.split import split
from ingest.told import Said, Told, look_up
from ingest.worker import DEBUG

if TYPE_CHECKING:
    from corpus.library import Draft, Library

Status = Literal["added", "unchanged", "replaced", "skipped", "unreadable"]
Fetch = Callable[[str], Content]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file or address."""

    path: str
    source: str
    status: Status
    why: str = ""
    """One sentence, for a file that was skipped or could not be read."""
    document: str = ""
    """The key of its document."""
    passages: int = 0
    """How many it was split into; 0 where nothing had to be done."""

    @property
    def shown(self) -> str:
        """Its source as it may stand on a line."""
        return on_a_line(self.source)


def ingest(
    library: Library,
    paths: Sequence[str | Path],
    progress: Progress | None = None,
    told: Told | None = None,
    *,
    reading: Progress | None = None,
    fetch: Fetch | None = None,
    uploaded: bool = False,
) -> list[Outcome]:
    """Take files and folders into the library in one step, and say what became of each.

    A file that cannot be read stops none of the others. Nothing changes when this raises: LibraryError where the
    library cannot be written, ModelError where passages cannot be embedded. `progress` is told how many passages are
    embedded, of how many, and `reading` how many files are read. `told` is said of every file; SettingsError or
    LibraryError where it makes no sense here. Addresses are read only where `fetch` is given: what a stranger names to
    the page must make nothing call out. Of files that were `uploaded` only a passing copy is read: they are known by
    their names and not by their places.
    """
    said = look_up(told, library.snapshot().documents) if told else Said()
    files = list(find(paths))
    if said.stands_for is not None and len(files) != 1:
        raise SettingsError(f"One file at a time can be the text of a reference; there are {len(files)}.")
    with library.write() as draft, Reader() as reader:
        draft.progress = progress
        intake = _Intake(draft, Identities(draft.documents.values()), reader, said, fetch, uploaded)
        outcomes = []
        for number, found in enumerate(files):
            if reading:
                reading(number, len(files))
            outcomes.append(intake.take(found))
        if reading:
            reading(len(files), len(files))
        return outcomes


def ingest_uploaded(
    library: Library,
    paths: Sequence[str | Path],
    progress: Progress | None = None,
    /,
    *,
    stands_for: tuple[str, int] | None = None,
) -> list[Outcome]:
    """Ingest passing copies of uploaded files: as the text of a reference, if its document and number are given."""
    told = Told(reference=stands_for[1], of=stands_for[0]) if stands_for else None
    return ingest(library, paths, progress, told, uploaded=True)


def ingest_all(library: Library, paths: Sequence[str | Path]) -> None:
    """Ingest files that must all be readable. Raises SourceError."""
    for outcome in ingest(library, paths):
        if outcome.status == "unreadable":
            raise SourceError(outcome.why)


@dataclass(frozen=True, slots=True)
class _Intake:
    """What is needed to take one file after another into a draft."""

    draft: Draft
    known: Identities
    reader: Reader
    said: Said
    fetch: Fetch | None
    uploaded: bool

    def take(self, found: Found) -> Outcome:
        path, source = found.given, found.source
        name = on_a_line(source)
        if found.why:
            status: Status = "unreadable" if found.named else "skipped"
            return Outcome(path, source, status, f"{name} was not read: {found.why}.")
        try:
            return self._taken(found)
        except SourceError as problem:
            return Outcome(path, source, "unreadable", f"{name} could not be read: {on_a_line(str(problem))}")
        except FootnoteError:
            raise
        except Exception as problem:
            # A reader that stumbles over one file must not cost the others.
            if os.environ.get(DEBUG):
                traceback.print_exc()
            why = f"{name} could not be read: something in it was not understood ({type(problem).__name__})."
            return Outcome(path, source, "unreadable", why)

    def _taken(self, found: Found) -> Outcome:
        source, said = found.source, self.said
        origin = uploaded_as(source, said.stands_for) if self.uploaded else found.origin
        content, charset = self._fetched(found.origin) if is_address(found.origin) else contents(found.origin)
        digest = hashlib.sha256(content).hexdigest()
        key, before = self.known.key(source, origin, digest, said.stands_for)
        held = self.draft.documents.get(key)
        if said.stands_for is not None and said.stands_for[0] == key:
            raise SettingsError(f"{on_a_line(source)} cannot be the text of a reference of its own.")
        status: Status
        if held is not None and before == digest:
            # The same words, perhaps at a new place; what is newly told of them changes no passage and costs nothing.
            told = said.of(held, None)
            # An upload has no place to note.
            place = held.origin if self.uploaded else origin
            document, passages = replace(told, origin=place), self.draft.passages(key)
            status = "unchanged" if told == held else "replaced"
        else:
            read = assemble(self.reader.read(content, charset), key=key, source=source, origin=origin, digest=digest)
            document = said.of(read, held)
            passages = split(document)
            status = "replaced" if before else "added"
        if document == held:
            return Outcome(found.given, source, "unchanged", document=key)
        self.draft.put(document, passages)
        self.known.settle(document)
        return Outcome(found.given, source, status, document=key, passages=len(passages))

    def _fetched(self, address: str) -> Content:
        if self.fetch is None:
            raise SourceError("web addresses are read from the command line only.")
        return self.fetch(address)
