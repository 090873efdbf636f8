"""Text to measure ingest with: paragraphs of real sentences, no two alike, as many as are asked for."""

from __future__ import annotations

import random
from pathlib import Path

from corpus.library import Snapshot

SENTENCES = 3
"""To a paragraph: about the 60 words that a passage of a clinical page has."""
PARAGRAPHS = 50
"""To a file."""


def written(snapshot: Snapshot, paragraphs: int, folder: Path) -> list[Path]:
    """Text files of `paragraphs` paragraphs, sampled from the sentences of a library; the same ones every time."""
    sentences = _sentences(snapshot)
    chance = random.Random(0)
    folder.mkdir(parents=True)
    files = []
    for number, first in enumerate(range(0, paragraphs, PARAGRAPHS)):
        share = min(PARAGRAPHS, paragraphs - first)
        body = [" ".join(chance.sample(sentences, SENTENCES)) for _ in range(share)]
        file = folder / f"sampled-{number}.md"
        file.write_text(f"# Sampled text {number}\n\n" + "\n\n".join(body) + "\n", encoding="utf-8")
        files.append(file)
    return files


def _sentences(snapshot: Snapshot) -> list[str]:
    found = [
        passage.words(part.start, part.end)
        for passage in snapshot.passages.values()
        for part in passage.parts
        if passage.kind == "body"
    ]
    return sorted({sentence for sentence in found if len(sentence.split()) > 5})
