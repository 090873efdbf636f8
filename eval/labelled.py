"""Claims that people labelled as supported or not by a given text: what judges are measured and fitted on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.datasets.records import Broken, Record, collect, json_lines, present, text

ORIGINS = {
    "attributionbench-dev": "https://github.com/OSU-NLP-Group/AttributionBench",
    "wice-claim": "https://github.com/ryokamoi/wice",
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim, the texts it cites, and what people said."""

    statement: str
    passages: tuple[str, ...]
    supported: bool
    group: str
    """The question or article it comes from: claims of one group are never split between fitting and testing."""


def read(name: str, root: Path, skipped: list[str]) -> list[Labelled]:
    """The claims of a set in the folder `root/name`. Raises GoldError when it is not there."""
    folder = present(root / name, name, ORIGINS[name])
    found: list[Labelled] = []
    for path in sorted(folder.glob("*.jsonl")):
        make = _MAKERS[name]
        found += collect(json_lines(path, skipped), lambda place, record, make=make: make(record), skipped)  # type: ignore[misc]
    return found


def digest(name: str, root: Path) -> str:
    """SHA-256 of the set's files, by which a fit says what it was made from."""
    hashed = hashlib.sha256()
    for path in sorted((root / name).glob("*.jsonl")):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def _attribution(record: Record) -> Labelled:
    cited = record["references"] or record["webpage_references"]
    label = record["attribution_label"]
    if label not in ("attributable", "not attributable"):
        raise Broken(f"unknown label {label!r}")
    return Labelled(text(record, "claim"), tuple(map(str, cited)), label == "attributable", str(record["question"]))


def _wice(record: Record) -> Labelled:
    """Partly supported counts as not supported: the whole statement is what a reader is shown."""
    return Labelled(
        text(record, "claim"),
        ("\n".join(record["evidence"]),),
        record["label"] == "supported",
        str(record["meta"]["claim_title"]),
    )


_MAKERS: dict[str, Callable[[Record], Labelled]] = {"attributionbench-dev": _attribution, "wice-claim": _wice}
