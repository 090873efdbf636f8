"""A passage as the gate reads it."""

from __future__ import annotations

from corpus.documents import Passage


def evidence(passage: Passage) -> str:
    """The passage's text without the article's reference markers.

    Lines, bullets and cells stay apart: the gate reads them as what they are.
    """
    pieces = passage.pieces(passage.start, passage.end)
    return "".join(passage.text[a - passage.start : b - passage.start] for a, b in pieces)
