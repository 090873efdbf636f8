"""A process that does things to libraries in children forked after its imports, so that one may be killed cheaply.

One JSON object a line in: `folder`, `do` (write or read), `documents`, `die` (a moment of the write) or `after`
(seconds until it is killed), `user`. One a line out: the child's own words, and the signal that ended it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import chromadb
import torch

from corpus import generation, publish
from corpus.errors import LibraryError
from corpus.library import Library
from corpus.models import embedder
from corpus.truth import Truth
from corpus.vectors import VectorIndex
from tests.corpus.making import document, fill


def die(*_: Any, **__: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(moment: str) -> None:
    """Arrange for this process to end without a word at a moment of its next write."""
    if moment == "embedding":
        once_kept = Truth.keep_vectors

        def keep_then_die(self: Truth, made: Any) -> None:
            once_kept(self, made)
            die()

        Truth.keep_vectors = keep_then_die  # type: ignore[method-assign]
    elif moment == "indexing":
        once_added = VectorIndex.add

        def add_then_die(self: VectorIndex, ids: Any, vectors: Any) -> None:
            once_added(self, ids, vectors)
            die()

        VectorIndex.add = add_then_die  # type: ignore[method-assign]
    elif moment == "verifying":
        generation._verify = die
    elif moment in ("switching", "switched"):
        once_switched = Truth.switch

        def switch_and_die(self: Truth, removed: Any, put: Any, words: Iterable[Any], manifest: Any) -> None:
            def half_way() -> Iterable[Any]:
                yield from list(words)[:1]
                die()

            once_switched(self, removed, put, half_way() if moment == "switching" else words, manifest)
            die()

        Truth.switch = switch_and_die  # type: ignore[method-assign]
    elif moment == "sweeping":
        publish.sweep = die
    else:
        raise ValueError(moment)


def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    if "user" in order:
        os.setuid(order["user"])
    library = Library(Path(order["folder"]))
    if "die" in order:
        die_at(order["die"])
    if "after" in order:
        threading.Timer(order["after"], die).start()
    if order["do"] == "write":
        fill(library, *(document(name, *paragraphs) for name, paragraphs in order["documents"]))
    snapshot = library.snapshot()
    hits = snapshot.dense(embedder().query(order.get("query", "orthosis")), 3)
    return {
        "state": snapshot.state,
        "generation": snapshot.generation,
        "documents": len(snapshot.documents),
        "hits": [hit.passage for hit in hits],
    }


def main() -> None:
    torch.set_num_threads(1)
    embedder()
    assert chromadb
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            try:
                said = carry_out(json.loads(line))
            except LibraryError as problem:
                said = {"error": type(problem).__name__, "message": str(problem)}
            os.write(writing, json.dumps(said).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            words = pipe.read()
        _, status = os.waitpid(child, 0)
        ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        print(json.dumps({"signal": ended, **json.loads(words or b"{}")}), flush=True)


if __name__ == "__main__":
    main()
