"""Text as the gate compares it: folded characters, words with their stems and where they stand.

Folding is for matching only; nothing folded is ever shown or stored.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from chat.gate.vocabulary import keyed, listed

_TABLE = str.maketrans(
    {
        "µ": "u", "μ": "u", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "’": "'", "‘": "'", "“": '"',
        "”": '"', "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\u00a0": " ", "\u2009": " ", "\u202f": " ",
        "\u2007": " ", "\u00ad": "", "\u200b": "", "×": "x", "➔": "→", "⟶": "→", "➝": "→", "½": " 1/2", "¼": " 1/4",
        "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "⩾": "≥", "⩽": "≤", "≧": "≥", "≦": "≤", "％": "%",
    }
)  # fmt: skip
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
MEASURED = re.compile(
    r"\s*(?:%|(?:(?:[kmnuµμ]|mc)?g|[dmuµμ]?[lL]|[mnuµμ]?mol|mmHg|mEq|IU|units?|micrograms?|milligrams?|grams?|tablets?)\b)"
)
"""What makes a figure of the number before it, which in brackets would be a citation."""
_ANSWER_MARKER = re.compile(rf"\s*\[\d{{1,3}}(?:\s*[,;–-]\s*\d{{1,3}})*\](?!{MEASURED.pattern})")
_WORD = re.compile(r"\d+(?:[.,]\d+)*(?![\w])|(?:[^\W_]+(?:'[^\W\d_]+)*)")
_SUFFIXES = frozenset(listed("suffixes"))
STOP = frozenset(listed("stop"))
"""Words that carry no content of their own; some of them are read by the checks of negation and qualifiers."""
_stemmer = Stemmer.Stemmer("english")
_stemming = threading.Lock()  # PyStemmer's C object is not safe to share between threads


def without_answer_markers(text: str) -> str:
    """The statement without citations such as `[1]` or `[2, 3]`, as the check reads it."""
    return _ANSWER_MARKER.sub("", text)


def fold(text: str) -> str:
    """Characters folded for matching: one dash, one micro sign, exponents as `^6`, raised reference numbers dropped."""

    def raised(match: re.Match[str]) -> str:
        digits = match[0].translate(_SUPERSCRIPTS)
        before = text[: match.start()]
        if before.endswith("10") or digits.startswith("-"):
            return "^" + digits
        return digits if re.search(r"(?:\b|/)[cdkm]?m$", before) else ""

    return _RAISED.sub(raised, text).translate(_TABLE)


_IRREGULAR = {form: base for base, forms in keyed("irregular").items() for form in forms}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Snowball stem of a lower-cased word, irregular forms taken to their base first."""
    with _stemming:
        return str(_stemmer.stemWord(_IRREGULAR.get(word, word)))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a folded text."""

    text: str
    key: str
    """Lower-cased."""
    stem: str
    start: int
    end: int
    """Offsets in the folded text."""


def words(folded: str) -> tuple[Word, ...]:
    """The words of a folded text in order; hyphenated ones fall apart, decimals do not."""
    found = []
    for match in _WORD.finditer(folded):
        key = match[0].lower().removesuffix("'s")
        found.append(Word(match[0], key, stem(key), match.start(), match.end()))
    return tuple(found)


def kin(one: str, other: str) -> bool:
    """Whether two lower-cased words are forms of one: `neuropathy`, `neuropathic`; not `prednisone`, `prednisolone`."""
    if one == other or stem(one) == stem(other):
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    if shared < 5:
        return False
    rest, other_rest = one[shared:], other[shared:]
    return (not rest or rest in _SUFFIXES) and (not other_rest or other_rest in _SUFFIXES)
