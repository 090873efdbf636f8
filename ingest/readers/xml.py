"""XML from anywhere, parsed so that it can name no file, no address and no entity of its own."""

from __future__ import annotations

import codecs
import re
from html.entities import html5
from typing import Any

from lxml import etree
from lxml.etree import _Element

from corpus.errors import SourceError

OWN_ENTITIES = (
    "it declares entities of its own, which no document of this kind does; save it again as a PDF or a web page."
)
# Each of these ends at its first end (`?>`): a row of comments can be taken for fewer and longer ones in many ways.
BEFORE_ROOT = re.compile(
    r"\ufeff?\s*(?><\?[^>]{0,2000}?\?>\s*|<!--.{0,20000}?-->\s*|<!DOCTYPE[^>\[]{0,2000}(?:\[.{0,20000}?\]\s*)?>\s*)*<([A-Za-z_][\w.:-]*)",
    re.S,
)


def root_name(content: bytes) -> str:
    """The name of the outermost element without its prefix; empty when this is no XML."""
    head = content[:60_000]
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16", "replace") if wide else head.decode("utf-8-sig", "replace")
    found = BEFORE_ROOT.match(text)
    return found[1].rpartition(":")[2] if found else ""


def parse(content: bytes, *, doctype: bool = False) -> _Element:
    """The outermost element of an XML file. SourceError when it is broken, or declares what no document has to.

    `doctype` allows the line that names a file's DTD, which is never fetched; entities of the file's own are refused.
    """
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        said = str(problem)
        why = (
            "it is nested too deeply; save it again from the program that made it."
            if "depth" in said
            else "it is broken: its XML does not parse; fetch or save it again."
        )
        raise SourceError(OWN_ENTITIES if "amplification" in said else why) from problem
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and not (doctype and not declared.entities()):
        raise SourceError(OWN_ENTITIES)
    return root


def local(element: _Element) -> str:
    """An element's name without its namespace; empty for anything that is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def character(entity: _Element) -> str:
    """What a reference to an entity of HTML's or a DTD's usual names stands for (`&alpha;`)."""
    return html5.get(f"{(entity.text or '').strip('&;')};", "") if entity.tag is etree.Entity else ""
