"""PubMedQA: yes/no/maybe questions, each with the abstract it is asked of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import GoldError
from eval.datasets.records import Broken, Dataset, Record, collect, one_file, present, single, text, whole_json
from eval.gold import Case, Turn

ORIGIN = "https://github.com/pubmedqa/pubmedqa"


def load(folder: Path, limit: int | None = None) -> Dataset:
    """Every abstract (without its conclusion) is a document, all of it relevant to its question."""
    path = one_file(present(folder, "pubmedqa", ORIGIN), "*.json", "pubmedqa")
    skipped: list[str] = []
    documents: list[tuple[str, str]] = []

    def made(place: str, record: Record) -> Case:
        name, parts = record["pmid"], [part for part in record["CONTEXTS"] if isinstance(part, str) and part.strip()]
        if not parts:
            raise Broken("its abstract is empty")
        case = _case(name, record)
        documents.append((f"{name}.txt", "\n\n".join(parts)))
        return case

    return Dataset("pubmedqa", collect(_records(path), made, skipped, limit), documents, skipped)


def _records(path: Path) -> Iterator[tuple[str, Record]]:
    whole: Any = whole_json(path)
    if not isinstance(whole, dict):
        raise GoldError(f"{path.name}: not an object of questions by PubMed number.")
    for name, record in whole.items():
        yield f"{path.name}, {name}", {**(record if isinstance(record, dict) else {}), "pmid": name}


def _case(name: str, record: Record) -> Case:
    decision = str(record.get("final_decision", ""))
    tags = [decision] if decision in ("yes", "no", "maybe") else []
    return single(
        f"pubmed-{name}", Turn(text(record, "QUESTION").strip(), answerable=True, relevant=(f"{name}.txt",)), tags
    )
