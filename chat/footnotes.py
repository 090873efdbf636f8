"""The notes that a quotation points to by a letter or a sign: an exception to a dose is said with the dose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat.reading import Reading
from chat.units import Unit
from corpus.documents import Passage

MOST = 2
"""Notes that are said with one answer."""
LONGEST = 40
"""Words of a note that is said; a longer one is a paragraph of its own."""
_APART = re.compile(r"[,;\s]+")


def footnotes(said: Sequence[Unit], read: Reading) -> list[Unit]:
    """The notes that some units point to, as their documents print them, in the order in which they are pointed to.

    Their marks are hidden in what is shown, as reference numbers are: "150 mg" would stand there without the "75 mg if
    you weigh less than 50 kg" that its document hangs on it.
    """
    found = dict.fromkeys(note for unit in said for mark in _marks(unit) for note in _printed(mark, unit.passage, read))
    return [note for note in found if not any(note.overlaps(unit) for unit in said)][:MOST]


def _marks(unit: Unit) -> Iterator[str]:
    passage = unit.passage
    parts = [passage.parts[index] for index in unit.parts]
    for marker in passage.markers:
        if not marker.numbers and any(part.start < marker.end and marker.start < part.end for part in parts):
            printed = passage.text[marker.start - passage.start : marker.end - passage.start]
            yield from filter(None, _APART.split(printed))


def _printed(mark: str, passage: Passage, read: Reading) -> Iterator[Unit]:
    """The note that a mark names: the next one of its document that begins with it, else the first."""
    begins = re.compile(rf"{re.escape(mark)}[.):]?\s?(?=\w)" if not mark.isalpha() else rf"{mark}[.):]?\s(?=\S)")
    notes = [
        one
        for one in read.passages.values()
        if one.document == passage.document and one.kind == "body" and begins.match(one.text)
    ]
    for note in sorted(notes, key=lambda one: (one.start < passage.start, one.start))[:1]:
        whole = next((unit for unit, _ in read.units_of(note.key)), None)
        if whole is not None and len(whole.own_words().split()) <= LONGEST:
            yield whole
