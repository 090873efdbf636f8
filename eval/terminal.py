"""The figures in a terminal: a table for a person, plain lines for a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from eval.compare import Difference, regressions
from eval.ledger import Estimate
from eval.results import Results

HEADINGS = ("figure", "value", "95% interval", "turns", "first turns", "follow-ups")
MOST_NAMED = 5
Shown = tuple[str, Sequence[str], Sequence[Sequence[str]]]
"""A title, headings and rows."""


def show(found: Results, out: TextIO) -> None:
    """Print every figure, the figures file by file, the cheaters, and what could not be scored."""
    tables: list[Shown] = [(f"Judge of support: {found.judge}", HEADINGS, _figures(found))]
    if len(found.files) > 1:
        tables.append(("By gold file", ("figure", *found.files), _by_file(found)))
    names = ("figure", "footnote", *found.cheaters)
    tables.append(("Beside answerers that know nothing", names, _cheaters(found)))
    _print(tables, out)
    if found.raised:
        out.write(f"{len(found.raised)} turns raised an error and are unscored:\n")
        out.writelines(f"  {one}\n" for one in found.raised[:MOST_NAMED])


def show_differences(compared: Sequence[Difference], judges: tuple[str, str], edited: int, out: TextIO) -> None:
    """Print how every figure moved against the baseline; regressions are marked.

    `edited` turns ask something else than they did then, or are judged by other gold.
    """
    rows = [
        (
            one.figure.name,
            number(one.before),
            number(one.after),
            _signed(one.interval.value),
            _bounds(one.interval.low, one.interval.high, signed=True),
            str(one.n),
            _standing(one),
        )
        for one in compared
    ]
    headings = ("figure", "before", "now", "difference", "95% interval", "turns", "")
    _print([("Against the baseline, paired by case", headings, rows)], out)
    if judges[0] != judges[1]:
        out.write(
            f"Citation figures are left out: the baseline's judge was {judges[0]!r}, this run's is {judges[1]!r}.\n"
        )
    if edited:
        out.write(f"Left out: {edited} turns whose question or gold has changed since the baseline.\n")
    out.write(_outcome(compared))


def _outcome(compared: Sequence[Difference]) -> str:
    if all(one.standing == "unpaired" for one in compared):
        return "Nothing could be paired.\n"
    worse = [one.figure.name for one in regressions(compared)]
    return f"Regressions: {', '.join(worse)}.\n" if worse else "No regression.\n"


def number(value: float | None) -> str:
    """Short and comparable: three decimals, fewer for large numbers."""
    if value is None:
        return "-"
    return f"{value:.3f}" if abs(value) < 100 else f"{value:.0f}"


def _figures(found: Results) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (
            figure.name,
            number(estimate.interval.value),
            _bounds(estimate.interval.low, estimate.interval.high),
            _counts(estimate),
            number(found.first_turns[figure].interval.value),
            number(found.follow_ups[figure].interval.value),
        )
        for figure, estimate in found.all.items()
    ]
    rows += [(name, number(value), "", "", "", "") for name, value in found.run.items()]
    return rows


def _by_file(found: Results) -> list[tuple[str, ...]]:
    return [
        (figure.name, *(number(estimates[figure].interval.value) for estimates in found.files.values()))
        for figure in found.all
    ]


def _cheaters(found: Results) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (
            figure.name,
            number(estimate.interval.value),
            *(number(estimates[figure].interval.value) for estimates in found.cheaters.values()),
        )
        for figure, estimate in found.all.items()
        if figure.better is not None and not figure.machine
    ]
    rows.append(("headline", number(found.headline), *map(number, found.cheaters_headline.values())))
    return rows


def _counts(estimate: Estimate) -> str:
    return f"{estimate.n} ({estimate.unscored} unscored)" if estimate.unscored else str(estimate.n)


def _bounds(low: float | None, high: float | None, *, signed: bool = False) -> str:
    if low is None or high is None:
        return ""
    return f"{_signed(low)} to {_signed(high)}" if signed else f"{number(low)} to {number(high)}"


def _signed(value: float | None) -> str:
    return "-" if value is None else f"{value:+.3f}"


def _standing(one: Difference) -> str:
    return {"worse": "REGRESSION", "same": "", "unpaired": "no paired turns"}.get(one.standing, one.standing)


def _print(tables: Iterable[Shown], out: TextIO) -> None:
    if not out.isatty():
        for title, headings, rows in tables:
            out.write(f"{title}\n")
            widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
            for row in [headings, *rows]:
                line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
                out.write(line.rstrip() + "\n")
            out.write("\n")
        return
    console = Console(file=out)
    for title, headings, rows in tables:
        table = RichTable(title=escape(title), title_justify="left")
        for heading in headings:
            table.add_column(escape(heading), justify="left" if heading == "figure" else "right")
        for row in rows:
            table.add_row(*map(escape, row))
        console.print(table)
