"""An answer as plain text, for a terminal: what the page shows, in the same order."""

from __future__ import annotations

from collections.abc import Iterator

from chat.answers import Answer, Shown
from chat.disagreement import disagreements
from corpus.printing import on_a_line


def plain(answer: Answer) -> str:
    """The answer's sentences with their markers, the program's notes, and the words behind each marker.

    An abstention names the closest passages instead, as just that. Nothing in it is an order to the terminal.
    """
    return "\n".join(map(on_a_line, _lines(answer)))


def _lines(answer: Answer) -> Iterator[str]:
    if answer.standalone_question != answer.question:
        yield f"Read as: {answer.standalone_question}"
    if answer.looked_for:
        yield answer.looked_for
    yield from answer.text.split("\n")
    for told in (*disagreements(answer), *(note.text for note in answer.notes)):
        yield f"Note: {told}"
    if answer.abstained:
        if closest := answer.closest:
            yield ""
            yield "Closest passages:"
        for shown in closest:
            yield f"  - {_place(shown)}: “{shown.passage.words()}”"
        return
    yield ""
    for shown in sorted((s for s in answer.passages if s.marker is not None), key=lambda s: s.marker or 0):
        yield f"[{shown.marker}] {_place(shown)}"
        for quoted in _quoted(answer, shown):
            yield f"    “{quoted}”"
        if shown.passage.references:
            numbers = ", ".join(str(number) for number in shown.passage.references)
            yield f"    rests on the article's reference {numbers}"


def _place(shown: Shown) -> str:
    page = () if shown.passage.page is None else (f"page {shown.passage.page}",)
    return " › ".join((shown.title or shown.source, *shown.passage.section, *page))


def _quoted(answer: Answer, shown: Shown) -> Iterator[str]:
    """The words of this passage that the answer rests on, each stretch once, in the passage's order."""
    stretches = {(span.start, span.end) for s in answer.statements for span in s.spans if span.key == shown.passage.key}
    for start, end in sorted(stretches):
        yield shown.passage.words(start, end)
