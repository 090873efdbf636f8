"""A number as it is said in a question: comparator, number or range, and unit are one thing, never torn."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chat.phrases import TOKEN, is_content

_TIME = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mths?|years?|yrs?)"
_WORDS = rf"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?=\s{_TIME}\b)"
_FIGURE = rf"(?:\d+(?:[.,]\d+)*|{_WORDS})"
_UNIT = (
    rf"(?:%|°\s?C|(?:[a-zµμ]{{1,5}}|{_TIME})/[\w²³]+(?:/\w+)?|[mkµμ]?g|mcg|[md]?l|[mck]?m|[mµμn]?mol|mm\s?hg|bpm|units?|"
    rf"{_TIME}(?: (?:old|of age))?)(?![\w-])"
)
_BEFORE = (
    r"(?:[≥≤<>=]\s?|(?:(?:no|not|any) )?(?:more|less|fewer|greater|higher|lower|older|younger|larger|smaller) than "
    r"(?:or equal to )?|"
    r"(?:not )?(?:above|below|over|under|at least|at most|up to|exceeding|between) )"
)
_BEHIND = r"(?: (?:or|and) (?:more|less|fewer|above|below|higher|lower|over|under|older|younger))"
_QUANTITY = re.compile(
    rf"(?P<before>(?<!\w){_BEFORE})?(?<![\w.,/–-]){_FIGURE}(?:\s?(?P<unit>{_UNIT}))?"
    rf"(?P<to>(?:\s?[-–]\s?|\s(?:to|and|or)\s){_FIGURE}(?:\s?(?P<last_unit>{_UNIT}))?)?"
    rf"(?P<behind>{_BEHIND})?(?!\w|[.,/–-]\w)",
    re.IGNORECASE,
)
_JOTTED_UNITS = {"12": "months", "52": "weeks", "7": "days"}
_JOTTED = re.compile(
    r"\b(?P<in>every|for|in|over|after|before|within|past|last|next|first|another)\s+(?P<count>\d{1,2})/(?P<of>12|52|7)(?![\w/]|\.\d)",
    re.IGNORECASE,
)
"""Behind these words no score out of 12 or 7 stands."""
_AGED = frozenset(
    [
        "age",
        "aged",
        "adult",
        "anybody",
        "anyone",
        "child",
        "children",
        "men",
        "people",
        "patient",
        "somebody",
        "someone",
        "women",
    ]
)
_BETWEEN = frozenset(
    [
        "a",
        "above",
        "an",
        "at",
        "be",
        "below",
        "equal",
        "is",
        "of",
        "over",
        "than",
        "the",
        "to",
        "under",
        "was",
        "were",
        "are",
    ]
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text, with what belongs to it."""

    start: int
    end: int
    before: str
    """The comparator in front of it, with the white space behind that; or nothing."""
    figure: str
    """The number or range without the unit behind it."""
    unit: str
    """With the white space in front of it; or nothing."""
    behind: str
    """The comparator behind it ("or more"), with the white space before that; or nothing."""
    noun: str
    """The word before it that says what is measured or counted ("grade 3", "a score of 14"), lower case; or nothing."""

    @property
    def time(self) -> bool:
        """Whether it is a time, or counts one, or an age."""
        return bool(re.fullmatch(rf"\s?{_TIME}.*", self.unit, re.IGNORECASE) or re.fullmatch(_TIME, self.noun)) or (
            not self.unit and self.noun in _AGED
        )

    def like(self, other: Quantity) -> bool:
        """Whether this can be said for the other: a time for a time, a unit for itself, which may be left out."""
        if self.unit and re.fullmatch(_TIME, other.noun, re.IGNORECASE):
            return False  # "Week 6" and "6 months" are said differently.
        if self.time or other.time:
            return (self.time and other.time) or not (self.unit or self.noun)
        return not self.unit or not other.unit or _family(self.unit) == _family(other.unit)


def quantities(text: str) -> list[Quantity]:
    """The numbers of a text in order; one inside a name ("HbA1c", "vitamin B12", "COVID-19") is none."""
    found = []
    for match in _QUANTITY.finditer(text):
        before, behind = match["before"] or "", match["behind"] or ""
        figure = text[match.start() + len(before) : match.end() - len(behind)]
        unit = match["last_unit"] or ("" if match["to"] else match["unit"]) or ""
        bare = figure[: len(figure) - len(unit)].rstrip()
        noun = _noun(text[: match.start()])
        found.append(Quantity(match.start(), match.end(), before, bare, figure[len(bare) :], behind, noun))
    return found


def times_in_words(text: str) -> str:
    """The text with times as clinicians jot them down in words: "every 3/12", three twelfths of a year, is 3 months."""
    return _JOTTED.sub(lambda found: f"{found['in']} {found['count']} {_JOTTED_UNITS[found['of']]}", text)


def put(new: Quantity, old: Quantity, text: str) -> str:
    """The text with one quantity in the place of another, whose unit stays where the new one names none."""
    before = new.before
    # "Patients over 65" needs its "over" to hold the new number; "the score is over 9" does not.
    if not (before or new.behind) and not re.search(r"\b(?:is|are|was|were|be|of|at)\s+$", text[: old.start]):
        before = old.before
    return f"{text[: old.start]}{before}{new.figure}{new.unit or old.unit}{new.behind}{text[old.end :]}"


def _family(unit: str) -> str:
    low = re.sub(r"\s", "", unit.lower())
    return "mg" if low in {"g", "mcg", "µg", "μg"} else low


def _noun(before: str) -> str:
    words = [word.lower() for word in TOKEN.findall(re.split(r"[,;:?!]|\.\s", before)[-1])]
    while words and words[-1] in _BETWEEN:
        words.pop()
    return words[-1].rstrip("s") if words and is_content(words[-1]) else ""
