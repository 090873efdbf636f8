"""The syntax of gold files: YAML or JSON Lines in, plain values with their line numbers out.

Numbers keep the words they were written with ("1.30" stays "1.30"): a nugget is compared as text.
"""

from __future__ import annotations

import codecs
import json
import re
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import GoldError

DEEPEST = 12
"""A gold file is six levels deep."""
MOST_VALUES = 5_000_000
BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
"""What YAML takes for a truth value; a tag may call anything one."""


@dataclass(frozen=True, slots=True)
class Written:
    """A value of a gold file and the line that it starts on."""

    value: str | list[Written] | dict[str, Written]
    line: int
    truth: bool | None = None
    """Of an unquoted true or false: which."""
    null: bool = False


def written(path: Path) -> list[Written]:
    """The entries of the file's one list.

    Raises GoldError with file and line for a file that cannot be read or does not parse.
    """
    text = _text(path)
    if text.lstrip().startswith("{"):
        return _json_lines(text, path.name)
    return _yaml(text, path.name)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise GoldError(f"{path} cannot be read: {problem.strerror or problem}.") from problem
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise GoldError(f"{path.name}, line {line}: not UTF-8 text.") from problem


class _Lines:
    """Numbers lines as an editor does: YAML ends one at U+0085, U+2028 and U+2029 as well."""

    def __init__(self, text: str) -> None:
        self._others = [match.start() for match in re.finditer("[\x85\u2028\u2029]", text)]

    def number(self, mark: Any) -> int:
        """The line of a mark of YAML's, of which there are two classes; the first where there is none."""
        return mark.line + 1 - bisect_left(self._others, mark.index) if mark else 1


def _yaml(text: str, file: str) -> list[Written]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    lines = _Lines(text)
    try:
        _refuse_depths(text, file, loader, lines)
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as problem:
        line = lines.number(problem.problem_mark or problem.context_mark)
        raise GoldError(f"{file}, line {line}: not YAML ({problem.problem}).") from problem
    except yaml.reader.ReaderError as problem:
        # libyaml counts in bytes.
        line = text.encode("utf-8", "surrogatepass").count(b"\n", 0, problem.position) + 1
        raise GoldError(f"{file}, line {line}: a character that YAML does not allow.") from problem
    if root is None:
        return []
    entry = _Tree(file, lines).entry(root)
    if not isinstance(entry.value, list):
        raise GoldError(f"{file}, line {entry.line}: the file is not a list of cases.")
    return entry.value


def _refuse_depths(text: str, file: str, loader: Any, lines: _Lines) -> None:
    # libyaml's composer recurses in C: a file of 100,000 brackets ends the process with a segmentation fault.
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise GoldError(f"{file}, line {lines.number(event.start_mark)}: nested too deeply.")


class _Tree:
    """Turns YAML nodes into written values, refusing aliases that would grow without end."""

    def __init__(self, file: str, lines: _Lines) -> None:
        self.file = file
        self.lines = lines
        self.left = MOST_VALUES

    def entry(self, node: yaml.Node, depth: int = 0) -> Written:
        line = self.lines.number(node.start_mark)
        self.left -= 1
        if depth > DEEPEST or self.left < 0:
            raise GoldError(f"{self.file}, line {line}: nested too deeply.")
        if isinstance(node, yaml.SequenceNode):
            return Written([self.entry(child, depth + 1) for child in node.value], line)
        if isinstance(node, yaml.MappingNode):
            return Written(self.fields(node, depth), line)
        kind = node.tag.rpartition(":")[2]
        truth = BOOLEANS.get(node.value.lower()) if kind == "bool" else None
        return Written(node.value, line, truth, null=kind == "null")

    def fields(self, node: yaml.MappingNode, depth: int) -> dict[str, Written]:
        fields: dict[str, Written] = {}
        for key, value in node.value:
            name = str(key.value)
            line = self.lines.number(key.start_mark)
            if key.tag.endswith(":merge"):
                raise GoldError(f"{self.file}, line {line}: merges ({name}) are not read; write the fields out.")
            if name in fields:
                raise GoldError(f"{self.file}, line {line}: the field {name!r} stands twice.")
            inner = self.entry(value, depth + 1)
            fields[name] = Written(inner.value, line, inner.truth, inner.null)
        return fields


def _json_lines(text: str, file: str) -> list[Written]:
    entries = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            # Pairs stay pairs so that a field given twice is seen, and numbers keep their digits.
            value = json.loads(line, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
        except (json.JSONDecodeError, RecursionError) as problem:
            raise GoldError(f"{file}, line {number}: not JSON ({problem}).") from problem
        entries.append(_from_json(value, file, number))
    return entries


class _Pairs(list[tuple[str, Any]]):
    """The fields of a JSON object as they were written."""


def _from_json(value: Any, file: str, line: int, depth: int = 1) -> Written:
    if depth > DEEPEST:
        raise GoldError(f"{file}, line {line}: nested too deeply.")
    if isinstance(value, _Pairs):
        fields: dict[str, Written] = {}
        for name, inner in value:
            if name in fields:
                raise GoldError(f"{file}, line {line}: the field {name!r} stands twice.")
            fields[name] = _from_json(inner, file, line, depth + 1)
        return Written(fields, line)
    if isinstance(value, list):
        return Written([_from_json(inner, file, line, depth + 1) for inner in value], line)
    if value is None or isinstance(value, bool):
        return Written("" if value is None else str(value).lower(), line, value, null=value is None)
    return Written(str(value), line)
