"""How a question was read, in short: what was changed in it, where the whole would be the same long text again."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from chat.page.inert import visible

WHOLE = 200
"""Characters of a reading that are shown as they are."""
_AROUND = 6
"""Words on either side of one that was changed."""
_HEAD, _TAIL = 120, 70


@lru_cache(maxsize=512)
def shortened(reading: str, question: str) -> str:
    """The reading; of a long one the words that differ from the question, with a little around them."""
    reading = visible(reading)
    if len(reading) <= WHOLE:
        return reading
    words = reading.split(" ")
    shown = _stretches(words, sorted(_changed(words, visible(question).split(" "))))
    if 0 < len(shown) <= WHOLE:
        return shown
    head, tail = reading[:_HEAD], reading[-_TAIL:]
    return f"{head.rsplit(' ', 1)[0]} … {tail.split(' ', 1)[-1]}"


def _changed(words: list[str], asked: list[str]) -> set[int]:
    """The places of the words that were changed, or stand around something that was."""
    near: set[int] = set()
    for change, _, _, first, last in SequenceMatcher(None, asked, words, autojunk=False).get_opcodes():
        if change != "equal":
            near.update(range(max(0, first - _AROUND), min(len(words), last + _AROUND)))
    return near


def _stretches(words: list[str], places: list[int]) -> str:
    """The words at these places, with a mark for what is left out between, before and behind them."""
    said: list[str] = []
    last = -1
    for place in places:
        said += ["…", words[place]] if place > last + 1 else [words[place]]
        last = place
    return " ".join([*said, "…"] if said and last < len(words) - 1 else said)
