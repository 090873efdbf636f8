"""One state of the library, with what is derived from it for answering; shared by all threads."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from chat.asking import unit_texts
from chat.lexicon import Lexicon
from chat.units import Unit, units
from corpus.documents import Document, Passage
from corpus.holdings import Holdings
from corpus.indexing import indexed_text
from corpus.lexical import terms
from corpus.library import Snapshot
from corpus.tiers import Tier, tier

SMALL = 1_500
"""Sentences, items and rows of a small text, all of which the answer model can be asked to read: some seconds of
computing once, and nothing afterwards. Of a larger one it reads what finding thinks likeliest."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A snapshot, its lexicon and holdings, and the terms that stand in each passage, its headings and its title."""

    snapshot: Snapshot
    lexicon: Lexicon
    holdings: Holdings
    _terms: Mapping[str, frozenset[str]]
    _tiers: Mapping[str, Tier]
    small: bool
    """Whether all that is found in it may be read."""
    _units: dict[str, tuple[tuple[Unit, tuple[str, ...]], ...]] = field(default_factory=dict, compare=False)

    @property
    def documents(self) -> Mapping[str, Document]:
        return self.snapshot.documents

    @property
    def passages(self) -> Mapping[str, Passage]:
        return self.snapshot.passages

    def units_of(self, key: str) -> tuple[tuple[Unit, tuple[str, ...]], ...]:
        """Everything a passage can be quoted as saying, each with the texts that the answer model reads of it."""
        if key not in self._units:
            passage = self.passages[key]
            title = self.document_of(passage).title
            self._units[key] = tuple((unit, unit_texts(unit, title)) for unit in units(passage))
        return self._units[key]

    def document_of(self, passage: Passage) -> Document:
        return self.snapshot.documents[passage.document]

    def tier_of(self, passage: Passage) -> Tier:
        """How much the word of a passage's document weighs."""
        return self._tiers[passage.document]

    def terms_of(self, key: str) -> frozenset[str]:
        """What a passage is about, as stems: its words, its headings and its document's title."""
        return self._terms[key]

    def covered(self, wanted: Iterable[str], held: Container[str]) -> float:
        """Share of the wanted terms, weighted by rarity, that are held; 0 when nothing is wanted."""
        rarity = {term: self.lexicon.rarity(term) for term in wanted}
        total = sum(rarity.values())
        return sum(rare for term, rare in rarity.items() if term in held) / total if total else 0.0

    def within(self, documents: Set[str]) -> Reading:
        """The same with these documents alone: the others have no part in it, not even by a word that is known."""
        part = self.snapshot.within(documents)
        held = {key: self._terms[key] for key in part.passages}
        lexicon, holdings = Lexicon(_texts(part).values(), held.values()), Holdings(part.documents)
        return replace(
            self,
            snapshot=part,
            lexicon=lexicon,
            holdings=holdings,
            small=_small(part),
            _terms=held,
            _tiers=_tiers(part.documents, holdings),
        )

    def of(self, document: str) -> Reading:
        """One document to be searched by itself, by what is known of words from them all."""
        return replace(self, snapshot=self.snapshot.within({document}))


def reading(snapshot: Snapshot) -> Reading:
    """Everything answering needs of one state of the library."""
    texts = _texts(snapshot)
    held = {key: frozenset(terms(text)) for key, text in texts.items()}
    holdings = Holdings(snapshot.documents)
    tiers = _tiers(snapshot.documents, holdings)
    lexicon = Lexicon(texts.values(), held.values())
    return Reading(snapshot, lexicon, holdings, held, tiers, _small(snapshot))


def _tiers(documents: Mapping[str, Document], holdings: Holdings) -> Mapping[str, Tier]:
    return {key: tier(document, holdings) for key, document in documents.items()}


def _small(snapshot: Snapshot) -> bool:
    return sum(len(one.parts) for one in snapshot.passages.values() if one.kind == "body") <= SMALL


def _texts(snapshot: Snapshot) -> dict[str, str]:
    return {
        key: indexed_text(snapshot.documents[passage.document].title, passage)
        for key, passage in snapshot.passages.items()
    }
