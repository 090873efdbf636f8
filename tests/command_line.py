"""Runs the command as a person does, and reads what it prints and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import footnote


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@dataclass
class Command:
    """Runs the command in this process, so that the model is loaded once for all tests."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path) -> Ended:
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            footnote.main([str(one) for one in arguments])
        out, err = self.capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, out, err)


def sentence(ended: Ended) -> str:
    """The one line on stderr that a refused command ends with."""
    assert ended.code == 2
    assert ended.out == ""
    lines = [line for line in ended.err.splitlines() if line.strip()]
    assert len(lines) == 1, ended.err
    assert "Traceback" not in ended.err
    return lines[0]
