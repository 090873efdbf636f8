"""Questions for what a thing is ("What is foot drop?"): whether words say so, or only mention the thing.

A sentence that mentions a thing is as near to such a question as one that says what it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_THING = r"(?:an? |the |this |that )?(?P<{}>[\w'’+-]+(?: [\w'’+-]+){{0,3}}?)"
_TAIL = r"(?: exactly| anyway| actually| please| mean| stand for| means)*\W*$"
_ASKS = re.compile(
    r"^\W*(?:so|ok(?:ay)?|and|but|right|sorry)?\W*(?:"
    rf"what(?:['’]?s| is) {_THING.format('named')}|"
    rf"what do(?:es)? {_THING.format('meant')}(?= mean| stand)|"
    rf"define {_THING.format('defined')}){_TAIL}",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"\b(?:of|for|in|on|with|to|at|by|from|under|behind|after|before|between|about|it|its|they|them|their|this|that|these|those|one|others?|"
    r"he|she|you|your|my|our|his|her|used|given|done|next|first|second|best|worst|right|normal|usual|safe|dos(?:e|es|age)|"
    r"risks?|treatments?|symptoms?|signs?|causes?|options?|alternatives?|outlook|prognosis|evidence|target|chances?|effects?|"
    r"level|limit|rate|cut-?offs?|criteria|grade|stage|class|step|type|schedule|page|article|authors?|date|title|like|"
    r"\w+[^e\W]ed)\b|\d",
    re.IGNORECASE,
)
"""What is asked for beside the thing, or a word that names nothing by itself."""

_VERBS = r"is|are|was|means?|refers? to|describes?|consists? of|stands? for|occurs? when|comprises?"
_OF_IT = (
    r"not|also|often|treated|managed|given|used|diagnosed|caused|seen|found|recommended|advised|offered|more|less|most|"
    r"common|rare|likely|safe|required|needed|associated|related"
)
"""Behind "is" they tell something of a thing, and not what it is."""
_NO_MORE = r"may|might|can|could|should|must|will|would|do|does|has|have|had|is|are|was|were|also|often|needs?\b"
_SAYING = (
    rf"{{0}}(?: \w+){{{{0,2}}}} (?:{_VERBS})\b(?! (?:{_OF_IT})\b)",
    r"{0}\s?[:=–—]",
    r"{0}, (?:an?|the|which|that is|or)\b",
    r"\({0}\W|{0}(?<=\))",
    rf"(?:^|[.:;] )(?:in |an? |the )?{{0}},? (?!{_NO_MORE})\w+",
    r"\b(?:called|termed|named|known as|as|or|is|:) (?:an? |the )?[\"“‘']?{0}",
)
"""How words say what a thing is, `{0}` in its place: "Spasm is …", "Spasm: …", "(spasm)", "called spasm"."""


_ENDING = re.compile(r"['’]?s$")


def asked_for(question: str) -> str:
    """The thing whose meaning is all that a question asks for; empty where it asks for anything else."""
    found = _ASKS.match(question)
    named = next(filter(None, found.groups()), "") if found else ""
    return "" if _DETAIL.search(named) else named


def says_what(words: str, named: str) -> bool:
    """Whether words say what a thing is: it is something, opens what is said of it, or is a name that they give."""
    thing = rf"(?<![\w-])(?:{'|'.join(_names(_plain(named)))})(?![\w-])(?:\W*\([^)]*\))?"
    return any(re.search(pattern.format(thing), _plain(words), re.IGNORECASE) for pattern in _SAYING)


def _plain(text: str) -> str:
    """Without accents: "Behçet", "Ménière"."""
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def _names(named: str) -> Iterator[str]:
    """A thing's whole name, and the noun it ends with where nothing else stands by it: a page about refractory disease
    goes on to call it "the disease", which "coeliac disease" is not.
    """
    yield _any_number(named)
    words = named.split()
    if len(words) > 1 and len(words[-1]) > 4:
        yield rf"(?:(?<=\bthe )|(?<=\ba )|(?<=\ban )|(?<=\bthis )|(?<=\bsuch )|(?<=[.:;] )|^){_any_number(words[-1])}"


def _any_number(name: str) -> str:
    """Singular and plural, and a discoverer's name with its ending or without: "Bell's palsy", "Bell palsy"."""
    return " ".join(f"{re.escape(_ENDING.sub('', word))}(?:e?s|['’]s)?" for word in name.split())
