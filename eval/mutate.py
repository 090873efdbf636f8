"""False statements made from true ones by one small change each: what the gate has to stop.

`python -m eval.mutate TEXT… [--count N] [--seed S]` writes JSON Lines of `{"passage", "statement", "kind", "original"}`
from the sentences of plain text files. A change is made only where it should make the sentence false of its passage: a
new number, unit or name is one that the passage does not hold. What it still gets wrong is measured by hand
(docs/evaluation-judges.md).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.mutation_tables import COMPARATORS, CONDITIONS, DIRECTIONS, DRUGS, FREQUENCIES, UNITS, WIDENED

MutationKind = Literal[
    "number",
    "unit",
    "name",
    "not added",
    "not removed",
    "direction",
    "range",
    "comparator",
    "qualifier dropped",
    "qualifier widened",
]
_DROPPED = (
    r"\b(?:usually|often|mostly|rarely|generally|typically|sometimes|occasionally|partially|potentially|mainly|primarily)\s",
    r"\b(?:some|most|many|selected|certain)\s(?=[a-z])",
    r"\s(?:in|for|among) (?:some |most |selected |nursing |community-dwelling )?"
    r"(?:patients|people|adults|those|children|women|homes)"
    r"(?: (?:with|who|over|at|without|older)\s[^,;.:]+)?(?=[,;.]|$)",
    r"\s(?:unless|except|if)\s(?:[^,;.]|\.(?=\d))+(?=[,;.]|$)",
)
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|should|can|may|must|has been|have been|will|could)\b(?! not\b| no\b| never\b)"
)
_NUMBER = re.compile(r"(?<![\w.,^/])\d+(?:[.,]\d+)*(?![\w^]*\^)")
_RANGE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)(\s?[–-]\s?| to | and )(\d+(?:\.\d+)?)(?![\w.]*\d)")


_MARKS = re.compile(r"\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]")
_WRAP = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=[a-z0-9(])(?!\d+[.)]\s)")


@dataclass(frozen=True, slots=True)
class Mutation:
    """A false statement with the true one it was made from."""

    passage: str
    statement: str
    kind: MutationKind
    original: str


def mutations(original: str, passage: str, chance: random.Random) -> list[Mutation]:
    """Every kind of change that the sentence allows, each made once at most in a place drawn by `chance`."""
    makers: dict[MutationKind, Callable[[str, str, random.Random], Iterator[str]]] = {
        "number": _number,
        "unit": _unit,
        "name": _name,
        "not added": _negated,
        "not removed": _affirmed,
        "direction": _turned,
        "range": _moved,
        "comparator": _compared,
        "qualifier dropped": _dropped,
        "qualifier widened": _widened,
    }
    found = []
    for kind, make in makers.items():
        made = [s for s in dict.fromkeys(make(original, passage, chance)) if s != original and s not in passage]
        if made:
            found.append(Mutation(passage, chance.choice(made), kind, original))
    return found


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _number(text: str, passage: str, chance: random.Random) -> Iterator[str]:
    held = set(_NUMBER.findall(passage))
    for match in _NUMBER.finditer(text):
        digits = match[0]
        place = chance.choice([i for i, c in enumerate(digits) if c.isdigit()])
        new = digits[:place] + chance.choice([d for d in "123456789" if d != digits[place]]) + digits[place + 1 :]
        if new not in held:
            yield _replaced(text, match, new)


def _unit(text: str, passage: str, chance: random.Random) -> Iterator[str]:
    for old, new in UNITS:
        for match in re.finditer(rf"(?<=\d)(\s?)({old})(?![\w/²])", text):
            yield text[: match.start(2)] + new + text[match.end(2) :]
    for old, new in FREQUENCIES:
        for match in re.finditer(rf"\b{old}\b", text):
            changed = _replaced(text, match, new)
            if new not in passage:
                yield changed


def _name(text: str, passage: str, chance: random.Random) -> Iterator[str]:
    low = passage.lower()
    for names in (DRUGS, CONDITIONS):
        others = [name for name in names if name not in low]
        for name in names:
            for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
                new = chance.choice(others)
                yield _replaced(text, match, new.capitalize() if match[0][0].isupper() else new)


def _negated(text: str, passage: str, chance: random.Random) -> Iterator[str]:
    for match in _AUXILIARY.finditer(text):
        word = match[0].split()[0]
        yield text[: match.start()] + ("cannot" if word == "can" else f"{word} not") + text[match.start() + len(word) :]


def _affirmed(text: str, passage: str, chance: random.Random) -> Iterator[str]:
    for match in re.finditer(
        r"\b(?:did|does|do) not (\w+)|\s+not\b(?! only)|\bcannot\b|\bwithout\b|\bNo (?=[a-z]+ (?:is|are|was|were))",
        text,
    ):
        if match[1]:
            yield _replaced(text, match, match[0].replace(" not", ""))
        else:
            yield _replaced(text, match, {"cannot": "can", "without": "with", "No ": "Some "}.get(match[0], ""))


def _turned(text: str, passage: str, chance: random.Random) -> Iterator[str]:
    if re.search(r"\bnot\b|\bno\b", text):
        return  # "does not reduce" made "does not increase" may still be true
    for old, new in DIRECTIONS:
        for match in re.finditer(rf"\b{old}\b(?! than)", text, re.IGNORECASE):
            yield _replaced(text, match, new.capitalize() if match[0][0].isupper() else new)


def _moved(text: str, passage: str, chance: random.Random) -> Iterator[str]:
    for match in _RANGE.finditer(text):
        if match[2] == " and " and not re.search(r"between\s$", text[: match.start()]):
            continue
        low, high = match[1], match[3]
        edge = 10 ** -len(high.partition(".")[2]) if "." in high else 1
        places = len(high.partition(".")[2])
        for new in (
            f"{float(low) + edge:.{places}f}{match[2]}{high}",
            f"{low}{match[2]}{float(high) + 2 * edge:.{places}f}",
        ):
            if float(low) + edge < float(high):
                yield _replaced(text, match, new)


def _compared(text: str, passage: str, chance: random.Random) -> Iterator[str]:
    for old, new in COMPARATORS:
        pattern = re.escape(old) if not old[0].isalpha() else rf"\b{old}\b"
        after = r"(?=[\s\d])" if old not in ("exceeds",) else ""
        for match in re.finditer(pattern + after, text):
            if old in (
                "over",
                "under",
                "above",
                "below",
                "more than",
                "less than",
                "at least",
                "up to",
            ) and not re.match(r"\s*\d", text[match.end() :]):
                continue
            yield _replaced(text, match, new)


def _dropped(text: str, passage: str, chance: random.Random) -> Iterator[str]:
    for pattern in _DROPPED:
        for match in re.finditer(pattern, text):
            if match[0].strip() in ("most",) and re.search(r"\bat $", text[: match.start()]):
                continue
            left = " ".join(_replaced(text, match, " " if match[0][0] == " " and match[0][-1] == " " else "").split())
            if len(left.split()) >= 4:
                yield re.sub(r"\s+([,;.])", r"\1", left)


def _widened(text: str, passage: str, chance: random.Random) -> Iterator[str]:
    for old, new in WIDENED:
        for match in re.finditer(old, text):
            if re.search(r"\bat $", text[: match.start()]) or re.match(r" not\b", text[match.end() :]):
                continue
            yield _replaced(text, match, new)


def statements(text: str) -> list[tuple[str, str]]:
    """(sentence, paragraph) of a plain text: what is long enough to say something, one line or sentence at a time."""
    found = []
    for paragraph in re.split(r"\n\s*\n", text):
        for line in _WRAP.sub(" ", _MARKS.sub("", paragraph)).split("\n"):
            for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", re.sub(r"^\s*[•*-]\s+", "", line).strip()):
                sentence = re.sub(r"(?<=[a-z)])\s\d{1,2}$", "", sentence)
                if len(sentence.split()) >= 5 and "\t" not in sentence and not sentence.endswith(":"):
                    found.append((sentence, paragraph.strip("\n")))
    return found


def generated(texts: Sequence[str], count: int, seed: int = 7) -> list[Mutation]:
    """`count` mutations spread over the texts' sentences and over the kinds, or all there are."""
    chance = random.Random(seed)
    pool: list[Mutation] = []
    for _ in range(4):
        for text in texts:
            for sentence, paragraph in statements(text):
                pool += mutations(sentence, paragraph, chance)
    unique = list({(m.passage, m.statement): m for m in pool}.values())
    chance.shuffle(unique)
    return unique[:count]


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the mutations to standard output."""
    parser = argparse.ArgumentParser(prog="python -m eval.mutate", description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    for m in generated([path.read_text("utf-8") for path in given.texts], given.count, given.seed):
        sys.stdout.write(
            json.dumps(
                {"passage": m.passage, "statement": m.statement, "kind": m.kind, "original": m.original},
                ensure_ascii=False,
            )
            + "\n"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
