"""A conversation as chat messages: blocks of HTML made from the server's own record, with every word inert."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from chat.answers import Answer, Shown, Statement
from chat.page.badges import held_line, known_references, tier_style
from chat.page.cards import changed, cite_name, link, where
from chat.page.inert import Html, inert, inert_lines, visible
from chat.page.markup import NOTHING, SPACE, TIED, button, join, tag
from chat.page.readings import shortened
from chat.page.session import Run, Turn
from chat.page.shelf import Shelf
from chat.page.statements import Line, statement_lines

_GLIMPSE = 90
"""Characters of a passage that a link to it shows."""
_LONG_WORD = 24
_MISSING = 3
"""References without a text that an abstention names."""

DECLINED = "The library does not say"
WRITING = "Checking each sentence as it is written…"


class Message(TypedDict):
    """What a chatbot shows as one bubble."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the answers: the library as it is now, and what may be done with them."""

    shelf: Shelf | None = None
    """None where it could not be looked up."""
    feedback: bool = False
    add: bool = False
    """Whether the text of a reference may be added."""


ALONE = Around()


def messages(
    turns: Sequence[Turn], running: Run | None = None, waiting: str | Answer = "", around: Around = ALONE
) -> list[Message]:
    """The whole conversation; `waiting` is what the running question is told meanwhile, or its answer so far."""
    shown: list[Message] = []
    for number, turn in enumerate(turns[: running.kept] if running else turns):
        problem = tag("div", "fn-problem", tag("p", "", inert(turn.problem)))
        shown += _exchange(turn.question, answer_html(turn, turn.answer, number, around) if turn.answer else problem)
    if running is not None:
        shown += _exchange(running.question, _so_far(waiting, running.kept))
    return shown


def answer_html(turn: Turn, answer: Answer, number: int, around: Around = ALONE) -> Html:
    """A turn's answer: how the question was read, statements with their citations, and the state in plain words."""
    scope = turn.scope
    asked = f"Asked of {scope}; the others were left out under Library."
    notes = join(_note(note.kind, note.text, bool(scope)) for note in answer.notes)
    return tag(
        "div",
        f"fn-answer fn-turn-{number}",
        _read_as(answer, number),
        _looked_for(answer),
        _abstention(turn, answer, notes, around) if answer.abstained else _statements(answer, number),
        join(_note("odds", told) for told in turn.odds),
        NOTHING if answer.abstained else notes,
        _note("scope", asked) if scope else NOTHING,
        _stale(answer, around.shelf),
        _actions(answer, number, around.feedback),
    )


def _stale(answer: Answer, shelf: Shelf | None) -> Html:
    """A line for each kind of change in the documents that the answer rests on."""
    if shelf is None:
        return NOTHING
    cited = [one for one in answer.passages if one.passage.key in answer.markers]
    told = dict.fromkeys(
        f"{one.title or one.source}: {remark}"
        for one in cited
        if (remark := changed(one.passage, shelf, "the answer is as it was given"))
    )
    return join(_note("stale", words) for words in told)


def _so_far(waiting: str | Answer, turn: int) -> Html:
    told = WRITING if isinstance(waiting, Answer) else waiting
    waits = tag("div", "fn-waiting", tag("p", "", inert(told)))
    if not isinstance(waiting, Answer):
        return waits
    shown = {one.passage.key: one for one in waiting.passages}
    each = (_statement(one, cite_name(turn, number), shown) for number, one in enumerate(waiting.statements))
    # No class of an answer: what is announced, copied and judged is the complete one.
    return tag("div", "fn-growing", tag("div", "fn-statements", join(each)), waits)


def state_line(answer: Answer) -> str:
    """Who composed the statements and how they were checked, in a reader's words."""
    if answer.engine == "generative":
        return f"Written by a language model · {_checked(answer)}"
    return _checked(answer)


def _checked(answer: Answer) -> str:
    count = len(answer.statements)
    quoted = sum(statement.support == "quoted" for statement in answer.statements)
    total = f"{count} statement{'s' * (count != 1)}"
    if quoted == count:
        return f"{total} · quoted word for word"
    checked = "checked against the cited words"
    return f"{total} · {quoted} quoted word for word, {count - quoted} {checked}" if quoted else f"{total} · {checked}"


def _exchange(question: str, answer: Html) -> list[Message]:
    return [{"role": "user", "content": inert_lines(question)}, {"role": "assistant", "content": answer}]


def _read_as(answer: Answer, turn: int) -> Html:
    if visible(answer.standalone_question) == visible(answer.question):
        return NOTHING
    shown = shortened(answer.standalone_question, answer.question)
    read = tag("span", "fn-standalone", inert(shown))
    return tag("p", "fn-read", inert("Read as:"), SPACE, read, SPACE, button("edit", "✎", "Correct this reading", turn))


def _looked_for(answer: Answer) -> Html:
    return tag("p", "fn-looked-for", inert(f"{answer.looked_for}.")) if answer.looked_for else NOTHING


def _statements(answer: Answer, turn: int) -> Html:
    shown = {one.passage.key: one for one in answer.passages}
    each = (_statement(one, cite_name(turn, number), shown) for number, one in enumerate(answer.statements))
    return Html(tag("div", "fn-statements", join(each)) + _state(state_line(answer), turn))


def _state(words: str, turn: int) -> Html:
    told = tag("span", "fn-told", inert(words))
    return tag("p", "fn-state", told, SPACE, button("legend", "?", "What this means", turn))


def _statement(statement: Statement, cite: str, shown: Mapping[str, Shown]) -> Html:
    marks = join(_mark(shown[key], cite) for key in statement.citations if key in shown)
    over = _heading_over(statement, shown)
    lines = statement_lines(statement, {key: one.passage for key, one in shown.items()}, bool(over))
    html = [tag("p", "fn-heading", inert(over))] if over else []
    for number, line in enumerate(lines):
        said = _tied(line.words, marks if number == len(lines) - 1 else NOTHING)
        name = tag("span", "fn-name", inert(f"{line.name}:")) if line.name else NOTHING
        html.append(tag("p", _line_style(line), join([name, said], SPACE)))
    return tag("div", f"fn-statement fn-{statement.support}", join(html))


def _line_style(line: Line) -> str:
    if line.name:
        return "fn-cell"
    return "fn-item" + (f" fn-under-{line.level}" if line.level > 1 else "") if line.level else ""


def _heading_over(statement: Statement, shown: Mapping[str, Shown]) -> str:
    """The heading that a bullet says nothing without; empty where it has a lead-in, or is a sentence."""
    first = statement.spans[0] if statement.spans else None
    passage = shown[first.key].passage if first is not None and first.key in shown else None
    if first is None or passage is None or not passage.section or not visible(statement.text)[:1].islower():
        return ""
    said = next((part for part in passage.parts if part.start <= first.start < part.end), None)
    return passage.section[-1] if said is not None and said.kind == "item" and not said.depth else ""


def _tied(words: str, marks: Html) -> Html:
    """The words with their citations, which no line begins with."""
    *before, last = words.split(" ")
    if not marks or len(last) > _LONG_WORD:
        return join([inert(words), marks], TIED)
    return join([inert(" ".join(before)), tag("span", "fn-tied", inert(last), TIED, marks)], SPACE)


def _mark(shown: Shown, cite: str) -> Html:
    if shown.marker is None:
        return NOTHING
    weight = "".join(f", {told}" for told in (shown.tier, shown.year) if told)
    title = f"Source {shown.marker}: {where(shown.passage)}{weight}"
    # Its brackets are no Markdown here, and inert all the same: nothing that looks like a marker is written otherwise.
    style = f"fn-mark{tier_style(shown.tier)}"
    return tag("a", style, inert(f"[{shown.marker}]"), href=link(shown.passage.key, cite), title=title)


def _abstention(turn: Turn, answer: Answer, notes: Html, around: Around) -> Html:
    """That there is no answer, why, what comes closest, and what might answer."""
    said, declined = visible(answer.abstention), DECLINED
    if turn.scope:
        said, declined = _of_chosen(said), _of_chosen(declined)
    whole = said.lower().startswith(declined.lower())
    head = tag("p", "fn-declined", inert(said if whole else declined))
    more = tag("p", "", inert(said)) if said and not whole else NOTHING
    offered = join(tag("li", "", _near(one)) for one in answer.closest)
    nearest = [tag("p", "fn-nearest", inert("Closest passages")), tag("ul", "fn-near-list", offered)] if offered else []
    return tag("div", "fn-abstention", head, more, notes, *nearest, _missing(turn, answer, around))


def _missing(turn: Turn, answer: Answer, around: Around) -> Html:
    """The references behind the closest passages whose text is not held: they may say what the passages do not."""
    shelf = around.shelf
    if shelf is None:
        return NOTHING
    lines = [
        held_line(document.key, one, shelf, add=around.add)
        for near in answer.closest
        if (document := turn.documents.get(near.passage.document)) is not None and document.key in shelf.documents
        for one in known_references(document, near.passage.references)
        # A list that was numbered anew means another paper by that number.
        if one.listed and one in shelf.documents[document.key].references
        if shelf.state(document.key, one) != "held"
    ]
    shown = list(dict.fromkeys(lines))[:_MISSING]
    head = tag("p", "fn-nearest", inert("They rest on texts that are not held, and may say more"))
    return Html(head + tag("ul", "fn-refs", join(shown))) if shown else NOTHING


def _near(shown: Shown) -> Html:
    words = visible(shown.passage.words())
    glimpse = re.split(r" [•◦▪‣] ", words[: _GLIMPSE + 1], maxsplit=1)[0]
    if len(glimpse) > _GLIMPSE:
        glimpse = glimpse[:_GLIMPSE].rsplit(" ", 1)[0]
    glimpse += "…" if len(glimpse) < len(words) else ""
    place = tag("span", "fn-near-place", inert(where(shown.passage)))
    quote = tag("span", "fn-quote", inert(glimpse))
    return tag("a", "fn-near", place, SPACE, quote, href=link(shown.passage.key))


def _note(kind: str, words: str, chosen: bool = False) -> Html:
    return tag("p", f"fn-note fn-note-{kind.replace('_', '-')}", inert(_of_chosen(words) if chosen else words))


def _of_chosen(told: str) -> str:
    """A remark about the library, made about the documents that were asked: the others may well say it."""
    return re.sub(r"^The library does not\b", "The chosen documents do not", told)


def _actions(answer: Answer, turn: int, feedback: bool) -> Html:
    buttons = [button("copy", "Copy", "Copy this answer with its citations", turn)]
    if feedback:
        buttons.append(button("up", "Helpful", "This answer helped", turn))
        buttons.append(button("down", "Not helpful", "This answer did not help", turn))
    if answer.abstained:
        buttons.append(button("legend", "?", "What this means", turn))
    elif feedback:
        buttons.append(button("wrong", "Wrong citation", "A citation does not support its statement", turn))
    return tag("p", "fn-actions", join(buttons, SPACE))
