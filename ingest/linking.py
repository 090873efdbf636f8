"""Which entry of the list a number in the text means, where the list prints no numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from corpus.documents import Block, Marker, Reference
from ingest.lines import bullet_length
from ingest.markers import within

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Similarity: TypeAlias = "Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]"
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
            citing = citing_words(text, blocks, markers)
            likeness = similarity(
                [f"{entry.title}. {entry.container}" if entry.title else entry.text for entry in entries],
                [citing.get(number, "") for number in cited],
            )
            known = [
                replace(entry, number=cited[place], inferred=True) if place is not None else entry
                for entry, place in zip(entries, align(likeness, cited), strict=True)
            ]
    held = {entry.number for entry in known}
    unlisted = [Reference(number=number, listed=False) for number in cited if number not in held]
    return sorted([*known, *unlisted], key=lambda one: (one.number is None, one.number or 0))


def citing_words(text: str, blocks: Sequence[Block], markers: Sequence[Marker]) -> dict[int, str]:
    """For every number everything in the text that cites it, joined."""
    said: defaultdict[int, list[str]] = defaultdict(list)
    for block in blocks:
        inside = within(markers, block.start, block.end)
        if not inside:
            continue
        left = ""
        start = block.start + (bullet_length(text[block.start : block.end]) if block.kind == "item" else 0)
        for marker in inside:
            left += text[start : marker.start]
            start = marker.end
        words = " ".join((left + text[start : block.end]).split())
        for number in {number for marker in inside for number in marker.numbers}:
            said[number].append(words)
    return {number: " ".join(pieces) for number, pieces in said.items()}


def align(likeness: NDArray[np.float32], cited: Sequence[int]) -> list[int | None]:
    """For every entry the place in `cited` of its number, in rising order, the whole as alike as can be.

    `likeness` is (entries, numbers cited). A jump in the numbering costs `GAP`, however far it goes; it starts from 0,
    so that a list begins at 1 if it can. Takes time and memory by entries times numbers.
    """
    # Loaded only for a list that prints no numbers.
    import numpy as np

    numbers = np.asarray(cited, dtype=np.int64)
    states = np.arange(len(numbers) + 1)
    # Of each state the best way to have the entries so far end there: at the number before it, or (0) with none used.
    score = np.where(states == 0, 0.0, -np.inf)
    next_in_line = np.diff(numbers, prepend=0) == 1
    # For each entry and state the state that it is reached from; its own where the entry is left without a number.
    came = np.tile(states, (len(likeness), 1))
    for entry, alike in enumerate(np.asarray(likeness, dtype=np.float64)):
        best = np.maximum.accumulate(score[:-1])
        jumped = best - GAP
        straight = np.where(next_in_line, score[:-1], -np.inf)
        shift = SHIFT * np.minimum(FURTHEST_SHIFT, np.abs(numbers - entry - 1))
        reached = np.maximum(straight, jumped) + alike - shift
        lasts = np.maximum.accumulate(np.where(score[:-1] == best, states[:-1], 0))
        stayed = score - UNUSED
        taken = reached > stayed[1:]
        came[entry, 1:] = np.where(taken, np.where(straight >= jumped, states[:-1], lasts), states[1:])
        score = np.concatenate([stayed[:1], np.where(taken, reached, stayed[1:])])
    way: list[int | None] = []
    state = int(score.argmax())
    for entry in range(len(likeness) - 1, -1, -1):
        before = int(came[entry, state])
        way.append(None if before == state else state - 1)
        state = before
    return way[::-1]
