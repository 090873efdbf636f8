"""What the page does when a visitor does something: a function for each event, its result what changes on the page."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import aclosing
from typing import Any

import gradio as gr
from anyio import to_thread

from chat.answers import Answer
from chat.feedback import Verdict
from chat.page import api, arrivals, turns
from chat.page.inert import Html, inert
from chat.page.layout import Layout
from chat.page.library import library_html, scope_line
from chat.page.markup import NOTHING, tag
from chat.page.masthead import featured, masthead, remark
from chat.page.messages import Around, messages
from chat.page.panel import panel
from chat.page.session import Session, Turn
from chat.page.shelf import Shelf, Shelves
from chat.page.verbs import Feedback, Verbs
from corpus.errors import QuestionError

AT_ONCE = 8
"""Answers worked on at the same time; the rest wait in the queue."""
WAITING = 64
"""Questions that may wait; one more is told that the page is busy."""

_VERDICTS: dict[object, Verdict] = {"up": "up", "down": "down", "wrong": "wrong_citation"}
_GESTURE_CHARS = 1_000
_OF_THE_LIBRARY = ("choose", "all", "remove")

Update = dict[Any, Any]
Updates = AsyncGenerator[Update, None]


def page(verbs: Verbs) -> gr.Blocks:
    """The page over these verbs, with its events and its named endpoints."""
    visit = Visit(verbs)
    blocks = gr.Blocks(title="Footnote", analytics_enabled=False, fill_width=True)
    with blocks:
        visit.open(blocks)
        api.offer(verbs, AT_ONCE)
    blocks.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING, api_open=False)
    return blocks


class Visit:
    """The events of the page; what one visitor has asked is in the session that is handed to each of them."""

    def __init__(self, verbs: Verbs) -> None:
        self._verbs = verbs
        self._shelves = Shelves(verbs.documents, verbs.library)

    def open(self, blocks: gr.Blocks) -> None:
        """Lay the page out within these blocks, and connect it."""
        verbs, session = self._verbs, Session(self._verbs.new_conversation)
        at = self.at = Layout(session, self._masthead(), self._panel(()), self._library(), verbs.examples, verbs.writer)
        # A private endpoint is hidden, not protected: what it is sent meets the checks of the page's own events.
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        # Every press reaches the server, which tells a visitor who asks twice; the browser would just drop the second.
        asks = {**quiet, "concurrency_limit": AT_ONCE, "concurrency_id": "ask", "trigger_mode": "multiple"}
        turn = [at.session, at.talk, at.panel, at.notice, at.box, at.send, at.halt, at.editor]
        runs = [
            gr.on([at.box.submit, at.send.click], self.ask_box, [at.box, at.session], turn, **asks),
            gr.on([at.reading.submit, at.reask.click], self.ask_read_as, [at.reading, at.session], turn, **asks),
            at.talk.example_select(self.ask_example, [at.session], turn, **asks),
            at.again.click(self.ask_again, [at.session], turn, **asks),
        ]
        at.halt.click(self.stop, [at.session], turn, cancels=runs, queue=False, **quiet)
        # The library may have changed since the page was built, or may only now be ready.
        seen = [at.masthead, at.panel, at.library, at.scope, at.talk]
        anew = [*turn, at.library, at.scope]
        at.fresh.click(self.start_afresh, [at.session], anew, cancels=runs, queue=False, **quiet)
        at.leave.click(self.leave_editor, [at.session], [at.editor], queue=False, **quiet)
        obeyed = [at.session, at.notice, at.editor, at.reading, *seen]
        at.signal.click(self.obey, [at.gesture, at.session], obeyed, queue=False, **quiet)
        at.refresh.click(self.look, [at.session], seen, queue=False, **quiet)
        blocks.load(self.look, [at.session], seen, queue=False, **quiet)

    def look(self, session: Session) -> Update:
        """The header, the panel, the library's list and what answers say of their documents, as the library is now."""
        # A run shows how it goes by itself, and ends with the library as it is then.
        still = session.turns and session.running is None
        talk = self._talk(session, self._around()) if still else gr.skip()
        seen = {self.at.masthead: self._masthead(), self.at.panel: self._panel(session.turns), self.at.talk: talk}
        return {**seen, **self._choice(session)}

    async def ask_box(self, question: str, session: Session) -> Updates:
        """Ask what stands in the box."""
        async with aclosing(self._run(question, session)) as updates:
            async for update in updates:
                yield update

    async def ask_example(self, session: Session, chosen: gr.SelectData) -> Updates:
        """Ask an example; what the browser says was chosen is a question like any other."""
        said = chosen.value.get("text", "") if isinstance(chosen.value, dict) else chosen.value
        async with aclosing(self._run(said, session)) as updates:
            async for update in updates:
                yield update

    async def ask_again(self, session: Session) -> Updates:
        """Ask the last question once more; its new answer takes the old one's place."""
        if not session.turns:
            yield {self.at.notice: _notice("There is nothing to ask again yet.")}
            return
        last = session.turns[-1]
        async with aclosing(self._run(last.question, session, again=True, standalone=last.standalone)) as updates:
            async for update in updates:
                yield update

    async def ask_read_as(self, reading: str, session: Session) -> Updates:
        """Ask a follow-up once more, read the way the visitor says. The last one's old answer makes place."""
        turn = session.turn(session.editing)
        if turn is None:
            yield {self.at.editor: gr.update(visible=False)}
            return
        last = turn is session.turns[-1]
        async with aclosing(self._run(turn.question, session, again=last, standalone=reading)) as updates:
            async for update in updates:
                yield update

    def stop(self, session: Session) -> Update:
        """Give up the running question and put it back into the box."""
        question = session.stop()
        return {**self._view(session), self.at.box: gr.skip() if question is None else question}

    def start_afresh(self, session: Session) -> Update:
        """Begin a new conversation; its citations are numbered from 1 again."""
        session.stop()
        fresh = Session(self._verbs.new_conversation)
        shown = {self.at.session: fresh, self.at.notice: NOTHING, self.at.editor: gr.update(visible=False)}
        return {**self._view(fresh), **shown, **self._choice(fresh)}

    def leave_editor(self, session: Session) -> Update:
        """Leave the reading as it was."""
        session.editing = None
        return {self.at.editor: gr.update(visible=False)}

    def obey(self, gesture: str, session: Session) -> Update:
        """A click inside an answer or the library's list, by what a browser says. Anything else is ignored."""
        asked = _gesture(gesture)
        if asked.get("do") in _OF_THE_LIBRARY:
            return self._obey_library(asked, session)
        turn = session.turn(asked.get("turn"))
        if turn is None or turn.answer is None:
            return {self.at.notice: gr.skip()}
        if asked.get("do") == "edit":
            session.editing = session.turns.index(turn)
            return {self.at.editor: gr.update(visible=True), self.at.reading: turn.answer.standalone_question}
        verdict = _VERDICTS.get(str(asked.get("do")))
        if verdict is None or self._verbs.feedback is None:
            return {self.at.notice: gr.skip()}
        key = turn.cited(str(asked.get("card")))
        if verdict == "wrong_citation" and key is None:
            return {self.at.notice: _notice("Which one? Open the citation that is wrong, then press this again.")}
        try:
            self._verbs.feedback(Feedback(turn.answer, verdict, key))
        except Exception as problem:
            return {self.at.notice: _notice(turns.sentence(problem))}
        return {self.at.notice: _done("Thank you; noted.")}

    def _obey_library(self, asked: dict[str, Any], session: Session) -> Update:
        """Leave a document out or ask it again, ask them all, or remove one."""
        told = NOTHING
        try:
            document = self._shelves.marked(str(asked.get("document")))
            if asked["do"] == "all":
                session.left_out.clear()
            elif document is not None and asked["do"] == "choose":
                session.left_out ^= {document.key}
            elif document is not None and self._verbs.remove is not None:
                self._verbs.remove(document.key)
                # A file of its name that is added later has its key, and nobody has left that out.
                session.left_out.discard(document.key)
                told = _done(f"Removed: {document.title or document.source}")
        except Exception as problem:
            told = _notice(turns.sentence(problem, arrivals.SORRY))
        return {self.at.session: session, self.at.notice: told, **self.look(session)}

    async def _run(
        self, question: object, session: Session, again: bool = False, standalone: str | None = None
    ) -> Updates:
        at = self.at
        try:
            asked = turns.checked(question, self._verbs)
            read = None if standalone is None else turns.checked(standalone, self._verbs)
            held = await to_thread.run_sync(self._held, session)
            if held and not session.chosen(held) and session.left_out.issuperset(held):
                raise QuestionError(turns.NONE_CHOSEN)
            # Once a run, and not where others wait for it: after a write the library is read anew.
            around = await to_thread.run_sync(self._around)
            run = session.begin(asked, again, held)
            if run is None:
                raise QuestionError(turns.ONE_AT_A_TIME)
        except Exception as problem:
            yield {at.session: session, at.notice: _notice(turns.sentence(problem))}
            return
        shown = {at.session: session, at.notice: NOTHING, at.box: "", at.editor: gr.update(visible=False)}
        yield {**shown, at.talk: self._talk(session, around, turns.LOOKING), **self._buttons(running=True)}
        # Closed at once when this generator is: a visitor who left must not leave a run behind.
        async with aclosing(turns.run(self._verbs, session, run, read)) as waits:
            async for waiting in waits:
                yield {at.talk: self._talk(session, around, waiting)}
        failed = bool(session.turns) and session.turns[-1].answer is None
        # Looking the library up may take a while, in which others are to be served.
        view = await to_thread.run_sync(self._view, session)
        told = _notice(session.unanswered) if session.unanswered else NOTHING
        yield {**view, at.notice: told, at.box: asked if failed else gr.skip()}

    def _view(self, session: Session) -> Update:
        shown = {self.at.talk: self._talk(session, self._around()), self.at.panel: self._panel(session.turns)}
        return {**shown, **self._buttons(running=False)}

    def _talk(self, session: Session, around: Around, waiting: str | Answer = "") -> Any:
        return messages(session.turns, session.running, waiting, around)

    def _around(self) -> Around:
        verbs = self._verbs
        try:
            shelf = self._shelves.now()
        except Exception as problem:
            # The answers stay readable; the header tells what is wrong.
            turns.sentence(problem)
            shelf = None
        return Around(shelf, feedback=verbs.feedback is not None, add=verbs.ingest is not None)

    def _buttons(self, running: bool) -> Update:
        return {self.at.send: gr.update(visible=not running), self.at.halt: gr.update(visible=running)}

    def _held(self, session: Session) -> list[str]:
        """The keys of the documents held, where some of them may be left out; raises what asking for them raises.

        To ask all of them because the choice could not be looked up would show what a visitor has left out.
        """
        return [one.key for one in self._verbs.documents()] if session.left_out else []

    def _choice(self, session: Session) -> Update:
        """The library's list, and in a line which of its documents are asked where some are not."""
        try:
            shelf = self._shelves.now()
        except Exception as problem:
            told = turns.sentence(problem, arrivals.SORRY)
            return {self.at.library: tag("p", "", inert(told)), self.at.scope: NOTHING}
        asked = session.scope(list(shelf.documents))
        return {self.at.library: self._listed(shelf, session.left_out), self.at.scope: scope_line(asked)}

    def _library(self) -> Html:
        try:
            return self._listed(self._shelves.now(), ())
        except Exception as problem:
            return tag("p", "", inert(turns.sentence(problem, arrivals.SORRY)))

    def _listed(self, shelf: Shelf, left_out: Collection[str]) -> Html:
        verbs = self._verbs
        add, remove = verbs.ingest is not None, verbs.remove is not None
        return library_html(shelf, left_out, add=add, remove=remove, most_bytes=verbs.document_bytes)

    def _masthead(self) -> Html:
        try:
            documents = self._verbs.documents()
            if not documents and not self._verbs.ready():
                return remark("Getting the library ready…", "This takes a few seconds.")
        except Exception as problem:
            return remark("The library cannot be used", turns.sentence(problem))
        return masthead(documents, featured(documents, self._verbs.featured))

    def _panel(self, asked: Sequence[Turn]) -> Html:
        try:
            shelf = self._shelves.now()
        except Exception as problem:
            # The cards stay readable: they hold the words as they were shown. The header tells what is wrong.
            turns.sentence(problem)
            shelf = Shelf(())
        return panel(asked, shelf, featured(list(shelf.documents.values()), self._verbs.featured))


def _gesture(words: object) -> dict[str, Any]:
    try:
        asked = json.loads(words) if isinstance(words, str) and len(words) < _GESTURE_CHARS else None
    except (ValueError, RecursionError):
        return {}
    return asked if isinstance(asked, dict) else {}


def _notice(words: str) -> Html:
    return tag("p", "fn-notice", inert(words), role="alert")


def _done(words: str) -> Html:
    return tag("p", "fn-notice fn-done", inert(words), role="status")
