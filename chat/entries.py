"""A follow-up on an entry of a document's list of references: "and number 3?", "who are its authors?"."""

from __future__ import annotations

import re

from chat.phrases import GENERIC, phrases
from chat.topics import DOCUMENT

NUMBERED = re.compile(
    r"\b(?:reference|ref|citation|source|footnote|entry)s?\.?\s*(?:number|no\.?|nr\.?|#)?\s*[\[(]?(\d{1,3})\b",
    re.IGNORECASE,
)
LIST = re.compile(
    r"\b(?:references?|refs?|bibliograph\w*|citations?|cite[sd]?|sources?|journals?|literature|doi|pmid|papers?|"
    r"stud(?:y|ies)|trials?|publications?)\b",
    re.IGNORECASE,
)
"""What a question about the list says, and none about a document's date or publisher."""
_OPENING = r"\W*(?:(?:and|but|so|ok(?:ay)?|then|(?:what|how) about|what of|what is|what['’]s)[,\s]+)*"
_NUMBER = re.compile(
    rf"{_OPENING}(?:the )?(?:(?:number|no\.?|nr\.?|#)\s*)?[\[(]?(?P<number>\d{{1,3}})[\])]?"
    r"(?:\W*$|(?:\s*[,:;]\s*|\s+)"
    r"(?P<rest>(?:(?:in|from) )?(?:which|what|who|whose|when|where|how|is|was|does|did)\b.*))",
    re.IGNORECASE | re.DOTALL,
)
_DETAIL = re.compile(
    r"\b(?:authors?|by whom|who by|wrote|written|journals?|published|publishers?|appear(?:ed)?|c[ao]me out|year|"
    r"how old|title|called|doi|pmid|url|link|volume|issue)\b|\bwhen (?:was|is) (?:it|that|this)\W*$",
    re.IGNORECASE,
)
"""What an entry tells of its paper."""
_POINTER = re.compile(
    r"\b(?:(?P<own>its)|it|"
    r"(?:that|this)(?: (?:one|paper|study|trial|reference|entry|source|publication|article))?)\b(?!['’])",
    re.IGNORECASE,
)
PAGE = re.compile(r"\b(?:this|the|your) (article|page|document|guideline|leaflet|website|text)\b", re.IGNORECASE)
"""The document itself, by what it is called."""


def of_the_list(asked: str, last: str, own: bool) -> str:
    """A follow-up on an entry with that entry's number; nothing for any other.

    `own` tells that the previous question (`last`) was answered by what a document says of itself.
    """
    before = NUMBERED.search(last)
    if NUMBERED.search(asked) or not (before or (own and LIST.search(last))):
        return ""
    number = _NUMBER.fullmatch(asked.strip())
    if number and number["rest"]:
        return f"reference {number['number']}, {number['rest']}"
    if number and before:
        return f"{last[: before.start(1)]}{number['number']}{last[before.end(1) :]}"
    if number:
        return f"reference {number['number']}?"
    return _detail(asked, f"reference {before[1]}") if before else ""


def _detail(asked: str, entry: str) -> str:
    """What is asked of the entry that was just spoken of, and of nothing that the question names itself."""
    named = [phrase for phrase in phrases(_DETAIL.sub(",", asked)) if not set(phrase.words) <= GENERIC | DOCUMENT]
    if not _DETAIL.search(asked) or PAGE.search(asked) or named:
        return ""
    pointer = _POINTER.search(asked)
    if pointer:
        owner = "'s" if pointer["own"] else ""
        return f"{asked[: pointer.start()]}{entry}{owner}{asked[pointer.end() :]}"
    rest = re.sub(rf"^{_OPENING}", "", asked, flags=re.IGNORECASE) or asked
    return f"{entry}, {rest[0].lower()}{rest[1:]}"
