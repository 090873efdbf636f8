"""The pages and conversations that were written for training, as groups.

Beside each page `NAME.md` or `NAME.txt` lies `NAME.jsonl`, one conversation a line: `{"id", "turns": [{"q", "a", "ev",
"alone"}]}`. `ev` are verbatim words inside each sentence, item or row that answers (none where `a` is false), `alone` a
person's standalone wording of a follow-up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chat.asking import Before, question_text, unit_text
from chat.followup import Turn, standalone
from chat.units import Unit, units
from corpus.documents import Document, Span
from corpus.errors import GoldError
from corpus.models import embedder
from eval.training.groups import Group
from ingest.assemble import assemble
from ingest.readers import read_bytes
from ingest.split import split

PAGES, GENERAL, FITTING = (Path(__file__).parent / name for name in ("pages", "general", "fitting"))
"""What the model is trained on: clinical pages, and passages on anything else; and what is left for fitting how far to
trust it (`python -m eval.fit_answering`)."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is ingested, and the conversations beside it."""

    document: Document
    units: Sequence[Unit]
    conversations: Sequence[Sequence[dict[str, Any]]]
    """The turns of each."""


def page(conversations: Path) -> Page:
    """The page that a file of conversations lies beside."""
    at = next(one for one in (conversations.with_suffix(".md"), conversations.with_suffix(".txt")) if one.exists())
    document = assemble(read_bytes(at.read_bytes()), key=at.stem, source=at.name, origin=str(at), digest="")
    held = [unit for passage in split(document) for unit in units(passage)]
    lines = conversations.read_text("utf-8").split("\n")
    return Page(document, held, [json.loads(line)["turns"] for line in lines if line.strip()])


def groups(page: Page) -> Iterator[Group]:
    """A group for every turn of a page's conversations; raises GoldError for evidence that no unit holds."""
    units = page.units
    texts = [unit_text(unit, page.document.title) for unit in units]
    vectors = embedder().documents(texts)
    for conversation in page.conversations:
        history: list[Turn] = []
        mistaken = ""
        for turn in conversation:
            held = labels(turn, units, page.document)
            alone = turn.get("alone") or turn["q"]
            nearest = (-(vectors @ embedder().query(alone))).argsort()
            read = standalone(turn["q"], history)
            yield Group(
                alone,
                _in_conversation(turn["q"], read, history, mistaken),
                [texts[i] for i in nearest if held[i]],
                [texts[i] for i in nearest if not held[i]],
            )
            said = " ".join(units[i].words() for i in [i for i in nearest if held[i]][:2])
            history.append(Turn(read, said, turn["q"]))
            mistaken = next((units[i].words() for i in nearest if not held[i]), "")


def labels(turn: dict[str, Any], units: Sequence[Unit], document: Document) -> list[bool]:
    """Which units answer a turn; raises GoldError where that is at odds with its being answerable."""
    spans = [span for words in turn["ev"] for span in places(document.text, words)]
    found = [answers(unit, spans) for unit in units]
    if turn["a"] != any(found):
        raise GoldError(f"{document.source}: evidence and label disagree at {turn['q']!r}.")
    return found


def _in_conversation(typed: str, read: str, history: Sequence[Turn], mistaken: str) -> list[str]:
    """How a follow-up is put to the model: as the rules read it, as it was typed, and after a wrong answer."""
    if not history:
        return []
    questions = tuple(turn.typed for turn in history)
    right, wrong = Before(questions, history[-1].answer), Before(questions, mistaken)
    ways = (question_text(typed, read, right), question_text(typed, typed, right), question_text(typed, read, wrong))
    return list(dict.fromkeys(ways))


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
