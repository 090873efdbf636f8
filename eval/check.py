"""`footnote check`: the gate as a tool of its own, for statements that come from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from chat.gate import check
from corpus.errors import GoldError

FIELDS = ("supported", "score", "reasons")


def check_file(path: Path, out: TextIO) -> int:
    """Writes every line of a JSON Lines file back, in order, with `supported`, `score` and `reasons`; returns how many.

    Lines are checked as they are read, so a file of any length may be piped through. Raises GoldError naming file and
    line at the first one that is no `{"statement": "…", "passages": ["…", …]}`; those before it are written by then.
    """
    written = 0
    for number, record in _records(path):
        statement, passages = _checked(record, f"{path.name}, line {number}")
        verdict = check(statement, passages)
        found = {"supported": verdict.supported, "score": verdict.score, "reasons": [str(r) for r in verdict.reasons]}
        out.write(json.dumps({**record, **found}, ensure_ascii=False) + "\n")
        written += 1
    return written


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        # Bytes, decoded line by line: a text stream reads ahead, and would fail before the lines that are good.
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield number, _parsed(line, f"{path.name}, line {number}")
    except OSError as problem:
        raise GoldError(f"{path} cannot be read: {problem.strerror}.") from problem


def _parsed(line: bytes, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise GoldError(f"{place}: not UTF-8 text.") from problem
    except (ValueError, RecursionError) as problem:
        raise GoldError(f"{place}: not a JSON object ({problem}).") from problem
    if not isinstance(record, dict):
        raise GoldError(f"{place}: not a JSON object.")
    return record


def _checked(record: dict[str, Any], place: str) -> tuple[str, list[str]]:
    statement, passages = record.get("statement"), record.get("passages")
    if not isinstance(statement, str) or not statement.strip():
        raise GoldError(f'{place}: "statement" is not a text.')
    if not isinstance(passages, list) or not all(isinstance(passage, str) for passage in passages):
        raise GoldError(f'{place}: "passages" is not a list of texts.')
    return statement, passages
