"""Sets in BEIR form: a corpus, queries, and judgements of which documents are relevant."""

from __future__ import annotations

from pathlib import Path

from eval.datasets.records import Broken, Dataset, Record, collect, json_lines, one_file, present, single, text, text_of
from eval.gold import Case, Turn

ORIGIN = "https://github.com/beir-cellar/beir (corpus.jsonl, queries.jsonl, qrels/*.tsv)"


def load(folder: Path, limit: int | None = None) -> Dataset:
    """Queries that have a relevant document; every passage of a relevant document is relevant."""
    present(folder, "beir", ORIGIN)
    skipped: list[str] = []
    documents = collect(json_lines(one_file(folder, "corpus.jsonl", "beir"), skipped), _document, skipped)
    known = {source for source, _ in documents}
    relevant = _judgements(folder, known, skipped)
    queries = json_lines(one_file(folder, "queries.jsonl", "beir"), skipped)
    judged = ((place, record) for place, record in queries if str(record.get("_id")) in relevant)
    cases = collect(judged, lambda place, record: _case(record, relevant), skipped, limit)
    return Dataset("beir", cases, documents, skipped)


def _document(place: str, record: Record) -> tuple[str, str]:
    title, words = str(record.get("title") or "").strip(), text(record, "text").strip()
    return f"{record['_id']}.txt", f"{title}\n\n{words}" if title else words


def _judgements(folder: Path, known: set[str], skipped: list[str]) -> dict[str, list[str]]:
    """Relevant sources by query; `test.tsv` where there are several files."""
    files = sorted((folder / "qrels").glob("*.tsv")) if (folder / "qrels").is_dir() else []
    path = next((file for file in files if file.name == "test.tsv"), None) or one_file(folder, "qrels/*.tsv", "beir")
    relevant: dict[str, list[str]] = {}
    for number, line in enumerate(text_of(path).split("\n"), 1):
        fields = line.split("\t")
        if not line.strip() or (number == 1 and not fields[-1].strip().lstrip("-").isdigit()):
            continue
        if len(fields) != 3 or not fields[2].strip().lstrip("-").isdigit():
            skipped.append(f"{path.name}, line {number}: not query, document and grade.")
            continue
        source = f"{fields[1]}.txt"
        if int(fields[2]) <= 0:
            continue
        if source in known:
            relevant.setdefault(fields[0], []).append(source)
        else:
            skipped.append(f"{path.name}, line {number}: document {fields[1]} is not in the corpus.")
    return relevant


def _case(record: Record, relevant: dict[str, list[str]]) -> Case:
    name = str(record["_id"])
    if name not in relevant:
        raise Broken("nothing is relevant to it")
    return single(name, Turn(text(record, "text").strip(), answerable=True, relevant=tuple(relevant[name])))
