"""Opening the page before there is anything behind it: models load, and an empty library is stocked, meanwhile."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from chat.answers import Answer, Shown
from chat.ask import Conversation, Desk
from chat.feedback import FeedbackStore, feedback
from chat.generative import Generative, Watch
from chat.page.server import serve
from chat.page.verbs import Arrival, Feedback, Place, Progress, Verbs
from corpus.contents import contents
from corpus.errors import FootnoteError, LibraryError, ModelError
from corpus.library import Library
from corpus.settings import LIMITS
from corpus.shipped_article import shipped

AGAIN = 10.0
"""Seconds after which getting ready is tried again."""
EXAMPLES = (
    "What are the steps to lower the bortezomib dose?",
    "Is nerve damage from thalidomide reversible?",
    "What brace helps somebody with severe foot drop?",
)
"""Questions about the shipped article, offered on the first visit."""


class IngestInto(Protocol):
    """Takes uploaded files into a library, which this room does not know how to do."""

    def __call__(
        self,
        library: Library,
        paths: Sequence[Path],
        progress: Progress | None,
        /,
        *,
        stands_for: Place | None,
    ) -> Sequence[Arrival]: ...


class Readying:
    """Work that must be over before the first answer, done in a thread of its own; tried again until it succeeds.

    What stood in its way may pass: a library that another program writes to, a disk without room.
    """

    def __init__(
        self, work: Callable[[], None], failed: Callable[[Exception], FootnoteError], again: float = AGAIN
    ) -> None:
        """`failed` turns what went wrong into the sentence that whoever asks is told; `again` is in seconds."""
        self._work = work
        self._failed = failed
        self._again = again
        self._over = threading.Event()
        self._problem: FootnoteError | None = None

    def start(self) -> None:
        # A daemon: an interrupted program does not wait for it, and an unfinished ingest leaves nothing behind.
        threading.Thread(target=self._run, name="readying", daemon=True).start()

    def ready(self) -> bool:
        """Whether questions are answered at once; raises the FootnoteError that stands in the way."""
        problem = self._problem  # another try may have succeeded by the next line
        if problem is not None:
            raise problem
        return self._over.is_set()

    def wait(self) -> None:
        """Return once ready; raises the FootnoteError that stands in the way."""
        self._over.wait()
        self.ready()

    def _run(self) -> None:
        told = ""
        while True:
            try:
                self._work()
            except Exception as problem:
                # The same is told once, not at every try.
                if repr(problem) != told:
                    self._problem = self._failed(problem)
                told = repr(problem)
                self._over.set()
                time.sleep(self._again)
            else:
                self._problem = None
                self._over.set()
                return


def open_page(
    library: Library,
    host: str,
    port: int,
    *,
    engine: Generative | None = None,
    stock: Callable[[], None],
    ingest: IngestInto | None = None,
    announce: Callable[[str], None],
    failed: Callable[[Exception], FootnoteError],
) -> None:
    """Serve the page until it is interrupted.

    Raises LibraryError when the folder cannot be written, SettingsError when the host or port cannot be had.

    `stock` is called behind the open page and adds the shipped article to an empty library; `ingest` takes in what is
    uploaded; `announce` is told the address once it can be opened.
    """
    _check_writable(library.folder)
    desk = Desk(library, engine=engine)

    def work() -> None:
        stock()
        if library.snapshot().passages:
            desk.warm()
        if engine is not None:
            try:
                engine.load()
            except ModelError as problem:
                # Told here and with every answer; the documents' own words need no model.
                failed(problem)

    readying = Readying(work, failed)

    def opened(address: str) -> None:
        # Not sooner: importing the models would hold the page back.
        announce(address)
        readying.start()

    writer = engine.told if engine is not None else ""
    serve(_verbs(library, desk, readying, ingest, writer), host, port, opened)


def examples(library: Library) -> Sequence[str]:
    """Questions about the shipped article, where it is held, or will be: an empty library gets it."""
    try:
        sources = {one.source for one in library.snapshot().documents.values()}
    except Exception:
        return ()  # The page opens all the same, and its header tells what is wrong.
    return EXAMPLES if not sources or shipped().name in sources else ()


def _check_writable(folder: Path) -> None:
    """Find out before the page opens, and not when the shipped article is taken in."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise LibraryError(
            f"The library folder {folder} cannot be written ({problem.strerror}); choose another with --library DIR."
        ) from problem


def _verbs(library: Library, desk: Desk, readying: Readying, ingest: IngestInto | None, writer: str) -> Verbs:
    def ask(question: str, conversation: Conversation, standalone: str | None) -> Answer:
        readying.wait()
        return desk.ask(question, conversation, standalone)

    def watched(question: str, conversation: Conversation, standalone: str | None, watch: Watch) -> Answer:
        readying.wait()
        return desk.ask(question, conversation, standalone, watch)

    def search(question: str, k: int) -> list[Shown]:
        readying.wait()
        return desk.search(question, k)

    store = FeedbackStore(library.folder)

    def keep(given: Feedback) -> None:
        documents = library.snapshot().documents
        store.add(feedback(given.answer, given.verdict, documents, cited=given.key))

    def take_in(paths: Sequence[Path], progress: Progress, /, *, stands_for: Place | None = None) -> Sequence[Arrival]:
        readying.wait()
        return ingest(library, paths, progress, stands_for=stands_for) if ingest is not None else ()

    def remove(key: str) -> None:
        readying.wait()
        with library.write() as draft:
            draft.remove(key)

    return Verbs(
        ask=ask,
        watched=watched,
        new_conversation=Conversation,
        search=search,
        library=lambda: contents(library.snapshot()),
        documents=lambda: list(library.snapshot().documents.values()),
        ready=readying.ready,
        feedback=keep,
        behind=desk.behind,
        ingest=take_in if ingest is not None else None,
        remove=remove if ingest is not None else None,
        document_bytes=LIMITS.document_bytes,
        writer=writer,
        examples=examples(library),
        featured=shipped().name,
        question_chars=LIMITS.question_chars,
    )
