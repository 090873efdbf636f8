"""A follow-up that is no question of its own ("And for thalidomide?"), completed by the question before it.

What is new takes the place of its like there: of the number, of what stands behind the same word, of the phrase that
means the same kind of thing. Where nothing is alike, it is added.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from chat.phrases import GENERIC, TOKEN, Phrase, generic, is_content, is_participle, phrases
from chat.quantities import put, quantities
from chat.topics import ALIKE, DOCUMENT
from chat.wordsense import alike

LONGEST, LONGEST_BARE = 8, 3
"""Words of a fragment: one that opens with "and", "what about" or a preposition, and one that opens with nothing, which
may as well be a new question in short."""
SURE = 0.3
"""Cosine from which a phrase behind a preposition takes the place of one behind none."""
SAME_LINK, SAME_HEAD, PART = 0.2, 0.3, -0.1
"""What the same word before it and the same last word add to the cosine of two phrases, and what being a part costs."""
OPENING = re.compile(
    r"^(?:(?:and|but|so|or|then|also)[,\s]+)*"
    r"(?:(?:what|how) about|what of|what if|(?:the )?same (?:question )?(?=for|with|in|if)|and|or|but)\b[\s,]*",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:(?:and|but|so|ok(?:ay)?)[,\s]+)*(?:what|how) (?:about|of)\b", re.IGNORECASE)
_TOO = re.compile(r"[\s,]+(?:too|also|as well|then|instead|though|ok(?:ay)?)$", re.IGNORECASE)
_LINKS = (
    r"(for|in|with|without|of|on|by|from|at|to|during|after|before|under|over|among|than|if|when|once|while|unless)\s+"
)
_LINK = re.compile(_LINKS, re.IGNORECASE)
_LINK_WITHIN = re.compile(rf"\b{_LINKS}", re.IGNORECASE)
_BEFORE = re.compile(rf"\b{_LINKS}(?:(?:an?|the|my|your|his|her|their)\s+)?$", re.IGNORECASE)
_CORRECTING = re.compile(r"^(?:(?:no|nope|sorry|actually)[,.!]\s*)*(?:i meant?\b[\s,]*)?", re.IGNORECASE)
_REJECTED = re.compile(r"(?:not|instead of) ([^,;?.]+)[,;]\s*(?=\S)", re.IGNORECASE)
_THOSE = re.compile(
    r"^(?:(?:and|but|or|what about|how about|what are|what is|what's)[,\s]+)*"
    r"(?:that|those|the ones?) (?P<link>of|for|with|in|from)\s+"
    r"(?P<what>[^?.!,;]+?)[\s?.!]*$",
    re.IGNORECASE,
)
_ACTING = re.compile(
    r"(?!(?:of|for|in|with|inside|outside|despite|versus|vs)\b)[^\W\d_]+s (?:an?|the|my|your|his|her|their)\b",
    re.IGNORECASE,
)
"""What begins with a verb and what it does something to."""
_SAYING = re.compile(r"\b(?:so|very|too|be|been|being|as|feel|feeling)\s+$", re.IGNORECASE)
"""What stands behind these says how a thing is, and no thing takes its place."""
_CLASS = re.compile(r"\b(?:which|what)\s+$", re.IGNORECASE)
_IS = re.compile(r"\s+(?:is|are|was|were)\s+(?:(?:an?|the)\s+)?")
_SOMEBODY = re.compile(
    r"(?:some|any)(?:one|body)\b|(?:an? )?(?:person|patient|people|patients|man|woman|men|women)\b", re.IGNORECASE
)
_ARTICLE = re.compile(r"\b(?:an?|the|this|that|these|those)\s+$", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLAUSAL = _words("is are was were has have does do did he's she's it's i")
_CONJUNCTIONS = _words("if when once while unless")
_TIME = _words("before after during")
_BEARING = {"before": "time", "after": "time", "during": "time", "with": "with", "without": "with", "than": "than"}
"""The links that say something themselves, by what they share a place with: "without" never stands for "in"."""
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
        asked = _corrected(asked)
        opening = OPENING.match(asked)
        rest = _TOO.sub("", (asked[opening.end() :] if opening else asked).strip().rstrip("?!. "))
        if not opening and rest[:1].isupper() and rest[1:] == rest[1:].lower():
            rest = rest[0].lower() + rest[1:]
        link = _LINK.match(rest)
        return cls(rest, link[1].lower() if link else "", rest[link.end() :] if link else rest)

    @property
    def words(self) -> list[str]:
        return [word.lower().replace("’", "'") for word in TOKEN.findall(self.rest)]


def asked_from(question: str) -> int:
    """Where the last sentence of a question begins, which asks; those before it say what it is about."""
    return max((end.end() for end in re.finditer(r"[.?!]\s+(?=\S)", question)), default=0)


def _corrected(asked: str, last: str = "") -> str:
    """What a correction says instead ("I meant thalidomide"), without the word it takes back, if that was said."""
    rest = _CORRECTING.sub("", asked)
    taken_back = _REJECTED.match(rest)
    if taken_back and not _fresh(taken_back[1], _said(last)):
        rest = rest[taken_back.end() :]
    return rest if TOKEN.search(rest) else asked


def is_fragment(asked: str) -> bool:
    """Whether a follow-up is no question or sentence of its own and points at nothing."""
    new = Fragment.of(asked)
    words = set(new.words)
    numbered = any(one.start == 0 for one in quantities(new.rest))
    longest = LONGEST if new.link or numbered or OPENING.match(asked) else LONGEST_BARE
    clausal = words & _CLAUSAL and new.link not in _CONJUNCTIONS
    return 0 < len(new.words) <= longest and not (clausal or words & (_ASKING - _CLAUSAL) or words & _POINTING)


def brought_up(asked: str) -> str:
    """The one thing that a fragment names and is all of it, lower case: "And open surgery?"; nothing for any other."""
    new = Fragment.of(asked)
    named = phrases(new.core)
    whole = OPENING.match(asked) and is_fragment(asked) and not new.link and not quantities(new.core)
    return named[0].text.lower() if whole and len(named) == 1 and _names(new) else ""


def completed(asked: str, last: str) -> list[str]:
    """The previous question with what is new in it, as it may be read; nothing when the follow-up is no fragment."""
    typed, asked = asked, _corrected(asked, last)
    new = Fragment.of(asked)
    those = _THOSE.match(asked)
    if those:
        found = _hung(those["link"], those["what"], last)
        return [found or typed]
    if is_fragment(asked):
        if _ACTING.match(new.core):
            return [typed]  # "And turns the urine orange?" is no thing that could stand in another's place.
        named = _names(new)
        found = _placed(new, last)
        if found:
            return [found]
        # "What about bortezomib?" opens a subject of its own where the question before holds nothing like it.
        if named and not new.link and _ABOUT.match(asked):
            return []
        if quantities(new.rest) and not new.link:
            return [typed]  # Nothing is measured there that this could be of.
        if new.link == "of" and _LINK_WITHIN.search(last):
            return [typed]
        if new.link or OPENING.match(asked) or asked != typed:
            return [_added(new, last)]
        # Short words without an opening may be a question of their own, the more so after such ones.
        return [typed] if is_fragment(last) else [_added(new, last), typed]
    # "What does a 4 mean?" after "What does a score of 3 mean?"
    again = bool(new.words) and new.words[0] in _ASKING and new.words[0] in last.lower().split()
    found = _number(new, last) if again and len(new.words) <= LONGEST else ""
    return [found] if found else []


def _hung(link: str, what: str, last: str) -> str:
    """Of the kind of "And those of rifampicin?": the previous question with that behind its own "of", if it has one."""
    hanging = [one for one in phrases(last) if re.search(rf"\b{link}\s+(?:(?:an?|the)\s+)?$", last[: one.start], re.I)]
    if not hanging:
        return ""
    target = hanging[-1]
    start = re.search(r"(?:\b(?:an?|the)\s+)?$", last[: target.start], re.I)
    return f"{last[: start.start() if start else target.start]}{what}{last[target.end :]}"


def _placed(new: Fragment, last: str) -> str:
    """The previous question with what is new in the place of its like, if that is there and makes another question."""
    swapping = _names(new) and new.link not in _CONJUNCTIONS
    found = _number(new, last) or _time(new, last) or (_swapped(new, last) if swapping else "")
    said = _said(last) | set(last.lower().split())
    news = {new.link, *(word for word in new.words if is_content(word))} - said - {""}
    return "" if news and found.lower() == last.lower() else found


def _names(new: Fragment) -> bool:
    """Whether a fragment names something, its numbers and generic words aside."""
    return any(not generic(phrase) for phrase in phrases(_without_numbers(new.core)))


def _said(text: str) -> set[str]:
    return {word.lower() for word in TOKEN.findall(text)}


def _without_numbers(text: str) -> str:
    for one in reversed(quantities(text)):
        text = f"{text[: one.start]} , {text[one.end :]}"
    return text


def _number(new: Fragment, last: str) -> str:
    """The previous question with the new number in the place of its like; what hangs on it is put in next."""
    numbers, said = quantities(new.rest), _said(last)
    if len(numbers) != 1:
        return ""
    (number,) = numbers
    old = [one for one in quantities(last) if number.like(one)]
    same = [one for one in old if one.noun == number.noun]
    if number.noun and not number.unit and not same and number.noun not in {word.rstrip("s") for word in said}:
        return ""  # Of another measure.
    chosen = (same if number.noun else []) or [one for one in old if not one.time] or old
    before, behind = new.rest[: number.start], new.rest[number.end :].strip()
    if not chosen or _fresh(before, said):
        return ""
    if re.fullmatch("points?", behind, re.IGNORECASE):
        behind = ""  # A score is counted in them, whether they are named or not.
    found = put(number, chosen[-1], last)
    if not _fresh(behind, said):
        return found
    more = Fragment.of(behind)
    return (_placed(more, found) or _added(more, found)) if more.link else ""


def _fresh(text: str, said: Set[str]) -> bool:
    """Whether a text says what has not been said."""
    return any(word not in said and is_content(word) for word in _said(text))


def _time(new: Fragment, last: str) -> str:
    """Of the kind of "And after?": the previous question with that word for its opposite."""
    old = list(re.finditer(r"\b(?:before|after|during)\b", last, re.IGNORECASE))
    if new.rest.lower() not in _TIME or not old:
        return ""
    return f"{last[: old[-1].start()]}{new.rest}{last[old[-1].end() :]}"


def _swapped(new: Fragment, last: str) -> str:
    """The previous question with the new phrase in the place of the one that is most like it, if any is.

    Of several sentences the last one asks; in the others only what is very like makes way.
    """
    asking = asked_from(last)
    whole = [phrase for phrase in phrases(last) if not generic(phrase)]
    targets = [part for phrase in whole for part in _parts(phrase, new.core)]
    if quantities(new.core):
        if re.match(r"\d", new.core):
            return ""  # A number takes the place of nothing but a number.
        targets = [target for target in targets if not quantities(target.text)]
    person = _SOMEBODY.match(new.core)
    behind = (
        re.search(rf"\b{new.link}\s+(?={_SOMEBODY.pattern})[^,;?.!]*", last, re.IGNORECASE)
        if person and new.link
        else None
    )
    if behind:
        return f"{last[: behind.start()]}{new.rest}{last[behind.end() :]}"
    if person:
        return ""
    targets = [target for target in targets if _fits(target, targets, last)]
    fresh = phrases(new.core)
    best, found = ALIKE, ""
    for target, like in zip(targets, alike(new.core, [target.text for target in targets]), strict=True):
        before = _BEFORE.search(last[: target.start])
        link = before[1].lower() if before else ""
        same_head = target.head.rstrip("s") == fresh[-1].head.rstrip("s")
        same_link = bool(new.link) and (link == new.link or _BEARING.get(link, link) == _BEARING.get(new.link))
        if new.link in _BEARING and not same_link and not (link and same_head):
            continue
        part = target not in whole
        if new.link and not link and like < SURE:
            continue  # What hangs on a word of its own rarely takes the place of what hangs on none.
        score = float(like) + SAME_LINK * same_link + SAME_HEAD * same_head + PART * part
        if same_link and new.link in _TIME:
            score = max(score, ALIKE)  # Two times of one thing: before, during or after whatever it is.
        if not new.link and _is_what(target, whole, last):
            if part:
                continue
            score = max(score, ALIKE)
            if score >= best:
                best, found = score, f"{last[: target.start]}{new.core}{last[target.end :]}"
            continue
        if score >= best and (target.start >= asking or score >= 2 * ALIKE):
            start = before.start(1) if before and new.link in _BEARING else target.start
            best, found = score, _put(new.rest if start < target.start else new.core, target, last, start)
    return found


def _fits(target: Phrase, targets: Sequence[Phrase], last: str) -> bool:
    """Whether a thing can stand there: not in the place of what was done or how something is, nor of "which …" itself
    where it is asked which of them are something ("Which references are guidelines?").
    """
    if set(target.words) <= DOCUMENT or is_participle(target.head) or _SAYING.search(last[: target.start]):
        return False
    return not any(other != target and _is_what(other, [target], last) for other in targets)


def _is_what(target: Phrase, others: Sequence[Phrase], last: str) -> bool:
    """Whether it is what one of the others is asked to be: "Which references are guidelines?"."""
    return any(_CLASS.search(last[: one.start]) and _IS.fullmatch(last[one.end : target.start]) for one in others)


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


def _put(core: str, target: Phrase, last: str, start: int) -> str:
    """The new phrase in the old one's place, from there on; what that one names generically stays."""
    tail = ""
    if not any(word in GENERIC for phrase in phrases(core) for word in phrase.words):
        words = target.text.split()
        while len(words) > 1 and words[-1].lower() in GENERIC:
            tail = f" {words.pop()}{tail}"
    before = last[:start]
    if re.match(r"(?:an?|the|my|his|her)\s", core, re.IGNORECASE):
        before = _ARTICLE.sub("", before)
    return f"{before}{core}{tail}{last[target.end :]}"


def _added(new: Fragment, last: str) -> str:
    """The previous question with the fragment behind it."""
    end = len(last.rstrip("?.! "))
    # What was added before makes way, so that no question grows from turn to turn.
    body = re.sub(rf", (?:and|{'|'.join(sorted(_CONJUNCTIONS))}) [^,]*$", "", last[:end])
    link = ", " if new.link in _CONJUNCTIONS else " " if new.link else ", and "
    return f"{body}{link}{new.rest}{last[end:] or '?'}"
