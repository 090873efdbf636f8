"""A text as the exact judge reads it: its words and what stands between them, their lines, cells and lead-ins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chat.gate.abbreviations import before_figure
from chat.gate.measures import LABELS
from chat.gate.words import STOP

_BULLET = re.compile(r"(?m)^[ \t]*(?:[•▪◦‣·*+–-]|\(?\d{1,2}[.)](?![^\n]*\t))[ \t]+(?=\S)")
"""What an item begins with; a number that begins a row of cells is a part of its first cell: "1. Daily life"."""
_OPENING_SIGNS = " \n\t\x00\"“‘'(["
"""What may stand between a lead-in's colon and the first word under it."""
_TOKEN = re.compile(r"[^\W_]+(?:['’.,/^°%+-](?=[^\W_])[^\W_]+|[%°])*|[%°≥≤<>=±→+×✗✘✕❌↑↓~]")
# No number that opens a line is one: "2. Item" would go on the line before it.
_MARKER = re.compile(
    r"(?:\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]|(?<=[A-Za-z.,;:)\]])(?<![cdkm]m)(?<!\bm)[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]*(?:[,˒⁻–][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*|[^\S\n]\d{1,3}(?:\s?[,–-]\s?\d{1,3})*(?=\s*(?:[:;.]\s|[:;.]?$|\n)))"
)
_NUMBERED = frozenset(LABELS) | frozenset(
    [
        "maximum",
        "minimum",
        "limit",
        "total",
        "equals",
        "about",
        "approximately",
        "around",
        "age",
        "aged",
        "inr",
        "least",
        "most",
        "mg",
        "ml",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign."""

    text: str
    before: str
    """What stands between the token before it and it, white space folded to one blank or one line break."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text taken apart."""

    tokens: tuple[Token, ...]
    after: str
    rows: tuple[tuple[int, int, int], ...]
    """Of every token: its line, its cell, and the indent of its line."""
    leads: tuple[int, ...]
    """Of every token: the line of the lead-in that governs it, -1 where none does."""
    heading: str = ""
    """What stands above the passage."""


def without_reference_marks(text: str) -> str:
    """A passage's text without what looks like the article's own reference numbers at the end of a sentence or line.

    For texts that come without markers as data; a number after "score", "of" or "maximum" is none.
    """

    def kept(match: re.Match[str]) -> str:
        before = re.search(r"([^\W\d_]+)[)\]]*$", text[: match.start()])
        bare = match[0].strip()[:1].isdigit()
        if bare and (before is None or before[1].lower() in STOP or before[1].lower() in _NUMBERED):
            return match[0]
        return ""

    return _MARKER.sub(kept, text)


def _folded(gap: str) -> str:
    gap = gap.replace("\r", "\n")
    return re.sub(r"[ \u00a0\u2009\u202f]+", " ", re.sub(r"\s*\n\s*", "\n", gap))


@lru_cache(maxsize=2_048)
def read_text(text: str) -> Text:
    """A text taken apart; its lists should be laid out in lines (`chat/gate/layout.py`)."""
    text = _BULLET.sub(lambda m: " " * (len(m[0]) - 1) + "\x00", text)  # a bullet's indent without its sign
    tokens: list[Token] = []
    rows: list[tuple[int, int, int]] = []
    leads: list[int] = []
    last = line = cell = 0
    indent = 0
    governing: list[tuple[int, int]] = []
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    for match in _TOKEN.finditer(text):
        gap = text[last : match.start()]
        if gap.startswith(".") and before_figure(text[: last + 1][-12:], match[0]):
            gap = gap[1:]
        if "\n" in gap or not tokens:
            line = next(i for i in range(len(starts) - 1, -1, -1) if starts[i] <= match.start())
            cell = gap.rpartition("\n")[2].count("\t")
            blank = gap.count("\n") > 1
            indent = match.start() - starts[line] + (1 if "\x00" in gap else 0)
            if gap.rstrip(_OPENING_SIGNS).endswith(":") and tokens:
                governing.append((rows[-1][2], rows[-1][0]))
            while governing and (
                governing[-1][0] > indent
                or (governing[-1][0] == indent and ("\x00" in gap or blank) and governing[-1][1] != rows[-1][0])
            ):
                governing.pop()
        elif "\t" in gap or "|" in gap or "   " in gap:
            # An empty cell is one too.
            cell += max(1, gap.count("\t") + gap.count("|"))
        tokens.append(Token(match[0], _folded(gap.replace("\x00", "•"))))
        rows.append((line, cell, indent))
        leads.append(governing[-1][1] if governing else -1)
        last = match.end()
    return Text(tuple(tokens), _folded(text[last:].replace("\x00", "•")), tuple(rows), tuple(leads))


def gap_after(text: Text, index: int) -> str:
    """What stands behind a token; the end of a text ends a line, whatever sign stands there ("Xeomin®")."""
    return text.tokens[index + 1].before if index + 1 < len(text.tokens) else text.after + "\n"
