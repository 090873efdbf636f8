"""From what a reader extracted to a document: what each block is for, markers found, references linked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from corpus.documents import Document
from corpus.holdings import RECORD
from corpus.tiers import titled_guideline
from ingest.about import roles
from ingest.leads import nest
from ingest.linking import Similarity, link
from ingest.markers import find_markers
from ingest.particulars import facts
from ingest.readers.extracted import Extracted
from ingest.references import listed
from ingest.sections import settle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def _likeness(entries: Sequence[str], citing: Sequence[str]) -> NDArray[np.float32]:
    # The model is loaded only for a list that prints no numbers.
    from corpus.models import embedder

    model = embedder()
    likeness: NDArray[np.float32] = model.documents(entries) @ model.documents(citing).T
    return likeness


def assemble(
    extracted: Extracted, *, key: str, source: str, origin: str, digest: str, similarity: Similarity = _likeness
) -> Document:
    """The document that a file makes; `source` is its name and `origin` where it was read."""
    if extracted.type == RECORD:
        return _records(extracted, key=key, source=source, origin=origin, digest=digest)
    text = extracted.text
    blocks, entries = list(extracted.blocks), list(extracted.entries)
    if not entries:
        blocks, entries = listed(text, blocks, extracted.numbered)
    blocks, title = roles(text, blocks, extracted.title)
    blocks = settle(text, blocks)
    about = facts(text, blocks, title, extracted.updated, extracted.publisher)
    printed = max((entry.number or 0 for entry in entries), default=0)
    markers = find_markers(text, blocks, len(entries), printed, extracted.cited, guessed=not extracted.marked)
    blocks = nest(text, blocks, markers)
    return Document(
        key=key,
        source=source,
        origin=origin,
        title=about.title or PurePath(source).stem,
        text=text,
        blocks=tuple(blocks),
        references=tuple(link(text, blocks, entries, markers, similarity)),
        markers=tuple(markers),
        type=extracted.type or ("Guideline" if titled_guideline(about.title) else "Article"),
        year=extracted.year,
        doi=extracted.doi,
        pmid=extracted.pmid,
        publisher=about.publisher,
        updated=about.updated,
        review_status=about.review_status,
        disclaimer=about.disclaimer,
        digest=digest,
        dropped=dict(extracted.dropped),
    )


def _records(extracted: Extracted, *, key: str, source: str, origin: str, digest: str) -> Document:
    """A list of records, whose reader knows what each block is for; numbers in an abstract are not references of it."""
    return Document(
        key=key,
        source=source,
        origin=origin,
        title=extracted.title or PurePath(source).stem,
        text=extracted.text,
        blocks=extracted.blocks,
        references=extracted.entries,
        type=RECORD,
        year=extracted.year,
        doi=extracted.doi,
        pmid=extracted.pmid,
        digest=digest,
        dropped=dict(extracted.dropped),
    )
