"""Noun phrases by function words alone: no tagger, no model, good enough to say what a question is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

TOKEN = re.compile(r"[^\W_]+(?:['’.\-/][^\W_]+)*\+?|[≥≤<>]\s?\d+(?:\.\d+)?")


def word_list(name: str) -> frozenset[str]:
    """One of the lists of words in `chat/words`."""
    return frozenset((files("chat") / "words" / f"{name}.txt").read_text("utf-8").split())


FUNCTION = word_list("function")
"""Words that carry no subject: articles, pronouns, prepositions, auxiliaries, question words."""
VERBS = word_list("verbs")
"""Common verbs and adjectives, which name nothing."""
ACTS = word_list("acts")
"""Words that are verbs behind "does the …", and nouns elsewhere: "does the swelling return", "on their return"."""
GENERIC = word_list("generic")
"""Nouns that say what is asked about a thing, and not which thing."""
_LINKS = frozenset({"of", "from", "in", "with", "for", "on", "to", "by", "during", "after", "due"})
_PREDICATE = re.compile(r"\w{2,}(?:able|ible|ful|ous|less)|permanent|temporary|fatal", re.IGNORECASE)
_SUBJECTS = frozenset({"i", "you", "we", "they", "he", "she", "who", "cannot", "can't", "don't", "doesn't"})
_AUXILIARIES = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "isn't", "aren't", "wasn't", "weren't"]
)
_BEFORE_ACTS = re.compile(
    r"(?:do(?:es)?|did|could|would|should)(?:n't)?|can|can't|cannot|will|won't|may|might|must|(?:help|make|let)s?"
)
"""What a verb follows as it stands in the dictionary, with who acts in between: "does it help the wound close"."""
_AS_IT_STANDS = frozenset({"be", "have", "get", "not", "ever", "always", "still", "also", "usually"})
_THEMSELVES = re.compile(r"(?:him|her|my|your|them|our)sel(?:f|ves)", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"\w{2,}[^\We]ed|given|taken|eaten|chosen|broken|proven|seen|shown|known|driven|hidden|written|forgotten",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"'(?:s|re|ll|d|ve)$")
_BREAKS = frozenset(',;:?!.()“”"·|•→—')
_BESIDE = re.compile(
    r"\s*,?\s*(?:and|or|&|vs\.?|versus|against|(?:as )?compared (?:to|with)|(?:\w+ ){0,3}than)\s+"
    r"(?:(?:from|by|with|of|for|in|on|to|after|an?|the)\s+)*",
    re.IGNORECASE,
)
_COMPARING = re.compile(r"\bcompar", re.IGNORECASE)
_ARTICLES = frozenset({"a", "an", "the", "my", "your", "his", "her", "their", "its", "our"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of content words, with the links inside it when it is a long one."""

    text: str
    start: int
    end: int
    words: tuple[str, ...]

    @property
    def head(self) -> str:
        return self.words[-1]


_PASSED_OVER = frozenset({"not", "this", "that", "these", "those"})


def is_named(word: str) -> bool:
    """Whether a word can name a thing: content, no common verb or adjective, no superlative or adverb."""
    low = word.lower()
    return is_content(word) and low not in VERBS and not (low.endswith(("est", "ly")) and len(low) > 5)


def is_predicate(word: str) -> bool:
    """Whether a word that ends its phrase says how a thing is, not what it is: "is the damage reversible"."""
    return bool(_PREDICATE.fullmatch(word)) and word.lower() != "vegetable"


def is_participle(word: str) -> bool:
    """Whether a word says what was done, as far as its ending tells: "is rehab offered"."""
    return bool(_PARTICIPLE.fullmatch(word))


def is_content(word: str) -> bool:
    low = word.lower().replace("’", "'")
    return low not in FUNCTION and _CONTRACTED.sub("", low) not in FUNCTION


def generic(phrase: Phrase) -> bool:
    """Whether a phrase names nothing in particular."""
    return all(word in GENERIC or word in VERBS for word in phrase.words)


def phrases(text: str) -> list[Phrase]:
    """The short noun phrases of a question, in order ("side effects", "bortezomib")."""
    found: list[Phrase] = []
    run: list[re.Match[str]] = []
    previous_end, previous, led = 0, "", ""
    for match in [*TOKEN.finditer(text), None]:
        gap = text[previous_end : match.start()] if match else ""
        breaks = match is None or not is_named(match[0]) or bool(set(gap) & _BREAKS)
        if breaks and run:
            following = match[0] if match and not set(gap) & _BREAKS else ""
            if (led in _AUXILIARIES and is_participle(run[-1][0])) or _acts(run, led, following):
                run.pop()
            while run and is_predicate(run[-1][0]):
                run.pop()
            if run:
                found.append(_phrase(text, run))
            run = []
        if match is not None:
            if is_named(match[0]) and previous not in _SUBJECTS:  # "would she notice": what follows is a verb
                run.append(match)
            elif match[0].lower() not in _ARTICLES | _PASSED_OVER and not match[0].lower().endswith("ly"):
                led = match[0].lower().replace("’", "'")  # What stands before the next run.
            if run and match[0].lower().endswith(("'s", "’s")):  # the owner is one phrase, what is owned the next
                found.append(_phrase(text, run))
                run = []
            previous_end, previous = match.end(), match[0].lower().replace("’", "'")
    return found


def _acts(run: Sequence[re.Match[str]], led: str, following: str) -> bool:
    """Whether the last of a run of words is the verb: "does the graft fail", "he scratches himself"."""
    if _THEMSELVES.fullmatch(following):
        return True
    if len(run) == 1 or run[-1][0].lower() not in ACTS or not _BEFORE_ACTS.fullmatch(led):
        return False
    return following.lower() not in VERBS | _AS_IT_STANDS


def side_by_side(text: str) -> tuple[str, str] | None:
    """The two things that a question names side by side, in its order: "X or Y", "X than Y", "compare X with Y".

    The last two where there are more.
    """
    text = text.replace("side by side", " " * len("side by side"))
    named = [phrase for phrase in phrases(text) if not generic(phrase)]
    for first, second in reversed(list(pairwise(named))):
        gap = text[first.end : second.start]
        compared = _COMPARING.search(text[: first.start]) and gap.strip().lower() in ("with", "to")
        if compared or _BESIDE.fullmatch(gap):
            return first.text, second.text
    return None


def long_phrases(text: str) -> list[Phrase]:
    """Noun phrases with what hangs on them ("nerve damage from thalidomide"), in order."""
    short = phrases(text)
    joined: list[Phrase] = []
    for phrase in short:
        if joined:
            between = text[joined[-1].end : phrase.start].lower().split()
            link = [word for word in between if word not in _ARTICLES]
            if len(link) == 1 and link[0] in _LINKS and len(between) <= 2:
                last = joined.pop()
                joined.append(
                    Phrase(text[last.start : phrase.end], last.start, phrase.end, (*last.words, *phrase.words))
                )
                continue
        joined.append(phrase)
    return joined


def _phrase(text: str, run: list[re.Match[str]]) -> Phrase:
    start, end = run[0].start(), run[-1].end()
    words = tuple(match[0].lower() for match in run)
    if text[start:end].lower().endswith(("'s", "’s")):
        end -= 2
        words = (*words[:-1], words[-1][:-2])
    return Phrase(text[start:end], start, end, words)
