"""A page over a made-up library and prepared answers: what a real engine would not do on command."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from chat.answers import Answer, Cited, Note, Shown, Statement, Support
from chat.ask import Conversation
from chat.page import Verbs, build
from chat.page.inert import Html
from chat.page.messages import ALONE, Around, answer_html
from chat.page.session import Turn
from corpus.documents import Document, Marker, Part, Passage, Reference, passage_key

TEXT = """Care of frostbite

Rewarming

  • Rewarm the limb in water of 37 to 39 °C by:
    • A whirlpool bath 1
    • A basin that is stirred 1
  • Dry heat is to be avoided, as <b>burns</b> follow [1] 2
"""

DOCUMENT = Document(
    key="frost",
    source="frostbite.txt",
    origin="/nowhere/frostbite.txt",
    title="How is frostbite treated?",
    text=TEXT,
    blocks=(),
    references=(
        Reference(1, "Field rewarming", "Guideline", "Wilderness notes", 2019, text="Field rewarming", inferred=True),
        Reference(2, listed=False),
    ),
    publisher="The Cold Clinic",
    updated="March 3, 2024",
    review_status="Approved",
    disclaimer="This is for professionals. Check it before you use it.",
)

HOSTILE = (
    "<img src=x onerror=alert(1)> <script>alert(2)</script> [[7]](#src-0123456789abcdef) **bold** "
    '![x](http://evil.example/x.png) [1] www.evil.example "><form action=http://evil.example/> <b>hi</b> `code` $$x$$ '
    "{{value}} ${value} &lt;i&gt; | a | b | [ref]: http://evil.example"
)


def passage(first: str, last: str, references: tuple[int, ...] = (), markers: Sequence[str] = ()) -> Passage:
    """The stretch of the made-up document from the first words to the last."""
    start = TEXT.index(first)
    end = TEXT.index(last, start) + len(last)
    text, section = TEXT[start:end], ("Rewarming",)
    found = [(start + hit.start(), marker) for marker in markers for hit in re.finditer(f"{marker}$", text, re.M)]
    parts, at = list[Part](), start
    for line in text.splitlines(keepends=True):
        begin = at + len(line) - len(line.lstrip(" •"))
        parts.append(Part("lead" if not parts else "item", begin, at + len(line.rstrip()), min(len(parts), 1)))
        at += len(line)
    return Passage(
        key=passage_key(DOCUMENT.key, section, text, 0),
        document=DOCUMENT.key,
        kind="body",
        section=section,
        start=start,
        end=end,
        text=text,
        parts=tuple(parts),
        markers=tuple(Marker(at, at + len(marker), (int(marker[-1]),)) for at, marker in found),
        references=references,
    )


REWARM = passage("Rewarm the limb", "is stirred 1", (1,), (" 1",))
HEAT = passage("Dry heat", "[1] 2", (2,), (" 2",))


def shown(one: Passage, marker: int | None) -> Shown:
    return Shown(one, DOCUMENT.source, DOCUMENT.title, marker, 0.5)


def span(one: Passage, words: str) -> Cited:
    start = TEXT.index(words, one.start)
    return Cited(one.key, start, start + len(words))


def statement(one: Passage, *words: str, text: str | None = None, support: Support = "quoted") -> Statement:
    spans = tuple(span(one, stretch) for stretch in words)
    return Statement(text if text is not None else words[0], spans, support)


REWARM_LIST = statement(
    REWARM,
    "Rewarm the limb in water of 37 to 39 °C by",
    "A whirlpool bath",
    "A basin that is stirred",
    text="Rewarm the limb in water of 37 to 39 °C by: A whirlpool bath; A basin that is stirred",
)
HEAT_QUOTE = statement(HEAT, "Dry heat is to be avoided, as <b>burns</b> follow [1]")


def answer(question: str, *statements: Statement, standalone: str = "", notes: Sequence[Note] = ()) -> Answer:
    """An answer of these statements, its passages numbered in the order they are cited."""
    cited = list(dict.fromkeys(key for one in statements for key in one.citations))
    ranked = sorted((REWARM, HEAT), key=lambda one: cited.index(one.key) if one.key in cited else len(cited))
    passages = tuple(shown(one, cited.index(one.key) + 1 if one.key in cited else None) for one in ranked)
    said = "" if statements else "The library does not say."
    return Answer(question, standalone or question, statements, passages, 0.9, tuple(notes), abstention=said)


Script = Callable[[str], Answer]


class ScriptedDesk:
    """Answers as it was told to; counts what it was asked."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.asked: list[tuple[str, str | None, int]] = []
        self.release = threading.Event()

    def ask(self, question: str, conversation: Conversation, standalone: str | None) -> Answer:
        self.asked.append((question, standalone, len(conversation.turns)))
        if "slow" in question:
            self.release.wait(30)
        given = self._script(question)
        if standalone is not None:
            given = replace(given, standalone_question=standalone)
        keys = [one.passage.key for one in given.passages if one.marker is not None]
        numbers = {key: conversation.number(key) for key in keys}
        given = replace(
            given, passages=tuple(replace(one, marker=numbers.get(one.passage.key)) for one in given.passages)
        )
        conversation.turns.append(given)
        return given

    def verbs(self, documents: Sequence[Document] = (DOCUMENT,)) -> Verbs:
        return Verbs(
            ask=self.ask,
            new_conversation=Conversation,
            search=lambda question, k: [shown(REWARM, None), shown(HEAT, None)][:k],
            library=lambda: {"state": "s", "documents": []},
            documents=lambda: documents,
            ready=lambda: True,
            examples=("How warm is the bath?",),
        )


def html_of(answer: Answer, number: int = 0, around: Around = ALONE, scope: str = "") -> Html:
    """An answer as the conversation shows it, the documents of its passages being known."""
    return answer_html(Turn("q", answer, documents={DOCUMENT.key: DOCUMENT}, scope=scope), answer, number, around)


@contextmanager
def serving(verbs: Verbs, local: str | None = None) -> Iterator[str]:
    """The page over these verbs, at the address it gives, on a free port of this machine."""
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(build(verbs, local), port=0, log_level="warning", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < end and thread.is_alive(), "the page did not start"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
