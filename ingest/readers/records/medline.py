"""MEDLINE, as PubMed exports it (`.nbib`): tags of up to four letters in four places, values that go on indented."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.readers.records.record import Record, initialled, type_of, year_of
from ingest.readers.records.tagged import Fields
from ingest.readers.records.wording import paragraphs, plain

BEGIN = re.compile(r"\s*PMID- ?\d{1,9}[ \t]*\n[A-Z][A-Z0-9 ]{3}- ?")
START = re.compile(r"^(?=PMID- ?\d)", re.M)
LINE = re.compile(r"(?=.{4}-)([A-Z][A-Z0-9]{1,3}) *-(?: (.*)|$)")


def is_medline(text: str) -> bool:
    """Whether a text begins as PubMed's exports do: a PMID and another field."""
    return BEGIN.match(text[:2000]) is not None


def records(text: str) -> Iterator[Record | None]:
    """Its records, None for one that cannot be used."""
    for one in START.split(text):
        if one.strip():
            yield _record(Fields(one, LINE))


def _record(fields: Fields) -> Record | None:
    title = fields.first("TI", "BTI", "CTI").removesuffix(".")
    if not re.search(r"\w", title):
        return None
    dois = [plain(one) for one in fields.all("LID", "AID") if one.rstrip().endswith("[doi]")]
    return Record(
        title=title,
        authors=tuple(_authors(fields)),
        container=fields.first("TA", "JT", "PB"),
        year=year_of(fields.first("DP", "DEP", "SO")),
        volume=fields.first("VI"),
        issue=fields.first("IP"),
        pages=fields.first("PG"),
        doi=dois[0].removesuffix("[doi]").strip() if dois else "",
        pmid=fields.first("PMID"),
        type=type_of(fields.all("PT")),
        abstract=paragraphs("\n\n".join(fields.every("AB"))),
    )


def _authors(fields: Fields) -> Iterator[str]:
    if "AU" in fields:
        yield from (plain(one) for one in fields.all("AU"))
    else:
        for one in fields.every("FAU", "ED", "FED"):
            family, _, given = plain(one).partition(",")
            yield initialled(family, given)
    yield from (plain(one) for one in fields.all("CN"))
