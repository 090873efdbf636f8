"""Words that clinicians and lay readers use for one thing: a statement may use either."""

from __future__ import annotations

from chat.gate.vocabulary import entries
from chat.gate.words import stem

_GROUP_OF: dict[str, frozenset[int]] = {}
for _number, _line in enumerate(entries("synonyms")):
    for _word in _line.split():
        _GROUP_OF[stem(_word)] = _GROUP_OF.get(stem(_word), frozenset()) | {_number}


def synonymous(one: str, other: str) -> bool:
    """Whether two lower-cased words are names of one thing."""
    return bool(_GROUP_OF.get(stem(one), frozenset()) & _GROUP_OF.get(stem(other), frozenset()))
