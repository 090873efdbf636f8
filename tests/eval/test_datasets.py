"""Public sets as gold cases: tiny ones written here, and the real ones where they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.errors import GoldError
from eval.datasets import LOADERS, clapnq, conversations, evidence_inference, load, squad
from eval.datasets.__main__ import main
from eval.datasets.measures import Found, answerability, auroc, evidence_coverage, hit_at, rewrite_overlap, rouge_1

SHARED = Path(__file__).parents[3] / "shared" / "data"
there = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared/data is not there")
ARTICLE = "Foot drop is common. Neuropathy causes most of it. An orthosis makes walking much safer for everybody."


def put(path: Path, *records: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records), "utf-8")


def make_squad(folder: Path) -> None:
    asked = [
        {"id": 1, "question": "What causes it?", "answers": [{"text": "Neuropathy", "answer_start": 20}]},
        {
            "id": 2,
            "question": "What helps?",
            "answers": [{"text": "An orthosis makes walking much safer", "answer_start": 51}],
        },
        {"id": 3, "question": "Broken?", "answers": [{"text": "Aspirin", "answer_start": 0}]},
    ]
    put(folder / "set.json", {"data": [{"paragraphs": [{"context": ARTICLE, "qas": asked}]}]})


def test_a_question_whose_id_is_taken_is_skipped_and_said(tmp_path: Path) -> None:
    asked = [{"id": 1, "question": f"{word}?", "answers": [], "is_impossible": True} for word in ("Which", "Why")]
    put(tmp_path / "set.json", {"data": [{"paragraphs": [{"context": ARTICLE, "qas": asked}]}]})
    found = load("squad", tmp_path)
    assert [case.turns[0].question for case in found.cases] == ["Which?"]
    assert found.skipped == ["squad, case 1: the id is taken already."]


def make_beir(folder: Path) -> None:
    put(folder / "corpus.jsonl", {"_id": "d1", "title": "Foot drop", "text": ARTICLE}, "{broken")
    put(folder / "queries.jsonl", {"_id": "q1", "text": "What helps?"}, {"_id": "q2", "text": "Unjudged?"})
    put(folder / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore", "q1\td1\t1", "q1\td9\t1")


def make_bioasq(folder: Path) -> None:
    snippets = [{"text": "Neuropathy causes foot drop.", "document": "http://example.org/pubmed/12"}]
    put(
        folder / "questions.jsonl",
        {
            "id": "a",
            "body": "What causes foot drop?",
            "type": "factoid",
            "exact_answer": [["neuropathy"]],
            "snippets": snippets,
        },
        {"id": "b", "body": "No snippets?", "type": "yesno", "exact_answer": "yes", "snippets": []},
    )


def make_evidence_inference(folder: Path) -> None:
    put(folder / "articles" / "PMC1.txt", ARTICLE)
    span = {"start": 21, "end": 50, "valid_label": True, "offset_ok": True}
    put(
        folder / "prompts.jsonl",
        {
            "prompt_id": "1",
            "pmcid": "PMC1",
            "question": "What causes it?",
            "gold_label": "significantly increased",
            "evidence": [span],
        },
        {"prompt_id": "2", "pmcid": "PMC9", "question": "Where?", "evidence": [span]},
    )


def make_clapnq(folder: Path) -> None:
    passage = {"title": "Foot drop", "text": ARTICLE}
    used = {"selected_sentences": ["Neuropathy causes most of it."]}
    put(
        folder / "x_answerable.jsonl",
        {"id": "1", "input": "What causes it?", "passages": [passage], "output": [used]},
        "[]",
    )
    put(
        folder / "x_unanswerable.jsonl",
        {"id": "2", "input": "Who found it?", "passages": [passage], "output": [{"selected_sentences": []}]},
    )


def make_pubmedqa(folder: Path) -> None:
    put(
        folder / "set.json",
        {"11": {"QUESTION": "Does it help?", "CONTEXTS": [ARTICLE], "final_decision": "yes"}, "12": {"QUESTION": "?"}},
    )


def make_cast(folder: Path) -> None:
    turns = [{"number": 1, "raw_utterance": "What is foot drop?"}, {"number": 2, "raw_utterance": "What causes it?"}]
    put(folder / "topics.json", [{"number": 5, "turn": turns}, {"number": 6}])
    put(folder / "resolved.tsv", "5_1\tWhat is foot drop?", "5_2\tWhat causes foot drop?")


MAKERS: dict[str, Callable[[Path], None]] = {
    "squad": make_squad,
    "beir": make_beir,
    "bioasq": make_bioasq,
    "evidence-inference": make_evidence_inference,
    "clapnq": make_clapnq,
    "pubmedqa": make_pubmedqa,
    "cast": make_cast,
}


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_one_broken_record_is_named_and_the_others_go_on(name: str, tmp_path: Path) -> None:
    MAKERS[name](tmp_path)
    dataset = load(name, tmp_path)
    assert dataset.cases
    assert len(dataset.skipped) >= 1
    texts = dict(dataset.documents)
    for turn in (turn for case in dataset.cases for turn in case.turns):
        assert turn.question
        assert all(any(span in text for text in texts.values()) for span in turn.evidence)
        assert set(turn.relevant) <= set(texts)


@pytest.mark.parametrize("name", sorted(LOADERS))
def test_a_set_that_is_not_there_says_where_to_get_it(name: str, tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="is not there; get it from https://"):
        load(name, tmp_path / "nothing")


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_an_empty_folder_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no"):
        load(name, tmp_path)


def test_an_unknown_set_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="squad, covid-qa"):
        load("trivia", tmp_path)


def test_a_short_answer_is_looked_for_with_its_sentence(tmp_path: Path) -> None:
    make_squad(tmp_path)
    short, long = load("squad", tmp_path).cases
    assert short.turns[0].evidence == ("Neuropathy causes most of it.",)
    assert short.turns[0].nuggets == (("Neuropathy",),)
    assert long.turns[0].evidence == ("An orthosis makes walking much safer",)


def test_unanswerable_questions_stay_so_and_conversations_count_in_no_figure(tmp_path: Path) -> None:
    make_clapnq(tmp_path)
    assert [case.turns[0].answerable for case in load("clapnq", tmp_path).cases] == [True, False]
    make_cast(tmp_path / "cast")
    (case,) = load("cast", tmp_path / "cast").cases
    assert [(turn.answerable, turn.standalone) for turn in case.turns] == [
        (None, "What is foot drop?"),
        (None, "What causes foot drop?"),
    ]


def test_evidence_counts_when_half_of_a_span_lies_in_the_first_words(tmp_path: Path) -> None:
    make_evidence_inference(tmp_path)
    prompts, documents = evidence_inference.read(tmp_path, [])
    start, end = prompts[0].spans[0]
    right, wrong = Found("PMC1.txt", start, end), Found("PMC1.txt", 50, len(ARTICLE))
    covered = evidence_coverage(prompts, dict(documents), lambda question, source: [wrong, right], budgets=(8, 9, 10))
    assert covered == {8: [False], 9: [False], 10: [True]}
    assert evidence_coverage(prompts, dict(documents), lambda question, source: [right, wrong], budgets=(5,)) == {
        5: [True]
    }


def test_a_hit_holds_half_of_an_answer_in_its_own_article(tmp_path: Path) -> None:
    make_squad(tmp_path)
    questions, _ = squad.read(tmp_path, [])
    here, elsewhere = Found(questions[0].source, 0, len(ARTICLE)), Found("other.txt", 0, len(ARTICLE))
    assert hit_at(questions, lambda question: [elsewhere, here], ks=(1, 2)) == {1: [False, False], 2: [True, True]}


def test_rouge_1_counts_shared_words() -> None:
    same = rouge_1("What causes it?", "what causes it")
    assert (same.recall, same.precision, same.f) == (1.0, 1.0, 1.0)
    half = rouge_1("What causes it?", "What causes foot drop?")
    assert (half.recall, half.precision) == (0.5, 2 / 3)
    assert rouge_1("", "What?").f == 0.0


def test_a_rewrite_is_not_shown_the_persons_wording(tmp_path: Path) -> None:
    make_cast(tmp_path)
    seen: list[list[str | None]] = []

    def rewrite(before: Sequence[conversations.Exchange], question: str) -> str:
        seen.append([turn.standalone for turn in before])
        return question

    assert len(rewrite_overlap(conversations.read(tmp_path, []), rewrite)) == 2
    assert seen == [[], [None]]


@there
def test_the_floors_of_the_development_sets_are_reproduced() -> None:
    """ROUGE-1 of the raw turn on CAsT 2019: recall .756, precision .913, F .818."""
    scores = rewrite_overlap(
        conversations.read(SHARED / "trec-cast-rewrites", [], only="evaluation"), lambda before, question: question
    )
    means = [sum(getattr(s, part) for s in scores) / len(scores) for part in ("recall", "precision", "f")]
    assert len(scores) == 479
    assert means == pytest.approx([0.7565, 0.9136, 0.818], abs=0.001)


@there
@pytest.mark.parametrize(
    ("name", "folder", "cases"),
    [
        ("covid-qa", "covid-qa-98", 1_380),
        ("bioasq", "bioasq-7b-9b", 1_490),
        ("pubmedqa", "pubmedqa-train", 500),
        ("clapnq", "clapnq-dev-filtered", 505),
    ],
)
def test_the_real_sets_are_read_nearly_whole(name: str, folder: str, cases: int) -> None:
    dataset = load(name, SHARED / folder)
    assert len(dataset.cases) >= cases
    assert len(dataset.skipped) <= 10
    assert len(load(name, SHARED / folder, limit=3).cases) <= 6


@there
def test_word_overlap_tells_answerable_questions_from_others_only_in_part() -> None:
    from chat.gate.lexical import overlap

    right, scores = answerability(
        clapnq.read(SHARED / "clapnq-dev-filtered", []), lambda question, passage: overlap(question, [passage])
    )
    assert 0.65 < auroc(right, scores) < 0.85


def test_the_command_prints_what_a_set_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_cast(tmp_path)
    assert main(["cast", str(tmp_path)]) == 0
    assert "1 cases, 2 turns" in capsys.readouterr().out
    assert main(["cast", str(tmp_path / "none")]) == 2
    assert "is not there" in capsys.readouterr().err
