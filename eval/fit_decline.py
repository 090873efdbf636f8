"""Fits the weights of `chat.decline` on the development questions, and says how well they do on pages not fitted on.

    python -m eval.fit_decline GOLD=LIBRARY …      (a gold file and the folder of a library that holds its page)

Each page is asked alone in its own library; follow-ups are asked by their own standalone wording, so that a slip in
reading them is not held against the decision. Only cases with `split: dev` are used. Questions about the document
itself, which are decided elsewhere, are left out. Prints the weights to be copied into `chat/decline.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from chat.about import about_answer
from chat.decline import Evidence, evidence
from chat.match import matches, read_through
from chat.question import Question
from chat.reading import Reading, reading
from chat.references import reference_answer
from chat.retrieve import retrieve
from corpus.library import Library
from eval.gold import read

CONSIDERED = 12


def rows(gold: Path, library: Path) -> tuple[list[Evidence], list[bool]]:
    """The features of every clinical development question of a gold file, and whether it is answerable."""
    state = reading(Library(library).snapshot())
    features: list[Evidence] = []
    answerable: list[bool] = []
    for case in read([gold]):
        if case.split != "dev":
            continue
        for turn in case.turns:
            if turn.answerable is None:
                continue
            found = _evidence(turn.standalone or turn.question, state)
            if found is not None:
                features.append(found)
                answerable.append(turn.answerable)
    return features, answerable


def _evidence(question: str, read: Reading) -> Evidence | None:
    spelled = read.lexicon.correct(question)
    asked = Question.of(read.lexicon.expand(spelled))
    found = retrieve(spelled, read)
    if reference_answer(asked, found, read, ()) or about_answer(asked, found, read, ()):
        return None
    body = [one for one in found if one.passage.kind == "body"][:CONSIDERED]
    ranked = read_through(asked.text, matches(asked, body, read), read)
    return evidence(asked, ranked[0], read) if ranked else None


def fit(features: Sequence[Evidence], answerable: Sequence[bool]) -> tuple[NDArray[np.float64], float]:
    """Weights in the features' own units, and the intercept."""
    scaled = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=5_000))
    scaled.fit([astuple(one) for one in features], answerable)
    scaler, model = scaled[0], scaled[1]
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - (weights * scaler.mean_).sum())


def main(arguments: Sequence[str]) -> int:
    """Print the cross-validated AUROC, then the weights fitted on every page."""
    pages = [tuple(map(Path, argument.split("=", 1))) for argument in arguments]
    if not pages:
        print(__doc__, file=sys.stderr)
        return 2
    made = [rows(gold, library) for gold, library in pages]
    for number, (gold, _) in enumerate(pages):
        others = [one for index, one in enumerate(made) if index != number]
        weights, intercept = fit([f for fs, _ in others for f in fs], [y for _, ys in others for y in ys])
        scores = [float(np.dot(weights, astuple(one)) + intercept) for one in made[number][0]]
        print(
            f"{gold.name}: AUROC {roc_auc_score(made[number][1], scores):.3f} on {len(scores)} questions, "
            "fitted on the others"
        )
    weights, intercept = fit([f for fs, _ in made for f in fs], [y for _, ys in made for y in ys])
    print(f"INTERCEPT = {intercept:.2f}")
    print("WEIGHTS =", {field.name: round(float(w), 2) for field, w in zip(fields(Evidence), weights, strict=True)})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
