"""The answer object that outside programs rely on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chat.answers import Answer, Cited, Note, Shown, Statement
from corpus.documents import Passage


def passage(key: str, text: str) -> Passage:
    return Passage(key, "document", "body", ("Causes",), 0, len(text), text, references=(1,))


ONE, TWO = passage("k1", "Foot drop has causes."), passage("k2", "A splint helps.")
ANSWER = Answer(
    question="why?",
    standalone_question="Why foot drop?",
    statements=(
        Statement(ONE.text, (Cited("k1", 0, 9), Cited("k1", 10, 21)), "quoted"),
        Statement(TWO.text, (Cited("k2", 0, 15), Cited("k1", 0, 9)), "quoted"),
    ),
    passages=(
        Shown(TWO, "a.txt", "A", 7),
        Shown(ONE, "a.txt", "A", 2),
        Shown(passage("k3", "No."), "a.txt", "A", None),
    ),
    score=0.91234567,
    notes=(Note("cut_off", "It stops here."),),
)


def test_a_statements_citations_are_its_spans_passages_each_once_in_order() -> None:
    assert ANSWER.statements[0].citations == ("k1",)
    assert ANSWER.statements[1].citations == ("k2", "k1")


def test_a_reader_sees_each_statement_followed_by_its_markers() -> None:
    assert ANSWER.text == "Foot drop has causes. [2] A splint helps. [7][2]"
    assert ANSWER.markers == {"k2": 7, "k1": 2}
    assert not ANSWER.abstained


def test_without_statements_it_is_an_abstention_whatever_else_it_holds() -> None:
    declined = replace(ANSWER, statements=(), abstention="The library does not say.")
    assert declined.abstained and declined.text == "The library does not say."
    assert declined.as_json()["statements"] == [] and declined.as_json()["abstained"] is True


def test_its_json_has_the_contracts_fields_and_survives_a_round_trip() -> None:
    shape = ANSWER.as_json()
    assert list(shape) == [
        "question", "standalone_question", "answer", "abstained", "score", "statements", "notes", "passages", "seconds",
        "engine", "synonyms",
    ]  # fmt: skip
    assert shape["statements"][0] == {
        "text": ONE.text,
        "citations": ["k1"],
        "spans": [{"key": "k1", "start": 0, "end": 9}, {"key": "k1", "start": 10, "end": 21}],
        "support": "quoted",
    }
    assert shape["notes"] == [{"kind": "cut_off", "text": "It stops here."}]
    assert list(shape["passages"][0]) == [
        "key", "marker", "kind", "document", "source", "section", "start", "end", "page", "text", "references",
        "tier", "year",
    ]  # fmt: skip
    assert [one["marker"] for one in shape["passages"]] == [7, 2, None]
    assert json.loads(json.dumps(shape)) == shape


def test_an_answer_cannot_be_changed_afterwards() -> None:
    with pytest.raises(AttributeError):
        ANSWER.score = 1.0  # type: ignore[misc]
