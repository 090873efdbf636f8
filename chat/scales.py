"""Which row of a table, or item of a scale, speaks of a number that is asked about; and whether any does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chat.gate.measures import UNITS
from chat.intervals import Interval, Measured, measured
from chat.units import Unit
from corpus.lexical import term_set

_MEASURE = r"%|°\s?[CF]|[^\W\d_]+(?:/[\w.²³]+)*"
_BEHIND = re.compile(rf"\d[\s-]?({_MEASURE})")
_BEFORE = re.compile(r"([^\W\d_]+)\s+\d")
_IN_NAME = re.compile(rf"[(\[,]\s*({_MEASURE})\s*[)\]]?$|\bin ({_MEASURE})$|^({_MEASURE})$")
"""Where a column's name says what is measured in: "Weight (kg)", "Dose, mg", "Age in years", "Points"."""
_WORD = re.compile(r"[^\W_]+(?:/[^\W_]+)*")
_RANKED = re.compile(
    r"\W*(grade|stage|class|type|level|step|phase|category|group|degree)\s+(?:\d+[a-z]?|[ivx]+[a-c]?)\b(?!\s*(?:to|and|or|[-–,])\s)",
    re.IGNORECASE,
)
LABEL = 60
"""Characters that the label of a scale's item has at most."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A number asked about beside one that a unit states of the same."""

    asked: Measured
    stated: Interval
    tied: bool
    """Whether both are told to be of the same: by a unit, by a word, by a column; not for want of another."""

    def meets(self) -> bool:
        return self.stated.meets(self.asked.interval)


def number(asked: Sequence[Measured], unit: Unit) -> float:
    """1 when a number asked about meets one that the unit states of the same, -1 when it states others only, else 0."""
    return _verdict(_pairs(asked, unit))


def covers(asked: Sequence[Measured], unit: Unit) -> float:
    """The same, where the question means what tells the unit from its likes: a row's key, an item's label."""
    meant = [one for one in asked if not _names(one, unit)]
    return _verdict([pair for pair in _pairs(meant, unit, key=True) if pair.tied])


def uncovered(asked: Sequence[Measured], unit: Unit) -> str:
    """The number asked about that a unit tells itself by another of, as it is typed: "120 kg", "grade 5"."""
    meant = [one for one in asked if not _names(one, unit)]
    of = next(pair.asked for pair in _pairs(meant, unit, key=True) if pair.tied)
    before, _, behind = of.around.partition(of.printed)
    unit_of = _BEHIND.match(f"0{behind}")
    if unit_of and _known(unit_of[1]):
        return f"{of.printed}{unit_of[0][1:]}"
    named = _words(before)[-1:]
    return " ".join((*named, of.printed)) if _worded(" ".join(named)) & _worded(label(unit)) else of.printed


def label(unit: Unit) -> str:
    """What an item of a scale is called: the words before the colon of its bullet, or all of them."""
    own = unit.bullet().own_words() if unit.kind in ("item", "sentence") else unit.own_words()
    called, colon, _ = own.partition(":")
    return called if colon and len(called) <= LABEL else unit.own_words()


def labelled(unit: Unit) -> bool:
    """Whether a unit is an item that has a label, or stands in one."""
    called, colon, _ = unit.bullet().own_words().partition(":")
    return unit.kind in ("item", "sentence") and bool(colon) and len(called) <= LABEL


def rank(unit: Unit) -> str:
    """What a sentence ranks by the number that it opens with ("grade" of "Grade 2 adds …"); empty where it does not."""
    found = _RANKED.match(unit.own_words()) if unit.kind == "sentence" else None
    return found[1].lower() if found else ""


def _verdict(pairs: Sequence[_Pair]) -> float:
    if not pairs:
        return 0.0
    return 1.0 if any(pair.meets() for pair in pairs) else -1.0


def _pairs(asked: Sequence[Measured], unit: Unit, key: bool = False) -> list[_Pair]:
    if not asked or unit.kind == "list":
        return []
    return list(_of_row(asked, unit, key) if unit.kind == "row" else _of_label(asked, label(unit)))


def _of_label(asked: Sequence[Measured], called: str) -> Iterator[_Pair]:
    """The numbers asked about of what a label names; all where it names none: not the 6 of "at week 6"."""
    words = _worded(called)
    named = [one for one in asked if term_set(one.around) & words]
    for one in named or asked:
        for stated in measured(called):
            ours, theirs = _measure(one.around), _measure(stated.around)
            if not _unlike(ours, theirs):
                tied = bool(named) or not words or (ours is not None and theirs is not None)
                yield _Pair(one, _in_unit(stated.interval, ours, theirs), tied)


def _of_row(asked: Sequence[Measured], unit: Unit, key: bool) -> Iterator[_Pair]:
    """Each number asked about beside the cells whose column it is of.

    That is a column measured in its unit, else the one that is named nearest to it. Where no number has a column, all
    are held against the first.
    """
    cells = [(name, said, _stated(name, said)) for name, said in unit.cells()]
    meant = [one for one in asked if not any(_same(one, other) for name, _, _ in cells for other in measured(name))]
    columns = [(one, place) for one in meant for place in _columns(one, cells)]
    told = columns or [(one, 0) for one in meant[: len(cells) and len(meant)]]
    for one, place in told:
        if key and place != _key(unit):
            continue
        for stated in cells[place][2]:
            ours, theirs = _measure(one.around), _measured_in(cells[place][0], stated)
            if not _unlike(ours, theirs):
                tied = bool(columns) or (ours is None and _about(one, unit))
                yield _Pair(one, _in_unit(stated.interval, ours, theirs), tied)


def _columns(one: Measured, cells: Sequence[tuple[str, str, list[Measured]]]) -> list[int]:
    ours = _measure(one.around)
    alike = [
        place
        for place, (name, _, held) in enumerate(cells)
        if ours is not None and any(_of_one_kind(ours, _measured_in(name, stated)) for stated in held)
    ]
    if alike:
        return alike
    far = {place: _far(one.around, _worded(name)) for place, (name, _, _) in enumerate(cells)}
    near = min((distance for distance in far.values() if distance is not None), default=None)
    return [place for place, distance in far.items() if distance is not None and distance == near]


def _far(around: str, names: set[str]) -> int | None:
    """How many words lie between a number and the nearest word of a column's name; None where none is said."""
    words = _words(around)
    at = [place for place, word in enumerate(words) if _figure(word)] or [len(words)]
    return min(
        (min(abs(place - one) for one in at) for place, word in enumerate(words) if _worded(word) & names), default=None
    )


def _stated(name: str, said: str) -> list[Measured]:
    """The numbers of a cell; a rank stands in the column that is named after it ("Stage": "II")."""
    return measured(said) or ([] if measured(name) else measured(f"{name} {said}"))


def _key(unit: Unit) -> int:
    """The place of the cell that tells a row from others: the first column that states numbers.

    Where names stand before it ("Dabigatran"), it is one of ranges: a dose beside a drug is no key.
    """
    rows = [list(one.cells()) for one in unit.table()]
    for place in range(max(map(len, rows), default=0)):
        held = [_stated(*row[place]) for row in rows if place < len(row)]
        if any(held):
            ranges = sum(any(one.interval.low < one.interval.high for one in some) for some in held)
            return place if place == 0 or ranges > 1 else -1
    return -1


def _about(one: Measured, unit: Unit) -> bool:
    """Whether what stands above a row's table names what the number is of: "a GAP score of 9" under "The GAP index"."""
    return bool(_worded(" ".join(_above(unit))) & term_set(one.around))


def _names(one: Measured, unit: Unit) -> bool:
    """Whether a number is part of a name that stands above: the 2 of "type 2 diabetes"."""
    return any(_same(one, other) for text in _above(unit) for other in measured(text))


def _above(unit: Unit) -> tuple[str, ...]:
    return (*unit.passage.section, *unit.lead_words())


def _same(one: Measured, other: Measured) -> bool:
    return one.interval == other.interval and bool(_worded(one.around) & _worded(other.around))


def _measured_in(name: str, stated: Measured) -> tuple[str, float] | None:
    """The unit of a cell's number: its own, or that of the column's name."""
    own = _measure(stated.around)
    inside = _IN_NAME.search(name.strip())
    return own or (_known(next(filter(None, inside.groups()))) if inside else None)


def _measure(around: str) -> tuple[str, float] | None:
    """The unit of a number: what stands behind it, else before it ("day 15")."""
    found = (_known(match[1]) for pattern in (_BEHIND, _BEFORE) for match in pattern.finditer(around))
    return next(filter(None, found), None)


def _known(name: str) -> tuple[str, float] | None:
    low = name.lower()
    return (low, 1.0) if "/" in low else UNITS.get(low)


def _unlike(one: tuple[str, float] | None, other: tuple[str, float] | None) -> bool:
    return one is not None and other is not None and not _of_one_kind(one, other)


def _of_one_kind(one: tuple[str, float], other: tuple[str, float] | None) -> bool:
    """Whether two units measure the same: months and years."""
    return other is not None and one[0] == other[0]


def _in_unit(stated: Interval, ours: tuple[str, float] | None, theirs: tuple[str, float] | None) -> Interval:
    """An interval in the unit that is asked in: "6 months to 6 years" as half a year to 6."""
    if ours is None or theirs is None or ours[1] == theirs[1]:
        return stated
    times = theirs[1] / ours[1]
    return replace(stated, low=stated.low * times, high=stated.high * times)


def _figure(word: str) -> bool:
    return word[:1].isdigit()


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _worded(text: str) -> set[str]:
    """The terms of a text that are no numbers."""
    return {term for term in term_set(text) if not term[0].isdigit()}
