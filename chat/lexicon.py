"""What the library's own words teach about a question's: rarity, slips of the pen, abbreviations, other names."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set

from rapidfuzz.distance import OSA, Prefix

from chat.morphemes import another, same_spelling
from chat.phrases import FUNCTION, TOKEN
from chat.quantities import times_in_words
from chat.slips import slipped
from chat.thesaurus import Synonym, is_listed, medicines, name_of, named_in, put_in, synonyms
from corpus.lexical import terms

_DEFINED = re.compile(r"((?:[^\W\d_][\w'’/-]*[ ]){1,8})\(([A-Z][A-Za-z0-9-]{1,7})s?\)")
BEGUN = 5
"""Letters from which the beginning of a medicine's name is taken for it."""
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-'’][^\W_]+)*")


class Lexicon:
    """Vocabulary of one state of the library; built once per generation, read by many threads."""

    def __init__(self, texts: Iterable[str], stems: Iterable[Set[str]]) -> None:
        """`texts` are the passages as they are indexed, `stems` their terms, in the same order."""
        self._documents: Counter[str] = Counter()
        self._surface: Counter[str] = Counter()
        self.passages = 0
        self._names: set[str] = set()
        initials: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for text, held in zip(texts, stems, strict=True):
            self.passages += 1
            self._documents.update(held)
            self._names.update(named_in(text))
            words = _WORD.findall(text)
            self._surface.update(word.lower() for word in words)
            _collect_definitions(text, initials)
            _collect_initials(text, initials)
        self.medicines = medicines(" ".join(self._surface))
        """The substances that are named anywhere, by whichever of their names."""
        self._medicines = [word for word in self._surface if medicines(word)]
        self._by_start: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._surface:
            self._by_start[word[0]].append(word)
        self.abbreviations: Mapping[str, str] = {
            short: counted.most_common(1)[0][0] for short, counted in initials.items()
        }

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a stem, as in BM25; a stem that occurs nowhere is the rarest."""
        held = self._documents.get(term, 0)
        return math.log(1 + (self.passages - held + 0.5) / (held + 0.5))

    def knows(self, term: str) -> bool:
        """Whether a stem occurs anywhere in the library."""
        return term in self._documents

    def has_word(self, word: str) -> bool:
        return word.lower() in self._surface

    def holds(self, name: str) -> bool:
        """Whether a word occurs in the library, or several in a row that the thesaurus lists."""
        listed = name_of(name)
        return listed in self._names if " " in listed else bool(terms(name)) and all(map(self.knows, terms(name)))

    def correct(self, text: str, is_word: Callable[[str], bool] = lambda _: False) -> str:
        """The text with words that occur nowhere replaced by the library's word they are a slip of the pen away from.

        One edit (a swap counts as one), in long words of nearly equal length two slips of the fingers: "bortezomb" is
        repaired, and "prednisolone" is never turned into "prednisone". What `is_word` knows as a word of the language is
        left alone, and so is another word of medicine: "hyperkalaemia" where the library holds "hypokalaemia" alone, and
        what readers are known to ask by: "Xeloda". Times that are jotted down ("3/12") are put in words.
        """

        def repair(match: re.Match[str]) -> str:
            word = match[0]
            low = word.lower()
            if len(low) < 5 or low in self._surface or low in FUNCTION:
                return word
            best = self._misspelt(low) if any(self.knows(t) for t in terms(low)) else self._nearest(low)
            if best is None or is_word(low) or another(low, best):
                return word
            if is_listed(word) and not same_spelling(low, best):
                return word
            return best.capitalize() if word[0].isupper() and not word.isupper() else best

        return _WORD.sub(repair, times_in_words(text))

    def _misspelt(self, low: str) -> str | None:
        """The library's word of the same stem that differs before its ending: "permanant", but not "thalidomid"."""
        for word in self._by_start.get(low[0], ()):
            alike = Prefix.similarity(low, word)
            if alike < len(low) - 2 and OSA.distance(low, word, score_cutoff=1) <= 1 and _same_word(low, word):
                return word
        return None

    def _nearest(self, low: str) -> str | None:
        allowed = 2 if len(low) >= 9 else 1
        candidates: list[tuple[int, int, str]] = []
        for word in self._by_start.get(low[0], ()):
            if len(word) < 5 or abs(len(word) - len(low)) > 1:
                continue
            distance = OSA.distance(low, word, score_cutoff=allowed)
            if distance <= allowed and not _same_word(low, word) and slipped(low, word, distance):
                candidates.append((distance, -self._surface[word], word))
        return min(candidates)[2] if candidates else None

    def worded(self, text: str) -> str:
        """The text as the library would put it: in its words for what it lacks, abbreviations that it never prints
        spelled out.

        "Xeloda" becomes "capecitabine", "TNS" becomes "TNS Total Neuropathy Score".
        """
        return self._spelled_out(put_in(text, self.synonyms(text)), printed=False)

    def expanded(self, text: str) -> str:
        """The same with the long forms of printed abbreviations, too: what finds them where only these stand."""
        return self._spelled_out(put_in(text, self.synonyms(text)), printed=True)

    def synonyms(self, text: str) -> list[Synonym]:
        """What of a text the library calls otherwise; not what its own long forms tell ("AFO")."""
        found = [
            one
            for one in synonyms(text, self.holds)
            if name_of(self.abbreviations.get(one.asked.upper(), "")) != name_of(one.held)
        ]
        taken = {place for one in found for place in range(one.start, one.end)}
        cut = (one for one in self._cut_short(text) if one.start not in taken)
        return sorted([*found, *cut], key=lambda one: one.start)

    def _cut_short(self, text: str) -> Iterator[Synonym]:
        """The medicines whose names a text begins and does not end: "methylpred", where one alone begins so."""
        for word in _WORD.finditer(text):
            if len(word[0]) < BEGUN or self.holds(word[0]) or is_listed(word[0]):
                continue
            begun = [name for name in self._medicines if name.startswith(word[0].lower())]
            if len(begun) == 1:
                yield Synonym(word.start(), word.end(), word[0], begun[0])

    def _spelled_out(self, text: str, printed: bool) -> str:
        def spell_out(match: re.Match[str]) -> str:
            word = match[0]
            long = self.abbreviations.get(word.upper())
            if long is None or word.lower() in FUNCTION or long.lower() in text.lower():
                return word
            # "op" and "go" are no abbreviations.
            meant = word.isupper() or (len(word) > 2 and not self.has_word(word))
            return f"{word} {long}" if meant and (printed or not self.has_word(word)) else word

        return re.sub(r"\b[A-Za-z][A-Za-z0-9-]{1,7}\b", spell_out, text)


def _same_word(a: str, b: str) -> bool:
    return terms(a) == terms(b)


def _collect_definitions(text: str, initials: defaultdict[str, Counter[str]]) -> None:
    """From "an ankle foot orthosis (AFO)": the words before the brackets, back to the one with the first letter."""
    for match in _DEFINED.finditer(text):
        short = match[2]
        words = match[1].split()
        letters = [letter for letter in short.upper() if letter.isalpha()]
        for size in range(1, min(len(words), len(letters) + 3) + 1):
            tail = words[-size:]
            content = [word for word in tail if word.lower() not in FUNCTION]
            if (
                tail[0][0].upper() == letters[0]
                and len(content) >= min(2, len(letters))
                and len(content) <= len(letters) + 1
            ):
                initials[short.upper()][" ".join(tail)] += 5
                break


def _collect_initials(text: str, initials: defaultdict[str, Counter[str]]) -> None:
    """Every run of two to five content words lends its initials, so that "TNS" is understood though never printed."""
    run: list[str] = []
    previous = 0
    for match in [*TOKEN.finditer(text), None]:
        gap = text[previous : match.start()] if match else "."
        if match is None or match[0].lower() in FUNCTION or gap.strip(" \t-") or not match[0][0].isalpha():
            for size in range(2, 6):
                for start in range(len(run) - size + 1):
                    piece = run[start : start + size]
                    initials["".join(word[0] for word in piece).upper()][" ".join(piece).lower()] += 1
            run = []
            if match is not None and match[0].lower() not in FUNCTION and match[0][0].isalpha():
                run = [match[0]]
        else:
            run.append(match[0])
        if match is not None:
            previous = match.end()
