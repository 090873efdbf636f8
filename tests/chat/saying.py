"""What must hold of any answer, and short ways to say what one says."""

from __future__ import annotations

from collections.abc import Mapping

from chat.answers import Answer, Statement
from corpus.documents import Document, Passage


def said(answer: Answer) -> str:
    """All that an answer states, without markers."""
    return " ".join(statement.text for statement in answer.statements)


def letters(text: str) -> str:
    """A text with nothing left but what is neither white space nor the punctuation that joins quoted pieces."""
    return "".join(character for character in text if not character.isspace() and character not in ".,;:")


def stands(statement: Statement, documents: Mapping[str, Document], passages: Mapping[str, Passage]) -> None:
    """A quoted statement is the documents' own words, in the order of its spans, joined at most by punctuation."""
    assert statement.spans, statement.text
    quoted = []
    for span in statement.spans:
        passage = passages[span.key]
        assert passage.start <= span.start < span.end <= passage.end
        assert not any(span.start < one.end and one.start < span.end for one in passage.markers), "a marker is no word"
        quoted.append(documents[passage.document].text[span.start : span.end])
    assert letters("".join(quoted)) == letters(statement.text)


def honest(answer: Answer, documents: Mapping[str, Document], passages: Mapping[str, Passage]) -> None:
    """What DESIGN promises of every answer: statements are cited, shown and verbatim, or there are none."""
    assert 0 <= answer.score <= 1
    shown = {one.passage.key: one for one in answer.passages}
    assert len(shown) == len(answer.passages)
    for statement in answer.statements:
        assert statement.citations, statement.text
        assert statement.support == "quoted"
        for key in statement.citations:
            assert shown[key].marker is not None, "a citation opens a passage that was retrieved for this answer"
            assert f"[{shown[key].marker}]" in answer.text
        stands(statement, documents, passages)
    cited = {key for statement in answer.statements for key in statement.citations}
    assert set(answer.markers) == cited
    assert len(set(answer.markers.values())) == len(cited), "no two passages share a number"
    assert answer.abstained == (not answer.statements)
    if answer.abstained:
        assert answer.text == answer.abstention and answer.abstention
