"""What a command prints: words and no orders to a terminal, in UTF-8, and no complaint where nobody reads (`head`)."""

from __future__ import annotations

import io
import os
import sys
from typing import Any


class Quiet:
    """Before a group of commands: they end with 0 and without a word where the reader of their output has gone away."""

    def invoke(self, ctx: Any) -> Any:
        # Here and not around the whole: typer makes an exit code of 1 of a closed pipe.
        try:
            return super().invoke(ctx)  # type: ignore[misc]
        except BrokenPipeError:
            ctx.exit(0)


def on_a_line(words: str) -> str:
    """Words as they may stand on a line of a terminal: white space as blanks, and a sign for what cannot be printed.

    A file's name or title may hold what moves the cursor, recolours the screen or turns the direction of writing.
    """
    return "".join(character if character.isprintable() else " " if character.isspace() else "�" for character in words)


def begin_printing() -> None:
    """A terminal that is not UTF-8 still gets every character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def finish_printing() -> None:
    """What is left goes out, or nowhere where nobody reads any more; the exit code stays what it is."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        pass  # Python says so itself as it ends, with a code of its own.
