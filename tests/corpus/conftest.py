from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.library import Library
from corpus.models import Embedder
from tests.corpus.making import FOOT_DROP, STATINS, document, fill
from tests.scripted_embedder import use_words

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder with two documents, to be copied and never changed."""
    library = Library(tmp_path_factory.mktemp("prepared") / "library")
    fill(library, document("foot-drop.txt", *FOOT_DROP), document("statins.txt", *STATINS))
    library.close()
    return library.folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    """A library of its own, with nothing in it yet."""
    one = Library(folder)
    yield one
    one.close()


@pytest.fixture
def filled(prepared: Path, library: Library) -> Library:
    """A copy of the prepared library."""
    import shutil

    shutil.copytree(prepared, library.folder)
    return library


@pytest.fixture
def held(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library of two documents, embedded by the script as in the processes beside this one."""
    monkeypatch.setattr("corpus.models._weights", {})
    monkeypatch.setattr("corpus.models._embedders", {})
    use_words()
    library = Library(folder)
    fill(library, document("foot-drop.txt", *FOOT_DROP), document("statins.txt", *STATINS))
    yield library
    library.close()


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is embedded for storing while the test runs."""
    texts: list[str] = []
    real = Embedder.documents

    def counted(self: Embedder, some: Any) -> Any:
        texts.extend(some)
        return real(self, some)

    monkeypatch.setattr(Embedder, "documents", counted)
    return texts


Elsewhere = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    """Do something to a library in another process, which may be told when to die. See `elsewhere.py`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.corpus.elsewhere"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert process.stdin and process.stdout
    stdin, stdout = process.stdin, process.stdout

    def ask(**order: Any) -> dict[str, Any]:
        stdin.write(json.dumps(order, default=str) + "\n")
        stdin.flush()
        answer: dict[str, Any] = json.loads(stdout.readline())
        return answer

    yield ask
    stdin.close()
    process.wait(30)
    stdout.close()
