"""One sentence of a model's against the passages it was given: a statement that passed the gate, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from chat.answers import Cited, Statement
from chat.gate import check, evidence, exact
from chat.gate.lexical import content_stems
from chat.generative.markers import Said
from corpus.documents import Part, Passage

MOST_SPANS = 3
"""Parts of one passage that are lit for one statement."""
_JOINING = ".,;:"
_LEANS = re.compile(
    r"^(?:(?:and|but|so|or|also|however|therefore|thus|then|otherwise|instead|similarly|if so|in this case)\b,?\s*)*"
    r"(?:it|its|they|their|them|this|these|those|that|such|both|he|she|his|her|"
    r"the (?:drug|dose|treatment|condition|patient|procedure|latter|former|risk|rate|same)s?"
    r"(?!\s+(?:of|for|in|with|to)\b))s?\b",
    re.IGNORECASE,
)


def leans(text: str) -> bool:
    """Whether a sentence speaks of what the one before it named."""
    return bool(_LEANS.match(text))


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate over the passages of one turn, numbered from 1 as the model saw them."""

    passages: Sequence[Passage]

    def statement(self, said: Said) -> Statement | None:
        """The sentence with the passages that support it; None when they do not.

        What it cites must support it. Only where it cites nothing is a passage that does looked for.
        """
        if not content_stems(said.text) or said.text.endswith(("?", ":")):
            return None
        if said.numbers:
            cited = [self.passages[number - 1] for number in said.numbers]
            alone = [passage for passage in cited if self._supported(said.text, [passage])]
            if alone or (len(cited) > 1 and self._supported(said.text, cited)):
                return _statement(said.text, alone or cited)
            return None
        best = max(self.passages, key=lambda one: _shared(said.text, one.words()), default=None)
        ordered = sorted(self.passages, key=lambda one: one is not best)
        found = next((one for one in ordered if self._supported(said.text, [one])), None)
        return _statement(said.text, [found]) if found is not None else None

    def _supported(self, text: str, passages: Sequence[Passage]) -> bool:
        headings = [" › ".join(passage.section) for passage in passages]
        return check(text, [evidence(passage) for passage in passages], headings).supported


def ungated(said: Said, passages: Sequence[Passage]) -> Statement | None:
    """The sentence with whatever it cites, unchecked: for measuring what the gate is worth, never for a reader."""
    if not said.text:
        return None
    cited = [passages[number - 1] for number in said.numbers] or list(passages[:1])
    return Statement(said.text, tuple(chain.from_iterable(_resting(said.text, one) for one in cited)), "verified")


def _statement(text: str, cited: Sequence[Passage]) -> Statement:
    for passage in cited:
        quoted = _quoted(text, passage)
        if quoted:
            return Statement(text, quoted, "quoted")
    return Statement(text, tuple(chain.from_iterable(_resting(text, passage) for passage in cited)), "verified")


def _quoted(text: str, passage: Passage) -> tuple[Cited, ...]:
    """Where the statement stands unbroken in the passage; empty when it does not, or says it out of its sense."""
    if not exact(text, [evidence(passage)]):
        return ()
    places = [
        place
        for start, end in passage.pieces(passage.start, passage.end)
        for place in range(start, end)
        if not passage.text[place - passage.start].isspace()
    ]
    letters = "".join(passage.text[place - passage.start] for place in places)
    wanted = "".join(text.split()).rstrip(_JOINING)
    found = letters.find(wanted)
    if not wanted or found < 0:
        return ()
    start, end = places[found], places[found + len(wanted) - 1] + 1
    return tuple(Cited(passage.key, a, b) for a, b in passage.pieces(start, end) if _words(passage, a, b))


def _resting(text: str, passage: Passage) -> tuple[Cited, ...]:
    """The parts of the passage that say most of the statement, in the passage's order."""
    left = set(content_stems(text))
    parts = list(passage.parts)
    chosen: list[Part] = []
    while parts and len(chosen) < MOST_SPANS:
        stems = [left & set(content_stems(passage.words(part.start, part.end))) for part in parts]
        best = max(range(len(parts)), key=lambda i: len(stems[i]))
        if chosen and len(stems[best]) < 2:
            break
        left -= stems[best]
        chosen.append(parts.pop(best))
    stretches = sorted((part.start, part.end) for part in chosen) or [(passage.start, passage.end)]
    return tuple(
        Cited(passage.key, start, end)
        for first, last in stretches
        for start, end in passage.pieces(first, last)
        if _words(passage, start, end)
    )


def _words(passage: Passage, start: int, end: int) -> str:
    return passage.text[start - passage.start : end - passage.start].strip(" \t\n" + _JOINING)


def _shared(text: str, words: str) -> int:
    return len(set(content_stems(text)) & set(content_stems(words)))
