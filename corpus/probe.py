"""Run by the doctor in a process of its own: prints what is wrong with a library's indexes, or nothing."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from corpus.errors import LibraryError
from corpus.faults import index_told
from corpus.generation import Generation, lost, strays
from corpus.snapshot import INDEXES, entry_of
from corpus.truth import Truth


def probe(folder: Path) -> str:
    """What is wrong with the indexes in force; empty when they are sound."""
    with closing(Truth(folder)) as truth:
        with truth.consistent():
            manifest, entries = truth.manifest(), [entry_of(row) for row in truth.passages()]
        dimension = int(manifest["dimension"])
        try:
            with index_told(folder):
                generation = Generation(
                    folder / INDEXES / manifest["index"], len(entries), sum(entry.rows for entry in entries)
                )
                with closing(generation.vectors) as index:
                    return strays(generation, entries) or lost(index, entries, lambda w: truth.vectors(w, dimension))
        except LibraryError as problem:
            return str(problem)


if __name__ == "__main__":
    print(probe(Path(sys.argv[1])))
