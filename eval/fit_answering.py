"""Fits what finding counts for beside the answer model, and what declining is decided on, on development questions.

    python -m eval.fit_answering GOLD=LIBRARY … PAGES=LIBRARY

GOLD is a gold file, PAGES a folder of pages with conversations (`eval/training/fitting`, which the answer model has not
been trained on), LIBRARY the folder of a library that holds its page or pages. A gold file's conversations with `split:
dev`, and all of a page's, are asked as a reader asks them; turns about the document itself, which are decided
elsewhere, are left out. Prints how well each fit does on pages that it has not seen, the weights to be copied into
`chat/match.py` and `chat/decline.py`, and what each margin and each threshold would show and decline. Which units are
read again is decided by the weights in use, so a fit is one step from these.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from chat.ask import Conversation, Desk, found_for, understood
from chat.choosing import MOST_STATEMENTS
from chat.decline import Evidence, evidence
from chat.extract import considered, in_full, own_answer
from chat.match import Match, matches, read_through
from chat.question import Question
from chat.reading import Reading, reading
from corpus.documents import Span
from corpus.library import Library
from eval.gold import read as read_gold
from eval.training.conversations import answers, places

MARGINS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
THRESHOLDS = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
GOLD = 4.0
"""What a turn of a gold file counts in declining: there are eleven times as many others, and theirs are harder."""
Row = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A clinical turn, as it was asked in its conversation."""

    question: Question
    follow_up: bool
    leaning: bool
    """Whether it leans on what was said before."""
    answerable: bool
    gold: bool
    """Whether it is of a gold file, not of a page written for fitting."""
    read: Reading
    matches: tuple[Match, ...]
    answers: tuple[bool, ...]
    """Which of the units looked at closely hold evidence."""

    def best(self, weights: Weights) -> list[int]:
        """The places of its units, best first."""
        return sorted(range(len(self.matches)), key=lambda i: -self.standing(i, weights))

    def standing(self, place: int, weights: Weights) -> float:
        match = self.matches[place]
        finding = weights.leaning if self.leaning else weights.finding
        return (
            match.answering
            + finding * match.score
            + weights.near * match.weighed.near
            - weights.said * match.weighed.said
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """What ranks a unit beside the answer model's logit, as in `chat.match`."""

    finding: float
    leaning: float
    near: float
    said: float


@dataclass(frozen=True, slots=True)
class Typed:
    """A turn that will be asked."""

    typed: str
    answerable: bool | None
    evidence: Sequence[str]
    gold: bool


def pages(told: Path, folder: Path) -> Iterator[list[Asked]]:
    """The clinical turns that have units to read, of a gold file or of each page of a folder."""
    with closing(Library(folder)) as library:
        whole, desk = reading(library.snapshot()), Desk(library)
        if not told.is_dir():
            cases = [
                [Typed(turn.question, turn.answerable, turn.evidence, True) for turn in case.turns]
                for case in read_gold([told])
                if case.split == "dev"
            ]
            yield [one for case in cases for one in _conversation(case, desk, whole, None)]
            return
        for document in whole.documents.values():
            lines = (told / document.source).with_suffix(".jsonl").read_text("utf-8").splitlines()
            told_turns = [json.loads(line)["turns"] for line in lines if line.strip()]
            cases = [[Typed(turn["q"], turn["a"], turn["ev"], False) for turn in case] for case in told_turns]
            chosen = frozenset({document.key})
            yield [one for case in cases for one in _conversation(case, desk, whole.within(chosen), chosen)]


def _conversation(case: Sequence[Typed], desk: Desk, read: Reading, chosen: frozenset[str] | None) -> Iterator[Asked]:
    conversation = Conversation(documents=chosen)
    for number, turn in enumerate(case):
        spans = [
            (document.key, place)
            for words in turn.evidence
            for document in read.documents.values()
            for place in places(document.text, words)
        ]
        made = _asked(turn, number > 0, spans, conversation, read)
        if made is not None and turn.answerable is not None:
            yield made
        desk.ask(turn.typed, conversation)


def _asked(
    turn: Typed, follow_up: bool, spans: Sequence[tuple[str, Span]], conversation: Conversation, read: Reading
) -> Asked | None:
    typed = turn.typed
    meant = understood(typed, conversation.turns, read)
    found = found_for(typed, meant, conversation.turns, read)
    asked = Question.of(meant, read.lexicon.worded)
    put = in_full(typed, asked, conversation.turns)
    weighed = read_through(put, considered(found, read), read)
    ranked = matches(asked, put, weighed, read)
    if own_answer(typed, asked, ranked, found, read, conversation.turns):
        return None
    holds = tuple(
        answers(match.unit, [span for key, span in spans if key == match.unit.passage.document]) for match in ranked
    )
    return (
        Asked(asked, follow_up, put.leaning, bool(turn.answerable), turn.gold, read, tuple(ranked), holds)
        if ranked
        else None
    )


def fit_ranking(asked: Sequence[Asked]) -> Weights:
    """What ranks a unit beside the logit: conditional logistic regression over each turn's units."""
    held = [one for one in asked if one.answerable and any(one.answers)]
    alone = _fitted([([[m.answering, m.score] for m in one.matches], one) for one in held if not one.leaning])
    leaning = _fitted(
        [
            ([[m.answering, m.score, m.weighed.near, -m.weighed.said] for m in one.matches], one)
            for one in held
            if one.leaning
        ]
    )
    return Weights(alone[0], *leaning)


def _fitted(turns: Sequence[tuple[list[list[float]], Asked]]) -> list[float]:
    """The weights of all features but the first, on its scale."""
    groups = [(np.array(features), np.array(one.answers)) for features, one in turns]

    def cost(weights: Row) -> float:
        total = 0.0
        for features, held in groups:
            logits = features @ weights
            total += np.logaddexp.reduce(logits) - np.logaddexp.reduce(logits[held])
        return total / len(groups) + 0.001 * float(weights @ weights)

    weights = minimize(cost, np.full(groups[0][0].shape[1], 0.5)).x
    return [float(one / weights[0]) for one in weights[1:]]


def fit_decline(features: Sequence[Row], asked: Sequence[Asked]) -> tuple[Row, float]:
    """Weights in the features' own units, and the intercept."""
    scaled = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=5_000))
    counts = [GOLD if one.gold else 1.0 for one in asked]
    scaled.fit(np.array(features), [one.answerable for one in asked], logisticregression__sample_weight=counts)
    scaler, model = scaled[0], scaled[1]
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - (weights * scaler.mean_).sum())


def _evidence(one: Asked, weights: Weights) -> Row:
    return np.array(astuple(evidence(one.question, one.matches[one.best(weights)[0]], one.read)))


def _told(pages: Sequence[Sequence[Asked]], weights: Weights, scores: Sequence[Row]) -> Iterator[str]:
    asked = [one for page in pages for one in page]
    score, answerable = np.concatenate(scores), np.array([one.answerable for one in asked])
    later, gold = np.array([one.follow_up for one in asked]), np.array([one.gold for one in asked])
    yield f"declining, pages left out: AUROC {roc_auc_score(answerable, score):.3f}" + "".join(
        f", {name} {roc_auc_score(answerable[some], score[some]):.3f}"
        for name, some in (("first turns", ~later), ("follow-ups", later), ("of gold files", gold), ("others", ~gold))
    )
    for name, some in (("of gold files", gold), ("others", ~gold)):
        yield name
        for threshold in THRESHOLDS:
            low = score < np.log(threshold / (1 - threshold))
            declined, lost = np.mean(low[~answerable & some]), np.mean(low[answerable & some])
            precision = np.sum(low & ~answerable & some) / max(1, np.sum(low & some))
            f1 = 2 * precision * declined / max(1e-9, precision + declined)
            share = f"{declined:.2f} of the unanswerable, {lost:.2f} of the answerable"
            yield f"  below {threshold:.2f}: {share}; F1 {f1:.3f}"
    held = [one for one in asked if one.answerable]
    for margin in MARGINS:
        shown = [
            [
                one.answers[i]
                for i in order[:MOST_STATEMENTS]
                if one.standing(order[0], weights) - one.standing(i, weights) <= margin
            ]
            for one in held
            for order in [one.best(weights)]
        ]
        found, each = np.mean([any(one) for one in shown]), np.mean([holds for one in shown for holds in one])
        count = np.mean([len(one) for one in shown])
        yield f"  within {margin}: some unit answers in {found:.3f}, {each:.3f} of the units do, {count:.2f} shown"


def _placed(pages: Sequence[Sequence[Asked]], weights: Callable[[int], Weights]) -> str:
    held = [(one, number) for number, page in enumerate(pages) for one in page if one.answerable]
    firsts = [[one.answers[i] for i in one.best(weights(number))[:3]] for one, number in held]
    return ", ".join(f"{np.mean([any(one[:k]) for one in firsts]):.3f} in {k}" for k in (1, 2, 3)) + f" of {len(held)}"


def main(arguments: Sequence[str]) -> int:
    """Print the fits and how well they do on pages left out."""
    named = [tuple(map(Path, argument.split("=", 1))) for argument in arguments]
    if len(named) < 2 or any(len(one) != 2 for one in named):
        print(__doc__, file=sys.stderr)
        return 2
    held = [page for told, folder in named for page in pages(told, folder)]
    everyone = [one for page in held for one in page]
    others = [[one for page in held if page is not left for one in page] for left in held]
    apart = [fit_ranking(rest) for rest in others]
    ranking = fit_ranking(everyone)
    print(
        f"evidence among the units looked at closely: {np.mean([any(o.answers) for o in everyone if o.answerable]):.3f}"
    )
    print(f"best units, the model alone: {_placed(held, lambda _: Weights(0.0, 0.0, 0.0, 0.0))}")
    print(f"best units, finding alone: {_placed(held, lambda _: Weights(1e6, 1e6, 0.0, 0.0))}")
    print(f"best units, all together, pages left out: {_placed(held, lambda number: apart[number])}")
    for name, some in (("first turns", False), ("follow-ups", True)):
        part = [[one for one in page if one.follow_up == some] for page in held]
        print(f"  {name}: {_placed(part, lambda number: apart[number])}")
    print(f"FINDING, FINDING_LEANING = {ranking.finding:.1f}, {ranking.leaning:.1f}")
    print(f"NEAR, SAID = {ranking.near:.1f}, {ranking.said:.1f}")
    scores = []
    for number, page in enumerate(held):
        weights, intercept = fit_decline([_evidence(one, apart[number]) for one in others[number]], others[number])
        scores.append(np.array([_evidence(one, apart[number]) @ weights + intercept for one in page]))
    print("\n".join(_told(held, ranking, scores)))
    weights, intercept = fit_decline([_evidence(one, ranking) for one in everyone], everyone)
    print(f"INTERCEPT = {intercept:.2f}")
    print("WEIGHTS =", {field.name: round(float(w), 2) for field, w in zip(fields(Evidence), weights, strict=True)})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
