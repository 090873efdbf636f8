"""Whether fingers that meant one word may have typed the other: a swap, a letter doubled or dropped, the next key."""

from __future__ import annotations

_ROWS = (("qwertyuiop", 0.0), ("asdfghjkl", 0.25), ("zxcvbnm", 0.75))
_PLACES = {key: (column + shift, row) for row, (keys, shift) in enumerate(_ROWS) for column, key in enumerate(keys)}
_ENDINGS = ("tion", "sion", "xion", "ture")
"""Of these words a stem with another letter is another word: infarction and infection, stricture and structure."""
_NO_SLIP = 3


def slipped(typed: str, held: str, distance: int) -> bool:
    """Whether `typed` may be `held`, so many edits away; both lower case.

    One edit may be any but between two words of one ending, whose stems would then differ: there it has to be a swap,
    or a letter doubled or dropped. Two have to be slips of the fingers, or the same letters in another order.
    """
    if any(typed.endswith(ending) and held.endswith(ending) for ending in _ENDINGS):
        return _slips(typed, held, keys=False) <= 1
    return distance <= 1 or sorted(typed) == sorted(held) or _slips(typed, held) <= distance


def _slips(typed: str, held: str, keys: bool = True) -> int:
    """How many slips turn `held` into `typed`; an edit that is none counts as three."""
    before: list[int] = []
    last = list(range(len(held) + 1))
    for i, letter in enumerate(typed, 1):
        doubled = i > 1 and typed[i - 2] == letter
        row = [last[0] + (1 if doubled else _NO_SLIP)]
        for j, meant in enumerate(held, 1):
            wrong = 0 if letter == meant else 1 if keys and _beside(letter, meant) else _NO_SLIP
            ways = [last[j - 1] + wrong, row[j - 1] + 1, last[j] + (1 if doubled else _NO_SLIP)]
            if i > 1 and j > 1 and letter == held[j - 2] and typed[i - 2] == meant:
                ways.append(before[j - 2] + 1)
            row.append(min(ways))
        before, last = last, row
    return last[-1]


def _beside(a: str, b: str) -> bool:
    if a not in _PLACES or b not in _PLACES:
        return False
    (x, row), (y, other) = _PLACES[a], _PLACES[b]
    return abs(x - y) <= 1 and abs(row - other) <= 1
