"""Takes the picture of an evaluation's report for the docs: `python -m tests.browser.report_picture REPORT PICTURE`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tests.browser.chromium import chromium


def take(report: Path, picture: Path) -> None:
    """Its first screenful as PICTURE, its plots as PICTURE-plots, a few failed turns as PICTURE-turns."""
    # Elsewhere a missing browser skips a test; here it is what was asked for.
    os.environ["CI"] = "1"
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
        page.goto(report.absolute().as_uri())
        page.screenshot(path=picture)
        page.locator(".plots").screenshot(path=picture.with_stem(f"{picture.stem}-plots"))
        page.get_by_label("Failures only").check()
        page.evaluate("document.getElementById('turns').scrollIntoView()")
        page.screenshot(path=picture.with_stem(f"{picture.stem}-turns"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("picture", type=Path, nargs="?", default=Path("docs/images/report.png"))
    given = parser.parse_args()
    take(given.report, given.picture)
