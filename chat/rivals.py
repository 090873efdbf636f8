"""Of two things that were named side by side: "the latter", "both", "and the other one?"."""

from __future__ import annotations

import re

from chat.topics import Topics

OTHER = re.compile(
    r"\bthe others?\b(?: (?:ones?|two|drugs?|options?|medicines?|treatments?)\b)?"
    r"(?=\W*(?:$|[?,.;:!]|\b(?:for|in|with|is|are|of|to)\b))",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    r"\b(?:the (?:first|second|third|last|former|latter|two|first two|one from|one of)(?: ones?)?|"
    r"which of (?:the two|them)|both)\b",
    re.IGNORECASE,
)
_ENDS = (
    r"(?=\W*(?:$|[,;:.?!]|(?:is|are|was|were|be|does|do|did|has|have|had|can|could|should|would|will|may|might|must|"
    r"as|for|in|if)\b))"
)
_BOTH = re.compile(
    r"\b(?:of (?:the two|them|these|those)(?: (?:ones|types|kinds|drugs|medicines|options|treatments|tests|groups))?|"
    rf"(?:both|the two)(?: of (?:them|these|those))?{_ENDS}|"
    r"(?:(?<=are )|(?<=were )|(?<=do )|(?<=can )|(?<=should ))(?:both|the two))\b",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"\bthe (?:former|first one|first{_ENDS})(?! of\b)", re.IGNORECASE)
_SECOND = re.compile(rf"\bthe (?:latter|second one|second{_ENDS})(?! of\b)", re.IGNORECASE)
_ALONE = re.compile(
    r"(?:(?:and|but|so|or|then|ok(?:ay)?|(?:what|how) about|what of)[,\s]+)*"
    r"(?:(?:for|with|from|of|in|on|by|to|after) )?"
    r"the (?:(?P<first>former|first)|(?P<second>latter|second)|other)"
    r"(?: (?:one|drug|option|medicine|treatment|method|test))?(?:[,\s]+(?:then|too|as well|instead))?\W*",
    re.IGNORECASE,
)
"""Nothing but one of the two: "And for the other one?"."""


def by_name(asked: str, topics: Topics) -> str:
    """The question with the names of two things that were named side by side: "which of the two", "the latter"."""
    pair = topics.pair()
    if pair is None:
        return asked

    def both(said: re.Match[str]) -> str:
        together = " and ".join(pair)
        return f"of {together}" if said[0].lower().startswith("of") else f"both {together}"

    return _BOTH.sub(both, _SECOND.sub(pair[1], _FIRST.sub(pair[0], asked)))


def turned(asked: str, last: str, topics: Topics) -> str:
    """Of the kind of "And the other one?": the previous question with one of the two in the place of its rival.

    Nothing where that question names neither of them, or both.
    """
    alone, pair = _ALONE.fullmatch(asked.strip()), topics.pair()
    if alone is None or pair is None:
        return ""
    said = [bool(_whole(one).search(last)) for one in pair]
    if said[0] == said[1]:
        return ""
    meant, rival = pair if said[1] else pair[::-1]
    called = pair[0] if alone["first"] else pair[1] if alone["second"] else meant
    return _whole(rival).sub(lambda _: meant, last) if called == meant else ""


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
