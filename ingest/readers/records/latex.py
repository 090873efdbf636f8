"""LaTeX as it stands in BibTeX fields to the characters a person sees; pylatexenc knows its commands.

Many fields are not really LaTeX: exporters leave "50% of patients", "~20 mg" and "$100" as they are, which LaTeX would
read as a comment, a blank and mathematics. Such signs are kept as what they say.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.readers.records.wording import lowered, raised

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

SIGNS = re.compile(r"[\\${}~]|--|``|''")
MATHS = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.){1,200}?)(?<!\\)\$")
IS_MATHS = re.compile(r"[\\^_{}=<>+]|\A\s*[A-Za-z]\s*\Z|\A\s*[\d.,]+\s*\Z")
GROUP = r"(?:\{((?:[^{}\\]|\\[A-Za-z]+(?![A-Za-z]))*)\}|(\\[A-Za-z]+|[^\s{}\\]))"
UP = re.compile(rf"\^{GROUP}|\\textsuperscript\s*\{{([^{{}}]*)\}}")
DOWN = re.compile(rf"(?<!\\)_{GROUP}|\\textsubscript\s*\{{([^{{}}]*)\}}")
DEGREES = re.compile(r"\^\s*\{?\s*\\circ\s*\}?")


def delatexed(said: str) -> str:
    """The words of a field, blank lines kept; a field that cannot be understood is left as it stands."""
    if not SIGNS.search(said):
        return said
    said = re.sub(r"\\par\b\s?", "\n\n", said)
    said = MATHS.sub(lambda m: _maths(m[1]) if IS_MATHS.search(m[1]) else m[0].replace("$", r"\$"), said)
    said = re.sub(r"(?<!\\)\$", r"\\$", said)
    said = re.sub(r"(?<!\\)([%&#])", r"\\\1", said)
    said = re.sub(r"(?:(?<=\s)|(?<=[(\[])|\A)~(?=\S)", r"\\textasciitilde{}", said)
    said = re.sub(r"\\(textsuperscript|textsubscript)\s*\{([^{}]*)\}", _shifted, said)
    try:
        return "\n\n".join(str(_commands().latex_to_text(one)) for one in re.split(r"\n[ \t]*\n", said))
    except Exception:
        # Half a command, an environment without an end: the writer's own signs are better than nothing.
        return said


def _maths(said: str) -> str:
    """A formula on the line: what is written above and below it as such characters."""
    said = DEGREES.sub("°", said)
    said = UP.sub(lambda m: raised(_only(m)), said)
    return DOWN.sub(lambda m: lowered(_only(m)), said)


def _shifted(found: re.Match[str]) -> str:
    return raised(found[2]) if found[1] == "textsuperscript" else lowered(found[2])


def _only(found: re.Match[str]) -> str:
    return next((group for group in found.groups() if group is not None), "").strip()


@cache
def _commands() -> LatexNodes2Text:
    from pylatexenc.latex2text import LatexNodes2Text

    logging.getLogger("pylatexenc").setLevel(logging.ERROR)
    return LatexNodes2Text(math_mode="text", keep_comments=False, strict_latex_spaces=False)
