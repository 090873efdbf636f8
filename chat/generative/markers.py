"""What a model wrote, as plain words and the numbers of quotations it cites; anything else it wrote is taken out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from chat.gate.words import MEASURED

_ODD = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^)]*\)")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
_TAG_NAMES = (
    "a|abbr|audio|b|blockquote|body|br|button|cite|code|dd|del|details|div|dl|dt|em|embed|font|form|h[1-6]|head|hr|html|"
    "i|iframe|img|input|ins|kbd|label|li|link|mark|meta|object|ol|p|pre|q|s|samp|script|section|small|span|strike|"
    "strong|style|sub|summary|sup|svg|table|tbody|td|textarea|th|thead|think|thinking|title|tr|tt|u|ul|var|video"
)
_TAG = re.compile(
    rf"</?(?:{_TAG_NAMES})(?:\s+[^<>]*=[^<>]*|\s*/?)>|<[!?][^<>]*>|<\|.*?\|>|</?(?:{_TAG_NAMES})?\s*$", re.IGNORECASE
)
_BOUND = re.compile(r"<(?=[A-Za-z!?/])")
"""What is no tag is a bound, as in "<LLN": its words stay."""
_ADDRESS = re.compile(
    r"\(?(?:(?:https?|ftp|file):/+|(?:javascript|vbscript|mailto):|data:\w+/|\bwww\.)\S*", re.IGNORECASE
)
_BRACKETS = re.compile(r"[\[［【〔]([^\[\]［］【】〔〕]*)[\]］】〕]")
_STRAY = re.compile(r"[\[\]［］【】〔〕]")
_ONE = r"[^\W\d_]{0,9}[\s.#^]{0,2}\d+"
_CITING = re.compile(rf"\s*(?:{_ONE})(?:\s*(?:[,;/&–—-]|and|to)\s*(?:{_ONE}))*\s*", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,4})\s*(?:[–—-]|to)\s*(\d{1,4})", re.IGNORECASE)
_LETTERED = re.compile(r"[^\W\d_]\s?\d")
_NAMED = re.compile(r"\s*[A-Z]{1,3}\s?\d{1,3}\s*")
_GOES_ON = re.compile(r"\s+[a-z]")
_RAISED = re.compile(r"(?<=[.,;:!?)”\"])\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|(?<=[^\W\d_]{4})[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\s[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?=[\s.,;]|$)")
_EMPHASIS = re.compile(r"(?<!\w)([*_]{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_SIGNS = re.compile(r"`+|^\s*(?:#{1,6}|>+)\s+|\*{2,}")
_ATTRIBUTED = re.compile(
    r"^\s*(?:according to|as (?:stated|noted|mentioned) in|based on|in)\s+(?:the\s+)?(?:quotation|passage|source)s?"
    r"(?:\s*\x00)?(?:\s+and\s*\x00)?\s*,\s*",
    re.IGNORECASE,
)
_STOPPED_TWICE = re.compile(r"(?<=[.!?])((?:\s*\x00)+)\s*\.")
"""A full stop before a citation and another one behind it: "… is modified. [1]."."""
_VERDICT = re.compile(
    r"^\s*(?:yes|no|correct|incorrect|true|false|right|wrong)\s*(?:[,.;:!]\s+|\s[–-]\s+|—\s*)(?=\S)", re.IGNORECASE
)
"""A verdict on the question is no claim that a passage could support; what follows it is. A hyphen makes a word."""
WIDEST = 9
"""How many quotations a range such as [1-3] may name."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a model's: words that hold nothing like a citation, and what it cites."""

    text: str
    numbers: tuple[int, ...]
    """Of quotations that were given this turn, in order, each once; empty when it cites none that was."""


def parsed(sentence: str, given: int) -> Said:
    """Tell a sentence's citations of quotations 1 to `given` from its words.

    A marker that names none of them ([S99], [0], [a1]) is dropped; links keep their words, images and HTML go.
    """
    seen = "".join(one if one not in "\r\n\t\u2028\u2029" else " " for one in sentence)
    seen = "".join(one for one in seen if unicodedata.category(one) not in _ODD)
    numbers: list[int] = []

    def taken(match: re.Match[str]) -> str:
        inside = unicodedata.normalize("NFKC", match[1])
        if not inside.strip("\x00 ,;"):
            return "\x00"
        if not _CITING.fullmatch(inside):
            return f"({match[1]})" if match[1].strip() else ""
        after = match.string[match.end() :]
        if MEASURED.match(after) or (_LETTERED.search(inside) and _NAMED.fullmatch(inside) and _GOES_ON.match(after)):
            return f"({match[1]})"  # "[500] mg", "vitamin [B12] deficiency": a sentence loses no word from its middle
        numbers.extend(number for number in _numbers(inside) if 1 <= number <= given)
        return "\x00"

    before = None
    while before != seen:
        # What is taken out may close a gap that makes another.
        before = seen
        seen = _TAG.sub(" ", _COMMENT.sub(" ", _LINK.sub(r"[\1]", _IMAGE.sub(" ", seen))))
        seen = _EMPHASIS.sub(r"\2", _SIGNS.sub("", _ADDRESS.sub(" ", seen)))
    before = None
    while before != seen:
        before = seen
        seen = _BRACKETS.sub(taken, seen)
    seen = _ATTRIBUTED.sub("", _VERDICT.sub("", _STOPPED_TWICE.sub(r"\1", seen)))
    seen = _RAISED.sub("", _STRAY.sub(" ", seen.replace("\x00", " ")))
    text = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(seen.split()))
    text = _BOUND.sub("< ", re.sub(r"\(\s*\)", "", text)).strip(" -–•*")
    return Said(
        text[:1].upper() + text[1:] if sentence.lstrip()[:1] != text[:1] else text, tuple(dict.fromkeys(numbers))
    )


def _numbers(inside: str) -> Iterator[int]:
    if _LETTERED.search(inside) and not re.search(r"(?i)quotation|passage|source", inside):
        return  # [S99], [ref 4]: not how quotations are numbered
    for one in re.split(r"[,;/&]|\band\b", inside):
        span = _RANGE.search(one)
        if span:
            first, last = int(span[1]), int(span[2])
            if first <= last < first + WIDEST:
                yield from range(first, last + 1)
        elif found := re.search(r"\d{1,6}$", one.strip()):
            yield int(found[0])
