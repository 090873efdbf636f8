"""What limits a claim: hedges, how often, how many, only, under which condition, for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chat.gate.contrasts import CERTAINTIES, FREQUENCIES, HEDGES, LIKE, LIMITS, QUANTIFIERS, SOFTER
from chat.gate.negation import denials, holds, same_side
from chat.gate.quantities import NUMBER_WORDS, quantities
from chat.gate.reasons import Reason
from chat.gate.units import Unit
from chat.gate.vocabulary import listed
from chat.gate.words import STOP, Word, stem, words

_AMOUNTS = {**QUANTIFIERS, **FREQUENCIES}
_PEOPLE = listed("people")
_RESTRICTION = re.compile(
    rf"\b(?:in|for|among|during|with|of)\s+((?:[a-z-]+\s+){{0,4}}?(?:{'|'.join(_PEOPLE)})\b"
    r"(?:\s+(?:with|who|whose|on|at|aged|over|under|receiving|taking|having|older|younger|of|that|without)\s+"
    r"(?:(?! and (?:at|in|for|to|is|are) )(?:[^,;:().]|\.(?=\d)))*)?)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|until|when|provided that|in case of|in cases of|except(?: in| for| when)?|"
    r"only (?:in|if|when|after|for|as))"
    r"\s+((?:[^,;:().]|\.(?=\d))+)",
    re.IGNORECASE,
)
ALONE = 0.3
"""A claim that keeps this share of what a restriction stands with speaks of the same thing."""
ELSEWHERE = 0.8
"""The same, of a claim that keeps another restriction of the sentence."""
_PARTICULAR = frozenset(listed("particular"))
_GENERIC = frozenset((*_PEOPLE, *listed("unspecific")))
_OPENING = re.compile(
    r"^(?:in|for|among|during|after|following|before|at|on|under|with|without|below|above)\s+"
    r"((?:[^,;:().]|[.,](?=\d))+),(?!\d)",
    re.IGNORECASE,
)
# What opens a sentence without limiting it: a link, a time of writing, a place of reading.
_LINK = re.compile(
    r"^(?:in|for|on|at|with|after|before)\s+(?:(?:the\s+)?(?:short|brief|general|addition|summary|particular|"
    r"practice|example|instance|fact|contrast|turn|other hand|same time|end|all cases|most cases|"
    r"this|these|that|those|such|our|many|some|most|"
    r"the (?:trials?|stud(?:y|ies)|analys[ei]s|cohort|meantime|same way)|recent|present|first|least|best|"
    r"contrary|all)\b|\d{4}\b|[A-Z][a-z]+\s\d{4}\b)",
    re.IGNORECASE,
)


# "Do not" says as much as "must not".
_ORDERED = re.compile(r"(?:^|[.:;,])\s*(?:do not|never|avoid|under no circumstances)\b", re.IGNORECASE)
_MUST_NOT = re.compile(r"\bmust (?:not|never|be avoided)\b", re.IGNORECASE)


def _content(stretch: Sequence[Word]) -> list[str]:
    return [word.key for word in stretch if word.key not in STOP and word.key not in _AMOUNTS]


def _after(index: int, text_words: Sequence[Word], text: str, count: int) -> list[str]:
    """The next content words of the same clause."""
    stop = re.search(r"[,;:.()]", text[text_words[index].end :])
    end = text_words[index].end + stop.start() if stop else len(text)
    return _content([word for word in text_words[index + 1 :] if word.start < end])[:count]


def _amounts(text_words: Sequence[Word]) -> list[int]:
    return [_AMOUNTS[word.key] for word in text_words if word.key in _AMOUNTS]


def _free(unit: Unit) -> list[tuple[int, Word]]:
    """The unit's words with their places, without those that belong to a number ("at most 5", "10 or more")."""
    taken = [stretch for q in quantities(unit.text) for stretch in ((q.start, q.end), q.guarded)]
    return [(i, w) for i, w in enumerate(unit.words) if not any(a <= w.start < b for a, b in taken)]


def broken(claim: Unit, evidence: Unit, whole: Sequence[Word], named: str) -> list[Reason]:
    """The qualifiers of the evidence that the claim dropped, and those of the claim that the evidence does not have.

    `whole` is the statement that the claim is a clause of: a condition may be kept in another clause.
    """
    return [
        *_dropped_hedges(claim, evidence, named),
        *_moved_amounts(claim, evidence, named),
        *_sharpened(claim, evidence, named),
        *_dropped_limits(claim, evidence, named),
        *_dropped_from_denial(claim, evidence, named),
        *_dropped_restrictions(claim, evidence, whole, named),
    ]


def _dropped_hedges(claim: Unit, evidence: Unit, named: str) -> list[Reason]:
    if _softer(claim, evidence) or any(FREQUENCIES.get(word.key, 9) <= 4 for word in claim.words):
        return []
    if any(word.key in HEDGES for word in claim.words) and _hedges(claim) >= _hedges(evidence):
        return []
    for index, word in enumerate(evidence.words):
        if word.key not in HEDGES:
            continue
        heads = _after(index, evidence.words, evidence.text, 1 if word.key in ("can", "could") else 2)
        if heads and any(_spoken(head, claim) for head in heads):
            return [
                Reason(
                    "qualifier",
                    f"{named.capitalize()} says “{word.text} {heads[0]}”; the statement drops “{word.text}”.",
                )
            ]
    return []


def _hedges(unit: Unit) -> int:
    return sum(word.key in HEDGES for word in unit.words)


def _softer(claim: Unit, evidence: Unit) -> bool:
    """Whether the claim has a hedge of its own choosing, in the place of the passage's."""
    held = {word.key for word in evidence.words}
    return any(word.key in SOFTER and word.key not in held for word in claim.words)


def _spoken(head: str, claim: Unit) -> bool:
    return holds(head, claim.words) or any(same_side(head, word.key) for word in claim.words)


def _moved_amounts(claim: Unit, evidence: Unit, named: str) -> list[Reason]:
    around = (*evidence.context_words, *evidence.words)
    levels = _amounts(around)
    stated = _amounts([word for _, word in _free(claim)])
    for _, word in _free(claim):
        level = _AMOUNTS.get(word.key)
        if level is None or word.key in (
            "no",
            "none",
            "never",
            "any",
            "each",
            "every",
            "some",
            "certain",
            "regularly",
            "routinely",
        ):
            continue
        hedged = level <= 3 and any(other.key in HEDGES for other in evidence.words)
        if not hedged and not any(abs(level - other) <= 1 for other in levels) and not _counted(around, level):
            return [Reason("qualifier", f"The statement says “{word.text}”; {named} does not.")]
    softened = _softer(claim, evidence)
    for index, word in _free(evidence):
        level = _AMOUNTS.get(word.key)
        if level is None or level in (0, 5, 6) or softened:
            continue
        if any(abs(level - other) <= 1 for other in stated):
            continue
        heads = _after(index, evidence.words, evidence.text, 2)
        if heads and _spoken(heads[0], claim):
            return [
                Reason(
                    "qualifier",
                    f"{named.capitalize()} says “{word.text} {heads[0]}”; the statement drops “{word.text}”.",
                )
            ]
    return []


def _counted(text_words: Sequence[Word], level: int) -> bool:
    """Whether a number says how many, so that a word for it is a reading: "80% of patients", "most patients"."""
    return 1 <= level <= 4 and any(
        word.key[0].isdigit() or word.key in NUMBER_WORDS or word.key == "half" for word in text_words
    )


def _sharpened(claim: Unit, evidence: Unit, named: str) -> list[Reason]:
    held = {word.key for word in (*evidence.context_words, *evidence.words)}
    for word in claim.words:
        if word.key in CERTAINTIES and not held & {word.key, *LIKE.get(word.key, ())}:
            if word.key == "always" and "never" in held:
                continue
            if (
                word.key == "must"
                and _ORDERED.search(f"{evidence.context}: {evidence.text}")
                and _MUST_NOT.search(claim.text)
            ):
                continue
            return [Reason("qualifier", f"The statement says “{word.text}”; {named} does not.")]
    return []


def _dropped_limits(claim: Unit, evidence: Unit, named: str) -> list[Reason]:
    kept = {word.key for word in claim.words}
    for index, word in enumerate(evidence.words):
        if word.key not in LIMITS or kept & {word.key, *LIKE.get(word.key, ())}:
            continue
        if word.key in ("if", "unless", "until", "except", "provided"):
            continue  # their conditions are compared below
        near = (
            _content(evidence.words[max(0, index - 2) : index])[-1:]
            if word.key == "alone"
            else _after(index, evidence.words, evidence.text, 1)
        )
        if near and holds(near[0], claim.words) and not evidence.text[: word.start].rstrip().endswith("not"):
            return [
                Reason("qualifier", f"{named.capitalize()} says “{word.text}” of “{near[0]}”; the statement drops it.")
            ]
    return []


def _dropped_from_denial(claim: Unit, evidence: Unit, named: str) -> list[Reason]:
    """A "not routinely" is no "not", and "only half" no "not only half"."""
    kept = {word.stem for word in claim.words}
    if (
        "not only" in claim.text.lower()
        and "not only" not in evidence.text.lower()
        and any(w.key == "only" for w in evidence.words)
    ):
        return [Reason("negation", f"The statement says “not only”; {named} says “only”.")]
    if not denials(evidence.text, evidence.words, quantities(evidence.text)) or not denials(
        claim.text, claim.words, quantities(claim.text)
    ):
        return []
    for word in evidence.words:
        if (
            word.stem in ("routin", "necessarili", "alway", "usual")
            and word.stem not in kept
            and not kept & {"routin", "all", "everi"}
        ):
            return [
                Reason(
                    "qualifier",
                    f"{named.capitalize()} denies this only “{word.text}”; the statement denies it altogether.",
                )
            ]
    return []


def _dropped_restrictions(claim: Unit, evidence: Unit, whole: Sequence[Word], named: str) -> list[Reason]:
    """A condition or population of the evidence of which no word is left in the claim."""
    found = [(pattern, match) for pattern in (_CONDITION, _RESTRICTION) for match in pattern.finditer(evidence.text)]
    opening = _OPENING.match(evidence.text)
    if opening and not _LINK.match(evidence.text) and not any(m.start() < opening.end() for _, m in found):
        found.append((_OPENING, opening))
    phrases = [(match, _restricting(match[1], evidence)) for _, match in found]
    kept = {word.stem for word in whole}
    spoken = [any(holds(term, whole) for term in terms) for _, terms in phrases]
    for index, (match, terms) in enumerate(phrases):
        if spoken[index]:
            continue
        if not terms:
            # "in most adults": the people themselves are what it is restricted to.
            if any(
                word.stem in kept
                for word in words(match[1])
                if word.key in _PEOPLE and word.key not in ("patients", "patient", "people")
            ):
                spoken[index] = True
            if spoken[index] or not _few(match[1]) or _few(claim.text) or _softer(claim, evidence):
                continue
        outside = evidence.text[: match.start()] + " " + evidence.text[match.end() :]
        rest = set(_content(words(outside)))
        # It may speak of one of several cases: of coordinated ones, or of a part of a long sentence.
        if any(
            spoken[other] and _coordinated(evidence.text, match, phrases[other][0]) for other in range(len(phrases))
        ):
            continue
        share = ELSEWHERE if any(spoken) else ALONE
        if sum(holds(key, claim.words) for key in rest) >= max(1, share * len(rest)):
            return [
                Reason(
                    "qualifier", f"{named.capitalize()} says this only “{match[0].strip()}”; the statement drops that."
                )
            ]
    return []


def _few(phrase: str) -> bool:
    """Whether a phrase speaks of some only: "in some patients"."""
    return any(1 <= QUANTIFIERS.get(word.key, 0) <= 3 for word in words(phrase))


def _coordinated(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    first, second = sorted((one, other), key=lambda match: match.start())
    between = text[first.end() : second.start()]
    if re.match(r"(?:if|unless|when|until)\b", first[0], re.IGNORECASE) and "but" in between:
        return False
    return (
        bool(re.fullmatch(r"\s*,?\s*(?:and|or|but|but not|not|rather than|than)\s*", between))
        or second.start() < first.end()
    )


def _restricting(phrase: str, evidence: Unit) -> list[str]:
    """The content words of a restricting phrase that its lead-in or heading does not say anyway."""
    governed = {word.stem for word in evidence.context_words}
    return [term for term in restricting(phrase) if stem(term) not in governed]


def restricting(phrase: str) -> list[str]:
    """The words by which a phrase restricts: what is content and no people; else people who are not everybody."""
    content = _content(words(phrase))
    return [key for key in content if key not in _GENERIC] or [key for key in content if key in _PARTICULAR]
