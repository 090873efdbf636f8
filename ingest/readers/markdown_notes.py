"""Markdown's footnotes: a list of references where they are one, else words behind the sentence that points to them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest.entries import names_a_source
from ingest.sections import REFERENCES
from ingest.sentences import sentences

LABEL = r"\[\^([^\]\s]{1,60})\]"
MARK = re.compile(LABEL)
DEFINED = re.compile(rf" {{0,3}}{LABEL}:[ \t]*(.*)")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# What ends a paragraph without a blank line.
BLOCK = re.compile(r" {0,3}(?:#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|>|\||`{3}|~{3})")
ENDED = re.compile(r"[.!?][\"'”’)\]*_]*$")
# A note longer than this is said once, however often it is pointed to.
LONG = 300


@dataclass(slots=True)
class Notes:
    """The footnotes of a text."""

    said: dict[str, str] = field(default_factory=dict)
    """Label to words, on one line."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Label to reference number, where the notes are the list of references."""
    once: set[str] = field(default_factory=set)
    """Labels of long notes that have been said."""

    def placed(self, content: str) -> str:
        """The words of a block with each mark made a link into the list, or with its note behind the sentence.

        Where no sentence ends, or the note is none, it stands in brackets in the place of its mark.
        """
        if self.numbers:
            return MARK.sub(self._linked, content)
        bare, marks, at = "", list[tuple[int, str]](), 0
        for mark in MARK.finditer(content):
            if mark[1] in self.said:
                bare += content[at : mark.start()]
                marks.append((len(bare), mark[1]))
                at = mark.end()
        bare += content[at:]
        ends = [span.end for span in sentences(bare, 0, len(bare))]
        placed: list[tuple[int, str]] = []
        for at, label in marks:
            after = bisect_left(ends, at)
            end = ends[after] if after < len(ends) else at
            if not (words := self._words(label)):
                continue
            if ENDED.search(words) and ENDED.search(bare[max(0, end - 10) : end]):
                placed.append((end, f" {words}"))
            else:
                placed.append((at, f"({words})" if bare[at - 1 : at].isspace() or not at else f" ({words})"))
        made, at = list[str](), 0
        for place, words in sorted(placed, key=lambda one: one[0]):
            made.extend((bare[at:place], words))
            at = place
        return "".join((*made, bare[at:]))

    def _linked(self, mark: re.Match[str]) -> str:
        number = self.numbers.get(mark[1])
        return f"<sup><a href='#fn{number}'>{number}</a></sup>" if number else mark[0]

    def apart(self, content: str) -> tuple[str, list[str]]:
        """The words of a heading without their marks, and the notes that these point to."""
        if self.numbers:
            return self.placed(content), []
        labels = [mark[1] for mark in MARK.finditer(content) if mark[1] in self.said]
        bare = MARK.sub(lambda mark: "" if mark[1] in self.said else mark[0], content)
        return bare, [words for label in labels if (words := self._words(label))]

    def _words(self, label: str) -> str:
        words = self.said[label]
        if label in self.once:
            return ""
        if len(words) > LONG:
            self.once.add(label)
        return words


def take_notes(text: str, inline: Callable[[str], str]) -> tuple[str, Notes]:
    """A text without its footnotes' definitions, and what they say.

    Where most of them name sources and there is no typed list beside them, they are the list of references, put where
    their heading is or at the end (`inline` renders an entry). A note that nothing points to stays where it stands.
    """
    kept, notes, first = _taken(text.split("\n"))
    if not notes.said:
        return text, notes
    pointed = list(dict.fromkeys(mark for line in kept for mark in MARK.findall(line)))
    headed = _headed(kept, first)
    sources = 2 * sum(map(names_a_source, notes.said.values())) >= len(notes.said)
    if sources and not _typed(kept, first if headed else -1):
        notes.numbers = _numbers(notes.said, pointed)
        rows = sorted((number, inline(notes.said[label])) for label, number in notes.numbers.items())
        entries = "".join(f'<li value="{number}">{" ".join(words.split())}</li>' for number, words in rows)
        place = first if headed else len(kept)
        kept[place:place] = ["", *(() if headed else ("## References", "")), f"<ol>{entries}</ol>", ""]
    else:
        # Nothing but its own words says what such a note belongs to.
        alone = [words for label, words in notes.said.items() if label not in pointed]
        kept[first:first] = ["", *(line for words in alone for line in (words, ""))]
    return "\n".join(kept), notes


def _taken(lines: Sequence[str]) -> tuple[list[str], Notes, int]:
    """The lines without the definitions, what these say, and where the first of them stood."""
    kept: list[str] = []
    notes = Notes()
    first = 0
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if found := FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        defined = None if fence else DEFINED.match(line)
        if defined is None or defined[1] in notes.said:
            kept.append(line)
            continue
        said = [defined[2]]
        while at < len(lines) and _goes_on(lines, at):
            said.append(lines[at])
            at += 1
        if not notes.said:
            first = len(kept)
        notes.said[defined[1]] = " ".join(" ".join(said).split())
        kept.append("")
    for label, words in notes.said.items():
        notes.said[label] = MARK.sub(lambda mark: "" if mark[1] in notes.said else mark[0], words)
    return kept, notes, first


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether a line belongs to the note above it: it is indented, or a paragraph goes on."""
    line = lines[at]
    if not line.strip():
        following = next((one for one in lines[at + 1 : at + 3] if one.strip()), "")
        return following.startswith(("    ", "\t"))
    if line.startswith(("    ", "\t")):
        return True
    return bool(lines[at - 1].strip()) and not DEFINED.match(line) and not BLOCK.match(line)


def _is_heading(line: str) -> bool:
    return line.startswith(("#", "**")) and REFERENCES.fullmatch(line.strip("#* ")) is not None


def _headed(kept: Sequence[str], first: int) -> bool:
    """Whether the first definition stands right below a heading for references."""
    above = next((line for line in reversed(kept[:first]) if line.strip()), "")
    return _is_heading(above)


def _typed(kept: Sequence[str], own: int) -> bool:
    """Whether there is a heading for references with a list of its own below; that right above line `own` has none."""
    for at, line in enumerate(kept):
        if _is_heading(line):
            below = next((later for later in range(at + 1, len(kept)) if kept[later].strip()), len(kept))
            if not at < own <= below and below < len(kept) and not kept[below].startswith("#"):
                return True
    return False


def _numbers(said: dict[str, str], pointed: Sequence[str]) -> dict[str, int]:
    """The number of each note: its label where all are figures, else its place in the order of pointing."""
    if all(re.fullmatch(r"[1-9]\d{0,2}", label) for label in said):
        return {label: int(label) for label in said}
    order = [label for label in pointed if label in said] + [label for label in said if label not in pointed]
    return {label: number for number, label in enumerate(order, start=1)}
