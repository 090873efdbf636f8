"""Trains the answer model: `python -m eval.training LIBRARY DATA`; most of an hour on two cores.

LIBRARY is the folder of a library that holds the pages of `eval/training/pages` and nothing else (`footnote ingest
--library LIBRARY eval/training/pages/*.md eval/training/pages/*.txt`); DATA holds `bioasq-7b-9b` and `covid-qa-98`.
Writes `corpus/weights/answering.safetensors` and prints the digest to be copied into `corpus/answer_model.py`.
"""

from __future__ import annotations

import hashlib
import random
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
from eval.training.public import bioasq, covid_qa

PUBLIC_ROUNDS, ROUNDS, PLANNED = 1, 2, 3
"""The third round lowers the loss of training alone: it is planned for, so that the rate falls slowly, and not run."""


def written(folder: Path) -> list[Group]:
    """The groups of every page of the library that has conversations beside it."""
    found: list[Group] = []
    with closing(Library(folder)) as library:
        snapshot = library.snapshot()
        for document in snapshot.documents.values():
            lines = (PAGES / document.source).with_suffix(".jsonl").read_text("utf-8").split("\n")
            held = [unit for p in snapshot.passages.values() if p.document == document.key for unit in units(p)]
            found.extend(groups(document.title, held, document, lines))
    return found


def main(arguments: Sequence[str]) -> int:
    """Train on the public sets, then on the conversations written for it."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    library, data = map(Path, arguments)
    own = written(library)
    public = [*bioasq(data / "bioasq-7b-9b", random.Random(1)), *covid_qa(data / "covid-qa-98")]
    print(f"{len(own)} turns of the pages, {len(public)} public questions")
    network = train(public, PUBLIC_ROUNDS, print)
    save(train(own, ROUNDS, print, network, planned=PLANNED), FILE)
    print(f'DIGEST = "{hashlib.sha256(FILE.read_bytes()).hexdigest()}"')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
