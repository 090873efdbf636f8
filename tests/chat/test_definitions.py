"""Whether a question is for what a thing is, and whether words say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from chat.ask import Conversation, Desk
from chat.definitions import asked_for, says_what
from corpus.library import Library
from ingest.ingest import ingest


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What is foot drop?", "foot drop"),
        ("so what's an AFO exactly", "AFO"),
        ("What does TNS stand for?", "TNS"),
        ("what does cryoglobulinemia mean?", "cryoglobulinemia"),
        ("Define spasticity.", "spasticity"),
        ("What is the dose of bortezomib?", ""),
        ("What is the treatment?", ""),
        ("What does 12 mean?", ""),
        ("What is grade 3?", ""),
        ("What is it?", ""),
        ("How is foot drop treated?", ""),
        ("What are the complications?", ""),
        ("What is recommended?", ""),
    ],
)
def test_what_is_asked_for_is_a_thing_and_nothing_about_it(question: str, named: str) -> None:
    assert asked_for(question) == named


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Behçet disease (BD) is a relapsing inflammation of vessels.", "Behcet's disease"),
        ("A relapse is a new symptom that lasts more than a day.", "MS relapse"),
        ("The score is the sum of four items.", "Nutric score"),
        ("Foot drop is a weakness of the muscles that lift the foot.", "foot drop"),
        ("ALCL: anaplastic large cell lymphoma.", "ALCL"),
        ("TG: triglycerides, the main fat of food.", "triglycerides"),
        ("The lens is broken up, a technique called phacoemulsification.", "phacoemulsification"),
        ("In gastroparesis the stomach empties too slowly.", "gastroparesis"),
        ("A brace that holds the ankle (ankle foot orthosis) is worn.", "ankle foot orthosis"),
    ],
)
def test_words_that_say_what_a_thing_is(words: str, named: str) -> None:
    assert says_what(words, named)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Coeliac disease is a lifelong condition of the small bowel.", "refractory coeliac disease"),
        ("Bortezomib-induced neuropathy is mostly reversible.", "bortezomib"),
        ("Foot drop may also be related to spinal cord compression.", "foot drop"),
        ("A pacemaker is not recommended for vasovagal fainting.", "vasovagal fainting"),
        ("The Total Neuropathy Score is recommended for grading.", "Total Neuropathy Score"),
    ],
)
def test_words_that_only_mention_it(words: str, named: str) -> None:
    assert not says_what(words, named)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    page = tmp_path / "fainting.md"
    page.write_text(
        "# Fainting and the heart\n\n## When to worry\n\nA pacemaker is hardly ever offered for vasovagal fainting.\n\n"
        "## Heart block\n\nHeart block is a fault in the wiring between the chambers of the heart.\n",
        "utf-8",
    )
    library = Library(tmp_path / "library")
    ingest(library, [page])
    return Desk(library)


def test_a_mention_is_no_answer_to_what_a_thing_is(desk: Desk) -> None:
    assert desk.ask("What is vasovagal fainting?", Conversation()).abstained
    assert "fault in the wiring" in desk.ask("What is heart block?", Conversation()).text
