"""Foreign errors (operating system, SQLite, Chroma) put into one sentence that says what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import Busy, Damaged, FootnoteError, LibraryError

REBUILD = "run `footnote library rebuild`"
RESET = "run `footnote library reset` and ingest again"

_UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}
_NOT_A_FOLDER = {errno.EEXIST, errno.ENOTDIR, errno.EISDIR}
_FULL = {errno.ENOSPC, errno.EDQUOT}
_LITTLE = 1 << 20
"""Bytes left on a disk below which a failure to write is taken for want of room, whatever it calls itself."""


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Raise LibraryError, Damaged or Busy about `folder` in place of whatever the layers below raise."""
    try:
        yield
    except FootnoteError:
        raise
    except OSError as problem:
        raise _of_the_system(folder, problem) from problem
    except sqlite3.Error as problem:
        raise _of_sqlite(folder, problem) from problem
    except UnicodeDecodeError as problem:
        # SQLite hands over whatever bytes stand there.
        raise Damaged(_records_damaged(folder, "text that is none")) from problem


@contextmanager
def index_told(folder: Path) -> Iterator[None]:
    """As `told`, for work on an index: whatever goes wrong there, a rebuild from the truth heals it."""
    with told(folder):
        try:
            yield
        except (FootnoteError, OSError, sqlite3.Error, UnicodeDecodeError):
            raise
        except Exception as problem:
            raise _of_an_index(folder, problem) from problem
        except BaseException as problem:
            # Chroma's compiled half panics with a class of its own that is no Exception.
            if type(problem).__name__ != "PanicException":
                raise
            raise _of_an_index(folder, problem) from problem


def full(folder: Path) -> LibraryError:
    return LibraryError(f"There is no room left on the disk of the library {folder}: free some and try again.")


def unwritable(folder: Path) -> LibraryError:
    return LibraryError(
        f"The library folder {folder} cannot be written: change its permissions, or choose another with --library."
    )


def _room(folder: Path) -> int:
    try:
        found = os.statvfs(folder)
    except OSError:
        return _LITTLE
    return found.f_bavail * found.f_frsize


def _of_the_system(folder: Path, problem: OSError) -> LibraryError:
    # Copying a folder gathers what went wrong into one error without a number.
    if problem.errno in _FULL or os.strerror(errno.ENOSPC) in str(problem):
        return full(folder)
    if problem.errno in _UNWRITABLE:
        return unwritable(folder)
    if problem.errno in _NOT_A_FOLDER:
        return LibraryError(f"{folder} is not a folder: choose another for the library with --library.")
    return LibraryError(f"The library folder {folder} cannot be used: {problem.strerror or problem}.")


def _of_sqlite(folder: Path, problem: sqlite3.Error) -> LibraryError:
    reason = str(problem)
    # Without room for the file that readers of it share, SQLite speaks of an I/O error.
    if "full" in reason or ("I/O error" in reason and _room(folder) < _LITTLE):
        return full(folder)
    if "readonly" in reason or "unable to open" in reason:
        return unwritable(folder)
    if "locked" in reason:
        return Busy(f"Another process is using the library {folder}: try again in a moment.")
    return Damaged(_records_damaged(folder, reason))


def _records_damaged(folder: Path, reason: str) -> str:
    return f"The library's own records in {folder} are damaged ({reason}): restore a copy of it, or {RESET}."


def _of_an_index(folder: Path, problem: BaseException) -> LibraryError:
    reason = " ".join(str(problem).split())[:200] or type(problem).__name__
    if "disk is full" in reason or "No space left" in reason or _room(folder) < _LITTLE:
        return full(folder)
    if "readonly" in reason or "ermission denied" in reason:
        return unwritable(folder)
    return Damaged(f"An index of the library {folder} is damaged ({reason}): {REBUILD}.")
