"""What a library holds, as its listing tells it: to programs, to the page and to a person in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from corpus.holdings import Holdings
from corpus.library import Snapshot
from corpus.printing import on_a_line


def contents(snapshot: Snapshot) -> dict[str, Any]:
    """What the library holds, as `library --json` and the page's `/library` tell it.

    A reference of which only a record is held is missing, as its text is; `records` says how many those are.
    """
    holdings = Holdings(snapshot.documents)
    passages = Counter(passage.document for passage in snapshot.passages.values())
    return {
        "state": snapshot.state,
        "documents": [
            {
                "key": key,
                "source": document.source,
                "title": document.title,
                "type": document.type,
                "passages": passages[key],
                "references": _references(key, holdings),
            }
            for key, document in snapshot.documents.items()
        ],
    }


def _references(document: str, holdings: Holdings) -> dict[str, int]:
    held, missing = holdings.counts(document)
    return {"held": held, "missing": missing, "records": holdings.records(document)}


def table(documents: Sequence[dict[str, Any]]) -> str:
    """Those documents as aligned lines, one a document under a heading; the key is what `library remove` takes."""
    head = ("KEY", "PASSAGES", "REFERENCES", "TYPE", "DOCUMENT")
    rows: list[tuple[str, ...]] = [head]
    for one in documents:
        held, missing = one["references"]["held"], one["references"]["missing"]
        title = f"{one['title']} ({one['source']})" if one["title"] else one["source"]
        row = one["key"], str(one["passages"]), f"{held} of {held + missing}", one["type"], title
        rows.append(tuple(map(on_a_line, row)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(head) - 1)]
    return "\n".join(
        "  ".join((*(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)), row[-1])) for row in rows
    )
