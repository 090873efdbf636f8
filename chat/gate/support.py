"""How well passages support a statement, as a calibrated probability.

A logistic regression over word overlap, what the lock finds, and the embedding model's similarities. Its coefficients
were fitted on claims that people labelled (`python -m eval.fit_support`) and lie beside this module.
"""

from __future__ import annotations

import json
import math
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from chat.gate.lexical import content_stems
from chat.gate.lock import lock
from chat.gate.names import names
from chat.gate.quantities import quantities
from chat.gate.reasons import Reason
from chat.gate.units import clauses, sentences, units
from chat.gate.words import STOP, fold, without_answer_markers, words

CLOSEST = 12
"""Units that are compared by meaning: those that share most words with the statement."""
WINDOWS = 6
"""Of these, how many are compared together with the unit after them."""
REMEMBERED = 2_000
"""Texts whose vectors are kept: 3 MB."""
LONGEST = 700
"""Characters of a text that are embedded; the model reads little more."""

NAMES = (
    "overlap",
    "overlap_best_unit",
    "overlap_top_units",
    "bigrams",
    "names_missing",
    "numbers_missing",
    "lock_whole",
    "lock_turned",
    "lock_qualifier",
    "lock_number",
    "lock_name",
    "similarity_best",
    "similarity_second",
    "similarity_mean",
    "similarity_window",
    "similarity_weakest_clause",
    "log_words",
    "log_passage_words",
    "overlap_x_similarity",
    "best_unit_x_similarity",
    "overlap_squared",
    "similarity_squared",
)


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The fitted regression; features are standardised with the fit's own mean and scale."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weight: NDArray[np.float64]
    bias: float
    threshold: float


@lru_cache(maxsize=1)
def coefficients() -> Coefficients:
    """The coefficients in the package, in the order of NAMES."""
    held = json.loads(files("chat.gate").joinpath("support_coefficients.json").read_text("utf-8"))
    rows = [held["features"][name] for name in NAMES]
    columns = {part: np.array([row[part] for row in rows], dtype=np.float64) for part in ("mean", "scale", "weight")}
    return Coefficients(
        columns["mean"], columns["scale"], columns["weight"], float(held["bias"]), float(held["threshold"])
    )


def threshold() -> float:
    """From which score on a statement counts as supported."""
    return coefficients().threshold


def support(statement: str, passages: Sequence[str]) -> float:
    """The probability that people would say "supported". Raises ModelError when the embedding model is missing."""
    fitted = coefficients()
    standard = (features(statement, passages) - fitted.mean) / fitted.scale
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, float(standard @ fitted.weight) + fitted.bias)))), 6)


def features(statement: str, passages: Sequence[str]) -> NDArray[np.float64]:
    """What the regression reads, in the order of NAMES."""
    said = without_answer_markers(statement)
    asked = content_stems(said)
    texts = [unit.text for number, passage in enumerate(passages) for unit in units(passage, number)] or [""]
    held = [{word.stem for word in words(text)} for text in texts]
    shared = [len(set(asked) & stems) for stems in held]
    order = sorted(range(len(texts)), key=lambda i: (-shared[i], i))[:CLOSEST]
    everywhere = set().union(*held)
    overlap, best = _share(asked, everywhere), max(_share(asked, held[i]) for i in order)
    near = set().union(*(held[i] for i in order[:3]))
    similar = _similarities(said, texts, order)
    return np.array(
        [
            overlap, best, _share(asked, near), _bigrams(asked, texts), *_missing(said, everywhere, passages),
            *_lock(lock(statement, passages)),
            *similar, math.log(len(words(fold(said))) + 1), math.log(sum(len(words(text)) for text in texts) + 1),
            overlap * similar[0], best * similar[0], overlap**2, similar[0] ** 2,
        ],
        dtype=np.float64,
    )  # fmt: skip


def _share(asked: Sequence[str], held: set[str]) -> float:
    return sum(stem in held for stem in asked) / len(asked) if asked else 0.0


def _bigrams(asked: Sequence[str], texts: Sequence[str]) -> float:
    """The share of neighbouring content words that are neighbours, or next but one, in a unit too."""
    pairs = list(pairwise(asked))
    found: set[tuple[str, str]] = set()
    for text in texts:
        stems = [word.stem for word in words(text) if word.key not in STOP]
        found |= set(pairwise(stems)) | set(zip(stems, stems[2:], strict=False))
    return sum(pair in found for pair in pairs) / len(pairs) if pairs else 0.0


def _missing(said: str, everywhere: set[str], passages: Sequence[str]) -> tuple[float, float]:
    """The shares of names and of numbers that stand nowhere in the passages."""
    folded = fold(said)
    named = names(words(folded), folded)
    numbers = [value for quantity in quantities(folded) for value in quantity.values]
    held = {value for passage in passages for quantity in quantities(fold(passage)) for value in quantity.values}
    return (
        sum(word.stem not in everywhere for word in named) / len(named) if named else 0.0,
        sum(value not in held for value in numbers) / len(numbers) if numbers else 0.0,
    )


def _lock(reasons: Sequence[Reason]) -> tuple[float, ...]:
    kinds = {reason.kind for reason in reasons}
    return (
        float(not kinds),
        float(bool(kinds & {"negation", "opposite"})),
        float(bool(kinds & {"qualifier", "together"})),
        float(bool(kinds & {"number", "unit", "comparator", "range"})),
        float("name" in kinds),
    )


_remembered: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
_remembering = threading.Lock()


def _embedded(texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
    """The texts' vectors; the statements of one answer cite the same passages, so the latest are remembered."""
    from corpus.models import embedder

    with _remembering:
        rows = {text: _remembered[text] for text in texts if text in _remembered}
    new = [text for text in texts if text not in rows]
    if new:
        rows |= dict(zip(new, embedder().documents(new), strict=True))
    with _remembering:
        for text in texts:
            _remembered[text] = rows[text]
            _remembered.move_to_end(text)
        while len(_remembered) > REMEMBERED:
            _remembered.popitem(last=False)
    return rows


def _similarities(said: str, texts: Sequence[str], order: Sequence[int]) -> tuple[float, float, float, float, float]:
    """Best, second, mean of three, best window of two units, and the weakest clause's best."""
    near = [texts[i][:LONGEST] for i in order]
    windows = [f"{texts[i]} {texts[i + 1] if i + 1 < len(texts) else ''}".strip()[:LONGEST] for i in order[:WINDOWS]]
    parts = [clause for sentence in sentences(said) for clause in clauses(sentence)] or [said]
    rows = _embedded(list(dict.fromkeys([said, *near, *windows, *parts])))
    whole = rows[said]
    ranked = sorted((float(rows[text] @ whole) for text in near), reverse=True)
    weakest = min(max(float(rows[part] @ rows[text]) for text in near) for part in parts)
    window = max(float(rows[text] @ whole) for text in windows)
    return ranked[0], ranked[min(1, len(ranked) - 1)], sum(ranked[:3]) / len(ranked[:3]), window, weakest
