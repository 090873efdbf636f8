"""One visitor's conversation on the server: stopped and failed questions leave no trace in it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest

from chat.ask import Conversation
from chat.page import turns
from chat.page.session import Session, card_id
from chat.page.verbs import Verbs
from corpus.errors import EmptyLibrary, ModelError, QuestionError
from tests.browser.scripted import DOCUMENT, HEAT, HEAT_QUOTE, REWARM, REWARM_LIST, ScriptedDesk, answer


def ask(verbs: Verbs, session: Session, question: str, again: bool = False, standalone: str | None = None) -> list[str]:
    """Ask, and return what the visitor was told meanwhile."""
    begun = session.begin(question, again)
    assert begun is not None

    async def waited() -> list[str]:
        return [told async for told in turns.run(verbs, session, begun, standalone) if isinstance(told, str)]

    return asyncio.run(waited())


@pytest.fixture
def desk() -> ScriptedDesk:
    def script(question: str) -> object:
        if "boom" in question:
            raise ValueError(f"what about {question}")
        if "empty" in question:
            raise EmptyLibrary("The library is empty; add documents with: footnote ingest FILE…")
        return answer(question, *([REWARM_LIST] if "bath" in question else [HEAT_QUOTE, REWARM_LIST]))

    return ScriptedDesk(script)  # type: ignore[arg-type]


def test_a_passage_keeps_its_number_through_the_conversation(desk: ScriptedDesk) -> None:
    session = Session(Conversation)
    ask(desk.verbs(), session, "bath?")
    ask(desk.verbs(), session, "all?")
    numbers = [turn.answer.markers for turn in session.turns if turn.answer]
    assert numbers == [{REWARM.key: 1}, {REWARM.key: 1, HEAT.key: 2}]


def test_the_engine_sees_the_earlier_answers_and_only_those(desk: ScriptedDesk) -> None:
    session = Session(Conversation)
    for question in ("bath?", "boom", "all?"):
        ask(desk.verbs(), session, question)
    assert [asked for asked in desk.asked] == [("bath?", None, 0), ("boom", None, 1), ("all?", None, 1)]


def test_asking_again_replaces_the_last_answer(desk: ScriptedDesk) -> None:
    session = Session(Conversation)
    ask(desk.verbs(), session, "bath?")
    ask(desk.verbs(), session, "bath?", again=True)
    assert len(session.turns) == 1
    assert desk.asked[-1] == ("bath?", None, 0)


def test_an_answer_that_was_asked_again_in_vain_stays(desk: ScriptedDesk) -> None:
    session = Session(Conversation)
    ask(desk.verbs(), session, "bath?")
    failing = replace(desk.verbs(), ask=lambda *_: (_ for _ in ()).throw(ModelError("The model is gone.")))
    ask(failing, session, "bath?", again=True)
    assert [turn.answer is not None for turn in session.turns] == [True]
    assert session.unanswered == "The model is gone."
    ask(desk.verbs(), session, "bath?", again=True)
    assert session.unanswered == ""


def test_a_corrected_reading_reaches_the_engine(desk: ScriptedDesk) -> None:
    session = Session(Conversation)
    ask(desk.verbs(), session, "bath?", standalone="How warm is the bath?")
    assert desk.asked == [("bath?", "How warm is the bath?", 0)]


def test_a_foreseen_problem_is_told_in_its_own_sentence(desk: ScriptedDesk) -> None:
    session = Session(Conversation)
    ask(desk.verbs(), session, "empty?")
    assert "footnote ingest" in session.turns[0].problem
    assert session.running is None


def test_an_unforeseen_problem_is_told_without_its_words_and_logged_without_the_question(
    desk: ScriptedDesk, caplog: pytest.LogCaptureFixture
) -> None:
    session = Session(Conversation)
    with caplog.at_level(logging.DEBUG):
        ask(desk.verbs(), session, "boom my name is Jane")
    assert session.turns[0].problem == turns.SORRY
    assert "ValueError" in caplog.text
    assert "Jane" not in caplog.text


def test_repeating_a_failed_question_takes_the_place_of_the_failure(desk: ScriptedDesk) -> None:
    session = Session(Conversation)
    ask(desk.verbs(), session, "boom")
    ask(desk.verbs(), session, "bath?")
    assert [turn.question for turn in session.turns] == ["bath?"]


def test_a_second_question_is_refused_while_one_runs() -> None:
    session = Session(Conversation)
    assert session.begin("one") is not None
    assert session.begin("two") is None


def test_a_stopped_answer_that_still_arrives_is_not_heard(desk: ScriptedDesk) -> None:
    session = Session(Conversation)
    late = session.begin("slow")
    assert late is not None
    assert session.stop() == "slow"
    following = session.begin("bath?")
    assert following is not None
    assert not session.answer(late, answer("slow", HEAT_QUOTE), {})
    assert session.running is following


def test_cancelling_closes_the_run_at_once(desk: ScriptedDesk) -> None:
    session = Session(Conversation)
    begun = session.begin("slow")
    assert begun is not None

    async def leave() -> None:
        async def listen() -> None:
            async for _ in turns.run(desk.verbs(), session, begun):
                pass

        task = asyncio.create_task(listen())
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(leave())
    desk.release.set()
    assert session.running is None
    assert [turn.answer for turn in session.turns] == [None]


def test_a_question_asked_early_waits_until_the_models_are_there(desk: ScriptedDesk) -> None:
    answers = iter([False, False, True])
    session = Session(Conversation)
    told = ask(replace(desk.verbs(), ready=lambda: next(answers)), session, "bath?")
    assert told == [turns.STARTING, turns.LOOKING]
    assert session.turns[0].answer is not None


def test_models_that_cannot_be_loaded_are_told_of(desk: ScriptedDesk) -> None:
    def never() -> bool:
        raise ModelError("The embedding model is missing; run: make setup")

    session = Session(Conversation)
    ask(replace(desk.verbs(), ready=never), session, "bath?")
    assert session.turns[0].problem == "The embedding model is missing; run: make setup"


@pytest.mark.parametrize("question", ["", "  \n ", None, 7, ["x"], "x" * 2_001, "x" * 100_000])
def test_what_cannot_be_asked_is_refused(question: object, desk: ScriptedDesk) -> None:
    with pytest.raises(QuestionError):
        turns.checked(question, desk.verbs())


@pytest.mark.parametrize("number", [-1, 1, 99, True, "0", None, 0.0, [0]])
def test_a_turn_that_a_browser_makes_up_is_none(number: object, desk: ScriptedDesk) -> None:
    session = Session(Conversation)
    ask(desk.verbs(), session, "bath?")
    assert session.turn(number) is None


def test_a_card_that_a_browser_makes_up_is_no_citation(desk: ScriptedDesk) -> None:
    session = Session(Conversation)
    ask(desk.verbs(), session, "bath?")
    assert session.turns[0].cited(card_id(REWARM.key)) == REWARM.key
    assert session.turns[0].cited(card_id(HEAT.key)) is None
    assert session.turns[0].documents == {DOCUMENT.key: DOCUMENT}


def test_a_document_that_was_replaced_while_it_was_asked_lends_its_pages_and_references_to_no_answer() -> None:
    session = Session(Conversation)
    begun = session.begin("bath?")
    assert begun is not None
    newer = replace(DOCUMENT, text=f"A preface.\n\n{DOCUMENT.text}")
    assert session.answer(begun, answer("bath?", REWARM_LIST), {DOCUMENT.key: newer})
    assert session.turns[0].answer is not None
    assert session.turns[0].documents == {}
