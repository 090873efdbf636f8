"""Which of many names mean the same paper: DOI, else PMID, else title and year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

SHORTEST_TITLE = 4
"""Words: a shorter title ("Multiple myeloma") is that of many papers."""
DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi\s*:?\s*)+", re.I)


@dataclass(frozen=True, slots=True)
class Names:
    """What a paper is called, folded so that equal means the same; empty where it is not told."""

    doi: str = ""
    pmid: str = ""
    titled: str = ""
    """Title and year; empty where either is missing or the title says too little."""

    @classmethod
    def of(cls, doi: str, pmid: str, title: str, year: int | None) -> Names:
        words = folded_title(title)
        titled = f"{words} {year}" if year and len(words.split()) >= SHORTEST_TITLE else ""
        return cls(folded_doi(doi), pmid.strip().lstrip("0"), titled)


def folded_doi(doi: str) -> str:
    """A DOI without the address it was written as, in one case."""
    return DOI_PREFIX.sub("", doi.strip()).rstrip(".,;").casefold()


def folded_title(title: str) -> str:
    """A title's words alone: no case, accents, punctuation."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    return " ".join(re.findall(r"\w+", "".join(one for one in plain if not unicodedata.combining(one))))


def same_papers(named: Sequence[Names]) -> list[int]:
    """For each of the names a number that those of the same paper share.

    What two names have in common joins them unless a stronger name tells them apart: the same title in the same year
    is two papers when each has a DOI of its own (a guideline printed by two journals). Joining is carried on: an entry
    with a DOI alone and one with a title alone meet in a record that has both.
    """
    groups = _Groups(named)
    for name in ("doi", "pmid", "titled"):
        first: dict[str, list[int]] = {}
        for at, one in enumerate(named):
            value = getattr(one, name)
            if not value:
                continue
            others = first.setdefault(value, [])
            if not any(groups.join(other, at) for other in others):
                others.append(at)
    return [groups.top(at) for at in range(len(named))]


class _Groups:
    """Names joined so far; a group never holds two DOIs, nor two PMIDs."""

    def __init__(self, named: Sequence[Names]) -> None:
        self._above = list(range(len(named)))
        self._dois = [one.doi for one in named]
        self._pmids = [one.pmid for one in named]

    def top(self, at: int) -> int:
        while self._above[at] != at:
            self._above[at] = self._above[self._above[at]]
            at = self._above[at]
        return at

    def join(self, one: int, other: int) -> bool:
        """Whether the two are one group now."""
        first, second = sorted((self.top(one), self.top(other)))
        if first == second:
            return True
        dois, pmids = {self._dois[first], self._dois[second]} - {""}, {self._pmids[first], self._pmids[second]} - {""}
        if len(dois) > 1 or (not dois and len(pmids) > 1):
            return False
        self._above[second] = first
        self._dois[first] = next(iter(dois), "")
        self._pmids[first] = self._pmids[first] or self._pmids[second]
        return True
