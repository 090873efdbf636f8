"""The command as a person or a program meets it: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

import footnote
from corpus.shipped_article import shipped
from tests.command_line import Command, sentence
from tests.command_page import COMMANDS

THALIDOMIDE = "Is nerve damage from thalidomide reversible?"


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that holds the shipped article; not to be written to."""
    folder = tmp_path_factory.mktemp("stocked") / "library"
    with pytest.raises(SystemExit) as ended:
        footnote.main(["ingest", str(shipped()), "--library", str(folder)])
    assert not ended.value.code
    return folder


@pytest.fixture
def own(stocked: Path, tmp_path: Path) -> Path:
    """A copy of that library, to be changed."""
    return shutil.copytree(stocked, tmp_path / "library")


def test_asking_prints_the_words_the_answer_rests_on(command: Command, stocked: Path) -> None:
    ended = command("ask", THALIDOMIDE, "--library", stocked)
    assert ended.code == 0
    assert "[1]" in ended.out
    assert "often permanent”" in ended.out
    assert "reference 1" in ended.out


def test_json_is_one_answer_object_a_line(command: Command, stocked: Path) -> None:
    ended = command("ask", "What does a motor symptom score of 3 mean?", "and 4?", "--json", "--library", stocked)
    assert ended.code == 0
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert [answer["question"] for answer in answers] == ["What does a motor symptom score of 3 mean?", "and 4?"]
    assert answers[1]["standalone_question"] != "and 4?"
    text = shipped().read_text("utf-8")
    for answer in answers:
        assert answer["statements"]
        keys = {passage["key"] for passage in answer["passages"]}
        for statement in answer["statements"]:
            assert set(statement["citations"]) <= keys
            assert statement["spans"]
        for passage in answer["passages"]:
            assert passage["text"] in text


def test_an_abstention_ends_with_0(command: Command, stocked: Path) -> None:
    ended = command("ask", "How much does an ankle foot orthosis cost?", "--library", stocked)
    assert ended.code == 0
    assert "does not say" in ended.out
    assert "Closest passages" in ended.out
    assert "[1]" not in ended.out


def test_asking_an_empty_library_says_what_to_run(command: Command, tmp_path: Path) -> None:
    told = sentence(command("ask", "Anything?", "--library", tmp_path / "nothing"))
    assert "footnote ingest" in told
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("question", ["", "   ", "x" * 100_000], ids=["empty", "blank", "100,000 characters"])
def test_a_question_that_cannot_be_asked_is_refused_in_a_sentence(
    command: Command, stocked: Path, question: str
) -> None:
    sentence(command("ask", question, "--library", stocked))


def test_the_library_may_be_named_before_the_command_after_it_or_by_the_environment(
    command: Command, stocked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = command("library", "--json", "--library", stocked)
    before = command("--library", stocked, "library", "--json")
    monkeypatch.setenv("FOOTNOTE_LIBRARY", str(stocked))
    by_environment = command("library", "--json")
    assert after.out == before.out == by_environment.out
    assert len(json.loads(after.out)["documents"]) == 1


def test_a_missing_folder_is_an_empty_library_and_stays_missing(command: Command, tmp_path: Path) -> None:
    ended = command("library", "--json", "--library", tmp_path / "nothing")
    assert ended.code == 0
    assert json.loads(ended.out)["documents"] == []
    assert not (tmp_path / "nothing").exists()


def test_the_library_is_told_as_the_contract_has_it(command: Command, stocked: Path) -> None:
    held = json.loads(command("library", "--json", "--library", stocked).out)
    assert set(held) == {"state", "documents"}
    (document,) = held["documents"]
    assert set(document) == {"key", "source", "title", "type", "passages", "references"}
    assert document["source"] == "foot-drop-in-multiple-myeloma.txt"
    assert document["title"] == "How to manage foot drop in a patient with multiple myeloma?"
    assert document["passages"] > 10
    assert document["references"] == {"held": 0, "missing": 7, "records": 0}


def test_ingesting_again_changes_nothing(command: Command, own: Path) -> None:
    before = command("library", "--json", "--library", own).out
    ended = command("ingest", shipped(), "--library", own)
    assert ended.code == 0
    assert ended.out.startswith("unchanged")
    assert command("library", "--json", "--library", own).out == before


def test_one_unreadable_file_ends_with_1_and_the_others_are_in(command: Command, tmp_path: Path) -> None:
    good, bad = tmp_path / "rest.md", tmp_path / "empty.txt"
    good.write_text("# Rest\n\nRest the knee for two days after the fall, then walk.\n", encoding="utf-8")
    bad.write_bytes(b"")
    ended = command("ingest", bad, good, "--library", tmp_path / "library")
    assert ended.code == 1
    assert [line.split()[0] for line in ended.out.splitlines()] == ["unreadable", "added"]
    assert "empty.txt" in ended.out.splitlines()[0]
    held = json.loads(command("library", "--json", "--library", tmp_path / "library").out)
    assert [document["source"] for document in held["documents"]] == ["rest.md"]


def test_a_removed_document_is_gone(command: Command, own: Path) -> None:
    key = json.loads(command("library", "--json", "--library", own).out)["documents"][0]["key"]
    ended = command("library", "remove", key, "--library", own)
    assert (ended.code, ended.out) == (0, "removed foot-drop-in-multiple-myeloma.txt\n")
    assert json.loads(command("library", "--json", "--library", own).out)["documents"] == []


def test_removing_an_unknown_key_names_it(command: Command, own: Path) -> None:
    assert "nosuchkey" in sentence(command("library", "remove", "nosuchkey", "--library", own))


def test_an_emptied_library_is_empty(command: Command, own: Path) -> None:
    assert command("library", "reset", "--yes", "--library", own).code == 0
    assert json.loads(command("library", "--json", "--library", own).out)["documents"] == []


def test_doctor_finds_lost_indexes_and_rebuild_heals_them(command: Command, own: Path) -> None:
    assert command("library", "doctor", "--library", own).code == 0
    for index in own.iterdir():
        if index.is_dir():
            shutil.rmtree(index)
    ill = command("library", "doctor", "--library", own)
    assert ill.code == 1
    assert "rebuild" in ill.out
    assert command("library", "rebuild", "--library", own).code == 0
    assert command("library", "doctor", "--library", own).code == 0
    assert "[1]" in command("ask", THALIDOMIDE, "--library", own).out


def test_a_library_that_is_a_file_is_refused_by_every_command(command: Command, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("not a library", encoding="utf-8")
    for arguments in (["ask", "Anything?"], ["library"], ["ingest", str(shipped())], ["chat", "--port", "0"]):
        assert str(taken) in sentence(command(*arguments, "--library", taken))
    assert taken.read_text("utf-8") == "not a library"


def test_a_folder_that_cannot_be_written_is_refused_before_the_page_opens(command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    told = sentence(command("chat", "--port", "0", "--library", tmp_path / "file" / "library"))
    assert "cannot be written" in told


def test_a_port_in_use_is_refused_with_another_one_to_try(command: Command, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = sentence(command("chat", "--port", str(port), "--library", tmp_path / "library"))
    assert str(port) in told
    assert "--port" in told


def test_check_prints_each_line_again_with_its_verdict(command: Command, tmp_path: Path) -> None:
    lines = tmp_path / "statements.jsonl"
    passage = "Give 1.3 mg/m² twice a week."
    rows = [
        {"id": "a", "statement": "Give 1.3 mg/m² twice a week.", "passages": [passage]},
        {"id": "b", "statement": "Give 1.7 mg/m² twice a week.", "passages": [passage]},
    ]
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    ended = command("check", lines)
    assert ended.code == 0
    told = [json.loads(line) for line in ended.out.splitlines()]
    assert [row["id"] for row in told] == ["a", "b"]
    assert [row["supported"] for row in told] == [True, False]
    assert told[1]["reasons"]


def test_check_names_file_and_line_of_what_it_cannot_read(command: Command, tmp_path: Path) -> None:
    lines = tmp_path / "broken.jsonl"
    lines.write_text("{not json\n", encoding="utf-8")
    told = sentence(command("check", lines))
    assert "broken.jsonl" in told
    assert "1" in told


def test_eval_refuses_gold_that_does_not_parse(command: Command, stocked: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.yaml"
    gold.write_text("- id: one\n  turns: [\n", encoding="utf-8")
    assert "gold.yaml" in sentence(command("eval", gold, "--library", stocked))


def test_feedback_is_printed_as_gold_that_can_be_read(command: Command, own: Path, tmp_path: Path) -> None:
    ended = command("eval", "--from-feedback", "--library", own)
    assert ended.code == 0
    assert ended.out.startswith("#")


def test_eval_writes_figures_and_answers_and_complains_when_asked_to(
    command: Command, stocked: Path, tmp_path: Path
) -> None:
    gold = tmp_path / "gold.yaml"
    gold.write_text(
        "- id: thalidomide\n"
        "  turns:\n"
        f'  - question: "{THALIDOMIDE}"\n'
        "    answerable: true\n"
        '    evidence: ["Thalidomide-induced neuropathy is cumulative"]\n'
        '    nuggets: [["permanent"]]\n',
        encoding="utf-8",
    )
    answers, figures = tmp_path / "answers.jsonl", tmp_path / "figures.json"
    ended = command("eval", gold, "--answers", answers, "--json", figures, "--library", stocked)
    assert ended.code == 0
    (answer,) = (json.loads(line) for line in answers.read_text("utf-8").splitlines())
    assert (answer["case"], answer["turn"]) == ("thalidomide", 0)
    assert json.loads(figures.read_text("utf-8"))["figures"]["nugget_recall"]["all"]["value"] == 1.0
    # Two thresholds may follow one option; the second cannot be reached.
    ended = command("eval", gold, "--fail-under", "nugget_recall=0.5", "seconds_p95=0", "--library", stocked)
    assert ended.code == 1
    assert "seconds_p95" in ended.err


def test_an_unexpected_error_is_one_sentence_and_shows_its_place_on_request(
    command: Command, stocked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the roof fell in")

    monkeypatch.setattr("corpus.library.Library.snapshot", broken)
    assert "the roof fell in" in sentence(command("library", "--library", stocked))
    monkeypatch.setenv("FOOTNOTE_DEBUG", "1")
    with pytest.raises(RuntimeError):
        footnote.main(["library", "--library", str(stocked)])


def run(*arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "footnote", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("name", COMMANDS[1:])
def test_every_command_takes_a_library(command: Command, name: str) -> None:
    ended = command(*name.split(), "--library", "anywhere", "--help")
    assert (ended.code, ended.err) == (0, "")
    assert "--library" in ended.out


@pytest.mark.parametrize("told", ["at once", "as it goes"])
def test_a_reader_that_stops_reading_ends_the_command_quietly(stocked: Path, tmp_path: Path, told: str) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text('{"statement": "Give it.", "passages": ["Give it."]}\n' * 1_000, encoding="utf-8")
    process = run("library", "--library", stocked) if told == "at once" else run("check", many)
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == ""
    assert process.wait() == 0


def test_a_terminal_that_is_not_utf_8_still_gets_its_json(stocked: Path) -> None:
    process = run(
        "ask", THALIDOMIDE, "--json", "--library", stocked, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    out, err = process.communicate()
    assert process.returncode == 0, err
    assert "≥" in json.dumps(json.loads(out), ensure_ascii=False)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`footnote chat` on a library that does not exist yet: its address and its process."""
    process = run("chat", "--library", tmp_path / "library", PORT="0")
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    try:
        assert process.stdout
        yield process.stdout.readline().split()[-1], process
    finally:
        watchdog.cancel()
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_chat_stocks_an_empty_library_behind_an_open_page_and_answers(
    page: tuple[str, subprocess.Popen[str]], tmp_path: Path, command: Command
) -> None:
    address, process = page
    with urlopen(f"{address}/healthz") as health:
        assert json.load(health)["status"] == "ok"
    call = Request(
        f"{address}/gradio_api/call/v2/ask",
        json.dumps({"question": THALIDOMIDE}).encode(),
        {"Content-Type": "application/json"},
    )
    with urlopen(call) as begun:
        event = json.load(begun)["event_id"]
    with urlopen(f"{address}/gradio_api/call/v2/ask/{event}") as stream:
        said = stream.read().decode()
    assert "event: complete" in said
    (answer,) = json.loads(said.split("event: complete\ndata: ")[1].splitlines()[0])
    assert "permanent" in answer["answer"]
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert time.monotonic() - started < 10
    assert out == "", "the address is all that goes to stdout"
    held = json.loads(command("library", "--json", "--library", tmp_path / "library").out)
    assert [document["source"] for document in held["documents"]] == [shipped().name]
