"""Records of tagged lines, as RIS and MEDLINE are: a tag, a hyphen, a value that may go on in the lines below."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ingest.readers.records.wording import plain


class Fields:
    """A record's values by tag, in the order in which they stand."""

    def __init__(self, said: str, line: re.Pattern[str]) -> None:
        """`line` finds a tag and the first line of its value; every other line goes on with the value above it."""
        self._held: defaultdict[str, list[str]] = defaultdict(list)
        last = ""
        for one in said.split("\n"):
            found = line.match(one)
            if found:
                last = found[1]
                self._held[last].append((found[2] or "").strip())
            elif last:
                self._held[last][-1] += "\n" + one.strip()

    def __contains__(self, tag: str) -> bool:
        return any(self._held.get(tag, ()))

    def every(self, *tags: str) -> Sequence[str]:
        """The values of the first of these tags that has any, as they stand."""
        return next((held for tag in tags if (held := [one for one in self._held.get(tag, ()) if one.strip()])), [])

    def all(self, *tags: str) -> Sequence[str]:
        """The values of all these tags."""
        return [one for tag in tags for one in self._held.get(tag, ()) if one.strip()]

    def first(self, *tags: str) -> str:
        """The first value of the first of these tags that has any, as a person reads it."""
        return plain(next(iter(self.every(*tags)), ""))
