"""The pages and conversations that were written for training (`pages/`), as groups.

Beside each page `NAME.md` or `NAME.txt` lies `NAME.jsonl`, one conversation a line: `{"id", "turns": [{"q", "a", "ev",
"alone"}]}`. `ev` are verbatim words inside each sentence, item or row that answers (none where `a` is false), `alone` a
person's standalone wording of a follow-up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from chat.asking import Before, question_text, unit_text
from chat.followup import Turn, standalone
from chat.units import Unit
from corpus.documents import Document, Span
from corpus.errors import GoldError
from corpus.models import embedder
from eval.training.groups import Group

PAGES = Path(__file__).parent / "pages"


def groups(title: str, units: Sequence[Unit], document: Document, lines: Sequence[str]) -> Iterator[Group]:
    """A group for every turn of a page's conversations; raises GoldError for evidence that no unit holds."""
    texts = [unit_text(unit, title) for unit in units]
    vectors = embedder().documents(texts)
    for line in lines:
        if not line.strip():
            continue
        before: Before | None = None
        history: list[Turn] = []
        for turn in json.loads(line)["turns"]:
            held = labels(turn, units, document)
            alone = turn.get("alone") or turn["q"]
            nearest = (-(vectors @ embedder().query(alone))).argsort()
            yield Group(
                _wordings(turn, alone, before, history),
                [texts[i] for i in nearest if held[i]],
                [texts[i] for i in nearest if not held[i]],
            )
            said = " ".join(units[i].words() for i in [i for i in nearest if held[i]][:2])
            before = Before(alone, said)
            history.append(Turn(alone, said))


def labels(turn: dict[str, Any], units: Sequence[Unit], document: Document) -> list[bool]:
    """Which units answer a turn; raises GoldError where that is at odds with its being answerable."""
    spans = [span for words in turn["ev"] for span in places(document.text, words)]
    found = [answers(unit, spans) for unit in units]
    if turn["a"] != any(found):
        raise GoldError(f"{document.source}: evidence and label disagree at {turn['q']!r}.")
    return found


def _wordings(turn: dict[str, Any], alone: str, before: Before | None, history: Sequence[Turn]) -> list[str]:
    """How the turn may be put: by itself, as the rules read it, as it was typed, and as a person reads it."""
    if before is None:
        return [alone]
    typed = turn["q"]
    readings = dict.fromkeys((standalone(typed, history), typed, alone))
    return [*(question_text(typed, reading, before) for reading in readings), alone]


def answers(unit: Unit, spans: Sequence[Span]) -> bool:
    """Whether a unit says what the evidence says; a list when its lead-in does, or at least half of its items do."""

    def hit(index: int) -> bool:
        part = unit.passage.parts[index]
        return any(Span(part.start, part.end).overlaps(span) for span in spans)

    if unit.kind != "list":
        return any(map(hit, unit.own))
    return any(map(hit, unit.leads[-1:])) or sum(map(hit, unit.own)) >= max(2, (len(unit.own) + 1) // 2)


def places(text: str, words: str) -> list[Span]:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [Span(*match.span()) for match in re.finditer(pattern, text)]
