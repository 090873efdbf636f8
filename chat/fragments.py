"""A follow-up that is no question of its own ("And for thalidomide?"), completed by the question before it.

What is new takes the place of its like there: of the number, of what stands behind the same word, of the phrase that
means the same kind of thing. Where nothing is alike, it is added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chat.phrases import GENERIC, TOKEN, Phrase, generic, phrases
from chat.topics import ALIKE
from chat.wordsense import alike

LONGEST, LONGEST_BARE = 8, 3
"""Words of a fragment: one that opens with "and", "what about" or a preposition, and one that opens with nothing, which
may as well be a new question in short."""
SAME_LINK, SAME_HEAD, PART = 0.2, 0.3, -0.1
"""What the same word before it and the same last word add to the cosine of two phrases, and what being a part costs."""
OPENING = re.compile(
    r"^(?:(?:and|but|so|or|then|also)[,\s]+)*"
    r"(?:(?:what|how) about|what of|what if|(?:the )?same (?:question )?(?=for|with|in|if)|and|or|but)\b[\s,]*",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:(?:and|but|so|ok(?:ay)?)[,\s]+)*(?:what|how) (?:about|of)\b", re.IGNORECASE)
NUMBER = re.compile(
    r"(?:[≥≤<>]\s?)?\d+(?:[.,]\d+)?(?:\s?(?:-|–|to)\s?\d+)?(?:\s(?:or|and) (?:more|less|above|below|higher|over))?"
)
_TOO = re.compile(r"[\s,]+(?:too|also|as well|then|instead|though|ok(?:ay)?)$", re.IGNORECASE)
_LINK = re.compile(
    r"^(for|in|with|without|of|on|by|from|at|to|during|after|before|under|over|among|if|when|once|while|unless)\s+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:an?|the)\s+$", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLAUSAL = _words("is are was were has have does do did he's she's it's i")
_CONJUNCTIONS = _words("if when once while unless")
_POINTING = _words(
    "it he she him his her they them this that these those its their one ones other others former latter first last"
)
_ASKING = _words(
    "are can compare could describe did do does explain give has have how is list may might must name should show tell "
    "was were what when where which who whom whose why will would what's who's how's where's when's"
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a fragment says that is new, without what opens and ends it."""

    rest: str
    link: str
    """The preposition or conjunction that it begins with, lower case; or nothing."""
    core: str
    """The rest without its link."""

    @classmethod
    def of(cls, asked: str) -> Fragment:
        """What a follow-up says, if it is taken for a fragment."""
        opening = OPENING.match(asked)
        rest = _TOO.sub("", (asked[opening.end() :] if opening else asked).strip().rstrip("?!. "))
        if not opening and rest[:1].isupper() and rest[1:] == rest[1:].lower():
            rest = rest[0].lower() + rest[1:]
        link = _LINK.match(rest)
        return cls(rest, link[1].lower() if link else "", rest[link.end() :] if link else rest)

    @property
    def words(self) -> list[str]:
        return [word.lower().replace("’", "'") for word in TOKEN.findall(self.rest)]


def is_fragment(asked: str) -> bool:
    """Whether a follow-up is no question or sentence of its own and points at nothing."""
    new = Fragment.of(asked)
    words = set(new.words)
    longest = LONGEST if new.link or OPENING.match(asked) else LONGEST_BARE
    clausal = words & _CLAUSAL and new.link not in _CONJUNCTIONS
    return 0 < len(new.words) <= longest and not (clausal or words & (_ASKING - _CLAUSAL) or words & _POINTING)


def completed(asked: str, last: str) -> str:
    """The previous question with what is new in it; nothing when the follow-up is no fragment."""
    new = Fragment.of(asked)
    if is_fragment(asked):
        named = any(not generic(phrase) for phrase in phrases(new.core))
        found = _number(new, last) or (_swapped(new, last) if named else "")
        # "What about bortezomib?" opens a subject of its own where the question before holds nothing like it.
        return found or ("" if named and not new.link and _ABOUT.match(asked) else _added(new, last))
    # "What does a 4 mean?" after "What does a score of 3 mean?"
    again = bool(new.words) and new.words[0] in _ASKING and new.words[0] in last.lower().split()
    return _number(new, last) if again and len(new.words) <= LONGEST else ""


def _number(new: Fragment, last: str) -> str:
    """The previous question with the new number in the old one's place, when nothing else is new."""
    numbers, old = NUMBER.findall(new.rest), list(NUMBER.finditer(last))
    said = {word.lower() for word in TOKEN.findall(last)}
    fresh = [p for p in phrases(new.rest) if not generic(p) and not set(p.words) <= said]
    if not numbers or not old or any(not all(NUMBER.fullmatch(word) for word in p.words) for p in fresh):
        return ""
    return f"{last[: old[-1].start()]}{numbers[-1]}{last[old[-1].end() :]}"


def _swapped(new: Fragment, last: str) -> str:
    """The previous question with the new phrase in the place of the one that is most like it, if any is."""
    whole = [phrase for phrase in phrases(last) if not generic(phrase)]
    targets = [part for phrase in whole for part in _parts(phrase, new.core)]
    fresh = phrases(new.core)
    best, found = ALIKE, ""
    for target, like in zip(targets, alike(new.core, [target.text for target in targets]), strict=True):
        before = [word for word in last[: target.start].lower().split() if word not in {"a", "an", "the"}]
        same_link = bool(new.link) and before[-1:] == [new.link]
        same_head = target.head.rstrip("s") == fresh[-1].head.rstrip("s")
        part = target not in whole
        score = float(like) + SAME_LINK * same_link + SAME_HEAD * same_head + PART * part
        if score >= best:
            best, found = score, _put(new.core, target, last)
    return found


def _parts(phrase: Phrase, core: str) -> list[Phrase]:
    """A phrase, and its first and last word alone: "thalidomide reversible" is two things that happen to touch."""
    words = phrase.text.split()
    if len(words) < 2 or len(core.split()) > 1:
        return [phrase]
    first, last = words[0], words[-1]
    parts = [
        Phrase(first, phrase.start, phrase.start + len(first), (first.lower(),)),
        Phrase(last, phrase.end - len(last), phrase.end, (last.lower(),)),
    ]
    return [phrase, *(part for part in parts if not generic(part))]


def _put(core: str, target: Phrase, last: str) -> str:
    """The new phrase in the old one's place; what the old one names generically stays ("bortezomib dose")."""
    tail = ""
    if not any(word in GENERIC for phrase in phrases(core) for word in phrase.words):
        words = target.text.split()
        while len(words) > 1 and words[-1].lower() in GENERIC:
            tail = f" {words.pop()}{tail}"
    before = last[: target.start]
    if re.match(r"(?:an?|the|my|his|her)\s", core, re.IGNORECASE):
        before = _ARTICLE.sub("", before)
    return f"{before}{core}{tail}{last[target.end :]}"


def _added(new: Fragment, last: str) -> str:
    """The previous question with the fragment behind it."""
    end = len(last.rstrip("?.! "))
    # What was added before makes way, so that no question grows from turn to turn.
    body = re.sub(r", and [^,]*$", "", last[:end])
    return f"{body}{' ' if new.link else ', and '}{new.rest}{last[end:] or '?'}"
