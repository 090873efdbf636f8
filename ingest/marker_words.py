"""What the words before a number say of it: that they want it ("grade 3", "within 4"), or have all they need."""

from __future__ import annotations

import re

# Nouns that a number follows as their name. Labels are hardly ever without one ("a grade 3") …
LABELS = (
    r"score[sd]?|grades?|types?|stages?|class|classes|phases?|tables?|figures?|figs?|aged?|ages|levels?|category|categories|"
    r"groups?|cohorts?|parts?|chapters?|sections?|numbers?|nos?|versions?|tiers?|arms?|equations?|eqs?|formulas?|reactions?|"
    r"rooms?|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|apr|aug|sept?|oct|"
    r"nov|dec|rates?|ratio|index|factors?|interleukin|il|vitamin|box|appendix|page|pages|pp?|vol"
)
# … moments are counted as often as named ("day 3", "3 days", "twice a day") …
MOMENTS = r"days?|weeks?|months?|years?|hours?|steps?|cycles?|visits?|points?|lines?|items?"
# … and these are spoken of with an article and their quality, too ("in the largest trial").
THINGS = r"trial|study|experiment|model|case|patient|volume|issue|question|criterion|criteria|schedule|protocol"
# Words that lean on what follows.
LEANING = (
    r"for|to|of|at|than|by|in|from|is|are|was|were|be|over|under|above|below|about|approximately|around|nearly|almost|least|most|"
    r"until|till|per|every|only|with|within|after|before|between|and|or|vs|versus|the|a|an|on|up|down|equals?|minus|plus|times|into|"
    r"as|has|have|had|takes?|lasts?|given|total|mean|median|first|last|next|another|other|each|all|any|n|p|r|no"
)
COUNTED = re.compile(rf"(?:{LABELS}|{MOMENTS}|{THINGS}|{LEANING})", re.I)
"""Words after which a number may be a figure, wherever it stands."""
# Their full stop ends no sentence.
SHORTENED = re.compile(
    r"(?:figs?|nos?|eqs?|refs?|sect?|tabs?|ch|app|para|suppl|jan|feb|apr|aug|sept?|oct|nov|dec|pp|vol|vs|approx|ca|max|[a-z])",
    re.I,
)
# MgCl, CaCl: the number behind it is its index. IgA is no formula.
FORMULA = re.compile(r"CO|(?!Ig[ADEGM]$)(?=.*[a-z])(?:[A-Z][a-z]?){2,4}")
VITAMIN = re.compile(r"\bvitamin\s+B$", re.I)
FIGURE = re.compile(r"\d+|[<>≥≤=±~×+→−\-–/#&$€£]")

LABEL, MOMENT, THING = (re.compile(rf"(?:{nouns})", re.I) for nouns in (LABELS, MOMENTS, THINGS))
WRITTEN = re.compile(r"[+~<>≥≤]?\d[\d.,/:–-]*(?<![.,:–-])")
NUMERAL = re.compile(rf"(?:{WRITTEN.pattern}|two|three|four|five|six|seven|eight|nine|ten|twelve)")
ONE = re.compile(r"(?:1|one|each|every|same|single)")
IN_TURN = re.compile(r"(?:an?|per|first|second|third|last|next|another|further|previous|following|whole)")
ARTICLE = re.compile(r"(?:an?|the|this|that|one|each|every)")
BEING = re.compile(r"(?:is|are|was|were|be|been|being)")
# Optic neuritis, leukaemia, aortic stenosis: they read like small words.
ABBREVIATION = re.compile(r"(?:ON|ALL|AS)")


def wants(before: str) -> bool:
    """Whether a number behind these words may be a figure: they lean on it, or are a name, a sum or a formula."""
    word = re.search(r"([^\W_]+|[^\w\s])[.!?,;)\]”’\"%]*$", before)
    return (
        not word or any(kind.fullmatch(word[1]) for kind in (COUNTED, FORMULA, FIGURE)) or bool(VITAMIN.search(before))
    )


def ended(before: str) -> bool:
    """Whether these words end in a sentence's own full stop."""
    stop = re.search(r"([^\W_]+)[)\]”\"’%]*[.!?][)\]”\"’]*$", before)
    return stop is not None and not SHORTENED.fullmatch(stop[1])


def complete(before: str, single: bool) -> bool:
    """Whether words that end in a figure or in one of `COUNTED` need no number behind them, nor a list if not `single`.

    They have theirs ("12 months", "out of 10", "(2 of 9)", "three times a day"), or their last word leans on nothing
    here ("is held down"). In doubt they want it: a lost figure misleads, a reference number that is shown does not.
    """
    if ended(before) or before.endswith((")", "%")):
        return True
    # Three words before the last are looked at, and there are always three.
    *_, farther, far, near, last = ["", "", "", *before.split()]
    if WRITTEN.fullmatch(last):
        # Figures in a row are the cells of a table that lost its shape.
        return not WRITTEN.fullmatch(near)
    if ABBREVIATION.fullmatch(last):
        return not near.isupper()
    farther, far, near, last = (word.strip("(“\"'").casefold() for word in (farther, far, near, last))
    compound, _, noun = last.rpartition("-")
    if noun in ("up", "down"):
        return True
    if last == "first":
        return not ARTICLE.fullmatch(near)
    if last == "given":
        return BEING.fullmatch(near) is not None
    if last in ("all", "total"):
        return near == "in" and any(NUMERAL.fullmatch(word) for word in (far, farther))
    if last == "age" and near == "of":
        return MOMENT.fullmatch(far) is not None
    if compound:
        # "First-line", "two-year", but "pain-score".
        return any(kind.fullmatch(noun) for kind in (MOMENT, THING))
    return _counted(noun, near, far, single)


def _counted(noun: str, near: str, far: str, single: bool) -> bool:
    """Whether a noun is counted or determined already by the two words before it, the nearer first."""
    label, moment, thing = (kind.fullmatch(noun) is not None for kind in (LABEL, MOMENT, THING))
    if not (label or moment or thing):
        return False
    if noun.endswith("s") and noun not in ("class", "scores", "figs", "nos", "eqs"):
        # One number names one of them: "days 3" is no English, "days 3-5" is.
        return single or NUMERAL.fullmatch(near) is not None
    if ONE.fullmatch(near):
        # In "cycle 1 day 8" the figure belongs to the word before it.
        return not any(kind.fullmatch(far) for kind in (LABEL, MOMENT))
    if IN_TURN.fullmatch(near):
        return not label
    return thing and bool(ARTICLE.fullmatch(near) or (ARTICLE.fullmatch(far) and not COUNTED.fullmatch(near)))
