"""How strongly a thing is said: "almost all" is not "all", "not all" is not "none", "must" is not "may"."""

from __future__ import annotations

import re

from chat.gate.contrasts import HEDGES, QUANTIFIERS
from chat.gate.negation import denials, holds
from chat.gate.quantities import quantities
from chat.gate.reasons import Reason
from chat.gate.units import Unit
from chat.gate.words import STOP, Word

_ALMOST = re.compile(
    r"\b(almost|nearly|virtually|practically)\s+(all|every|everyone|no|none|never|always)\b", re.IGNORECASE
)
_NOT_ALL = re.compile(r"\bnot\s+(?:all|every|everyone|everybody)\b", re.IGNORECASE)
_WHOLLY = frozenset(["all", "every", "everyone", "everybody", "always"])
_OBLIGES = frozenset(["must"])
_ALLOWS = frozenset(["may", "can", "could", "might"])
_MANNERS = ({"abrupt", "sudden", "rapid", "quick"}, {"simultan", "concurr", "concomit", "togeth"})
"""Stems of adverbs by which a "do not" forbids a manner and not the thing."""


def shifted(claim: Unit, evidence: Unit, named: str) -> list[Reason]:
    """What the claim says more strongly, or more weakly, than the evidence."""
    for almost in _ALMOST.finditer(evidence.text):
        plain = re.search(rf"\b{almost[2]}\b", claim.text, re.IGNORECASE)
        if plain and not re.search(rf"\w+ly {almost[2]}\b|\balmost {almost[2]}\b", claim.text, re.IGNORECASE):
            return [Reason("qualifier", f"{named.capitalize()} says “{almost[0]}”; the statement says “{plain[0]}”.")]
    if permitted := _permitted(claim, evidence):
        return [Reason("qualifier", f"{named.capitalize()} says “must”; the statement says “{permitted}”.")]
    if not denials(claim.text, claim.words, quantities(claim.text)):
        return []
    some = any(1 <= QUANTIFIERS.get(w.key, 0) <= 4 or w.key in HEDGES or w.key in _WHOLLY for w in claim.words)
    if (partly := _NOT_ALL.search(evidence.text)) and not some:
        return [
            Reason("qualifier", f"{named.capitalize()} says only “{partly[0]}”; the statement denies it altogether.")
        ]
    kept = {word.stem for word in claim.words}
    for denial in denials(evidence.text, evidence.words, quantities(evidence.text)):
        for manner in _MANNERS:
            word = next((w for w in evidence.words if w.stem in manner and w.key in denial.heads), None)
            if word and not kept & manner and holds(denial.heads[0], claim.words):
                return [
                    Reason(
                        "qualifier", f"{named.capitalize()} denies this only “{word.text}”; the statement drops that."
                    )
                ]
    return []


def _permitted(claim: Unit, evidence: Unit) -> str:
    """The word by which the claim only allows what the evidence demands, or an empty string."""
    demanded = {word.stem for word in _governed(evidence, _OBLIGES).values()}
    if not demanded or any(word.key in _ALLOWS for word in evidence.words):
        return ""
    return next((modal for modal, verb in _governed(claim, _ALLOWS).items() if verb.stem in demanded), "")


def _governed(unit: Unit, modals: frozenset[str]) -> dict[str, Word]:
    """By each of these modal verbs, the next content word behind it."""
    found: dict[str, Word] = {}
    for index, word in enumerate(unit.words):
        verb = next((after for after in unit.words[index + 1 : index + 5] if after.key not in STOP), None)
        if word.key in modals and verb is not None:
            found[word.key] = verb
    return found
