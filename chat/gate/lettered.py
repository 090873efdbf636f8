"""Letters and Roman numerals that are part of a name: hepatitis B, vitamin K, stage IIIA."""

from __future__ import annotations

import re

from chat.gate.reasons import Reason
from chat.gate.units import Unit

_LETTER = r"(?:[IVX]{1,4}[A-Ca-c]?|[A-K])(?![\w'.])"
_LETTERED = re.compile(
    r"\b((?i:hepatitis|h[ae]?emophilia|influenza|vitamin|angiotensin|factor|child-pugh|class|group|type|stage|grade|category))s?\s+"
    rf"({_LETTER}(?:(?:\s*[,/-]\s*|\s+(?:and|or|to)\s+){_LETTER})*)"
)


def lettered(text: str) -> dict[str, set[str]]:
    """By the noun that a letter follows, its letters."""
    found: dict[str, set[str]] = {}
    for match in _LETTERED.finditer(text):
        found.setdefault(match[1].lower(), set()).update(re.findall(_LETTER, match[2]))
    return found


def relettered(claim: Unit, evidence: Unit, named: str) -> list[Reason]:
    """A letter of the claim in whose place the evidence has others."""
    held = lettered(f"{evidence.context} {evidence.text}")
    for noun, letters in lettered(claim.text).items():
        theirs = held.get(noun, set())
        for letter in sorted(letters):
            # Stage III takes in stage IIIA.
            if theirs and not any(re.fullmatch(rf"{letter}[A-Ca-c]?", other) for other in theirs):
                other = sorted(theirs)[0]
                return [Reason("name", f"The statement says “{noun} {letter}”; {named} says “{noun} {other}”.")]
    return []
