"""What readers call what documents call otherwise: brand names, clinicians' shorthand, patients' words.

General knowledge, written down for this program (`chat/words/thesaurus`). A line is `asked; asked = held; held`, the
likeliest first; `levodopa + carbidopa` is held where both are. It serves finding alone: what is said is still the
documents' own words, and a word that the library itself holds is never put into another.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from chat.phrases import word_list

LISTS = ("medicines", "shorthand", "symptoms", "conditions")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_GAP = re.compile(r"[-\s/&+]*")
_PARTS = " + "
_NO_MEDICINES = word_list("no_medicines")
"""Names of substances that are said of much else, or of many medicines."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """A stretch of a question, and what the library calls it."""

    start: int
    end: int
    asked: str
    held: str


@dataclass(frozen=True, slots=True)
class _Entry:
    held: tuple[str, ...]
    written: str
    """How it must be written to be meant, but for a plural's ending: an abbreviation that is a word of the language
    besides ("ALL"); empty for all others."""


@dataclass(frozen=True, slots=True)
class _Thesaurus:
    entries: Mapping[str, _Entry]
    """By what is asked, as `name_of` writes it."""
    longest: int
    """Words that a name has at most."""
    opening: Mapping[str, frozenset[str]]
    """The names of several words, asked or held, by their first word."""


def synonyms(text: str, holds: Callable[[str], bool]) -> list[Synonym]:
    """What of a text the library does not hold, by its likeliest other name that it does; in order.

    What the text names both ways is left alone, and so are two things that would become one.
    """
    said = f" {name_of(text)} "
    found = [one for one in _put_otherwise(text, holds) if f" {name_of(one.held)} " not in said]
    shared = Counter(one.held for one in found)
    return [one for one in found if shared[one.held] == 1]


def put_in(text: str, found: Sequence[Synonym]) -> str:
    """The text with what the library calls otherwise in its words."""
    for one in reversed(found):
        text = text[: one.start] + one.held + text[one.end :]
    return text


def _put_otherwise(text: str, holds: Callable[[str], bool]) -> Iterator[Synonym]:
    words = list(_WORD.finditer(text))
    plain = [_plain(word[0]) for word in words]
    place = 0
    while place < len(words):
        count, entry = _longest(text, words[place:], plain[place:])
        start, end = words[place].start(), words[place + count - 1].end()
        place += count
        if entry is None or holds(text[start:end]):
            continue
        held = next((one for one in entry.held if _all_held(one, holds)), "")
        if held:
            yield Synonym(start, end, text[start:end], _listed(held.split(_PARTS)))


def _longest(text: str, words: Sequence[re.Match[str]], plain: Sequence[str]) -> tuple[int, _Entry | None]:
    """The longest listed name that some words begin with, and how many words that has; one word where there is none."""
    thesaurus = _thesaurus()
    for count in range(min(thesaurus.longest, len(words)), 0, -1):
        entry = thesaurus.entries.get(" ".join(plain[:count]))
        if entry is None:
            continue
        asked = text[words[0].start() : words[count - 1].end()]
        if entry.written and asked not in (entry.written, f"{entry.written}s"):
            continue
        if all(_GAP.fullmatch(text, a.end(), b.start()) for a, b in pairwise(words[:count])):
            return count, entry
    return 1, None


def _all_held(name: str, holds: Callable[[str], bool]) -> bool:
    return all(map(holds, name.split(_PARTS)))


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def is_listed(word: str) -> bool:
    """Whether a word is one that readers are known to ask by."""
    return name_of(word) in _thesaurus().entries


def named_in(text: str) -> Iterator[str]:
    """The listed names of several words that stand in a text, asked or held, as `name_of` writes them."""
    opening = _thesaurus().opening
    words = name_of(text).split()
    for place, word in enumerate(words):
        if word in opening:
            rest = " ".join(words[place : place + _thesaurus().longest]) + " "
            yield from (name for name in opening[word] if rest.startswith(f"{name} "))


def medicines(text: str) -> frozenset[str]:
    """The substances that a text names, each by one of its names; by brands and other spellings, too."""
    substances = _substances()
    words = name_of(text).split()
    return frozenset().union(*(substances[word] for word in words if word in substances))


def name_of(text: str) -> str:
    """Words as the lists are looked through: lower case, without the endings of plurals and possessives."""
    return " ".join(_plain(word) for word in _WORD.findall(text))


def _plain(word: str) -> str:
    if word.isupper():
        return word.lower()  # The S of CRPS is no plural's.
    low = word.lower().replace("’", "'").removesuffix("'s").replace("'", "")
    return low[:-1] if len(low) > 3 and low.endswith("s") and not low.endswith("ss") else low


@lru_cache(maxsize=1)
def _thesaurus() -> _Thesaurus:
    held: defaultdict[str, dict[str, None]] = defaultdict(dict)
    written: dict[str, str] = {}
    names: set[str] = set()
    for asked, others in (entry for name in LISTS for entry in entries(name)):
        for one in asked:
            held[name_of(one)].update(dict.fromkeys(others))
            if one != one.lower():
                written.setdefault(name_of(one), one)
            else:
                written[name_of(one)] = ""
        names.update(name_of(one) for name in (*asked, *others) for one in name.split(_PARTS))
    listed = {name: _Entry(tuple(others), written[name]) for name, others in held.items()}
    opening: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        if " " in name:
            opening[name.split()[0]].add(name)
    longest = max(len(name.split()) for name in names)
    return _Thesaurus(listed, longest, {first: frozenset(some) for first, some in opening.items()})


@lru_cache(maxsize=1)
def _substances() -> Mapping[str, frozenset[str]]:
    """By each name of one word: what it is, or what it is made of."""
    called: dict[str, str] = {}
    made: dict[str, list[str]] = {}
    for asked, held in entries("medicines"):
        names = [name_of(name) for name in (*asked, *held) if _PARTS not in name]
        parts = next((name.split(_PARTS) for name in held if _PARTS in name), None)
        if parts is None:
            known = next((called[name] for name in names if name in called), name_of(held[0]))
            called.update({name: called.get(name, known) for name in names})
        else:
            made.update({name: [name_of(part) for part in parts] for name in names})
    for part in (one for parts in made.values() for one in parts):
        called.setdefault(part, part)
    passed_over = set(map(name_of, _NO_MEDICINES))
    substances = {name: {of} for name, of in called.items()} | {
        name: {called[part] for part in parts} for name, parts in made.items()
    }
    meant = {name: frozenset(of - passed_over) for name, of in substances.items() if name not in passed_over}
    return {name: of for name, of in meant.items() if of and " " not in name}


def entries(name: str) -> Iterator[tuple[list[str], list[str]]]:
    """The lines of a list: what is asked, and what may be held."""
    for line in (files("chat") / "words" / "thesaurus" / f"{name}.txt").read_text("utf-8").splitlines():
        asked, _, held = line.partition(" = ")
        yield asked.split("; "), held.split("; ")
