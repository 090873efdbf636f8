"""The parts of a Word file and how they name each other."""

from __future__ import annotations

import posixpath

from lxml.etree import _Element

from corpus.errors import SourceError
from ingest.readers.archive import Archive
from ingest.readers.xml import local, parse

# Word can save in a stricter dialect, which differs in its namespaces only.
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)  # fmt: skip
CORE = "docProps/core.xml"


class Package:
    """A Word file's main part, and the others that it names."""

    def __init__(self, archive: Archive) -> None:
        archive.refuse_doctypes()
        self._archive = archive
        named = self._named_by("")
        self._main = next((target for kind, target in named.values() if kind == "officeDocument"), "word/document.xml")
        self._parts = self._named_by(self._main)
        document = self.part(self._main)
        body = None if document is None else next((one for one in document if local(one) == "body"), None)
        if document is None or body is None:
            raise SourceError("it is no whole Word document: it has no text part.")
        self.document, self.body = document, body

    def of_kind(self, kind: str) -> _Element | None:
        """The part that the main one names as its "styles", "numbering", "footnotes", …"""
        return next((self.part(target) for named, target in self._parts.values() if named == kind), None)

    def by_id(self, identifier: str) -> _Element | None:
        """The part that the main one refers to by this id."""
        return self.part(self._parts[identifier][1]) if identifier in self._parts else None

    def title(self) -> str:
        """The title in the file's properties."""
        core = self.part(CORE)
        found = next((one for one in core if local(one) == "title"), None) if core is not None else None
        return " ".join((found.text or "").split()) if found is not None else ""

    def part(self, name: str) -> _Element | None:
        content = self._archive.read(name)
        for strict, usual in STRICT:
            content = content.replace(strict, usual)
        return parse(content) if content else None

    def _named_by(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part's relations file says: an id to the kind and the name of the part it means."""
        folder, name = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for one in root if root is not None else ():
            if local(one) == "Relationship" and one.get("TargetMode") != "External":
                target = one.get("Target", "")
                place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[one.get("Id", "")] = one.get("Type", "").rpartition("/")[2], posixpath.normpath(place)
        return found
