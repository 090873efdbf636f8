"""The report's plots, as SVG that takes its colours from the page: one drawing serves light and dark."""

from __future__ import annotations

import io
import re
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure as Drawing

from eval.pools import Floats
from eval.results import Results

# Colours that nothing else draws with, each replaced by one of the page's own.
INK, GOOD, BAD = "#010203", "#040506", "#070809"
PAGE_COLOURS = {INK: "currentColor", GOOD: "var(--good)", BAD: "var(--bad)"}
STYLE: Any = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.facecolor": "none",
    "legend.frameon": False,
}


def plots(found: Results) -> list[tuple[str, str]]:
    """Caption and SVG of every plot for which the run has numbers."""
    # One setting around all of it: legends and labels take their colours when they are made.
    with rc_context({**STYLE, "svg.hashsalt": "footnote"}):
        return [(caption, svg) for caption, svg in _drawn(found) if svg]


def _drawn(found: Results) -> list[tuple[str, str]]:
    return [
        ("Figures from 0 to 1 with their 95% intervals", _intervals(found)),
        ("Risk and coverage: mean loss of the turns answered, surest first", _risk_coverage(found)),
        ("Scores of answerable and unanswerable turns", _scores(found)),
        ("Seconds a turn", _latency(found)),
    ]


def risk_coverage(pairs: Floats) -> tuple[Floats, Floats]:
    """Coverage and mean loss when turns (score, loss) are taken by falling score, a whole tie at once."""
    order = np.argsort(-pairs[:, 0], kind="stable")
    scores, losses = pairs[order, 0], pairs[order, 1]
    covered = np.arange(1, len(scores) + 1, dtype=np.float64)
    risk = np.cumsum(losses) / covered
    last_of_tie = np.r_[np.diff(scores) < 0, True]
    return covered[last_of_tie] / len(scores), risk[last_of_tie]


def _intervals(found: Results) -> str:
    shown = [
        (figure.name, estimate.interval)
        for figure, estimate in found.all.items()
        if estimate.interval.value is not None and figure.better is not None and not figure.machine
    ]
    if not shown:
        return ""
    drawing, axes = _drawing(7.2, 0.8 + 0.24 * len(shown))
    for row, (_, interval) in enumerate(reversed(shown)):
        if interval.low is not None and interval.high is not None:
            axes.plot([interval.low, interval.high], [row, row], color=INK, linewidth=2, alpha=0.45)
        axes.plot([interval.value], [row], "o", color=GOOD, markersize=5)
    axes.set_yticks(range(len(shown)), [name for name, _ in reversed(shown)])
    axes.set_xlim(-0.02, 1.02)
    axes.grid(axis="x", color=INK, alpha=0.15)
    return _svg(drawing)


def _risk_coverage(found: Results) -> str:
    pairs = _pairs(found, "aurc")
    if not len(pairs):
        return ""
    coverage, risk = risk_coverage(pairs)
    drawing, axes = _drawing(4.6, 2.9)
    axes.step(coverage, risk, where="post", color=GOOD, linewidth=1.6, label="by score")
    axes.axhline(float(pairs[:, 1].mean()), color=INK, linestyle="--", linewidth=1, label="in any order")
    axes.set(xlabel="coverage", ylabel="risk", xlim=(0, 1.02), ylim=(0, 1.02))
    axes.legend(loc="best")
    return _svg(drawing)


def _scores(found: Results) -> str:
    pairs = _pairs(found, "answerability_auroc")
    if not len(pairs):
        return ""
    drawing, axes = _drawing(4.6, 2.9)
    edges = np.linspace(min(0.0, float(pairs[:, 0].min())), max(1.0, float(pairs[:, 0].max())), 21)
    for answerable, colour, hatch, label in ((1, GOOD, "", "answerable"), (0, BAD, "///", "unanswerable")):
        values = pairs[pairs[:, 1] == answerable, 0]
        axes.hist(
            values, edges, histtype="step", color=colour, hatch=hatch, linewidth=1.4, label=f"{label} ({len(values)})"
        )
    axes.set(xlabel="score", ylabel="turns")
    axes.legend(loc="best")
    return _svg(drawing)


def _latency(found: Results) -> str:
    seconds = _pairs(found, "seconds_p50")[:, 0]
    if not len(seconds):
        return ""
    drawing, axes = _drawing(4.6, 2.9)
    axes.hist(seconds, bins=30, color=GOOD, alpha=0.7)
    for share, style in ((0.5, "-"), (0.95, "--")):
        at = float(np.quantile(seconds, share, method="inverted_cdf"))
        axes.axvline(at, color=INK, linestyle=style, linewidth=1, label=f"p{share * 100:.0f}: {at:.3f} s")
    axes.set(xlabel="seconds", ylabel="turns")
    axes.legend(loc="best")
    return _svg(drawing)


def _pairs(found: Results, name: str) -> Floats:
    figure = next(figure for figure in found.table.figures if figure.name == name)
    shares, scored, _ = found.table.pairs(figure)
    return shares[scored]


def _drawing(width: float, height: float) -> tuple[Drawing, Any]:
    drawing = Drawing(figsize=(width, height), layout="constrained")
    return drawing, drawing.add_subplot()


def _svg(drawing: Drawing) -> str:
    out = io.StringIO()
    # The same salt always and no date: two runs draw the same bytes.
    drawing.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", svg)
    for colour, own in PAGE_COLOURS.items():
        svg = svg.replace(colour, own)
    return svg
