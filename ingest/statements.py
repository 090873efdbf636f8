"""Short lines that say something by themselves though they are set as headings are: a dose, a warning, a particular."""

from __future__ import annotations

import re

from ingest.marker_numbers import NUMBERS

SENTENCE_WORDS = 4
# The end of a statement, with a reference number on it or without: figures, or in brackets ("[2]", "[^2]").
STOP = re.compile(
    rf"[.!][\"”’]*\s?(?:[⁰¹²³⁴-⁹⁻˒,]*|\[\^?{NUMBERS}\]|\({NUMBERS}\)|(?<=[a-z)%”][.!]){NUMBERS})$",
)
# A number in brackets ends a sentence that lacks its full stop; a name can have one, too, so words are asked for.
MARKED = re.compile(rf"\s\[\^?{NUMBERS}\]$")
DOSE = (
    r"\d+(?:[.,–-]\d+)*\s?(?:mg|mcg|[µμ]g|micrograms?|g|kg|mL|ml|L|IU|units?|mmol|tablets?|capsules?|drops?|puffs?)\b"
)
QUANTITY = re.compile(DOSE)
# "Never events" and orders not to resuscitate are subjects, and so is "Who must not be given it".
WARNING = re.compile(
    r"(?:do\s+not|don['’]t)\s+(?!attempt\b|resuscitat)|never\s+(?!events?\b)|not\s+for\s|"
    r"(?!.*\b(?:who|what|when|why|which|that)\b)[^\W\d].*\b(?:must|should)\s+not\s+be\s+(?:given|taken|used)\b|"
    r"for\s+(?:\w+\s+){1,3}use\s+only$|"
    r"(?:maximum|max\.?)\s+(?:(?:daily|single|total)\s+)?(?:dose\s+)?(?:(?:of|is)\s+)?\d",
    re.I,
)
PARTICULAR = re.compile(
    r"(?:(?i:diagnosis|impression|allerg(?:y|ies)|dos(?:e|age)|route|frequency|duration)|"
    rf"[A-Z][^:]{{1,40}}(?=:\s+{DOSE})):\s+\S"
)


def states(words: str) -> bool:
    """Whether a short line is a statement that lacks its full stop: it can be quoted, and heads nothing."""
    return any(pattern.match(words) for pattern in (QUANTITY, WARNING, PARTICULAR))


def ended(words: str) -> bool:
    """Whether a line ends as a sentence does, its reference number aside."""
    return len(words.split()) >= SENTENCE_WORDS and STOP.search(words) is not None


def is_sentence(words: str) -> bool:
    """Whether a line says something by itself, with its full stop or without."""
    marked = MARKED.search(words) and sum(map(str.islower, words.split())) >= 3
    return states(words) or bool(marked) or ended(words)
