"""A follow-up as a question that stands alone: pronouns, ellipsis and bare nouns filled in from the conversation.

No model: the rules of a careful secretary. Each way to read a follow-up fills in a phrase that was said before, so the
reader who sees "Read as: …" recognises it; where there are several, the library decides which of them it speaks of.
A question that stands alone is left exactly as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chat.fragments import OPENING, asked_from, completed, is_fragment
from chat.phrases import GENERIC, TOKEN, VERBS, generic, is_content, is_predicate, phrases
from chat.small_talk import without_small_talk
from chat.topics import Topics

Judge = Callable[[Sequence[str]], Sequence[float]]
"""How well the library speaks of each reading of a question; higher is better."""

PREFERENCE = 0.04
"""What a reading must gain on the judge's scale for each place that it comes after a likelier one."""
READINGS = 8
WHOLE = 6
"""Words from which a question is taken for whole, if nothing in it points back. On 73 shorter
follow-ups that do not, of conversations that it was not trained on, the answer model put the right unit first in .66 where
it saw what came before and in .45 where it did not; on 90 longer ones in .56 and .48."""

_ASKING_WORDS = frozenset(["why", "how", "when", "where", "who", "whom", "which", "what"])
_BARE = frozenset(
    [
        "and",
        "but",
        "so",
        "for",
        "by",
        "since",
        "until",
        "from",
        "often",
        "long",
        "soon",
        "early",
        "late",
        "quickly",
        "far",
        "much",
        "many",
        "not",
        "else",
        "don't",
    ]
)
_FRONTED = re.compile(
    r"(?:(?:for|since|until|from) )?(?:why|when|where|how (?:long|often|soon|early|late|quickly|far))", re.IGNORECASE
)
_YES_OR_NO = re.compile(
    r"(?:is|are|was|were|do|does|did|can|could|should|would|will|may|must|has|have)\b", re.IGNORECASE
)
_POSSESSIVE = {"its", "their", "theirs"}
_PERSON = {"he", "she", "him", "his", "her", "hers"}
_PRONOUN = {"it", "they", "them", "this", "that", "these", "those"} | _POSSESSIVE
_DEMONSTRATIVE = {"this", "that", "these", "those", "such"}
_OTHER = re.compile(
    r"\bthe others?\b(?: (?:ones?|two|drugs?|options?|medicines?|treatments?)\b)?(?=\W*(?:$|[?,.;:!]|\b(?:for|in|with|is|are|of|to)\b))",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"\b(?:the (?:first|second|third|last|former|latter|two|first two|one from|one of)(?: ones?)?|which of (?:the two|them)|both)\b",
    re.IGNORECASE,
)
_ENDS = r"(?=\W*(?:$|[,;:.?!]|(?:is|are|was|were|be|does|do|did|has|have|had|can|could|should|would|will|may|might|must|as|for|in|if)\b))"
_BOTH = re.compile(
    r"\b(?:of (?:the two|them|these|those)(?: (?:ones|types|kinds|drugs|medicines|options|treatments|tests|groups))?|"
    rf"(?:both|the two)(?: of (?:them|these|those))?{_ENDS}|"
    r"(?:(?<=are )|(?<=were )|(?<=do )|(?<=can )|(?<=should ))(?:both|the two))\b",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"\bthe (?:former|first one|first{_ENDS})(?! of\b)", re.IGNORECASE)
_SECOND = re.compile(rf"\bthe (?:latter|second one|second{_ENDS})(?! of\b)", re.IGNORECASE)
"""Of two things named side by side."""
_EXPLETIVE = re.compile(
    r"it(?:'s| is| was)? (?:safe|true|possible|necessary|important|ok|okay|normal|common|advisable|recommended|enough) (?:to|that|for)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.?!]|\b(?:and|but|or|if|when|while|because|once)\b", re.IGNORECASE)
_SOMEBODY = "(somebody)"
"""In the place of a noun: the pronoun stands for a person, so only a name can be filled in."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What an earlier turn leaves for the next: how it was read, the words it was answered with, how it was typed."""

    standalone: str
    answer: str = ""
    typed: str = ""


def standalone(question: str, history: Sequence[Turn], judge: Judge | None = None) -> str:
    """The question as it would be asked with no conversation before it."""
    asked = without_small_talk(question)
    if not history or not TOKEN.search(asked):
        return asked or question.strip()
    ways = readings(asked, history)
    if len(ways) == 1 or judge is None:
        return ways[0]
    if is_fragment(asked):
        ways = [way for way in ways if way != asked]  # It says too little to be what was meant.
    scores = judge(ways)
    best = max(range(len(ways)), key=lambda place: scores[place] - PREFERENCE * place)
    return ways[best]


def leans(asked: str) -> bool:
    """Whether a question leans on what was said before it: it points back, breaks off, names nothing, or is so short
    that nobody could tell ("Why not earlier?").
    """
    asked = without_small_talk(asked)
    words = len(TOKEN.findall(asked))
    if not words:
        return False  # Thanks alone.
    if words < WHOLE:
        return True
    pointing = OPENING.match(asked) or _OTHER.search(asked) or _ORDINAL.search(asked)
    return bool(_pointers(asked)) or bool(pointing) or _bare(asked) or is_fragment(asked)


def readings(asked: str, history: Sequence[Turn]) -> list[str]:
    """The ways to read a follow-up, likeliest first; a question that stands alone has one."""
    topics = Topics([(turn.standalone, turn.answer, turn.typed) for turn in history])
    asked = _OTHER.sub(lambda other: topics.rival() or other[0], asked)
    named = _named(asked, topics)
    if named != asked:
        return [named]  # What points back beside it points at these: "Which of the two … how it is injected?"
    last = _before_additions(history[-1]) if history else ""
    whole = _asked_again(asked, last) or completed(asked, last)
    found = [whole] if whole else _filled(asked, topics) or _extended(asked, topics)
    return list(dict.fromkeys(found))[:READINGS] or [asked]


def _named(asked: str, topics: Topics) -> str:
    """The question with the names of two things that were named side by side: "which of the two", "the latter"."""
    pair = topics.pair()
    if pair is None:
        return asked

    def both(said: re.Match[str]) -> str:
        together = " and ".join(pair)
        return f"of {together}" if said[0].lower().startswith("of") else f"both {together}"

    return _BOTH.sub(both, _SECOND.sub(pair[1], _FIRST.sub(pair[0], asked)))


def _before_additions(turn: Turn) -> str:
    """A question without what was only added to it, which nothing later is about: "How is gout treated, and CIDP?"."""
    if turn.typed == turn.standalone or ", and " in turn.typed:
        return turn.standalone
    return re.sub(r", and [^,]*?(?=[?.! ]*$)", "", turn.standalone)


def _asked_again(asked: str, last: str) -> str:
    """Of the kind of "How long?": the previous question with that before or behind it; nothing for any other."""
    words = {word.lower() for word in TOKEN.findall(asked)}
    if not last or not words & _ASKING_WORDS or not words <= _ASKING_WORDS | _BARE:
        return ""
    body = asked.strip().rstrip("?!. ")
    body = re.sub(r"^(?:and|but|so)[,\s]+", "", body, flags=re.IGNORECASE)
    context, sentence = last[: asked_from(last)], last[asked_from(last) :]
    if _FRONTED.fullmatch(body) and _YES_OR_NO.match(sentence):
        return f"{context}{body[0].upper()}{body[1:]} {sentence[0].lower()}{sentence[1:]}"
    end = len(last.rstrip("?.! "))
    return f"{last[:end]}, and {body[0].lower()}{body[1:]}?"


def _filled(asked: str, topics: Topics) -> list[str]:
    """Of the kind of "Is it reversible?": each topic in the place of the pronoun."""
    for start, end, suffix, noun in _pointers(asked):
        own = {word.lower() for word in TOKEN.findall(asked)}
        if noun == _SOMEBODY:
            candidates = topics.names()
        else:
            candidates = topics.of_kind(noun) or ([] if noun and noun not in GENERIC else topics.ranked())
        found = [
            asked[:start] + phrase.text + suffix + asked[end:] for phrase in candidates if not set(phrase.words) <= own
        ]
        if found:
            return found
    return []


def _pointers(asked: str) -> list[tuple[int, int, str, str]]:
    """Where a question points back: start, end, the possessive ending that is due, and the noun of "that score"."""
    found = []
    tokens = list(TOKEN.finditer(asked))
    for position, token in enumerate(tokens):
        low = token[0].lower().replace("’", "'")
        plain = low.removesuffix("'s")
        if plain not in _PRONOUN and plain not in _PERSON:
            continue
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        suffix = (
            "'s" if plain in _POSSESSIVE or low.endswith("'s") or (plain in ("his", "her") and _owns(following)) else ""
        )
        if (
            plain in _DEMONSTRATIVE
            and following is not None
            and is_content(following[0])
            and following[0].lower() not in VERBS
            and not is_predicate(following[0])
        ):
            found.append((token.start(), following.end(), suffix, following[0].lower()))
        elif plain == "that" and position > 0 and _relative(tokens[position - 1][0]):
            continue  # A relative pronoun or a conjunction: "drugs that cause", "know that".
        elif plain == "it" and _EXPLETIVE.match(asked[token.start() :]):
            continue
        elif _named_before(asked, token.start()):
            continue  # It has been named in the same breath: "What is CBT and how does it work?"
        else:
            found.append((token.start(), token.end(), suffix, _SOMEBODY if plain in _PERSON else ""))
    return found


def _relative(before: str) -> bool:
    return is_content(before) or before.lower() in {
        "else",
        "one",
        "ones",
        "anything",
        "something",
        "everything",
        "all",
        "those",
    }


def _named_before(asked: str, at: int) -> bool:
    """Whether an earlier clause of the same question names what the pronoun may stand for."""
    return any(
        not generic(phrase) and _CLAUSE.search(asked[phrase.end : at]) for phrase in phrases(asked) if phrase.end <= at
    )


def _owns(following: re.Match[str] | None) -> bool:
    return following is not None and is_content(following[0])


def _extended(asked: str, topics: Topics) -> list[str]:
    """Of the kind of "What are the symptoms?": of what, or for whom."""
    bare = _bare(asked)
    if not bare or _OTHER.search(asked) or _ORDINAL.search(asked):
        return []  # "Why the last one?" is about none of the topics as such.
    personal = any(token.lower().removesuffix("'s") in _PERSON for token in TOKEN.findall(asked))
    words = {word.lower() for word in TOKEN.findall(asked)}
    own = phrases(asked)
    end = len(asked.rstrip("?.! "))
    link = "of" if own and asked[own[-1].end : end].strip() == "" else "for"
    found = [f"{asked[:end]} {link} {p.text}{asked[end:]}" for p in topics.ranked() if not set(p.words) & words]
    return found if bare and not personal else [asked, *found]


def _bare(asked: str) -> bool:
    """Whether it names nothing in particular."""
    return not any(not generic(phrase) for phrase in phrases(asked))
