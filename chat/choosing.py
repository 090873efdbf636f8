"""What of the ranking is said: the best unit and those close behind it, a whole list or table, or the row of a number.

Nothing is said that says nothing alone, and no row stands in for another whose number was asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chat.decline import VALUES
from chat.gate.leads import denying
from chat.match import FINDING, OPENS, Match
from chat.phrases import side_by_side
from chat.question import Question
from chat.reading import Reading
from chat.scales import covers, labelled, rank, uncovered
from chat.units import Unit
from chat.wordsense import common
from corpus.lexical import terms

MOST_STATEMENTS = 4
MOST_RANKS, STEM = 10, 5
"""Sentences of a scale that are said, and letters by which its name is known in a question: "graded", "classified"."""
CLOSE = 1.4
"""How far below the best unit's standing (in logits) another may lie and still be shown."""
LIST_CLOSE = 2.2
"""The same, when the question asks for several things."""
NAMED_CLOSE = 4.0
"""The same, for what speaks of the one of two named things that nothing better does."""
WHOLE_CLOSE = 4.0
"""The same, for a list or table where the whole of one is asked for: what speaks of a scale is no part of it."""
SECTION_CLOSE = 4.0
"""The same, for the best of another section, where one with several under it is asked for."""
SINGLED_OUT = 2.0
"""How far an item must stand above its siblings to be shown without them."""
BULLET_WORDS = 40
"""Words up to which a bullet is said whole, where a later sentence of it answers."""
_COUNTED = r"two|three|four|five|six|seven|eight|nine|ten|[2-9]|10"
_TOGETHER = re.compile(
    rf"\b(?:all|both|each)(?: (?:of|the|these|those|{_COUNTED}))* "
    rf"(?:following|of (?:the|these|those)|these|{_COUNTED}|criteria|conditions|requirements)\b|"
    rf"\b(?:all|both)\W*$|\b(?:{_COUNTED})(?: or more)? (?:\w+ )?of (?:the|these|those)\b",
    re.IGNORECASE,
)
"""A lead-in whose items count together only: "if all three of these are met:", "two or more of the following:"."""


def saying(asked: Question, ranked: Sequence[Match]) -> list[Match]:
    """The ranking without what is no answer by itself: a question, or words that lead up to what is not said with them.

    A caption that states the value asked for is one: "It is dosed by weight, 13 to 15 mg/kg:".
    """

    def says(one: Match) -> bool:
        words = one.unit.own_words().rstrip()
        valued = bool(asked.asks & VALUES) and one.fits == 1 and one.number >= 0
        return one.unit.kind in ("row", "list") or (not words.endswith("?") and (valued or not words.endswith(":")))

    return [one for one in ranked if says(one)]


def choose(asked: Question, ranked: Sequence[Match], read: Reading) -> list[Unit]:
    """The best unit, then those close behind it that say something else; none where its scale lacks the number."""
    lists = [one for one in ranked if one.unit.kind == "list"] if "whole" in asked.asks else []
    if lists and lists[0].standing >= ranked[0].standing - WHOLE_CLOSE:
        return [lists[0].unit]
    if covers(asked.numbers, ranked[0].unit) < 0 and _of_scale(asked, ranked[0].unit, read):
        return _covering(asked, ranked, read)
    chosen = _of_each_section(asked, ranked) or _close(asked, ranked)
    chosen += _other_half(asked, ranked, chosen, read)
    return in_order(chosen[:MOST_STATEMENTS])


def whole_scale(asked: Question, ranked: Sequence[Match], read: Reading) -> list[Unit]:
    """Every row of the best table, or sentence of a scale told in sentences, where the whole of one is asked for and no
    list or number is meant.
    """
    if "whole" not in asked.asks or asked.numbers:
        return []
    if told := _told_by_rank(asked, ranked[0].unit, read):
        return told
    best = next((one for one in ranked if one.unit.kind in ("row", "list")), None)
    if best is None or best.unit.kind == "list" or best.standing < ranked[0].standing - WHOLE_CLOSE:
        return []
    return best.unit.table()


def not_covered(asked: Question, best: Match) -> str:
    """That the scale which the best unit is of lacks the number asked about, in a reader's words."""
    kind = "row" if best.unit.kind == "row" else "item"
    return f"No {kind} covers {uncovered(asked.numbers, best.unit)}."


def in_order(units: Sequence[Unit]) -> list[Unit]:
    """Units as their documents say them inside a section, the section of the best first."""
    places = list(dict.fromkeys(_place(unit) for unit in units))
    return sorted(units, key=lambda one: (places.index(_place(one)), one.passage.start, one.own))


def _place(unit: Unit) -> tuple[str, tuple[str, ...]]:
    return unit.passage.document, unit.passage.section


def _close(asked: Question, ranked: Sequence[Match]) -> list[Unit]:
    margin = LIST_CLOSE if asked.asks & {"list", "comparison"} else CLOSE
    best = _whole_or_part(asked, ranked[0], ranked)
    chosen = [_widened(best.unit)]
    if ranked[0].opens:
        chosen += _beside_opening(asked, chosen, ranked)
    for match in ranked[1:]:
        if len(chosen) >= MOST_STATEMENTS or match.standing < ranked[0].standing - margin:
            break
        candidate = _whole_or_part(asked, match, ranked)
        if candidate.number < 0 or (best.number > 0 and candidate.number <= 0):
            continue
        unit = _widened(candidate.unit)
        held = [one for one in chosen if unit.overlaps(one)]
        if not held:
            chosen.append(unit)
        elif len(held) == 1 and held[0].said() < unit.said() and (unit.kind == "item" or unit.before):
            chosen[chosen.index(held[0])] = unit
    return chosen


def _told_by_rank(asked: Question, unit: Unit, read: Reading) -> list[Unit]:
    """The sentences of a unit's section that tell the scale asked for by ranks: "Grade 1 is …", "Grade 2 adds …"."""
    typed = asked.typed.casefold()
    told = [one for one in _section(unit, read) if rank(one)[:STEM] in typed and rank(one)]
    scale = [one for one in told if rank(one) == rank(told[0])]
    return scale[:MOST_RANKS] if len(scale) > 1 else []


def _beside_opening(asked: Question, chosen: Sequence[Unit], ranked: Sequence[Match]) -> list[Unit]:
    """What answers best in the section that the best unit opens: "The cause is unknown." says less than it."""
    floor = ranked[0].standing - LIST_CLOSE - FINDING * OPENS
    for match in ranked[1:]:
        if match.inside and match.standing >= floor and match.number >= 0:
            unit = _widened(_whole_or_part(asked, match, ranked).unit)
            if not any(unit.overlaps(one) for one in chosen):
                return [unit]
    return []


def _of_each_section(asked: Question, ranked: Sequence[Match]) -> list[Unit]:
    """The best of each section under the one that a broad question asks for; none where that has no several."""
    if not ranked[0].inside:
        return []
    best: dict[tuple[str, tuple[str, ...]], Unit] = {}
    for match in ranked:
        if match.inside and match.standing >= ranked[0].standing - SECTION_CLOSE:
            best.setdefault(_place(match.unit), _widened(_whole_or_part(asked, match, ranked).unit))
    return list(best.values())[:MOST_STATEMENTS] if len(best) > 1 else []


def _widened(unit: Unit) -> Unit:
    """A later sentence of a bullet with the bullet, which says of what it holds; all else as it is.

    A long bullet is left at that sentence, unless a lead-in denies it: under that, no later sentence is said alone.
    """
    bullet = unit.bullet()
    if unit.kind != "sentence" or bullet is unit:
        return unit
    long = len(bullet.own_words().split()) > BULLET_WORDS
    return unit if long and not any(denying(f"{lead}:") for lead in unit.lead_words()) else bullet


def _of_scale(asked: Question, unit: Unit, read: Reading) -> bool:
    """Whether others beside a row or a labelled item are told from it by what the question's number is of."""
    if unit.kind != "row" and not labelled(unit):
        return False
    return sum(covers(asked.numbers, one) != 0 for one in _scale(unit, read)) > 1


def _scale(unit: Unit, read: Reading) -> list[Unit]:
    """The rows of a unit's table or the items of its list, itself among them, then the other such of its section.

    Bullets that are sentences are a passage each.
    """
    kind = "row" if unit.kind == "row" else "item"
    return list(dict.fromkeys((*unit.siblings(), *(one for one in _section(unit, read) if one.kind == kind))))


def _section(unit: Unit, read: Reading) -> list[Unit]:
    """All that a unit's section can be quoted as saying."""
    return [
        one
        for key, passage in read.passages.items()
        if passage.kind == "body" and _place(unit) == (passage.document, passage.section)
        for one, _ in read.units_of(key)
    ]


def _covering(asked: Question, ranked: Sequence[Match], read: Reading) -> list[Unit]:
    """What covers the number asked about: a unit nearly as good as the best, else one of its scale."""
    near = [one.unit for one in ranked if one.standing >= ranked[0].standing - CLOSE]
    covering = (one for one in (*near, *_scale(ranked[0].unit, read)) if covers(asked.numbers, one) > 0)
    return [_widened(one) for one in covering][:1]


def _other_half(asked: Question, ranked: Sequence[Match], chosen: Sequence[Unit], read: Reading) -> Iterator[Unit]:
    """The best unit of whichever of two things named side by side nothing chosen speaks of."""
    joined = _told_apart(side_by_side(asked.text), chosen)
    if joined is None or ("comparison" not in asked.asks and any(all(map(common, one.split())) for one in joined)):
        return
    held = {name: [one for one in chosen if _speaks(one, name, read)] for name in joined}
    if all(held.values()) or not any(held.values()):
        return
    for match in ranked:
        if match.standing < ranked[0].standing - NAMED_CLOSE:
            return
        lacking = next(name for name in joined if not held[name])
        unvalued = bool(asked.asks & VALUES) and match.fits < 1
        if match.number < 0 or unvalued or any(match.unit.overlaps(one) for one in chosen):
            continue
        if _speaks(match.unit, lacking, read):
            yield _widened(match.unit)
            return


def _told_apart(joined: tuple[str, str] | None, chosen: Sequence[Unit]) -> tuple[str, str] | None:
    """Two names by what tells them apart: of "absolute and functional iron deficiency" the noun belongs to both, where
    what was chosen speaks of absolute (iron) deficiency.
    """
    if joined is None or " " in joined[0] or " " not in joined[1]:
        return joined
    first, own, *_, noun = joined[0], *joined[1].split()
    shared = re.compile(rf"\b{re.escape(first)}\b(?: [\w-]+)? {re.escape(noun)}\b", re.IGNORECASE)
    return (first, own) if any(shared.search(one.words()) for one in chosen) else joined


def _speaks(unit: Unit, name: str, read: Reading) -> bool:
    """Whether a unit is of what a name stands for: by its own words, its heading, or the sentence before it."""
    wanted = set(terms(name))
    before = unit.passage.parts[unit.own[0] - 1] if unit.own[0] else None
    said = [unit.words(), *unit.passage.section[-1:]]
    if before is not None:
        said.append(unit.passage.words(before.start, before.end))
    return bool(wanted) and wanted <= set(terms(" ".join(said)))


def _whole_or_part(asked: Question, match: Match, ranked: Sequence[Match]) -> Match:
    """The list an item stands in, when the question asks for no item in particular."""
    if match.unit.kind != "item" or match.number > 0:
        return match
    key = match.unit.passage.key
    near = [one for one in ranked if one.unit.passage.key == key]
    siblings = [one for one in near if one.unit.kind == "item" and one.unit.leads == match.unit.leads]
    whole = next(
        (
            one
            for one in near
            if one.unit.kind == "list"
            and one.unit.leads == match.unit.leads
            and set(match.unit.own) <= set(one.unit.own)
        ),
        None,
    )
    if whole is None or len(siblings) < 2:
        return match
    if "list" in asked.asks or any(map(_TOGETHER.search, match.unit.lead_words()[-1:])):
        return whole
    others = [one.standing for one in siblings if one is not match]
    return match if match.standing - max(others) > SINGLED_OUT else whole
