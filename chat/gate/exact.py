"""Whether a statement is the document's own words: parts of a passage, in order, joined by punctuation alone.

A part is a whole unit (a sentence, a bullet, a lead-in, a cell) or a clause cut at its own punctuation. Single words
picked out and joined by commas are none, nor is a clause whose sentence says "not", "only" or "unless" in what was left
out, or one cut between two numbers. A clause is read with what it leaves out, so the lock has to hold for it as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chat.gate.contrasts import TURNING
from chat.gate.governed import says_by_itself, titled
from chat.gate.layout import laid_out
from chat.gate.leads import ASIDE, condition, denying
from chat.gate.lock import lock
from chat.gate.tokens import Text, gap_after, read_text, without_reference_marks
from chat.gate.words import without_answer_markers

CLAUSE_WORDS = 4
"""A part that is no whole unit has at least as many words."""
_SOFT = re.compile(r"[,:;.!?…()\[\]|/–—•\n\t-]")
_STOP = re.compile(r"[.!?]['\"”’)\]]*(?:\s|$)")
_WITHIN = re.compile(r"\s?[,–—-]\s?")


def _between_numbers(text: Text, index: int) -> bool:
    """Whether the gap before a token stands inside a range or series of numbers: "2.0–3.0", "days 1, 4 and 8"."""
    if not 0 < index < len(text.tokens) or not _WITHIN.fullmatch(text.tokens[index].before):
        return False
    return text.tokens[index - 1].text[-1:].isdigit() and text.tokens[index].text[:1].isdigit()


def _hard(gap: str) -> bool:
    return not gap or bool(re.search(r"[\n\t|;•]|[.!?]['\")\]]*(?:\s|$)|   ", gap))


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    """Token indexes in the passage, half open."""
    row: int
    """The line of the table row that a "header: cell" reading is in, -1 outside one."""
    opens: bool
    closes: bool
    """Whether it begins and ends where a unit of the passage does."""


def _parts(said: Text, at: int, held: Text) -> list[tuple[int, _Part]]:
    """Every part of the passage that the statement repeats from its token `at`, with where the statement goes on."""
    found = []
    for begin, token in enumerate(held.tokens):
        if not _same(said.tokens[at].text, token.text, first=True) or not (begin == 0 or _SOFT.search(token.before)):
            continue
        if _between_numbers(held, begin):
            continue
        length = 1
        while True:
            here, there = at + length, begin + length
            if (
                (here == len(said.tokens) or _SOFT.search(said.tokens[here].before))
                and _SOFT.search(gap_after(held, there - 1))
                and not _between_numbers(held, there)
            ):
                found.append(
                    (
                        here,
                        _Part(
                            begin,
                            there,
                            -1,
                            begin == 0 or _hard(token.before),
                            _hard(gap_after(held, there - 1)),
                        ),
                    )
                )
            if here >= len(said.tokens) or there >= len(held.tokens):
                break
            if not _same(said.tokens[here].text, held.tokens[there].text) or not _same_gap(
                said.tokens[here].before, held.tokens[there].before
            ):
                break
            length += 1
    return found


def _same(one: str, other: str, first: bool = False) -> bool:
    return one == other or (first and one[1:] == other[1:] and one[:1].lower() == other[:1].lower())


def _same_gap(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _whole(part: _Part) -> bool:
    return part.opens and part.closes


def _cut_out(held: Text, part: _Part) -> list[str]:
    """The words of the part's sentence that it leaves out."""
    left = []
    if not part.opens:
        index = part.start
        while index > 0 and not _hard(held.tokens[index].before):
            index -= 1
            left.append(held.tokens[index].text.lower())
    if not part.closes:
        index = part.end
        while index < len(held.tokens) and not _hard(held.tokens[index].before):
            left.append(held.tokens[index].text.lower())
            index += 1
    return left


def _follows(held: Text, before: _Part | None, part: _Part, ended: bool) -> bool:
    """Whether a part may stand after another: in order, a clause with its own sentence, a bullet under its lead-in.

    `ended` tells whether the statement ends a sentence between the two.
    """
    if (not _whole(part) and part.end - part.start < CLAUSE_WORDS) or _numbers_a_row(held, part):
        return False
    if not part.opens and (before is None or before.closes) and before is not None:
        return False
    if before is None:
        return True
    row, last = held.rows[part.start], held.rows[before.end - 1]
    if part.start < before.end:
        # A table read as "header: cell": back to the header of a later column.
        return (
            _whole(part)
            and _whole(before)
            and (before.row != -1 or _has_cells(held, last[0]))
            and row[0] < last[0]
            and row[1] > last[1]
            and _header(held, row[0])
        )
    if not before.closes:
        return not any(_hard(token.before) for token in held.tokens[before.end + 1 : part.start + 1]) and not _hard(
            held.tokens[before.end].before
        )
    if row[0] != last[0] and _has_cells(held, row[0]) and _has_cells(held, last[0]):
        lead = held.leads[part.start]
        governed = lead == held.leads[before.end - 1] or _has_cells(held, lead)
        return row[1] == last[1] and _header(held, last[0]) and before.row in (-1, row[0]) and governed
    if gap_after(held, before.end - 1).lstrip().startswith(":") and row[0] != last[0]:
        if denying(_line(held, last[0])) and not _heads(held, part):
            return False  # "Not recommended: antibiotics are given", of an item's second sentence
        return held.leads[part.start] == last[0] or held.leads[part.start] == held.leads[before.end - 1] != -1
    if row[0] != last[0] and held.leads[before.end - 1] != -1 and held.leads[part.start] != held.leads[before.end - 1]:
        # Behind a list within the list, the outer one goes on.
        governing = {held.rows[before.start][0], *_leads_over(held, held.leads[before.end - 1])}
        apart = held.leads[part.start] == -1 and ended and _own_sentence(held, part)
        return apart or held.leads[part.start] in governing or _gap_ends(held, before)
    return True


def _ungoverned(held: Text, before: _Part | None, part: _Part) -> bool:
    """Whether an item is said without the lead-in or heading that denies it or says when it holds."""
    line = held.rows[part.start][0]
    first = _begins_line(held, part.start)
    numbered = held.tokens[first].text.isdigit()  # "1. Glaucoma": the number's own full stop
    if any(re.search(r"[.!?]", held.tokens[i].before) for i in range(first + 1 + numbered, part.start + 1)):
        return False  # a later sentence of an item stands on its own
    said = set()
    if before is not None:
        # What stands over the part before has been said with it, or says nothing that must be.
        said = {held.rows[before.start][0], held.rows[before.end - 1][0]}
        said |= set(_leads_over(held, held.leads[before.end - 1]))
    lead = held.leads[part.start]
    while lead != -1 and line not in said:
        if lead not in said and (denying(_line(held, lead)) or condition(_line(held, lead))):
            return True
        line, lead = lead, _lead_of(held, lead)
    top = _line(held, line) if held.heading else ""
    return bool(top and titled(held.heading, top) and not denying(top))


def _begins_line(held: Text, at: int) -> int:
    """The first token of a token's line."""
    return next(i for i in range(at, -1, -1) if i == 0 or held.rows[i - 1][0] != held.rows[at][0])


def _heads(held: Text, part: _Part) -> bool:
    """Whether a part begins its line, a number before it aside."""
    first = _begins_line(held, part.start)
    return part.start == first or (part.start == first + 1 and held.tokens[first].text.isdigit())


def _own_sentence(held: Text, part: _Part) -> bool:
    """Whether a part says something by itself: "Fluids" behind "Avoid: Steroids." reads as one more to avoid."""
    text = " ".join(token.text for token in held.tokens[part.start : part.end])
    return says_by_itself(text) and says_by_itself(ASIDE.sub(" ", text))


def _lead_of(held: Text, line: int) -> int:
    return next(above for row, above in zip(held.rows, held.leads, strict=True) if row[0] == line)


def _leads_over(held: Text, lead: int) -> list[int]:
    """The line of a lead-in and of those above it."""
    found: list[int] = []
    while lead != -1 and lead not in found:
        found.append(lead)
        lead = _lead_of(held, lead)
    return found


def _line(held: Text, line: int) -> str:
    """The words of a line, a colon behind them."""
    here = [token for token, row in zip(held.tokens, held.rows, strict=True) if row[0] == line]
    return "".join([here[0].text, *(token.before + token.text for token in here[1:])]) + ":"


def _has_cells(held: Text, line: int) -> bool:
    return any(row[0] == line and row[1] for row in held.rows)


def _numbers_a_row(held: Text, part: _Part) -> bool:
    """Whether a part is the number before a row's first cell, which is none of it: "1. Aspirin"."""
    here, after = held.rows[part.start], held.rows[min(part.end, len(held.rows) - 1)]
    alone = part.end - part.start == 1 and held.tokens[part.start].text.isdigit()
    return alone and part.end < len(held.rows) and after[:2] == here[:2] and _has_cells(held, here[0])


def _header(held: Text, line: int) -> bool:
    """Whether a line is a table's first row."""
    return _has_cells(held, line) and not _has_cells(held, line - 1)


def _in_row(held: Text, before: _Part | None, part: _Part) -> _Part:
    """The part with the table row that the reading is in."""
    if before is None or not _whole(part):
        return part
    line, last = held.rows[part.start][0], held.rows[before.end - 1][0]
    if line != last and _has_cells(held, line) and _has_cells(held, last):
        return replace(part, row=line if part.start >= before.end else max(before.row, last))
    return replace(part, row=before.row)


def _gap_ends(held: Text, part: _Part) -> bool:
    return bool(re.search(r"[.!?]", gap_after(held, part.end - 1)))


@dataclass(frozen=True, slots=True)
class _State:
    """How far a statement has been read."""

    at: int
    """Its next token."""
    place: int | None
    """The passage read last; None before the first."""
    before: _Part | None


def _reads(said: Text, held: Sequence[Text], whole: bool) -> bool:
    """Whether the passages read as the statement does, from its first token to its last; in `whole` units only, or in
    clauses too.
    """
    # Not by recursion: a list may have more items than Python has frames.
    ahead = [_State(0, None, None)]
    seen: set[_State] = set()
    while ahead:
        state = ahead.pop()
        if state.at == len(said.tokens):
            if _may_end(held, state):
                return True
        elif state not in seen:
            seen.add(state)
            ahead.extend(reversed(list(_onward(said, held, state, whole))))
    return False


def _may_end(held: Sequence[Text], state: _State) -> bool:
    before = state.before
    return before is None or before.closes or not set(_cut_out(held[state.place or 0], before)) & TURNING


def _onward(said: Text, held: Sequence[Text], state: _State, whole: bool) -> Iterator[_State]:
    """The parts of passages with which the statement may go on."""
    at, place, before = state.at, state.place, state.before
    ended = bool(_STOP.match(said.tokens[at].before))
    for number, text in enumerate(held):
        turned = place is not None and number != place
        # Another passage goes on only where a sentence or a list item of the statement has ended.
        if turned and (before is None or not before.closes or not re.search(r"[.;!?]", said.tokens[at].before)):
            continue
        previous = None if turned else before
        for after, part in _parts(said, at, text):
            if whole and not _whole(part):
                continue
            if not _follows(text, previous, part, ended) or _ungoverned(text, previous, part):
                continue
            if not _whole(part) and (previous is None or previous.closes) and _turned(text, part):
                continue
            yield _State(after, number, _in_row(text, previous, part))


def _turned(text: Text, part: _Part) -> bool:
    """Whether what a part that begins anew leaves out before itself turns its meaning."""
    before = _Part(part.start, part.end, -1, part.opens, True)
    return bool(set(_cut_out(text, part)) & TURNING and set(_cut_out(text, before)) & TURNING)


def exact(statement: str, passages: Sequence[str], headings: Sequence[str] = ()) -> bool:
    """Whether the statement's words stand in the passages in parts joined by punctuation.

    White space is folded, case is kept (but for the first letter of a part), answer markers are ignored, and the
    article's own reference numbers may be left out. `headings[i]` stands above passage i: what is no sentence is not
    said without one that denies it.
    """
    words = without_answer_markers(statement).strip()
    # A denying label that opens the statement may stand inside a paragraph of the passage, where it heads no line.
    sayings = [read_text(text) for text in dict.fromkeys((laid_out(words), words))]
    if not sayings[0].tokens:
        return False
    above = [*headings, *[""] * len(passages)]
    readings = [
        [replace(read_text(laid_out(text)), heading=title) for text, title in zip(texts, above, strict=False)]
        for texts in (passages, [without_reference_marks(text) for text in passages])
    ]
    if any(_reads(said, held, True) for said in sayings for held in readings):
        return True
    in_clauses = any(_reads(said, held, False) for said in sayings for held in readings)
    return in_clauses and not lock(statement, passages, headings)
