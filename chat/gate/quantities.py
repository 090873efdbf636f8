"""Numbers as a statement binds them: values with unit, comparator and the range or series they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chat.gate.comparators import Comparator, compared
from chat.gate.measures import LABELS, UNITS, compound

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBER_WORDS: dict[str, float] = {word: float(value) for value, word in enumerate(_ONES)}
NUMBER_WORDS |= {word: float(10 * value) for value, word in enumerate(_TENS, 2)}
NUMBER_WORDS |= {f"{ten}-{one}": NUMBER_WORDS[ten] + NUMBER_WORDS[one] for ten in _TENS for one in _ONES[1:10]} | {
    "a dozen": 12.0
}
_SCALES = {"hundred": 100.0, "thousand": 1_000.0, "million": 1_000_000.0, "billion": 1_000_000_000.0}
_FRACTIONS = {
    "half": 50.0, "a half": 50.0, "one half": 50.0, "a third": 100 / 3, "one third": 100 / 3, "one-third": 100 / 3,
    "two thirds": 200 / 3, "two-thirds": 200 / 3, "a quarter": 25.0, "one quarter": 25.0, "one-quarter": 25.0,
    "three quarters": 75.0, "three-quarters": 75.0,
    "a fifth": 20.0, "one fifth": 20.0, "a tenth": 10.0, "one tenth": 10.0,
}  # fmt: skip

_TIME = r"(?:second|sec|s|minute|min|hour|hr|h|day|d|night|week|wk|month|year|yr)s?"
_LONG_TIME = r"(?:second|minute|hour|day|night|week|month|year)"
_UNIT = "|".join(sorted((re.escape(name) for name in UNITS), key=len, reverse=True))
_DIGITS = r"(?:\d{1,3}(?:[, ]\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\d.])\.\d+)"
_SPELLED = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_FRACTION = "|".join(sorted(_FRACTIONS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<currency>[$€£])?\s?(?<![\w^.])(?P<number>(?:{_DIGITS}\s*x\s*)?10\^-?\d+|{_DIGITS}(?:\s+1/[234])?(?![\d])|(?<![A-Za-z-])(?:{_SPELLED})\b(?!-))"
    rf"(?:\s+(?P<scale>hundred|thousand|million|billion)\b)?(?P<ordinal>(?:st|nd|rd|th)\b)?"
    rf"(?:\s?-?\s?(?P<unit>{_UNIT})(?![A-Za-z])(?P<compound>(?:\s?/\s?[A-Za-z0-9]+(?:\.\d+)?(?:\s?m2)?|"
    rf"\s+per\s+(?:kg|kilogram|m2|ml|l|square metre|square meter|{_TIME})\b|\s+(?:an?|each)\s+{_LONG_TIME}\b)*))?",
    re.IGNORECASE,
)
_COUNT = r"one|two|three|four|five|six|\d+"
_PERIOD = r"daily|day|weekly|week|monthly|month|nightly|night|yearly|year|annually|hour|hourly"
# A bare number before a time is a duration ("a 3-day course", "for one week"), and "8-hourly" is every 8 hours.
_FREQUENCY = re.compile(
    rf"\b(?:(?:(?P<adverb>once|twice|thrice)(?:-|\s+)(?:(?:a|per|each|every|in a)\s+)?|"
    rf"(?:(?P<least>{_COUNT})\s?(?:-|to|or)\s?)?(?P<count>{_COUNT})"
    rf"(?:(?:-|\s+)times?(?:-|\s+)(?:(?:a|per|each|every|in a)\s+)?|\s+(?:a|per|each)\s+))(?P<period>{_PERIOD})\b"
    rf"|(?P<nth>{_COUNT}|eight|twelve)(?:-\s?(?P<ly>daily|hourly|weekly|monthly)|\s+(?P<hourly>hourly))\b"
    r"|(?P<latin>o\.?d\.?|b\.?i\.?d\.?|t\.?i\.?d\.?|q\.?i\.?d\.?|b\.?d\.?|t\.?d\.?s\.?|q\.?d\.?s\.?)(?=[\s,;.)]|$)"
    r"|(?:every|each|q)\s*(?P<every>\d+|two|three|four|six|eight|twelve|other|second)?(?:-|\s+)?(?P<unit>hours?|h|days?|weeks?|months?|years?|night|morning|evening)\b"
    r"|(?P<plain>daily|weekly|monthly|fortnightly|nightly|annually|yearly))",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"^\s*(?:-|to|→|->|=>|through|until|(?:,?\s*(?:and\s+)?then(?:\s+to)?)|(?:down|up|and)\s+to|,?\s*(?:and\s+)?(?:finally|later)\s+(?:to\s+)?)\s*$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\b([a-z]+?)s?\s*(?:of\s+|is\s+)?$", re.IGNORECASE)
_ROMAN = {"i": 1.0, "ii": 2.0, "iii": 3.0, "iv": 4.0, "v": 5.0}
_ROMAN_LABEL = re.compile(r"\b(type|grade|stage|phase|class|group|category)\s+(iv|i{1,3}|v)(?=[ab]?\b)", re.IGNORECASE)
_ORDINALS = {
    word: float(rank)
    for rank, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
_ORDINAL = re.compile(
    rf"\b({'|'.join(_ORDINALS)})(?=[- ](?:line|choice|day|week|month|year|trimester|dose|cycle|degree|generation|stage|"
    r"step|attack|episode|visit|hour))",
    re.IGNORECASE,
)

_EVERY = {"/day*1": 1.0, "/day*7": 7.0, "/month*1": 30.0, "/month*12": 365.0}
"""By the time of a compound unit, the days of a frequency that says the same."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number, range or series, with what it counts; values are in the unit's base (mg, ml, day, month, …)."""

    values: tuple[float, ...]
    unit: str
    comparator: Comparator
    label: str
    """The scale it is a point of (`grade`, `score`, `type`), or empty."""
    text: str
    start: int
    end: int
    guarded: tuple[int, int] = (0, 0)
    """Where its comparator stands, so that its `not` is not read as a negation."""


def _value(text: str) -> float:
    text = text.lower().strip()
    if text in NUMBER_WORDS:
        return NUMBER_WORDS[text]
    whole, _, fraction = text.partition(" 1/")
    if fraction:
        return float(whole) + 1 / float(fraction)
    if "10^" in text:
        base, _, power = text.rpartition("10^")
        factor = float(base.rstrip(" x").replace(",", "") or 1)
        return factor * 10.0 ** max(-300, min(300, int(power[:5])))
    return float(text.replace(",", "").replace(" ", ""))


def _frequencies(text: str) -> list[Quantity]:
    counts = {"once": 1.0, "twice": 2.0, "thrice": 3.0, "other": 2.0, "second": 2.0} | NUMBER_WORDS
    days = {
        "day": 1.0,
        "dail": 1.0,
        "night": 1.0,
        "week": 7.0,
        "month": 30.0,
        "year": 365.0,
        "annu": 365.0,
        "hour": 1 / 24,
        "h": 1 / 24,
        "fort": 14.0,
    }

    def number(said: str) -> float:
        return counts[said.lower()] if said.lower() in counts else float(said)

    latin = {"od": 1.0, "bid": 2.0, "bd": 2.0, "tid": 3.0, "tds": 3.0, "qid": 4.0, "qds": 4.0}
    found = []
    for match in _FREQUENCY.finditer(text):
        least = 0.0
        if match["count"] or match["adverb"]:
            count, fewest = number(match["count"] or match["adverb"]), number(match["least"] or "0")
            if not count:
                continue
            period = next(value for name, value in days.items() if match["period"].lower().startswith(name))
            every, least = period / count, period / fewest if fewest else 0.0
        elif match["nth"]:
            name = (match["ly"] or match["hourly"]).lower()
            every = number(match["nth"]) * next(value for key, value in days.items() if name.startswith(key))
            if not every:
                continue
        elif match["latin"]:
            if not (
                match["latin"].isupper()
                or "." in match["latin"]
                or match["latin"].lower() in ("bid", "tds", "qds", "qid")
            ):
                continue
            every = 1 / latin[match["latin"].replace(".", "").lower()]
        elif match["plain"]:
            every = next(value for name, value in days.items() if match["plain"].lower().startswith(name))
        else:
            name = match["unit"].lower()
            every = number(match["every"] or "1") * next(
                (value for key, value in days.items() if name.startswith(key)), 1.0
            )
        values = (round(least, 9), round(every, 9)) if least else (round(every, 9),)
        bound: tuple[Comparator, tuple[int, int]] = ("", (0, 0))
        if not match["plain"] and not match["latin"]:
            bound = compared(text, match.start(), match.end())  # "maximum daily dose" bounds the dose, not the day
        found.append(Quantity(values, "every", bound[0], "", match[0], match.start(), match.end(), bound[1]))
    return found


@lru_cache(maxsize=8_192)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a folded text, in order."""
    found = _frequencies(text)
    taken = [(q.start, q.end) for q in found]
    singles: list[Quantity] = []
    for match in re.finditer(rf"\b(?:{_FRACTION})(?= (?:of|the)\b)", text, re.IGNORECASE):
        taken.append((match.start(), match.end()))
        singles.append(
            Quantity(
                (round(_FRACTIONS[match[0].lower()], 4),),
                "percent",
                compared(text, match.start(), match.end())[0],
                "",
                match[0],
                match.start(),
                match.end(),
            )
        )
    for match in re.finditer(
        rf"\b({_SPELLED}|\d+) (?:in|out of) (?:every )?({_SPELLED}|\d{{1,3}}(?:,\d{{3}})+|\d+)\b"
        r"(?! (?:days?|weeks?|months?|hours?))",
        text,
        re.IGNORECASE,
    ):
        below = _value(match[2])
        if below:
            taken.append((match.start(), match.end()))
            share = round(100 * _value(match[1]) / below, 4)
            singles.append(
                Quantity(
                    (share,),
                    "percent",
                    compared(text, match.start(), match.end())[0],
                    "",
                    match[0],
                    match.start(),
                    match.end(),
                )
            )
    for match in _NUMBER.finditer(text):
        start, end = match.start("number"), match.end()
        if any(start < b and match.end("number") > a for a, b in taken):
            continue
        if match["number"].lower() == "one" and not match["unit"]:
            continue  # a pronoun more often than a count
        singles.append(_single(text, match, start, end))
        if every := _EVERY.get(compound(match["compound"] or "")[1]):
            found.append(Quantity((every,), "every", "", "", match[0].strip(), end, end))
    for match in _ROMAN_LABEL.finditer(text):
        label = match[1].lower()
        singles.append(Quantity((_ROMAN[match[2].lower()],), "", "", label, match[0], match.start(2), match.end(2)))
    for match in _ORDINAL.finditer(text):
        singles.append(Quantity((_ORDINALS[match[1].lower()],), "th", "", "", match[0], match.start(), match.end()))
    singles.sort(key=lambda q: q.start)
    return tuple(sorted([*found, *_series(text, singles)], key=lambda q: q.start))


def _single(text: str, match: re.Match[str], start: int, end: int) -> Quantity:
    value = _value(match["number"]) * _SCALES.get((match["scale"] or "").lower(), 1.0)
    unit, label = "", ""
    if match["unit"]:
        canonical, factor = UNITS[match["unit"].lower()]
        if canonical == "mm" and match["unit"] == "M":
            canonical, factor = "", 1.0
        below, time = compound(match["compound"] or "")
        # "4 g/day" is a dose and a frequency, as "4 g daily" is; hours and minutes make a rate, a unit of its own.
        unit, value = canonical + below + ("" if time in _EVERY else time), value * factor
    elif match["ordinal"]:
        unit = "th"
    elif match["currency"]:
        unit = "currency"
    else:
        before = _LABELLED.search(text[max(0, start - 24) : start])
        if before and before[1].lower() in LABELS:
            label = before[1].lower()
    if re.search(r"(?:^|[^\d\s]\s|\()-$|\bminus $", text[max(0, start - 6) : start]):
        value = -value  # a sign, not the dash of a range or a compound
    comparator, at = compared(text, match.start() - (value < 0), end)
    if comparator == ">" and unit == "day" and re.match("over|above", text[at[0] : at[1]], re.IGNORECASE):
        comparator = ""  # "infused over 2 hours" is a duration
    return Quantity((round(value, 9),), unit, comparator, label, text[match.start() : end].strip(), start, end, at)


def _series(text: str, singles: list[Quantity]) -> list[Quantity]:
    """Neighbours joined by a dash, an arrow or "to" become one; units and labels are shared along lists."""
    joined: list[Quantity] = []
    for quantity in singles:
        last = joined[-1] if joined else None
        gap = text[last.end : quantity.start] if last else ""
        between = (
            last is not None
            and bool(re.search(r"\bbetween\s+(?:\w+\s)?$", text[: last.start], re.IGNORECASE))
            and gap.strip() == "and"
        )
        if (
            last is not None
            and (between or _JOINED.match(gap))
            and (last.unit == quantity.unit or not last.unit or not quantity.unit)
        ):
            unit = last.unit or quantity.unit
            scale = _scale(quantity) if unit and not last.unit else 1.0
            values = tuple(round(value * scale, 9) for value in last.values) + quantity.values
            joined[-1] = Quantity(
                values, unit, last.comparator or quantity.comparator, last.label or quantity.label,
                text[last.start : quantity.end],
                last.start, quantity.end, last.guarded,
            )  # fmt: skip
        else:
            joined.append(quantity)
    for index in range(len(joined) - 2, -1, -1):
        here, after = joined[index], joined[index + 1]
        if (
            not here.unit
            and not here.label
            and after.unit not in ("", "every", "th")
            and re.match(r"^\s*(?:,|or|and|,\s*(?:or|and))\s*$", text[here.end : after.start])
        ):
            values = tuple(round(value * _scale(after), 9) for value in here.values)
            joined[index] = Quantity(
                values, after.unit, here.comparator, here.label, here.text, here.start, here.end, here.guarded
            )
    return joined


def _scale(quantity: Quantity) -> float:
    """What one printed number of this quantity is worth in its base unit."""
    match = _NUMBER.search(quantity.text)
    return UNITS[match["unit"].lower()][1] if match and match["unit"] else 1.0
