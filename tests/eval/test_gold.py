from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import Span
from corpus.errors import GoldError
from eval.gold import Case, Turn, read
from tests.eval.scripted import DIED, case, evidence

GOOD = """\
- id: statin-2
  split: dev
  tags: [follow-up, dose]
  turns:
  - question: "Which statin was stopped?"
    answerable: true
    evidence:
    - "simvastatin was withdrawn after four weeks"
    nuggets:
    - ["simvastatin", 1.30]
    relevant: [trial-7.txt]
    forbidden: []
    standalone: "..."
  - question: thanks
    answerable: null
  - {question: "And the price?", answerable: false}
"""
LINE = (
    '{"id": "a", "turns": [{"question": "q", "answerable": true, "evidence": ["e"], "nuggets": [["n", 1.30]]}]}\n\n'
    '{"id": "b", "tags": ["t"], "turns": [{"question": "q", "answerable": false}]}\n'
)


def gold(tmp_path: Path, text: str | bytes, name: str = "gold.yaml") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_field_of_a_case_is_read_as_it_is_written(tmp_path: Path) -> None:
    (found,) = read([gold(tmp_path, GOOD)])
    assert (found.id, found.split, found.tags, found.file) == ("statin-2", "dev", ("follow-up", "dose"), "gold.yaml")
    assert found.turns == (
        Turn(
            question="Which statin was stopped?",
            answerable=True,
            evidence=("simvastatin was withdrawn after four weeks",),
            nuggets=(("simvastatin", "1.30"),),
            relevant=("trial-7.txt",),
            standalone="...",
        ),
        Turn("thanks", None),
        Turn("And the price?", False),
    )
    assert found.turns[0].evidence_lines == (8,)


def test_json_lines_hold_the_same_fields(tmp_path: Path) -> None:
    first, second = read([gold(tmp_path, LINE, "gold.jsonl")])
    assert first.turns == (Turn("q", True, ("e",), (("n", "1.30"),)),)
    assert second == Case("b", (Turn("q", False),), ("t",))
    assert second.line == 3


@pytest.mark.parametrize("text", [GOOD, LINE])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_read_as_if_it_were_not_there(tmp_path: Path, text: str, encoding: str) -> None:
    assert read([gold(tmp_path, text.encode(encoding))]) == read([gold(tmp_path, text, "plain.yaml")])


def turn(fields: str) -> str:
    return f"- id: a\n  turns:\n  - {{question: q, {fields}}}\n"


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("- id: a\n  turns: [", "line 3", "not YAML"),
        ("- id: a\n- id: b\x01", "line 2", "does not allow"),
        (b"- id: a\n- id: \xff\n", "line 2", "UTF-8"),
        ("[" * 100_000, "line 1", "too deeply"),
        ("- &a [*a, *a]", "line 1", "too deeply"),
        ("{}", "line 1", "id is missing"),
        ("", "line 1", "empty"),
        ("[]", "line 1", "empty"),
        ("a: 1", "line 1", "not a list"),
        ("- a", "line 1", "not a set of named fields"),
        ("- id: a\n  turns: []", "line 2, case a", "turns is an empty list"),
        ("- id: a\n  id: b\n  turns: []", "line 2", "twice"),
        ("- id: a\n  split: train\n  turns: []", "line 2, case a", "neither dev nor test"),
        ("- id: a\n  note: x\n  turns: []", "line 2, case a", "unknown field 'note'"),
        (turn("answerable: false, gold: x"), "line 3, case a", "unknown field 'gold'"),
        (turn("answerable: maybe"), "line 3, case a", "none of true, false and null"),
        (turn("answerable: true, nuggets: [[n]]"), "line 3, case a", "needs evidence"),
        (turn("answerable: true, evidence: [], nuggets: [[n]]"), "line 3, case a", "needs evidence"),
        (turn("answerable: true, evidence: [e]"), "line 3, case a", "needs nuggets"),
        (turn("answerable: true, evidence: [e], nuggets: []"), "line 3, case a", "needs nuggets"),
        (turn("answerable: true, evidence: [e], nuggets: [[]]"), "line 3, case a", "empty list"),
        (turn("answerable: true, evidence: [e], nuggets: [n]"), "line 3, case a", "not a list"),
        (turn("answerable: true, evidence: [' '], nuggets: [[n]]"), "line 3, case a", "empty"),
        (turn("answerable: true, evidence: e, nuggets: [[n]]"), "line 3, case a", "not a list"),
        ("- id: a\n  turns:\n  - answerable: true", "line 3, case a", "question is missing"),
        ("- id: a\n  turns:\n  - question: q", "line 3, case a", "answerable is missing"),
        ('{"id": "a", "turns": []}', "line 1, case a", "empty list"),
        (LINE + '{"id": "c", }\n', "line 4", "not JSON"),
        (LINE + '{"id": "c", "id": "d"}\n', "line 4", "twice"),
        (LINE + LINE, "line 4, case a", "taken already"),
        ('{"id": ' + "[" * 100_000, "line 1", "not JSON"),
        ('{"id": ' + "[" * 900 + "]" * 900 + "}", "line 1", "too deeply"),
        ('- id: "a\\nb"\n  turns: []', "line 2, case a b", "empty list"),
        ("- id: a\n  tags: ['x\u2028y', 'x\x85y']\n  turns: []", "line 3, case a", "empty list"),
        ("# \u2029\n- id: a\n  turns: {", "line 4", "not YAML"),
        (turn("answerable: !!bool maybe"), "line 3, case a", "none of true, false and null"),
        ("- &a\n  id: a\n  turns: []\n- <<: *a\n  id: b", "line 4", "merges (<<) are not read"),
    ],
)
def test_what_is_wrong_is_refused_with_file_line_and_case(
    tmp_path: Path, text: str | bytes, where: str, what: str
) -> None:
    with pytest.raises(GoldError) as refused:
        read([gold(tmp_path, text)])
    assert str(refused.value).startswith(f"gold.yaml, {where}")
    assert what in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_id_may_not_come_twice_in_one_run(tmp_path: Path) -> None:
    first, second = gold(tmp_path, GOOD), gold(tmp_path, GOOD, "other.yaml")
    with pytest.raises(GoldError, match=r"other.yaml, line 1, case statin-2: .* \(gold.yaml, line 1\)"):
        read([first, second])


def test_a_folder_stands_for_its_gold_files(tmp_path: Path) -> None:
    gold(tmp_path, GOOD, "b.yaml")
    gold(tmp_path, LINE, "a.jsonl")
    gold(tmp_path, "no gold", "README.md")
    assert [found.id for found in read([tmp_path])] == ["a", "b", "statin-2"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"nowhere.yaml cannot be read"):
        read([tmp_path / "nowhere.yaml"])


def test_a_turn_judged_by_source_alone_needs_no_nuggets(tmp_path: Path) -> None:
    (found,) = read([gold(tmp_path, turn("answerable: true, relevant: [a.txt]"))])
    assert found.turns[0].relevant == ("a.txt",)


def test_the_projects_own_sets_are_read(tmp_path: Path) -> None:
    own = read([Path(__file__).parents[2] / "eval" / "gold"])
    assert sum(len(found.turns) for found in own) >= 180


def test_evidence_is_found_whatever_its_white_space() -> None:
    ((found, span),) = evidence().find("was withdrawn after\n four  weeks")
    assert (found, span.start, span.end) == ("trial", 12, 43)


@pytest.mark.parametrize("words", ["Withdrawn", "withdrawnafter", "was withdrawn afterwards", ""])
def test_evidence_that_differs_in_more_than_white_space_stands_nowhere(words: str) -> None:
    assert evidence().find(words) == ()


def test_a_passage_that_holds_evidence_is_relevant_and_one_that_holds_half_is_not() -> None:
    whole = evidence().gold(Turn("q", True, ("Pravastatin 40 mg was kept",)))
    assert whole.relevant == {"kept"}
    halved = evidence().gold(Turn("q", True, ("was kept. Nobody died.",)))
    assert not halved.relevant & {"stopped", "kept", "died", "price"}
    assert len(halved.relevant) == 1, "what no passage holds is still there to be missed"


def test_all_passages_of_a_relevant_source_are_relevant() -> None:
    assert evidence().gold(Turn("q", True, relevant=("trial-7.txt",))).relevant == {"stopped", "kept", "died"}


def test_a_relevant_source_is_evidence_only_where_no_words_are() -> None:
    both = evidence().gold(Turn("q", True, ("Pravastatin 40 mg was kept",), (("n",),), ("trial-7.txt", "sheet.txt")))
    assert both.relevant == {"stopped", "kept", "died", "price"}
    assert both.holding == {"kept"}
    assert list(both.places) == ["trial"]
    assert not both.touches("trial", Span(DIED.start, DIED.end))
    alone = evidence().gold(Turn("q", True, relevant=("trial-7.txt",)))
    assert alone.holding == alone.relevant
    assert alone.touches("trial", Span(DIED.start, DIED.end))


def test_evidence_that_stands_nowhere_is_refused_with_its_line(tmp_path: Path) -> None:
    (found,) = read([gold(tmp_path, GOOD)])
    with pytest.raises(GoldError, match=r"gold.yaml, line 8, case statin-2: .*'simvastatin was withdrawn after four"):
        evidence().check([found])


def test_a_relevant_source_that_is_not_held_is_refused() -> None:
    with pytest.raises(GoldError, match=r"case a: .*'other.txt'"):
        evidence().check([case("a", Turn("q", True, relevant=("other.txt",)))])
