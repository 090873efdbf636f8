"""Plain word overlap: the floor that every cleverer measure of support is held against."""

from __future__ import annotations

from collections.abc import Sequence

from chat.gate.words import STOP, fold, without_answer_markers, words


def content_stems(text: str) -> list[str]:
    """The stems of a text's content words, in order."""
    return [word.stem for word in words(fold(without_answer_markers(text))) if word.key not in STOP]


def overlap(statement: str, passages: Sequence[str]) -> float:
    """The share of the statement's content stems that stand in the passages; 0 when it has none."""
    asked = set(content_stems(statement))
    held = {word.stem for passage in passages for word in words(fold(passage))}
    return len(asked & held) / len(asked) if asked else 0.0
