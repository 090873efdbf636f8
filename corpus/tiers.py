"""How much a document's word weighs: a guideline before research, research before an article, a record last."""

from __future__ import annotations

import re
from typing import Literal, get_args

from corpus.documents import Document
from corpus.holdings import RECORD, Holdings

Tier = Literal["Guideline", "Research", "Article", "Record only"]

GUIDELINE = re.compile(r"\bguide\s?lines?\b|\bguidance\b|\bconsensus\b|\bposition (?:paper|statement)\b", re.I)
RESEARCH = re.compile(
    r"\bresearch\b|\btrials?\b|\bstud(?:y|ies)\b|\breviews?\b|\bmeta-?analys[ie]s\b|\bcase (?:reports?|series)\b|"
    r"\bpreprint\b|\bcohort\b",
    re.I,
)
# Of a title. "Guidance" may be that of a needle, and who speaks of adherence to guidelines has written none.
TITLED = re.compile(
    r"\bguide\s?lines?\b|\bconsensus (?:statement|recommendations?)\b|\bposition (?:paper|statement)\b", re.I
)
ON_GUIDELINES = re.compile(
    r"\b(?:adherence|compliance|concordance|uptake|implement\w+|barriers?|effects?|impact|according)\b", re.I
)
RETRACTED = re.compile(r"\bretracted\b", re.I)


def tier(document: Document, holdings: Holdings) -> Tier:
    """A document's tier, from what it is said to be: by its ingest or its file, else by the lists that name it.

    What one of them calls retracted is neither guideline nor research, whatever else it is called.
    """
    if document.type == RECORD:
        return "Record only"
    listed = [listing.entry.type for listing in holdings.listings(document.key)]
    if any(RETRACTED.search(one) for one in (document.type, *listed)):
        return "Article"
    own = of_type(document.type)
    # What is attached took its type from its list when it came, or was told another.
    if own != "Article" or document.stands_for is not None:
        return own
    return min(map(of_type, listed), key=rank, default=own)


def of_type(printed: str) -> Tier:
    """The tier that the words for a type stand for."""
    if GUIDELINE.search(printed):
        return "Guideline"
    return "Research" if RESEARCH.search(printed) else "Article"


def titled_guideline(title: str) -> bool:
    """Whether a document calls itself a guideline in its title, and is not a study of some."""
    return bool(TITLED.search(title)) and not RESEARCH.search(title) and not ON_GUIDELINES.search(title)


def rank(one: Tier) -> int:
    """Its place, 0 the first: what decides between passages that answer equally well."""
    return get_args(Tier).index(one)
