"""What a question asks for: its content words, the numbers in it, and the kind of thing that would answer it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from chat.intervals import Measured, measured
from corpus.lexical import terms

Asked = Literal[
    "dose",
    "price",
    "contact",
    "funder",
    "issued",
    "author",
    "duration",
    "frequency",
    "share",
    "count",
    "date",
    "list",
    "comparison",
    "yes_no",
    "mechanism",
    "person",
    "whole",
]

_PATTERNS: dict[Asked, str] = {
    "price": r"\b(pays?|paying|costs?|prices?|pric(?:ed|ing)|expens\w+|cheap\w*|afford\w*|how much (?:money|does .* (?:cost|charge))|"
    r"reimburse\w*|insurance|copay|dollars?|euros?)\b|[$€£]",
    "contact": r"\b(?:(?:tele)?phone|telephone|fax|contact|helpline|hotline|bleep|pager|extension) (?:numbers?|details?)\b|"
    r"\bnumbers? (?:to|do i|can i|should i|for) (?:call|ring|phone|dial)\b|\b(?:e-?mails?|postal|web|contact) address(?:es)?\b|"
    r"\be-?mails? (?:of|for)\b|\b(?:what|which|whose|author|lead|the|their|his|her|your)(?:'s|s)? e-?mails?\b",
    "funder": r"\b(?:who|which|what|does|do|was|were|is|are|any)\b.*\b(?:fund(?:s|ed|er|ers|ing)?|sponsor\w*|financ(?:ed|ing)|paid for)\b|"
    r"\b(?:conflicts?|declarations?) of interests?\b",
    "issued": r"\bfirst (?:published|issued|written|posted|released|put (?:online|up|out)|(?:go|goes|went|gone) (?:online|live|up)|"
    r"(?:come|comes|came) out)\b|\boriginal(?:ly)? (?:published|publication|issued?|written|posted|released?)\b",
    "author": r"\bwho (?:wrote|authored|compiled|prepared|produced|published|edited|is behind|(?:is|are|was|were) the "
    r"(?:authors?|editors?|writers?|publishers?))\b|\b(?:authors?|publishers?)['’]? names?\b",
    "dose": r"\b(?:what|which|how (?:much|many|high|large)|right|correct|maximum|starting|usual|recommended) (?:[\w-]+ ){0,3}"
    r"(?:dos(?:e|es|age)|mg|milligrams?|micrograms?|grams?|units?|tablets?|pills?|ml)\b|^(?:and |at )?(?:what )?dos(?:e|age)\b|"
    r"\bdos(?:e|age) of\b|\bhow (?:much|many) (?:mg|milligrams?|mcg|ml)\b|\d ?m?g or \d|\bor \d+ ?mg\b|\bprescribe me\b",
    "duration": r"\b(how long|duration|how many (?:days?|weeks?|months?|years?|hours?|minutes?)|for how many|length of time|"
    r"how soon|how quickly|how fast|time course|how much time)\b",
    "frequency": r"\b(how often|how frequently|how many times|what (?:frequency|interval)|how regularly)\b",
    "share": r"\b(percent(?:age)?s?|what (?:proportion|share|fraction|rate)|how common|how many (?:people|patients|cases|women|men)|"
    r"prevalence|incidence|what are the (?:odds|chances)|how likely|how frequent|success rate|survival rate|mortality)\b|%",
    "count": r"\bhow many\b",
    "date": r"\b(when was|when were|what (?:date|year|day)|which year|since when)\b",
    "person": r"\bwho (?:is|was|wrote|made|discovered|invented|developed|published)\b",
    "list": r"\b(what are|which (?:\w+ ){0,3}(?:are|should|can|do|cause|drugs|options|symptoms|signs|tests|factors|causes|side effects)|"
    r"list|name (?:the|all|some|every\w*)|(?:in|under) (?:which|what) (?:situations|circumstances|conditions|cases)|"
    r"what (?:other )?(?:\w+ ){0,2}(?:steps|options|ways|symptoms|signs|causes|factors|criteria|drugs|tests|"
    r"measures|strategies|types|kinds|treatments|options|effects|risks|reasons|exams|warnings)|steps|ways to|"
    r"(?:what|who|anything|anybody|anyone) else)\b",
    "comparison": r"\b(compar\w+|versus|vs\.?|difference between|differ\w*|better than|worse than|"
    r"rather than|which (?:one )?(?:is|are|of the two) \w+er|more \w+ than|less \w+ than|prefer\w* over|both|as opposed to)\b",
    "mechanism": r"\b(mechanisms?|how (?:does|do|did) .{3,60} (?:work|act|cause|damage|lead to|trigger)|why (?:does|do|is|are)|pathophysiolog\w+|"
    r"molecular|pathway)\b",
    "whole": r"\b(?:whole|full|entire|complete)(?: [\w-]+){0,2}? (?:scales?|lists?|scores?|scoring|ind(?:ex|ices)|tables?|grading|grades|classifications?|criteria|"
    r"stages|steps|schedules?|checklist)\b|\ball (?:of )?(?:(?:the|its) )?(?:\w+ )?(?:grades|stages|steps|criteria|levels)\b|"
    r"\b(?:list|what are) (?:the )?(?:[\w-]+ ){0,2}(?:grades|stages|bands|classes|categories|criteria)\b|"
    r"\bhow (?:is|are|was|were|do (?:you|they|we)|should (?:i|we|it|they)) (?:[\w-]+ ){0,6}?(?:graded?|staged?|classified|classify|categori[sz]ed)\b",
}
_CUES = {asked: re.compile(pattern, re.IGNORECASE) for asked, pattern in _PATTERNS.items()}
_SECOND = re.compile(
    r"(?:(?P<ended>\?)\s+(?:and )?|[,;]?\s+and )(?=(?:what|how|when|where|which|who|for how|at what)\b)", re.IGNORECASE
)
SEPARATE: frozenset[Asked] = frozenset({"dose", "price", "duration", "share", "date"})
"""Kinds of thing that a text may lack while it holds the rest of what is asked."""
_POINTING = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|he|him|his|she|her|ones?|then|there|again|same)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^(?:and |so |but |then |ok(?:ay)?,? |well,? )*(?:is|are|was|were|does|do|did|can|could|should|must|may|might|will|would|has|have|had|"
    r"isn't|aren't|doesn't|don't|can't|shouldn't)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A standalone question, taken apart."""

    text: str
    """In the library's words."""
    terms: tuple[str, ...]
    """Stems of its content words, in order, each once."""
    asks: frozenset[Asked]
    numbers: tuple[Measured, ...]
    typed: str
    """In the reader's words, which tell what kind of thing is asked for and its numbers."""
    _worded: Callable[[str], str] = field(compare=False, repr=False)

    @classmethod
    def of(cls, text: str, worded: Callable[[str], str] = str) -> Question:
        """Take a standalone question apart; `worded` puts it in the library's words."""
        asks: set[Asked] = {asked for asked, cue in _CUES.items() if cue.search(text)}
        if _YES_NO.match(text.strip()):
            asks.add("yes_no")
        put = worded(text)
        return cls(
            text=put,
            terms=tuple(dict.fromkeys(terms(put))),
            asks=frozenset(asks),
            numbers=tuple(measured(text)),
            typed=text,
            _worded=worded,
        )

    def clauses(self) -> list[Question]:
        """The question's parts, where it asks for two things one of which may be missing; else itself alone."""
        seams = list(_SECOND.finditer(self.typed))
        begins = [0, *(seam.end() for seam in seams)]
        ends = [*(seam.start() for seam in seams), len(self.typed)]
        pieces = [self.typed[begin:end] for begin, end in zip(begins, ends, strict=True)]
        parts = [Question.of(piece, self._worded) for piece in pieces if piece.strip()]
        if len(parts) < 2 or len(parts) < len(pieces):
            return [self]
        later = zip(parts[1:], seams, strict=True)
        return parts if any(part._separate(ended=bool(seam["ended"])) for part, seam in later) else [self]

    def _separate(self, ended: bool) -> bool:
        """Whether a later part is asked by itself: it may be missing, or is a question of its own that points at nothing."""
        if len(self.terms) < 2:
            return False
        return bool(self.asks & SEPARATE) or (
            (ended or "frequency" in self.asks) and len(self.terms) > 2 and not _POINTING.search(self.typed)
        )
