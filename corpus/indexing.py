"""What is indexed of a passage: its heading path and its words, without reference markers.

Retrieval quality is decided here: both searches, and the vectors of a passage and of its parts, see these texts only.
"""

from __future__ import annotations

from corpus.documents import Part, Passage, column_names

INDEXING_VERSION = 3
"""Raised with any change below; vectors made from other texts are then made again by a rebuild."""


def indexed_text(title: str, passage: Passage) -> str:
    """A passage as it is searched: title, headings, then its own words."""
    return "\n".join((*_headings(title, passage), passage.words()))


def part_texts(title: str, passage: Passage) -> list[str]:
    """One text for each of `passage.parts`: what governs it, then its own words.

    Title and headings are left to the whole passage's text: a part's neighbours share them, so here they would only
    draw its vector towards theirs.
    """
    del title
    texts = []
    header: Part | None = None
    governing: list[Part] = []
    for part in passage.parts:
        governing = [above for above in governing if above.depth < part.depth]
        leads = [passage.words(above.start, above.end) for above in governing]
        texts.append("\n".join((*leads, _own_words(passage, part, header))))
        if part.kind == "header":
            header = part
        else:
            governing.append(part)
    return texts


def _headings(title: str, passage: Passage) -> list[str]:
    """The title and the headings above a passage, outermost first, each once."""
    return [heading for heading in dict.fromkeys((title, *passage.section)) if heading.strip()]


def _own_words(passage: Passage, part: Part, header: Part | None) -> str:
    """A part's words; a table row's cells each follow the header cell above them."""
    if part.kind != "row" or not part.cells:
        return passage.words(part.start, part.end)
    cells = [passage.words(cell.start, cell.end) for cell in part.cells]
    named = column_names(part.cells, header.cells if header else ())
    names = [passage.words(name.start, name.end) if name else "" for name in named]
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in zip(names, cells, strict=True) if cell)
