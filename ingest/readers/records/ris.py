"""RIS, as reference managers and publishers export it: two letters, two blanks, a hyphen; `TY` begins, `ER` ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.entries import DOI, PMID
from ingest.readers.records.record import Record, initialled, type_of, year_of
from ingest.readers.records.tagged import Fields
from ingest.readers.records.wording import paragraphs, plain

PREAMBLE = r"(?:[ \t]*(?:[A-Z][\w /-]{1,30}:.{0,200})?\n){0,12}"
BEGIN = re.compile(rf"{PREAMBLE}[ \t]*TY {{1,2}}- ?[A-Z0-9]{{2,8}}[ \t]*\n\s*[A-Z][A-Z0-9] {{1,2}}- ?")
START = re.compile(r"^[ \t]*TY {1,2}-", re.M)
END = re.compile(r"^[ \t]*ER {1,2}-[^\n]*$", re.M)
LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9])  - ?(.*)")
# Some programs write one blank; then "CT - " inside a value cannot be told from a tag, so only their files are so read.
LOOSE_LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9]) -(?: (.*)|$)")
KINDS = {
    "journal": ("JOUR", "EJOUR", "JFULL", "INPR", "MGZN"),
    "conference": ("CONF", "CPAPER", "ABST"),
    "book": ("BOOK", "EBOOK", "EDBOOK", "CHAP", "ECHAP"),
    "thesis": ("THES",),
    "report": ("RPRT", "GOVDOC", "STAND"),
    "web": ("ELEC", "WEB", "BLOG"),
}
"""What the codes of `TY` say; GEN and others say nothing."""


def is_ris(text: str) -> bool:
    """Whether a text begins with a record's type and another field; a few lines of its exporter may stand before."""
    return BEGIN.match(text[:4000]) is not None


def records(text: str) -> Iterator[Record | None]:
    """Its records, None for one that cannot be used."""
    starts = [found.start() for found in START.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        said = text[start:end].lstrip()
        if END.search(said):
            said = said[: next(END.finditer(said)).start()]
        yield _record(Fields(said, LOOSE_LINE if said.startswith("TY -") else LINE))


def _record(fields: Fields) -> Record | None:
    title = fields.first("TI", "T1", "CT", "BT").removesuffix(".")
    if not re.search(r"\w", title):
        return None
    everything = " ".join(fields.all("DO", "M3", "UR", "L3", "N1", "AN"))
    doi, pmid = DOI.search(everything), PMID.search(everything)
    indexed = fields.first("AN") if re.search(r"pubmed|medline", fields.first("DB", "DP"), re.I) else ""
    printed = fields.first("TY")
    start, end = fields.first("SP"), fields.first("EP")
    return Record(
        title=title,
        authors=tuple(_author(plain(one)) for one in fields.every("AU", "A1", "A2", "ED")),
        container=fields.first("J2", "JA", "JO", "JF", "T2", "PB")
        if "TI" in fields or "T1" in fields
        else fields.first("PB"),
        year=year_of(fields.first("PY", "Y1", "DA")),
        volume=fields.first("VL"),
        issue=fields.first("IS"),
        pages=f"{start}-{end}" if start and end and start != end else start or end,
        doi=doi[0].rstrip(".,;") if doi else "",
        pmid=(pmid[1] or pmid[2]) if pmid else indexed if indexed.isdigit() else "",
        type=type_of([said for said in fields.every("M3") if not DOI.search(said)])
        or type_of(kind for kind, codes in KINDS.items() if printed in codes),
        abstract=paragraphs("\n\n".join(fields.every("AB", "N2"))),
    )


def _author(said: str) -> str:
    family, comma, given = said.partition(",")
    return initialled(family, given) if comma else said
