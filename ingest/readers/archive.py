"""Zip files: looked into in memory only, and only after their sizes were added up."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from corpus.errors import SourceError
from corpus.settings import LIMITS

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    KeyError,
    IndexError,
)
DOCTYPES = tuple("<!DOCTYPE".encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be"))
AGAIN = "save it again as a Word document, a PDF or a web page"
OPEN_DOCUMENT = {"text": "an OpenDocument text", "spreadsheet": "an OpenDocument table"}


class Archive:
    """The parts of a zip file by name. SourceError, in one sentence, for whatever is no honest one."""

    def __init__(self, content: bytes) -> None:
        try:
            self._file = zipfile.ZipFile(io.BytesIO(content))
            self._infos = [info for info in self._file.infolist() if not info.is_dir()]
        except BROKEN as problem:
            raise SourceError(f"it is a zip or an Office file, cut off or damaged; {AGAIN}.") from problem
        self.names = [info.filename for info in self._infos]
        self._check()

    def _check(self) -> None:
        if any(_leaves(name) for name in self.names):
            raise SourceError(f"it names places outside itself (../), which no document does; {AGAIN}.")
        if len(set(self.names)) < len(self.names):
            raise SourceError(f"it holds two parts of the same name; {AGAIN}.")
        if any(info.flag_bits & 1 for info in self._infos):
            raise SourceError("it is encrypted; save a copy without a password and use that.")
        total = sum(info.file_size for info in self._infos)
        packed = any(
            info.file_size > max(LIMITS.unpacked_free_bytes, LIMITS.unpacked_ratio * info.compress_size)
            for info in self._infos
        )
        if packed or total > LIMITS.unpacked_bytes or len(self.names) > LIMITS.archive_parts:
            raise SourceError(f"it would unpack to far more than a document holds; {AGAIN}.")

    def read(self, name: str) -> bytes:
        """The bytes of one part; none when there is no such part."""
        if name not in self.names:
            return b""
        try:
            return self._file.read(name)
        except BROKEN as problem:
            raise SourceError(f"it is cut off or damaged: one of its parts cannot be unpacked; {AGAIN}.") from problem

    def refuse_doctypes(self) -> None:
        """SourceError when any XML part declares a document type: an office file has no use for one."""
        for name in self.names:
            if name.lower().endswith((".xml", ".rels", ".vml")):
                held = self.read(name)
                if any(mark in held for mark in DOCTYPES):
                    raise SourceError(f"it declares a DOCTYPE, which no Word file does; {AGAIN}.")

    def what(self) -> str:
        """What a person would call the file, by what it holds."""
        held = set(self.names)
        kind = self.read("mimetype")[:200].decode("ascii", "replace").strip()
        if any(name.startswith("word/") for name in held) and "[Content_Types].xml" in held:
            return "a Word document"
        if "xl/workbook.xml" in held or "xl/workbook.bin" in held:
            return "an Excel workbook"
        if "ppt/presentation.xml" in held:
            return "a PowerPoint presentation"
        if kind == "application/epub+zip":
            return "an EPUB e-book"
        if kind.startswith("application/vnd.oasis.opendocument."):
            return OPEN_DOCUMENT.get(kind.rpartition(".")[2], "an OpenDocument file")
        return "a zip archive"


def _leaves(name: str) -> bool:
    """Whether a part's name leads out of the folder that it would be unpacked to."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or ":" in plain.split("/")[0] or "\x00" in plain
