"""Words that exclude one another, and words that limit what is said."""

from __future__ import annotations

from chat.gate.vocabulary import entries, keyed, listed
from chat.gate.words import stem

HEDGES = frozenset(listed("hedges"))
"""A passage that hedges supports no plain claim."""
SOFTER = HEDGES | frozenset(listed("softer"))
"""Words by which a statement says less than surely."""
FREQUENCIES = {word: int(level) for level, words in keyed("frequencies").items() for word in words}
"""How often, from never (0) to always (6)."""
QUANTIFIERS = {word: int(level) for level, words in keyed("quantifiers").items() for word in words}
"""How many, from none (0) to all (6)."""
CERTAINTIES = frozenset(listed("certainties"))
"""Words that widen or sharpen a claim; the passage has to hold one of its own kind."""
LIMITS = frozenset(listed("limits"))
"""Words of a passage that a statement about the same thing has to keep."""
TURNING = LIMITS | SOFTER | frozenset(listed("turning"))
"""Words that, left out of a quotation, may turn what it says."""
LIKE = keyed("alike")
"""By a certain or limiting word, those that say as much."""

_SIDES: dict[str, tuple[tuple[int, int], ...]] = {}
for _group, _line in enumerate(entries("opposites")):
    for _side, _words in enumerate(_line.split("|")):
        for _key in {form for word in _words.split() for form in (word, stem(word))}:
            _SIDES[_key] = (*_SIDES.get(_key, ()), (_group, _side))


def sides(key: str) -> tuple[tuple[int, int], ...]:
    """The (group, side) pairs of a lower-cased word; words of different sides of a group exclude one another."""
    return _SIDES.get(key) or _SIDES.get(stem(key), ())
