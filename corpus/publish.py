"""From a draft to a new state: embed what is new, build and verify the indexes beside the old, move the pointer."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from corpus import generation, indexing
from corpus.documents import Document, Passage
from corpus.draft import Draft
from corpus.errors import LibraryError
from corpus.faults import REBUILD
from corpus.generation import Entry
from corpus.models import Weights, embedder, weights
from corpus.progress import Progress
from corpus.records import document_of, document_row, fingerprint, passage_of, passage_row
from corpus.settings import SPLITTER_VERSION
from corpus.snapshot import INDEXES
from corpus.truth import HeldDocument, Pointer, Truth

_TOGETHER = 256
"""Texts embedded between two writes of vectors to the store: bounds memory, and what an interruption loses."""

Content = tuple[Document, Sequence[Passage]]
Split = Callable[[Document], Sequence[Passage]]


def commit(truth: Truth, draft: Draft) -> None:
    """Make a draft the library's state; nothing happens where it changes nothing. Raises LibraryError, ModelError."""
    if not draft.changes:
        return
    held = draft.held()
    position = max((one.position for one in held), default=-1) + 1
    put: list[tuple[HeldDocument, Content]] = []
    content: list[Content] = []
    for one in held:
        change = draft.changes.get(one.row[0], ...)
        if change is ...:
            content.append((document_of(one.row), [passage_of(row, one.row[4]) for row in truth.passages(one.row[0])]))
        elif change is not None:
            content.append((change.document, change.passages))
            put.append((_held(one.position, change.document), content[-1]))
    known = {one.row[0] for one in held}
    for key, change in draft.changes.items():
        if key not in known and change is not None:
            content.append((change.document, change.passages))
            put.append((_held(position, change.document), content[-1]))
            position += 1
    removed = [key for key, change in draft.changes.items() if change is None]
    _publish(truth, content, put, removed, draft.progress, reuse=True)


def renew(truth: Truth, progress: Progress | None = None, split: Split | None = None) -> None:
    """Make the indexes again from the truth, and the vectors that are missing, damaged or of another model.

    Documents that another version of the splitter split are split again by `split`; a passage of the same words in the
    same place keeps its key and its vectors. Raises LibraryError where that is due and no `split` is given.
    """
    held = truth.documents()
    if split is None or _present(truth.manifest()):
        _refuse_splitter(truth.folder, truth.manifest())
        content: list[Content] = [
            (document_of(one.row), [passage_of(row, one.row[4]) for row in truth.passages(one.row[0])]) for one in held
        ]
        _publish(truth, content, [], [], progress, reuse=False)
        return
    content = [(document, split(document)) for document in (document_of(one.row) for one in held)]
    _publish(truth, content, list(zip(held, content, strict=True)), [], progress, reuse=False)


def refuse_mismatch(folder: Path, manifest: dict[str, str]) -> None:
    """Raises LibraryError where the library's passages or vectors are not such as this program makes."""
    if not manifest.get("index"):
        return  # Nothing is held, so nothing can differ.
    _refuse_splitter(folder, manifest)
    chosen = weights()
    again = "run `footnote library rebuild` to embed it again"
    if manifest["digest"] != chosen.digest:
        theirs, ours = (f"{name} ({digest[:8]})" for name, digest in _models(manifest, chosen))
        raise LibraryError(f"The library {folder} was embedded with {theirs}, not with {ours}: {again}.")
    if manifest["indexing"] != str(indexing.INDEXING_VERSION):
        raise LibraryError(f"The library {folder} was indexed by another version of Footnote: {again}.")


def _refuse_splitter(folder: Path, manifest: dict[str, str]) -> None:
    if not _present(manifest):
        raise LibraryError(
            f"The library {folder} was split into passages by version {manifest['splitter']} of the splitter, "
            f"this is version {SPLITTER_VERSION}: {REBUILD} to split it again."
        )


def _present(manifest: dict[str, str]) -> bool:
    """Whether what is held, if anything, was split by the present splitter."""
    return not manifest.get("index") or manifest["splitter"] == str(SPLITTER_VERSION)


def sweep(folder: Path, pointer: Pointer) -> None:
    """Delete what an interrupted write left behind, and indexes older than the last state's."""
    for found in (folder / INDEXES).glob("*"):
        number = found.name.partition("-")[0]
        last = number.isdigit() and int(number) == pointer.generation - 1
        if found.name != pointer.index and not last:
            shutil.rmtree(found, ignore_errors=True)


def _models(manifest: dict[str, str], chosen: Weights) -> list[tuple[str, str]]:
    return [(manifest["model"], manifest["digest"]), (chosen.name, chosen.digest)]


def _held(position: int, document: Document) -> HeldDocument:
    return HeldDocument(position, fingerprint(document), document_row(document))


def _publish(
    truth: Truth,
    content: Sequence[Content],
    put: Sequence[tuple[HeldDocument, Content]],
    removed: Sequence[str],
    progress: Progress | None,
    reuse: bool,
) -> None:
    chosen = weights()
    passages = [(document.title, passage) for document, held in content for passage in held]
    texts = [indexing.indexed_text(title, passage) for title, passage in passages]
    entries: list[Entry] = []
    wanted: dict[str, list[str]] = {}
    embedded, before = truth.embedded(), truth.manifest()
    # Only a loaded model knows its dimension; where nothing has to be embedded it need not be loaded for that.
    known = int(before["dimension"]) if before.get("digest") == chosen.digest else 0
    for (title, passage), text in zip(passages, texts, strict=True):
        inputs = [text, *indexing.part_texts(title, passage)]
        entries.append(Entry(passage.key, _identity(chosen, inputs), len(inputs)))
        made = entries[-1].words
        # Whoever has the indexes made again may have been told that the vectors are damaged.
        if made not in embedded or not (reuse or truth.holds_vectors(made, len(inputs), known or embedder().dimension)):
            wanted[made] = inputs
    _embed(truth, wanted, progress)
    dimension = known or embedder().dimension
    number = int(before.get("generation", "0")) + 1
    # The name is never used twice, not even after a reset: who still reads the old files must not meet new ones.
    name = f"{number}-{secrets.token_hex(4)}" if entries else ""
    folder = truth.folder / INDEXES / name
    try:
        if entries:
            last = truth.folder / INDEXES / before["index"] if reuse and before.get("index") else None
            generation.build(folder, entries, texts, lambda words: truth.vectors(words, dimension), last)
        words = {entry.key: entry.words for entry in entries}
        truth.switch(
            removed,
            [(held, [passage_row(p, words[p.key]) for p in one]) for held, (_, one) in put],
            [(name, key) for key, name in words.items()],
            {
                "generation": str(number),
                "index": name,
                "model": chosen.name,
                "digest": chosen.digest,
                "dimension": str(dimension),
                "splitter": str(SPLITTER_VERSION),
                "indexing": str(indexing.INDEXING_VERSION),
            },
        )
    except BaseException:
        if entries:
            _discard(truth, name)
        raise


def _discard(truth: Truth, name: str) -> None:
    """Delete indexes that were made for nothing; what cannot be told now, the next write sweeps away."""
    with suppress(sqlite3.Error):
        # An interruption may arrive just after the switch: they are then in force.
        if truth.pointer().index != name:
            shutil.rmtree(truth.folder / INDEXES / name, ignore_errors=True)


def _identity(chosen: Weights, inputs: Sequence[str]) -> str:
    """Names the vectors of these texts by this model: equal names, equal vectors."""
    return hashlib.sha256(json.dumps([chosen.digest, *inputs]).encode("ascii")).hexdigest()


def _embed(truth: Truth, wanted: dict[str, list[str]], progress: Progress | None) -> None:
    """Make and store the vectors of these texts, by name."""
    if not wanted:
        return
    model = embedder()
    done = 0
    batch: list[str] = []
    names = list(wanted)
    if progress:
        progress(0, len(names))
    for name in names:
        batch.append(name)
        if name is not names[-1] and sum(len(wanted[one]) for one in batch) < _TOGETHER:
            continue
        # The same words are embedded once, as in a passage of a single part.
        texts = list(dict.fromkeys(text for one in batch for text in wanted[one]))
        rows = {text: row for row, text in enumerate(texts)}
        vectors = model.documents(texts)
        truth.keep_vectors([(one, vectors[[rows[text] for text in wanted[one]]]) for one in batch])
        done += len(batch)
        batch = []
        if progress:
            progress(done, len(names))
