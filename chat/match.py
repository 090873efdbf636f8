"""How well a unit answers a question: the features that both choosing and declining are decided on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from chat.asking import Put
from chat.aspects import inside, opens
from chat.question import Asked, Question
from chat.reading import Reading
from chat.retrieve import COVERED, LEXICAL, PART, WHOLE, Retrieved
from chat.scales import number
from chat.units import Unit
from corpus.answer_model import answer_model
from corpus.lexical import term_set

READ = 24
"""Units that are looked at closely; the rest are too far from the question to answer it. Where much is held, the answer
model reads no more than these."""
REREAD, WITHIN = 8, 2.0
"""The likeliest of these, which are read together with the question: so many at most, and none that stands so far below
the best, as no such one was ever raised above it."""
FINDING, FINDING_LEANING = 2.3, 1.5
"""What finding's score is worth in the answer model's logits, and of a question that leans on what was said before, whose
reading may be wrong."""
NEAR, SAID = 2.1, 1.0
"""What standing in the section just cited is worth to a unit, and what having been said already costs it, where the
question leans on that. All four fitted by `python -m eval.fit_answering`."""
OWN, NUMBER, FITS = 0.2, 0.25, 0.11
"""Weights beside those of `chat.retrieve`, fitted with them."""
OPENS = 1.3
"""What opening the section that a broad question asks for is worth to finding's score; besides, it stands as high as the
best. Set by hand, when next to none of the training questions was broad."""
INSIDE = 0.4
"""What standing in that section is worth to it. Set by hand, too."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A unit as the answer model reads it, before it is looked at closely."""

    unit: Unit
    retrieved: Retrieved
    text: str
    """What the model reads of it; of a wide row what answers best."""
    alone: float
    """The answer model's logit, question and text read apart: above 0 it rather answers than not."""
    near: float
    """1 when it stands in the section just cited, and the question leans on that."""
    said: float
    """1 when it has been said already, and the question leans on that."""
    standing: float
    """What ranks it so far."""


@dataclass(frozen=True, slots=True)
class Match:
    """A unit beside a question, looked at closely."""

    weighed: Weighed
    coverage: float
    """Share of the question's terms, by rarity, that stand in the unit, its lead-ins, headings or title."""
    own_coverage: float
    """The same, in the unit's own words alone."""
    number: float
    """1 when a number or range asked about meets one that the unit states of the same, -1 when it states others only, else 0."""
    fits: float
    """Share of the kinds of thing asked for (a dose, a price, …) that the unit holds; 1 when none is asked for."""
    opens: bool
    """Whether it opens the section that a broad question asks for."""
    inside: bool
    """Whether it stands in that section, or under it."""
    score: float
    """What finding alone makes of it: the features above, weighed."""
    answering: float
    """The answer model's logit; of the likeliest, the mean of it and the joint reader's, as the two err differently."""
    standing: float
    """What ranks it."""

    @property
    def unit(self) -> Unit:
        return self.weighed.unit

    @property
    def retrieved(self) -> Retrieved:
        return self.weighed.retrieved


def read_through(put: Put, found: Sequence[Retrieved], read: Reading) -> list[Weighed]:
    """What the passages found say, as the answer model reads it; best first.

    All of it where little is held, else what finding alone thinks likeliest.
    """
    near = [(unit, texts, one) for one in found for unit, texts in read.units_of(one.passage.key)]
    likely = np.array([_found(unit, one) for unit, _, one in near])
    places = np.arange(len(near)) if read.small else (-likely).argsort(kind="stable")[:READ]
    logits = iter(answer_model().scores(put.text, [text for place in places for text in near[place][1]]))
    weighed = [
        _weighed(put, near[place], float(likely[place]), [float(next(logits)) for _ in near[place][1]])
        for place in places
    ]
    return sorted(weighed, key=lambda one: -one.standing)


def _weighed(
    put: Put, held: tuple[Unit, tuple[str, ...], Retrieved], likely: float, logits: Sequence[float]
) -> Weighed:
    unit, texts, one = held
    logit, text = max(zip(logits, texts, strict=True))
    near = one.recent if put.leaning else 0.0
    said = float(put.leaning and unit.words() in put.said)
    return Weighed(unit, one, text, logit, near, said, standing(logit, likely, near, said, put.leaning))


def matches(question: Question, put: Put, weighed: Sequence[Weighed], read: Reading) -> list[Match]:
    """The likeliest of what was read, looked at closely; best first."""
    made = [_match(question, put, one, read) for one in weighed[:READ]]
    ranked = reread(put, sorted(made, key=lambda match: -match.standing))
    level = (replace(one, standing=ranked[0].standing) if one.opens else one for one in ranked)
    return sorted(level, key=lambda match: (-match.standing, not match.opens))


def reread(put: Put, ranked: Sequence[Match]) -> list[Match]:
    """The ranking after its head has been read together with the question; all others keep their distance below it."""
    if not ranked:
        return []
    reading = sum(one.standing >= ranked[0].standing - WITHIN for one in ranked[:REREAD])
    head, rest = ranked[:reading], ranked[reading:]
    logits = answer_model().reread(put.text, [one.weighed.text for one in head], [one.answering for one in head])
    again = sorted(
        (_reread(one, float(logit), put) for one, logit in zip(head, logits, strict=True)),
        key=lambda match: -match.standing,
    )
    return [*again, *(replace(one, standing=one.standing - head[-1].standing + again[-1].standing) for one in rest)]


def _reread(one: Match, logit: float, put: Put) -> Match:
    both, beside = (one.weighed.alone + logit) / 2, one.weighed
    return replace(one, answering=both, standing=standing(both, one.score, beside.near, beside.said, put.leaning))


def standing(answering: float, score: float, near: float, said: float, leaning: bool) -> float:
    """What ranks a unit that has been read: the answer model's word, with what finding and the conversation know beside it."""
    finding = FINDING_LEANING if leaning else FINDING
    return answering + finding * score + NEAR * near - SAID * said


def _found(unit: Unit, one: Retrieved) -> float:
    """What finding makes of a unit before it is looked at more closely."""
    similarity = max(one.parts[index] for index in unit.own)
    return PART * similarity + WHOLE * one.similarity + LEXICAL * one.lexical


def _match(question: Question, put: Put, weighed: Weighed, read: Reading) -> Match:
    unit, one = weighed.unit, weighed.retrieved
    document = read.document_of(unit.passage)
    own = unit.own_words()
    context = " ".join((document.title, *unit.passage.section, unit.words()))
    coverage = read.covered(question.terms, term_set(context))
    own_coverage = read.covered(question.terms, term_set(own))
    stated = number(question.numbers, unit)
    fits = _fits(question, unit.words())
    opening, within = opens(question, unit, read), inside(question, unit, read)
    score = (
        _found(unit, one)
        + COVERED * coverage
        + OWN * own_coverage
        + NUMBER * stated
        + FITS * fits
        + OPENS * opening
        + INSIDE * within
    )
    stands = standing(weighed.alone, score, weighed.near, weighed.said, put.leaning)
    return Match(weighed, coverage, own_coverage, stated, fits, opening, within, score, weighed.alone, stands)


_HOLDS: dict[Asked, re.Pattern[str]] = {
    "dose": re.compile(
        r"\d\s*(?:[µμ]g|m?c?g|mg|g|kg|ml|l|iu|units?|mmol|meq|%|tablets?|drops?|puffs?)\b|\d\s*mg",
        re.I,
    ),
    "price": re.compile(
        r"[$€£]\s?\d|\b\d[\d,.]*\s?(?:dollars|euros|pounds|usd|eur|gbp)\b|\b(?:costs?|prices?|expensive|cheap\w*)\b",
        re.I,
    ),
    "contact": re.compile(
        r"[\w.+-]+@[\w-]+\.\w|https?://|www\.|(?<![\d–/-])(?!(?:19|20)\d\d[–/-])\+?\d[\d ()/-]{5,}\d|\b(?:ext(?:ension|\.)?|bleep|pager|phone|call|dial|ring|tel\.?:?)"
        r"(?: \w+){0,2} \d{3,}|\b\d{3}\b(?= \()",
        re.I,
    ),
    "funder": re.compile(
        r"\b(?:fund|sponsor|financ|grants?\b|supported by|paid|payments?|money|donat|charit|advert|conflict|interests?\b|declar)",
        re.I,
    ),
    "issued": re.compile(r"\b(?:publish|publication|issued|posted|released?|first|original|created)", re.I),
    "author": re.compile(
        r"\b(?:by|authors?|writers?|editors?|written|publishers?|team|group|committee|society|college|trust|hospital|institute|"
        r"university|department|dr|prof(?:essor)?|mrs?|ms)\b|"
        r"(?-i:\b(?!(?:Last|Next|Date|First|Due|Review|Published|Updated|Version)\b)[A-Z][\w'’-]+ (?:[A-Z]\.? )*(?!(?:For|On|Updated|Reviewed|"
        r"January|February|March|April|May|June|July|August|September|October|November|December)\b)[A-Z][\w'’-]+)",
        re.I,
    ),
    "duration": re.compile(
        r"\b(?:\d+(?:[-–]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few)[\s-]*(?:to\s\w+\s)?"
        r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|\b(?:lifelong|permanent\w*|indefinitely|until|long[- ]term|overnight)\b",
        re.I,
    ),
    "frequency": re.compile(
        r"\b(?:once|twice|three times|daily|weekly|monthly|yearly|annually|hourly|every|each|per (?:day|week|month|year)|regular\w*|routine\w*|"
        r"continu\w+|periodic\w*|before and|at (?:each|every))\b|\d+\s*(?:times|x)\b",
        re.I,
    ),
    "share": re.compile(
        r"\d\s*(?:%|percent|per cent)|\b(?:\d+ (?:of|in|out of) \d+|half|third|quarter|most|majority|rare\w*|common\w*|often|mostly)\b",
        re.I,
    ),
    "count": re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|both)\b", re.I),
    "date": re.compile(
        r"\b(?:1[89]|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
        re.I,
    ),
    "mechanism": re.compile(
        r"\b(?:because|due to|caused? by|result(?:s|ing)? (?:from|in)|lead(?:s|ing)? to|through|via|mediated|inhibit\w*|block\w*|activat\w*|"
        r"mechanism\w*|by \w+ing|thereby|as a result|related to|associated with|since|so that|owing)\b",
        re.I,
    ),
    "comparison": re.compile(
        r"\b(?:than|versus|vs|rather|compared|less|more|instead|prefer\w*|whereas|while|but|lower|higher|better|similar)\b",
        re.I,
    ),
}


def holds(asked: Asked, words: str) -> bool:
    """Whether words state the kind of thing asked for; true of a kind that no words tell."""
    return asked not in _HOLDS or bool(_HOLDS[asked].search(words))


PRINTED: frozenset[Asked] = frozenset({"price", "contact", "funder", "issued", "author"})
"""Kinds of thing that a text prints or does not: no other words say them."""


def unprinted(question: Question, words: str) -> list[Asked]:
    """What of these is asked for and not stated."""
    return [kind for kind in question.asks & PRINTED if not holds(kind, words)]


def _fits(question: Question, words: str) -> float:
    wanted = [asked for asked in question.asks if asked in _HOLDS]
    if not wanted:
        return 1.0
    return sum(holds(asked, words) for asked in wanted) / len(wanted)
