"""What the front of a JATS article says of it: one line a field, as a person would list them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from ingest.readers.scripts import lowered, raised
from ingest.readers.xml import character

MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
# Which of several dates a citation of the article gives, and which tells best when it could be read.
CITED = ("ppub", "collection", "pub", "epub-ppub", "epub", "electronic")
READ = ("epub", "electronic", "pub", "epub-ppub", "ppub", "collection")
NOT_PUBLISHED = {"pmc-release", "nihms-submitted", "received", "accepted", "rev-recd", "preprint", "corrected"}
NOTES = {"fn", "xref", "bio", "aff", "role", "ext-link", "uri", "email"}


@dataclass(frozen=True, slots=True)
class Front:
    """The particulars of an article as its file names them."""

    title: str
    lines: tuple[str, ...]
    type: str
    publisher: str
    year: int | None
    doi: str
    pmid: str


def front_of(article: _Element) -> Front:
    """The particulars of `article`."""
    meta = _first(article, "front/article-meta")
    journal = _first(article, "front/journal-meta")
    ids = {one.get("pub-id-type", ""): plain(one) for one in meta.findall("article-id")}
    dates = {_kind(one): one for one in reversed(meta.findall("pub-date")) if _kind(one) not in NOT_PUBLISHED}
    cited, read = _chosen(dates, CITED), _chosen(dates, READ)
    year = next((int(found[0]) for found in [re.search(r"\d{4}", _text(cited, "year"))] if found), None)
    publisher = _text(journal, "publisher/publisher-name")
    pmc = ids.get("pmc") or ids.get("pmcid") or ids.get("pmcaid") or ""
    history = {one.get("date-type", ""): one for one in meta.iterfind("history/date")}
    fields = (
        ("Authors", ", ".join(_authors(meta))),
        ("Journal", _journal(journal, meta, year)),
        ("Publisher", publisher),
        ("Received", _date(history.get("received"))),
        ("Accepted", _date(history.get("accepted"))),
        ("Published", _date(read)),
        ("DOI", ids.get("doi", "")),
        ("PMID", ids.get("pmid", "")),
        ("PMCID", pmc and f"PMC{pmc.removeprefix('PMC')}"),
        ("Keywords", "; ".join(plain(one) for one in meta.iterfind("kwd-group//kwd"))),
    )
    return Front(
        title=_title(meta),
        lines=tuple(f"{name}: {said}" for name, said in fields if said),
        type=_type(article, meta),
        publisher=publisher,
        year=year,
        doi=ids.get("doi", "") if ids.get("doi", "").startswith("10.") else "",
        pmid=ids.get("pmid", "") if ids.get("pmid", "").isdigit() else "",
    )


def plain(element: _Element | None) -> str:
    """The words of an element on one line, exponents raised and indices lowered, without notes and links to them."""
    return " ".join(_plain(element, "").split()) if element is not None else ""


def title_of(section: _Element) -> _Element | None:
    """The title of a section or a box."""
    title = section.find("title")
    return section.find("caption/title") if title is None else title


def is_headed(section: _Element) -> bool:
    """Whether it has a title, or a label that stands for one."""
    return title_of(section) is not None or bool(plain(section.find("label")))


def _plain(element: _Element, before: str) -> str:
    words = element.text or ""
    for child in element:
        if child.tag == "sup":
            said = "".join(map(str, child.itertext())).strip()
            words += raised(said, before + words, False) or said
        elif child.tag == "sub":
            said = "".join(map(str, child.itertext())).strip()
            words += lowered(said) or said
        elif child.tag == "break":
            words += " "
        elif child.tag not in NOTES:
            words += character(child) or _plain(child, before + words)
        words += child.tail or ""
    return words


def _title(meta: _Element) -> str:
    title, subtitle = plain(meta.find("title-group/article-title")), plain(meta.find("title-group/subtitle"))
    if not subtitle:
        return title
    return f"{title} {subtitle}" if title.endswith((":", "?", "!", "–", "—")) else f"{title}: {subtitle}"


def _authors(meta: _Element) -> Iterator[str]:
    for one in meta.iterfind("contrib-group/contrib"):
        if one.get("contrib-type", "author") != "author":
            continue
        name = one.find("name")
        name = one.find("name-alternatives/name") if name is None else name
        if name is not None:
            parts = (plain(name.find(part)) for part in ("prefix", "given-names", "surname", "suffix"))
            yield " ".join(part for part in parts if part)
        else:
            said = one.find("string-name")
            said = one.find("collab") if said is None else said
            if said is not None and (words := plain(said).rstrip(" ,;")):
                yield words


def _journal(journal: _Element, meta: _Element, year: int | None) -> str:
    title = next((plain(one) for one in journal.iter("journal-title")), "")
    volume, issue = _text(meta, "volume"), _text(meta, "issue")
    first, last = _text(meta, "fpage") or _text(meta, "elocation-id"), _text(meta, "lpage")
    place = volume + (f"({issue})" if issue else "")
    pages = first + (f"-{last}" if last and last != first else "")
    when = ";".join(
        part for part in (str(year or ""), f"{place}:{pages}" if place and pages else place or pages) if part
    )
    return f"{title}. {when}" if title and when else title


def _type(article: _Element, meta: _Element) -> str:
    said = article.get("article-type", "").lower()
    heads = " ".join(plain(one) for one in meta.iterfind("article-categories//subject")).lower()
    if "guideline" in said or re.search(r"\b(?:practice|clinical)?\s?guidelines?\b", heads):
        return "Guideline"
    if said in ("research-article", "brief-report", "rapid-communication") and "review" not in heads:
        return "Research"
    if ("review" in said and "book" not in said) or (said == "research-article" and "review" in heads):
        return "Review"
    return "Article"


def _kind(date: _Element) -> str:
    return date.get("pub-type") or date.get("publication-format") or date.get("date-type") or ""


def _chosen(dates: dict[str, _Element], order: tuple[str, ...]) -> _Element | None:
    return next((dates[name] for name in order if name in dates), next(iter(dates.values()), None))


def _date(date: _Element | None) -> str:
    """A date as it is printed: "28 February 2013"."""
    if date is None:
        return ""
    day, month, year = (_text(date, part) for part in ("day", "month", "year"))
    if not year:
        return plain(date.find("string-date"))
    if month.isdigit():
        month = MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else ""
    return " ".join(part for part in (day.lstrip("0") if month else "", month, year) if part)


def _first(article: _Element, path: str) -> _Element:
    found = article.find(path)
    return article.makeelement("none", {}) if found is None else found


def _text(element: _Element | None, path: str) -> str:
    return plain(element.find(path)) if element is not None else ""
