"""The one analyser: a text's terms for lexical matching. Nothing here is ever stored or shown.

A person types `>=20`, `mg/m2`, `dose dependent`; the article prints `≥20`, `mg/m²`, `dose-dependent`. Folding is for
matching only: NFKC would turn 10⁶ into 106, so superscripts are treated first.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from typing import Any

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_PLAIN = "0123456789+-"
_RAISED = str.maketrans(_SUPERSCRIPTS, _PLAIN)
_POWER = re.compile(f"(?<=[0-9])([{_SUPERSCRIPTS}]+)")
_FRACTION = re.compile(r"(?<=[0-9])(?=[¼-¾⅐-⅞])")
_FOLD = str.maketrans(
    {
        "\u00b5": "\u03bc",
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("’‘ʼ＇", "'"),
        "⁄": "/",
        "∕": "/",
        "∼": "~",
        "≧": "≥",
        "⩾": "≥",
        "≦": "≤",
        "⩽": "≤",
        **dict.fromkeys("→⟶➔⇒", " "),
    }
)
_COMPARATORS = (("->", " "), ("=>", "≥"), (">=", "≥"), ("=<", "≤"), ("<=", "≤"))

_NUMBER = r"\d++(?:[.,]\d++)*+(?:\^[+-]?\d++)?+|\.\d++"
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])'s\b")
_TOKEN = re.compile(rf"([≥≤<>~±])\s*(?=\.?\d)|((?:{_NUMBER})(?![^\W\d_]))(%?)|([^\W_]+(?:\.[^\W\d_])*)|([-/])")
_DOSE = re.compile(rf"({_NUMBER})([^\W\d_]+)")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")

_FUNCTION_WORDS = """
a about am an and any are as at be because been being but by can could did do does doing for from had has have having
he her here hers him his how i if in into is it its itself just let me might my of on or our ours please shall she
should so some such tell than that the their theirs them then there these they this those to us was we were what when
where which who whom whose why will with would you your yours
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that carry no subject. Negations and comparisons ("no", "not", "without", "more") are none of them."""

_per_thread = threading.local()


def terms(text: str) -> list[str]:
    """The terms of a text in order: folded, stop words left out, words stemmed.

    Of words joined by a hyphen or slash: each, and the joined whole. Of "≥20": `20`, `≥20`. Of "20%": `20`, `20%`.
    """
    found: list[str] = []
    compound: list[str] = []
    joints: list[str] = []
    end = -1
    comparator = ""
    for match in _TOKEN.finditer(folded(text)):
        sign, number, percent, word, joint = match.groups()
        adjacent = match.start() == end
        end = match.end()
        if joint:
            if adjacent and len(joints) == len(compound) - 1:
                joints.append(joint)
                continue
            found += _whole(compound, joints)
            compound, joints = [], []
            continue
        if not (adjacent and compound and len(joints) == len(compound)):
            found += _whole(compound, joints)
            compound, joints = [], []
        if sign:
            comparator = sign
            continue
        if number:
            plain = _number(number)
            found.append(plain)
            found += [plain + "%"] * bool(percent) + [comparator + plain] * bool(comparator)
            compound.append(plain)
        else:
            found += _word(word, comparator)
            # "5mg/kg" is a number and the unit "mg/kg".
            compound.append(word.lstrip("0123456789.,") or word)
        comparator = ""
    return found + _whole(compound, joints)


def folded(text: str) -> str:
    """A text for matching: one case, one hyphen, one micro sign, no ligatures or accents, powers written `10^6`."""
    text = _POWER.sub(lambda power: "^" + power.group(1).translate(_RAISED), text.translate(_FOLD))
    text = unicodedata.normalize("NFKD", _FRACTION.sub(" ", text).translate(_RAISED)).translate(_FOLD)
    kept = (char for char in text if char.isascii() or unicodedata.category(char) not in ("Mn", "Cf"))
    text = _POSSESSIVE.sub("", "".join(kept).casefold())
    for typed, meant in _COMPARATORS:
        text = text.replace(typed, meant)
    return text


def _number(printed: str) -> str:
    """A number as one term: `1,000` and `1000` alike, `.5` and `0.5`, `1.0` and `1`, `0,7` and `0.7`."""
    base, caret, power = printed.partition("^")
    base = base.replace(",", "") if _THOUSANDS.fullmatch(base) else base.replace(",", ".")
    if base.count(".") == 1:
        whole, _, decimals = base.partition(".")
        decimals = decimals.rstrip("0")
        base = f"{whole or '0'}.{decimals}" if decimals else whole or "0"
    return base + caret + power


def _word(word: str, comparator: str) -> list[str]:
    dose = _DOSE.fullmatch(word)
    if dose:
        number = _number(dose.group(1))
        return [number, *([comparator + number] * bool(comparator)), *_word(dose.group(2), "")]
    if word in STOP_WORDS:
        return []
    return [_stemmed(word.replace(".", ""))]


def _whole(compound: list[str], joints: list[str]) -> list[str]:
    """The joined whole of several words or numbers: `dosedepend`, `covid19`, `10-19`, `mg/m2`."""
    if len(compound) < 2 or all(word in STOP_WORDS for word in compound):
        return []
    if "/" in joints or not any(char.isalpha() for word in compound for char in word):
        return ["".join(a + b for a, b in zip(compound, [*joints[: len(compound) - 1], ""], strict=True))]
    return [_stemmed("".join(compound))]


def _stemmed(word: str) -> str:
    if not word.isalpha():
        return word
    stemmer: Any = getattr(_per_thread, "stemmer", None)
    if stemmer is None:
        # A stemmer keeps a cache of its own and may not be shared between threads.
        import Stemmer

        stemmer = _per_thread.stemmer = Stemmer.Stemmer("english")
    stem: str = stemmer.stemWord(word)
    return stem
