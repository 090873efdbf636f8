"""What the report tells about one turn, so that a failure can be understood without running anything."""

from __future__ import annotations

from typing import Any

from chat.answers import Shown, Statement
from corpus.documents import Passage
from eval.evidence import UNHELD, Evidence
from eval.scene import Scene
from eval.support import Verdict

NEAREST = 3
LONGEST = 600
"""Characters of a passage that the report shows."""


def detail(scene: Scene, evidence: Evidence) -> dict[str, Any]:
    """The turn as plain values: question, answer with the words it cites, gold, and what went wrong."""
    answer, turn = scene.answer, scene.turn
    return {
        "question": answer.question,
        "read_as": answer.standalone_question,
        "gold_standalone": turn.standalone,
        "answerable": turn.answerable,
        "abstention": answer.abstention if answer.abstained else None,
        "statements": [
            _statement(scene, statement, verdict)
            for statement, verdict in zip(answer.statements, scene.verdicts, strict=True)
        ],
        "notes": [{"kind": note.kind, "text": note.text} for note in answer.notes],
        "nuggets": [
            {"wordings": list(wordings), "hit": hit} for wordings, hit in zip(turn.nuggets, scene.nuggets, strict=True)
        ],
        "evidence": _evidence(scene, evidence),
        "forbidden": list(scene.forbidden),
        "nearest": [_passage(shown) for shown in answer.passages[:NEAREST]],
        "ranked": len(answer.passages),
        "score": round(answer.score, 4),
        "seconds": round(scene.seconds, 4),
        "engine": answer.engine,
        "failures": failures(scene),
    }


def failures(scene: Scene) -> list[str]:
    """Every way in which the turn fell short, in words; none for a turn that counts in no figure."""
    turn, answer = scene.turn, scene.answer
    if turn.answerable is None:
        return []
    found: list[str] = []
    if turn.answerable and answer.abstained:
        found.append("abstained although the library answers")
    if not turn.answerable and not answer.abstained:
        found.append("answered although the library does not say")
    if turn.answerable and not answer.abstained:
        missed = len(scene.nuggets) - sum(scene.nuggets)
        if missed:
            found.append(f"{missed} of {len(scene.nuggets)} nuggets missed")
        if not scene.cited & scene.gold.holding:
            found.append("no cited passage holds the evidence")
    unsupported = sum(verdict is not None and not verdict.supported for verdict in scene.verdicts)
    if unsupported:
        found.append(f"{unsupported} of {len(scene.verdicts)} statements unsupported")
    if None in scene.verdicts:
        found.append("the judge could not decide")
    if scene.forbidden:
        found.append("says what is forbidden")
    return found


def _statement(scene: Scene, statement: Statement, verdict: Verdict | None) -> dict[str, Any]:
    shown = {one.passage.key: one for one in scene.answer.passages}
    return {
        "text": statement.text,
        "support": statement.support,
        "markers": [shown[key].marker for key in statement.citations if key in shown],
        "supported": None if verdict is None else verdict.supported,
        "useful": None if verdict is None else verdict.useful,
        "citations": len(statement.citations),
        "on_point": scene.on_point(statement) if scene.turn.answerable else None,
        "cited": [
            {**_place(shown[key]), "words": _cited(statement, shown[key].passage)}
            for key in statement.citations
            if key in shown
        ],
    }


def _cited(statement: Statement, passage: Passage) -> str:
    """The words of one passage that the statement rests on, gaps marked."""
    spans = [span for span in statement.spans if span.key == passage.key]
    return _short(" … ".join(passage.words(span.start, span.end) for span in spans))


def _evidence(scene: Scene, evidence: Evidence) -> list[dict[str, Any]]:
    ranks = {key: rank for rank, key in enumerate(scene.ranking, start=1)}
    passages = {shown.passage.key: shown.passage for shown in scene.answer.passages}
    found: list[dict[str, Any]] = []
    for words in scene.turn.evidence:
        holding = [key for key in ranks if _holds(passages[key], words, evidence)]
        found.append(_entry(words, holding, ranks, scene, whole=UNHELD + words not in scene.gold.relevant))
    for source in scene.turn.relevant:
        held = [shown.passage.key for shown in scene.answer.passages if shown.source == source]
        found.append(_entry(f"any passage of {source}", held, ranks, scene, whole=True))
    return found


def _entry(words: str, holding: list[str], ranks: dict[str, int], scene: Scene, whole: bool) -> dict[str, Any]:
    return {
        "words": words,
        "rank": min((ranks[key] for key in holding), default=None),
        "cited": any(key in scene.cited for key in holding),
        "whole": whole,
    }


def _holds(passage: Passage, words: str, evidence: Evidence) -> bool:
    return any(
        document == passage.document and passage.start <= span.start and span.end <= passage.end
        for document, span in evidence.find(words)
    )


def _place(shown: Shown) -> dict[str, Any]:
    return {
        "marker": shown.marker,
        "title": shown.title or shown.source,
        "source": shown.source,
        "section": list(shown.passage.section),
    }


def _passage(shown: Shown) -> dict[str, Any]:
    return {**_place(shown), "words": _short(shown.passage.words())}


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def unscored(question: str, answerable: bool | None, error: str) -> dict[str, Any]:
    """The same for a turn that raised: there is no answer to tell of."""
    return {"question": question, "answerable": answerable, "error": error, "failures": [f"not answered: {error}"]}
