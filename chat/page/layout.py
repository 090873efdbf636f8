"""What stands where on the page: the components and their names, and nothing of what they do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from chat.page.inert import Html, inert
from chat.page.markup import SPACE, button, join, tag
from chat.page.session import Session

_PLAIN: dict[str, Any] = {"latex_delimiters": [], "container": False, "sanitize_html": True}
_SMALL: dict[str, Any] = {"size": "sm", "scale": 0, "min_width": 0}
_FIELD: dict[str, Any] = {"show_label": False, "container": False, "lines": 1, "min_width": 0}


class Layout:
    """The page's components. `gr.Markdown` rather than `gr.HTML`: the browser cleans what it shows a second time."""

    def __init__(
        self,
        session: Session,
        masthead: Html,
        panel: Html,
        library: Html,
        examples: Sequence[str],
        writer: str = "",
    ) -> None:
        # Each visitor is given a copy of their own, at the first event that asks for it: two events that come together
        # find the same one. What an event returned later, or a value to be called when the page loads, would not do.
        self.session = gr.State(session)
        self.masthead = gr.Markdown(masthead, elem_id="fn-masthead", **_PLAIN)
        with gr.Row(elem_id="fn-main", equal_height=True):
            with gr.Column(elem_id="fn-chat", min_width=0):
                self._conversation(examples)
                self._editor()
                self._asking(writer)
            with gr.Column(elem_id="fn-side", min_width=0):
                gr.Markdown(_tabs(), elem_id="fn-tabs", **_PLAIN)
                self.panel = gr.Markdown(panel, elem_id="fn-panel", **_PLAIN)
                self.library = gr.Markdown(library, elem_id="fn-library", **_PLAIN)
        self._unseen()

    def _conversation(self, examples: Sequence[str]) -> None:
        # Display only: its value is the browser's, so nothing ever reads it.
        self.talk = gr.Chatbot(
            label="Conversation",
            show_label=False,
            container=False,
            elem_id="fn-talk",
            height="100%",
            layout="panel",
            buttons=[],
            feedback_options=None,
            latex_delimiters=[],
            allow_tags=False,
            group_consecutive_messages=False,
            autoscroll=False,  # to the end of a long answer; the page's script brings its question into view
            placeholder=_welcome(),
            examples=[{"text": question} for question in examples],
        )
        self.notice = gr.Markdown(elem_id="fn-notice", **_PLAIN)
        self.scope = gr.Markdown(elem_id="fn-scope", **_PLAIN)

    def _editor(self) -> None:
        with gr.Column(elem_id="fn-editor", visible=False) as self.editor:
            gr.Markdown(tag("span", "fn-hint", inert("Read it as")), **_PLAIN)
            self.reading = gr.Textbox(label="Read as", max_lines=4, **_FIELD)
            with gr.Row(elem_id="fn-editor-buttons"):
                self.reask = gr.Button("Ask it this way", variant="primary", elem_id="fn-reask", **_SMALL)
                self.leave = gr.Button("Cancel", elem_id="fn-leave", **_SMALL)

    def _asking(self, writer: str) -> None:
        if writer:
            gr.Markdown(tag("p", "fn-writer", inert(writer)), elem_id="fn-writer", **_PLAIN)
        with gr.Row(elem_id="fn-ask"):
            # No max_length: the browser would cut a longer question without a word.
            self.box = gr.Textbox(
                label="Question", placeholder="Ask a question…", max_lines=6, elem_id="fn-box", **_FIELD
            )
            self.send = gr.Button("Ask", variant="primary", elem_id="fn-send", scale=0, min_width=0)
            self.halt = gr.Button("Stop", variant="stop", elem_id="fn-stop", scale=0, min_width=0, visible=False)
        with gr.Row(elem_id="fn-tools"):
            self.fresh = gr.Button("New chat", elem_id="fn-new", **_SMALL)
            self.again = gr.Button("Ask again", elem_id="fn-again", **_SMALL)
            gr.Markdown(_keys(), elem_id="fn-keys", **_PLAIN)

    def _unseen(self) -> None:
        """What the page's script uses to tell the server of a click inside an answer."""
        self.gesture = gr.Textbox(visible="hidden", elem_id="fn-gesture", label="Gesture")
        self.signal = gr.Button("Signal", visible="hidden", elem_id="fn-signal")
        self.refresh = gr.Button("Refresh", visible="hidden", elem_id="fn-refresh")


def _tabs() -> Html:
    sources = button("sources", "Sources", "The words that answers rest on")
    library = button("library", "Library", "What is held, and may be asked")
    return tag("p", "fn-tabs", sources, library, button("close", "Close", "Close the source"))


def _welcome() -> Html:
    told = (
        "Every sentence of an answer carries a marker. Click one to see the exact words it rests on, beside the chat. "
        "What the library does not say, it does not answer."
    )
    title = tag("p", "fn-welcome-title", inert("Ask, and check the words"))
    return tag("div", "fn-welcome", title, tag("p", "", inert(told)))


def _keys() -> Html:
    keys = (("Enter", "asks"), ("Shift+Enter", "new line"), ("[ ]", "markers"), ("/", "question box"))
    told = (piece for key, does in keys for piece in (tag("kbd", "", inert(key)), inert(does)))
    return tag("span", "fn-hint", join(told, SPACE))
