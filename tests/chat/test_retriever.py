"""Footnote's retrieval where LangChain expects a retriever."""

from __future__ import annotations

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from pydantic import ValidationError

from chat.ask import Desk
from chat.reading import Reading
from chat.retriever import FootnoteRetriever
from corpus.errors import QuestionError


def test_invoke_returns_documents_with_the_keys_a_citation_needs(desk: Desk, read: Reading) -> None:
    retriever: BaseRetriever = FootnoteRetriever(desk=desk, k=5)
    found = retriever.invoke("What brace helps somebody with severe foot drop?")
    assert len(found) == 5
    assert found[0].page_content == (
        "For patients with severe foot drop of any cause, an ankle foot orthosis is recommended to enable better and "
        "safer walking"
    )
    for one in found:
        passage = read.passages[one.metadata["key"]]
        assert one.id == passage.key
        assert one.metadata["source"] == "foot-drop-in-multiple-myeloma.txt"
        assert (one.metadata["start"], one.metadata["end"]) == (passage.start, passage.end)
        assert one.metadata["references"] == list(passage.references)
        assert one.metadata["section"] == list(passage.section)


def test_it_can_be_piped_into_a_chain(desk: Desk) -> None:
    chain = FootnoteRetriever(desk=desk, k=1) | RunnableLambda(lambda documents: documents[0].metadata["references"])
    assert chain.invoke("severe foot drop brace") == [2]


def test_several_questions_are_answered_at_once(desk: Desk) -> None:
    found = FootnoteRetriever(desk=desk, k=2).batch(["carfilzomib", "thalidomide"])
    assert [len(documents) for documents in found] == [2, 2]
    assert "carfilzomib" in found[0][0].page_content


def test_an_empty_question_or_no_passages_at_all_are_refused(desk: Desk) -> None:
    with pytest.raises(QuestionError):
        FootnoteRetriever(desk=desk).invoke(" ")
    with pytest.raises(ValidationError):
        FootnoteRetriever(desk=desk, k=0)
