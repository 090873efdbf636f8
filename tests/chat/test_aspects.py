"""A broad question is answered by what opens its section; one for a detail, or of another thing, is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from chat.ask import Conversation, Desk
from chat.aspects import opens
from chat.question import Question
from chat.reading import reading
from corpus.library import Library
from ingest.ingest import ingest
from tests.chat.conftest import Talk
from tests.chat.saying import said

PAGE = """# Frozen shoulder and its neighbours

## Assessment

The arm is turned outwards with the elbow at the side; less than half of the other side's reach is typical.

## Management of frozen shoulder and calcific tendinitis

Most shoulders thaw by themselves within three years, so that pain relief and patience come first. An injection of
triamcinolone 40 mg into the joint shortens the painful phase by about six weeks.

## Treatment of infection

A joint that is hot is aspirated the same day, and flucloxacillin 2 g is given into the vein every six hours.

## Preventing stiffness after operations

Move the shoulder from the second day on:

- Swing the arm like a pendulum five times a day.
- Walk the fingers up a wall.
"""
SECTIONS = """# Sciatica and the lumbar disc

## How common it is and who is at risk

The yearly incidence is 1% to 5%. Smoking and heavy lifting raise the risk.

## Symptoms and examination

The leading complaint is pain in one leg that is worse than that in the back. The straight leg is raised to 60 degrees.

## Treatment without surgery

### Activity

People should carry on with daily activities, including work, as far as pain allows.

### Medicines

Naproxen 250 mg to 500 mg twice daily is the first choice, for at most 14 days.

### Injection

An epidural injection of a corticosteroid may be considered for severe pain of less than 12 weeks.

## Causes

The cause is unknown. A disc that presses on a root is found in nine of ten people with it. Smoking is linked with it.

## Advice for patients

Keep moving, and change position every 30 minutes.
"""


@pytest.fixture(scope="module")
def opening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """What opens the sections that a question asks for, one after the other."""
    folder = tmp_path_factory.mktemp("aspects")
    (folder / "shoulder.md").write_text(PAGE, "utf-8")
    with closing(Library(folder / "library")) as library:
        ingest(library, [folder / "shoulder.md"])
        read = reading(library.snapshot())
        units = [unit for key in read.passages for unit, _ in read.units_of(key)]
        yield lambda asked: " ".join(one.own_words() for one in units if opens(Question.of(asked), one, read))


@pytest.fixture(scope="module")
def sciatica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("sections")
    (folder / "sciatica.md").write_text(SECTIONS, "utf-8")
    with closing(Library(folder / "library")) as library:
        ingest(library, [folder / "sciatica.md"])
        yield Desk(library)


def test_each_section_under_the_one_that_is_asked_for_has_its_say(sciatica: Desk) -> None:
    answer = sciatica.ask("How is sciatica treated?", Conversation())
    assert {one.text.split()[0] for one in answer.statements} == {"People", "Naproxen", "An"}


def test_what_opens_a_section_does_not_stand_for_all_of_it(sciatica: Desk) -> None:
    opening, *more = sciatica.ask("What causes sciatica?", Conversation()).statements
    assert opening.text == "The cause is unknown." and more


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What are the symptoms of sciatica?", "The leading complaint"),
        ("What are the symptoms?", "The leading complaint"),
        ("Who is at risk of sciatica?", "Smoking"),
        ("What can I do for sciatica at home?", "Keep moving"),
    ],
)
def test_a_heading_beside_others_or_without_the_subject_counts(sciatica: Desk, question: str, expected: str) -> None:
    assert expected in said(sciatica.ask(question, Conversation()))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How is frozen shoulder treated?", "Most shoulders thaw"),
        ("What is the treatment of frozen shoulder?", "Most shoulders thaw"),
        ("How do you manage frozen shoulder in adults?", "Most shoulders thaw"),
        ("How is calcific tendinitis managed?", "Most shoulders thaw"),
        ("How is frozen shoulder assessed?", "The arm is turned outwards"),
        ("How can stiffness be prevented?", "Swing the arm"),
    ],
)
def test_a_broad_question_finds_what_opens_its_section(
    opening: Callable[[str], str], question: str, expected: str
) -> None:
    assert opening(question).startswith(expected)


@pytest.mark.parametrize(
    "question",
    [
        "How is septic bursitis treated?",
        "How is frozen shoulder in children treated?",
        "How is a frozen shoulder with a fracture managed?",
        "Why is frozen shoulder treated?",
        "When should frozen shoulder be treated?",
        "Who treats frozen shoulder?",
        "How long is frozen shoulder treated?",
        "How should frozen shoulder not be treated?",
        "How is a frozen shoulder of grade 2 treated?",
        "How is it treated?",
        "What dose of triamcinolone is used to treat frozen shoulder?",
        "What is frozen shoulder?",
        "",
    ],
)
def test_one_for_a_detail_or_of_another_thing_finds_none(opening: Callable[[str], str], question: str) -> None:
    assert opening(question) == ""


def test_the_shipped_article_says_how_foot_drop_is_treated_and_what_causes_it(talk: Talk) -> None:
    treated, caused = talk("How is foot drop treated?", "What causes foot drop?")
    assert "comprehensive approach" in said(treated)
    assert "peripheral neuropathy" in said(caused) and "spinal cord compression" in said(caused)
