"""One bibliographic record, whatever format it came in, and the usual wording of its citation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_AUTHORS = 6
"""Named before "et al.", as medical journals do."""

TYPES = (
    (r"retracted", "Retracted"),
    (r"guide\s?lines?|consensus|position (?:paper|statement)", "Guideline"),
    (r"review|meta-?analysis", "Review"),
    (r"editorial", "Editorial"),
    (r"letter|comment|news", "Letter"),
    (r"preprint", "Preprint"),
    (r"book|chapter|monograph", "Book"),
    (r"thesis|dissertation", "Thesis"),
    (r"report|standard|government", "Report"),
    (r"web|blog|online", "Web page"),
    (r"journal|article|trial|study|research|conference|proceeding|abstract", "Research"),
)
"""What a record says it is to the type it is listed as; the first that fits any of its words for it."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is told of one paper; a field that is not told is empty."""

    title: str
    authors: tuple[str, ...] = ()
    """As "Kumar S"."""
    container: str = ""
    """Journal, book or publisher."""
    year: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    type: str = ""
    abstract: tuple[str, ...] = ()
    """Its paragraphs."""

    def citation(self) -> str:
        """Authors. Title. Journal. 2008;12(3):100-9. doi:10.1/x PMID: 123."""
        named = ", ".join(self.authors[:MOST_AUTHORS]) + (", et al" if len(self.authors) > MOST_AUTHORS else "")
        place = self.volume + (f"({self.issue})" if self.issue else "") + (f":{self.pages}" if self.pages else "")
        when = ";".join(one for one in (str(self.year or ""), place) if one)
        said = [one if one[-1] in ".?!" else f"{one}." for one in (named, self.title, self.container, when) if one]
        names = [f"doi:{self.doi}" if self.doi else "", f"PMID: {self.pmid}" if self.pmid else ""]
        return " ".join([*said, *(one for one in names if one)])


def type_of(printed: Iterable[str]) -> str:
    """The type that a record's own words for it mean; empty where they mean none."""
    words = list(printed)
    for pattern, meant in TYPES:
        if any(re.search(rf"\b(?:{pattern})", one, re.I) for one in words):
            return meant
    return ""


def year_of(printed: str) -> int | None:
    found = re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", printed)
    return int(found[0]) if found else None


def initialled(family: str, given: str) -> str:
    """Family name and initials: "Müller, Jean-Pierre K." is "Müller JPK"."""
    words = re.findall(r"[^\W\d_]+", given)
    initials = "".join(word if word.isupper() and len(word) <= 3 else word[0].upper() for word in words)
    return " ".join(one for one in (family.strip(), initials) if one)
