"""Entries of a JATS list of references: their words as they are printed, and their fields as they are tagged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml.etree import _Element

from corpus.documents import Reference
from ingest.entries import DOI, YEAR, parse
from ingest.marker_numbers import numbers
from ingest.readers.jats_front import plain
from ingest.readers.xml import character

CITATIONS = ("mixed-citation", "element-citation", "nlm-citation", "citation")
PEOPLE = ("name", "string-name", "collab", "etal", "anonymous")
TITLES = ("article-title", "chapter-title", "part-title", "data-title")
TYPES = {
    "journal": "Research",
    "book": "Book",
    "web": "Website",
    "website": "Website",
    "webpage": "Website",
    "report": "Report",
    "thesis": "Thesis",
    "preprint": "Preprint",
    "guideline": "Guideline",
    "standard": "Guideline",
}
LABEL = re.compile(r"[\[(]?(\d{1,3})[.)\]:]*")
PREFIX = {"doi": "doi:", "pmid": "PMID: ", "pmcid": "PMCID: ", "pmc": "PMCID: "}


def printed(ref: _Element) -> str:
    """The words of an entry: its label as a list prints it, and its citations."""
    label = plain(ref.find("label"))
    if label.isdigit():
        label += "."
    return " ".join(part for part in (label, *(_words(one) for one in _citations(ref))) if part)


def entry(ref: _Element, text: str, start: int, end: int) -> Reference:
    """The entry that stands at `text[start:end]`; what is not tagged is read from its words."""
    found = _citations(ref)
    read = parse(text, start, end)
    label = LABEL.fullmatch(plain(ref.find("label")))
    read = replace(read, number=int(label[1]) if label else None)
    if not found or found[0].tag not in CITATIONS:
        return read
    one = found[0]
    source = plain(one.find("source"))
    title = next((said for name in TITLES if (said := plain(one.find(f".//{name}")))), "")
    if not (title or source):
        return replace(read, type=_type(one) or read.type)
    ids = {each.get("pub-id-type", ""): plain(each) for each in one.iter("pub-id")}
    year = YEAR.search(plain(one.find(".//year")))
    doi = DOI.search(ids.get("doi", ""))
    pmid = re.search(r"\d{4,9}", ids.get("pmid", ""))
    return replace(
        read,
        title=(title or source).strip(" ."),
        container=(source if title else plain(one.find("publisher-name"))).strip(" .,"),
        type=_type(one),
        year=int(year[1]) if year else read.year,
        doi=doi[0].rstrip(".,;") if doi else read.doi,
        pmid=pmid[0] if pmid else read.pmid,
    )


def numbered(entries: Sequence[Reference], refs: Sequence[_Element], told: Mapping[str, int]) -> list[Reference]:
    """The entries with the number that is printed, or that the text uses for it, or else that of its place."""
    taken = {one.number for one in entries if one.number}
    made = []
    for place, (one, ref) in enumerate(zip(entries, refs, strict=True), start=1):
        said = told.get(ref.get("id", ""))
        if one.number is None and said and said not in taken:
            one = replace(one, number=said)
            taken.add(said)
        elif one.number is None and not any(each.number for each in entries) and place not in taken:
            one = replace(one, number=place, inferred=not told)
            taken.add(place)
        made.append(one)
    return made


def told_by(article: _Element) -> dict[str, int]:
    """The number that the text itself gives to an entry: by a link that is nothing but its number."""
    found: dict[str, int] = {}
    for link in article.iter("xref"):
        if link.get("ref-type") == "bibr":
            ids = link.get("rid", "").split()
            said = numbers("".join(map(str, link.itertext())).strip())
            if len(ids) == len(said):
                found.update((one, number) for one, number in zip(ids, said, strict=True) if one not in found)
    return found


def _citations(ref: _Element) -> list[_Element]:
    """What a ref cites; of several forms of one citation the first."""
    found: list[_Element] = []
    for child in ref:
        if child.tag == "citation-alternatives":
            found.extend(one for one in list(child)[:1])
        elif child.tag in (*CITATIONS, "note", "p"):
            found.append(child)
    return found


def _type(citation: _Element) -> str:
    said = (citation.get("publication-type") or citation.get("citation-type") or "").lower()
    return TYPES.get(said, TYPES.get(said.split("-")[0], ""))


def _words(citation: _Element) -> str:
    """A citation's words: verbatim where it has punctuation of its own, else set as references are."""
    between = (citation.text or "") + "".join(child.tail or "" for child in citation)
    if citation.tag not in CITATIONS or re.search(r"\S", between) or len(citation) == 0:
        return " ".join(_verbatim(citation).split())
    return _set(citation)


def _verbatim(element: _Element) -> str:
    words = element.text or ""
    for child in element:
        said = _verbatim(child) if child.tag in (*PEOPLE, "person-group") else character(child) or plain(child)
        if child.tag == "etal" and not said:
            said = "et al."
        if child.tag == "pub-id":
            said = _identified(child, words)
        # Neighbours that only their tags keep apart.
        if words and said and re.search(r"[\w.]$", words) and re.match(r"\w", said) and _apart(child):
            words += ", " if child.tag in PEOPLE else " "
        words += said + (child.tail or "")
    return words


def _apart(child: _Element) -> bool:
    before = child.getprevious()
    return child.tag not in ("sup", "sub", "italic", "bold") and before is not None and not (before.tail or "").strip()


def _identified(identifier: _Element, before: str) -> str:
    prefix = PREFIX.get(identifier.get("pub-id-type", ""), "")
    said = plain(identifier)
    told = said.lower().startswith(("http", prefix.strip(": ").lower() or "http"))
    named = re.search(r"(?:doi(?:\.org/)?|pmid|pmcid|pubmed)\W{0,3}$", before, re.I)
    return said if told or named or not said else prefix + said


def _set(citation: _Element) -> str:
    """As in: Roca O, et al. Title. Med Intensiva. 2006;30:6-12. doi:…."""
    people = ", ".join(_people(citation))
    title = next((words for name in TITLES if (words := plain(citation.find(name)))), "")
    said = {name: plain(citation.find(name)) for name in FIELDS}
    place = said["volume"] + (f"({said['issue']})" if said["issue"] else "")
    pages = said["fpage"] + (f"-{said['lpage']}" if said["lpage"] and said["lpage"] != said["fpage"] else "")
    pages = pages or said["elocation-id"] or said["page-range"]
    when = ":".join(part for part in (place, pages) if part)
    when = ";".join(part for part in (said["year"], when) if part)
    publisher = ": ".join(part for part in (said["publisher-loc"], said["publisher-name"]) if part)
    ids = [_identified(one, "") for one in citation.findall("pub-id")]
    links = [plain(one) for one in citation if one.tag in ("ext-link", "uri", "comment", "date-in-citation")]
    sentences = (people, title, said["source"], said["edition"], publisher, when, *links, *ids)
    return " ".join(one if one.endswith((".", "?", "!")) else f"{one}." for one in sentences if one)


FIELDS = (
    "source", "edition", "publisher-loc", "publisher-name", "year", "volume", "issue", "fpage", "lpage", "page-range",
    "elocation-id",
)  # fmt: skip


def _people(citation: _Element) -> list[str]:
    groups = [citation, *citation.findall("person-group")]
    found = []
    for one in (one for group in groups for one in group if one.tag in PEOPLE):
        if one.tag == "name":
            found.append(
                " ".join(said for part in ("surname", "given-names", "suffix") if (said := plain(one.find(part))))
            )
        else:
            found.append("et al" if one.tag == "etal" else plain(one))
    return [one for one in found if one]
