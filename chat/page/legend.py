"""What the page's words and signs mean, one click away from every answer."""

from __future__ import annotations

from functools import cache

from chat.page.badges import badge
from chat.page.inert import Html, inert
from chat.page.markup import SPACE, join, tag

_STATES = (
    ("Quoted word for word", "the document's own words, joined by nothing but punctuation."),
    (
        "Checked against the cited words",
        "a language model's sentence; its numbers, names and sense stand in what it cites.",
    ),
    ("Left out", "a sentence that failed this check, and is not shown."),
    ("Looked for", "the documents do not use a word of the question; what they call the same stood in its place."),
    ("The library does not say", "no passage held answers; what comes closest is offered as just that."),
    ("Cut off", "the language model stopped in the middle."),
    ("Changed or gone", "the document is another now, or was removed; the answer is as it was given."),
)
_TIERS = (
    ("Guideline", "recommends; comes before the others where they answer alike."),
    ("Research", "studies and reviews."),
    ("Article", "any other text."),
    ("Record only", "a title or an abstract is held, not the text."),
)


@cache
def legend() -> Html:
    """A line for each state of an answer, and for each kind of source."""
    states = [tag("li", "", tag("strong", "", inert(name)), inert(f": {means}")) for name, means in _STATES]
    tiers = [tag("li", "", badge(name), SPACE, inert(means)) for name, means in _TIERS]
    return tag(
        "details",
        "fn-legend",
        tag("summary", "fn-over", inert("What the words and signs mean")),
        tag("ul", "fn-refs", join([*states, *tiers])),
    )
