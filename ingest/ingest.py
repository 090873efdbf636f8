"""Files into the library: read, split and put, all of one call at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corpus.errors import FootnoteError, SourceError
from ingest.assemble import assemble
from ingest.files import Found, find
from ingest.identity import Identities, uploaded_as
from ingest.readers import contents, read_bytes
from ingest.split import split

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


def ingest(
    library: Library,
    paths: Sequence[str | Path],
    progress: Callable[[int, int], None] | None = None,
    *,
    stands_for: tuple[str, int] | None = None,
    uploaded: bool = False,
) -> list[Outcome]:
    """Take files and folders into the library in one step, and say what became of each.

    Of files that were `uploaded` only a passing copy is read: they are known by their names and not by their places.

    A file that cannot be read stops none of the others. Nothing changes when this raises: LibraryError where the
    library cannot be written, ModelError where passages cannot be embedded. `progress` is told how many passages are
    embedded, of how many.
    """
    with library.write() as draft:
        draft.progress = progress
        known = Identities(draft.documents.values())
        return [_take_in(found, draft, known, stands_for, uploaded) for found in find(paths)]


def _take_in(
    found: Found, draft: Draft, known: Identities, stands_for: tuple[str, int] | None, uploaded: bool
) -> Outcome:
    path, source = found.given, _named(found)
    origin = uploaded_as(source, stands_for) if uploaded else found.origin
    status: Status
    if found.why:
        status = "unreadable" if found.named else "skipped"
        return Outcome(path, source, status, f"{_shown(source)} was not read: {found.why}.")
    try:
        content = contents(Path(found.origin))
        digest = hashlib.sha256(content).hexdigest()
        key, before = known.key(source, origin, digest)
        held = draft.documents.get(key)
        new = held is None or (stands_for is not None and held.stands_for != stands_for)
        if held is not None and not new and before == digest and (uploaded or held.origin == origin):
            return Outcome(path, source, "unchanged", document=key)
        document = assemble(read_bytes(content), key=key, source=source, origin=origin, digest=digest)
        document = replace(document, stands_for=stands_for or (held.stands_for if held else None))
        passages = split(document)
    except SourceError as problem:
        return Outcome(path, source, "unreadable", f"{_shown(source)} could not be read: {problem}")
    except FootnoteError:
        raise
    except Exception as problem:
        # A reader that stumbles over one file must not cost the others.
        why = f"{_shown(source)} could not be read: something in it was not understood ({type(problem).__name__})."
        return Outcome(path, source, "unreadable", why)
    draft.put(document, passages)
    known.settle(key, source, origin, digest)
    # The same words at a new place: the place is noted, and nothing else has changed.
    status = "unchanged" if before == digest else "replaced" if before else "added"
    return Outcome(path, source, status, document=key, passages=len(passages))


def _named(found: Found) -> str:
    """A file's name; bytes in it that are no UTF-8 become a replacement character, as they could not be stored."""
    name = Path(found.given).name if found.origin else found.given
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _shown(name: str) -> str:
    """A name as it may stand in a sentence: on one line, nothing invisible."""
    return "".join(character if character.isprintable() else "�" for character in name)
