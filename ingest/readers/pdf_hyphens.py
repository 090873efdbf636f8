"""Words that are broken at the end of a line: which of them have a hyphen of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
BROKEN = re.compile(r"([^\W_]+(?:[-‐‑][^\W_]+)*)[-‐‑]$")
BEGINS = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")
# First parts that make one word with most of what follows them.
FIRST_PARTS = """
    anti be bio co con counter de dis down en ex extra fore hyper hypo in inter intra macro mal micro mid mis multi neo
    off on out over para per peri poly post pre pro re semi some sub super tele there through trans ultra un under up
    with
"""
# Second parts that are hardly ever the rest of a broken word.
SECOND_PARTS = """
    based related induced dependent associated specific like free line term risk dose blind controlled label naive
    positive negative threatening effective sensitive resistant mediated reported up down off year old day week month
    hour fold wide treated limited center centre income known defined derived care level quality scale effect
"""
CLOSED = frozenset(FIRST_PARTS.split())
OPEN = frozenset(SECOND_PARTS.split())
SHORTEST = 4


class Hyphens:
    """Judges broken words by how their document writes them elsewhere."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.words: Counter[str] = Counter()
        for line in lines:
            for word in WORD.findall(line.casefold()):
                self.words[re.sub("[‐‑]", "-", word)] += 1

    def joins(self, above: str, below: str) -> str | None:
        """What stands between the last word of a line and the first of the next: "" or "-"; None when they are two."""
        broken, begins = BROKEN.search(above), BEGINS.match(below)
        if broken is None or begins is None:
            return None
        first, second = broken[1].casefold(), begins[0].casefold()
        if first[-1].isdigit() or not begins[0][0].islower() or (broken[1].isupper() and len(first) > 1):
            return "-"
        # Only the pieces next to the break tell: the others are whole.
        before, after = first.rsplit("-", 1)[-1], re.split("[-‐‑]", second)[0]
        whole, parted = self.words[first + second], self.words[f"{first}-{second}"]
        whole += self.words[before + after] if (before, after) != (first, second) else 0
        if whole != parted:
            return "" if whole > parted else "-"
        if after in OPEN and (before not in CLOSED or before in ("long", "short")):
            return "-"
        real = len(before) >= SHORTEST and len(after) >= SHORTEST and before not in CLOSED
        return "-" if real and self.words[before] > 0 and self.words[after] > 1 else ""
