"""The parts of a block: the sentences, lead-in, item or row that an answer is composed from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.documents import Block, Marker, Part
from ingest.lines import bullet_length
from ingest.markers import within
from ingest.sentences import sentences

# A dash behind the colon (":-") is a typist's habit, and no word of the lead-in.
COLON = re.compile(r":(\s?[-–—])?$")
STOP = re.compile(r"(?<!\.\.)[.!?;][\"'”’)\]]*$")
# Words in which no clause ends.
UNFINISHED = re.compile(
    r"\b(?:if|when|unless|you|who|that|have|has|are|is|or|and|with|by|of|to|for|the|should|must|can|may|not)$", re.I
)

# A bullet above the first is a sentence without its stop, and so is one above the second that opens with a capital.
FRAGMENT_WORDS, LABEL_WORDS = 15, 6
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|cannot|could|may|might|must|should|shall|will|would|does?|did)\b", re.I
)

# A heading that turns the meaning of what is listed under it.
DENYING = re.compile(
    r"\b(?:not|never|no longer|avoid\w*|don['’]t|contra-?indicat\w*|caution\w*|myths?|exclu(?:de|sion)\w*|unless|"
    r"withh[eo]ld\w*)\b",
    re.I,
)


def announces(text: str, block: Block, markers: Sequence[Marker]) -> bool:
    """Whether a block ends in a colon, its own reference number aside ("grading severity 1:")."""
    return COLON.search(_unmarked(text, block, markers)) is not None


def leads_on(text: str, block: Block, markers: Sequence[Marker]) -> bool:
    """Whether a block right above a list introduces it: a paragraph without a stop, a heading that is unfinished."""
    words = _unmarked(text, block, markers)
    if announces(text, block, markers):
        return True
    if block.kind == "heading":
        return words.endswith("…") or UNFINISHED.search(words) is not None
    return block.kind == "paragraph" and STOP.search(words) is None


def _unmarked(text: str, block: Block, markers: Sequence[Marker]) -> str:
    shown = text[block.start : block.end]
    for marker in reversed(within(markers, block.start, block.end)):
        shown = shown[: marker.start - block.start] + shown[marker.end - block.start :]
    if block.kind == "heading":
        shown = shown.split("\n")[0]
    return shown.rstrip()


def content_start(text: str, block: Block) -> int:
    """Where a block's words begin, its bullet or enumerator left out."""
    return block.start + (bullet_length(text[block.start : block.end]) if block.kind == "item" else 0)


def parts_of(text: str, block: Block, markers: Sequence[Marker], depth: int, governs: bool) -> list[Part]:
    """The parts of one block at a depth of its passage; `governs` when deeper blocks follow it there."""
    if block.kind == "row":
        # The rule that a text table draws under its header belongs to the row's block, but is no word of it.
        end = block.start + len(text[block.start : block.end].split("\n")[0].rstrip())
        if governs and not block.level:
            return [Part("lead", block.cells[0].start, block.cells[0].end, depth)]
        return [Part("header" if block.level else "row", block.start, end, depth, block.cells)]
    if block.kind == "heading" and governs:
        # A line of dashes under it is no word of it.
        end = block.start + len(text[block.start : block.end].split("\n")[0].rstrip())
        return [Part("lead", block.start, _undashed(text, block.start, end), depth)]
    if block.kind in ("reference", "title", "heading"):
        return [Part("sentence", block.start, block.end, depth)]
    if block.kind == "about":
        return [
            Part("sentence", span.start, span.end, depth) for span in sentences(text, block.start, block.end, markers)
        ]
    spans = sentences(text, content_start(text, block), block.end, markers)
    found = [Part("sentence", span.start, span.end, depth) for span in spans]
    if governs and found:
        last = found[-1] if block.kind == "paragraph" else found[0]
        found[found.index(last)] = Part("lead", last.start, _undashed(text, last.start, last.end), depth)
    elif block.kind == "item" and found:
        found[0] = Part("item", found[0].start, found[0].end, depth)
    return found


def _undashed(text: str, start: int, end: int) -> int:
    """Where a lead-in ends, a dash behind its colon left out."""
    dash = COLON.search(text[start:end])
    return end if dash is None or dash[1] is None else start + dash.start(1)


def leads_alone(text: str, heading: Block, items: Sequence[Block]) -> bool:
    """Whether bullets right under a heading say nothing, or the opposite, without it: "Contraindications"."""
    said = text[heading.start : heading.end]
    return bool(items) and (DENYING.search(said) is not None or _are_bare(text, items))


def _are_bare(text: str, items: Sequence[Block]) -> bool:
    """Whether half or more of some bullets say nothing by themselves; one with others below it is said with these."""
    top = min((one.level for one in items), default=0)
    led = [later.level > one.level for one, later in pairwise(items)] + [False]
    bare = [_is_fragment(text, one) and not over for one, over in zip(items, led, strict=True) if one.level == top]
    return 2 * sum(bare) >= len(bare) > 0


def _is_fragment(text: str, block: Block) -> bool:
    """Whether a bullet is no sentence: "pregnancy", "patients who make no urine"."""
    words = text[content_start(text, block) : block.end].strip()
    if not words or STOP.search(words) or COLON.search(words) or len(words.split()) > FRAGMENT_WORDS:
        return False
    return words[0].islower() or (len(words.split()) <= LABEL_WORDS and not FINITE.search(words))


def is_tiny(text: str, block: Block) -> bool:
    """A line that is no sentence: a label, a cell, a "term: definition"."""
    words = text[block.start : block.end].split()
    return (
        block.kind in ("paragraph", "about")
        and len(words) <= 25
        and not re.search(r"[.!?][\"”’)\]]*(?:\s|$)", " ".join(words))
    )
