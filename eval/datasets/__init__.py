"""Public sets as gold cases and documents, so that the harness can run on questions that nobody here wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus.errors import GoldError
from eval.datasets import beir, bioasq, clapnq, conversations, evidence_inference, pubmedqa, squad
from eval.datasets.records import Dataset
from eval.gold import Case

LOADERS: dict[str, Callable[[Path, int | None], Dataset]] = {
    "squad": squad.load,
    "covid-qa": squad.load,
    "beir": beir.load,
    "bioasq": bioasq.load,
    "evidence-inference": evidence_inference.load,
    "clapnq": clapnq.load,
    "pubmedqa": pubmedqa.load,
    "cast": conversations.load,
    "mtrag": conversations.load,
}

__all__ = ["LOADERS", "Dataset", "load"]


def load(name: str, path: str | Path, limit: int | None = None) -> Dataset:
    """The set of that form in the folder `path`, its first `limit` cases.

    Raises GoldError for an unknown name, a folder that is not there (saying where the set comes from) or a file that is
    no such set; one broken record is named in `skipped`, and the others go on. So is one whose id another has already.
    """
    if name not in LOADERS:
        raise GoldError(f'There is no dataset "{name}"; there are {", ".join(LOADERS)}.')
    dataset = LOADERS[name](Path(path), limit)
    first: dict[str, Case] = {}
    for case in dataset.cases:
        if first.setdefault(case.id, case) is not case:
            dataset.skipped.append(f"{name}, case {case.id}: the id is taken already.")
    return replace(dataset, cases=list(first.values()))
