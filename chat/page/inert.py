"""Words that are shown and nothing else: no character of them means anything to HTML or Markdown."""

from __future__ import annotations

import re
from typing import NewType

Html = NewType("Html", str)
"""What may be put into the page: the type checker finds words that did not come through here or through `markup`."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters; line ends and tabs fold to a space below
    "\u00ad\u200b\u2060\ufeff"  # soft hyphen, zero-width space and joiner, byte-order mark
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides: they reorder what stands beside them
    "\ud800-\udfff"  # lone surrogates cannot be sent
    "\U000e0000-\U000e007f]"  # tag characters: text that a person cannot see
)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_LINE_END = re.compile("\r\n?|[\n\u2028\u2029]")


def visible(words: str) -> str:
    """The characters a person can see, on one line."""
    return " ".join(_UNSEEN.sub("", words).split())


def inert(words: str) -> Html:
    """The words as text of an HTML block or of a Markdown paragraph, or as a quoted attribute.

    Every ASCII punctuation mark becomes a numeric reference: Markdown never reads one as structure (so no
    link, image, emphasis or bare address can come of it) and HTML shows it as the character it is.
    """
    return Html(_PUNCTUATION.sub(lambda found: f"&#{ord(found[0])};", visible(words)))


def inert_lines(words: str) -> Html:
    """Like `inert`, with line ends kept as breaks; a run of empty lines shows as one."""
    lines = [inert(line) for line in _LINE_END.split(words.strip())]
    return Html("<br>".join(line for number, line in enumerate(lines) if line or (number and lines[number - 1])))
