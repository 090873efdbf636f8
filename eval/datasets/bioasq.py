"""BioASQ: biomedical questions with gold snippets of abstracts and exact answers."""

from __future__ import annotations

from pathlib import Path

from eval.datasets.records import Broken, Dataset, Record, collect, json_lines, one_file, present, single, text
from eval.gold import Case, Turn

ORIGIN = "https://github.com/Teddy-XiongGZ/MIRAGE (rawdata/bioasq, one question a line in questions.jsonl)"


def load(folder: Path, limit: int | None = None) -> Dataset:
    """One document an abstract, made of the snippets that any question has of it.

    Snippets are the evidence, exact answers the nuggets.
    """
    path = one_file(present(folder, "bioasq", ORIGIN), "questions.jsonl", "bioasq")
    skipped: list[str] = []
    snippets: dict[str, list[str]] = {}

    def made(place: str, record: Record) -> Case:
        own = [(_source(s), " ".join(text(s, "text").split())) for s in record["snippets"]]
        if not own:
            raise Broken("it has no snippets")
        case = _case(record, own)
        for source, words in own:
            if words not in snippets.setdefault(source, []):
                snippets[source].append(words)
        return case

    cases = collect(json_lines(path, skipped), made, skipped, limit)
    return Dataset("bioasq", cases, [(source, "\n\n".join(parts)) for source, parts in snippets.items()], skipped)


def _source(snippet: Record) -> str:
    return text(snippet, "document").rstrip("/").rsplit("/", 1)[-1] + ".txt"


def _case(record: Record, snippets: list[tuple[str, str]]) -> Case:
    kind = str(record.get("type", ""))
    turn = Turn(
        text(record, "body").strip(),
        answerable=True,
        evidence=tuple(dict.fromkeys(words for _, words in snippets)),
        nuggets=_nuggets(record.get("exact_answer"), kind),
    )
    return single(text(record, "id"), turn, [kind] if kind else [])


def _nuggets(exact: object, kind: str) -> tuple[tuple[str, ...], ...]:
    """Of a factoid, one nugget with its wordings; of a list, one an entry. Yes and no are no nuggets."""
    if kind not in ("factoid", "list") or not isinstance(exact, list):
        return ()
    entries = [tuple(str(w).strip() for w in (e if isinstance(e, list) else [e]) if str(w).strip()) for e in exact]
    entries = [entry for entry in entries if entry]
    if kind == "factoid" and entries:
        return (tuple(dict.fromkeys(wording for entry in entries for wording in entry)),)
    return tuple(entries)
