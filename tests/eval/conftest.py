from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.library import Library
from tests.eval.scripted import DOCUMENTS, PASSAGES


@pytest.fixture(scope="session")
def scripted_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two scripted documents in a real library."""
    folder = tmp_path_factory.mktemp("scripted")
    take_in(Library(folder), [])
    return folder


def take_in(library: Library, paths: Sequence[Path]) -> None:
    """Stands in for ingest: whatever the files, the library holds the scripted documents."""
    with library.write() as draft:
        for document in DOCUMENTS.values():
            draft.put(document, [one for one in PASSAGES.values() if one.document == document.key])
