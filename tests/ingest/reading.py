"""Texts to documents and passages as an ingest makes them, and what must hold of any of them."""

from __future__ import annotations

from corpus.documents import Document, Passage
from ingest.assemble import assemble
from ingest.readers import read_bytes
from ingest.split import split


def documented(text: str | bytes, source: str = "article.txt") -> Document:
    """The document that a file with this text makes."""
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return assemble(read_bytes(content), key="key", source=source, origin=f"/texts/{source}", digest="digest")


def passages(text: str | bytes, kind: str = "") -> list[Passage]:
    """The passages that it is split into, those of one kind only where that is asked."""
    return [one for one in split(documented(text)) if not kind or one.kind == kind]


def bodies(text: str | bytes) -> list[str]:
    """The words of its body's passages, as a person reads them."""
    return [one.words() for one in passages(text, "body")]


def outline_of(passage: Passage) -> list[tuple[str, int, str]]:
    """Its parts: kind, depth and words."""
    return [(part.kind, part.depth, passage.words(part.start, part.end)) for part in passage.parts]


def cited(document: Document) -> list[tuple[int, ...]]:
    """The numbers of its reference markers, in order."""
    return [marker.numbers for marker in document.markers]


def without_markers(document: Document) -> str:
    """Its text with every marker cut out."""
    left, end = "", 0
    for marker in document.markers:
        left += document.text[end : marker.start]
        end = marker.end
    return left + document.text[end:]


def check(document: Document, made: list[Passage]) -> None:
    """What holds of every document and its passages."""
    text = document.text
    end = 0
    covered = bytearray(len(text))
    for passage in made:
        assert end <= passage.start < passage.end, "passages are in order and do not overlap"
        assert passage.text == text[passage.start : passage.end]
        assert passage.text == passage.text.strip()
        end = inside = passage.start
        for part in passage.parts:
            assert inside <= part.start < part.end <= passage.end, "parts are in order and inside"
            # A cell may reach down from a row above.
            assert all(passage.start <= cell.start <= cell.end <= part.end for cell in part.cells)
            # Between parts stand bullets and enumerators, never words.
            assert len([c for c in text[inside : part.start] if c.isalnum()]) <= 4, text[inside : part.start]
            inside = part.end
        assert inside == passage.end
        assert all(passage.start <= one.start < one.end <= passage.end for one in passage.markers)
        end = passage.end
        covered[passage.start : passage.end] = b"\x01" * (passage.end - passage.start)
    place = 0
    for block in document.blocks:
        assert place <= block.start < block.end <= len(text), "blocks are in order and do not overlap"
        assert not text[place : block.start].strip(), "outside the blocks is white space"
        place = block.end
        if block.kind in ("furniture", "heading"):
            covered[block.start : block.end] = b"\x01" * (block.end - block.start)
    assert not text[place:].strip()
    headings = {words for passage in made for words in passage.section}
    for block in document.blocks:
        if block.kind == "heading":
            said = " ".join(text[block.start : block.end].split())
            in_passage = any(one.start <= block.start and block.end <= one.end for one in made)
            assert in_passage or any(words in said for words in headings), f"{said!r} is nowhere"
    lost = [text[at] for at in range(len(text)) if not covered[at] and text[at].isalpha()]
    assert len(lost) == sum(_enumerators(document, covered)), "every word is in a passage, a heading or furniture"
    assert len({one.key for one in made}) == len(made)
    for passage in made:
        assert set(passage.references) >= {n for one in passage.markers for n in one.numbers}


def _enumerators(document: Document, covered: bytearray) -> list[int]:
    """Letters of list items' enumerators that stand before their passage."""
    from ingest.parts import content_start

    return [
        sum(
            document.text[at].isalpha() and not covered[at]
            for at in range(one.start, content_start(document.text, one))
        )
        for one in document.blocks
        if one.kind == "item"
    ]
