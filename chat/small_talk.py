"""Thanks and greetings, told from the question that they stand around.

A word that may as well describe a thing ("right", "cool", "nice") is one only where it is a clause by itself:
"Right. And in children?" opens with one, "Right ventricular failure?" does not.
"""

from __future__ import annotations

import re

_THANKS = (
    r"(?:no |many |ok(?:ay)? )?(?:thanks|thank (?:you|u)|thx|tysm)(?! to\b)(?:,? (?:doctor|doc|footnote))?"
    r"(?: (?:(?:so|very) much|a lot|a million|again))?(?: for (?:that|this|(?:all )?(?:the|your) \w+))?"
)
_ALWAYS = (
    rf"{_THANKS}|cheers|much appreciated|ok(?:ay)?|wow|hmm+|"
    r"(?:hi|hello|hey)(?: (?:there|footnote|doctor|doc|all|everyone))?|sorry|"
    r"please|by the way|one (?:more|last)(?: thing| question)?|another question|quick question|"
    r"(?:i )?hope you can help(?: me)?|no worries|goodbye|bye"
)
_PRAISE = r"great|perfect|cool|nice|good|interesting|fine|helpful|useful|clear|excellent|brilliant|lovely"
_ALONE = (
    rf"{_PRAISE}|right|all ?right|sure|well|understood|i see|got it|(?:that )?makes sense|good to know|very helpful|"
    rf"that(?:'s|’s| is| was) (?:(?:very|really) )?(?:{_PRAISE}|all)|good (?:morning|afternoon|evening|day)|"
    r"you are (?:very )?kind|(?-i:[Tt]a)(?: very much)?|brill|fab|noted|gotcha|that helps|will do"
)
_ASKED = r"what|how|why|when|where|which|who|whom|whose"
_NEXT = (
    rf"{_ASKED}|is|are|was|were|do|does|did|can|could|should|would|will|may|might|must|has|have|and|but|so|then|if|for|in|i|"
    r"my|we|she|he|it|they|the|this|that|there|tell|explain|give|show|list|now|also"
)
_CLAUSE_ENDS = (
    rf"(?=\s*(?:$|[.!…])|\s+[–—-]\s|\s*,\s*(?:{_NEXT}|{_ALWAYS}|{_ALONE})(?![\w-])|\s+(?:{_ASKED}|{_THANKS})\b)"
)
_FIRST = re.compile(rf"\W*(?:(?:{_ALWAYS})(?![\w-])|(?:{_ALONE})(?![\w-]){_CLAUSE_ENDS})[\s,.!;:–-]*", re.IGNORECASE)
_LAST = re.compile(
    rf"(?:(?<=[?.!])\s*(?:(?:{_ALWAYS}|{_ALONE})(?![\w-])[\s,.!]*)+|\s*,\s*(?:{_THANKS}|cheers|please)[\s.!]*)$",
    re.IGNORECASE,
)


def without_small_talk(question: str) -> str:
    """The question without the thanks and greetings around it; empty when nothing else was said."""
    text = rest = question.strip()
    while (first := _FIRST.match(rest)) is not None:
        rest = rest[first.end() :]
    rest = rest.strip()
    if rest != text and rest:
        rest = rest[0].upper() + rest[1:]
    return _LAST.sub("", rest)
