"""Documents and passages as rows of the store, and back; compact, and exact to the last character."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from corpus.documents import Block, Document, Marker, Part, Passage, Reference, Span
from corpus.errors import Damaged
from corpus.faults import RESET

DOCUMENT_COLUMNS = "key, source, origin, title, text, record"
PASSAGE_COLUMNS = "key, document, kind, section, start, end, parts, markers, refs, page, words"

DocumentRow = tuple[str, str, str, str, str, str]
PassageRow = tuple[str, str, str, str, int, int, str, str, str, int | None, str]


def document_row(document: Document) -> DocumentRow:
    record = {
        "blocks": [_block(block) for block in document.blocks],
        "references": [dataclasses.asdict(reference) for reference in document.references],
        "markers": _markers(document.markers),
        "type": document.type,
        "stands_for": document.stands_for,
        "year": document.year,
        "doi": document.doi,
        "pmid": document.pmid,
        "publisher": document.publisher,
        "updated": document.updated,
        "review_status": document.review_status,
        "disclaimer": document.disclaimer,
        "digest": document.digest,
        "dropped": document.dropped,
    }
    if document.attached_as is not None:
        # Only where there is one, so that what was held before these were kept has the fingerprint that it had.
        record["attached_as"] = dataclasses.asdict(document.attached_as)
        record["attached_in"] = document.attached_in
    return (document.key, document.source, document.origin, document.title, document.text, _json(record))


def document_of(row: DocumentRow) -> Document:
    """The document of a row; raises Damaged where no document can be what the row says."""
    key, source, origin, title, text, record = row
    with _understood(f"document {key}"):
        held = json.loads(record)
        held["blocks"] = tuple(
            Block(kind, start, end, level, page, _spans_of(cells), tuple((at, other) for at, other in turns), *closes)
            for kind, start, end, level, page, cells, turns, *closes in held["blocks"]
        )
        held["references"] = tuple(Reference(**reference) for reference in held["references"])
        held["markers"] = _markers_of(held["markers"])
        held["stands_for"] = tuple(held["stands_for"]) if held.get("stands_for") else None
        held["attached_as"] = Reference(**held["attached_as"]) if held.get("attached_as") else None
        return Document(key=key, source=source, origin=origin, title=title, text=text, **held)


def fingerprint(document: Document) -> str:
    """SHA-256 of all that a document is, wherever it was read."""
    row = document_row(dataclasses.replace(document, origin="", dropped=dict(sorted(document.dropped.items()))))
    return hashlib.sha256(_json(row).encode("ascii")).hexdigest()


def passage_row(passage: Passage, words: str) -> PassageRow:
    """`words` is the identity of the texts that its vectors are made from."""
    return (
        passage.key,
        passage.document,
        passage.kind,
        _json(passage.section),
        passage.start,
        passage.end,
        _json([[p.kind, p.start, p.end, p.depth, _spans(p.cells)] for p in passage.parts]),
        _json(_markers(passage.markers)),
        _json(passage.references),
        passage.page,
        words,
    )


def passage_of(row: PassageRow, text: str) -> Passage:
    """A passage of the document whose whole text is `text`; raises Damaged where none can be what the row says."""
    key, document, kind, section, start, end, parts, markers, references, page, _ = row
    with _understood(f"passage {key}"):
        return Passage(
            key=key,
            document=document,
            kind=kind,  # type: ignore[arg-type]
            section=tuple(json.loads(section)),
            start=start,
            end=end,
            text=text[start:end],
            parts=tuple(Part(k, s, e, depth, _spans_of(cells)) for k, s, e, depth, cells in json.loads(parts)),
            markers=_markers_of(json.loads(markers)),
            references=tuple(json.loads(references)),
            page=page,
        )


@contextmanager
def _understood(what: str) -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise Damaged(f"The library's record of {what} makes no sense: restore a copy of it, or {RESET}.") from problem


def _json(value: Any) -> str:
    # ASCII: lone surrogates, as in undecodable file names, survive the way to disk and back.
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _block(block: Block) -> list[Any]:
    held = [block.kind, block.start, block.end, block.level, block.page, _spans(block.cells), block.turns]
    # Only where a part of the page ends, so that other documents have the fingerprint that they had.
    return [*held, block.closes] if block.closes else held


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _spans_of(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _markers(markers: Sequence[Marker]) -> list[list[Any]]:
    return [[marker.start, marker.end, marker.numbers] for marker in markers]


def _markers_of(rows: list[list[Any]]) -> tuple[Marker, ...]:
    return tuple(Marker(start, end, tuple(numbers)) for start, end, numbers in rows)
