"""By how much, and whether by it or to it: "halved" is not "doubled", and "by 10 mg" is not "to 10 mg"."""

from __future__ import annotations

import re

from chat.gate.quantities import NUMBER_WORDS
from chat.gate.reasons import Reason
from chat.gate.units import Unit

_FACTORS = (
    (re.compile(r"\bhal(?:f|ves?|ved|ving)\b(?!-?\s?li(?:fe|ves))", re.I), "half"),
    (re.compile(r"\bdoubl(?:e|es|ed|ing)\b(?!-)|\btwice (?:as|the|that)\b", re.I), "2"),
    (re.compile(r"\b(?:triple[sd]?|tripling|three times (?:as|the|that|higher|more|greater|lower|less))\b", re.I), "3"),
    (re.compile(r"\bquadrupl(?:e|es|ed|ing)\b", re.I), "4"),
    (re.compile(r"\bquarters?\b", re.I), "quarter"),
    (re.compile(r"\b(?:a|one|two)[\s-]thirds?\b", re.I), "third"),
)
_FOLD = re.compile(rf"\b({'|'.join(NUMBER_WORDS)}|\d+(?:\.\d+)?)[\s-]?folds?\b", re.I)
_SHARES = {"half": "50", "quarter": "25", "third": "33"}
"""What a fraction is as a percentage: either may stand for the other."""
_CHANGE = r"(?:reduc|increas|decreas|lower|rais|cut|taper|titrat|escalat|adjust|step)\w*"
_ROLE = r"\b(by|to) (?:about |around |a further )?(\d[\d.,]*\d|\d)"
_ROLES, _CHANGED = re.compile(_ROLE, re.I), re.compile(rf"\b{_CHANGE}\b[^.;:]*?{_ROLE}", re.I)


def factors(text: str) -> set[str]:
    """The fractions and multiples that a text speaks of, each by one name."""
    found = {name for pattern, name in _FACTORS if pattern.search(text)}
    found |= {f"{float(NUMBER_WORDS.get(match[1].lower(), match[1])):g}" for match in _FOLD.finditer(text)}
    return found


def changed(claim: Unit, evidence: Unit, named: str) -> list[Reason]:
    """A multiple or fraction that the evidence lacks where it states another, and an amount that changes its role."""
    said, held = factors(claim.text), factors(evidence.text)
    if held and said and any(not _given(one, held, evidence.text) for one in said):
        return [Reason("number", f"By how much it changes, {named} says otherwise.")]
    theirs = {(number, role.lower()) for role, number in _ROLES.findall(evidence.text)}
    for role, number in _CHANGED.findall(claim.text.lower()):
        other = "to" if role == "by" else "by"
        if (number, other) in theirs and (number, role) not in theirs:
            return [Reason("number", f"The statement says “{role} {number}”; {named} says “{other} {number}”.")]
    return []


def _given(factor: str, held: set[str], text: str) -> bool:
    share = _SHARES.get(factor)
    return factor in held or (share is not None and re.search(rf"\b{share}\s?(?:%|per ?cent)", text) is not None)
