"""A passage as the gate reads it."""

from __future__ import annotations

from corpus.documents import Part, Passage, cell_owners


def evidence(passage: Passage) -> str:
    """The passage's text without the article's reference markers.

    Lines, bullets and cells stay apart: the gate reads them as what they are. Every cell of a table stands in its
    column, an empty one too, and below a row that governs others the names of the columns stand again. Of a
    lead-in that has none, the colon is added, and its bullet to an item that stands without one (HTML, Word): what a
    list denies is read from its lines.
    """
    written: list[str] = []
    header: Part | None = None
    above: Part | None = None
    at = passage.start
    for part in passage.parts:
        gap = _plain(passage, at, part.start)
        if above is not None and _in_cells(above):
            # Bars and rules say nothing. Of two lines of a header, only the second stands right above its rows.
            gap = "\n\n" if part.kind == "header" else "\n"
        elif _in_cells(part):
            gap = f":\n{_cells(passage, header)}\n" if header is not None else gap.rstrip(" \t|│")
        elif part.kind == "item" and above is not None and above.kind == "lead" and above.depth < part.depth:
            # A lead-in may do without its colon, or have a dash behind it.
            open_ended = written[-1].rstrip()[-1:] not in (*".:;,!?",)
            gap = (":" if open_ended else "") + gap.lstrip(" -–—")
        if _listed(part) and not gap.strip(" \t\n:"):
            gap = f"{gap.rstrip(' ')}{'' if above is None else _broken(gap)}{'  ' * part.depth}• "
        written += [gap, _cells(passage, part) if _in_cells(part) else _plain(passage, part.start, part.end)]
        header = part if part.kind == "header" else header
        above, at = part, part.end
    return "".join([*written, _plain(passage, at, passage.end)])


def _listed(part: Part) -> bool:
    return part.kind == "item" or (part.kind == "lead" and part.depth > 0 and not part.cells)


def _broken(gap: str) -> str:
    return "" if gap.rstrip(" ").endswith("\n") else "\n"


def _in_cells(part: Part) -> bool:
    return part.kind in ("header", "row") and bool(part.cells)


def _cells(passage: Passage, row: Part) -> str:
    # A name over several columns stands over each.
    shown = [row.cells[at] for at in cell_owners(row.cells)] if row.kind == "header" else row.cells
    return "\t".join(passage.words(cell.start, cell.end) for cell in shown)


def _plain(passage: Passage, start: int, end: int) -> str:
    return "".join(passage.text[a - passage.start : b - passage.start] for a, b in passage.pieces(start, end))
