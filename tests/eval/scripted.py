"""A two-document library, a judge and answers, written by hand so that every figure can be checked on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chat.answers import Answer, Cited, Shown, Statement
from corpus.documents import Document, Passage
from eval.evidence import Evidence
from eval.gold import Case, Turn

TRIAL = "Simvastatin was withdrawn  after four\nweeks. Pravastatin 40 mg was kept. Nobody died."
SHEET = "The price is not given here."


def document(key: str, source: str, text: str) -> Document:
    return Document(key=key, source=source, origin=source, title=key, text=text, blocks=())


DOCUMENTS: Mapping[str, Document] = {
    "trial": document("trial", "trial-7.txt", TRIAL),
    "sheet": document("sheet", "sheet.txt", SHEET),
}


def passage(key: str, of: str, words: str) -> Passage:
    text = DOCUMENTS[of].text
    start = text.index(words)
    return Passage(key, of, "body", ("Results",), start, start + len(words), words)


STOPPED = passage("stopped", "trial", "Simvastatin was withdrawn  after four\nweeks.")
KEPT = passage("kept", "trial", "Pravastatin 40 mg was kept.")
DIED = passage("died", "trial", "Nobody died.")
PRICE = passage("price", "sheet", SHEET)
PASSAGES: Mapping[str, Passage] = {one.key: one for one in (STOPPED, KEPT, DIED, PRICE)}


def evidence() -> Evidence:
    return Evidence(DOCUMENTS, PASSAGES)


def said(text: str, *cited: Passage) -> Statement:
    return Statement(text, tuple(Cited(one.key, one.start, one.end) for one in cited), "quoted")


def answer(
    *statements: Statement,
    ranking: Sequence[Passage] = (STOPPED, KEPT, DIED, PRICE),
    score: float = 0.9,
    question: str = "Which statin was stopped?",
    standalone: str | None = None,
) -> Answer:
    """An answer over the scripted library; without statements an abstention."""
    cited = list(dict.fromkeys(span.key for one in statements for span in one.spans))
    markers = {key: number for number, key in enumerate(cited, start=1)}
    shown = tuple(
        Shown(one, DOCUMENTS[one.document].source, one.document, markers.get(one.key), 1 / rank)
        for rank, one in enumerate(ranking, start=1)
    )
    abstention = "" if statements else "The library does not say."
    return Answer(question, standalone or question, statements, shown, score, abstention=abstention)


class Containing:
    """Supported: some passage contains the statement, white space and case aside."""

    name = "containing"

    def supports(self, statement: str, passages: Sequence[str]) -> bool:
        return any(" ".join(statement.split()).casefold() in " ".join(one.split()).casefold() for one in passages)


STATIN = Turn(
    question="Which statin was stopped?",
    answerable=True,
    evidence=("Simvastatin was withdrawn after four weeks",),
    nuggets=(("simvastatin", "Zocor"), ("four weeks", "a month")),
)
DOSE = Turn(
    question="And which was kept?",
    answerable=True,
    evidence=("Pravastatin 40 mg was kept",),
    nuggets=(("pravastatin",),),
    forbidden=("simvastatin",),
)
COST = Turn(question="What does it cost?", answerable=False)
THANKS = Turn(question="Thank you.", answerable=None)


def case(name: str, *turns: Turn, tags: tuple[str, ...] = (), file: str = "own.yaml") -> Case:
    return Case(name, turns, tags, file=file)
