"""A follow-up as a question that stands alone: pronouns, ellipsis and bare nouns filled in from the conversation.

No model: the rules of a careful secretary. Each way to read a follow-up fills in a phrase that was said before, so the
reader who sees "Read as: …" recognises it; where there are several, the library decides which of them it speaks of.
A question that stands alone is left exactly as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chat.phrases import GENERIC, TOKEN, VERBS, Phrase, is_content, is_predicate, phrases
from chat.topics import Topics

Judge = Callable[[Sequence[str]], Sequence[float]]
"""How well the library speaks of each reading of a question; higher is better."""

PREFERENCE = 0.04
"""What a reading must gain on the judge's scale for each place that it comes after a likelier one."""
READINGS = 8

_SMALL_TALK = re.compile(
    r"^(?:\W*(?:(?:many )?thanks?(?: you)?(?: (?:so|very) much| a lot)?|thank you|thx|great|perfect|cool|nice|good|interesting|i see|got it|"
    r"understood|ok(?:ay)?|alright|all right|right|sure|wow|hmm+|hi(?: there)?|hello(?: there)?|hey|sorry|fine|well|"
    r"that(?:'s| is| was) (?:very |really )?(?:helpful|great|useful|good|interesting|clear)|good to know|makes sense|very helpful|helpful|please|"
    r"by the way|one (?:more|last)(?: thing| question)?|another question|(?:i )?hope you can help(?: me)?|quick question|"
    r"(?:going |coming )?back to|you are (?:very )?kind|no worries|bye|goodbye|that(?:'s| is) all)(?!\w)[\s,.!;:–-]*)+",
    re.IGNORECASE,
)
_POSSESSIVE = {"its", "their", "theirs"}
_PERSON = {"he", "she", "him", "his", "her", "hers"}
_PRONOUN = {"it", "they", "them", "this", "that", "these", "those"} | _POSSESSIVE
_DEMONSTRATIVE = {"this", "that", "these", "those", "such"}
_OPENING = re.compile(
    r"^(?:(?:and|but|so|or|then|also)[,\s]+)*(?:(?:what|how) about|what of|what if|same (?:question )?for|and|or|but)\b[\s,]*",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\bthe other (?:one|drug|option|two|medicine|treatment|ones)?\b(?! (?:hand|side))", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\b(?:the (?:first|second|third|last|former|latter|two|first two|one from|one of)(?: ones?)?|which of (?:the two|them)|both)\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"it(?:'s| is| was)? (?:safe|true|possible|necessary|important|ok|okay|normal|common|advisable|recommended|enough) (?:to|that|for)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.?!]|\b(?:and|but|or|if|when|while|because|once)\b", re.IGNORECASE)
_SOMEBODY = "(somebody)"
"""In the place of a noun: the pronoun stands for a person, so only a name can be filled in."""
_CLAUSAL = frozenset({"is", "are", "was", "were", "has", "have", "does", "do", "did", "he's", "she's", "it's"})
_ASKING = frozenset(
    {
        "are",
        "can",
        "compare",
        "could",
        "describe",
        "did",
        "do",
        "does",
        "explain",
        "give",
        "has",
        "have",
        "how",
        "is",
        "list",
        "may",
        "might",
        "must",
        "name",
        "should",
        "show",
        "tell",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "would",
    }
)
_NUMBER = re.compile(
    r"(?:[≥≤<>]\s?)?\d+(?:[.,]\d+)?(?:\s?(?:-|–|to)\s?\d+)?(?:\s(?:or|and) (?:more|less|above|below|higher|over))?"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What an earlier turn leaves for the next: how it was read, and the words it was answered with."""

    standalone: str
    answer: str = ""


def standalone(question: str, history: Sequence[Turn], judge: Judge | None = None) -> str:
    """The question as it would be asked with no conversation before it."""
    asked = without_small_talk(question)
    if not history or not TOKEN.search(asked):
        return asked or question.strip()
    ways = readings(asked, history)
    if len(ways) == 1 or judge is None:
        return ways[0]
    if _fragment(asked):
        ways = [way for way in ways if way != asked]  # It says too little to be what was meant.
    scores = judge(ways)
    best = max(range(len(ways)), key=lambda place: scores[place] - PREFERENCE * place)
    return ways[best]


def leans(asked: str) -> bool:
    """Whether a question leans on what was said before it: it points back, breaks off or names nothing."""
    asked = without_small_talk(asked)
    pointing = _OPENING.match(asked) or _OTHER.search(asked) or _ORDINAL.search(asked)
    return bool(_pointers(asked)) or bool(pointing) or _bare(asked) or _fragment(asked)


def _fragment(asked: str) -> bool:
    """Of the kind of "And for thalidomide?": no question of its own."""
    opening = _OPENING.match(asked)
    words = TOKEN.findall(asked[opening.end() :] if opening else asked)
    return len(words) <= (6 if opening else 3) and not any(word.lower() in _ASKING for word in words[:1])


def readings(asked: str, history: Sequence[Turn]) -> list[str]:
    """The ways to read a follow-up, likeliest first; a question that stands alone has one."""
    topics = Topics([(turn.standalone, turn.answer) for turn in history])
    found = _swaps(asked, topics) or _filled(asked, topics) or _extended(asked, topics)
    return list(dict.fromkeys(found))[:READINGS] or [asked]


def without_small_talk(question: str) -> str:
    """The question without the thanks and greetings around it; empty when nothing else was said."""
    text = question.strip()
    rest = _SMALL_TALK.sub("", text, count=1).strip()
    if rest == text:
        return text
    return rest[0].upper() + rest[1:] if rest else ""


def _swaps(asked: str, topics: Topics) -> list[str]:
    """Of the kind of "And for thalidomide?": the previous question, with the new phrase in the place of one of its own."""
    opening = _OPENING.match(asked)
    words = TOKEN.findall(asked)
    if not words:
        return []
    rest = (asked[opening.end() :] if opening else asked).strip().rstrip("?!. ")
    tokens = TOKEN.findall(rest)
    asking = bool(tokens) and tokens[0].lower() in _ASKING
    numbers = _NUMBER.findall(rest)
    old_numbers = list(_NUMBER.finditer(topics.last))
    repeats = not asking or tokens[0].lower() in topics.last.lower().split()
    named = [p for p in phrases(rest) if not _generic(p) and not all(_NUMBER.fullmatch(word) for word in p.words)]
    if numbers and old_numbers and repeats and not named and len(tokens) <= 9:
        last = old_numbers[-1]
        swapped = topics.last[: last.start()] + numbers[-1] + topics.last[last.end() :]
        return [swapped, asked] if asking else [swapped]
    if (
        not tokens
        or len(tokens) > 6
        or asking
        or any(t.lower() in _CLAUSAL for t in tokens)
        or any(t.lower() in _PRONOUN for t in tokens)
        or _OTHER.search(rest)
    ):
        return []
    if not opening and len(words) > 4:
        return []
    core = re.sub(r"^(?:for|in|with|of|on|by|from|at|to)\s+", "", rest, flags=re.IGNORECASE)
    link = rest[: len(rest) - len(core)].strip().lower()
    if not any(not _generic(p) for p in phrases(core)) and not numbers:
        return []
    certain, possible = _targets(core, link, topics.last)
    swapped = [
        _put(core, target, topics.last) for phrase in (*certain, *possible) for target in _stretches(phrase, core)
    ]
    return [*swapped, asked] if certain else [asked, *swapped]


def _stretches(phrase: Phrase, core: str) -> list[Phrase]:
    """A phrase, and its first and last word alone: "thalidomide reversible" is two things that happen to touch."""
    words = phrase.text.split()
    if len(words) < 2 or len(core.split()) > 1:
        return [phrase]
    first, last = words[0], words[-1]
    return [
        phrase,
        Phrase(first, phrase.start, phrase.start + len(first), (first.lower(),)),
        Phrase(last, phrase.end - len(last), phrase.end, (last.lower(),)),
    ]


def _put(core: str, target: Phrase, last: str) -> str:
    """The new phrase in the old one's place; what the old one names generically stays ("bortezomib dose")."""
    tail = ""
    if not any(word in GENERIC for phrase in phrases(core) for word in phrase.words):
        words = target.text.split()
        while len(words) > 1 and words[-1].lower() in GENERIC:
            tail = f" {words.pop()}{tail}"
    return f"{last[: target.start]}{core}{tail}{last[target.end :]}"


def _targets(core: str, link: str, last: str) -> tuple[list[Phrase], list[Phrase]]:
    """The phrases of the previous question that a new one may stand in for: those that surely match it; the rest."""
    fresh = phrases(core)
    head = fresh[-1].head.rstrip("s") if fresh else ""
    old = phrases(last)

    def likeness(phrase: Phrase) -> tuple[bool, bool, bool, int]:
        before = [word for word in last[: phrase.start].lower().split() if word not in {"a", "an", "the"}]
        return (
            bool(link) and bool(before) and before[-1] == link,
            phrase.head.rstrip("s") == head,
            not _generic(phrase),
            phrase.start,
        )

    ranked = sorted(old, key=likeness, reverse=True)
    certain = [p for p in ranked if any(likeness(p)[:2])][:1]
    return certain, [p for p in ranked if not _generic(p) and p not in certain]


def _filled(asked: str, topics: Topics) -> list[str]:
    """Of the kind of "Is it reversible?": each topic in the place of the pronoun."""
    for start, end, suffix, noun in _pointers(asked):
        own = {word.lower() for word in TOKEN.findall(asked)}
        if noun == _SOMEBODY:
            candidates = topics.names()
        else:
            candidates = topics.of_kind(noun) or ([] if noun and noun not in GENERIC else topics.ranked())
        found = [
            asked[:start] + phrase.text + suffix + asked[end:] for phrase in candidates if not set(phrase.words) <= own
        ]
        if found:
            return found
    return []


def _pointers(asked: str) -> list[tuple[int, int, str, str]]:
    """Where a question points back: start, end, the possessive ending that is due, and the noun of "that score"."""
    found = []
    tokens = list(TOKEN.finditer(asked))
    for position, token in enumerate(tokens):
        low = token[0].lower().replace("’", "'")
        plain = low.removesuffix("'s")
        if plain not in _PRONOUN and plain not in _PERSON:
            continue
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        suffix = (
            "'s" if plain in _POSSESSIVE or low.endswith("'s") or (plain in ("his", "her") and _owns(following)) else ""
        )
        if (
            plain in _DEMONSTRATIVE
            and following is not None
            and is_content(following[0])
            and following[0].lower() not in VERBS
            and not is_predicate(following[0])
        ):
            found.append((token.start(), following.end(), suffix, following[0].lower()))
        elif plain == "that" and position > 0 and _relative(tokens[position - 1][0]):
            continue  # A relative pronoun or a conjunction: "drugs that cause", "know that".
        elif plain == "it" and _EXPLETIVE.match(asked[token.start() :]):
            continue
        elif _named_before(asked, token.start()):
            continue  # It has been named in the same breath: "What is CBT and how does it work?"
        else:
            found.append((token.start(), token.end(), suffix, _SOMEBODY if plain in _PERSON else ""))
    return found


def _relative(before: str) -> bool:
    return is_content(before) or before.lower() in {
        "else",
        "one",
        "ones",
        "anything",
        "something",
        "everything",
        "all",
        "those",
    }


def _named_before(asked: str, at: int) -> bool:
    """Whether an earlier clause of the same question names what the pronoun may stand for."""
    return any(
        not _generic(phrase) and _CLAUSE.search(asked[phrase.end : at]) for phrase in phrases(asked) if phrase.end <= at
    )


def _owns(following: re.Match[str] | None) -> bool:
    return following is not None and is_content(following[0])


def _extended(asked: str, topics: Topics) -> list[str]:
    """Of the kind of "What are the symptoms?": of what, or for whom."""
    bare = _bare(asked)
    if not (bare or _OTHER.search(asked) or _ORDINAL.search(asked)):
        return []
    personal = any(token.lower().removesuffix("'s") in _PERSON for token in TOKEN.findall(asked))
    words = {word.lower() for word in TOKEN.findall(asked)}
    own = phrases(asked)
    end = len(asked.rstrip("?.! "))
    link = "of" if own and asked[own[-1].end : end].strip() == "" else "for"
    found = [f"{asked[:end]} {link} {p.text}{asked[end:]}" for p in topics.ranked() if not set(p.words) & words]
    return found if bare and not personal else [asked, *found]


def _bare(asked: str) -> bool:
    """Whether it names nothing in particular."""
    return not any(not _generic(phrase) for phrase in phrases(asked))


def _generic(phrase: Phrase) -> bool:
    return all(word in GENERIC or word in VERBS for word in phrase.words)
