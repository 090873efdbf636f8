"""A stream of text cut into sentences: one is given out only when nothing that follows can still belong to it."""

from __future__ import annotations

import re

from chat.gate.abbreviations import abbreviated

_MARK = r"[\[［【][^\]］】\n]{0,24}[\]］】]"
_CLOSING = r"[\"'”’)*_]*"
_END = re.compile(
    rf"[.!?…]{_CLOSING}(?:[ \t]*{_MARK})*[.]?(?P<gap>\s+)(?=(?P<next>\S))|(?P<line>\s*\n\s*)(?=(?P<after>\S))"
)
_END_OR_MARK = re.compile(
    rf"[.!?…]{_CLOSING}(?P<gap>\s+)(?=(?P<next>\S))|(?P<line>\s+(?=[\[［【])|\s*\n\s*)(?=(?P<after>\S))"
)
_MARKS = re.compile(rf"(?:\s*{_MARK})+")
_NUMBERED = re.compile(r"^\s*\d{1,2}\.$")
_OPENING = "[［【"
_WHOLE = re.compile(rf"[.!?…][\"'”’)*_]*(?:[ \t]*{_MARK})+[.]?\s*$|{_MARK}\s*[.!?…]\s*$")
_OPEN = re.compile(r"[\[［【][^\]］】)\n]{0,24}$")
"""A citation that may not be whole yet: a full stop in it ends nothing."""
_BULLET = re.compile(r"^\s*(?:[-–*•◦▪‣+]|\(?\d{1,2}[.)])\s+")
LONGEST = 1_200
"""Characters from which what has no end before is no sentence any more."""


class Cutter:
    """Takes text as it comes, in pieces of any size, and gives out whole sentences.

    A list's lead-in is put before each of its items: alone, an item may say the opposite of what was meant. A model
    that begins with a citation sets them before its sentences; one holds until the next.
    """

    def __init__(self) -> None:
        self._held = ""
        self._leading: bool | None = None
        self._mark = ""
        self._lead = ""

    def feed(self, text: str) -> list[str]:
        """The sentences that are complete now."""
        self._held += text
        if self._leading is None and self._held.strip():
            self._leading = self._held.lstrip()[0] in _OPENING
        found: list[str] = []
        at = 0
        for end in (_END_OR_MARK if self._leading else _END).finditer(self._held):
            following = end["next"] or end["after"]
            stop = end.start("gap") if end["gap"] else end.start("line")
            said = self._held[at:stop]
            if following in _OPENING and not self._leading:  # a citation set after the full stop belongs before it
                continue
            if (
                end["gap"]
                and "\n" not in end["gap"]
                and (
                    following.islower() or abbreviated(said, following) or _NUMBERED.search(said) or _OPEN.search(said)
                )
            ) or (end["line"] and self._wrapped(said, end["line"], following)):
                continue
            found += self._sentence(said)
            at = end.end()
        self._held = self._held[at:]
        return found

    def _wrapped(self, said: str, gap: str, following: str) -> bool:
        """Whether a line break is white space in the middle of a sentence; below a lead-in, lines are items."""
        if self._lead or gap.count("\n") != 1 or not following.islower():
            return False
        return said[-1:].isalnum() or said.endswith(",")

    def rest(self, cut_off: bool) -> list[str]:
        """What was still held when the stream ended; after a cut only if it is a sentence beyond doubt.

        "1." may have been going to be "1.3": a citation must have closed it.
        """
        said, self._held = self._held, ""
        if not said.strip() or (cut_off and not _WHOLE.search(said)):
            return []
        return self._sentence(said)

    def _sentence(self, said: str) -> list[str]:
        if self._leading and (marks := _MARKS.match(said)):
            self._mark, said, self._lead = marks[0].strip(), said[marks.end() :], ""
        said = said.strip()
        if not said.strip(".,;"):
            return []
        bullet = _BULLET.match(said)
        body = said[bullet.end() :] if bullet else said
        if re.sub(_MARK, "", body).rstrip(" *_").endswith(":"):
            self._lead = body
            return []
        if bullet is None:
            self._lead = ""
        return [" ".join(part for part in (self._mark, self._lead, body) if part)]
