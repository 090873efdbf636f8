"""Trains the answer model: `python -m eval.training LIBRARY`; some seventy minutes on two idle cores.

LIBRARY is the folder of a library that holds the pages of `eval/training/pages` and nothing else (`footnote ingest
--library LIBRARY eval/training/pages/*.md eval/training/pages/*.txt`).
Writes `corpus/weights/answering.safetensors` and prints the digest to be copied into `corpus/answer_model.py`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from chat.units import units
from corpus.answer_model import FILE
from corpus.library import Library
from eval.training.conversations import PAGES, groups
from eval.training.groups import Group
from eval.training.network import save, train

ROUNDS = 2


def written(folder: Path) -> list[list[Group]]:
    """For every page of the library, the groups of its conversations."""
    found = []
    with closing(Library(folder)) as library:
        snapshot = library.snapshot()
        for document in snapshot.documents.values():
            lines = (PAGES / document.source).with_suffix(".jsonl").read_text("utf-8").split("\n")
            held = [unit for p in snapshot.passages.values() if p.document == document.key for unit in units(p)]
            found.append(list(groups(document.title, held, document, lines)))
    return found


def main(arguments: Sequence[str]) -> int:
    """Train on the conversations written for it."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    pages = written(Path(arguments[0]))
    print(f"{sum(map(len, pages))} turns of {len(pages)} pages")
    save(train(pages, ROUNDS, print), FILE)
    print(f'DIGEST = "{hashlib.sha256(FILE.read_bytes()).hexdigest()}"')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
