"""Questions about the article's references: one by its number, the one behind a statement, one described, or all.

Answered from the entries of the reference list, cited; a number that the list does not hold is said to be missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chat.answers import Answer, Cited, Note, Statement
from chat.entries import NUMBERED
from chat.own_lines import Line, OwnAnswer, entries_of, meant
from chat.question import Question
from chat.reading import Reading
from chat.retrieve import Retrieved
from corpus.documents import Document, Passage, Reference
from corpus.lexical import terms

# "The source of the pain", "evidence of recovery" and "a sleep study for diagnosis" are clinical.
_SUPPORT = re.compile(
    r"\b(?:which|what|whose|title of the)\b.*\b(?:reference|citation|source|paper|study|guideline|journal|evidence)s?\b.*"
    r"\b(?:says?|support(?:s|ed|ing)?|behind|backs?|gives?|taken from|based on|(?:that|this|it)(?: (?:from|in))?\W*$)|"
    r"\bwhere (?:does|did|is) (?:that|this|it)\b.*\b(?:come from|from|taken)\b|\bwho (?:says?|said) (?:that|this|so)\b|"
    r"\b(?:reference|citation)s? (?:for|behind|of)\b|\bsources? (?:for|behind)\b|\bevidence behind\b|\bbehind (?:that|this|it)\b|"
    r"\b(?:source|evidence) (?:of|for) (?:this|that|it|these|those|the (?:claim|statement|figure|number|recommendation|advice|sentence))\b",
    re.IGNORECASE,
)
_WEIGHT = re.compile(
    r"\b(?:good|better|best|strong|stronger|strongest|weak|weaker|weakest|poor|poorer|more|most|less|least|solid|level|quality|strength|"
    r"grade)\b(?: \w+){0,3} evidence\b|\bevidence\b(?: \w+){0,4} (?:good|better|strong|stronger|weak|weaker|poor|solid)\b",
    re.IGNORECASE,
)
"""How much the evidence weighs is a clinical question, and none for its source."""
_CONTENT = re.compile(
    r"\b(?:finds?|found|findings?|conclude\w*|report(?:s|ed)?|show(?:s|ed)?(?! (?:me|us)\b)|methods?|sample|participants?|results?|enrol\w*|recruit\w*|"
    r"abstract|remember\w*|measure[sd]?|how many|how much)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:says?|said)\b", re.IGNORECASE)
"""Asks for the entry as often as for its text: the entry is shown, and what is not held is noted."""
_ALL = re.compile(
    r"\b(?:references|sources|citations|journals|bibliography|literature|papers|studies|guidelines|how many|list)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"^\W*how many (?:references|sources|citations|papers)\s+(?:are (?:there|listed|cited)|(?:does|do|has|have|is)\b.{0,20}\b"
    r"(?:cite|have|list|got))\W*$",
    re.IGNORECASE,
)
"""All of them are shown to who asks how many there are."""
_POINTING = re.compile(r"\b(?:that|this|it|these|those|so)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DETAILS = (
    (re.compile(r"\bdoi\b", re.I), re.compile(r"\b10\.\d{4,}/", re.I)),
    (re.compile(r"\bpmid\b", re.I), re.compile(r"\bpmid\b|\b\d{7,8}\b", re.I)),
    (
        re.compile(r"\b(?:fund(?:s|ed|er|ers|ing)?|sponsor\w*|paid for|conflicts? of interest)\b", re.I),
        re.compile(r"\b(?:fund|sponsor|grant|supported by|conflict)", re.I),
    ),
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
_NO_DETAIL = OwnAnswer((), 0.1, (Note("not_covered", "The reference list does not give that detail."),))
MOST = 12
HELD = 4.0
"""Among entries, what holding all of the question's terms adds to a logit: a journal is asked for by its name."""
AT_HAND = 2.0
"""What stands an entry behind what was just said above the others, when the question leans on that."""
CLOSE, CLOSE_ALL = 1.0, 3.5
"""How far below the best entry's logit another may lie and still be shown: where one is asked for, and where all are."""


def reference_answer(
    asked: Question, found: Sequence[Retrieved], read: Reading, earlier: Sequence[Answer]
) -> OwnAnswer | None:
    """The answer to a question for a numbered reference, or for the one behind something; None when it is neither."""
    document = meant(asked, found, read, earlier)
    if document is None or not document.references:
        return None
    numbered = NUMBERED.search(asked.text)
    if numbered:
        return _one(int(numbered[1]), asked, document, read)
    if asks_behind(asked.text):
        return _behind(asked, found, read, earlier)
    listed = [entry.number for entry in document.references if entry.listed and entry.number is not None]
    if _COUNT.search(asked.text) and 0 < len(listed) <= MOST:
        return OwnAnswer(tuple(map(quoted, entries_of(document.key, listed, read))), 0.9)
    return None


def asks_behind(text: str) -> bool:
    """Whether a question is for the reference behind something."""
    return bool(_SUPPORT.search(text)) and not _WEIGHT.search(text)


def entries_answer(asked: Question, entries: Sequence[Line], read: Reading) -> OwnAnswer | None:
    """The entries that answer best, or all of a kind or year; None when the answer is in a text that is held.

    `entries` are lines of reference lists, best first, and the best of them stands above all else.
    """
    document = read.document_of(entries[0].passage)
    listed = {
        one.passage.key: entry
        for one in entries
        for entry in document.references
        if one.passage.document == document.key and one.passage.start <= entry.start < one.passage.end and entry.listed
    }
    wanted = _of_type_and_year(asked, listed)
    close = CLOSE_ALL if _ALL.search(asked.text) else CLOSE
    ranked = sorted((one for one in entries if one.passage.key in wanted), key=lambda one: -_standing(one))
    chosen = [one.passage for one in ranked[:MOST] if _standing(one) >= _standing(ranked[0]) - close]
    if _lacks(asked, chosen):
        return _NO_DETAIL
    if (_CONTENT.search(asked.text) or _SAYS.search(asked.text)) and len(chosen) == 1:
        entry = wanted[chosen[0].key]
        return None if _is_held(entry, document, read) else _not_held(entry)
    in_order = sorted(chosen, key=lambda one: one.start) if close == CLOSE_ALL else chosen
    return OwnAnswer(tuple(map(quoted, in_order)), ranked[0].sure)


def _lacks(asked: Question, entries: Sequence[Passage]) -> bool:
    """Whether a detail is asked for that none of these entries prints."""
    return any(
        cue.search(asked.text) and not any(held.search(one.words()) for one in entries) for cue, held in _DETAILS
    )


def _standing(entry: Line) -> float:
    return entry.answering + HELD * entry.held + AT_HAND * entry.at_hand


def _of_type_and_year(asked: Question, listed: Mapping[str, Reference]) -> dict[str, Reference]:
    """Those of the type and year that the question names; all where it names none, or none is of it."""
    said = set(terms(asked.text))
    years = set(_YEAR.findall(asked.text))
    types = {entry.type for entry in listed.values() if entry.type and set(terms(entry.type)) & said}
    if len(types) > 1:  # "guidelines rather than research": the one named first.
        types = {min(types, key=lambda name: asked.text.lower().find(name.lower()[:5]))}
    kept = {
        key: entry
        for key, entry in listed.items()
        if (not types or entry.type in types) and (not years or str(entry.year) in years)
    }
    return kept or dict(listed)


def _one(number: int, asked: Question, document: Document, read: Reading) -> OwnAnswer | None:
    entry = next((one for one in document.references if one.number == number), None)
    if entry is None or not entry.listed:
        return OwnAnswer((), 0.02, (Note("no_such_reference", no_such(number, entry, document)),))
    own = set(terms(f"{entry.title} {entry.container} {entry.text}"))
    others = [t for t in asked.terms if t not in own and t not in _ABOUT_REFERENCES and not t.isdigit()]
    says, wants = _SAYS.search(asked.text), _CONTENT.search(asked.text)
    if (says or wants) and (others or _is_held(entry, document, read)):
        return None
    if wants:
        return _not_held(entry)
    if _lacks(asked, entries_of(document.key, [number], read)):
        return _NO_DETAIL
    notes = _not_held(entry).notes if says else ()
    return OwnAnswer(tuple(map(quoted, entries_of(document.key, [number], read))), 0.95, notes)


def no_such(number: int, entry: Reference | None, document: Document) -> str:
    """Why a reference number cannot be opened, as a sentence for the reader."""
    if entry is not None:
        return f"Reference {number} is cited by the article, but not in its reference list."
    numbers = sorted(one.number for one in document.references if one.number is not None)
    if numbers:
        return f"The article has no reference {number}; its numbers run from {numbers[0]} to {numbers[-1]}."
    if document.references:
        return f"The article gives its references no numbers: which of them is reference {number} cannot be told."
    return f"The article has no reference {number}."


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
    statements: dict[Statement, None] = {}
    notes: dict[Note, None] = {}
    for passage in _just_cited(asked, earlier, read) or _best_body(asked, found, read):
        document = read.document_of(passage)
        listed = [one.number for one in document.references if one.listed]
        statements |= dict.fromkeys(map(quoted, entries_of(document.key, passage.references, read)))
        for number in (one for one in passage.references if one not in listed):
            entry = next((one for one in document.references if one.number == number), None)
            notes[Note("no_such_reference", no_such(number, entry, document))] = None
    if not statements and not notes:
        return None
    return OwnAnswer(tuple(statements)[:4], 0.9 if statements else 0.05, tuple(notes))


def _just_cited(asked: Question, earlier: Sequence[Answer], read: Reading) -> list[Passage]:
    specific = [term for term in asked.terms if term not in _ABOUT_REFERENCES]
    last = earlier[-1] if earlier else None
    if last is None or last.abstained or (len(specific) > 2 and not _POINTING.search(asked.text)):
        return []
    cited = dict.fromkeys(key for statement in last.statements for key in statement.citations)
    held = [read.passages[key] for key in cited if key in read.passages]
    return [one for one in held if one.kind == "body"]


def _best_body(asked: Question, found: Sequence[Retrieved], read: Reading) -> list[Passage]:
    wanted = [term for term in asked.terms if term not in _ABOUT_REFERENCES]
    body = [one for one in found if one.passage.kind == "body"]
    if not wanted or not body or read.covered(wanted, read.terms_of(body[0].passage.key)) < 0.5:
        return []
    return [body[0].passage]


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
