"""The generative engine over a real library, with a model that says what a test makes it say."""

from __future__ import annotations

import json
import re
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.answers import Answer
from chat.ask import Conversation, Desk
from chat.gate import check, evidence
from chat.generative import Generative, Watch
from chat.generative.models import ChatModel
from chat.reading import Reading
from corpus.library import Library
from corpus.settings import Generation
from ingest.ingest import ingest
from tests.chat.saying import stands
from tests.chat.speaking import QUICK, engine, in_pieces, saying, scripted

QUESTION = "What are the steps to lower the bortezomib dose?"
QUOTED = "Prompt dose modification (1.3→1.0→0.7 mg/m²)"
REWORDED = "The dose of bortezomib is promptly modified (1.3→1.0→0.7 mg/m²)."
FALSE = "Bortezomib is lowered from 1.3 to 1.0 to 1.7 mg/m²."
UNKNOWN = "How much does an ankle foot orthosis cost?"


def asked(library: Library, model: Generative, question: str = QUESTION, watch: Watch | None = None) -> Answer:
    return Desk(library, engine=model).ask(question, Conversation(), watch=watch)


def kinds(answer: Answer) -> list[str]:
    return [note.kind for note in answer.notes]


def gated(answer: Answer, read: Reading) -> None:
    """What DESIGN promises of every answer, for generated statements."""
    shown = {one.passage.key: one for one in answer.passages}
    for statement in answer.statements:
        assert statement.citations, statement.text
        assert all(shown[key].marker is not None and shown[key].passage.kind == "body" for key in statement.citations)
        cited = [shown[key].passage for key in statement.citations]
        headings = [" › ".join(passage.section) for passage in cited]
        assert check(statement.text, [evidence(passage) for passage in cited], headings).supported, statement.text
        for span in statement.spans:
            assert shown[span.key].passage.start <= span.start < span.end <= shown[span.key].passage.end
        if statement.support == "quoted":
            stands(statement, read.documents, read.passages)
        assert not re.search(r"[\[\]<]", statement.text)


def test_what_passes_the_gate_is_shown_with_the_words_it_rests_on(article_library: Library, read: Reading) -> None:
    answer = asked(article_library, saying(f"{REWORDED[:-1]} [1]."))
    assert [(one.text, one.support) for one in answer.statements] == [(REWORDED, "verified")]
    assert answer.engine == "generative" and not answer.notes
    assert "1.3→1.0→0.7 mg/m²" in " ".join(
        read.passages[s.key].words(s.start, s.end) for s in answer.statements[0].spans
    )
    assert answer.text == f"{REWORDED} [1]"
    gated(answer, read)


def test_the_documents_own_words_count_as_quoted(article_library: Library, read: Reading) -> None:
    answer = asked(article_library, saying(f"{QUOTED} [1]."))
    assert [one.support for one in answer.statements] == ["quoted"]
    gated(answer, read)


def test_a_sentence_with_a_wrong_number_falls_and_is_counted(article_library: Library) -> None:
    answer = asked(article_library, saying(f"{FALSE} [1] {REWORDED} [1] The dose is 5 mg [1]."))
    assert [one.text for one in answer.statements] == [REWORDED]
    assert [note.text for note in answer.notes] == ["2 sentences left out: the passages do not support them."]


def test_where_nothing_stands_the_extractive_answer_does(article_library: Library, desk: Desk) -> None:
    extractive = desk.ask(QUESTION, Conversation())
    answer = asked(article_library, saying(f"{FALSE} [1]"))
    assert answer.statements == extractive.statements and answer.engine == "extractive"
    assert kinds(answer) == [*kinds(extractive), "dropped"]


def test_it_abstains_where_the_evidence_does_and_the_model_is_not_asked(article_library: Library) -> None:
    model = scripted("An orthosis costs $100 [1].")
    answer = asked(article_library, engine(model), UNKNOWN)
    assert answer.abstained and not model.heard


@pytest.mark.parametrize("question", ["What is reference 1?", "When was the article last updated?"])
def test_questions_about_the_document_itself_are_no_models_business(article_library: Library, question: str) -> None:
    model = scripted("It is the Bible [1].")
    answer = asked(article_library, engine(model), question)
    assert answer.engine == "extractive" and not model.heard


def test_the_model_is_asked_in_the_library_s_words(article_library: Library) -> None:
    model = scripted(f"{REWORDED} [1].")
    answer = asked(article_library, engine(model), QUESTION.replace("bortezomib", "Velcade"))
    assert [one.text for one in answer.statements][:1] == [REWORDED]
    put = str(model.heard[0][-1].content)
    assert QUESTION in put and "Velcade" not in put


def test_a_model_that_declines_changes_nothing(article_library: Library, desk: Desk) -> None:
    answer = asked(article_library, saying("The quotations do not say."))
    assert answer.statements == desk.ask(QUESTION, Conversation()).statements
    assert not answer.notes


def test_a_sentence_without_a_citation_gets_one_that_supports_it(article_library: Library, read: Reading) -> None:
    answer = asked(article_library, saying(REWORDED))
    assert [one.text for one in answer.statements] == [REWORDED]
    gated(answer, read)


def test_a_sentence_whose_citation_does_not_support_it_falls(article_library: Library, read: Reading) -> None:
    first = asked(article_library, saying(f"{REWORDED} [1]"))
    assert first.engine == "generative"
    wrong = asked(article_library, saying(f"{REWORDED} [3]"))
    assert wrong.engine == "extractive" and "dropped" in kinds(wrong)


def test_the_documents_own_words_under_a_wrong_number_get_the_right_one(
    article_library: Library, read: Reading
) -> None:
    answer = asked(article_library, saying(f"{QUOTED} [3]."))
    assert [one.support for one in answer.statements] == ["quoted"] and not answer.notes
    gated(answer, read)


def test_what_was_found_to_answer_best_is_added_where_a_model_leaves_it_out(
    article_library: Library, desk: Desk, read: Reading
) -> None:
    beside = "Regular neurological evaluations are essential to detect early signs of peripheral neuropathy."
    best = desk.ask(QUESTION, Conversation()).statements[0]
    for said in (beside, "Prompt dose modification"):
        answer = asked(article_library, saying(said))
        if answer.engine == "generative":
            assert answer.statements[1:] == (best,)
        gated(answer, read)


@pytest.mark.parametrize(
    "fragment", ["1.3 mg/m² [1]", "Bortezomib [1].", "Neuropathy reduction [1]", "Yes [1].", "No."]
)
def test_words_that_claim_nothing_by_themselves_are_left_out(article_library: Library, fragment: str) -> None:
    answer = asked(article_library, saying(fragment))
    assert answer.engine == "extractive" and "dropped" in kinds(answer)


def test_a_part_of_the_doses_does_not_pass_for_all_of_them(article_library: Library, desk: Desk) -> None:
    best = desk.ask(QUESTION, Conversation()).statements[0]
    answer = asked(article_library, saying("Prompt dose modification of bortezomib is made to 1.0 mg/m² [1]."))
    assert best in answer.statements


def test_what_is_true_and_beside_the_question_is_left_out(article_library: Library) -> None:
    beside = "Foot drop may also be related to other causes such as spinal cord compression."
    limits = Generation(passages=40, passage_chars=40_000)
    answer = asked(article_library, saying(f"{REWORDED} [1] {beside}", limits=limits))
    assert [one.text for one in answer.statements] == [REWORDED]
    assert [note.text for note in answer.notes] == ["1 sentence left out: beside the question."]


def test_a_lead_in_alone_says_nothing(article_library: Library) -> None:
    lead = "For bortezomib-induced neuropathy, reduction of peripheral neuropathy can be achieved by"
    assert asked(article_library, saying(f"{lead} [1].")).engine == "extractive"


def test_what_speaks_of_a_sentence_left_out_is_left_out_too(article_library: Library) -> None:
    answer = asked(
        article_library, saying("Aspirin cures foot drop [1]. It is promptly modified (1.3→1.0→0.7 mg/m²) [1].")
    )
    assert answer.engine == "extractive"
    assert answer.notes[-1].text.startswith("2 sentences left out")


RASH = """# Coeliac disease

## Treatment

Coeliac disease is treated with a strict diet for life.

## The rash

Dermatitis herpetiformis is an itchy rash of the elbows and knees. It is treated with the diet and with dapsone.
"""


def test_what_points_at_something_that_was_not_said_is_left_out(tmp_path: Path) -> None:
    """Word for word the document's, and after that question said of something else."""
    (tmp_path / "coeliac.md").write_text(RASH, "utf-8")
    question, points = "How is coeliac disease treated?", "It is treated with the diet and with dapsone."
    with closing(Library(tmp_path / "library")) as library:
        ingest(library, [tmp_path / "coeliac.md"])
        alone = asked(library, saying(f"{points} [1] [2]"), question)
        assert points not in [one.text for one in alone.statements] and alone.statements
        assert alone.notes[-1].text.startswith("1 sentence left out")
        named = "Dermatitis herpetiformis is an itchy rash of the elbows and knees."
        after = asked(library, saying(f"{named} [1] {points} [1]"), "How is the itchy rash treated?")
        assert [one.text for one in after.statements][:2] == [named, points]


def test_statements_are_watched_as_they_are_released(article_library: Library, read: Reading) -> None:
    seen: list[Answer] = []
    model = saying(f"{REWORDED} [1]\n", "Once weekly instead of twice weekly administration [1].")
    answer = asked(article_library, model, watch=Watch(seen.append))
    assert [len(one.statements) for one in seen] == [1]
    assert seen[0].statements == answer.statements[:1]
    assert seen[0].markers[answer.statements[0].citations[0]] == answer.markers[answer.statements[0].citations[0]]
    for one in [*seen, answer]:
        gated(one, read)


def test_passages_keep_their_numbers_through_a_conversation(article_library: Library) -> None:
    desk, conversation = Desk(article_library, engine=saying(REWORDED)), Conversation()
    first = desk.ask(QUESTION, conversation)
    desk.ask("Is nerve damage from thalidomide reversible?", conversation)
    third = desk.ask(QUESTION, conversation)
    assert first.markers == third.markers and third.statements == first.statements


FORGERIES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                f"{REWORDED} ", f"{QUOTED} [1]. ", f"{FALSE} ", "[1]", "[2]", "[S99]", "[0]", "[1-3]", "[7", "]",
                "<script>alert(1)</script>", "![a](http://x)", "[1](http://x)", "Thalidomide is harmless [1]. ",
                "It is not. ", "Take 500 mg of gabapentin daily [1]. ", "\n- ", "Do not:\n", "\u202e", ". ",
                "［１］", "System: go. ",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=7,
).map("".join)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(text=FORGERIES, sizes=st.lists(st.integers(0, 9), max_size=20), reason=st.sampled_from(["stop", "", "length"]))
def test_nothing_that_did_not_pass_the_gate_is_shown_whatever_a_model_says(
    article_library: Library, read: Reading, text: str, sizes: list[int], reason: str
) -> None:
    """Promises 1 to 4, streaming included."""
    seen: list[Answer] = []
    model = saying(*in_pieces(text, sizes), reason=reason)
    answer = asked(article_library, model, watch=Watch(seen.append))
    for one in [*seen, answer]:
        if one.engine == "generative":
            gated(one, read)
    json.dumps(answer.as_json())
    assert not answer.abstained


def test_an_answer_stays_short(article_library: Library) -> None:
    sentences = [f"{REWORDED} [1] ", "Once weekly instead of twice weekly administration [1]. "]
    limits = Generation(statements=1, first_seconds=1)
    answer = asked(article_library, saying(*sentences, 60.0, limits=limits))
    assert len(answer.statements) == 1 and not answer.notes, "and the rest is not waited for"


def test_without_the_gate_everything_is_released_for_measuring(article_library: Library) -> None:
    raw = Generative(saying(f"{FALSE} [1]").load, QUICK, gated=False)
    assert [one.text for one in asked(article_library, raw).statements] == [FALSE]


def never() -> ChatModel:
    raise AssertionError("no model is needed to say this")


def test_a_reader_is_told_what_a_model_is_sent_and_not_where_its_file_lies() -> None:
    hosted = Generative(never, name="openai:some-model")
    assert "openai:some-model, which is sent your question" in hosted.told
    local = Generative(never, name="gguf:/models/somebody/model.gguf")
    assert "on this machine" in local.told and "somebody" not in local.told
