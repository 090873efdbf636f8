"""Trains the answer model and its joint reader: `python -m eval.training`; four or five hours on two cores.

Reads the pages and conversations of `eval/training/pages` and `general`, writes `answering.safetensors` and
`reading.safetensors` in `corpus/weights` and prints the digests to be copied into `corpus/answer_model.py`. With
`--on` both go on from the weights held, for one round. With `--reader` the answer model stays as it is, and its joint
reader alone is trained.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from corpus.answer_model import FILE, READER_FILE, digest, model_without_reader
from eval.training.conversations import GENERAL, PAGES, groups, page
from eval.training.network import save, train
from eval.training.reader import save_reader, train_reader

ROUNDS = 2
READER_ONLY, ON = "--reader", "--on"


def main(arguments: Sequence[str]) -> int:
    """Train on the conversations written for it."""
    if not set(arguments) <= {READER_ONLY, ON}:
        print(__doc__, file=sys.stderr)
        return 2
    files = [*sorted(PAGES.glob("*.jsonl")), *sorted(GENERAL.glob("*.jsonl"))]
    pages = [list(groups(page(one))) for one in files]
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
