"""One entry of a reference list: what it says of number, type, title, container, year and identifiers."""

from __future__ import annotations

import re

from corpus.documents import Reference

TYPE = re.compile(
    r"(?:(?:clinical\s+)?(?:practice\s+)?guidelines?|research|(?:systematic\s+|literature\s+|narrative\s+)?reviews?(?:\s+article)?|"
    r"meta-?analysis|(?:randomi[sz]ed\s+|controlled\s+|clinical\s+)*trial|cohort\s+study|case\s+(?:report|series)|observational\s+study|"
    r"(?:research|original|journal)\s+article|article|book(?:\s+chapter)?|web\s?site|web\s?page|consensus(?:\s+statement)?|editorial|"
    r"(?:drug\s+)?label|praxis|report|position\s+(?:paper|statement)|preprint|thesis|fda|study)",
    re.I,
)
PRINTED = re.compile(r"(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.)](?=\s)|(\d{1,3})(?=\s{1,4}[A-Z“\"])|(\d{1,3})\t)\s*")
# What an entry has in brackets at its end, before its addresses.
LAST = re.compile(r"\s*[(\[]([^()\[\]]{3,38})[)\]](?=\s*\.?\s*(?:(?:https?://|doi\b|PMID|PubMed|10\.).*)?$)", re.I)
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>|{}^`]+")
PMID = re.compile(
    r"\b(?:PMID|PubMed(?:\s+ID)?)\s*(?::\s*)?(\d{4,9})\b|pubmed(?:\.ncbi\.nlm\.nih\.gov)?/(\d{4,9})", re.I
)
YEAR = re.compile(r"(?<![\d/.:–-])((?:18|19|20)\d\d)[a-f]?(?![\d/–-]|\.\d)")
INITIALS = r"(?:[A-Z]\.?[\s-]?){1,4}"
# Each author is taken whole (`?>`): "AB CD EF, " can be read in two ways, and a list of forty in a million millions.
AUTHORS = re.compile(
    rf"(?>[^\W\d_][\w'’-]+(?:\s[^\W\d_][\w'’-]+){{0,2}},?\s{INITIALS}(?:\s*(?:Jr|Sr|II|III))?(?:,\s*(?:and\s+|&\s*)?|\s*(?:and|&)\s+|;\s*|$))+"
    r"(?:et\s+al\.?)?|.*\bet\s+al\.?",
)


def is_type(line: str) -> bool:
    """Whether a line of a list is nothing but the type of an entry."""
    return len(line) < 40 and TYPE.fullmatch(line.strip(" :.[]()")) is not None


def names_a_source(words: str) -> bool:
    """Whether a note says where something is to be read, and is no remark of its own."""
    return bool(
        YEAR.search(words) or DOI.search(words) or re.search(r"https?://|www\.|\bibid\b|\bet al\b", words, re.I)
    )


def printed_number(words: str) -> tuple[int, int]:
    """The number printed before an entry and how many characters it takes; zeros when there is none."""
    found = PRINTED.match(words)
    return (int(next(group for group in found.groups() if group)), found.end()) if found else (0, 0)


def parse(text: str, start: int, end: int) -> Reference:
    """The entry that stands at `text[start:end]`; a field that cannot be told is left empty."""
    words = text[start:end]
    number, skip = printed_number(words)
    rows = [" ".join(row.split()) for row in words[skip:].split("\n") if row.strip()]
    kind = rows.pop(0).strip(" :.[]()") if len(rows) > 1 and is_type(rows[0]) else ""
    first = bool(kind)
    if not first and len(rows) > 1 and is_type(rows[-1]):
        kind = rows.pop().strip(" :.[]()")
    plain = " ".join(rows)
    if not kind and (found := LAST.search(plain)) and is_type(found[1]):
        kind = found[1].strip()
        plain = f"{plain[: found.start()]} {plain[found.end() :]}".strip()
    title, container = _by_lines(rows) if first or (not number and _stacked(rows)) else _by_stops(plain)
    doi = DOI.search(plain)
    pmid = PMID.search(plain)
    return Reference(
        number=number or None,
        title=title,
        type=kind,
        container=container,
        year=_year(plain),
        doi=_doi(doi[0]) if doi else "",
        pmid=next(group for group in pmid.groups() if group) if pmid else "",
        text=words,
        start=start,
        end=end,
    )


def _doi(found: str) -> str:
    # A DOI may hold brackets, but never closes one that it did not open.
    for closing, opening in ((")", "("), ("]", "[")):
        while found.count(closing) > found.count(opening):
            found = found[: found.rindex(closing)]
    return found.rstrip(".,;:")


def _year(plain: str) -> int | None:
    # Titles name years too; the entry's own is the last, before any "accessed" date.
    said = re.split(r"\b(?:accessed|retrieved|cited|available)\b", plain, maxsplit=1, flags=re.I)[0]
    found = YEAR.findall(DOI.sub(" ", said)) or YEAR.findall(DOI.sub(" ", plain))
    bracketed = re.search(r"\(((?:18|19|20)\d\d)[a-f]?\)", said)
    volume = re.search(r"\b((?:18|19|20)\d\d)(?:\s\w{3}(?:\s\d{1,2})?)?\s*;", said)
    sure = bracketed or volume
    return int(sure[1]) if sure else int(found[-1]) if found else None


def _stacked(rows: list[str]) -> bool:
    """Title on one line and where it appeared, with the year, on the next."""
    return len(rows) == 2 and not YEAR.search(rows[0]) and re.search(r",\s*(?:18|19|20)\d\d\.?$", rows[1]) is not None


def _by_lines(rows: list[str]) -> tuple[str, str]:
    title = rows[0] if rows else ""
    container = re.sub(r"[,.]?\s*\(?(?:18|19|20)\d\d\)?\.?$", "", rows[1]) if len(rows) > 1 else ""
    return title, container


def _by_stops(plain: str) -> tuple[str, str]:
    """Title and container of "Authors. Title. Journal. 2008;8:1" and "Author, A. (2008). Title. Journal, 8(1)."."""
    said = re.split(r"\s*(?:https?://|doi:|PMID|DOI)", plain, maxsplit=1)[0].strip()
    dated = re.match(r".{2,300}?\(((?:18|19|20)\d\d)[a-f]?(?:,[^)]*)?\)[.,:]?\s+", said)
    if dated:
        rest = said[dated.end() :]
    else:
        first, stop, after = said.partition(". ")
        rest = after if stop and AUTHORS.fullmatch(first.rstrip(".") + ("." if first.endswith("al") else "")) else ""
    if not rest:
        return "", ""
    pieces = re.split(r"(?<=[\w)\]”\"])([.?!])\s+", rest, maxsplit=1)
    title = pieces[0] + (pieces[1] if len(pieces) > 1 and pieces[1] in "?!" else "")
    after = pieces[2] if len(pieces) > 2 else ""
    container = re.split(r"[.,;]?\s*(?:\(?(?:18|19|20)\d\d|(?<!\d)\d++\s*[(:;,])", after, maxsplit=1)[0].strip(" .,;")
    return title.strip(' .“”"'), container
