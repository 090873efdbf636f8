"""What a model thinks aloud before it answers: told apart while it streams, and left out."""

from __future__ import annotations

import re

_OPENING = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_CLOSING = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_TAGS = ("<think>", "<thinking>", "</think>", "</thinking>")


class Thoughts:
    """Takes text as it comes, in pieces of any size, and gives out what stands outside a `<think>` block."""

    def __init__(self) -> None:
        self._held = ""
        self._within = False

    def feed(self, text: str) -> str:
        """What is certainly no thought by now."""
        self._held += text
        said = ""
        while tag := (_CLOSING if self._within else _OPENING).search(self._held):
            said += "" if self._within else self._held[: tag.start()]
            self._held = self._held[tag.end() :]
            self._within = not self._within
        begun = self._held.rfind("<")
        if begun < 0 or not any(tag.startswith(self._held[begun:].lower()) for tag in _TAGS):
            begun = len(self._held)
        said += "" if self._within else self._held[:begun]
        self._held = self._held[begun:]
        return said

    def rest(self) -> str:
        """What was still held when the stream ended."""
        said, self._held = "" if self._within else self._held, ""
        return said
