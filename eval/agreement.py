"""`python -m eval.agreement DATA [--judge NAME …]`: how far the harness's judges agree with people.

DATA holds `attributionbench-dev` and `wice-claim`. Prints AUROC and macro-F1 with 95% bootstrap intervals over
questions, plain word overlap first. The support score was fitted on these sets: for it, `eval.fit_support` prints what
it reaches on claims it has not seen, and the figures here are of its fit.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import FootnoteError
from eval.judges import judge
from eval.labelled import ORIGINS, Labelled, read

DRAWS = 1_000
SEED = 20


def agreement(claims: Sequence[Labelled], name: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Every claim's score and verdict by a judge."""
    chosen = judge(name)
    scores = np.array([chosen.score(claim.statement, claim.passages) for claim in claims], dtype=np.float64)
    verdicts = np.array([chosen.supports(claim.statement, claim.passages) for claim in claims], dtype=bool)
    return scores, verdicts


def interval(figure: Callable[[NDArray[np.int_]], float], groups: Sequence[str]) -> tuple[float, float]:
    """The 95% bootstrap interval of a figure of claim indexes; whole groups are drawn: their claims belong together."""
    members: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    names = list(members)
    chance = np.random.default_rng(SEED)
    drawn = []
    for _ in range(DRAWS):
        picked = chance.integers(0, len(names), len(names))
        value = figure(np.array([index for i in picked for index in members[names[i]]]))
        if not np.isnan(value):
            drawn.append(value)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints one line a set and judge; 2 when a set is not there."""
    parser = argparse.ArgumentParser(prog="python -m eval.agreement", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--judge", action="append", default=None)
    given = parser.parse_args(arguments)
    try:
        for name in ORIGINS:
            claims = read(name, given.data, [])
            for chosen in given.judge or ["lexical", "exact", "lock", "support", "check"]:
                print(f"{name} {chosen}: {_line(claims, chosen)}", flush=True)
    except FootnoteError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def _line(claims: Sequence[Labelled], name: str) -> str:
    from sklearn.metrics import f1_score, roc_auc_score

    labels = np.array([claim.supported for claim in claims])
    groups = [claim.group for claim in claims]
    scores, verdicts = agreement(claims, name)

    def auroc(indexes: NDArray[np.int_]) -> float:
        drawn = labels[indexes]
        return float(roc_auc_score(drawn, scores[indexes])) if 0 < drawn.sum() < len(drawn) else float("nan")

    def macro(indexes: NDArray[np.int_]) -> float:
        return float(f1_score(labels[indexes], verdicts[indexes], average="macro", zero_division=0))

    everything = np.arange(len(claims))
    parts = []
    for title, figure in (("AUROC", auroc), ("macro-F1", macro)):
        low, high = interval(figure, groups)
        parts.append(f"{title} {figure(everything):.3f} [{low:.3f}, {high:.3f}]")
    parts.append(
        f"accepts {np.mean(verdicts[labels]):.3f} of the supported, {np.mean(verdicts[~labels]):.3f} of the others"
    )
    return "; ".join(parts)


if __name__ == "__main__":
    raise SystemExit(main())
