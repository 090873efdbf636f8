"""Units of measure and of time, each with what one is worth in its base."""

from __future__ import annotations

import re

from chat.gate.vocabulary import entries, listed

UNITS: dict[str, tuple[str, float]] = {}
"""By a unit's lower-cased name: its base and how much of it one is."""
for _line in entries("units"):
    _base, _, _names = _line.partition(":")
    for _name in _names.split(","):
        UNITS[_name.strip()] = (_base.split()[0], float(_base.split()[1]))
LABELS = frozenset(listed("labels"))
"""Scales whose points are numbers: grade 3, day 14."""


def compound(text: str) -> tuple[str, str]:
    """The rest of a compound unit as (denominator, time): `/kg/day` is (`/kg`, `/day`)."""
    parts = [part.strip().lower() for part in re.split(r"/|\b(?:per|an?|each)\b", text) if part.strip()]
    below, time = [], ""
    for part in parts:
        part = re.sub(r"square (?:metre|meter)s?", "m2", part).replace("kilogram", "kg")
        canonical, factor = UNITS.get(part.rstrip("."), (part, 1.0))
        if canonical in ("day", "month") and part not in ("m",):
            time = f"/{canonical}*{factor:g}"
        else:
            below.append("/" + (part if canonical in ("mg", "ml") else canonical))
    return "".join(below), time
