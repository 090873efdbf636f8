"""What a conversation has been about: the phrases that a later "it" may stand for, likeliest first."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

import numpy as np

from chat.phrases import GENERIC, TOKEN, Phrase, is_participle, long_phrases, phrases, side_by_side, word_list
from chat.quantities import quantities
from chat.thesaurus import medicines
from chat.wordsense import alike

_DECAY, _OPENING, _LATER, _NEW = 0.6, 0.4, 0.15, 0.5
"""How much of its weight a phrase keeps from turn to turn, what opening the conversation is worth, what a later place
costs, what having been typed and not filled in is worth: chosen on TREC CAsT 2019 and the training conversations."""
LONGEST = 5
ALIKE = 0.25
"""Cosine from which one phrase is of another's kind."""
_FIGURE = re.compile(r"[≥≤<>]?\s?[\d.,/–-]+\+?")
_MONTH = re.compile(
    r"january|february|march|april|may|june|july|august|september|october|november|december", re.IGNORECASE
)
_BIDDING = re.compile(
    r"(?:add|administer|arrange|begin|consider|continue|discuss|explain|give|involve|keep|offer|prefer|refer|repeat|restart"
    r"|resume|review|see|start|stop|test|try|wear)\b\s*",
    re.IGNORECASE,
)
"""What a sentence of advice opens with; no part of the name of what is advised."""
_ELSE = re.compile(r"\b(?:else|instead|alternatives?|others?|another|replace\w*|swap\w*|switch\w*)\b", re.IGNORECASE)
"""Asks for another medicine than the one that is named."""
DOCUMENT = word_list("document")
"""What a document is called, and what it is asked about itself: no topic of a question on what it says."""
_NOTHING = word_list("nothing")
"""Words that name nothing by themselves, and do beside a noun."""
_PLURAL = re.compile(
    r"(?!diabetes$|herpes$|rabies$|measles$|mumps$|series$|species$)\w+(?<![sui])s|men|women|children|people|criteria|bacteria|feet|teeth|lice"
)
_BECOMING = re.compile(r"\bbec(?:omes?|ame)\s+$", re.IGNORECASE)
"""What follows says how a thing is: "can they become resistant"."""
PAIRED = 4
"""Questions back from the last in which "the two" may have been named."""


class Topics:
    """The phrases of earlier questions by how often and how lately said; where there are none, the last answer's."""

    def __init__(self, turns: Sequence[tuple[str, str, str]]) -> None:
        """`turns` holds each earlier question, as it was read, its answer, and the question as it was typed."""
        self.last = turns[-1][0] if turns else ""
        self._last_typed = turns[-1][2] if turns else ""
        self._typed: set[tuple[str, ...]] = set()
        self._asked = [question for question, _, _ in turns]
        self._salience: dict[tuple[str, ...], float] = {}
        self._phrases: dict[tuple[str, ...], Phrase] = {}
        named: list[list[Phrase]] = []
        for question, _, typed in turns:
            words = {_name(phrase) for phrase in phrases(typed or question)}
            named.append([one for one in (self._as_typed(phrase, words) for phrase in _subjects(question)) if one])
            self._typed |= words
        for age, (_, _, typed) in enumerate(reversed(turns)):
            opened = _OPENING if age == len(turns) - 1 else 0.0
            new = {_name(phrase) for phrase in phrases(typed)} if age < len(turns) - 1 else set()
            for position, phrase in enumerate(named[-1 - age]):
                own = _NEW * _DECAY**age if _name(phrase) in new else 0.0
                self._add(phrase, _DECAY**age + opened + own - _LATER * position)
        answer = turns[-1][1] if turns else ""
        self._answer = answer.lower()
        self._offered = medicines(answer).difference(
            *(medicines(one) for question, _, typed in turns for one in (question, typed))
        )
        # What else an answer named is meant only where no question has named anything.
        of_itself = DOCUMENT.intersection(word.lower() for word in TOKEN.findall(self.last))
        self._answered = [] if self._salience or of_itself else _said(answer.split("[")[0])
        last = turns[-1][2] or self.last if turns else ""
        self._whole = [
            _with_article(p, last) for p in long_phrases(last) if not _generic(p) and len(p.words) <= LONGEST
        ]

    def _as_typed(self, phrase: Phrase, own: Set[tuple[str, ...]]) -> Phrase | None:
        """The part of a filled-in phrase that somebody typed: "bezafibrate licensed" was never said."""
        name = _name(phrase)
        if name in own or name in self._typed:
            return phrase
        known = [one for one in sorted(self._typed | own) if _holds(name, one) and not set(one) <= GENERIC | _NOTHING]
        if not known:
            return phrase
        words = phrase.text.split()
        longest = max(known, key=len)
        at = next(place for place in range(len(name)) if name[place : place + len(longest)] == longest)
        if len(words) != len(name):
            return phrase
        return Phrase(
            " ".join(words[at : at + len(longest)]), phrase.start, phrase.end, phrase.words[at : at + len(longest)]
        )

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

    def thing(self) -> Phrase | None:
        """What the last question opens by asking for, which its answer named: "Which brace helps with …?"."""
        opening = re.match(r"(?:\w+ )?(?:which|what)\s+", self.last, re.IGNORECASE)
        first = next(iter(phrases(self.last)), None)
        if (
            opening is None
            or first is None
            or first.start != opening.end()
            or not _asked_for(first, self.last)
            or _generic(first)
        ):
            return None
        return _with_article(first, self.last)

    def offered(self) -> Phrase | None:
        """The one medicine that the last answer named and no question has: "What helps?" was answered with it."""
        if len(self._offered) != 1 or (medicines(self._last_typed) and not _ELSE.search(self._last_typed)):
            return None
        (name,) = self._offered
        return Phrase(name, 0, len(name), tuple(name.split()))

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
        pairs = (side_by_side(question) for question in self._asked[: -PAIRED - 1 : -1])
        return next(filter(None, pairs), None)

    def rival(self) -> str:
        """What "the other one" is: of two named side by side the one that the last question leaves out, or its answer
        names last or not at all; else the topic most like one of the last question's that is not named in it.
        """
        pair = self.pair()
        left = [one for one in pair or () if one.lower() not in self.last.lower()]
        if len(left) == 1:
            return left[0]
        if pair and not left:
            first, second = (self._answer.find(one.lower()) for one in pair)
            if max(first, second) >= 0:
                return pair[0] if second >= 0 and not 0 <= first < second else pair[1]
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
    """A question's phrases that name something, likeliest first: what is asked for, names, nouns, in order."""
    named = [
        _with_article(p, text)
        for p in map(_without_amount, phrases(text))
        if len(p.words) <= LONGEST and not _generic(p) and not _BECOMING.search(text[: p.start])
    ]
    return sorted(named, key=lambda phrase: (not _asked_for(phrase, text), not _capital(phrase), phrase.start))


def _without_amount(phrase: Phrase) -> Phrase:
    """The name before an amount: "nintedanib 150 mg twice daily" is spoken of as nintedanib."""
    amount = next((one for one in quantities(phrase.text) if one.unit and one.start), None)
    short = phrases(phrase.text[: amount.start]) if amount else []
    return replace(short[0], start=phrase.start, end=phrase.start + short[0].end) if short else phrase


def _asked_for(phrase: Phrase, text: str) -> bool:
    acts = len(phrase.words) == 1 and is_plural(phrase)  # "What speaks for it?"
    return bool(re.search(rf"\b(?:which{'' if acts else '|what'})\s+$", text[: phrase.start], re.IGNORECASE))


def _capital(phrase: Phrase) -> bool:
    """Whether a phrase is written as a name is; an abbreviation alone is none rather than a drug in lower case."""
    return phrase.start > 0 and phrase.text[0].isupper() and not phrase.text.isupper()


def _with_article(phrase: Phrase, text: str) -> Phrase:
    """A phrase as it is spoken of later: with "the" where it had that, or was asked for ("Which brace …")."""
    before = re.search(r"\bthe\s+$", text[: phrase.start], re.IGNORECASE) or _asked_for(phrase, text)
    return replace(phrase, text=f"the {phrase.text}") if before else phrase


def _said(answer: str) -> list[Phrase]:
    """The phrases of an answer that may be spoken of next, without what only bids to do something with them."""
    found = []
    for phrase in phrases(answer):
        bidding = _BIDDING.match(phrase.text)
        if bidding and re.search(r"(?:^|[.;:!?])\s*$", answer[: phrase.start]):
            rest = phrases(phrase.text[bidding.end() :])
            found += [replace(one, start=phrase.start, end=phrase.end) for one in rest]
        else:
            found.append(phrase)
    found = [cut for one in found for cut in phrases(re.split(r"\s\d", one.text)[0])[:1]]
    return [one for one in found if not _generic(one) and 1 < len(one.words) <= LONGEST]


def _generic(phrase: Phrase) -> bool:
    """Whether a phrase is nothing that could be spoken of again: what is asked about a thing, a figure, a date."""
    if _FIGURE.fullmatch(phrase.words[0]):
        return True
    dated = any(_MONTH.fullmatch(word) for word in phrase.words) and any(word.isdigit() for word in phrase.words)
    if dated or (len(phrase.words) == 1 and is_participle(phrase.head)):
        return True
    return all(word in GENERIC or word in DOCUMENT or word in _NOTHING or word.isdigit() for word in phrase.words)


def is_plural(phrase: Phrase) -> bool:
    """Whether a phrase is spoken of as "they", as far as its ending tells."""
    return bool(_PLURAL.fullmatch(phrase.head))


def _holds(name: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return len(part) < len(name) and any(name[at : at + len(part)] == part for at in range(len(name) - len(part) + 1))


def _name(phrase: Phrase) -> tuple[str, ...]:
    return tuple(word.rstrip("s") for word in phrase.words)
