"""A text's lists as lines with bullets: put back where they were run together, or lost their signs under a denial.

A list that says what is *not* done turns into its opposite when its lead-in is overlooked. So the lines under a denying
one are read as its items also where neither a colon nor bullets say so.
"""

from __future__ import annotations

import re
from functools import lru_cache

from chat.gate.leads import SOMETIMES, denying, relative
from chat.gate.words import fold

BULLET = re.compile(r"^\s*(?:[•▪◦‣·*+o-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
CELLS = re.compile(r"\t+|\s*\|\s*| {3,}")
WRAPPED = 60
"""Characters from which a line without an end is taken for a wrapped one."""
_INLINE_BULLET = re.compile(r"(?<=\S)\s+[•▪◦‣]\s+(?=\S)")
_LONGEST_LEAD = 12
"""Words up to which a line without a colon is taken for a lead-in."""
_FRAGMENT = 12
"""Words up to which a line without a verb and a full stop is an item and no sentence."""
_VERDICT = (
    rf"not\s+(?:{SOMETIMES}\s+)?(?:be\s+)?(?:recommended|advised|advisable|indicated|suitable|appropriate|used|given|"
    r"taken|needed|necessary|required|allowed|permitted|offered|licensed|effective|safe|useful|helpful|to\s+(?:be\s+)?(?!miss|forg|overl|ignor)\w+)"
)
# "Not recommended", "Medicines that are not stopped", "What not to do": they say nothing without what stands below.
_TITLE = re.compile(
    rf"^(?:(?:usually|generally|normally|routinely)\s+)?{_VERDICT}\b(?!.*\b(?:is|are|was|were)\b)|"
    r"^[\w -]*\w\s+(?:that|which|who)\s+(?:\w+\s+)?(?:\w+\s+)?not\s+\w+|^[\w-]+s(?: \w+)? not \w+ed\b|"
    r"^(?:what|when|whom?|where)\b.*\bnot\b|^(?:\w+ )?contraindications?\b|\bto avoid$|^avoid$",
    re.IGNORECASE,
)
_OPEN = re.compile(
    rf"(?:\b(?:not|never|cannot|avoid)|n't)(?:\s+{SOMETIMES})*\W*$|"
    r"\b(?:if|when|who|you|that|have|has|are|is|or|and|with|by|of|to|for|in|on|during|following|these|after|the|be|"
    r"(?:people|patients|those|adults|children|women) with)\W*$",
    re.IGNORECASE,
)
# What heads the next list, whose items are none of this one.
_NEXT = re.compile(
    r"^(?:strongly |generally |usually )?(?:recommend\w*|advised?|indicat\w+|suitable|allowed|permitted|do|always|"
    r"give|consider|use|offer|what to do|instead)\W*$",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|should|must|will|would|does|did|needs?)\b", re.IGNORECASE
)
_LABEL = re.compile(
    rf"^(?P<lead>(?:(?:usually|generally|normally)\s+)?(?:{_VERDICT}(?:\s+[^\s:]+){{0,5}}?|never|"
    rf"do\s+not(?:\s+{SOMETIMES})?(?:\s+(?:use|give|take|offer|prescribe|start|stop|combine|request|order|do))?|"
    r"(?:do not use|never|not) (?:in|for|with)))"
    r"\s*:\s+(?=\S)(?!(?:none|no|not|nil|never|nothing)\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=2_048)
def laid_out(text: str) -> str:
    """The text with every list that can be told on lines of its own, the items of one that denies behind bullets."""
    return _relisted(_unflattened(text))


def leads_on(body: str) -> bool:
    """Whether a line ends in a colon, a reference number behind it aside."""
    return bool(re.search(r":(?:\s*\d{1,3}(?:\s*,\s*\d{1,3})*)?$", body))


def _unflattened(text: str) -> str:
    """The text with list items that were run together in one line put back on lines of their own.

    Depth is lost by then: an item that ends in a colon governs those after it, up to the next such item.
    """
    lines = []
    for line in text.replace("\r", "\n").split("\n"):
        items = _INLINE_BULLET.split(line)
        deeper = items[0].rstrip().endswith(":") and bool(BULLET.match(items[0]))
        lines.append(items[0])
        for item in items[1:]:
            leads = leads_on(item.rstrip())
            lines.append(f"{'  ' if leads or not deeper else '    '}• {item}")
            deeper = deeper or leads
    return "\n".join(lines)


def _relisted(text: str) -> str:
    lines = text.split("\n")
    written: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        label, rest = _labelled(line)
        if label:
            bullet = BULLET.match(line)
            inner = " " * (bullet.end() if bullet else len(line) - len(line.lstrip()))
            written += [f"{label}:", f"{inner}  • {rest}"]
            if at + 1 < len(lines) and not _continues(lines[at + 1]):
                written.append("")
            at += 1
            continue
        before = next((above for above in reversed(written) if above.strip()), "") if written and written[-1] else ""
        items = _items(lines, at) if _begins(before) else []
        bulleted = _next_line(lines, at)
        if not items and not leads_on(line.rstrip()) and bulleted and BULLET.match(bulleted) and _denies(line):
            written.append(f"{line.rstrip()}:")  # a lead-in without its colon
        elif items:
            indent = " " * (len(line) - len(line.lstrip()) + 2)
            written.append(line.rstrip() if leads_on(line.rstrip()) else f"{line.rstrip()}:")
            written += [
                f"{indent}• {lines[i].strip()}" if i in items else lines[i] for i in range(at + 1, items[-1] + 1)
            ]
            at = items[-1]
            while at + 1 < len(lines) and _wrapped(lines[at], lines[at + 1], lines[items[0]]):
                at += 1
                written.append(lines[at])
            written.append("")  # what stands below the list is none of it
        else:
            written.append(line)
        at += 1
    return "\n".join(written)


def _labelled(line: str) -> tuple[str, str]:
    """A denying label and what it says so of: "Not recommended: routine antibiotics"."""
    bullet = BULLET.match(line)
    start = bullet.end() if bullet else len(line) - len(line.lstrip())
    if CELLS.search(line[start:].strip()):
        return "", ""
    label = _LABEL.match(line[start:])
    if label is None or not denying(fold(label["lead"])):
        return "", ""
    return line[: start + len(label["lead"])], line[start + label.end() :].strip()


def _denies(line: str) -> bool:
    """Whether a line denies what stands below it, rather than something that it says itself."""
    body = fold(line).strip()
    if not body or BULLET.match(line) or CELLS.search(body):
        return False
    if leads_on(body):
        return bool(denying(body) or relative(body))
    if re.search(r"[.!;,]$|[.!?;]\s", body) or len(body.split()) > _LONGEST_LEAD:
        return False
    return bool((_OPEN.search(body) or _TITLE.search(body)) and (denying(body) or relative(body)))


def _items(lines: list[str], at: int) -> list[int]:
    """The lines that stand without bullets under a denying line, as its items."""
    lead = lines[at].rstrip()
    if not _denies(lead):
        return []
    first = at + 1
    while first < len(lines) and not lines[first].strip():
        first += 1
    colon, apart = leads_on(lead), first > at + 1
    opened = bool(_OPEN.search(fold(lead.rstrip(": "))))
    found: list[int] = []
    lower = first < len(lines) and lines[first].lstrip()[:1].islower()
    for here in range(first, len(lines)):
        line = lines[here]
        if not line.strip() or BULLET.match(line) or CELLS.search(line.strip()):
            break
        if found and _wrapped(lines[here - 1], line, lines[first]):
            continue
        starts_lower = line.lstrip()[:1].islower()
        if (found and lower != starts_lower) or leads_on(line.rstrip()) or _NEXT.match(line.strip()) or _denies(line):
            break
        if not (lower or _is_fragment(line) or (opened and not apart)):
            break
        found.append(here)
    return [] if lower and not colon and not apart and _prose(lead, [lines[i].rstrip() for i in found]) else found


def _prose(lead: str, below: list[str]) -> bool:
    """Whether lines in lower case go on with a sentence that was wrapped, and are no list."""
    stops = [line.endswith((".", "!", "?")) for line in below]
    listed = any(line.endswith((";", ",")) for line in below[:-1])
    return len(below) < 2 or len(lead) >= WRAPPED or (stops[-1] and not any(stops[:-1]) and not listed)


def _is_fragment(line: str) -> bool:
    said = line.strip()
    return len(said.split()) <= _FRAGMENT and not said.endswith((".", "!", "?")) and not _FINITE.search(said)


def _wrapped(line: str, after: str, first: str) -> bool:
    """Whether a line goes on with the item above it: items that begin with a capital go on in lower case."""
    if not _continues(after) or line.rstrip().endswith((".", ":", "!", "?", ";")):
        return False
    return not first.lstrip()[:1].islower() or len(line.rstrip()) >= WRAPPED


def _continues(line: str) -> bool:
    return line.lstrip()[:1].islower() and not BULLET.match(line)


def _begins(before: str) -> bool:
    """Whether a line may begin something, after the line right above it."""
    return (
        not before
        or bool(BULLET.match(before))
        or before.rstrip().endswith((".", ":", "!", "?"))
        or len(before) < WRAPPED
    )


def _next_line(lines: list[str], at: int) -> str:
    return next((line for line in lines[at + 1 :] if line.strip()), "")
