"""A conversation kept to chosen documents: nothing of another is shown, said or known, whatever was asked before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.ask import PARTS, Conversation, Desk
from chat.reading import reading
from corpus.documents import Reference
from corpus.errors import QuestionError
from corpus.library import Library
from ingest.ingest import ingest
from tests.corpus.making import document

TEXTS = {
    "gout.txt": "Gout in adults\n\nTreatment\n\nColchicine is given at 0.5 mg twice daily in an attack of gout.\n\n"
    "Ice eases the pain of a swollen joint.\n\nReferences\n\n1. Smith A. Colchicine for gout. J Pain. 2011.\n",
    "feet.txt": "Foot care\n\nPrevention\n\nShoes are checked for stones every morning.\n\n"
    "Colchicine is not given for sore feet.\n",
    "burns.txt": "Care of burns\n\nTreatment\n\nA burn is cooled with running water for 20 minutes.\n\n"
    "Ice is not put on a burn.\n",
    "ticks.txt": "Ticks\n\nRemoval\n\nA tick is pulled out straight with tweezers within 24 hours.\n",
}
QUESTIONS = (
    "How much colchicine is given for gout?",
    "How long is a burn cooled?",
    "Is ice put on it?",
    "And for sore feet?",
    "How is a tick removed?",
    "What does reference 1 say?",
    "Which references are listed?",
    "When was this article last updated?",
    "What does a taxi cost?",
)


@pytest.fixture(scope="module")
def desk_and_keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("chosen")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    library = Library(folder / "library")
    outcomes = ingest(library, [folder / name for name in TEXTS])
    yield Desk(library), {one.source: one.document for one in outcomes}
    library.close()


CHOICES = st.sets(st.sampled_from(sorted(TEXTS)), min_size=1)
TURNS = st.lists(st.tuples(CHOICES, st.sampled_from(QUESTIONS)), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TURNS)
def test_no_passage_of_a_document_that_was_not_chosen_is_shown_or_cited(
    desk_and_keys: tuple[Desk, dict[str, str]], turns: list[tuple[set[str], str]]
) -> None:
    """Also where the conversation has just been at it: every turn may be of another choice."""
    desk, keys = desk_and_keys
    conversation = Conversation()
    for chosen, question in turns:
        conversation.documents = frozenset(keys[name] for name in chosen)
        answer = desk.ask(question, conversation)
        held = {shown.passage.key: shown.passage.document for shown in answer.passages}
        assert set(held.values()) <= conversation.documents
        assert {key for statement in answer.statements for key in statement.citations} <= held.keys()
        assert {shown.source for shown in answer.passages} <= chosen


def test_the_same_question_is_answered_from_what_is_chosen_or_declined(
    desk_and_keys: tuple[Desk, dict[str, str]],
) -> None:
    desk, keys = desk_and_keys

    def asked(*names: str) -> str:
        return desk.ask(
            "How much colchicine is given for gout?", Conversation(documents=frozenset(keys[n] for n in names))
        ).text

    assert "0.5 mg" in asked("gout.txt")
    assert "0.5 mg" in asked("gout.txt", "ticks.txt")
    assert "0.5 mg" not in asked("feet.txt", "ticks.txt")
    assert "0.5 mg" in desk.ask("How much colchicine is given for gout?", Conversation()).text


def test_choosing_every_document_is_choosing_none(desk_and_keys: tuple[Desk, dict[str, str]]) -> None:
    desk, keys = desk_and_keys
    whole = desk.ask(QUESTIONS[0], Conversation())
    chosen = desk.ask(QUESTIONS[0], Conversation(documents=frozenset(keys.values())))
    assert whole.statements == chosen.statements
    assert [one.passage.key for one in whole.passages] == [one.passage.key for one in chosen.passages]


@pytest.mark.parametrize(("chosen", "told"), [([], "at least one"), (["gone"], "no longer in the library")])
def test_a_choice_of_nothing_is_refused_in_words(
    desk_and_keys: tuple[Desk, dict[str, str]], chosen: list[str], told: str
) -> None:
    conversation = Conversation(documents=frozenset(chosen))
    with pytest.raises(QuestionError, match=told):
        desk_and_keys[0].ask(QUESTIONS[0], conversation)
    assert conversation.turns == []


def test_a_choice_that_was_put_away_is_made_again(desk_and_keys: tuple[Desk, dict[str, str]]) -> None:
    """More choices than are kept, and back to the first."""
    desk, keys = desk_and_keys
    names = sorted(keys)
    choices = [frozenset(keys[name] for name in names[:n]) | {keys[names[-n]]} for n in range(1, len(names))]
    for choice in [*choices, *([frozenset({key}) for key in keys.values()]), choices[0]][: PARTS + 3]:
        answer = desk.ask(QUESTIONS[1], Conversation(documents=choice))
        assert {shown.passage.document for shown in answer.passages} <= choice


def test_the_list_that_calls_a_paper_a_guideline_may_be_left_out(tmp_path: Path) -> None:
    doi = "10.1234/splints"
    listing, cited = document("walking.txt", "A splint is worn for two weeks after a fall.")
    paper, words = document("splints.txt", "The splint stays on at night for the first five days.")
    with closing(Library(tmp_path)) as library:
        with library.write() as draft:
            draft.put(replace(listing, references=(Reference(1, "Splints", "Guideline", doi=doi),)), cited)
            draft.put(replace(paper, doi=doi), words)
        whole = reading(library.snapshot())
        part = whole.within({paper.key})
        assert (whole.tier_of(words[0]), part.tier_of(words[0])) == ("Guideline", "Article")
