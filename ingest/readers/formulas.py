"""Formulas on one line, as a person would type them: MathML of the web and of JATS, and Word's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lxml.etree import _Element

from ingest.readers.scripts import DOWN, UP
from ingest.readers.xml import local

TIGHT = re.compile(r"[\w.,%°′αβγδκλμπσΔΣ]+|\([^()]*\)|√?\([^()]*\)")
# Part of the formula's markup, and no words of it.
SILENT = {
    "annotation", "annotation-xml", "mphantom", "maligngroup", "malignmark",
    "rPr", "ctrlPr", "fPr", "sSupPr", "sSubPr", "sSubSupPr", "radPr", "dPr", "naryPr", "funcPr", "accPr", "barPr",
    "limLowPr", "limUppPr", "mPr", "groupChrPr", "eqArrPr", "boxPr", "borderBoxPr", "sPrePr", "oMathParaPr",
    "instrText",
}  # fmt: skip
SIGNS = {"=": " = ", "≤": " ≤ ", "≥": " ≥ ", "<": " < ", ">": " > ", "×": " × ", "+": " + ", "±": " ± ", "≈": " ≈ "}


def line(formula: _Element) -> str:
    """The formula's words with fractions, powers and roots written out: "(140 − age)/(72 × SCr)", "x²", "√(a + b)"."""
    return " ".join(_said(formula).replace("\u2061", "").replace("\u2062", "").split())


def _said(element: _Element) -> str:
    name = local(element)
    if not name or name in SILENT:
        return ""
    if name == "d":
        return _fenced(element)
    if name == "nary":
        return _nary(element)
    if name == "mfenced":
        inside = ", ".join(_said(child) for child in element)
        return f"{element.get('open', '(')}{inside}{element.get('close', ')')}"
    if name == "msqrt":
        return f"√({''.join(map(_said, element))})"
    if write := FORMS.get(name):
        return write([said for child in element if (said := _said(child).strip()) or local(child) not in SILENT])
    if name == "mo":
        sign = "".join(map(str, element.itertext())).strip()
        return SIGNS.get(sign, f" {sign} " if sign in ("−", "-", "–") and element.getprevious() is not None else sign)
    if name in ("mspace", "mtd", "tab"):
        return " " + "".join(_said(child) for child in element)
    if name == "mtr":
        return "".join(_said(child) for child in element) + "; "
    words = element.text or ""
    for child in element:
        words += _said(child) + (child.tail or "" if name in ("mtext", "mn", "mi", "t") else "")
    if name == "t":
        return re.sub(r"\s*([=≤≥<>×+±≈])\s*", r" \1 ", words)
    return words if name in ("mi", "mn", "mtext", "ms", "t") else words.strip("\n\t")


def _fraction(parts: Sequence[str]) -> str:
    above, below = (*parts, "", "")[:2]
    return f"{_held(above)}/{_held(below)}"


def _power(parts: Sequence[str]) -> str:
    base, above = (*parts, "", "")[:2]
    base = _held(base)
    return base + (above.translate(UP) if re.fullmatch(r"[\d+\-−n]+", above) else f"^{_held(above)}" if above else "")


def _index(parts: Sequence[str]) -> str:
    base, below = (*parts, "", "")[:2]
    return base + (below.translate(DOWN) if re.fullmatch(r"\d+", below) else f"_{_held(below)}" if below else "")


def _both(parts: Sequence[str]) -> str:
    base, below, above = (*parts, "", "", "")[:3]
    return _power([_index([base, below]), above])


def _rooted(parts: Sequence[str]) -> str:
    base, degree = (*parts, "", "")[:2]
    return f"{degree.translate(UP) if degree.isdigit() else ''}√({base})"


def _word_root(parts: Sequence[str]) -> str:
    degree, base = (*parts, "")[:2] if len(parts) > 1 else ("", parts[0] if parts else "")
    return _rooted([base, degree])


def _fenced(element: _Element) -> str:
    """Word keeps the brackets apart from what they hold."""
    signs = _values(element)
    inside = ", ".join(_said(child) for child in element if local(child) == "e")
    return f"{signs.get('begChr', '(')}{inside}{signs.get('endChr', ')')}"


def _nary(element: _Element) -> str:
    sign = _values(element).get("chr", "∫")
    said = {local(child): _said(child).strip() for child in element}
    below, above = said.get("sub", ""), said.get("sup", "")
    return f"{sign}{f'_{_held(below)}' if below else ''}{f'^{_held(above)}' if above else ''} {said.get('e', '')}"


def _values(element: _Element) -> dict[str, str]:
    """What the properties of Word's formula objects say, the outermost first."""
    found: dict[str, str] = {}
    for one in element.iter():
        for key, value in one.items():
            if str(key).endswith("}val"):
                found.setdefault(local(one), str(value))
    return found


def _held(words: str) -> str:
    """In brackets, unless it is one thing."""
    return words if not words or TIGHT.fullmatch(words) else f"({words})"


FORMS: dict[str, Callable[[Sequence[str]], str]] = {
    "mfrac": _fraction,
    "f": _fraction,
    "msup": _power,
    "sSup": _power,
    "mover": lambda parts: "".join(parts[:1]),
    "munder": _index,
    "msub": _index,
    "sSub": _index,
    "limLow": _index,
    "msubsup": _both,
    "sSubSup": _both,
    "munderover": _both,
    "mroot": _rooted,
    "rad": _word_root,
}
