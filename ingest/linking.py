"""Which entry of the list a number in the text means, where the list prints no numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Block, Marker, Reference
from ingest.lines import bullet_length
from ingest.markers import within

Similarity = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]
"""Two lists of texts to the matrix of their likeness (rows: the first list)."""

# Numbering that goes on without a gap is likelier than one that jumps: a jump has to be worth this much likeness.
GAP = 0.12
# Of two ways that jump as often, the later jump is likelier: an entry's place in the list says most about its number.
SHIFT = 0.02
FURTHEST_SHIFT = 3
# Leaving an entry without a number is a last resort: more entries than numbers.
UNUSED = 0.5


def link(
    text: str, blocks: Sequence[Block], entries: Sequence[Reference], markers: Sequence[Marker], similarity: Similarity
) -> list[Reference]:
    """The entries with their numbers, and an unlisted reference for every number that is cited and has none.

    Printed numbers are kept. Where none is printed they are inferred, and say so: by order alone when every entry
    is cited, otherwise by order and subject. Nothing is given a number that the text does not cite.
    """
    cited = sorted({number for marker in markers for number in marker.numbers})
    known = list(entries)
    if entries and cited and not any(entry.number for entry in entries):
        if cited == list(range(1, len(entries) + 1)):
            known = [replace(entry, number=number, inferred=True) for entry, number in zip(entries, cited, strict=True)]
        else:
            likeness = similarity(
                [f"{entry.title}. {entry.container}" if entry.title else entry.text for entry in entries],
                [citing_words(text, blocks, markers, number) for number in cited],
            )
            known = [
                replace(entry, number=cited[place], inferred=True) if place is not None else entry
                for entry, place in zip(entries, align(likeness, cited), strict=True)
            ]
    held = {entry.number for entry in known}
    unlisted = [Reference(number=number, listed=False) for number in cited if number not in held]
    return sorted([*known, *unlisted], key=lambda one: (one.number is None, one.number or 0))


def citing_words(text: str, blocks: Sequence[Block], markers: Sequence[Marker], number: int) -> str:
    """Everything in the text that cites a number, joined."""
    said = []
    for block in blocks:
        inside = within(markers, block.start, block.end)
        if any(number in marker.numbers for marker in inside):
            words = ""
            start = block.start + (bullet_length(text[block.start : block.end]) if block.kind == "item" else 0)
            for marker in inside:
                words += text[start : marker.start]
                start = marker.end
            said.append(" ".join((words + text[start : block.end]).split()))
    return " ".join(said)


def align(likeness: NDArray[np.float32], cited: Sequence[int]) -> list[int | None]:
    """For every entry the place in `cited` of its number, in rising order, the whole as alike as can be.

    A jump in the numbering costs `GAP`, however far it goes; it starts from 0, so that a list begins at 1 if it can.
    """
    entries = len(likeness)
    # best[place] is the best way to have the entries so far end at that number; the last one is "none used yet".
    start = len(cited)
    best: dict[int, tuple[float, tuple[int | None, ...]]] = {start: (0.0, ())}
    for entry in range(entries):
        ahead: dict[int, tuple[float, tuple[int | None, ...]]] = {}
        for last, (score, way) in best.items():
            _keep(ahead, last, score - UNUSED, (*way, None))
            before = cited[last] if last != start else 0
            for place in range(last + 1 if last != start else 0, len(cited)):
                jump = GAP if cited[place] != before + 1 else 0.0
                shift = SHIFT * min(FURTHEST_SHIFT, abs(cited[place] - entry - 1))
                _keep(ahead, place, score + float(likeness[entry, place]) - jump - shift, (*way, place))
        best = ahead
    return list(max(best.values(), key=lambda one: one[0])[1]) if entries else []


def _keep(
    ways: dict[int, tuple[float, tuple[int | None, ...]]], place: int, score: float, way: tuple[int | None, ...]
) -> None:
    if place not in ways or score > ways[place][0]:
        ways[place] = (score, way)
