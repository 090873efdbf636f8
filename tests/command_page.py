"""Writes docs/cli.md from what the commands say about themselves: `make docs`."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

import footnote

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"

INTRODUCTION = """# The `footnote` command

After `make setup` (or `make chat`) it is `.venv/bin/footnote`, or `footnote` after `source .venv/bin/activate`.

- **stdout** holds the result and nothing else; progress and remarks go to stderr, so `… --json | jq` works.
- **Exit codes**: 0 done, whatever the verdict (an abstention, an unsupported statement, nothing to change); 1 a
  `--fail-under` was missed, `doctor` found damage, or some file of an ingest could not be read (the others are in);
  2 bad input or an unusable library, told in one sentence on stderr; 130 interrupted, the library as it was.
- **The library** is a folder: `--library DIR` before or after the command's name, else `FOOTNOTE_LIBRARY`, else your
  platform's place for user data. A folder that is missing or empty is an empty library.
- **Environment**: `FOOTNOTE_LIBRARY`, `FOOTNOTE_MODEL` and `PORT` stand for the options of these names;
  `FOOTNOTE_EMBEDDER` names another embedding model (a folder, or a name in the local model cache); `FOOTNOTE_DEBUG=1`
  shows the whole trace of an error that Footnote did not expect.

**For programs.** `ask --json` and the page's endpoint `/ask` give one object an answer: `question`,
`standalone_question`, `answer`, `abstained`, `score` (0 to 1), `statements` (`text`, `citations`, `spans`, `support`:
quoted or verified), `notes`, `passages` (best first: `key`, `marker`, `kind`, `document`, `source`, `section`, `start`,
`end`, `page`, `text`, `references`), `seconds`, `engine`.
`gradio_client.Client("http://127.0.0.1:7860").predict("…", api_name="/ask")` asks the page; `/search` gives passages,
`/library` what `library --json` prints.

What follows is each command's own `--help`; a test keeps it true.
"""

COMMANDS = (
    "",
    "chat",
    "ask",
    "ingest",
    "library",
    "library remove",
    "library doctor",
    "library rebuild",
    "library reset",
    "eval",
    "check",
    "bench",
)


def help_text(command: str) -> str:
    """What `footnote COMMAND --help` prints on a terminal 80 columns wide."""
    result = CliRunner().invoke(footnote.app, [*command.split(), "--help"], prog_name="footnote", env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    return re.sub(r"[ \t]+$", "", result.output, flags=re.M)


def page() -> str:
    """The whole of docs/cli.md."""
    sections = [f"## footnote {command}".rstrip() + f"\n\n```text\n{help_text(command)}```\n" for command in COMMANDS]
    return "\n".join([INTRODUCTION, *sections])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
