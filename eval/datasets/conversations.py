"""Conversations with people's own standalone wording of each turn, as TREC CAsT and MTRAG have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import GoldError
from eval.datasets.records import Broken, Dataset, Record, collect, present, text, text_of, whole_json
from eval.gold import Case, Turn

ORIGIN = "https://github.com/daltonj/treccastweb (2019, 2020 and 2021 topics)"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A turn as it was said, what it was answered (where the set has it), and its standalone wording by a person."""

    question: str
    response: str
    standalone: str | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns in the order they were asked."""

    id: str
    turns: tuple[Exchange, ...]


def read(folder: Path, skipped: list[str], limit: int | None = None, only: str = "") -> list[Conversation]:
    """Every conversation of the folder's JSON files whose name begins with `only`; 2019 has its rewrites apart."""
    files = sorted(p for p in present(folder, "cast", ORIGIN).glob("*.json") if p.name.startswith(only))
    if not files:
        raise GoldError(f"cast: {folder} holds no {only}*.json.")
    rewrites = _rewrites(folder)
    found: list[Conversation] = []
    for path in files:
        left = None if limit is None else limit - len(found)
        found += collect(_topics(path), lambda place, record: _conversation(record, rewrites), skipped, left)
    return found


def load(folder: Path, limit: int | None = None) -> Dataset:
    """Cases whose turns carry the human rewrite; the collection is not here, so no turn is scored for its answer."""
    skipped: list[str] = []
    conversations = read(folder, skipped, limit)
    return Dataset("cast", [_case(conversation) for conversation in conversations], [], skipped)


def _rewrites(folder: Path) -> dict[str, str]:
    """Rewrites by turn, `31_2`, of the files that hold them apart."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*resolved*.tsv")):
        for line in text_of(path).split("\n"):
            name, tab, words = line.partition("\t")
            if tab:
                found[name.strip()] = words.strip()
    return found


def _topics(path: Path) -> Iterator[tuple[str, Record]]:
    whole = whole_json(path)
    if not isinstance(whole, list):
        raise GoldError(f"{path.name}: not a list of conversations.")
    for number, topic in enumerate(whole, 1):
        place = f"{path.name}, conversation {topic.get('number', number) if isinstance(topic, dict) else number}"
        yield place, topic if isinstance(topic, dict) else {}


def _conversation(record: Record, rewrites: dict[str, str]) -> Conversation:
    if "messages" in record:
        return _messages(record)
    name = str(record["number"])
    turns = tuple(_exchange(turn, rewrites.get(f"{name}_{turn['number']}")) for turn in record["turn"])
    if not turns:
        raise Broken("it has no turns")
    return Conversation(f"cast-{name}", turns)


def _exchange(turn: dict[str, Any], rewrite: str | None) -> Exchange:
    said = text(turn, "raw_utterance").strip()
    own = turn.get("manual_rewritten_utterance")
    standalone = own.strip() if isinstance(own, str) and own.strip() else rewrite
    response = turn.get("passage")
    return Exchange(said, response if isinstance(response, str) else "", standalone)


def _messages(record: Record) -> Conversation:
    """MTRAG's form: messages of user and agent in turn."""
    turns: list[Exchange] = []
    for message in record["messages"]:
        words = text(message, "text").strip()
        if message["speaker"] == "user":
            rewrite = message.get("rewrite")
            turns.append(Exchange(words, "", rewrite if isinstance(rewrite, str) else None))
        elif turns:
            turns[-1] = Exchange(turns[-1].question, words, turns[-1].standalone)
    if not turns:
        raise Broken("nobody asked anything")
    return Conversation(str(record.get("id") or record.get("conversation_id") or record.get("task_id")), tuple(turns))


def _case(conversation: Conversation) -> Case:
    turns = tuple(Turn(turn.question, answerable=None, standalone=turn.standalone) for turn in conversation.turns)
    return Case(id=conversation.id, turns=turns, tags=("rewrite",))
