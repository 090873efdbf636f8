"""Gold questions as values, and the strict reader of the files that hold them.

A case is one conversation, its turns asked in order. A file that is wrong anywhere is refused whole, with file,
line and case named: a question that was never asked must not be scored as a miss.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from corpus.errors import GoldError
from eval.gold_syntax import Written, written

Split = Literal["dev", "test"]

CASE_FIELDS = frozenset({"id", "split", "tags", "turns"})
TURN_FIELDS = frozenset({"question", "answerable", "evidence", "nuggets", "relevant", "forbidden", "standalone"})
GOLD_SUFFIXES = (".yaml", ".yml", ".jsonl")


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with what a right answer to it holds."""

    question: str
    answerable: bool | None
    """False: the right answer is an abstention. None: asked for the conversation's sake, counts in no figure."""
    evidence: tuple[str, ...] = ()
    """Verbatim spans of documents; a passage that holds one is relevant."""
    nuggets: tuple[tuple[str, ...], ...] = ()
    """Each a choice of wordings, one of which must stand in a statement."""
    relevant: tuple[str, ...] = ()
    """Sources all of whose passages are relevant."""
    forbidden: tuple[str, ...] = ()
    standalone: str | None = None
    """A person's own standalone wording of a follow-up."""
    line: int = field(default=0, compare=False)
    evidence_lines: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation of a gold file."""

    id: str
    turns: tuple[Turn, ...]
    tags: tuple[str, ...] = ()
    split: Split | None = None
    file: str = field(default="", compare=False)
    """Name of the file it was read from: figures are also reported file by file."""
    line: int = field(default=0, compare=False)

    def place(self, line: int | None = None) -> str:
        """Where it stands, as an error names it."""
        return f"{self.file}, line {line or self.line}, case {_on_one_line(self.id)}"

    def asked(self, number: int) -> str:
        """A hash of one of its turns, the questions before it included: the same for the same question and gold."""
        turn = replace(self.turns[number], line=0, evidence_lines=())
        written = repr(([one.question for one in self.turns[:number]], turn))
        return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read(paths: Sequence[Path]) -> list[Case]:
    """Every case of the files (of a folder: its gold files), in order; ids are unique across all of them.

    Raises GoldError naming file, line and case for whatever cannot be taken exactly as it is written.
    """
    cases: list[Case] = []
    seen: dict[str, Case] = {}
    for path in _files(paths):
        for case in _cases(path):
            if case.id in seen:
                first = seen[case.id]
                raise GoldError(f"{case.place()}: the id is taken already ({first.file}, line {first.line}).")
            seen[case.id] = case
            cases.append(case)
    return cases


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            held = sorted(child for child in path.iterdir() if child.suffix.lower() in GOLD_SUFFIXES)
            if not held:
                raise GoldError(f"{path} holds no gold file ({', '.join(GOLD_SUFFIXES)}).")
            found.extend(held)
        else:
            found.append(path)
    return found


def _cases(path: Path) -> Iterable[Case]:
    entries = written(path)
    if not entries:
        raise GoldError(f"{path.name}, line 1: the list of cases is empty.")
    for entry in entries:
        yield _case(entry, path.name)


def _case(entry: Written, file: str) -> Case:
    reader = _Reader(file, "")
    fields = reader.fields(entry, "a case")
    name = reader.text(reader.needed(fields, "id", entry), "id")
    reader = _Reader(file, name)
    reader.known(fields, CASE_FIELDS)
    split = reader.optional_text(fields.get("split"), "split")
    if split is not None and split not in ("dev", "test"):
        raise reader.refusal(fields["split"], "split is neither dev nor test")
    turns = reader.items(reader.needed(fields, "turns", entry), "turns")
    if not turns:
        raise reader.refusal(fields["turns"], "turns is an empty list")
    return Case(
        id=name,
        turns=tuple(_turn(turn, reader) for turn in turns),
        tags=reader.texts(fields.get("tags"), "tags"),
        split="dev" if split == "dev" else "test" if split == "test" else None,
        file=file,
        line=entry.line,
    )


def _turn(entry: Written, reader: _Reader) -> Turn:
    fields = reader.fields(entry, "a turn")
    reader.known(fields, TURN_FIELDS)
    nuggets = reader.items(fields.get("nuggets"), "nuggets")
    turn = Turn(
        question=reader.text(reader.needed(fields, "question", entry), "question"),
        answerable=reader.truth(reader.needed(fields, "answerable", entry)),
        evidence=reader.texts(fields.get("evidence"), "evidence"),
        nuggets=tuple(_nugget(nugget, reader) for nugget in nuggets),
        relevant=reader.texts(fields.get("relevant"), "relevant"),
        forbidden=reader.texts(fields.get("forbidden"), "forbidden"),
        standalone=reader.optional_text(fields.get("standalone"), "standalone"),
        line=entry.line,
        evidence_lines=tuple(span.line for span in reader.items(fields.get("evidence"), "evidence")),
    )
    if turn.answerable:
        if not turn.evidence and not turn.relevant:
            raise reader.refusal(entry, "an answerable turn needs evidence (or relevant)")
        # Public retrieval sets judge whole sources and know no nuggets: such a turn counts in retrieval figures only.
        if not turn.nuggets and turn.evidence:
            raise reader.refusal(entry, "an answerable turn needs nuggets")
    return turn


def _nugget(entry: Written, reader: _Reader) -> tuple[str, ...]:
    wordings = reader.texts(entry, "a nugget")
    if not wordings:
        raise reader.refusal(entry, "a nugget is an empty list")
    return wordings


def _on_one_line(name: str) -> str:
    """An id in an error, which is one sentence on one line."""
    return " ".join(name.split())


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes written values apart, refusing what is not of the form, in the name of one file and case."""

    file: str
    case: str

    def refusal(self, entry: Written, what: str) -> GoldError:
        case = f", case {_on_one_line(self.case)}" if self.case else ""
        return GoldError(f"{self.file}, line {entry.line}{case}: {what}.")

    def fields(self, entry: Written, what: str) -> dict[str, Written]:
        if not isinstance(entry.value, dict):
            raise self.refusal(entry, f"{what} is not a set of named fields")
        return entry.value

    def known(self, fields: dict[str, Written], names: frozenset[str]) -> None:
        for name, entry in fields.items():
            if name not in names:
                raise self.refusal(entry, f"unknown field {name!r} (known: {', '.join(sorted(names))})")

    def needed(self, fields: dict[str, Written], name: str, around: Written) -> Written:
        if name not in fields:
            raise self.refusal(around, f"{name} is missing")
        return fields[name]

    def text(self, entry: Written, name: str) -> str:
        if not isinstance(entry.value, str) or entry.null:
            raise self.refusal(entry, f"{name} is not text")
        if not entry.value.strip():
            raise self.refusal(entry, f"{name} is empty")
        return entry.value

    def optional_text(self, entry: Written | None, name: str) -> str | None:
        return None if entry is None or entry.null else self.text(entry, name)

    def items(self, entry: Written | None, name: str) -> list[Written]:
        if entry is None or entry.null:
            return []
        if not isinstance(entry.value, list):
            raise self.refusal(entry, f"{name} is not a list")
        return entry.value

    def texts(self, entry: Written | None, name: str) -> tuple[str, ...]:
        return tuple(self.text(item, f"an entry of {name}") for item in self.items(entry, name))

    def truth(self, entry: Written) -> bool | None:
        if entry.null:
            return None
        if entry.truth is None:
            raise self.refusal(entry, "answerable is none of true, false and null")
        return entry.truth
