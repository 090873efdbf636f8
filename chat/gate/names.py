"""Names of drugs, conditions, tests and people in a statement: each has to stand in what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from chat.gate.measures import LABELS
from chat.gate.negation import alike
from chat.gate.quantities import NUMBER_WORDS, quantities
from chat.gate.words import STOP, Word, stem

NameKind = Literal["drug", "condition", "short", "other"]

_PLAIN = re.compile(r".{4,}(?:ly|ness|ing|ed|able|ible|ful|less|wise|ward|wards)$")
_DRUG = re.compile(
    r".{2,}(?:mab|nib|mib|lib|pril|sartan|statin|cillin|mycin|micin|azole|olol|dipine|vir|gliptin|gliflozin|glutide|tide|parin|xaban|gatran|"
    r"triptan|setron|prazole|tidine|caine|barbital|zepam|zolam|azine|oxetine|triptyline|ipramine|pidem|done|codone|morphone|olone|asone|sone|"
    r"onide|thiazide|semide|tinib|limus|domide|rubicin|platin|taxel|cristine|blastine|trexate|cycline|floxacin|oxacin|sulfa|quine|zine|amine|"
    r"phylline|terol|tropium|lukast|dronate|formin|glitazone|fibrate|lamide|phan|phen|profen|oxicam|coxib|adol|phine|phol|lone|sin|zosin|"
    r"lan|tan|ine|ide|ate|ol|one|ium)s?$"
)
_CONDITION = re.compile(
    r".{2,}(?:itis|osis|oses|aemia|emia|pathy|pathies|oma|omas|uria|pnoea|pnea|algia|plegia|paresis|ectasis|penia|ism|"
    r"syndrome|rrhoea|rrhea|spasm|trophy|dystonia|tension)$"
)
_SHORT = re.compile(r"^(?=.*[A-Z0-9])(?=.*[A-Z])[A-Za-z0-9]{2,8}s?$")


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = files("chat.gate").joinpath("common_words.txt").read_text("utf-8").splitlines()
    listed = [word for line in lines if not line.startswith("#") for word in line.split()]
    return frozenset(listed) | frozenset(stem(word) for word in listed)


def is_name(word: Word, *, opens: bool = False) -> bool:
    """Whether a word names something particular; where it `opens` a sentence, its capital means nothing."""
    if word.key in STOP or word.key in NUMBER_WORDS or word.key in LABELS or word.key[0].isdigit() or len(word.key) < 2:
        return False
    if (
        _SHORT.match(word.text)
        and not (opens and word.text[1:].islower())
        and (word.text.isupper() or any(c.isdigit() for c in word.text))
    ):
        return True
    if word.key in _common() or word.stem in _common():
        return word.text[0].isupper() and not opens and len(word.key) > 2
    return not _PLAIN.match(word.key)


def kind_of(key: str) -> NameKind:
    """What a name looks like, by its ending; a swap is between names of one kind."""
    if key in _common() or stem(key) in _common():
        return "other"
    if _CONDITION.match(key):
        return "condition"
    if _DRUG.match(key) and len(key) >= 5:
        return "drug"
    return "short" if len(key) <= 5 else "other"


def names(words: Sequence[Word], text: str) -> list[Word]:
    """The names of a folded text, in order."""
    found = []
    counted = [(q.start, q.end) for q in quantities(text)]
    for word in words:
        if any(a <= word.start < b for a, b in counted):
            continue
        before = text[: word.start].rstrip(" \"'([")
        opens = not before or before[-1] in ".!?:;"
        if is_name(word, opens=opens):
            found.append(word)
    return found


def initials_in(short: str, words: Iterable[Word]) -> bool:
    """Whether an abbreviation's letters begin consecutive words: AFO and "ankle foot orthosis"."""
    letters = re.sub(r"s$", "", short).lower()
    if not 2 <= len(letters) <= 7 or not letters.isalpha():
        return False
    begins = "".join(word.key[0] for word in words if word.key not in ("of", "the", "and", "for", "in"))
    return letters in begins or letters in "".join(word.key[0] for word in words)


def spelled_out(word: Word, statement: Sequence[Word], passage: Sequence[Word]) -> bool:
    """Whether the statement writes out an abbreviation that the passage uses: "foot orthosis" for AFO."""
    shorts = [other.text for other in passage if _SHORT.match(other.text) and other.text.isupper()]
    index = next((i for i, other in enumerate(statement) if other is word), 0)
    near = statement[max(0, index - 5) : index + 6]
    return any(word.key[0] in short.lower() and initials_in(short, near) for short in shorts)


def stands(word: Word, passage: Sequence[Word], statement: Sequence[Word]) -> bool:
    """Whether a name of the statement stands in a passage: as itself, a form, a synonym or an abbreviation."""
    if any(alike(word.key, other.key) for other in passage):
        return True
    if word.text.isupper() and initials_in(word.text, passage):
        return True
    return spelled_out(word, statement, passage)
