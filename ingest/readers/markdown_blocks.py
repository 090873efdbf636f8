"""What Markdown's dialects add to it: titled boxes ("!!! danger", "> [!WARNING]"), tasks, definitions, footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.admon.index import admonition
from mdit_py_plugins.deflist import deflist_plugin

from ingest.readers.markdown_notes import Notes

BOX = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+[A-Za-z][\w-]*(?:[ \t][^\"\n]*+(?:(?<=[ \t])\"[^\"\n]*\"[ \t]*)?)?")
ALERT = re.compile(r"\[!([A-Za-z][\w -]*)\][+-]?[ \t]*(.*)(?:\n|$)")
TASK = re.compile(r"\[[ xX]\]\s+(?=\S)")
# Where a box floats, and no title of it.
PLACED = re.compile(r"(?:inline|end|\s)+")
DEEPEST = 6


def parser(notes: Notes) -> MarkdownIt:
    """A parser whose blocks are those a person sees rendered, with the footnotes `notes` in their places."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")
    markdown.use(admon_plugin)
    markdown.block.ruler.at("admonition", _box, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    before = markdown.block.ruler.getRules("")
    markdown.use(deflist_plugin)
    definitions = next(rule for rule in markdown.block.ruler.getRules("") if rule not in before)

    def defined(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        # The dialect's other mark, "~ 5 mg", is an approximate figure to everyone who writes of doses.
        below = start + 1
        while below < end and state.isEmpty(below):
            below += 1
        if not silent and below < end and state.src[state.bMarks[below] + state.tShift[below]] == "~":
            return False
        return bool(definitions(state, start, end, silent))

    def extend(state: StateCore) -> None:
        if not state.inlineMode:
            _tick(state.tokens)
            state.tokens = _titled(_boxes(state.tokens))
        state.tokens = _noted(state.tokens, notes)

    markdown.block.ruler.at("deflist", defined, {"alt": ["paragraph", "reference", "blockquote"]})
    markdown.core.ruler.after("block", "extend", extend)
    return markdown


def _box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A box where its line says nothing else and words are indented below it: "!!! Do not give" is a sentence."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    below = start + 1
    while below < end and state.isEmpty(below):
        below += 1
    inside = below < end and state.sCount[below] >= state.blkIndent + 4
    return inside and BOX.fullmatch(line) is not None and admonition(state, start, end, silent)


def _tick(tokens: Sequence[Token]) -> None:
    """Takes the box of a task away, which is the mark of its item and no word."""
    for at, token in enumerate(tokens):
        if token.type == "inline" and at > 1 and tokens[at - 2].type == "list_item_open":
            token.content = TASK.sub("", token.content, count=1) if TASK.match(token.content) else token.content


def _boxes(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with every box between `box_open`, whose `info` is its title, and `box_close`."""
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "admonition_open":
            token.type, token.info = "box_open", token.content
            if PLACED.fullmatch(token.info):
                token.info = str(token.meta["tag"]).title()
        elif token.type.startswith("admonition_title"):
            # Its words are those that the box's token has.
            at += 3
            continue
        elif token.type == "admonition_close":
            token.type = "box_close"
        elif token.type == "blockquote_open" and (found := _alert(tokens, at)):
            token.type, token.tag = "box_open", "div"
            token.info = found[2].strip() or found[1].replace("-", " ").capitalize()
            close = next(later for later in range(at, len(tokens)) if _closes(token, tokens[later]))
            tokens[close].type, tokens[close].tag = "box_close", "div"
            tokens[at + 2].content = tokens[at + 2].content[found.end() :]
            if not tokens[at + 2].content.strip():
                made.append(token)
                at += 4
                continue
        made.append(token)
        at += 1
    return made


def _alert(tokens: Sequence[Token], at: int) -> re.Match[str] | None:
    return ALERT.match(tokens[at + 2].content) if at + 2 < len(tokens) and tokens[at + 2].type == "inline" else None


def _closes(opening: Token, token: Token) -> bool:
    return token.type == "blockquote_close" and token.level == opening.level


def _titled(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with the title of every box before its words.

    It is a heading where nothing but boxes follows before the next one, which ends what it holds for: beside the
    heading of its section where that heads a list ("Stop if"), else below it. Elsewhere it leads the box's own words.
    """
    made: list[Token] = []
    last = _last(tokens)
    level, listed = 1, False
    for at, token in enumerate(tokens):
        made.append(token)
        if token.type == "heading_open" and token.level == 0:
            level = int(token.tag[1])
            listed = at + 3 < len(tokens) and tokens[at + 3].type in ("bullet_list_open", "ordered_list_open")
        elif token.type == "box_open" and token.info:
            if at in last:
                made.extend(_block("heading", f"h{min(level + (not listed or level == 1), DEEPEST)}", token.info))
            elif at + 2 < len(tokens) and tokens[at + 1].type == "paragraph_open":
                tokens[at + 2].content = f"{_lead(token.info)} {tokens[at + 2].content}"
            else:
                made.extend(_block("paragraph", "p", _lead(token.info)))
    return made


def _last(tokens: Sequence[Token]) -> set[int]:
    """The boxes that only other boxes part from the next heading, or from the end."""
    found: set[int] = set()
    inside = False
    ends = True
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.level == 0 and token.type in ("box_open", "box_close"):
            inside = token.type == "box_close"
            if ends and not inside:
                found.add(at)
        elif not inside:
            ends = token.type == "heading_open"
    return found


def _lead(title: str) -> str:
    return title if title.endswith((".", ":", "!", "?")) else f"{title}:"


def _block(name: str, tag: str, words: str) -> list[Token]:
    inline = Token("inline", "", 0, content=words, children=[])
    return [Token(f"{name}_open", tag, 1), inline, Token(f"{name}_close", tag, -1)]


def _noted(tokens: Sequence[Token], notes: Notes) -> list[Token]:
    """The tokens with the notes that they point to; those of a heading in paragraphs below it."""
    made: list[Token] = []
    waiting: list[str] = []
    for at, token in enumerate(tokens):
        made.append(token)
        if token.type == "inline" and "[^" in token.content:
            if at and tokens[at - 1].type == "heading_open":
                token.content, waiting = notes.apart(token.content)
            else:
                token.content = notes.placed(token.content)
        elif token.type == "heading_close":
            made.extend(one for words in waiting for one in _block("paragraph", "p", words))
            waiting = []
    return made
