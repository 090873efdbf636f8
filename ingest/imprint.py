"""Lines that say which version a document is, from when and until when: "Version 3.1 · Updated on 4 May 2025"."""

from __future__ import annotations

import re

from ingest.furniture import DATE

LONGEST = 400
"""Characters of a line that says no more than that."""
THING = (
    r"(?:(?:(?:this|the)\s)?(?:(?:patient|information|clinical)\s){0,2}"
    r"(?:leaflet|guid(?:eline|ance)|document|page|policy|protocol|article|fact\s?sheet|version|card|text|summary)\s"
    r"(?:was\s|is\s)?)?"
)
DONE = (
    r"(?:first\s|last\s)?(?:updated|written|approved|issued|published|reviewed|revised|produced|ratified|created|prepared|"
    r"modified|amended)"
)
WHOM = r"by\s[^\d;]{2,80}"
PARTICULAR = (
    rf"{THING}{DONE}(?:\s(?:on|in))?\s?[:–-]?\s?{DATE}(?:,?\s{WHOM})?",
    rf"{THING}{DONE}\s{WHOM}(?:\s(?:on|in)|,)\s{DATE}",
    rf"{THING}(?:(?:next|planned|due\sfor)\s)?review(?:\s(?:date|due|is|planned)){{0,2}}(?:\s(?:on|in|by))?\s?[:–-]?\s?{DATE}",
    rf"{THING}(?:valid|in\sforce|effective)\s(?:until|till|to|from|through)\s{DATE}(?:\s?(?:to|until|[–-])\s?{DATE})?",
    rf"(?:date\sof\s(?:issue|publication|approval|(?:next\s)?review)|expir(?:es|y\sdate))(?:\son)?\s?:?\s?{DATE}",
    r"(?:version|edition|revision)\s(?:no\.?\s|number\s)?:?\s?\d[\w.]*|\d{1,2}(?:st|nd|rd|th)\sedition",
    r"(?:review\sstatus|publisher|published\sby|(?:written|prepared|approved)\sby|authors?|document\sowner)\s?:\s.{2,100}",
)
# What says it only beside a particular.
BESIDE = (
    DATE,
    r"(?:intended|meant)\sfor\s[^\d]{2,100}",
    r"(?:\w+\s){0,2}review\s(?:is\s)?pending|(?:pending|awaiting|under)\s(?:\w+\s){0,2}review",
)
ONE = re.compile("|".join(PARTICULAR), re.I)
SEVERAL = re.compile(rf"(?:{'|'.join(PARTICULAR)})(?:,\s(?:{'|'.join(PARTICULAR)})){{1,3}}", re.I)
SECOND = re.compile("|".join(BESIDE), re.I)
PIECES = re.compile(r"\s*[·|•;]\s*|(?<=[\w)])\.\s+(?=[A-Z])")
NAME_WORDS = 7


def is_imprint(words: str) -> bool:
    """Whether a line is made of particulars of the document and nothing else: each piece of it is one.

    Between points or bars one piece may be a name; between full stops and semicolons it may not.
    """
    said = " ".join(words.split())
    if len(said) > LONGEST:
        return False
    pieces = [one.rstrip(".,") for one in PIECES.split(said) if one.strip(" .,")]
    told = [one for one in pieces if ONE.fullmatch(one) or SEVERAL.fullmatch(one)]
    others = [one for one in pieces if one not in told and not SECOND.fullmatch(one)]
    named = re.search(r"[·|•]", said) is not None and all(map(_is_name, others)) and len(others) == 1
    return bool(told) and (not others or (named and len(told) > 1))


def _is_name(piece: str) -> bool:
    return piece[:1].isupper() and len(piece.split()) <= NAME_WORDS and not re.search(r"\d", piece)
