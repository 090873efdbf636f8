"""Training data: every label has its words in its page, and a drawn step keeps them apart."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import torch

from chat.units import units
from eval.training.conversations import PAGES, groups, labels
from eval.training.groups import Group, drawn, steps
from eval.training.network import loss, train
from ingest.assemble import assemble
from ingest.readers import read_bytes
from ingest.split import split

CONVERSATIONS = sorted(PAGES.glob("*.jsonl"))


def test_there_are_conversations_on_many_pages() -> None:
    assert len(CONVERSATIONS) >= 20


@pytest.mark.parametrize("file", CONVERSATIONS, ids=lambda path: path.stem)
def test_evidence_stands_in_its_page_and_only_answerable_turns_have_some(file: Path) -> None:
    page = next(one for one in (file.with_suffix(".md"), file.with_suffix(".txt")) if one.exists())
    text = " ".join(page.read_text("utf-8").split())
    turns = [turn for line in file.read_text("utf-8").splitlines() for turn in json.loads(line)["turns"]]
    assert len(turns) > 30
    for turn in turns:
        assert bool(turn["ev"]) == turn["a"], turn["q"]
        assert all(" ".join(words.split()) in text for words in turn["ev"]), turn["q"]


@pytest.mark.parametrize("file", CONVERSATIONS, ids=lambda path: path.stem)
def test_every_turn_can_be_trained_on(file: Path) -> None:
    """One turn whose words no passage holds would stop the training command half an hour in."""
    page = next(one for one in (file.with_suffix(".md"), file.with_suffix(".txt")) if one.exists())
    document = assemble(read_bytes(page.read_bytes()), key="k", source=page.name, origin=str(page), digest="")
    held = [unit for passage in split(document) for unit in units(passage)]
    for line in file.read_text("utf-8").splitlines():
        for turn in json.loads(line)["turns"]:
            assert any(labels(turn, held, document)) == turn["a"]


def test_a_page_becomes_groups_whose_texts_are_its_units() -> None:
    file = PAGES / "bells-palsy.jsonl"
    page = file.with_suffix(".md")
    document = assemble(read_bytes(page.read_bytes()), key="k", source=page.name, origin=str(page), digest="")
    held = [unit for passage in split(document) for unit in units(passage)]
    lines = file.read_text("utf-8").splitlines()[:3]
    made = list(groups(document.title, held, document, lines))
    assert len(made) == sum(len(json.loads(line)["turns"]) for line in lines)
    assert all(len(one.answering) + len(one.others) == len(held) for one in made)
    assert any(not one.answering for one in made) and any(len(one.questions) > 1 for one in made)


def page(answers: dict[str, set[int]], texts: int = 40) -> list[Group]:
    """Questions on a page of so many texts, and which of them answer each."""
    return [
        Group([asked], [f"t{n}" for n in sorted(held)], [f"t{n}" for n in range(texts) if n not in held])
        for asked, held in answers.items()
    ]


def test_a_step_knows_of_every_text_whether_it_answers_each_question() -> None:
    answers = {"a": {0, 1, 2, 3, 4, 5}, "b": {5, 6}, "none": set()}
    one = drawn(page(answers), random.Random(0))
    assert one.questions == list(answers) and len(set(one.texts)) == len(one.texts)
    for asked, row in zip(one.questions, one.answering, strict=True):
        assert [text for text, answering in zip(one.texts, row, strict=True) if answering] == [
            text for text in one.texts if int(text[1:]) in answers[asked]
        ]
    assert sum(one.answering[0]) >= 4 and sum(one.answering[1]) == 2 and not any(one.answering[2])


def test_a_round_asks_every_question_once_in_steps_of_one_page() -> None:
    pages = [page({f"{name}{n}": {n} for n in range(17)}) for name in "ab"]
    made = list(steps(pages, random.Random(1)))
    assert sorted(asked for one in made for asked in one.questions) == sorted(g.questions[0] for p in pages for g in p)
    assert all(len({asked[0] for asked in one.questions}) == 1 for one in made) and len(made) == 4


def test_what_answers_is_chosen_and_no_text_where_none_does() -> None:
    answering = torch.tensor([[True, False, False], [False, False, False]])
    good = torch.tensor([[6.0, -6.0, -6.0], [-6.0, -6.0, -6.0]])
    assert loss(good, answering) < 0.1
    assert loss(good.flip(1), answering) > 5 and loss(-good, answering) > 5


def test_a_little_training_tells_an_answer_from_its_neighbours() -> None:
    texts = ["Dose | 5 mg twice daily", "Harm | It may cause a rash", "Cost | It is sold by the box"]
    asked = {"How much is taken?": 0, "What are its side effects?": 1, "Is it bad for kidneys?": None}
    groups = [
        Group([q], [texts[n]] if n is not None else [], [t for i, t in enumerate(texts) if i != n])
        for q, n in asked.items()
    ]
    told: list[str] = []
    network = train([groups], 50, told.append)
    step = drawn(groups, random.Random(0))
    best = [step.texts[int(row.argmax())] if row.max() > 0 else None for row in network.logits(step)]
    assert best == [texts[0], texts[1], None]
    assert told and told[0].startswith("step 50 of 50")
