"""What is wrong with a library, and what heals it: small checks, each of which finds something or nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus import schema
from corpus.documents import Document
from corpus.errors import Damaged, FootnoteError, LibraryError
from corpus.faults import REBUILD, RESET, told
from corpus.generation import broken_seal
from corpus.publish import refuse_mismatch
from corpus.records import document_of, passage_of
from corpus.snapshot import INDEXES, entry_of
from corpus.truth import FILE, Truth

_SAMPLE = 5
"""Offending keys that a finding names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    name: str
    """What was looked at: folder, records, versions, passages, vectors, indexes."""
    severity: Literal["sound", "damaged"]
    message: str
    remedy: str = ""
    """What to run; empty where all is sound."""


def examine(folder: Path) -> list[Finding]:
    """Look at everything the library holds. Changes nothing; a missing or empty folder is sound."""
    if not (folder / FILE).exists() and not any((folder / INDEXES).glob("*")):
        if folder.exists() and not folder.is_dir():
            return [Finding("folder", "damaged", f"{folder} is not a folder", "choose another with --library")]
        return [Finding("folder", "sound", f"{folder} holds no library yet")]
    if not (folder / FILE).exists():
        return [Finding("records", "damaged", f"{FILE} is missing", f"restore it, or {RESET}")]
    found: list[Finding] = []
    try:
        with told(folder), closing(Truth(folder)) as truth:
            found += _records(truth)
            if all(finding.severity == "sound" for finding in found) and truth.version == schema.VERSION:
                found += [*_versions(truth), *_vectors(truth), *_indexes(truth)]
    except Damaged as problem:
        found.append(Finding("records", "damaged", str(problem), f"restore a copy of {FILE}, or {RESET}"))
    except LibraryError as problem:
        # A newer program's, in use, not to be read: nothing here is for throwing away.
        found.append(Finding("records", "damaged", str(problem), "as it says"))
    return found


def _records(truth: Truth) -> Iterator[Finding]:
    faults = truth.faults()
    if faults:
        yield Finding("records", "damaged", f"{FILE}: {'; '.join(faults[:_SAMPLE])}", f"restore a copy, or {RESET}")
        return
    wrong = []
    documents: dict[str, Document] = {}
    for held in truth.documents():
        try:
            documents[held.row[0]] = document_of(held.row)
        except Damaged:
            wrong.append(held.row[0])
    for row in truth.passages():
        try:
            passage = passage_of(row, documents[row[1]].text)
            inside = 0 <= passage.start < passage.end <= len(documents[row[1]].text)
            if not inside or any(not passage.start <= p.start <= p.end <= passage.end for p in passage.parts):
                wrong.append(passage.key)
        except (Damaged, KeyError):
            wrong.append(row[0])
    if wrong:
        sample = ", ".join(wrong[:_SAMPLE])
        yield Finding("passages", "damaged", f"{len(wrong)} records make no sense ({sample})", RESET)
    else:
        yield Finding("records", "sound", f"{len(documents)} documents, {len(truth.passages())} passages")


def _versions(truth: Truth) -> Iterator[Finding]:
    try:
        refuse_mismatch(truth.folder, truth.manifest())
    except FootnoteError as problem:
        yield Finding("versions", "damaged", str(problem), "as it says")
    else:
        yield Finding("versions", "sound", "model, splitter and indexing are this program's own")


def _vectors(truth: Truth) -> Iterator[Finding]:
    dimension = int(truth.manifest().get("dimension", "0"))
    entries = map(entry_of, truth.passages())
    wrong = [entry for entry in entries if not truth.holds_vectors(entry.words, entry.rows, dimension)]
    if wrong:
        sample = ", ".join(entry.key for entry in wrong[:_SAMPLE])
        yield Finding("vectors", "damaged", f"{len(wrong)} passages have no proper vectors ({sample})", REBUILD)
    else:
        yield Finding("vectors", "sound", "every passage has its vectors")


def _indexes(truth: Truth) -> Iterator[Finding]:
    name = truth.manifest().get("index", "")
    if not name:
        yield Finding("indexes", "sound", "nothing is held, nothing is indexed")
        return
    problem = broken_seal(truth.folder / INDEXES / name) or _probe(truth.folder)
    if problem:
        yield Finding("indexes", "damaged", problem, REBUILD)
    else:
        yield Finding("indexes", "sound", "both indexes hold every passage, and each finds itself")


def _probe(folder: Path) -> str:
    """Open and search the indexes in a process of its own: a broken vector file can end the process that reads it."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-m", "corpus.probe", str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode < 0:
        return f"reading the indexes ends the process (signal {-done.returncode})"
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        return f"reading the indexes fails ({last[0][:200]})"
    return done.stdout.strip()
