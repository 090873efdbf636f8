"""Lead-ins of lists that show no depth: which of the bullets that follow one are below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.documents import Block, Marker
from ingest.markers import within
from ingest.parts import announces


def nest(text: str, blocks: Sequence[Block], markers: Sequence[Marker]) -> list[Block]:
    """The blocks, with the bullets below a bullet that ends in a colon one level deeper where their list is flat.

    They go on to the next such bullet, or to the first that carries a reference marker when those before it carry
    none: a marker on the last one holds for them all.
    """
    nested = list(blocks)
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and blocks[end].kind == "item":
            end += 1
        if end > at and len({block.level for block in blocks[at:end]}) == 1:
            for index in _below(text, blocks[at:end], markers):
                block = blocks[at + index]
                nested[at + index] = replace(block, level=block.level + 1)
        at = max(end, at + 1)
    return nested


def _below(text: str, items: Sequence[Block], markers: Sequence[Marker]) -> list[int]:
    leads = [index for index, item in enumerate(items) if announces(text, item, markers)]
    found: list[int] = []
    for lead, following in pairwise([*leads, len(items)]):
        inside = list(range(lead + 1, following))
        marked = [
            index
            for index in inside
            if any(one.numbers for one in within(markers, items[index].start, items[index].end))
        ]
        if marked and marked[0] > lead + 1:
            inside = [index for index in inside if index <= marked[0]]
        found.extend(inside)
    return found
