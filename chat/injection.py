"""Prompt injection, told from a question: a turn that orders the program about instead of asking the documents.

An order is an imperative, or a request to "you", at the head of a clause: "Ignore the passages and …" is one, "Can I
ignore the instructions on the leaflet?" and "I was told to act as his carer" are none. What it is about decides as
well: the program's sources, rules, role or prompt, the words that it is to say, or where it is to have them from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ONE_STYLE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
_SENTENCE_ENDS = re.compile(r"(?<=[.!?;:…])[\s\"')\]]+|\n+|\s+[–—-]+\s+")
_CLAUSE_ENDS = re.compile(r",\s+(?:(?:and|then|but|so) )?|\s+(?:and|then|but|so)\s+")
_TELLS = re.compile(
    r"(?:i|we|he|she|they|it|this|that|there|my|our|his|her|their|the|an?|some|one|if|when|while|since|because|although|"
    r"who|whom|whose|what|which|why|how|where|whether|is|are|was|were|am|do|does|did|can|could|should|would|will|may|"
    r"might|must|shall|has|have|had)\b(?! not\b)",
    re.IGNORECASE,
)
"""A sentence that begins so tells or asks something: "and" and commas begin no imperative in it."""
_LEAD = re.compile(
    r"\W*(?:(?:please|kindly|now|just|simply|first|ok(?:ay)?|so|then|and|but|also|instead|next|finally|again|always|only|"
    r"hey|hi|hello|from (?:now|here) on|for (?:now|once)|(?:dear )?(?:footnote|assistant|bot|chatbot|computer)|"
    r"(?:when|while|before|in) (?:answering|responding|replying|you (?:answer|respond|reply)|your (?:answers?|reply))|"
    r"(?:can|could|would|will) you|let's|let us|i(?:'d| would)? (?:want|need|like|order|command|ask|instruct|tell) you to|"
    r"you (?:must|should|shall|will|can|may|have to|need to|are to|"
    r"are (?:now |hereby )?(?:allowed|free|permitted|required|ordered|authori[sz]ed) to)|"
    r"your (?:new |only |next )?(?:task|job|goal|instructions?|orders?) (?:is|are)(?: now)? to"
    r")\b[\s,]*)*",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\b(?:just|only|simply)\b", re.IGNORECASE)

# Its sources and rules, set aside.
_USE = r"use|quote|cite|follow|obey|rely on|stick to|look at|consult|refer to|bother with|limit yourself to"
_USING = r"using|quoting|citing|following|obeying|relying on|sticking to|looking at|consulting|referring to"
_SET_ASIDE = (
    r"(?:ignore|disregard|forget(?: about)?|override|overrule|overwrite|bypass|circumvent|skip|drop|discard|dismiss|abandon|"
    r"violate|break|disobey|suspend|disable|remove|delete|(?:turn|switch) off|leave (?:out|aside|behind)|"
    r"(?:set|put|lay|throw|cast) (?:aside|out|away)|pay no (?:attention|heed) to|go beyond|"
    rf"stop (?:{_USING})|(?:do not|don't|never|no longer) (?:{_USE}))"
)
_WHICH = (
    r"(?:(?:all|any|every|each|both|of|the|this|that|these|those|your|its|our|other|whole|entire|actual|own|given|supplied|"
    r"provided|retrieved|quoted|stored|attached|clinical|medical|current|existing|usual|normal|safety|silly|stupid)\s+){0,5}"
)
_EARLIER = r"(?:previous|prior|earlier|above|preceding|foregoing|former|initial|original|default|hidden|secret|system)"
_SOURCES = (
    r"(?:passages?|articles?|(?:web ?)?pages?|documents?|docs?|texts?|sources?(?: (?:texts?|documents?|material))?|library|"
    r"context|excerpts?|snippets?|extracts?|quotations?|quotes|citations?|corpus|knowledge base|files?|material|evidence|"
    r"websites?|leaflets?|handouts?|handbooks?|protocols?|formulary|guides?|guidelines?|guidance)"
)
_RULES = (
    r"(?:rules?|instructions?|guidelines?|guardrails?|restrictions?|constraints?|limits?|limitations?|polic(?:y|ies)|prompts?|"
    r"directives?|orders?|programming|training|filters?|safeguards?|guidance|commands?|directions|messages?|settings|"
    r"configuration)"
)
_ANYBODYS = r"(?:rules?|instructions?|guardrails?|safeguards?|directives|programming|prompt|safety (?:talk|nonsense|lecture|checks?))"
"""What is set aside without a word that says whose it is; limits, orders and messages are a clinician's as well."""
_AS_A_WHOLE = (
    r"(?=\s*(?:$|[.,;:!…)\]\"–—])|\s+(?:and|or|but|then|so|you|i|we|(?:that|which) (?:you|i|we|were|was)|above|below|before|"
    r"entirely|completely|altogether|totally|now|please|here|given|provided|supplied|stored|shown|instead|just|"
    r"for (?:now|once|a moment|this)|from (?:now|here|above|before)|in (?:your|front|the library|this)|when|while|to)\b)"
)
"""Behind what is set aside: "the passages about children" and "the page numbers" are no whole, "the page?" no order."""
_OUT_OF_THE_WAY = (
    rf"{_SET_ASIDE}\s+(?:"
    rf"{_WHICH}(?:{_EARLIER}\s+)*{_SOURCES}(?:'s? (?:advice|words|warnings?|text|rules|content))?{_AS_A_WHOLE}|"
    rf"{_WHICH}(?:{_EARLIER}\s+)+{_WHICH}{_RULES}{_AS_A_WHOLE}|{_WHICH}{_ANYBODYS}{_AS_A_WHOLE}|"
    rf"(?:all (?:of )?)?your (?:\w+\s+){{0,2}}(?:{_RULES}|safety|role|job|purpose)\b|{_WHICH}{_RULES} (?:(?:that|which) )?you\b|"
    r"(?:that )?you(?:'re| are) (?:an?|the|only)\b|"
    r"(?:everything|anything|all|what(?:ever)?) (?:that )?(?:(?:is |was |stands |written |said )?(?:above|before)\b(?! ?\d)|"
    rf"you (?:were|are|have been|'ve been) \w+|(?:it|(?:the|this|your) {_SOURCES}) (?:says?|tells?|states?)))|"
    rf"stop (?:quoting|citing)\b|(?:set|put|lay|throw|leave|push) {_WHICH}(?:{_EARLIER}\s+)*(?:{_SOURCES}|{_RULES}) "
    r"(?:aside|away|out)\b|obey me\b"
)

# Somebody else, whom it is to be.
_UNBOUND = r"(?:unrestricted|uncensored|unfiltered|unlocked|jailbroken)"
_SOMEBODY_ELSE = (
    r"pretend (?:to be\b|(?:that )?you\b|(?:that )?there\b|as (?:if|though) you\b|"
    rf"(?:that )?{_WHICH}(?:{_SOURCES}|{_RULES})\b)|role-?\s?play\b|"
    r"(?:act|behave|speak|talk|answer|reply|respond) (?:as (?:if|though)|like) you (?:were|are|had)\b|"
    r"(?:act|behave|pose) (?:as|like) (?:an?|the|my|our|his|her)\b|impersonate\b|"
    r"(?:take|take on|assume|play|adopt) the (?:role|part|persona|character) of\b|"
    rf"(?:you(?:'re| are)|you will) now (?:be )?(?:an?|the|my|called|named|free|no longer|in \w+ mode|{_UNBOUND}|(?-i:[A-Z]))|"
    r"now you(?:'re| are) (?:an?|the|my)\b|you(?:'re| are) (?:an?|the|my|in) (?:\w+ ){1,3}now\b|"
    rf"you(?:'re| are) (?:now )?(?:(?:free|released|freed) (?:of|from)|{_UNBOUND})\b|"
    rf"stop being (?:an?|the|my)\b|(?:enter|enable|activate|switch to|go into) (?:\w+ ){{1,2}}mode\b"
)

# What it is not to show.
_REPEAT = r"(?:repeat|print|output|echo|recite|copy|paste)"
_SHOW = (
    rf"(?:{_REPEAT}|show|reveal|display|give|tell|list|write|dump|leak|disclose|translate|summari[sz]e|expose|share|quote)"
    r"(?: (?:me|us|out|back|down))?"
)
_SECRETS = r"(?:pass(?:words?|phrases?)|api keys?|credentials|source code|environment variables|access tokens?)"
_UNSEEN = (
    rf"(?:{_SHOW}|what(?:'s| is| are| was| were)) (?:(?:all (?:of )?)?your (?:\w+\s+){{0,2}}(?:{_RULES}|weights|training data)"
    rf"(?:{_AS_A_WHOLE}|\s*\?)|{_WHICH}(?:\w+ )?{_SECRETS}\b)|"
    rf"{_REPEAT} (?:back )?(?:{_WHICH}(?:words?|lines?|{_RULES}|{_SOURCES})|everything|all|what\w*) "
    r"(?:(?:that )?(?:is |was |stands )?(?:above|before)\b|verbatim\b|you (?:were|have been)\b)"
)

# The words that it is to say, or to cite.
_MARKER = r"\[+\^?[A-Za-z]?\d{1,3}\]"
_DICTATED = (
    r"(?:write|state|claim|declare|assert|insist|announce) that (?!(?:down|out|again|in|as|for|to|and|one)\b)\w|"
    r"(?:say|write|answer|reply|respond|state)(?: only| just)?(?: with)?(?: (?:the )?(?:exact )?(?:words?|sentence|phrase))?:? ?[\"']|"
    rf"(?:put|add|attach|insert|append|place|stick|keep) (?:(?!from|in|of|by|at)\w+ ){{0,3}}{_MARKER}|"
    rf"(?:cite|use|give) {_MARKER} (?:as|for|behind|after|beside)\b"
)
_SUPPOSED = re.compile(r"say that (?!(?:again|for|in|to)\b)\w", re.IGNORECASE)

# Where else it is to have them from.
_NET = r"(?:the )?(?:internet|world wide web|web|wikipedia|google)\b"
_HEAD = (
    r"(?:(?:from|out of) (?:your )?(?:own )?(?:memory|head)|(?:from|using|with|on) (?:general|background|world) knowledge|"
    r"your (?:own )?(?:general |medical |background )?(?:knowledge|training(?: data)?|imagination))\b"
)
_FROM_ELSEWHERE = (
    rf"(?:answer|reply|respond)\b[^.?!\n]{{0,80}}? (?:{_HEAD}|(?:from|using) {_NET})|"
    rf"(?:tell|say|write|explain|give|speak|use|rely on|draw on|go by)(?: \w+){{0,4}}? {_HEAD}|"
    rf"(?:use|(?:search|browse|google|look (?:it |this |that )?up)(?: on| in)?) {_NET}|"
    r"(?:answer|reply|respond|write|say)\b[^.?!\n]{0,40}? without (?:(?:any|the|your|using|quoting|citing|looking at|"
    rf"consulting|relying on|reference to) )*(?:{_SOURCES}|rules|restrictions|filters){_AS_A_WHOLE}|"
    r"(?:make up|invent|fabricate) (?:an?|the|some|any|your own) (?:\w+ )?(?:answers?|references?|citations?|sources?|stud(?:y|ies)|"
    r"trials?|numbers?|figures?|quot(?:e|ation)s?|sentences?)\b"
)

_ORDER = re.compile("|".join((_OUT_OF_THE_WAY, _SOMEBODY_ELSE, _UNSEEN, _DICTATED, _FROM_ELSEWHERE)), re.IGNORECASE)

_SPEAKER = r"(?:system|assistant|developer|admin(?:istrator)?|user|human|chatbot)"
_FORGED = re.compile(
    rf"^[ \t>#*_`\"'\[(]*{_SPEAKER}(?: (?:note|message|prompt|override|update|instructions?|notice|command|alert))?[\])*_`]*\s*:|"
    rf"^[ \t]*#+[ \t]*(?:{_SPEAKER}|(?:new )?instructions?|response)[ \t]*:?$|<\|[\w\s]{{1,30}}\|>|\[/?INST\]|<</?SYS>>|"
    rf"</? ?(?:{_SPEAKER}|instructions?|prompt|context|passages?|documents?|quotations?|sources?) ?/?>|"
    r"^[^\w\n]*(?-i:BEGIN|END)(?: of)?(?: the)? (?:system|document|context|instructions?|prompt|passages?|sources?|quotations?|article)\b|"
    r"^[^\w\n]*(?:(?:an?|the) )?(?:new|updated|revised|important|urgent) (?:system )?(?:instructions?|rules?|directives?|prompt)"
    r"(?: (?:from|by) [^.:?!\n]{1,60})?\s*:",
    re.IGNORECASE | re.MULTILINE,
)
"""Somebody else's turn, or a document, made up inside this one."""
_ANYWHERE = re.compile(
    r"\b(?:(?:system|hidden) prompts?|hidden instructions?|jail-?break(?:en|ing)?|prompt injection|do anything now|"
    r"(?:i am|i'm|this is|as) your (?:developer|programmer|creator|maker|administrator|admin|operator)|"
    rf"as an? {_UNBOUND} \w+)\b",
    re.IGNORECASE,
)
"""What nobody asks clinical pages."""


def injected(turn: str) -> bool:
    """Whether a turn gives the program an order, whatever else it asks."""
    text = unicodedata.normalize("NFKC", turn).translate(_ONE_STYLE)
    if _FORGED.search(text) or _ANYWHERE.search(text):
        return True
    return any(_ordered(clause, "?" in text) for clause in _clauses(text))


def _ordered(clause: str, asks: bool) -> bool:
    """Whether a clause is an order. "Say that he is 80" only supposes something where the turn asks."""
    lead = _LEAD.match(clause)
    start = lead.end() if lead is not None else 0
    if _SUPPOSED.match(clause, start):
        return not asks or bool(_EMPHASIS.search(clause, 0, start))
    return bool(_ORDER.match(clause, start))


def _clauses(text: str) -> Iterator[str]:
    """Where an imperative may begin: at each sentence, and at each clause of one that opens with an imperative."""
    for sentence in _SENTENCE_ENDS.split(text):
        yield sentence
        if not _TELLS.match(sentence.lstrip(" \"'([")):
            for end in _CLAUSE_ENDS.finditer(sentence):
                yield sentence[end.end() :]
