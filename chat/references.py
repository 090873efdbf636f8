"""Questions about the article's references: one by its number, the one behind a statement, one described, or all.

Answered from the entries of the reference list, cited; a number that the list does not hold is said to be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chat.answers import Answer, Cited, Note, Statement
from chat.question import Question
from chat.reading import Reading
from chat.retrieve import Retrieved
from corpus.documents import Document, Passage, Reference
from corpus.holdings import RECORD
from corpus.lexical import terms

NUMBERED = re.compile(
    r"\b(?:reference|ref|citation|source|footnote|entry)s?\.?\s*(?:number|no\.?|nr\.?|#)?\s*[\[(]?(\d{1,3})\b",
    re.IGNORECASE,
)
CUE = re.compile(
    r"\b(?:references?|refs?|bibliography|citations?|cited|cite[sd]?|sources?|journals?|literature|doi|pmid)\b|"
    r"\b(?:which|what|whose|the) (?:paper|papers|study|studies|guideline|guidelines|publication|publications|trial|trials|review)\b.*"
    r"\b(?:support\w*|back\w*|behind|say|says|based|rest\w*|come\w*|cited|listed|publish\w*|print\w*|appear\w*|called|author\w*|wrote)\b|"
    r"\b(?:where|when) (?:was|were|did|is) .*\b(?:published|printed|appear\w*)\b|\b(?:authors?|title|publisher) of the\b.*\b(?:paper|study|review|trial|reference)\b|"
    r"\bwho (?:wrote|carried out|issued|published|authored|did|is behind)\b.*\b(?:paper|study|review|trial|guideline|overview|statement)\b",
    re.IGNORECASE,
)
SUPPORT = re.compile(
    r"\b(?:which|what|whose|title of the)\b.*\b(?:reference|citation|source|paper|study|guideline|journal|evidence)s?\b.*"
    r"\b(?:says?|that|this|support\w*|behind|for|backs?|gives?|taken from|from|based)\b|"
    r"\bwhere (?:does|did|is) (?:that|this|it)\b.*\b(?:come from|from|taken)\b|\bwho (?:says?|said) (?:that|this|so)\b|"
    r"\b(?:reference|source|citation|evidence) (?:for|behind|of)\b",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"\b(?:says?|said|finds?|found|findings?|conclude\w*|report(?:s|ed)?|show(?:s|ed)?(?! (?:me|us)\b)|methods?|sample|participants?|results?|enrol\w*|recruit\w*|"
    r"abstract|remember\w*|measure[sd]?|how many|how much)\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:references|sources|citations|journals|bibliography|literature|papers|studies|guidelines|how many|list)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\b(?:that|this|it|these|those|so)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DETAILS = (
    (re.compile(r"\bdoi\b", re.I), re.compile(r"\b10\.\d{4,}/", re.I)),
    (re.compile(r"\bpmid\b", re.I), re.compile(r"\bpmid\b|\b\d{7,8}\b", re.I)),
    (re.compile(r"\b(?:url|link|website|web address)\b", re.I), re.compile(r"https?://|www\.", re.I)),
    (re.compile(r"\b(?:volume|issue|page numbers?)\b", re.I), re.compile(r"\d+\s*\(\d+\)|\d+\s*:\s*\d+|\bvol\b", re.I)),
    (
        re.compile(r"\b(?:authors?|who wrote|written by)\b", re.I),
        re.compile(
            r"\b[A-Z][\w'’-]+ [A-Z]{1,3}\b|\b[A-Z]\. ?[A-Z][a-z]+|\bet al\b|\bgroup\b|\bboard\b|\beditors?\b|\bforum\b"
        ),
    ),
)
_ABOUT_REFERENCES = frozenset(
    terms(
        "reference ref citation source footnote number journal paper study article say find conclude report text title author publish publication "
        "appear print list listed name cited behind evidence support back come taken from where which page guideline document carried out issue wrote"
    )
)
MOST = 12


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What the document's own lines say; no statements when they do not say it."""

    statements: tuple[Statement, ...]
    score: float
    notes: tuple[Note, ...] = ()


def reference_answer(
    asked: Question, found: Sequence[Retrieved], read: Reading, earlier: Sequence[Answer]
) -> OwnAnswer | None:
    """The answer to a question about references; None when it is not one, or not to be answered from the list."""
    document = meant(found, read, earlier)
    if document is None or not document.references:
        return None
    numbered = NUMBERED.search(asked.text)
    if numbered:
        return _one(int(numbered[1]), asked, document, read)
    if SUPPORT.search(asked.text):
        behind = _behind(asked, found, read, earlier)
        if behind is not None:
            return behind
    if CUE.search(asked.text) or _by_year(asked, document, read):
        return _described(asked, document, found, read)
    return None


def _one(number: int, asked: Question, document: Document, read: Reading) -> OwnAnswer | None:
    entry = next((one for one in document.references if one.number == number), None)
    if entry is None or not entry.listed:
        return OwnAnswer((), 0.02, (Note("no_such_reference", no_such(number, entry, document)),))
    own = set(terms(f"{entry.title} {entry.container} {entry.text}"))
    others = [t for t in asked.terms if t not in own and t not in _ABOUT_REFERENCES and not t.isdigit()]
    if _CONTENT.search(asked.text):
        return None if others or _is_held(entry, document, read) else _not_held(entry)
    return OwnAnswer(tuple(_quoted_entries([entry], document, read)), 0.95)


def no_such(number: int, entry: Reference | None, document: Document) -> str:
    """Why a reference number cannot be opened, as a sentence for the reader."""
    if entry is not None:
        return f"Reference {number} is cited by the article, but not in its reference list."
    numbers = sorted(one.number for one in document.references if one.number is not None)
    known = f"; its numbers run from {numbers[0]} to {numbers[-1]}" if numbers else ""
    return f"The article has no reference {number}{known}."


def _is_held(entry: Reference, document: Document, read: Reading) -> bool:
    """Whether there is more of a reference in the library than its entry: its text, or a record with its abstract."""
    return entry.number is not None and bool(read.holdings.of(document.key, entry.number))


def _not_held(entry: Reference) -> OwnAnswer:
    name = f"reference {entry.number}" if entry.number is not None else "that reference"
    title = f", “{entry.title.rstrip('.')}”," if entry.title else ""
    return OwnAnswer(
        (), 0.05, (Note("not_covered", f"The text of {name}{title} is not in the library; only its entry is."),)
    )


def _behind(asked: Question, found: Sequence[Retrieved], read: Reading, earlier: Sequence[Answer]) -> OwnAnswer | None:
    """The entries behind the passages just cited, or behind the best match of what is named."""
    passages = _just_cited(asked, earlier) or _best_body(asked, found, read)
    statements: list[Statement] = []
    notes: list[Note] = []
    for passage in passages:
        document = read.documents.get(passage.document)
        if document is None:
            continue
        for number in passage.references:
            entry = next((one for one in document.references if one.number == number), None)
            if entry is not None and entry.listed:
                statements.extend(s for s in _quoted_entries([entry], document, read) if s not in statements)
            else:
                notes.append(Note("no_such_reference", no_such(number, entry, document)))
    if not statements and not notes:
        return None
    return OwnAnswer(tuple(statements[:4]), 0.9 if statements else 0.05, tuple(dict.fromkeys(notes)))


def _just_cited(asked: Question, earlier: Sequence[Answer]) -> list[Passage]:
    specific = [term for term in asked.terms if term not in _ABOUT_REFERENCES]
    last = earlier[-1] if earlier else None
    if last is None or last.abstained or (len(specific) > 2 and not _POINTING.search(asked.text)):
        return []
    cited = {key for statement in last.statements for key in statement.citations}
    return [shown.passage for shown in last.passages if shown.passage.key in cited and shown.passage.kind == "body"]


def _best_body(asked: Question, found: Sequence[Retrieved], read: Reading) -> list[Passage]:
    wanted = [term for term in asked.terms if term not in _ABOUT_REFERENCES]
    body = [one for one in found if one.passage.kind == "body"]
    if not wanted or not body or read.covered(wanted, read.terms_of(body[0].passage.key)) < 0.5:
        return []
    return [body[0].passage]


def _described(asked: Question, document: Document, found: Sequence[Retrieved], read: Reading) -> OwnAnswer | None:
    """The entry that the question describes (by subject, type or year), or all of them when it describes none."""
    entries = [one for one in found if one.passage.kind == "reference" and one.passage.document == document.key]
    if not entries:
        return None
    wanted = [t for t in asked.terms if t not in _ABOUT_REFERENCES and t not in terms(document.title)]
    entries = _of_type_and_year(asked, entries, document)
    share = {one.passage.key: read.covered(wanted, set(terms(one.passage.words()))) for one in entries}
    best = max(entries, key=lambda one: one.similarity + share[one.passage.key], default=None)
    if best is None:
        return None
    described = bool(wanted) and (share[best.passage.key] >= 0.4 or best.similarity >= 0.45)
    if described and not (_ALL.search(asked.text) and share[best.passage.key] < 0.4):
        chosen = [best]
    elif wanted and not _ALL.search(asked.text):
        return None
    else:
        chosen = sorted(entries, key=lambda one: one.passage.start)[:MOST]
    for cue, held in _DETAILS:
        if cue.search(asked.text) and not any(held.search(one.passage.words()) for one in chosen):
            return OwnAnswer((), 0.1, (Note("not_covered", "The reference list does not give that detail."),))
    if described and _CONTENT.search(asked.text):
        entry = next(
            (e for e in document.references if e.listed and best.passage.start <= e.start < best.passage.end), None
        )
        return None if entry is None or _is_held(entry, document, read) else _not_held(entry)
    return OwnAnswer(tuple(quoted(one.passage) for one in chosen), 0.9)


def _of_type_and_year(asked: Question, entries: list[Retrieved], document: Document) -> list[Retrieved]:
    said = set(terms(asked.text))
    years = set(_YEAR.findall(asked.text))
    types = {entry.type for entry in document.references if entry.type and set(terms(entry.type)) & said}
    if len(types) > 1:  # "guidelines rather than research": the one named first.
        types = {min(types, key=lambda name: asked.text.lower().find(name.lower()[:5]))}
    kept = [
        one
        for one in entries
        if any(
            (not types or entry.type in types) and (not years or str(entry.year) in years)
            for entry in document.references
            if entry.listed and one.passage.start <= entry.start < one.passage.end
        )
    ]
    return kept or entries


def _by_year(asked: Question, document: Document, read: Reading) -> bool:
    """Whether the question names a year that only the reference list holds."""
    years = set(_YEAR.findall(asked.text)) & {str(entry.year) for entry in document.references if entry.year}
    held = {
        term
        for p in read.passages.values()
        if p.document == document.key and p.kind != "reference"
        for term in read.terms_of(p.key)
    }
    return bool(years) and not years & held


def meant(found: Sequence[Retrieved], read: Reading, earlier: Sequence[Answer]) -> Document | None:
    """The document that a question about "the article" means: the one just answered from, else the best match's."""
    for answer in reversed(earlier):
        for shown in answer.passages:
            if shown.marker is not None and shown.passage.document in read.documents:
                return read.documents[shown.passage.document]
    matched = [read.document_of(one.passage) for one in found]
    # Nobody calls a list of records "the article" while there is one.
    return next((one for one in matched if one.type != RECORD), next(iter(matched), None))


def _quoted_entries(entries: Iterable[Reference], document: Document, read: Reading) -> Iterable[Statement]:
    for entry in entries:
        for passage in read.passages.values():
            if (
                passage.document == document.key
                and passage.kind == "reference"
                and passage.start <= entry.start < passage.end
            ):
                yield quoted(passage)


def quoted(passage: Passage) -> Statement:
    """A short passage said whole, line by line."""
    lines: list[tuple[int, int]] = []
    at = passage.start
    for line in passage.text.split("\n"):
        if line.strip():
            lines.extend(passage.pieces(at, at + len(line)))
        at += len(line) + 1
    said = [passage.words(start, end) for start, end in lines]
    text = "; ".join(line.rstrip(".;") if number < len(said) - 1 else line for number, line in enumerate(said))
    return Statement(text, tuple(Cited(passage.key, start, end) for start, end in lines), "quoted")
