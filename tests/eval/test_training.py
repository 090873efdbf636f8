"""Training data: every label has its words in its page, and a drawn step keeps them apart."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from chat.units import units
from eval.training.conversations import PAGES, groups, labels
from eval.training.groups import Group, drawn
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


def test_a_step_draws_at_most_four_answers_and_puts_them_first() -> None:
    group = Group(["q"], [f"a{n}" for n in range(6)], [f"o{n}" for n in range(20)])
    one = drawn(group, 8, random.Random(0))
    assert one.answers == 4 and all(text.startswith("a") for text in one.texts[:4])
    assert all(text.startswith("o") for text in one.texts[4:]) and len(set(one.texts)) == len(one.texts)
