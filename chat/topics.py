"""What a conversation has been about: the phrases that a later "it" may stand for, likeliest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from chat.phrases import GENERIC, Phrase, long_phrases, phrases
from chat.wordsense import alike

_DECAY, _OPENING, _LATER, _NEW = 0.6, 0.4, 0.15, 0.5
"""How much of its weight a phrase keeps from turn to turn, what opening the conversation is worth, what a later place
costs, what having been typed and not filled in is worth: chosen on TREC CAsT 2019 and the training conversations."""
LONGEST = 5
ALIKE = 0.25
"""Cosine from which one phrase is of another's kind."""
_SIDE_BY_SIDE = re.compile(
    r"\s*,?\s*(?:and|or|&|vs\.?|versus|against|(?:as )?compared (?:to|with)|(?:\w+ ){0,3}than)\s+"
    r"(?:(?:from|by|with|of|for|in|on|to|after|an?|the)\s+)*",
    re.IGNORECASE,
)
PAIRED = 4
"""Questions back from the last in which "the two" may have been named."""


class Topics:
    """The phrases of earlier questions by how often and how lately they were said; then those of the last answer."""

    def __init__(self, turns: Sequence[tuple[str, str, str]]) -> None:
        """`turns` holds each earlier question, as it was read, its answer, and the question as it was typed."""
        self.last = turns[-1][0] if turns else ""
        self._asked = [question for question, _, _ in turns]
        self._salience: dict[tuple[str, ...], float] = {}
        self._phrases: dict[tuple[str, ...], Phrase] = {}
        for age, (question, _, typed) in enumerate(reversed(turns)):
            opened = _OPENING if age == len(turns) - 1 else 0.0
            new = {_name(phrase) for phrase in phrases(typed)} if age < len(turns) - 1 else set()
            for position, phrase in enumerate(_subjects(question)):
                own = _NEW * _DECAY**age if _name(phrase) in new else 0.0
                self._add(phrase, _DECAY**age + opened + own - _LATER * position)
        answer = turns[-1][1] if turns else ""
        said = [p for p in phrases(answer.split("[")[0]) if not _generic(p) and 1 < len(p.words) <= LONGEST]
        # What was asked about is called as it was asked, not by the longer words of the answer that hold it.
        named = [_pieces(name) for name in self._salience]
        self._answered = [one for one in said if not any(name <= _pieces(_name(one)) for name in named)]
        self._whole = [p for p in long_phrases(self.last) if not _generic(p) and len(p.words) <= LONGEST]

    def _add(self, phrase: Phrase, weight: float) -> None:
        name = _name(phrase)
        self._salience[name] = self._salience.get(name, 0.0) + weight
        self._phrases.setdefault(name, phrase)

    def ranked(self) -> list[Phrase]:
        """Everything a bare pronoun may stand for, likeliest first."""
        by_salience = sorted(self._salience, key=lambda name: -self._salience[name])
        ordered = [*(self._phrases[name] for name in by_salience[:4]), *self._whole, *self._answered[:4]]
        distinct: dict[tuple[str, ...], Phrase] = {}
        for phrase in ordered:
            distinct.setdefault(_name(phrase), phrase)
        return list(distinct.values())

    def names(self) -> list[Phrase]:
        """Those asked about that are a person's name, as far as capitals tell: two words or more, no abbreviation.

        One capital alone is a disease's, a month's or a medicine's as often.
        """
        asked = sorted(self._salience, key=lambda name: -self._salience[name])
        return [
            phrase
            for phrase in (self._phrases[name] for name in asked)
            if len(phrase.words) > 1 and all(word[0].isupper() and not word.isupper() for word in phrase.text.split())
        ]

    def pair(self) -> tuple[str, str] | None:
        """The two things that were last named side by side, in the order in which they were: "X or Y", "X than Y"."""
        for question in self._asked[: -PAIRED - 1 : -1]:
            question = question.replace("side by side", " " * len("side by side"))
            named = [phrase for phrase in phrases(question) if not _generic(phrase)]
            for first, second in reversed(list(pairwise(named))):
                if _SIDE_BY_SIDE.fullmatch(question[first.end : second.start]):
                    return first.text, second.text
        return None

    def rival(self) -> str:
        """What "the other one" is: of two named side by side the one that the last question leaves out; else the topic
        most like one of the last question's that is not named in it.
        """
        pair = self.pair()
        left = [one for one in pair or () if one.lower() not in self.last.lower()]
        if len(left) == 1:
            return left[0]
        last = [phrase for phrase in phrases(self.last) if not _generic(phrase)]
        named = {word for phrase in last for word in phrase.words}
        others = [phrase.text for phrase in self.ranked() if not set(phrase.words) & named]
        if not last or not others:
            return ""
        likeness = np.max([alike(phrase.text, others) for phrase in last], axis=0)
        return others[int(likeness.argmax())] if likeness.max() >= ALIKE else ""

    def of_kind(self, noun: str) -> list[Phrase]:
        """Those whose head is that noun ("that score" -> "Total Neuropathy Score")."""
        stem = noun.lower().rstrip("s")
        return [p for p in self.ranked() if noun and p.head.rstrip("s") == stem and len(p.words) > 1]


def _subjects(text: str) -> list[Phrase]:
    """A question's phrases that name something, likeliest topic first: names before nouns, then in order."""
    named = [phrase for phrase in phrases(text) if len(phrase.words) <= LONGEST and not _generic(phrase)]
    return sorted(named, key=lambda phrase: (not (phrase.start > 0 and phrase.text[0].isupper()), phrase.start))


def _generic(phrase: Phrase) -> bool:
    return all(word in GENERIC for word in phrase.words)


def _pieces(name: tuple[str, ...]) -> frozenset[str]:
    return frozenset(piece for word in name for piece in word.split("-"))


def _name(phrase: Phrase) -> tuple[str, ...]:
    return tuple(word.rstrip("s") for word in phrase.words)
