"""Footnote's retrieval as a LangChain retriever, for people who plug it into chains of their own."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from chat.ask import Desk


class FootnoteRetriever(BaseRetriever):
    """The `k` passages nearest to a question, each with the metadata that a citation needs.

    `page_content` is the passage as a person reads it, reference markers left out; `metadata` holds its key, source,
    section, offsets and the article's reference numbers.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    desk: Desk
    k: int = Field(default=10, ge=1)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        del run_manager
        return [
            LangChainDocument(
                page_content=shown.passage.words(),
                id=shown.passage.key,
                metadata={
                    "key": shown.passage.key,
                    "source": shown.source,
                    "title": shown.title,
                    "section": list(shown.passage.section),
                    "start": shown.passage.start,
                    "end": shown.passage.end,
                    "page": shown.passage.page,
                    "kind": shown.passage.kind,
                    "references": list(shown.passage.references),
                    "score": shown.score,
                },
            )
            for shown in self.desk.search(query, self.k)
        ]
