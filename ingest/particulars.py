"""What a document says of itself: last updated, review status, publisher, disclaimer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.documents import Block
from ingest.about import DISCLAIMER, PROSE_WORDS
from ingest.furniture import DATED, is_stage
from ingest.sections import label

STATUS = re.compile(r"review\s+status\s*[:–—-]\s*([^\n.;|•·]{2,80})", re.I)
PENDING = re.compile(
    r"\b(?:(?:is|are|still|currently)\s+)?(?:pending|awaiting|under|undergoing|in)\s+(?:(?:human|peer|editorial|medical|expert|clinical|final)\s+)*review\b",
    re.I,
)
UNREVIEWED = re.compile(r"\bnot\s+(?:yet\s+)?(?:been\s+)?(?:certified\s+by\s+)?peer[\s-]review(?:ed)?", re.I)
NAME = r"(?:^|[.!?]\s+|\n)([A-Z][\w.&'’-]*(?:\s[A-Z][\w.&'’-]*){0,5})\s+"
PUBLISHERS = (
    re.compile(r"\b(?i:published\s+by|publisher\s*:)\s*([A-Z][^\n.,;|]*(?:\.\w+)?)"),
    re.compile(NAME + r"(?:assumes?|accepts?|bears?|takes?)\s+no\s+(?:legal\s+)?(?:liability|responsibility)"),
    re.compile(
        NAME + r"(?:is|are|(?:can|shall|will)\s?not\s+be(?:\s+held)?)\s+(?:not\s+)?(?:liable|responsible)\s+for"
    ),
    re.compile(
        r"(?:©|copyright|\(c\))\s*(?:(?:©|\(c\))\s*)?\d{4}(?:[-–]\d{4})?,?\s+(?:by\s+)?"
        r"([A-Z][^\n.,;|]{2,60}?)(?=\.\s|[.,;|\n]|\s+all\s+rights|$)",
        re.I,
    ),
)
# The publisher is nobody's pronoun.
NOBODY = {
    "we",
    "the",
    "the authors",
    "authors",
    "it",
    "they",
    "this",
    "the author",
    "the editors",
    "the publisher",
    "no",
}


@dataclass(frozen=True, slots=True)
class About:
    """What the document says of itself, in its own words where they are printed."""

    title: str
    updated: str
    review_status: str
    publisher: str
    disclaimer: str


def facts(text: str, blocks: Sequence[Block], title: str, updated: str, publisher: str) -> About:
    """The document's particulars.

    `updated` and `publisher` are what the file's metadata has; the date is used where the text is silent.
    """
    about = [text[block.start : block.end] for block in blocks if block.kind == "about"]
    said = "\n".join(about)
    notices = [words for words in about if DISCLAIMER.search(words) and len(words.split()) >= PROSE_WORDS // 2]
    under = [
        text[block.start : block.end]
        for index, block in enumerate(blocks)
        if block.kind == "about" and index and blocks[index - 1].kind == "heading"
        and DISCLAIMER.search(label(text, blocks[index - 1]))
    ]  # fmt: skip
    return About(
        title=title,
        updated=_updated(said) or updated,
        review_status=_status(said),
        publisher=publisher or _publisher(said),
        disclaimer="\n\n".join(dict.fromkeys(under or notices)),
    )


def _updated(said: str) -> str:
    found = DATED.findall(said)
    order = (
        "last updated",
        "updated",
        "last modified",
        "modified",
        "last revised",
        "revised",
        "last reviewed",
        "reviewed",
        "published",
        "approved",
        "issued",
        "written",
    )
    ranked = sorted(
        found,
        key=lambda one: next((at for at, name in enumerate(order) if " ".join(one[0].lower().split()) == name), 99),
    )
    return ranked[0][1] if ranked else ""


def _status(said: str) -> str:
    if explicit := STATUS.search(said):
        return explicit[1].strip()
    if UNREVIEWED.search(said):
        return "Not peer reviewed"
    pending = [found for found in PENDING.finditer(said) if not is_stage(_line(said, found.start()))]
    if not pending:
        return ""
    # The word that the page itself prints for it, where it lists the stages.
    return next((line.strip() for line in said.split("\n") if is_stage(line)), "Under Review")


def _line(said: str, at: int) -> str:
    end = said.find("\n", at)
    return said[said.rfind("\n", 0, at) + 1 : end if end >= 0 else len(said)]


def _publisher(said: str) -> str:
    for pattern in PUBLISHERS:
        for found in pattern.finditer(said):
            name = found[1].strip(" .")
            if name.casefold() not in NOBODY:
                return name
    return ""
