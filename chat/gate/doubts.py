"""What a text says without claiming it: what stands behind "no evidence that", "unclear whether" or "against"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.gate.contrasts import HEDGES
from chat.gate.negation import denials, holds, unfavourable
from chat.gate.quantities import quantities
from chat.gate.units import Unit
from chat.gate.vocabulary import listed
from chat.gate.words import STOP, Word, words

_SHOWN = r"(?:show[ns]?|showed|found|demonstrated?|prov(?:ed|en)|established|known?|assumed?|believed?|clear|certain)"
_FRAME = re.compile(
    rf"\b(?:no|little|insufficient|inadequate|limited|scant|weak|not enough)\s+(?:\w+\s+)?(?:evidence|proof|data)\b|"
    rf"\b(?:no|not|never|nobody|cannot)\s+(?:\w+\s+){{0,3}}?{_SHOWN}\s+(?:that|whether|if|to)\b|"
    r"\b(?:not|never|nobody)\s+(?:\w+\s+)?(?:recommend|advise|say)\s+that\b|"
    r"\b(?:unclear|unknown|uncertain|unproven|doubtful|unlikely)\s+(?:whether|if|that|to)\b|"
    r"\b(?:recommend(?:s|ed|ing)?|advis(?:es?|ed|ing)|warn(?:s|ed)?|caution(?:s|ed)?|argues?|evidence)\s+against\b|"
    r"\bfail(?:s|ed)?\s+to\b|\bunder no circumstances\b|\b(?:refrain|abstain)(?:s|ed|ing)?\s+from\b|\bbeware of\b|"
    r"\b(?:myth|misconception)\b|\bwrong to\b|\b(?:hardly|barely|scarcely)\b|\black(?:s|ed)\b|\bfree (?:of|from)\b",
    re.IGNORECASE,
)
_PROHIBITING = re.compile(r"against|circumstances|refrain|abstain|beware|wrong")
_OPEN = re.compile(r"^whether\b.*\b(?:unknown|unclear|uncertain|not (?:known|clear|certain))\b", re.IGNORECASE)
_ENDS = re.compile(r"[;()]|\.(?!\d)|,\s+(?:and|but|so|while|whereas|although|though)\b|\bbut\b", re.IGNORECASE)
_DOUBTING = frozenset(listed("doubting"))
MOST = 0.5
"""Share of a claim's content that stands behind such a frame, from which the claim says what the frame leaves open."""


def asserted(claim: Unit, evidence: Unit) -> str:
    """The frame in which the evidence says what the claim says plainly, or an empty string."""
    for frame, inside in _framed(evidence):
        said = [word for word in claim.words if word.key not in STOP and not holds(word.key, words(frame))]
        if not said or _doubts(claim, inside):
            continue
        if sum(holds(word.key, inside) for word in said) >= max(1.0, MOST * len(said)):
            return frame
    return ""


def prohibits(evidence: Unit) -> bool:
    """Whether a text advises or tells against something, so that "not" says as much."""
    return any(_PROHIBITING.search(frame) for frame, _ in _framed(evidence))


def _framed(unit: Unit) -> list[tuple[str, list[Word]]]:
    """Every frame of a text with the content words in its reach."""
    if opened := _OPEN.match(unit.text):
        return [("whether", [word for word in unit.words if word.start < opened.end() and word.key not in STOP])]
    found = []
    for frame in _FRAME.finditer(unit.text):
        stop = _ENDS.search(unit.text, frame.end())
        end = stop.start() if stop else len(unit.text)
        inside = [word for word in unit.words if frame.end() <= word.start < end and word.key not in STOP]
        found.append((frame[0].lower(), inside))
    return found


def _doubts(claim: Unit, inside: Sequence[Word]) -> bool:
    """Whether a claim denies, doubts or hedges by a word that is not of what the frame leaves open."""
    return bool(denials(claim.text, claim.words, quantities(claim.text))) or any(
        (word.key in _DOUBTING or word.key in HEDGES or unfavourable(word.key)) and not holds(word.key, inside)
        for word in claim.words
    )
