"""A follow-up as a question that stands alone: pronouns, ellipsis and bare nouns filled in from the conversation.

No model: the rules of a careful secretary. Each way to read a follow-up fills in a phrase that was said before, so the
reader who sees "Read as: …" recognises it; where there are several, the library decides which of them it speaks of.
A question that stands alone is left exactly as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chat.entries import NUMBERED, PAGE, of_the_list
from chat.fragments import OPENING, asked_from, brought_up, completed, is_fragment
from chat.phrases import GENERIC, TOKEN, VERBS, Phrase, generic, is_content, is_participle, is_predicate, phrases
from chat.rivals import ORDINAL, OTHER, by_name, turned
from chat.small_talk import without_small_talk
from chat.topics import Topics, is_plural

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
_WHY = re.compile(
    r"why(?:['’]s| is| was| would| should| does| do| are)? (?:that|this|it|so)(?: (?:be|so|is|then|happen|the case))*|why so|"
    r"how (?:come|so)|(?:what(?:['’]s| is)|for what) (?:the )?reason(?: for (?:that|this))?",
    re.IGNORECASE,
)
"""Points at what was just said, and asks no more than "why?" does."""
_POSSESSIVE = {"its", "their", "theirs"}
_SEVERAL = {"they", "them", "their", "theirs", "these", "those"}
_PERSON = {"he", "she", "him", "his", "her", "hers"}
_PRONOUN = {"it", "they", "them", "this", "that", "these", "those"} | _POSSESSIVE
_DEMONSTRATIVE = {"this", "that", "these", "those", "such"}
_PEOPLE = {"people", "patients", "persons", "women", "men", "children", "kids", "adults", "babies", "ones"}
"""Nouns for which no thing is put in: "What do those people get instead?"."""
_EXPLETIVE = re.compile(
    r"it(?:'s| is| was)? (?:safe|true|possible|necessary|important|ok|okay|normal|common|advisable|recommended|enough) (?:to|that|for)\b",
    re.IGNORECASE,
)
_JUST_SAID = re.compile(
    r"\b(?:how (?:\w+ ){1,2}(?:is|was|are|were) (?:that|this|those|these)\W*$|(?:is|was) (?:that|this) (?:an?|the)\b|"
    r"(?:is|was|isn['’]t|wasn['’]t) (?:that|this) (?:really |actually |quite |still |all |even )*(?:normal|true|right|correct|so|usual)\W*$|"
    r"what (?:does|did|would) (?:that|this) mean\W*$|what['’]s (?:that|this) mean\W*$|"
    r"(?:after|before|besides|except) (?:that|this)\W*$|else (?:could|can|might|may) (?:it|this|that) be\b|would (?:that|this|it) be\W*$)|"
    r"\b(?:reference|citation|source|paper|study|trial|guideline|journal|evidence|figure|number)s?\b.*\b(?:that|this|so)\b|"
    r"\b(?:which|what) (?:journal|year)\b|\bwho says?\b",
    re.IGNORECASE,
)
"""What points at what the last answer said, for which a topic is the wrong word: "How many tablets is that?"."""
_EVENT = re.compile(r"(?:that|this) (?:alter|change|count|matter|spoil|weaken)s?\b", re.IGNORECASE)
"""Points at what was said to happen: "Does that spoil the sample?"."""
_BARE_NOUN = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then)[,\s]+)*"
    r"(?:(?:what|which|who)(?:['’]s| is| are| was| were)|(?:is|are|was|were) there|(?:tell me|show me|give me|list|name|describe|explain)|"
    r"(?:(?:at|in|with|by|on|from|for) )?(?:what|which)|any)\s+"
    r"(?:(?:about|all|some|any|the|an?|most|main|other|more|different|common|usual|typical|possible|important|first|key|major)\s+)*"
    r"(?P<noun>(?:[^\W\d_]+[\s-])?[^\W\d_]+)(?: are there| is there)?[\s?.!]*$",
    re.IGNORECASE,
)
"""A question that is a noun and nothing else: "What are the symptoms?", "At what dose?"."""
_STAFF = re.compile(
    r"they (?:(?:also|always|usually|normally|ever|just|really|still|then|first|even|actually|will|would|can|could|should|might|"
    r"may|must|have to|need to|want to|be able to|(?:are )?going to) )*"
    r"(?:(?P<surely>offer|prescribe|inject|operate|recommend|refer|measure|monitor|diagnose|decide|look for|advise|admit|discharge|"
    r"(?:check|test|scan|examine|treat|ask|tell) (?:me|my|him|his|her|you|your|us|for)|take my|"
    r"(?:adjust|change|lower|reduce|cut|raise|increase|stop|pause|delay) (?:my|his|her|your|the) (?:dose|tablets?|medicines?|treatment|chemo\w*))|"
    r"(?P<so>do (?:it|that|this)(?=\W*(?:$|[,;.?!])))|do|give|check|test|use|put|know|need to know|try|look|want)\b",
    re.IGNORECASE,
)
"""Of whom "they" is said who treat somebody: always, or where nothing that was named is several."""
_MEANS = re.compile(
    r"(?:it|this|that|they|them)\b(?! (?:one|ones)\b)[^,;:.?!]*\b(?:good|help|helps|work|works|hurts?|done|given|used|taken|safe|costs?|worth|"
    r"better|painful|risky|effective|suitable)\b",
    re.IGNORECASE,
)
"""Of what somebody is treated or tested with, rather than of the disease that the whole conversation is about."""
_MEDICATION = re.compile(
    r"\b(?:dos(?:e|es|age)|how (?:much|often|many (?:mg|times|tablets))|side[- ]?effects?|interact\w*|with food|on an empty stomach|"
    r"safe|ok(?:ay)?|costs?|prescri\w+|(?:be )?(?:taken?|given|started|stopped)|stay on|come off)\b",
    re.IGNORECASE,
)
"""What is asked about a medicine, as a rule."""
_ONE = re.compile(r"th(?:at|is) one\b", re.IGNORECASE)
"""Points at one of several, as a medicine that was offered is."""
_CLAUSE = re.compile(r"[,;:.?!]|\b(?:and|but|or|if|when|while|because|once)\b", re.IGNORECASE)
_OWNED = re.compile(r"\b(my|your|his|our|their) (?:an?|the)(?= \w)", re.IGNORECASE)
"""An article that came in with what was put behind a possessive: "my a cousin"."""
_SOMEBODY = "(somebody)"
"""In the place of a noun: the pronoun stands for a person, so only a name can be filled in."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What an earlier turn leaves for the next: how it was read, the words it was answered with, how it was typed."""

    standalone: str
    answer: str = ""
    typed: str = ""
    own: bool = False
    """Whether it was answered by what the document says of itself, or by entries of its list of references."""


def standalone(question: str, history: Sequence[Turn], judge: Judge | None = None) -> str:
    """The question as it would be asked with no conversation before it."""
    asked = without_small_talk(question)
    if not history or not TOKEN.search(asked):
        return asked or question.strip()
    ways = readings(asked, history)
    if len(ways) == 1 or judge is None:
        return ways[0]
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
    pointing = OPENING.match(asked) or OTHER.search(asked) or ORDINAL.search(asked)
    return bool(_pointers(asked)) or bool(pointing) or _bare(asked) or is_fragment(asked)


def readings(asked: str, history: Sequence[Turn]) -> list[str]:
    """The ways to read a follow-up, likeliest first; a question that stands alone has one."""
    topics = Topics([(turn.standalone, "" if turn.own else turn.answer, turn.typed) for turn in history])
    last = _before_additions(history[-1]) if history else ""
    found = of_the_list(asked, last, history[-1].own) if history else ""
    found = found or turned(asked, last, topics)
    if found:
        return [found]
    asked = OTHER.sub(lambda other: topics.rival() or other[0], asked)
    named = by_name(asked, topics)
    if named != asked:
        return [named]  # What points back beside it points at these: "Which of the two … how it is injected?"
    again = _asked_again(asked, last)
    ways = [again] if again else completed(asked, last)
    of_itself = history and (history[-1].own or (PAGE.search(last) and not Topics([(last, "", "")]).ranked()))
    if not ways and of_itself:
        ways = _of_the_document(asked, last)
    elif not ways:
        newest = brought_up(history[-1].typed) if history else ""
        ways = _filled(asked, topics, newest) or _extended(asked, topics)
    return list(dict.fromkeys(_OWNED.sub(r"\1", one) for one in ways))[:READINGS] or [asked]


def _before_additions(turn: Turn) -> str:
    """A question without what was only added to it, which nothing later is about: "How is gout treated, and CIDP?"."""
    if turn.typed == turn.standalone or ", and " in turn.typed:
        return turn.standalone
    return re.sub(r", and [^,]*?(?=[?.! ]*$)", "", turn.standalone)


def _of_the_document(asked: str, last: str) -> list[str]:
    """After an answer in which the document spoke of itself "it" is the document, or the entry asked for by number."""
    called = NUMBERED.search(last) or PAGE.search(last)
    pointers = [one for one in _pointers(asked) if one[3] == ""]
    if called is None or not pointers or asked[pointers[0][0] : pointers[0][1]].lower() not in {"it", "its", "it's"}:
        return []
    start, end, suffix, _ = pointers[0]
    name = f"reference {called[1]}" if called.re is NUMBERED else f"this {called[1].lower()}"
    return [_put_in(asked, start, end, name + suffix)]


def _put_in(asked: str, start: int, end: int, text: str) -> str:
    """The question with a text in the place of what points back; a capital opens it where one did."""
    if start == 0 and asked[:1].isupper() and text.startswith("th"):
        text = text[0].upper() + text[1:]
    return asked[:start] + text + asked[end:]


def _asked_again(asked: str, last: str) -> str:
    """Of the kind of "How long?": the previous question with that before or behind it; nothing for any other."""
    body = re.sub(r"^(?:(?:and|but|so|ok(?:ay)?|oh)[,\s]+)*", "", asked.strip().rstrip("?!. "), flags=re.IGNORECASE)
    if _WHY.fullmatch(re.sub(r",? (?:then|though)$", "", body)):
        asked = body = "why"
    words = {word.lower() for word in TOKEN.findall(asked)}
    if not last or not words & _ASKING_WORDS or not words <= _ASKING_WORDS | _BARE:
        return ""
    context, sentence = last[: asked_from(last)], last[asked_from(last) :]
    if _FRONTED.fullmatch(body) and _YES_OR_NO.match(sentence):
        return f"{context}{body[0].upper()}{body[1:]} {sentence[0].lower()}{sentence[1:]}"
    end = len(last.rstrip("?.! "))
    return f"{last[:end]}, and {body[0].lower()}{body[1:]}?"


def _filled(asked: str, topics: Topics, newest: str) -> list[str]:
    """Of the kind of "Is it reversible?": each topic in the place of the pronoun; the `newest` first that was brought up
    by itself, if it is asked what that is worth.
    """
    if _JUST_SAID.search(asked):
        return []
    for start, end, suffix, noun in _pointers(asked):
        if _EVENT.match(asked[start:]):
            continue
        own = {word.lower() for word in TOKEN.findall(asked)}
        if noun == _SOMEBODY:
            candidates = topics.names()
        else:
            thing = None if noun else topics.thing()
            candidates = [thing] if thing else topics.of_kind(noun)
            known = not noun or (noun in GENERIC and noun not in _PEOPLE)
            candidates = candidates or (topics.ranked() if known else [])
            several = asked[start:end].lower().split("'")[0] in _SEVERAL
            agreeing = [phrase for phrase in candidates if is_plural(phrase) is several]
            staff = _STAFF.match(asked[start:])
            if staff and staff["so"] and not agreeing:
                return []  # "How do they do it?": whatever was just said to do something.
            if staff and (staff["surely"] or not agreeing):
                continue  # Nothing but people offers or prescribes, and nobody has named them.
            candidates = agreeing or candidates
            if agreeing and _MEANS.match(asked[start:]):
                candidates = sorted(candidates, key=lambda phrase: phrase.text.lower() != newest)
            offered = topics.offered()
            if offered and not noun and not several and (_MEDICATION.search(asked) or _ONE.match(asked[start:])):
                candidates = [offered, *candidates]
        said = [phrase.text + suffix for phrase in candidates if not set(phrase.words) <= own]
        found = [_put_in(asked, start, end, text) for text in said]
        if found:
            return found
    return []


def _pointers(asked: str) -> list[tuple[int, int, str, str]]:
    """Where a question points back: start, end, the possessive ending that is due, and the noun of "that score"."""
    found = []
    tokens, named = list(TOKEN.finditer(asked)), [one for one in phrases(asked) if not generic(one)]
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
        elif plain in _DEMONSTRATIVE and following is not None and following[0].lower() in {"one", "ones"}:
            found.append((token.start(), following.end(), suffix, ""))
        elif plain == "that" and position > 0 and _relative(tokens[position - 1][0]):
            continue  # A relative pronoun or a conjunction: "drugs that cause", "know that".
        elif plain == "it" and _EXPLETIVE.match(asked[token.start() :]):
            continue
        elif _named_before(asked, named, token.start()):
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


def _named_before(asked: str, named: Sequence[Phrase], at: int) -> bool:
    """Whether an earlier clause of the same question names what the pronoun may stand for."""
    return any(_CLAUSE.search(asked[phrase.end : at]) for phrase in named if phrase.end <= at)


def _owns(following: re.Match[str] | None) -> bool:
    return following is not None and is_content(following[0])


def _extended(asked: str, topics: Topics) -> list[str]:
    """Of the kind of "What are the symptoms?": of what."""
    bare = _BARE_NOUN.match(asked)
    if bare is None or not _bare(asked) or OTHER.search(asked) or ORDINAL.search(asked):
        return []
    noun = bare["noun"].split()[-1].lower()
    if not is_content(noun) or is_participle(noun) or noun.endswith("ly") or (noun in VERBS and noun not in GENERIC):
        return []
    words = {word.lower() for word in TOKEN.findall(asked)}
    end = bare.end("noun")
    offered = topics.offered() if _MEDICATION.search(asked) else None
    things = [*([offered] if offered else []), *topics.ranked()]
    return [f"{asked[:end]} of {p.text}{asked[end:]}" for p in things if not set(p.words) & words]


def _bare(asked: str) -> bool:
    """Whether it names nothing in particular."""
    return not any(not generic(phrase) for phrase in phrases(asked))
