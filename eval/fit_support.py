"""`python -m eval.fit_support DATA`: fits the gate's support score and says how well it does on claims it has not seen.

DATA holds `attributionbench-dev` and `wice-claim`. The claims themselves are not kept: only the coefficients, with the
hashes of what they were fitted on, go into `chat/gate/support_coefficients.json` (with `--write`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chat.gate.support import NAMES, features
from corpus.errors import FootnoteError
from eval.labelled import ORIGINS, Labelled, digest, read

FOLDS = 10
STRENGTH = 0.05
"""Inverse of the regularisation's strength; 0.05 and 0.5 differ by less than 0.005 AUROC."""
THRESHOLD = 0.5
"""Set by hand from the printed table and the faithful rewordings of the tests; see docs/evaluation-judges.md."""
COEFFICIENTS = Path(__file__).parent.parent / "chat" / "gate" / "support_coefficients.json"


def table(claims: Sequence[Labelled]) -> NDArray[np.float64]:
    """The features of every claim, `(claims, features)`."""
    rows = []
    for number, claim in enumerate(claims, 1):
        rows.append(features(claim.statement, claim.passages))
        if number % 100 == 0:
            print(f"{number} of {len(claims)} claims", file=sys.stderr)
    return np.array(rows)


def regression() -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=2_000))


def unseen(rows: NDArray[np.float64], labels: NDArray[np.int_], groups: NDArray[np.str_]) -> NDArray[np.float64]:
    """Every claim's score by a regression that saw no claim of its group."""
    from sklearn.model_selection import GroupKFold, cross_val_predict

    folds = GroupKFold(FOLDS)
    scores: NDArray[np.float64] = cross_val_predict(
        regression(), rows, labels, groups=groups, cv=folds, method="predict_proba"
    )[:, 1]
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the cross-validated figures; writes the coefficients when asked."""
    parser = argparse.ArgumentParser(prog="python -m eval.fit_support", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    try:
        sets = {name: read(name, given.data, []) for name in ORIGINS}
    except FootnoteError as problem:
        print(problem, file=sys.stderr)
        return 2
    claims = [(name, claim) for name, of_set in sets.items() for claim in of_set]
    rows = table([claim for _, claim in claims])
    labels = np.array([claim.supported for _, claim in claims], dtype=int)
    groups = np.array([f"{name}: {claim.group}" for name, claim in claims])
    where = np.array([name for name, _ in claims])
    scores = unseen(rows, labels, groups)
    for name in sets:
        print(f"{name}: {_described(labels[where == name], scores[where == name], rows[where == name][:, 0])}")
    fitted = regression().fit(rows, labels)
    if given.write:
        COEFFICIENTS.write_text(json.dumps(_record(fitted, sets, given.data), indent=1) + "\n", "utf-8")
        print(f"written to {COEFFICIENTS.name}")
    return 0


def _described(labels: NDArray[np.int_], scores: NDArray[np.float64], overlap: NDArray[np.float64]) -> str:
    from sklearn.metrics import roc_auc_score, roc_curve

    false, true, _ = roc_curve(labels, scores)
    thresholds = " ".join(
        f"{t:.2f}: accepts {np.mean(scores[labels == 1] >= t):.2f}, falsely {np.mean(scores[labels == 0] >= t):.2f};"
        for t in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7)
    )
    return (
        f"{len(labels)} claims, AUROC {roc_auc_score(labels, scores):.3f} "
        f"(word overlap {roc_auc_score(labels, overlap):.3f}); "
        f"false acceptance at 80% acceptance {false[np.argmax(true >= 0.8)]:.3f}; "
        f"acceptance at 10% false {true[false <= 0.1].max():.3f}; {thresholds}"
    )


def _record(fitted: Any, sets: dict[str, list[Labelled]], root: Path) -> dict[str, Any]:
    scaler, model = fitted[0], fitted[1]
    return {
        "command": "python -m eval.fit_support DATA --write",
        "fitted_on": {
            name: {"claims": len(claims), "sha256": digest(name, root), "origin": ORIGINS[name]}
            for name, claims in sets.items()
        },
        "threshold": THRESHOLD,
        "bias": round(float(model.intercept_[0]), 6),
        "features": {
            name: {
                "mean": round(float(scaler.mean_[i]), 6),
                "scale": round(float(scaler.scale_[i]), 6),
                "weight": round(float(model.coef_[0][i]), 6),
            }
            for i, name in enumerate(NAMES)
        },
    }


if __name__ == "__main__":
    raise SystemExit(main())
