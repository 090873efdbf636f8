"""A disk that is full at every moment of a write: `python -m tests.filling DISK [BYTES]`, on a small disk of its own.

An ingest into a library is tried with no room at all, then with so many bytes more and so on, until it is done. Each
failure must be told in one sentence and leave the library as it was, for readers on the full disk too; with room again
the ingest must lead where it leads when nothing happens.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.forking import forked
from tests.killing import STORY, Place, look
from tests.scripted_embedder import use_words


def room(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def fill(disk: Path, left: int) -> Path:
    """Take all room but so many bytes."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        file.write(bytes(room(disk) - left))
    return filler


def is_told(said: dict[str, str]) -> bool:
    return said["error"] == "LibraryError" and "no room left on the disk" in said["words"]


def main(disk: Path, step: int = 4096) -> None:
    use_words()
    served = 0
    with tempfile.TemporaryDirectory() as work:
        once = Place.new(Path(work))
        STORY[0].prepare(once.texts)
        once.go_through(STORY[0])
        before = once.state()
        STORY[1].prepare(once.texts)
        shutil.copytree(once.folder, Path(work) / "held")
        once.go_through(STORY[1])
        after = once.state()
        for tries in itertools.count():
            place = Place(disk / "library", once.texts)
            shutil.copytree(Path(work) / "held", place.folder)
            filler = fill(disk, tries * step)
            said = place.go_through(STORY[1]).said
            assert said is None or is_told(said), said
            now = after if said is None else before
            # A reader who comes anew needs a little room himself.
            read = forked(look, place.folder).said
            assert read.get("state") == now or is_told(read), read
            served += "state" in read
            filler.unlink()
            assert place.state() == now
            if said is None and "state" in read:
                break
            assert place.go_through(STORY[1]).said is None
            assert place.state() == after
            shutil.rmtree(place.folder)
    assert tries > 10, "the disk was never full"
    print(f"the disk was full at {tries} moments; {served} times a new reader was served on it all the same")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
