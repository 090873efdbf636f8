"""Which blocks are the article, which say something of the document, and which are the page around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.documents import Block
from ingest.furniture import DATED, INVITATION, is_furniture
from ingest.furniture import is_about as is_remark
from ingest.imprint import is_imprint
from ingest.sections import label
from ingest.statements import SENTENCE_WORDS, is_sentence

PROSE_WORDS = 12
LONGEST_TITLE = 300
NOTICE = re.compile(r"(?:\w+\s){0,4}disclaimer\s*:?", re.I)
DISCLAIMER = re.compile(
    r"\bdisclaimer\b|not\s+(?:a\s+substitute|intended\s+(?:as|to\s+replace))|does\s+not\s+(?:replace|constitute)|no\s+liability",
    re.I,
)


def roles(text: str, blocks: Sequence[Block], title: str) -> tuple[list[Block], str]:
    """The blocks with title, remarks about the document and furniture told from its body; and the title's words.

    A line counts as one of these only before the first section with prose of its own or after the last one that
    belongs to the article; in doubt it is kept.
    """
    found, words = _title(text, _mended(text, blocks), title)
    first = _first_body(text, found)
    tail = _tail(text, found)
    kept = []
    zone = ""
    for index, block in enumerate(found):
        said = text[block.start : block.end]
        outside = index < first or index >= tail
        if block.kind == "heading" and index >= tail:
            zone = (
                "disclaimer"
                if DISCLAIMER.search(said)
                else "invitation"
                if is_furniture(said) or INVITATION.search(said)
                else ""
            )
        if block.kind in ("title", "reference", "row"):
            kept.append(block)
        elif not re.search(r"\w", said):
            kept.append(replace(block, kind="furniture", level=0))
        elif block.kind == "furniture":
            kept.append(replace(block, kind="about") if is_about(said) and not is_furniture(said) else block)
        elif outside and (is_furniture(said) or (zone == "invitation" and not _is_prose(said) and not is_about(said))):
            kept.append(replace(block, kind="furniture", level=0))
        elif block.kind == "heading":
            kept.append(block if index >= first else replace(block, kind="about", level=0))
        elif (
            zone == "disclaimer"
            or _is_header(said, index < first)
            or ((outside or _is_notice(said)) and is_about(said))
        ):
            kept.append(replace(block, kind="about", level=0))
        else:
            kept.append(block)
    return kept, words


def _title(text: str, blocks: Sequence[Block], title: str) -> tuple[list[Block], str]:
    """The title's block, found by the metadata's words or as the text's first line."""
    found = list(blocks)
    wanted = " ".join(title.split()).casefold()
    for index, block in enumerate(found[:40]):
        if wanted and " ".join(label(text, block).split()).casefold() == wanted and block.kind != "furniture":
            found[index] = replace(block, kind="title", level=0)
            return found, title
    if title or not found:
        return found, title
    first = next((index for index, block in enumerate(found) if block.kind in ("heading", "paragraph")), 0)
    words = label(text, found[first])
    longest = LONGEST_TITLE
    if words.casefold() == "title" and first + 1 < len(found):
        found[first] = replace(found[first], kind="furniture", level=0)
        first += 1
        words = label(text, found[first])
        longest *= 3
    words = re.sub(r"^title\s*:\s*", "", words, flags=re.I)
    if found[first].kind not in ("heading", "paragraph") or len(words) > longest:
        return found, ""
    found[first] = replace(found[first], kind="title", level=0)
    return found, words


def _mended(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks as they are meant where a page's text ran together or lost its marks.

    A date line into which a link has run ("October 21, 2025View editorial policy") is two blocks, and a line that
    says "Disclaimer" is a heading.
    """
    found: list[Block] = []
    for block in blocks:
        if block.kind == "paragraph" and NOTICE.fullmatch(text[block.start : block.end]):
            found.append(replace(block, kind="heading"))
            continue
        dated = DATED.search(text, block.start, min(block.end, block.start + 200))
        if dated and block.kind in ("paragraph", "about") and dated.end() < block.end:
            rest = text[dated.end() : block.end]
            if is_furniture(rest.strip(" |·•-–")):
                words = rest.strip()
                found.append(replace(block, end=dated.end()))
                found.append(replace(block, kind="furniture", start=dated.end() + rest.index(words)))
                continue
        found.append(block)
    return found


def _first_body(text: str, blocks: Sequence[Block]) -> int:
    """The first block of the body: a heading with prose or a list of its own, or prose itself."""
    place = 0
    for index, block in enumerate(blocks):
        said = text[block.start : block.end]
        if block.kind in ("title", "furniture") or is_furniture(said) or is_about(said):
            continue
        if block.kind in ("item", "row", "reference"):
            above = blocks[index - 1] if index else None
            leads = above is not None and above.kind == "paragraph" and text[above.start : above.end].endswith(":")
            return index - 1 if leads else index
        if block.kind == "paragraph" and _is_prose(said):
            return index
        # Headings one below another are decided on at once, by what follows them all: a text may have no end of them.
        if block.kind == "heading" and place <= index:
            place = next((at for at in range(index + 1, len(blocks)) if blocks[at].kind != "heading"), len(blocks))
            below = blocks[place] if place < len(blocks) else None
            if below is not None and not is_furniture(text[below.start : below.end]):
                after = text[below.start : below.end]
                # An answer may be one word.
                asked = text[blocks[place - 1].start : blocks[place - 1].end].endswith("?")
                enough = 1 if asked else SENTENCE_WORDS
                if below.kind != "paragraph" or (len(after.split()) >= enough and not is_about(after)):
                    return index
    return len(blocks)


def is_about(said: str) -> bool:
    """Whether a line outside the article's body says something of the document itself."""
    return is_remark(said) or is_imprint(said)


def _is_header(said: str, before_body: bool) -> bool:
    """A line before the body that is no sentence: in doubt words are evidence, not remarks."""
    return before_body and not is_sentence(said)


def _is_prose(said: str) -> bool:
    return len(said.split()) >= PROSE_WORDS or is_sentence(said)


def _tail(text: str, blocks: Sequence[Block]) -> int:
    """The block after the list of references, or the closing heading that is about the page and not the article."""
    last = max((index for index, block in enumerate(blocks) if block.kind == "reference"), default=-1)
    closing = [
        index
        for index, block in enumerate(blocks)
        if block.kind == "heading" and (DISCLAIMER.search(label(text, block)) or is_furniture(label(text, block)))
    ]
    end = len(blocks)
    while end and blocks[end - 1].kind in ("paragraph", "furniture"):
        said = text[blocks[end - 1].start : blocks[end - 1].end]
        if blocks[end - 1].kind == "paragraph" and not (is_about(said) or is_furniture(said)):
            break
        end -= 1
    later = [index for index in closing if index > 0.5 * len(blocks)]
    return min([*later, *([last + 1] if last >= 0 else []), end])


def _is_notice(said: str) -> bool:
    """A disclaimer or a date line that stands inside the body."""
    return re.match(r"\W*(?:disclaimer|last\s+(?:updated|reviewed)|copyright|©)", said, re.I) is not None
