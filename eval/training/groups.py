"""What the answer model is trained on: questions, the texts of a page, and which of them answer which."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

AT_ONCE = 12
"""Questions in one step."""
ANSWERS, OTHERS = 4, 3
"""Texts that each question of a step brings with it, at most."""
HARDEST = 8
"""Among so many of the hardest texts that do not answer, two in three are looked for."""


@dataclass(frozen=True, slots=True)
class Group:
    """One question beside the texts of one page; hardest texts first within each label."""

    alone: str
    """The question as a person would ask it with no conversation before it."""
    in_conversation: Sequence[str]
    """Ways in which a follow-up may be put; one is drawn each time. None for a first turn."""
    answering: Sequence[str]
    """Texts that answer it; none when the page does not."""
    others: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Step:
    """Some questions, and the texts that all of them are asked of."""

    questions: Sequence[str]
    texts: Sequence[str]
    answering: Sequence[Sequence[bool]]
    """For each question, whether each text answers it."""
    alone: Sequence[int]
    """For each question, the place of its standalone wording among the questions: its own, or an earlier one."""


def steps(pages: Sequence[Sequence[Group]], chance: random.Random) -> Iterator[Step]:
    """Every group once, in steps of one page each, in random order.

    Each question is asked of what the others brought along, too: a step costs what its texts cost, and the other texts
    of its page are what an answer has to be told from.
    """
    batches: list[list[Group]] = []
    for page in pages:
        order = chance.sample(list(page), len(page))
        batches.extend(order[first : first + AT_ONCE] for first in range(0, len(order), AT_ONCE))
    chance.shuffle(batches)
    for batch in batches:
        yield drawn(batch, chance)


def drawn(groups: Sequence[Group], chance: random.Random) -> Step:
    """Some groups as one step of training sees them: follow-ups twice, as the texts cost more than the questions."""
    texts = dict.fromkeys(text for group in groups for text in _brought(group, chance))
    later = [place for place, group in enumerate(groups) if group.in_conversation]
    questions = [group.alone for group in groups] + [chance.choice(groups[place].in_conversation) for place in later]
    alone = [*range(len(groups)), *later]
    held = [frozenset(group.answering) for group in groups]
    return Step(questions, list(texts), [[text in held[place] for text in texts] for place in alone], alone)


def _brought(group: Group, chance: random.Random) -> list[str]:
    answering, hard, easy = list(group.answering), list(group.others[:HARDEST]), list(group.others[HARDEST:])
    take = OTHERS + (not answering)
    near = chance.sample(hard, min(len(hard), take - take // 3))
    far = chance.sample(easy, min(len(easy), take - len(near)))
    return [*chance.sample(answering, min(len(answering), ANSWERS)), *near, *far]
