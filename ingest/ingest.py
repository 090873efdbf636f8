"""Files into the library: read, split and put, all of one call at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.errors import FootnoteError, SourceError
from corpus.progress import Progress
from ingest.assemble import assemble
from ingest.files import Found, contents, find, is_address
from ingest.identity import Identities
from ingest.reading import Reader
from ingest.split import split

if TYPE_CHECKING:
    from corpus.library import Draft, Library

Status = Literal["added", "unchanged", "replaced", "skipped", "unreadable"]


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
        return _shown(self.source)


def ingest(
    library: Library,
    paths: Sequence[str | Path],
    progress: Progress | None = None,
    *,
    reading: Progress | None = None,
    fetch: Callable[[str], bytes] | None = None,
) -> list[Outcome]:
    """Take files and folders into the library in one step, and say what became of each.

    A file that cannot be read stops none of the others. Nothing changes when this raises: LibraryError where the
    library cannot be written, ModelError where passages cannot be embedded. `progress` is told how many passages are
    embedded, of how many, and `reading` how many files are read. Addresses are read only where `fetch` is given:
    what a stranger names to the page must make nothing call out.
    """
    with library.write() as draft, Reader() as reader:
        draft.progress = progress
        known = Identities(draft.documents.values())
        every = list(find(paths))
        outcomes = []
        for number, found in enumerate(every):
            if reading:
                reading(number, len(every))
            outcomes.append(_take_in(found, draft, known, reader, fetch))
        if reading:
            reading(len(every), len(every))
        return outcomes


def _take_in(
    found: Found, draft: Draft, known: Identities, reader: Reader, fetch: Callable[[str], bytes] | None
) -> Outcome:
    path, source = found.given, found.source
    status: Status
    if found.why:
        status = "unreadable" if found.named else "skipped"
        return Outcome(path, source, status, f"{_shown(source)} was not read: {found.why}.")
    try:
        content = _fetched(found.origin, fetch) if is_address(found.origin) else contents(found.origin)
        digest = hashlib.sha256(content).hexdigest()
        key, before = known.key(source, found.origin, digest)
        if before == digest and draft.documents[key].origin == found.origin:
            return Outcome(path, source, "unchanged", document=key)
        document = assemble(reader.read(content), key=key, source=source, origin=found.origin, digest=digest)
        passages = split(document)
    except SourceError as problem:
        return Outcome(path, source, "unreadable", f"{_shown(source)} could not be read: {_shown(str(problem))}")
    except FootnoteError:
        raise
    except Exception as problem:
        # A reader that stumbles over one file must not cost the others.
        why = f"{_shown(source)} could not be read: something in it was not understood ({type(problem).__name__})."
        return Outcome(path, source, "unreadable", why)
    draft.put(document, passages)
    known.settle(key, source, found.origin, digest)
    # The same words at a new place: the place is noted, and nothing else has changed.
    status = "unchanged" if before == digest else "replaced" if before else "added"
    return Outcome(path, source, status, document=key, passages=len(passages))


def _fetched(address: str, fetch: Callable[[str], bytes] | None) -> bytes:
    if fetch is None:
        raise SourceError("web addresses are read from the command line only.")
    return fetch(address)


def _shown(words: str) -> str:
    """A name or a reader's words as they may stand in a sentence: on one line, nothing invisible."""
    return "".join(character if character.isprintable() else "�" for character in words)
