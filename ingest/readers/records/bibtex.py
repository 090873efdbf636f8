"""BibTeX and BibLaTeX: bibtexparser tells the entries and their fields apart, whatever they are quoted with."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.middlewares.parsestack import default_parse_stack
from bibtexparser.model import Block, DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

from ingest.entries import DOI, PMID
from ingest.readers.records.latex import delatexed
from ingest.readers.records.record import Record, initialled, type_of, year_of
from ingest.readers.records.wording import paragraphs, plain

PREAMBLE = r"(?:[ \t]*(?:%.{0,300}|[A-Z][\w /-]{1,30}:.{0,200}|[A-Z]\w{2,20})?\n){0,12}"
ENTRY = r"@[A-Za-z]+\s*[{(]\s*[^\s,{}()=\"]{1,200}\s*,\s*[A-Za-z][\w-]*\s*="
OTHER = r"@(?:comment|preamble|string)\s*[{(]"
BEGIN = re.compile(rf"{PREAMBLE}[ \t]*(?:{ENTRY}|{OTHER})", re.I)
AN_ENTRY = re.compile(rf"^[ \t]*{ENTRY}", re.I | re.M)
# What bibtexparser says on the way about a broken entry is told once, in what was left out.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


def is_bibtex(text: str) -> bool:
    """Whether a text begins with an entry, a comment of its program before it at most, and holds one."""
    return BEGIN.match(text[:8000]) is not None and AN_ENTRY.search(text) is not None


def records(text: str) -> Iterator[Record | None]:
    """Its entries, None for one that cannot be used."""
    for block in _blocks(text):
        if isinstance(block, Entry):
            fields: dict[str, str] = {}
            for field in block.fields:
                fields.setdefault(field.key.lower(), str(field.value))
            yield _record(block.entry_type.lower(), fields)
        elif isinstance(block, ParsingFailedBlock):
            yield None


def _blocks(text: str) -> list[Block]:
    """Everything in the text, values without their quotes; entries of one key are as many papers to a reader."""
    found: list[Block] = []
    for number, block in enumerate(parse_string(text, parse_stack=[]).blocks):
        held = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(held, Entry):
            held.key = str(number)
        if held is not None:
            found.append(held)
    library = Library(found)
    for step in default_parse_stack():
        library = step.transform(library)
    return library.blocks


def _record(kind: str, fields: dict[str, str]) -> Record | None:
    def first(*names: str) -> str:
        return next((said for name in names if (said := plain(delatexed(fields.get(name, ""))))), "")

    title = first("title").removesuffix(".")
    if not re.search(r"\w", title):
        return None
    subtitle = first("subtitle")
    doi = DOI.search(" ".join(fields.get(name, "") for name in ("doi", "url", "note", "eprint")).replace("\\_", "_"))
    pmid = PMID.search(" ".join(fields.get(name, "") for name in ("note", "url", "annote")))
    indexed = first("pmid") or (first("eprint") if first("eprinttype", "archiveprefix").lower() == "pubmed" else "")
    said = [fields.get("type", ""), fields.get("entrysubtype", "")]
    return Record(
        title=f"{title}: {subtitle}" if subtitle else title,
        authors=tuple(_authors(fields.get("author") or fields.get("editor") or "")),
        container=first("journal", "journaltitle", "shortjournal", "booktitle", "publisher", "institution", "school",
                        "organization", "howpublished"),
        year=year_of(first("year", "date", "issued")),
        volume=first("volume"),
        issue=first("number", "issue"),
        pages=re.sub(r"\s*[-–]+\s*", "-", first("pages")),
        doi=doi[0].rstrip(".,;") if doi else "",
        pmid=indexed if indexed.isdigit() else (pmid[1] or pmid[2]) if pmid else "",
        type=type_of(said) or type_of([KINDS.get(kind, kind)]),
        abstract=paragraphs(delatexed(fields.get("abstract", ""))),
    )  # fmt: skip


KINDS = {"inproceedings": "conference", "phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report"}


def _authors(said: str) -> Iterator[str]:
    for name in split_multiple_persons_names(" ".join(said.split())):
        words = plain(delatexed(name))
        if (name.startswith("{") and name.endswith("}")) or words.lower() == "others":
            yield "et al" if words.lower() == "others" else words
            continue
        try:
            parts = parse_single_name_into_parts(name, strict=False)
        except ValueError:
            yield words
            continue
        family, given = (" ".join(delatexed(one) for one in some) for some in (parts.von + parts.last, parts.first))
        yield plain(initialled(family, given))
