"""A document to its passages: one idea each, no sentence cut, every word that belongs to the document in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.documents import Block, Document, Kind, Marker, Part, Passage, passage_key
from corpus.holdings import RECORD
from ingest.furniture import is_about, is_field, is_stage
from ingest.headings import CAPTION
from ingest.markers import within
from ingest.parts import announces, content_start, is_tiny, leads_alone, leads_on, parts_of
from ingest.sections import paths
from ingest.text_tables import is_lone

# A paragraph above this is split between sentences. With 120 words the evidence that doctors found in trials was among
# the first 600 words of fewer rankings, with 60 of no more (docs/evaluation.md).
PARAGRAPH_WORDS = 80
# A list or a table stays whole up to this where nothing governs it.
LIST_WORDS = 200
TABLE_WORDS = 150
# With a lead-in or column names it stays whole up to this: what is cut off from "Do not give" says the opposite. Each
# part has a vector of its own, so that a long passage is found all the same.
GOVERNED_WORDS = 600
# Lines that are no sentences are taken together up to this.
LINES_WORDS = 60
CELL_WORDS = 8
CAPTION_WORDS = 40


@dataclass(frozen=True, slots=True)
class _Unit:
    """Blocks that are one idea, each with its depth there and whether it governs those below it."""

    blocks: tuple[Block, ...]
    depths: tuple[int, ...]
    governs: tuple[bool, ...]
    path: tuple[str, ...]
    kind: Kind


def split(document: Document) -> list[Passage]:
    """The passages of `document` in reading order; they do not overlap, and only headings and furniture are in none."""
    made: list[Passage] = []
    seen: dict[tuple[tuple[str, ...], str], int] = {}
    own = {one.start: one.number for one in document.references if one.listed and one.number}
    entry: set[int] = set()
    for unit in _units(document):
        for parts, resting in _passages(document, unit):
            start, end = parts[0].start, parts[-1].end
            first = next(block for block in unit.blocks if block.start <= start < block.end)
            if (
                first.kind == "item"
                and content_start(document.text, first) == start
                and _enumerated(document.text, first)
            ):
                start = first.start
            text = document.text[start:end]
            occurrence = seen.get((unit.path, text), 0)
            seen[unit.path, text] = occurrence + 1
            inside = tuple(within(document.markers, start, end))
            numbers = {number for marker in inside for number in marker.numbers} | resting
            if unit.kind == "reference":
                numbers = entry = {own[start]} if start in own else set()
            elif document.type == RECORD:
                # What follows a record's entry is its abstract.
                numbers = entry
            made.append(
                Passage(
                    key=passage_key(document.key, unit.path, text, occurrence),
                    document=document.key,
                    kind=unit.kind,
                    section=unit.path,
                    start=start,
                    end=end,
                    text=text,
                    parts=tuple(parts),
                    markers=inside,
                    references=tuple(sorted(numbers)),
                    page=first.page_at(start),
                )
            )
    return made


def _enumerated(text: str, block: Block) -> bool:
    return any(character.isalnum() for character in text[block.start : content_start(text, block)])


def _units(document: Document) -> Iterator[_Unit]:
    text, blocks = document.text, document.blocks
    section = paths(text, blocks)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.kind == "furniture":
            at += 1
        elif block.kind == "heading" and (end := _list_end(document, at)) > at + 1:
            # "Call 999 if" and "Contraindications" say it with their list; of what comes after, they are the heading.
            yield _unit(document, blocks[at:end], section[at][:-1], "body")
            at = end
        elif block.kind == "heading":
            # A heading with nothing below it would be in no passage and no path.
            if not any(section[later][: len(section[at])] == section[at] for later in _below(blocks, at)):
                yield _Unit((block,), (0,), (False,), section[at][:-1], "about")
            at += 1
        elif block.kind in ("title", "reference"):
            yield _Unit((block,), (0,), (False,), section[at], "reference" if block.kind == "reference" else "about")
            at += 1
        else:
            end = _unit_end(document, at)
            kind: Kind = "about" if block.kind == "about" else "body"
            yield _unit(document, blocks[at:end], section[at], kind)
            at = end


def _below(blocks: Sequence[Block], at: int) -> Iterator[int]:
    for later in range(at + 1, len(blocks)):
        if blocks[later].kind == "heading" and blocks[later].level <= blocks[at].level:
            return
        if blocks[later].kind not in ("heading", "furniture", "title"):
            yield later


def _unit_end(document: Document, at: int) -> int:
    """The block after the last one that is of the same idea as block `at`."""
    text, blocks = document.text, document.blocks
    block = blocks[at]
    end = at + 1
    if block.kind == "item":
        while end < len(blocks) and blocks[end].kind == "item" and blocks[end].level > block.level:
            end += 1
    elif block.kind == "row" or _captions(document, blocks, at):
        while (
            end < len(blocks)
            and blocks[end].kind == "row"
            and not (blocks[end].level and blocks[end - 1].kind == "row" and not blocks[end - 1].level)
        ):
            end += 1
        if end == at + 1 and block.kind == "paragraph":
            return _lines_end(document, at)
    elif (led := _list_end(document, at)) > end:
        end = led
    elif is_tiny(text, block):
        return _lines_end(document, at)
    return end


def _list_end(document: Document, at: int) -> int:
    """The block after the list that block `at` introduces; the one right after it where it introduces none."""
    text, blocks = document.text, document.blocks
    run = at + 1
    while run < len(blocks) and blocks[run].kind == "item":
        run += 1
    led = leads_on(text, blocks[at], document.markers) or (
        blocks[at].kind == "heading" and leads_alone(text, blocks[at], blocks[at + 1 : run])
    )
    return run if led else at + 1


def _captions(document: Document, blocks: Sequence[Block], at: int) -> bool:
    """Whether block `at` stands above a table: "Table 1 …", or what ends in a colon right above rows."""
    block, after = blocks[at], blocks[at + 1 : at + 2]
    said = document.text[block.start : block.end]
    announced = any(one.kind == "row" for one in after) and announces(document.text, block, document.markers)
    return (
        block.kind == "paragraph"
        and len(said.split()) <= CAPTION_WORDS
        and (CAPTION.match(said) is not None or announced)
    )


def _lines_end(document: Document, at: int) -> int:
    """Short lines that stand together: cells of a table printed one a line, stages, terms with their definitions."""
    text, blocks = document.text, document.blocks
    end = at + 1
    words = _words(text, blocks[at])
    while end < len(blocks) and blocks[end].kind == blocks[at].kind and is_tiny(text, blocks[end]):
        words += _words(text, blocks[end])
        # A blank line parts lines of some length; between the cells of a table that lost its rules it means nothing.
        gap = text[blocks[end - 1].end : blocks[end].start].count("\n")
        apart = gap > 2 or (gap == 2 and max(_words(text, blocks[end - 1]), _words(text, blocks[end])) > CELL_WORDS)
        leads_on = end + 1 < len(blocks) and blocks[end + 1].kind == "item"
        said = text[blocks[end].start : blocks[end].end]
        own = blocks[end].kind == "about" and (is_field(said) or (is_about(said) and not is_stage(said)))
        if words > LINES_WORDS or apart or leads_on or own or _captions(document, blocks, end):
            break
        end += 1
    return end


def _words(text: str, block: Block) -> int:
    return len(text[block.start : block.end].split())


def _unit(document: Document, blocks: Sequence[Block], path: tuple[str, ...], kind: Kind) -> _Unit:
    top = min((block.level for block in blocks if block.kind == "item"), default=1)
    led = len(blocks) > 1 and blocks[0].kind in ("paragraph", "heading") and blocks[1].kind in ("item", "row")
    caption = len(blocks) > 1 and _captions(document, blocks, 0)
    below = _grouped(blocks)
    depths = [
        0
        if index == 0 and (led or caption)
        else (block.level - top if block.kind == "item" else 0) + (led or caption) + (index in below)
        for index, block in enumerate(blocks)
    ]
    governs = [index + 1 < len(depths) and depths[index + 1] > depths[index] for index in range(len(depths))]
    return _Unit(tuple(blocks), tuple(depths), tuple(governs), path, kind)


def _grouped(blocks: Sequence[Block]) -> set[int]:
    """The rows that are governed by one above them, as "Children" governs the doses below it.

    Only in a table whose first row has its first cell alone: elsewhere such a row may be one with nothing in it.
    """
    rows = [index for index, block in enumerate(blocks) if block.kind == "row" and not block.level]
    below: set[int] = set()
    group = bool(rows) and is_lone([cell.start < cell.end for cell in blocks[rows[0]].cells])
    for index in rows if group else ():
        if not is_lone([cell.start < cell.end for cell in blocks[index].cells]):
            below.add(index)
    return below


def _passages(document: Document, unit: _Unit) -> Iterator[tuple[list[Part], set[int]]]:
    """The parts of each passage that a unit makes, and reference numbers that it rests on but does not hold."""
    text, markers = document.text, document.markers
    held = [
        parts_of(text, block, within(markers, block.start, block.end), depth, governs)
        for block, depth, governs in zip(unit.blocks, unit.depths, unit.governs, strict=True)
    ]
    everything = [part for parts in held for part in parts]
    if len(unit.blocks) == 1 and unit.blocks[0].kind != "row":
        chunks = _chunks(text, everything, PARAGRAPH_WORDS, everything)
        shared: set[int] = set()
    else:
        limit = GOVERNED_WORDS if _is_led(unit) else TABLE_WORDS if unit.blocks[-1].kind == "row" else LIST_WORDS
        top = min(unit.depths) + 1
        starts = [
            parts[0]
            for parts, depth in zip(held, unit.depths, strict=True)
            # A cell that reaches down is in one passage with all its rows.
            if parts and depth <= top and all(cell.start >= parts[0].start for cell in parts[0].cells)
        ]
        chunks = _chunks(text, everything, limit, starts)
        shared = _shared(document, unit) if len(chunks) > 1 else set()
    for chunk in chunks:
        yield chunk, shared


def _is_led(unit: _Unit) -> bool:
    """Whether a lead-in, a caption or column names hold for what is in a unit."""
    return any(unit.governs) or any(block.kind == "row" and block.level for block in unit.blocks)


def _shared(document: Document, unit: _Unit) -> set[int]:
    """Numbers that hold for a whole list: those of its lead-in, and those of its last item where no other has any."""

    def held(block: Block) -> Sequence[Marker]:
        return within(document.markers, block.start, block.end)

    numbers = {
        n
        for block, governs in zip(unit.blocks, unit.governs, strict=True)
        if governs
        for m in held(block)
        for n in m.numbers
    }
    leaves = [block for block, governs in zip(unit.blocks, unit.governs, strict=True) if not governs]
    marked = [block for block in leaves if held(block)]
    if marked == leaves[-1:] and marked[0].kind == "item":
        numbers.update(n for m in held(marked[0]) for n in m.numbers)
    return numbers


def _chunks(text: str, parts: list[Part], limit: int, starts: Sequence[Part]) -> list[list[Part]]:
    """The parts in runs of about equal size, none much above `limit` words; a run begins at one of `starts` only."""
    sizes = [len(text[part.start : part.end].split()) for part in parts]
    total = sum(sizes)
    if total <= limit or len(parts) < 2:
        return [parts] if parts else []
    target = total / -(-total // limit)
    may_start = {id(part) for part in starts}
    chunks: list[list[Part]] = [[]]
    words = 0
    for part, size in zip(parts, sizes, strict=True):
        full = words and (words + size > limit or words + size / 2 > target)
        if full and id(part) in may_start and chunks[-1][-1].kind != "lead":
            chunks.append([])
            words = 0
        chunks[-1].append(part)
        words += size
    return chunks
