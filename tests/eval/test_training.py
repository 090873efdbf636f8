"""Training data: every label has its words in its page, and a drawn step keeps them apart."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from corpus.answer_model import READER_FILE, answer_model
from eval.training.conversations import FITTING, GENERAL, PAGES, groups, labels, page
from eval.training.groups import Group, drawn, steps
from eval.training.network import loss, missed, save, train
from eval.training.reader import CANDIDATES, readings, train_reader, ways
from eval.training.reader import drawn as read_with

CONVERSATIONS = sorted(one for folder in (PAGES, GENERAL, FITTING) for one in folder.glob("*.jsonl"))


def test_there_are_conversations_on_many_pages() -> None:
    assert len(CONVERSATIONS) >= 100


def test_nothing_is_fitted_on_a_page_that_was_trained_on() -> None:
    assert len(list(FITTING.glob("*.jsonl"))) >= 15
    assert not {one.stem for one in PAGES.iterdir()} & {one.stem for one in FITTING.iterdir()}


@pytest.mark.parametrize("file", CONVERSATIONS, ids=lambda path: path.stem)
def test_evidence_stands_in_its_page_and_only_answerable_turns_have_some(file: Path) -> None:
    beside = next(one for one in (file.with_suffix(".md"), file.with_suffix(".txt")) if one.exists())
    # As the file has it, or as it is read: between the cells of a row stands a bar there, a tab here.
    text = " ".join(f"{beside.read_text('utf-8')} {page(file).document.text}".split())
    turns = [turn for line in file.read_text("utf-8").splitlines() for turn in json.loads(line)["turns"]]
    assert len(turns) >= 15
    for turn in turns:
        assert bool(turn["ev"]) == turn["a"], turn["q"]
        assert all(" ".join(words.split()) in text for words in turn["ev"]), turn["q"]


@pytest.mark.parametrize("file", CONVERSATIONS, ids=lambda path: path.stem)
def test_every_turn_can_be_trained_on(file: Path) -> None:
    """One turn whose words no passage holds would stop the training command half an hour in."""
    one = page(file)
    for turns in one.conversations:
        for turn in turns:
            assert any(labels(turn, one.units, one.document)) == turn["a"]


def test_a_page_becomes_groups_whose_texts_are_its_units() -> None:
    whole = page(PAGES / "bells-palsy.jsonl")
    some = replace(whole, conversations=whole.conversations[:3])
    made = list(groups(some))
    assert len(made) == sum(map(len, some.conversations))
    assert all(len(one.answering) + len(one.others) == len(some.units) for one in made)
    assert any(not one.answering for one in made)
    firsts = [number for turns in some.conversations for number, _ in enumerate(turns)]
    assert [bool(one.in_conversation) for one in made] == [number > 0 for number in firsts]
    typed = [turn["q"] for turns in some.conversations for turn in turns]
    for number, (one, words) in enumerate(zip(made, typed, strict=True)):
        assert all(way.startswith(words) and typed[number - 1] in way for way in one.in_conversation)


def asked_of(answers: dict[str, set[int]], texts: int = 40) -> list[Group]:
    """Questions on a page of so many texts, and which of them answer each; those in capitals are follow-ups."""
    return [
        Group(
            asked.lower(),
            [f"{asked} | before"] if asked.isupper() else [],
            [f"t{n}" for n in sorted(held)],
            [f"t{n}" for n in range(texts) if n not in held],
        )
        for asked, held in answers.items()
    ]


def test_a_step_knows_of_every_text_whether_it_answers_each_question() -> None:
    answers = {"a": {0, 1, 2, 3, 4, 5}, "B": {5, 6}, "none": set[int]()}
    one = drawn(asked_of(answers), random.Random(0))
    assert one.questions == ["a", "b", "none", "B | before"] and len(set(one.texts)) == len(one.texts)
    assert list(one.alone) == [0, 1, 2, 1], "a follow-up is asked with and without its conversation"
    held = list(answers.values())
    for place, row in zip(one.alone, one.answering, strict=True):
        assert [text for text, answering in zip(one.texts, row, strict=True) if answering] == [
            text for text in one.texts if int(text[1:]) in held[place]
        ]
    assert sum(one.answering[0]) >= 4 and sum(one.answering[1]) == 2 and not any(one.answering[2])


def test_a_round_asks_every_question_once_in_steps_of_one_page() -> None:
    pages = [asked_of({f"{name}{n}": {n} for n in range(17)}) for name in "ab"]
    made = list(steps(pages, random.Random(1)))
    assert sorted(asked for one in made for asked in one.questions) == sorted(g.alone for p in pages for g in p)
    assert all(len({asked[0] for asked in one.questions}) == 1 for one in made) and len(made) == 4


def test_what_answers_is_chosen_and_no_text_where_none_does() -> None:
    answering = torch.tensor([[True, False, False], [False, False, False]])
    good = torch.tensor([[6.0, -6.0, -6.0], [-6.0, -6.0, -6.0]])
    alone = torch.tensor([0, 1])
    assert loss(good, answering, alone) < 0.1
    assert loss(good.flip(1), answering, alone) > 5 and loss(-good, answering, alone) > 5


def test_a_follow_up_learns_to_choose_as_its_standalone_wording_does() -> None:
    answering = torch.tensor([[True, True, False], [True, True, False]])
    wordings = torch.tensor([[6.0, -6.0, -6.0], [-6.0, 6.0, -6.0]])
    alone = torch.tensor([0, 0])
    assert loss(wordings, answering, alone) > loss(wordings[[0, 0]], answering, alone) + 3


def test_a_standalone_wording_teaches_and_is_not_taught() -> None:
    answering = torch.tensor([[True, True, False], [True, True, False]])

    def gradient(alone: list[int]) -> torch.Tensor:
        wordings = torch.tensor([[1.0, -1.0, -2.0], [-1.0, 1.0, 0.0]], requires_grad=True)
        loss(wordings, answering, torch.tensor(alone)).backward()  # type: ignore[no-untyped-call]
        assert wordings.grad is not None
        return wordings.grad

    taught, untaught = gradient([0, 0]), gradient([0, 1])
    assert torch.allclose(taught[0], untaught[0]) and not torch.allclose(taught[1], untaught[1], atol=0.05)


def test_a_little_training_tells_an_answer_from_its_neighbours() -> None:
    texts = ["Dose | 5 mg twice daily", "Harm | It may cause a rash", "Cost | It is sold by the box"]
    asked = {"How much is taken?": 0, "What are its side effects?": 1, "Is it bad for kidneys?": None}
    groups = [
        Group(q, [], [texts[n]] if n is not None else [], [t for i, t in enumerate(texts) if i != n])
        for q, n in asked.items()
    ]
    told: list[str] = []
    network = train([groups], 50, told.append)
    step = drawn(groups, random.Random(0))
    best = [step.texts[int(row.argmax())] if row.max() > 0 else None for row in network.logits(step)]
    assert best == [texts[0], texts[1], None]
    assert told and told[0].startswith("step 50 of 50")


def little() -> list[Group]:
    texts = [f"Dose | {n} mg in year {n}" for n in range(1, 20)]
    return [
        Group(f"How much in year {n}?", [f"And in year {n}? | How much?"] if n % 2 else [], [texts[n - 1]], rest)
        for n in range(1, 6)
        for rest in [[text for text in texts if text != texts[n - 1]]]
    ]


def test_the_reader_is_given_what_answers_among_the_likeliest_that_do_not() -> None:
    chance = random.Random(0)
    for one in readings(little(), ways(little(), chance), answer_model()):
        taken = read_with(one, chance)
        assert len(set(taken)) == len(taken) == CANDIDATES
        assert [bool(one.answering[place]) for place in taken].count(True) == 1
        wrong = [place for place in (-one.scores).argsort() if not one.answering[place]]
        assert {int(place) for place in taken if not one.answering[place]} <= {int(place) for place in wrong[:14]}


def test_follow_ups_are_put_in_their_conversation_and_some_of_them_alone_too() -> None:
    chance = random.Random(1)
    put = [way for _ in range(40) for way in ways(little(), chance)]
    told = [question for group, question in put if group.in_conversation]
    assert {question for group, question in put if not group.in_conversation} == {
        "How much in year 2?",
        "How much in year 4?",
    }
    inside = sum(" | " in question for question in told)
    assert inside == 3 * 40 and 0.25 < (len(told) - inside) / inside < 0.55


def test_a_place_that_no_text_fills_costs_nothing() -> None:
    logits = torch.tensor([[4.0, -4.0, 9.0], [-4.0, -4.0, 9.0]])
    answering = torch.tensor([[True, False, False], [False, False, False]])
    real = torch.tensor([[True, True, False], [True, True, False]])
    assert missed(logits, answering, real, 3).max() < 0.2
    assert missed(logits, answering, torch.ones_like(real), 3).min() > 3
    assert missed(-logits, answering, real, 3).min() > 3


def test_a_little_training_lowers_what_the_reader_misses() -> None:
    told: list[str] = []
    train_reader([little()] * 6, answer_model(), 60, told.append)
    losses = [float(line.rpartition(" ")[2]) for line in told if line.startswith("step")]
    assert len(losses) >= 2 and losses[-1] < losses[0] / 2


def test_training_goes_on_from_what_was_saved(tmp_path: Path) -> None:
    step = drawn(little(), random.Random(0))
    network = train([little()], 3, lambda _: None)
    save(network, tmp_path / "saved.safetensors")
    held = train([little()], 0, lambda _: None, tmp_path / "saved.safetensors")
    assert torch.allclose(held.logits(step), network.logits(step), atol=0.1)
    assert not torch.allclose(train([little()], 0, lambda _: None).logits(step), network.logits(step), atol=0.1)
    reader = train_reader([little()], answer_model(), 0, lambda _: None, READER_FILE)
    assert all(torch.equal(reader.state_dict()[name], one.float()) for name, one in load_file(READER_FILE).items())
