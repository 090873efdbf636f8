"""Writes the report as it goes: the turns of a long run never stand in memory together."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.figures import RUN_FIGURES
from eval.headline import DESCRIPTION
from eval.report.plots import plots
from eval.results import Results
from eval.scoring import Entry
from eval.terminal import number

HERE = Path(__file__).parent
SEPARATOR = "\x1f"


def write_report(found: Results, entries: Iterable[tuple[str, list[Entry]]], out: TextIO) -> None:
    """Write the whole report as one HTML file that asks nothing of any other host.

    Every word of a question, document or answer passes the template's escaping; the page's policy lets only the
    report's own script run.
    """
    script = (HERE / "page.js").read_text("utf-8")
    environment = Environment(
        autoescape=True,
        loader=FileSystemLoader(HERE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = number
    page = environment.get_template("page.html").stream(
        found=found,
        headline_description=DESCRIPTION,
        run_figures=RUN_FIGURES,
        plots=[(caption, Markup(svg)) for caption, svg in plots(found)],
        style=Markup((HERE / "page.css").read_text("utf-8")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        separator=SEPARATOR,
        cases=_cases(found, entries),
    )
    page.enable_buffering(64)
    out.writelines(page)


def _cases(found: Results, entries: Iterable[tuple[str, list[Entry]]]) -> Iterator[dict[str, Any]]:
    for case, turns in entries:
        yield {
            "id": case,
            "file": found.cases[case].file,
            "tags": found.cases[case].tags,
            "turns": [{"number": turn["turn"], **turn["detail"]} for turn in turns],
        }
