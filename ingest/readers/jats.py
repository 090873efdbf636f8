"""Full-text articles in JATS, as PubMed Central hands them out, alone or in an envelope."""

from __future__ import annotations

import re

from corpus.errors import SourceError
from ingest.readers.extracted import Extracted
from ingest.readers.jats_walk import Reader
from ingest.readers.xml import local, parse, root_name

ROOTS = {"article", "pmc-articleset", "articleset", "OAI-PMH", "GetRecord", "ListRecords", "record", "metadata"}
SIGNS = re.compile(
    rb"<(?:\w+:)?(?:article-meta|journal-meta|front-stub|ref-list|sec)[\s>]|<!DOCTYPE\s+article\b|jats\.nlm\.nih\.gov|"
    rb"<(?:\w+:)?article\b[^>]{0,2000}\b(?:article-type|dtd-version)="
)


def is_jats(content: bytes) -> bool:
    """Whether this is an article in JATS, alone or in the envelope of a service; HTML has an `article` too."""
    head = content[:400_000]
    plain_head = head if b"\x00" not in head else head.replace(b"\x00", b"")
    root = root_name(content)
    return root == "pmc-articleset" or (root in ROOTS and SIGNS.search(plain_head) is not None)


def read_jats(content: bytes) -> Extracted:
    """The article's text and outline, its list of references field by field. SourceError when it holds none."""
    root = parse(content, doctype=True)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = local(element)
    articles = [root] if root.tag == "article" else list(root.iterfind(".//article"))
    if len(articles) != 1:
        several = f"it holds {len(articles)} articles: save each as a file of its own."
        raise SourceError(several if articles else "it holds no article; fetch the article itself, or save its page.")
    try:
        return Reader(articles[0]).extracted()
    except RecursionError as problem:
        raise SourceError("it is nested too deeply; save the article's page or PDF instead.") from problem
