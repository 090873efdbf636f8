"""Why a statement fell: a kind for programs and a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReasonKind = Literal[
    "number", "unit", "comparator", "range", "negation", "opposite", "name", "qualifier", "together", "support"
]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing of a statement that its cited passages do not hold."""

    kind: ReasonKind
    text: str
    """A sentence that names it and says where it was looked for."""

    def __str__(self) -> str:
        return self.text


def where(passage: int, passages: int) -> str:
    """The passage's number as a reader counts, where there are several."""
    return "the cited passage" if passages <= 1 else f"cited passage {passage + 1}"


def shortened(text: str, limit: int = 120) -> str:
    """A quotation of at most `limit` characters."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
