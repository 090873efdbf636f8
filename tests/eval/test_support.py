"""What a judge of support is handed of a passage."""

from __future__ import annotations

import pytest

from chat.answers import Answer, Shown, Statement
from chat.units import units
from corpus.documents import Passage
from corpus.library import Library
from eval.judges import Exact
from eval.settings import own
from eval.support import verdicts
from ingest.ingest import ingest


@pytest.fixture(scope="module")
def passages(tmp_path_factory: pytest.TempPathFactory) -> list[Passage]:
    """Every passage of the project's own pages: lists, tables, superscript and bracketed references."""
    library = Library(tmp_path_factory.mktemp("pages"))
    ingest(library, [page for setting in own() for page in setting.documents or ()])
    return list(library.snapshot().passages.values())


def verdict(passage: Passage, statement: Statement) -> bool:
    shown = Shown(passage, "page", "Page", 1, 1.0)
    [found] = verdicts(Answer("?", "?", (statement,), (shown,), 1.0), Exact())
    return found is not None and found.supported


def test_every_unit_that_can_be_quoted_counts_as_supported_by_its_passage(passages: list[Passage]) -> None:
    quoted = [(passage, unit.statement()) for passage in passages for unit in units(passage)]
    kinds = {unit.kind for passage in passages for unit in units(passage)}
    assert kinds == {"sentence", "item", "list", "row"}
    assert [one.text for passage, one in quoted if not verdict(passage, one)] == []


def test_a_row_with_a_cell_of_another_row_does_not(passages: list[Passage]) -> None:
    rows = [[unit for unit in units(passage) if unit.kind == "row"] for passage in passages]
    table = next(found for found in rows if len(found) > 2)
    first, other = (unit.words().split("; ") for unit in table[:2])
    mixed = "; ".join([*first[:-1], other[-1]])
    assert mixed not in {unit.words() for unit in table}
    assert not verdict(table[0].passage, Statement(mixed, table[0].spans(), "quoted"))
