"""The one way a question becomes an answer."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chat.ask import Conversation, Desk
from chat.reading import Reading
from corpus.answer_model import AnswerModel, Tokens
from corpus.errors import EmptyLibrary, QuestionError
from corpus.library import Library
from corpus.settings import Limits
from tests.chat.conftest import Talk

BRACE = "What brace helps somebody with severe foot drop?"
SCORE = "What does a motor symptom score of 3 mean?"


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\u00a0"])
def test_an_empty_question_is_refused(desk: Desk, question: str) -> None:
    conversation = Conversation()
    with pytest.raises(QuestionError, match="Type a question"):
        desk.ask(question, conversation)
    assert conversation.turns == []


def test_a_question_of_2001_characters_is_refused_and_one_of_2000_is_answered(desk: Desk) -> None:
    conversation = Conversation()
    with pytest.raises(QuestionError, match="2,001 characters"):
        desk.ask("x" * 2001, conversation)
    with pytest.raises(QuestionError):
        desk.search("x" * 2001)
    assert conversation.turns == []
    desk.ask((BRACE + " ").ljust(2000, "?"), conversation)
    assert len(conversation.turns) == 1


def test_a_corrected_reading_is_held_to_the_same_limit(article_library: Library) -> None:
    strict = Desk(article_library, Limits(question_chars=60))
    with pytest.raises(QuestionError):
        strict.ask("Is it safe?", Conversation(), "y" * 61)


def test_a_warm_desk_encodes_nothing_but_the_question(
    article_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, real, seen = Desk(article_library), AnswerModel._encoded, list[str]()
    desk.warm()

    def noted(self: AnswerModel, texts: list[str]) -> list[Tokens]:
        seen.extend(texts)
        return real(self, texts)

    monkeypatch.setattr(AnswerModel, "_encoded", noted)
    desk.ask("How is the dose of bortezomib lowered, step by step?", Conversation())
    assert len(seen) == 1


def test_an_empty_library_says_what_to_do(empty_desk: Desk) -> None:
    conversation = Conversation()
    with pytest.raises(EmptyLibrary, match="footnote ingest"):
        empty_desk.ask(BRACE, conversation)
    with pytest.raises(EmptyLibrary):
        empty_desk.search(BRACE)
    assert conversation.turns == []


def test_a_passage_keeps_its_number_through_a_conversation(talk: Talk) -> None:
    brace, score, again = talk(BRACE, SCORE, BRACE)
    (first,) = brace.statements[0].citations
    assert brace.markers[first] == 1 and again.markers[first] == 1
    assert 1 not in score.markers.values()
    assert f"[{brace.markers[first]}]" in again.text


def test_another_conversation_numbers_from_one(talk: Talk) -> None:
    talk(BRACE)
    (score,) = talk(SCORE)
    assert set(score.markers.values()) == {1}


def test_an_abstention_takes_no_number(desk: Desk) -> None:
    conversation = Conversation()
    desk.ask("How much does an ankle foot orthosis cost?", conversation)
    assert conversation.numbers == {} and len(conversation.turns) == 1


def test_an_answer_shows_the_whole_ranking_best_first(talk: Talk, read: Reading) -> None:
    (answer,) = talk(BRACE)
    assert {one.passage.key for one in answer.passages} == set(read.passages)
    assert answer.passages[0].marker is not None, "what answers best ranks first"


def test_the_question_is_kept_as_it_was_typed(talk: Talk) -> None:
    (answer,) = talk("  Is bortezomb neuropathy reversible?  ")
    assert answer.question == "Is bortezomb neuropathy reversible?"
    assert answer.standalone_question == "Is bortezomib neuropathy reversible?"
    assert answer.seconds > 0 and answer.engine == "extractive"


def test_a_search_repairs_spelling_and_returns_as_many_as_asked_for(desk: Desk) -> None:
    found = desk.search("orthsis", 3)
    assert len(found) == 3 and "orthosis" in found[0].passage.words()


def test_visitors_at_the_same_time_get_what_each_would_get_alone(desk: Desk, talk: Talk) -> None:
    alone = {question: talk(question)[0].text for question in (BRACE, SCORE)}
    with ThreadPoolExecutor(4) as pool:
        asked = [BRACE, SCORE] * 3
        together = list(pool.map(lambda question: desk.ask(question, Conversation()).text, asked))
    assert together == [alone[question] for question in asked]


def test_a_library_that_changes_is_read_anew(article_library: Library, tmp_path: Path) -> None:
    shutil.copytree(article_library.folder, tmp_path / "copy")
    library = Library(tmp_path / "copy")
    desk, conversation = Desk(library), Conversation()
    before = desk.ask(BRACE, conversation)
    with library.write() as draft:
        (key,) = draft.documents
        draft.remove(key)
    with pytest.raises(EmptyLibrary):
        desk.ask(BRACE, conversation)
    library.close()
    assert conversation.turns == [before], "what was answered stays readable as it was"
