"""Trains the answer model and its joint reader: `python -m eval.training LIBRARY`; three or four hours on two cores.

LIBRARY is the folder of a library that holds the pages of `eval/training/pages` and nothing else (`footnote ingest
--library LIBRARY eval/training/pages/*.md eval/training/pages/*.txt`).
Writes `answering.safetensors` and `reading.safetensors` in `corpus/weights` and prints the digests to be copied into
`corpus/answer_model.py`. With `--on` both go on from the weights held, for one round. With `--reader` the answer model
stays as it is, and its joint reader alone is trained.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from chat.units import units
from corpus.answer_model import FILE, READER_FILE, digest, model_without_reader
from corpus.library import Library
from eval.training.conversations import PAGES, groups
from eval.training.groups import Group
from eval.training.network import save, train
from eval.training.reader import save_reader, train_reader

ROUNDS = 2
READER_ONLY, ON = "--reader", "--on"


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
    folders = [one for one in arguments if one not in (READER_ONLY, ON)]
    if len(folders) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    pages = written(Path(folders[0]))
    print(f"{sum(map(len, pages))} turns of {len(pages)} pages")
    on = ON in arguments
    rounds = 1 if on else ROUNDS
    if READER_ONLY not in arguments:
        save(train(pages, rounds, print, FILE if on else None), FILE)
        print(f'DIGEST = "{digest(FILE.read_bytes())}"')
    start = READER_FILE if on else None
    save_reader(train_reader(pages, model_without_reader(), rounds, print, start), READER_FILE)
    print(f'READER_DIGEST = "{digest(READER_FILE.read_bytes())}"')
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
