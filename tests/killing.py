"""A library that is killed again and again while it is written: `python -m tests.killing KILLS [SEED]`.

A story of writes (a first ingest, a second of changed files, a removal, a rebuild, another ingest) is gone through
with `kill -9` at random moments of each, and of each try to recover. After every kill the library must answer from
the state before or after that write and from no other; undisturbed, the write must then lead to the very state that
it leads to when nothing ever happens. Only the embedding model is scripted: it writes nothing.
"""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s
import chromadb
import Stemmer

from corpus.library import Library
from ingest.ingest import ingest
from tests.forking import Ended, forked
from tests.scripted_embedder import use_words

assert bm25s and chromadb and Stemmer, "imported here, so that no child spends its life on it"

AGAIN = 0.7
"""How likely a write is disturbed once more."""


@dataclass(frozen=True)
class Step:
    """One write: what happens to the files before it, and what is done to the library."""

    name: str
    prepare: Callable[[Path], None]
    do: Callable[[Library, Path], Any]


def text(subject: str, findings: int) -> str:
    lines = [f"# {subject}\n", "## Findings\n"]
    lines += [
        f"Finding {number} on {subject} was seen in {number * 7} of {number * 9} patients.\n"
        for number in range(1, findings)
    ]
    return "\n".join([*lines, "## Care\n", "- Rest the joint.\n- Cool it.\n"])


def first(texts: Path) -> None:
    for subject in ("gout", "foot drop", "asthma"):
        (texts / f"{subject}.md").write_text(text(subject, 8), "utf-8")
    (texts / "page.html").write_text("<h1>Ulcers</h1><h2>Care</h2><p>Dressings are changed daily.</p>", "utf-8")


def changed(texts: Path) -> None:
    (texts / "gout.md").write_text(text("gout", 8).replace("Cool it", "Warm it"), "utf-8")
    (texts / "asthma.md").write_text(text("asthma in adults", 5), "utf-8")
    (texts / "anaemia.md").write_text(text("anaemia", 6), "utf-8")


def more(texts: Path) -> None:
    (texts / "migraine.md").write_text(text("migraine", 10), "utf-8")


def remove(library: Library, texts: Path) -> None:
    with library.write() as draft:
        for key in [key for key, document in draft.documents.items() if document.source == "foot drop.md"]:
            draft.remove(key)
    (texts / "foot drop.md").unlink(missing_ok=True)


def take_in(library: Library, texts: Path) -> None:
    failed = [one.why for one in ingest(library, [texts]) if one.status in ("unreadable", "skipped")]
    assert not failed, failed


STORY = (
    Step("first ingest", first, take_in),
    Step("ingest of changed files", changed, take_in),
    Step("removal", lambda _: None, remove),
    Step("rebuild", lambda _: None, lambda library, _: library.rebuild()),
    Step("another ingest", more, take_in),
)


def look(folder: Path) -> dict[str, str]:
    """The state that a reader finds, having found every passage of it by its own vector and by its own words."""
    snapshot = Library(folder).snapshot()
    for key, passage in snapshot.passages.items():
        assert snapshot.documents[passage.document].text[passage.start : passage.end] == passage.text
        near = snapshot.dense(snapshot.vectors(key)[0], 3)
        assert any(hit.passage == key or hit.similarity > 0.999 for hit in near), "a passage does not find itself"
        assert any(found == key for found, _ in snapshot.lexical(passage.text, len(snapshot.passages)))
    return {"state": snapshot.state}


@dataclass(frozen=True)
class Course:
    """What a step leads from and to when nothing happens to it, and how long it takes."""

    before: str
    after: str
    seconds: float


@dataclass(frozen=True)
class Place:
    """A library, and the folder of the texts that it is made of."""

    folder: Path
    texts: Path

    @classmethod
    def new(cls, work: Path) -> Place:
        (work / "texts").mkdir(parents=True)
        return cls(work / "library", work / "texts")

    def go_through(self, step: Step, kill_after: float | None = None) -> Ended:
        return forked(step.do, Library(self.folder), self.texts, kill_after=kill_after)

    def state(self) -> str:
        said = forked(look, self.folder).said
        return str(said.get("state", said))


def undisturbed(place: Place) -> list[Course]:
    """How the story goes when nothing happens."""
    courses = []
    before = place.state()
    for step in STORY:
        step.prepare(place.texts)
        started = time.monotonic()
        place.go_through(step)
        took = time.monotonic() - started
        courses.append(Course(before, before := place.state(), took))
    return courses


def kill(work: Path, kills: int, seed: int) -> Counter[str]:
    """Go through the story until there were so many kills; what they met. AssertionError where a promise is broken."""
    chance = random.Random(seed)
    courses = undisturbed(Place.new(work / "undisturbed"))
    met: Counter[str] = Counter()
    for number in itertools.count():
        place = Place.new(work / str(number))
        for step, course in zip(STORY, courses, strict=True):
            step.prepare(place.texts)
            while met.total() < kills and chance.random() < AGAIN:
                if not disturbed(step, place, course, chance, met):
                    break
            said = place.go_through(step).said
            assert said is None, f"{step.name} did not complete: {said}"
            assert place.state() == course.after, f"{step.name} led elsewhere"
            assert not (place.folder / "writer.json").exists(), "a lock was left behind"
        unsound = [one.message for one in Library(place.folder).doctor() if one.severity != "sound"]
        assert not unsound, unsound
        if met.total() >= kills:
            break
    return met


def disturbed(step: Step, place: Place, course: Course, chance: random.Random, met: Counter[str]) -> bool:
    """Kill a step at any of its moments; whether there is anything left of it to be done."""
    if not place.go_through(step, kill_after=chance.uniform(0, course.seconds)).killed:
        return False
    indexes = len(list((place.folder / "index").glob("*")))
    state = place.state()
    assert state in (course.before, course.after), f"{step.name} was killed, and a reader finds {state}"
    done = state == course.after != course.before
    met["after the switch" if done else "amid the making of indexes" if indexes > 1 else "before any index"] += 1
    return not done


def main(arguments: list[str]) -> None:
    kills, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}", flush=True)
    use_words()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as work:
        met = kill(Path(work), kills, seed)
    told = ", ".join(f"{count} {moment}" for moment, count in met.items())
    seconds = time.monotonic() - started
    print(f"{met.total()} kills in {seconds:.0f} s ({told}): every state was whole, every write completed")


if __name__ == "__main__":
    main(sys.argv[1:])
