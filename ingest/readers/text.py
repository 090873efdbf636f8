"""Plain text: the file's own characters, with the outline that its lines show."""

from __future__ import annotations

from ingest.outline import outline
from ingest.readers.extracted import Extracted


def read_text(text: str) -> Extracted:
    """The text unchanged, and its blocks."""
    return Extracted(text=text, blocks=outline(text))
