"""What a text denies: negation cues and the words they reach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from chat.gate.contrasts import sides
from chat.gate.quantities import Quantity
from chat.gate.synonyms import synonymous
from chat.gate.vocabulary import keyed
from chat.gate.words import STOP, Word, kin

_ADJECTIVES = frozenset(["common", "mostly"])
_HARD = frozenset(["not", "no", "never", "without", "neither", "nor", "none", "cannot", "nothing", "nobody"])
_SOFT = re.compile(
    r"^(?:avoid|contraindicat|absen|lack|fail|unable|free$|refus|unnecessar|needless|unlikely|ineffectiv|"
    r"unaffected|unchanged|stop|discontinu|withh|prohibit|forbid|unsuitab|inadvis|hardly|barely|scarcely|"
    r"negativ|cease|unsafe|refrain|abstain|beware|omit|skip|insufficien|unproven|unclear|unknown|uncertain|impossib|independen|regardless|irrespective)"
)
_FORBIDS = re.compile(r"^(?:avoid|contraindicat|prohibit|forbid|unsafe|unsuitab|inadvis)")
ADVERBS = frozenset(
    [
        *(word for level in ("4", "5", "6") for word in keyed("frequencies")[level] if word not in _ADJECTIVES),
        *("ordinarily", "necessarily", "automatically", "ever", "simply", "fully", "completely", "entirely", "always"),
        *("very", "particularly", "especially", "really", "currently", "yet"),
    ]
)
"""Adverbs of degree or frequency: a denial reaches over them to what it denies."""
_GENERIC = frozenset(["patients", "patient", "people", "persons", "person", "those", "individuals", "there"])
_PREFIX = re.compile(r"^(?:un|in|im|ir|il|non|dis|mis)(?=[a-z]{4})")
# "not only … but also" denies nothing; "whether or not" leaves open.
_IDLE = re.compile(r"\b(?:not only|whether or not|if not|not just|no doubt|not merely)\b", re.IGNORECASE)
_STOP_AT = r"[,;:()]|\.(?!\d)|\b(?:but|because|since|unless|whereas|while|and then|instead of|rather than"
_END = re.compile(_STOP_AT + r"|who|which|that|when|if|where)\b", re.IGNORECASE)
_LAST_END = re.compile(_STOP_AT + r")\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Denial:
    """A negation cue and the content words that follow in its reach, nearest first."""

    cue: str
    heads: tuple[str, ...]
    subject: tuple[str, ...]
    """The content words before the cue in its clause."""

    reach: tuple[str, ...]
    """All content words behind the cue in its clause."""
    bare: bool = False
    """What is denied has no content of its own ("must not be used in …"): it is the subject's use."""
    sometimes: bool = False
    """An adverb stands between it and what it denies ("not routinely", "not always")."""


def _guarded(word: Word, quantities: Sequence[Quantity]) -> bool:
    return any(q.guarded[0] <= word.start < q.guarded[1] for q in quantities)


def denials(text: str, words: Sequence[Word], quantities: Sequence[Quantity], reach: int = 4) -> list[Denial]:
    """The hard negations of a folded text; a `not` inside a comparator ("not more than 4 g") is none."""
    idle = [(m.start(), m.end()) for m in _IDLE.finditer(text)]
    found = []
    for index, word in enumerate(words):
        cue = word.key
        pair = f"{cue} {words[index + 1].key}" if index + 1 < len(words) else ""
        negative = (
            cue in _HARD or cue.endswith("n't") or pair in ("rather than", "instead of", "other than") or (cue == "non")
        )
        if not negative or _guarded(word, quantities) or any(a <= word.start < b for a, b in idle):
            continue
        begins = max((match.end() for match in _END.finditer(text, 0, word.start)), default=0)
        subject = tuple(before.key for before in words[:index] if before.start >= begins and before.key not in STOP)
        skip = 2 if cue in ("rather", "instead", "other") else 1
        # What is denied may be a condition or a group: "but not if …", "not in people who …".
        heads = _heads(text, words, index + skip, _END) or _heads(text, words, index + skip, _LAST_END)
        adverbs = next((place for place, head in enumerate(heads) if head not in ADVERBS), 0)
        heads = heads[adverbs:]
        found.append(
            Denial(
                pair if cue in ("rather", "instead", "other") else cue,
                tuple(heads[:reach]),
                subject,
                tuple(_heads(text, words, index + skip, _LAST_END)),
                _bare([word for word in words[index + 1 : index + 5] if word.key not in ADVERBS][:2]),
                any(word.key in ADVERBS for word in words[index + 1 : index + 3]),
            )
        )
    return found


def _heads(text: str, words: Sequence[Word], first: int, ends: re.Pattern[str]) -> list[str]:
    if first >= len(words):
        return []
    stop = ends.search(text, words[first - 1].end)
    end = stop.start() if stop else len(text)
    return [
        word.key for word in words[first:] if word.start < end and word.key not in STOP and word.key not in _GENERIC
    ]


def _bare(following: Sequence[Word]) -> bool:
    return (bool(following) and following[-1].key in ("used", "given", "taken", "use", "done")) or (
        bool(following) and following[0].key in ("used", "given", "taken")
    )


def forbids(words: Sequence[Word]) -> str:
    """The word by which a text forbids something, or an empty string."""
    return next((word.key for word in words if _FORBIDS.match(word.key)), "")


def unfavourable(key: str) -> bool:
    """Whether a word denies by its own meaning: avoid, absent, fail."""
    return bool(_SOFT.match(key))


def softened(words: Sequence[Word], beside: Sequence[Word]) -> bool:
    """Whether a text denies by a word's own meaning (avoid, absent, fails to) where the other text has no such word."""
    return any(_SOFT.match(word.key) and not any(alike(word.key, other.key) for other in beside) for word in words)


def answers(ours: Denial, theirs: Denial) -> bool:
    """Whether two negations deny the same thing; subject and object may have changed places, as the passive does."""

    def meet(one: Sequence[str], other: Sequence[str]) -> bool:
        return any(alike(a, b) for a in one for b in other)

    if meet(ours.reach, theirs.heads):
        return True
    if not ours.heads or not theirs.heads:
        return (
            meet(ours.subject, theirs.heads) or meet(ours.heads, theirs.subject) or meet(ours.subject, theirs.subject)
        )
    return meet(ours.subject, theirs.heads) and meet(ours.heads, theirs.subject)


@lru_cache(maxsize=200_000)
def alike(one: str, other: str) -> bool:
    """Whether two words say the same thing for the gate: forms of one word, or synonyms."""
    return kin(one, other) or synonymous(one, other)


@lru_cache(maxsize=200_000)
def opposed(one: str, other: str) -> bool:
    """Whether two words exclude each other: by table, or by a negative prefix."""
    for group, side in sides(one):
        for other_group, other_side in sides(other):
            if group == other_group and side != other_side:
                return True
    bare, other_bare = _PREFIX.sub("", one), _PREFIX.sub("", other)
    return (bare != one and kin(bare, other)) or (other_bare != other and kin(one, other_bare))


def same_side(one: str, other: str) -> bool:
    """Whether two words stand on one side of a contrast: raise and increase."""
    return bool(set(sides(one)) & set(sides(other)))


def holds(word: str, words: Sequence[Word]) -> bool:
    """Whether some word of a text is a form or synonym of `word`."""
    return any(alike(word, other.key) for other in words)


def opposite_in(word: str, words: Sequence[Word]) -> str:
    """A word of a text that excludes `word`, or an empty string."""
    return next((other.key for other in words if opposed(word, other.key)), "")
