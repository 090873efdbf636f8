"""A cited passage as the units a statement can rest on: sentences, bullets and rows, each with what governs it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from chat.gate.abbreviations import abbreviated
from chat.gate.layout import BULLET, CELLS, WRAPPED, laid_out, leads_on
from chat.gate.quantities import quantities
from chat.gate.words import STOP, Word, fold, words

# A full stop ends a sentence before something that can begin one, unless an abbreviation stands before it.
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9≥≤<>])")
# Coordinated clauses that speak of different things are units of their own.
_TURN = (
    r"(?:;\s+|,?\s+(?:whereas|while|whilst|although|though|"
    r"but(?! (?:not|only|never|in|for|with|if|when|also|at)\b))\s+|"
    r",\s+(?:compared with)\s+)"
)
_CONTRAST = re.compile(_TURN)
_CONTRAST_END = re.compile(_TURN + "$")
LEAST_CLAUSE = 2
"""Content words from which a clause says something of its own."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a statement can rest on, with the words that hold for it too (its lead-ins, its table's header)."""

    text: str
    """Folded, white space folded too."""
    words: tuple[Word, ...]
    context: str
    """Lead-ins above it and, after a pronoun, the sentence before it."""
    context_words: tuple[Word, ...]
    passage: int
    leads: tuple[str, ...] = ()
    """The lead-ins that govern it, outermost first; a later sentence of an item stands on its own."""
    heading: str = ""
    """What stands above its passage, the outermost first, "›" between them."""
    first: bool = True
    """Whether it begins its line: a later sentence or clause stands on its own."""


def sentences(text: str) -> list[str]:
    """The sentences of one line of text, in order."""
    parts: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if abbreviated(text[start : end.start()], text[end.end() :]):
            continue
        parts.append(text[start : end.end()].strip())
        start = end.end()
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def clauses(sentence: str) -> list[str]:
    """A sentence cut where it turns to something else: at semicolons, whereas, but, although.

    What is too short to stand alone ("; pantoprazole does not") stays with what it leans on.
    """
    starts = [0]
    for turn in _CONTRAST.finditer(sentence):
        after = _CONTRAST.search(sentence, turn.end())
        part = sentence[turn.end() : after.start() if after else len(sentence)]
        before = sentence[starts[-1] : turn.start()]
        if min(_weight(part), _weight(before)) >= LEAST_CLAUSE:
            starts.append(turn.end())
    ends = [*starts[1:], len(sentence)]
    parts = [_CONTRAST_END.sub("", sentence[start:end]).strip() for start, end in zip(starts, ends, strict=True)]
    return [part for part in parts if part]


def _weight(text: str) -> int:
    return sum(word.key not in STOP for word in words(text))


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: int
    item: bool


def _lines(text: str) -> list[_Line | None]:
    """The logical lines: wrapped ones rejoined, None where an empty line stands."""
    found: list[_Line | None] = []
    for raw in text.replace("\r", "\n").split("\n"):
        if not raw.strip():
            found.append(None)
            continue
        bullet = BULLET.match(raw)
        body = raw[bullet.end() :] if bullet else raw
        indent = len(raw) - len(raw.lstrip()) + (1 if bullet else 0)
        last = found[-1] if found else None
        if last is not None and not bullet and _goes_on(last, body, indent):
            found[-1] = _Line(f"{last.text.rstrip()} {body.strip()}", last.indent, last.item)
            continue
        found.append(_Line(body.rstrip(), indent, bool(bullet)))
    return found


def _goes_on(line: _Line, after: str, indent: int) -> bool:
    """Whether a sentence was wrapped: its line has no end, and the next begins in lower case or the line was long."""
    text = line.text.rstrip()
    if text.endswith((".", ":", "!", "?")) or CELLS.search(text) or CELLS.search(after.strip()):
        return False
    if after.lstrip()[:1].islower():
        return True
    # Behind a list item, what is set further out begins something new.
    return len(text) >= WRAPPED and (not line.item or indent >= line.indent)


_ANAPHOR = re.compile(
    r"^(?:\w+ )?(?:it|its|they|their|them|this|these|those|such|both|he|she|"
    r"the (?:drug|dose|treatment|condition|patient|procedure|latter|former|risk|rate|test|infusion|"
    r"tablet|medicine|medication|therapy|regimen)s?)\b",
    re.IGNORECASE,
)


def _row(header: list[str], cells: list[str]) -> list[str]:
    """A table row as what can be said from it: whole, or each cell under its column where columns are conditions."""
    if not header or len(header) != len(cells):
        return ["; ".join(cells)]
    named = [f"{name}: {cell}" for name, cell in zip(header, cells, strict=True)]
    if any(quantities(name) for name in header[1:]):
        return [f"{cells[0]}; {cell}" for cell in named[1:]]
    return ["; ".join(named)]


@lru_cache(maxsize=2_048)
def units(text: str, passage: int = 0, heading: str = "") -> tuple[Unit, ...]:
    """The units of one passage's text, in order; `heading` governs them all."""
    found: list[Unit] = []
    leads: list[tuple[int, str]] = []  # (indent, words) of the lead-ins in force
    header: list[str] = []
    blank = True
    for line in _lines(fold(laid_out(text))):
        if line is None:
            blank, header = True, []
            continue
        cells = [cell.strip() for cell in CELLS.split(line.text.strip()) if cell.strip()]
        if len(cells) > 1:
            governed = " ".join([heading, *(words for _, words in leads)])
            if not header:
                header = cells
                found.append(_unit("; ".join(cells), governed, passage))
            else:
                found += [_unit(said, governed, passage) for said in _row(header, cells)]
            blank = False
            continue
        header = []
        body = " ".join(line.text.split())
        while leads and (
            leads[-1][0] > line.indent or (leads[-1][0] == line.indent and (line.item or blank or body.endswith(":")))
        ):
            leads.pop()
        context = " ".join([heading, *(words for _, words in leads)])
        before = ""
        governing = tuple(words for _, words in leads) if line.item else ()
        for place, sentence in enumerate(sentences(body)):
            for number, clause in enumerate(clauses(sentence)):
                carried = before if (number or _ANAPHOR.match(clause)) else ""
                unit = _unit(clause, f"{context} {carried}", passage)
                later = bool(place or number)
                found.append(replace(unit, leads=() if later else governing, heading=heading, first=not later))
                before = f"{carried} {clause}" if number else clause
        if leads_on(body):
            leads.append((line.indent, body))
        blank = False
    return tuple(found)


def _unit(text: str, context: str, passage: int) -> Unit:
    folded_context = " ".join(fold(context).split())
    return Unit(text, words(text), folded_context, words(folded_context), passage)
