"""Full stops that end no sentence: behind an abbreviation."""

from __future__ import annotations

import re

_ANYWHERE = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|Dr|Fig|No|approx|al|etc|cf|ca|Mr|Mrs|St|Prof|resp|incl)|(?:^|\s)[A-Z])\.$"
)
_BEFORE_FIGURE = re.compile(
    r"\b(?:max|min|refs?|nos?|pp?|vol|i\.v|i\.m|s\.c|p\.o|o\.d|b\.d|t\.d\.s|q\.d\.s|a\.m|p\.m)\.$"
)


def before_figure(said: str, following: str) -> bool:
    """Whether a text ends with what is short for something only before a number, and one follows: "max. 50 mg"."""
    return following[:1].isdigit() and bool(_BEFORE_FIGURE.search(said))


def abbreviated(said: str, following: str) -> bool:
    """Whether the full stop that a text ends with belongs to an abbreviation, given what follows it."""
    return bool(_ANYWHERE.search(said)) or before_figure(said, following)
