"""How deep the headings are that do not say so, and the heading path of every block."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from corpus.documents import Block

REFERENCES = re.compile(
    r"(?:[\dIVX]+[.)]?\s+)?(?:(?:selected|key|cited|main|complete)\s+)?"
    r"(?:references?(?:\s+list|\s+(?:and|&)\s+(?:notes|sources|further\s+reading|bibliography)|\s+cited)?|"
    r"(?:sources|notes|further\s+reading)\s+(?:and|&)\s+references|reference\s+list|bibliography|sources?|"
    r"literature(?:\s+cited)?|works\s+cited|citations?|list\s+of\s+references|endnotes|footnotes)\s*:?",
    re.I,
)
# Names that other lists have as well: "Sources" of a vitamin, "Notes" to a table.
LOOSE = re.compile(r"(?:[\dIVX]+[.)]?\s+)?(?:sources?|endnotes|footnotes)", re.I)
OUTERMOST = re.compile(
    r"(?:abstract|summary|introduction|background|(?:materials?\s+and\s+)?methods?|results?|discussion|conclusions?|"
    r"acknowledge?ments?|(?:appendix|appendices|annex)\b.*|funding|competing interests|conflicts? of interest|"
    r"supplementary.*|about.*|.*disclaimer.*)\s*:?",
    re.I,
)


def label(text: str, block: Block) -> str:
    """A heading's words: without its underline, its closing colon and white space to spare."""
    words = " ".join(text[block.start : block.end].split("\n")[0].split())
    return words.strip("#* ").removesuffix(":").rstrip() or words


def names_references(text: str, block: Block) -> bool:
    """Whether a block is the heading of the list of references."""
    return block.end - block.start < 60 and REFERENCES.fullmatch(label(text, block)) is not None


def settle(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a depth for every heading."""
    heads = [index for index, block in enumerate(blocks) if block.kind == "heading"]
    flat = [index for index in heads if blocks[index].level == 0]
    capitals = {index for index in flat if text[blocks[index].start : blocks[index].end].isupper()}
    nested = _nested(text, blocks, heads)
    settled = list(blocks)
    explicit = 0
    for index in heads:
        block = blocks[index]
        if block.level:
            explicit = block.level
            continue
        if OUTERMOST.fullmatch(label(text, block)) or names_references(text, block):
            level = 1
        elif explicit:
            level = explicit + 1
        else:
            level = 2 if capitals and index not in capitals else 1
        settled[index] = replace(block, level=level + (index in nested))
    return settled


def _nested(text: str, blocks: Sequence[Block], heads: Sequence[int]) -> set[int]:
    """Headings below one that has nothing of its own but them, in a text that shows no depth.

    Such a heading closes where one follows that is worded like it ("Management Strategies", "Prevention Strategies");
    where none does, it can be said to hold the next heading only.
    """
    below: set[int] = set()
    last = [label(text, blocks[index]).casefold().rpartition(" ")[2] for index in heads]
    worded: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(last):
        worded[word].append(place)
    for place, index in enumerate(heads[:-1]):
        if heads[place + 1] != index + 1 or blocks[index].level or index in below or blocks[index + 1].level:
            continue
        alike = worded[last[place]]
        later = bisect_left(alike, place + 2)
        close = alike[later] if later < len(alike) else place + 2
        below.update(at for at in heads[place + 1 : close] if blocks[at].level == 0)
    return below


def paths(text: str, blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    """For every block the headings above it, outermost first; of a heading, those above it and itself."""
    found: list[tuple[str, ...]] = []
    above: list[tuple[int, str]] = []
    listing = False
    for block in blocks:
        while block.closes and above and above[-1][0] >= block.closes:
            above.pop()
        if block.kind == "heading":
            listing = False
            while above and above[-1][0] >= block.level:
                above.pop()
            above.append((block.level, label(text, block)))
        elif block.kind == "title":
            above.clear()
        elif block.kind == "reference":
            listing = True
        elif listing and block.kind in ("about", "furniture"):
            # Behind the list, and of no section.
            found.append(())
            continue
        found.append(tuple(words for _, words in above))
    return found
