"""The document's own list of references: where it stands, and where one entry ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.documents import Block, Reference
from ingest.entries import DOI, PMID, YEAR, is_type, parse, printed_number
from ingest.sections import LOOSE, OUTERMOST, label, names_references

# A paragraph of this many words that names no year is prose, not an entry.
PROSE = 40


def listed(text: str, blocks: Sequence[Block], numbered: Mapping[int, int]) -> tuple[list[Block], list[Reference]]:
    """The blocks with each entry of the list as one `reference` block, and the entries as they are printed.

    `numbered` are the numbers that the file gives to list items without printing them.
    """
    kept: list[Block] = []
    entries: list[Reference] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        kept.append(block)
        at += 1
        if block.kind in ("heading", "paragraph") and names_references(text, block):
            end = _end(text, blocks, at, block)
            groups = _groups(text, blocks[at:end])
            like = _names_a_work if LOOSE.fullmatch(label(text, block)) else _like_an_entry
            if 2 * sum(like(text[group[0].start : group[-1].end]) for group in groups) < len(groups):
                continue
            if groups:
                kept[-1] = replace(block, kind="heading", level=block.level)
            for group in groups:
                entry = parse(text, group[0].start, group[-1].end)
                given = numbered.get(group[0].start)
                entries.append(replace(entry, number=given) if given and not entry.number else entry)
                kept.append(Block("reference", entry.start, entry.end, page=group[0].page))
            at = end if groups else at
    return kept, entries


def _end(text: str, blocks: Sequence[Block], at: int, heading: Block) -> int:
    """The block after the list's last one."""
    while at < len(blocks):
        block = blocks[at]
        words = text[block.start : block.end]
        if block.kind in ("row", "furniture") or (
            block.kind in ("heading", "paragraph") and names_references(text, block)
        ):
            break
        if block.kind == "heading" and not is_type(words):
            same = block.level and block.level <= heading.level
            prose = at + 1 < len(blocks) and _is_prose(text[blocks[at + 1].start : blocks[at + 1].end])
            if same or prose or OUTERMOST.fullmatch(label(text, block)) or (heading.level and not block.level):
                break
        elif block.kind == "paragraph" and (
            _is_prose(words) or AFTER.match(words) or (len(words) < 60 and OUTERMOST.fullmatch(words))
        ):
            break
        at += 1
    return at


AFTER = re.compile(
    r"(?:(?:(?:this\s+)?(?:page|article|content)\s+)?(?:was\s+)?last\s+(?:updated|reviewed)|next\s+review\b|"
    r"updated\b|disclaimer|copyright|©|all rights reserved|published by|have a|subscribe)",
    re.I,
)
# Who publishes, and what: an undated entry names one of them, a list of foods does not.
WORK = re.compile(
    r"https?://|www\.|\bet\s+al\b|\b[A-Z]{2,}|\b(?i:guid(?:eline|ance)s?|journal|press|university|society|college|association|"
    r"institute|handbook|textbook|edition|website|formulary|review|study|trial)\b"
)


def _like_an_entry(words: str) -> bool:
    dated = YEAR.search(words) or DOI.search(words) or PMID.search(words) or re.search(r"https?://|www\.", words)
    return bool(dated) or _numbered(words) or is_type(words.split("\n")[0])


def _names_a_work(words: str) -> bool:
    dated = YEAR.search(words) or DOI.search(words) or PMID.search(words)
    return bool(dated) or WORK.search(words) is not None or is_type(words.split("\n")[0])


def _is_prose(words: str) -> bool:
    return len(words.split()) >= PROSE and not (YEAR.search(words) or DOI.search(words) or PMID.search(words))


def _groups(text: str, blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of each entry."""
    words = [text[block.start : block.end] for block in blocks]
    if any(block.kind == "item" for block in blocks):
        begins = [block.kind == "item" and block.level <= 1 for block in blocks]
    elif (rising := _rising(words)) and (0 in rising or 2 * len(rising) >= len(words)):
        begins = [index in rising for index in range(len(blocks))]
    elif any(map(is_type, words)):
        # The type stands above its entry, or below it.
        last = is_type(words[-1]) and not is_type(words[0])
        begins = [is_type(words[index - 1] if last and index else one) for index, one in enumerate(words)]
    else:
        begins = _by_year(text, blocks, words)
    groups: list[list[Block]] = []
    for block, begin in zip(blocks, begins, strict=True):
        if begin or not groups:
            groups.append([])
        groups[-1].append(block)
    return groups


def _numbered(words: str) -> bool:
    return printed_number(words)[0] > 0


def _rising(words: Sequence[str]) -> set[int]:
    """The blocks that begin with the number that is due next."""
    found: set[int] = set()
    due = 0
    for index, one in enumerate(words):
        number = printed_number(one)[0]
        if number and (due == 0 or due <= number <= due + 3):
            found.add(index)
            due = number + 1
    return found


def _by_year(text: str, blocks: Sequence[Block], words: Sequence[str]) -> list[bool]:
    """One entry a line where most lines name a year; otherwise an entry ends with the line that does."""
    dated = [YEAR.search(one) is not None or DOI.search(one) is not None for one in words]
    if not any(dated) or sum(dated) > 0.6 * len(dated):
        return [True] * len(blocks)
    # Lines that stand together without a blank line are one entry, and so is everything up to a year.
    begins = [True]
    for index in range(1, len(blocks)):
        gap = text[blocks[index - 1].end : blocks[index].start].count("\n") > 1
        begins.append(dated[index - 1] and (gap or not dated[index]))
    return begins
