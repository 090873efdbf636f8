"""Which of many names mean the same paper: DOI, else PMID, else title and year."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
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

    What names have in common joins them unless a stronger name tells them apart: one title of one year is two papers
    when two DOIs go by it (a guideline printed in two journals), and then what has the title alone is neither. Joining
    is carried on: an entry with a DOI alone and one with a title alone meet in a record that has both.
    """
    papers = _Papers(named)
    for value in ("doi", "pmid", "titled"):
        alike: defaultdict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(named):
            if getattr(one, value):
                alike[getattr(one, value)].append(at)
        for members in alike.values():
            papers.join(members, by=value)
    return [papers.top(at) for at in range(len(named))]


class _Papers:
    """Names joined so far, each paper with all that it is called by."""

    def __init__(self, named: Sequence[Names]) -> None:
        self._above = list(range(len(named)))
        self._dois = [{one.doi} - {""} for one in named]
        self._pmids = [{one.pmid} - {""} for one in named]

    def top(self, at: int) -> int:
        while self._above[at] != at:
            self._above[at] = self._above[self._above[at]]
            at = self._above[at]
        return at

    def join(self, members: Sequence[int], by: str) -> None:
        """Make names that are equal in one thing one paper, or where they are several, those that say nothing more."""
        tops = sorted({self.top(at) for at in members})
        dois = {doi for at in tops for doi in self._dois[at]}
        pmids = {pmid for at in tops for pmid in self._pmids[at]}
        if len(dois) > 1 or (by == "titled" and len(pmids) > 1):
            tops = [at for at in tops if not self._dois[at] and (by == "pmid" or not self._pmids[at])]
        for other in tops[1:]:
            self._above[other] = tops[0]
            self._dois[tops[0]] |= self._dois[other]
            self._pmids[tops[0]] |= self._pmids[other]
