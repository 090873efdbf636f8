"""Files into the library: read, split and put, all of one call at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.errors import FootnoteError, SettingsError, SourceError
from ingest.assemble import assemble
from ingest.files import Found, find
from ingest.identity import Identities, uploaded_as
from ingest.readers import contents, read_bytes
from ingest.split import split
from ingest.told import Said, Told, look_up

if TYPE_CHECKING:
    from corpus.library import Draft, Library

Status = Literal["added", "unchanged", "replaced", "skipped", "unreadable"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    path: str
    source: str
    status: Status
    why: str = ""
    """One sentence, for a file that was skipped or could not be read."""
    document: str = ""
    """The key of its document."""
    passages: int = 0
    """How many it was split into; 0 where nothing had to be done."""

    def line(self) -> str:
        """The same as one line for a person."""
        told = (self.why,) if self.why else (self.source, f"{self.passages} passages" if self.passages else "")
        return "  ".join(part for part in (f"{self.status:<10}", *told) if part)


def ingest(
    library: Library,
    paths: Sequence[str | Path],
    progress: Callable[[int, int], None] | None = None,
    told: Told | None = None,
    *,
    uploaded: bool = False,
) -> list[Outcome]:
    """Take files and folders into the library in one step, and say what became of each.

    Of files that were `uploaded` only a passing copy is read: they are known by their names and not by their places.

    A file that cannot be read stops none of the others. Nothing changes when this raises: LibraryError where the
    library cannot be written, ModelError where passages cannot be embedded. `progress` is told how many passages are
    embedded, of how many. `told` is said of every file; SettingsError or LibraryError where it makes no sense here.
    """
    said = look_up(told, library.snapshot().documents) if told else Said()
    files = list(find(paths))
    if said.stands_for is not None and len(files) != 1:
        raise SettingsError(f"One file at a time can be the text of a reference; there are {len(files)}.")
    with library.write() as draft:
        draft.progress = progress
        known = Identities(draft.documents.values())
        return [_take_in(found, draft, known, said, uploaded) for found in files]


def ingest_uploaded(
    library: Library,
    paths: Sequence[str | Path],
    progress: Callable[[int, int], None] | None = None,
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


def _take_in(found: Found, draft: Draft, known: Identities, said: Said, uploaded: bool) -> Outcome:
    path, source = found.given, _named(found)
    origin = uploaded_as(source, said.stands_for) if uploaded else found.origin
    status: Status
    if found.why:
        status = "unreadable" if found.named else "skipped"
        return Outcome(path, source, status, f"{_shown(source)} was not read: {found.why}.")
    try:
        content = contents(Path(found.origin))
        digest = hashlib.sha256(content).hexdigest()
        key, before = known.key(source, origin, digest)
        held = draft.documents.get(key)
        if said.stands_for is not None and said.stands_for[0] == key:
            raise SettingsError(f"{_shown(source)} cannot be the text of a reference of its own.")
        if held is not None and before == digest:
            # The same words, perhaps at a new place; what is newly told of them changes no passage and costs nothing.
            told = said.of(held, None)
            # An upload has no place to note.
            place = held.origin if uploaded else origin
            document, passages = replace(told, origin=place), draft.passages(key)
            status = "unchanged" if told == held else "replaced"
        else:
            read = assemble(read_bytes(content), key=key, source=source, origin=origin, digest=digest)
            document = said.of(read, held)
            passages = split(document)
            status = "replaced" if before else "added"
    except SourceError as problem:
        return Outcome(path, source, "unreadable", f"{_shown(source)} could not be read: {problem}")
    except FootnoteError:
        raise
    except Exception as problem:
        # A reader that stumbles over one file must not cost the others.
        why = f"{_shown(source)} could not be read: something in it was not understood ({type(problem).__name__})."
        return Outcome(path, source, "unreadable", why)
    if document == held:
        return Outcome(path, source, "unchanged", document=key)
    draft.put(document, passages)
    known.settle(key, source, document.origin, digest)
    return Outcome(path, source, status, document=key, passages=len(passages))


def _named(found: Found) -> str:
    """A file's name; bytes in it that are no UTF-8 become a replacement character, as they could not be stored."""
    name = Path(found.given).name if found.origin else found.given
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _shown(name: str) -> str:
    """A name as it may stand in a sentence: on one line, nothing invisible."""
    return "".join(character if character.isprintable() else "�" for character in name)
