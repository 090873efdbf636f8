"""One sentence of a model's against the passages it was given: a statement that passed the gate, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from chat.anaphora import points_back
from chat.answers import Cited, Statement
from chat.gate import check, evidence, exact
from chat.gate.lexical import content_stems, overlap
from chat.generative.markers import Said
from chat.units import pointed_at
from corpus.documents import Part, Passage

MOST_SPANS = 3
"""Parts of one passage that are lit for one statement."""
OWN_WORDS = 0.6
"""The least share of a statement's content words that must stand in what it cites.

The model is asked to keep the words; one that does not is more often wandering than rewording.
"""
LEAST_WORDS = 4
"""Content words from which words without an auxiliary verb are taken for a sentence."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|can|could|may|might|must|shall|should|will|would|does|do|did|means?)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_JOINING = ".,;:"
_OF_THE_LAST = re.compile(
    r"(?:(?:and|but|so|or|also|however|therefore|thus|then|similarly)\b,?\s*)*"
    r"the (?:drug|dose|treatment|condition|patient|procedure|risk|rate)s?\b(?!\s+(?:of|for|in|with|to)\b)",
    re.IGNORECASE,
)


def leans(text: str) -> bool:
    """Whether a sentence speaks of what the one before it named."""
    return points_back(text) or bool(_OF_THE_LAST.match(text))


def unmoored(statement: Statement, said: Sequence[Statement], passages: Sequence[Passage]) -> bool:
    """Whether a sentence points back as its source does, at what the statement before it has not said: "It is treated
    with …", after a question for something else.
    """
    if not statement.spans or not points_back(statement.text):
        return False
    first, held = statement.spans[0], {one.key: one for one in passages}
    passage = held[first.key]
    at = next((n for n, part in enumerate(passage.parts) if part.start <= first.start < part.end), 0)
    pointed = [passage.parts[index] for index in pointed_at(passage, at)]
    last = [span for one in said[-1:] for span in one.spans if span.key == first.key]
    return bool(pointed) and not any(
        part.start < span.end and span.start < part.end for part in pointed for span in last
    )


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate over the passages of one turn, numbered from 1 as the model saw them."""

    passages: Sequence[Passage]

    def statement(self, said: Said) -> Statement | None:
        """The sentence with the passages that support it; None when they do not.

        What it cites must support it. A passage that does is looked for only where it cites nothing, or where it is
        quoted word for word: small models number their sentences and not their sources.
        """
        if said.text.endswith(("?", ":")):
            return None
        cited = [self.passages[number - 1] for number in said.numbers]
        alone = [passage for passage in cited if self._supported(said.text, [passage])]
        if alone or (len(cited) > 1 and self._supported(said.text, cited)):
            return _statement(said.text, alone or cited)
        for passage in sorted(self.passages, key=lambda one: -_shared(said.text, one.words())):
            if _quoted(said.text, passage) or (not cited and self._supported(said.text, [passage])):
                return _statement(said.text, [passage])
        return None

    def _supported(self, text: str, passages: Sequence[Passage]) -> bool:
        texts = [evidence(passage) for passage in passages]
        headings = [" › ".join(passage.section) for passage in passages]
        # The gate first: it alone says what is supported; what it lets through may still be too far from the words.
        return check(text, texts, headings).supported and overlap(text, [*texts, *headings]) >= OWN_WORDS


def covers(statements: Sequence[Statement], best: Statement, passages: Mapping[str, Passage]) -> bool:
    """Whether one of the statements rests on words of another's, and repeats all their numbers."""
    for found in best.spans:
        words = passages[found.key].words(found.start, found.end)
        if words.endswith(":"):
            continue
        numbers = _numbers(words)
        for statement in statements:
            meets = any(s.key == found.key and s.start < found.end and found.start < s.end for s in statement.spans)
            if meets and numbers <= _numbers(statement.text):
                return True
    return False


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def ungated(said: Said, passages: Sequence[Passage]) -> Statement | None:
    """The sentence with whatever it cites, unchecked: for measuring what the gate is worth, never for a reader."""
    if not said.text:
        return None
    cited = [passages[number - 1] for number in said.numbers] or list(passages[:1])
    return Statement(said.text, tuple(chain.from_iterable(_resting(said.text, one) for one in cited)), "verified")


def _statement(text: str, cited: Sequence[Passage]) -> Statement | None:
    for passage in cited:
        quoted = _quoted(text, passage)
        if quoted:
            return Statement(text, quoted, "quoted") if _says(quoted, passage) else None
    if len(content_stems(text)) < LEAST_WORDS and not _VERB.search(text):
        return None  # "1.3 mg/m²" claims something only as an answer to its question, which nothing here can check
    return Statement(text, tuple(chain.from_iterable(_resting(text, passage) for passage in cited)), "verified")


def _quoted(text: str, passage: Passage) -> tuple[Cited, ...]:
    """Where the statement stands unbroken in the passage; empty when it does not, or says it out of its sense."""
    if not exact(text, [evidence(passage)], [" › ".join(passage.section)]):
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


def _says(quoted: Sequence[Cited], passage: Passage) -> bool:
    """Whether more is quoted than what introduces something else."""
    said = [part for part in passage.parts if any(one.start < part.end and part.start < one.end for one in quoted)]
    return not said or any(part.kind not in ("lead", "header") for part in said)


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
