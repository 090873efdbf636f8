"""The words of a record's fields as a person reads them: no entities, tags or broken lines."""

from __future__ import annotations

import html
import re

from ingest.readers.scripts import DOWN, UP

NAMES = (
    "jats:[a-z-]+|i|b|u|em|strong|italic|bold|sub|sup|inf|sc|span|p|br|div|title|sec|h[1-6]|ul|ol|li|math|mml:[a-z]+"
)
TAG = re.compile(rf"<(/?)(?:{NAMES})(?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>", re.I)
BREAKING = re.compile(r"</?(?:jats:)?(?:p|br|div|title|sec|h[1-6]|ul|ol|li|label)\b", re.I)
SHIFTED = re.compile(r"<((?:jats:)?(?:sup|sub|inf))>([^<>]{1,20})</\1>", re.I)
LABEL = re.compile(r"(?:\A|(?<=[.?!)\]\"”] ))(?=([A-Z][A-Z/&,() -]{2,60}[A-Z)]):\s)")
COMMON_LABEL = re.compile(
    r"(?:\A|(?<=[.?!)\]\"”] ))(?=(?:Background|Introduction|Context|Aims?|Objectives?|Purpose|Study [Dd]esign|Design|"
    r"Setting|Patients|Participants|Interventions?|Materials? and [Mm]ethods|Methods?|Methods and [Rr]esults|"
    r"Main [Oo]utcome [Mm]easures?|Results|Findings|Interpretation|Discussion|Conclusions?|Funding|"
    r"Trial [Rr]egistration):\s)"
)


def plain(said: str) -> str:
    """A field on one line, with the characters its entities and tags stand for."""
    return " ".join(" ".join(_unmarked(said)).split())


def paragraphs(said: str) -> tuple[str, ...]:
    """An abstract's paragraphs; one begins at a blank line, at markup that breaks the line and at a label of its
    structure ("METHODS: …"), which stays in front of it.
    """
    found: list[str] = []
    for stretch in _unmarked(said):
        for paragraph in re.split(r"\n[ \t]*\n", stretch):
            words = " ".join(paragraph.split())
            cuts = sorted({m.start() for pattern in (LABEL, COMMON_LABEL) for m in pattern.finditer(words)} | {0})
            pieces = [words[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(words)], strict=True)]
            found.extend(piece for piece in pieces if re.search(r"\w", piece))
    return tuple(_headed(found))


def raised(said: str) -> str:
    """Characters written above the line, or after a "^" where some of them have no such form."""
    up = said.translate(UP)
    return up if not any(one.isascii() and one.isalnum() for one in up) else f"^{said}"


def lowered(said: str) -> str:
    """Characters written below the line, or as they are where some of them have no such form."""
    down = said.translate(DOWN)
    return down if not any(one.isascii() and one.isalnum() for one in down) else said


def _unmarked(said: str) -> list[str]:
    """The words without entities and tags, in the stretches that the tags break them into."""
    said = html.unescape(said)
    said = SHIFTED.sub(lambda m: raised(m[2]) if m[1].lower().endswith("sup") else lowered(m[2]), said)
    said = TAG.sub(lambda m: "\v" if BREAKING.match(m[0]) else "", said)
    return said.split("\v")


def _headed(found: list[str]) -> list[str]:
    """The paragraphs, with a label that stood on a line of its own in front of what it is the label of."""
    joined: list[str] = []
    for one in found:
        if joined and len(joined[-1]) < 60 and re.fullmatch(r"[A-Z][\w/&,() -]*:?", joined[-1]) and one != joined[-1]:
            label = joined.pop().removesuffix(":")
            one = one if label.casefold() == "abstract" else f"{label}: {one}"
        joined.append(one)
    return joined
