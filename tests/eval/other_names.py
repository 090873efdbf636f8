"""What putting a question in the library's words is worth: `python -m tests.eval.other_names`; some minutes.

Asks the answer model the standalone questions of `eval/training/fitting`, which it was not trained on, among all units
of their page: as they were written, and with a name that the thesaurus lists in the place of one that the page holds.
Prints the share of answerable ones whose best unit answers: as written, put otherwise, and with the library's words
put in again.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from chat.asking import unit_text
from chat.lexicon import Lexicon
from chat.thesaurus import LISTS, entries
from corpus.answer_model import Tokens, answer_model
from corpus.lexical import term_set
from eval.training.conversations import FITTING, Page, labels, page

Asked = tuple[str, list[bool], bool]
"""A standalone question, which units of the page answer it, and whether it opened its conversation."""


def answerable(one: Page) -> Iterator[Asked]:
    """The questions that a page answers."""
    for conversation in one.conversations:
        for number, turn in enumerate(conversation):
            if turn["a"]:
                yield turn.get("alone") or turn["q"], labels(turn, one.units, one.document), number == 0


def otherwise(listed: str) -> Mapping[str, list[str]]:
    """By what a page may hold, in lower case, what one list has readers ask for it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for asked, held in entries(listed):
        found[held[0].lower()].extend(asked)
    return found


def right(question: str, answers: Sequence[bool], held: Sequence[Tokens]) -> bool:
    """Whether the unit that the answer model puts first answers."""
    model = answer_model()
    return answers[int(model.beside(model.read([question])[0], held).argmax())]


def main() -> None:
    chance = random.Random(0)
    names = {listed: otherwise(listed) for listed in LISTS}
    patterns = {
        listed: re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(those, key=len, reverse=True)))})(?![\w-])", re.I
        )
        for listed, those in names.items()
    }
    rows: defaultdict[str, list[list[bool]]] = defaultdict(list)
    for file in sorted(FITTING.glob("*.jsonl")):
        one = page(file)
        texts = [unit_text(unit, one.document.title) for unit in one.units]
        passages = list(dict.fromkeys(f"{one.document.title} {unit.passage.text}" for unit in one.units))
        lexicon = Lexicon(passages, [term_set(text) for text in passages])
        held = answer_model().read(texts)

        for question, answers, opening in answerable(one):
            if opening:
                rows["first turns as they were written"].append(
                    [right(asked, answers, held) for asked in (question, question, lexicon.worded(question))]
                )
            for listed, pattern in patterns.items():
                match = pattern.search(question)
                choices = names[listed][match[0].lower()] if match else []
                choices = [name for name in choices if not lexicon.holds(name)]
                if match and choices:
                    put = question[: match.start()] + chance.choice(choices) + question[match.end() :]
                    rows[listed].append([right(asked, answers, held) for asked in (question, put, lexicon.worded(put))])
    print("| questions | as written | put otherwise | in the library's words |\n|---|---|---|---|")
    for name, some in rows.items():
        print(
            f"| {len(some)} {name} | " + " | ".join(f"{mean:.3f}".lstrip("0") for mean in np.mean(some, axis=0)) + " |"
        )


if __name__ == "__main__":
    main()
