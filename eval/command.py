"""`footnote eval`: gold questions in, figures, answers and report out."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TextIO

from platformdirs import user_cache_path

from chat.ask import Conversation, Desk
from chat.generative import Generative
from corpus.errors import EmptyLibrary, GoldError, SettingsError
from corpus.library import Library
from eval.compare import Baseline, baseline, differences
from eval.evidence import Evidence
from eval.figures import FIGURES
from eval.figures.speed import MEMORY, STARTUP, peak_memory_mb
from eval.gold import Case, Split, read
from eval.journal import Journal, claimed, code, fingerprint
from eval.judging import Judge
from eval.outputs import Answers, check_writable, write_whole
from eval.results import Results, results, write_figures
from eval.run import Ask, Begin, Run, Tell
from eval.scoring import Ledgers, Scorer
from eval.settings import Ingest, Setting, content, of_dataset, opened, own
from eval.terminal import show, show_differences
from eval.thresholds import shortfalls, thresholds

Door = Callable[[Library], Begin]
"""From a library to what opens conversations with it."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files that a run is to write."""

    answers: Path | None = None
    json: Path | None = None
    report: Path | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a run is compared with and held to, and how it is made."""

    fail_under: Sequence[str] = ()
    """NAME=VALUE; of figures where more is not better the value is a ceiling."""
    baseline: Path | None = None
    resume: bool = False
    split: Split | None = None
    engine: str = "extractive"
    """Names what answers; a run of one engine is never resumed with another."""
    journals: Path = field(default_factory=lambda: user_cache_path("footnote", appauthor=False) / "eval")


def desk(library: Library, engine: Generative | None = None) -> Begin:
    """The door that the page uses, with its models loaded: what is slow once must not be counted as an answer."""
    asked = Desk(library, engine=engine)
    asked.warm()

    def begin() -> Ask:
        conversation = Conversation()
        return lambda question: asked.ask(question, conversation)

    return begin


def settings(
    golds: Sequence[Path],
    documents: Sequence[Path] = (),
    dataset: tuple[str, Path] | None = None,
    limit: int | None = None,
) -> list[Setting]:
    """Gold files for the library at hand, or for one made of `documents`; or a public set; or the project's own sets.

    Raises SettingsError where one of these would be passed over without a word, GoldError for what cannot be asked.
    """
    if dataset is not None:
        if golds or documents:
            raise SettingsError("A public set brings its questions and documents: leave out GOLD and --documents.")
        return [of_dataset(*dataset, limit)]
    if limit is not None:
        raise SettingsError("--limit is for a public set: name one with --dataset.")
    if not golds:
        if documents:
            raise SettingsError("--documents needs a GOLD file with questions about them.")
        return own()
    return [Setting(read(golds), list(documents) if documents else None)]


def evaluate(
    asked: Sequence[Setting],
    library_folder: Path,
    judge: Judge,
    outputs: Outputs | None = None,
    wishes: Wishes | None = None,
    *,
    ingest: Ingest | None = None,
    door: Door = desk,
    started: float | None = None,
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """Run an evaluation; 0, or 1 when a `fail_under` was missed. Figures go to `out`, everything else to `err`.

    `started` is `time.perf_counter()` as the program began. Raises GoldError for gold, paths or options that cannot be
    used, before the first question; EmptyLibrary and other LibraryErrors as they come.
    """
    begun = time.perf_counter() if started is None else started
    outputs, wishes = outputs or Outputs(), wishes or Wishes()
    out, err = out or sys.stdout, err or sys.stderr
    limits = thresholds(wishes.fail_under)
    before = baseline(wishes.baseline) if wishes.baseline is not None else None
    asked = _of_split(asked, wishes.split)
    cases = [case for setting in asked for case in setting.cases]
    check_writable(outputs.answers, outputs.json, outputs.report)
    about = [content(setting, library_folder) for setting in asked]
    name = fingerprint(cases, code(), judge.name, wishes.engine, *about)
    ledgers = Ledgers(FIGURES, cases)
    once: dict[str, float | None] = {}
    for remark in (remark for setting in asked for remark in setting.remarks):
        _say(err, remark)
    with claimed(wishes.journals, name, resume=wishes.resume) as journal:
        with _answers(outputs.answers) as answers, _progress(cases, err) as tell:
            run = Run(ledgers, journal, answers, tell=tell)
            if wishes.resume:
                _say(err, _taken_over(run.resume()))
            for setting in asked:
                if run.waiting(setting.cases):
                    with opened(setting, library_folder, ingest) as library:
                        ready = _ask(setting, library, run, judge, door)
                    once.setdefault(STARTUP.name, ready - begun)
        once = {STARTUP.name: once.get(STARTUP.name), MEMORY.name: peak_memory_mb()}
        found = results(ledgers, judge.name, once)
        _write(found, journal, outputs)
        journal.remove()
    # The verdict is owed to who asked for it even where the reader of the figures has gone away.
    with suppress(BrokenPipeError):
        show(found, out)
        if before is not None:
            _compare(found, before, out)
    missed = shortfalls(limits, found)
    for one in missed:
        _say(err, f"Missed: {one}.")
    return 1 if missed else 0


def _of_split(asked: Sequence[Setting], split: Split | None) -> list[Setting]:
    kept = [
        replace(setting, cases=[case for case in setting.cases if split in (None, case.split)]) for setting in asked
    ]
    kept = [setting for setting in kept if setting.cases]
    if not kept:
        raise GoldError(f"No case has split: {split}." if split else "There is no case to ask.")
    return kept


def _ask(setting: Setting, library: Library, run: Run, judge: Judge, door: Door) -> float:
    """Hold the setting's conversations; when the first question could be asked, by `time.perf_counter()`."""
    evidence = _evidence(library)
    scorer = Scorer(FIGURES, evidence, judge)
    held = _held(setting, evidence, run, scorer)
    begin = door(library)
    ready = time.perf_counter()
    run.ask(held, begin, scorer)
    return ready


def _evidence(library: Library) -> Evidence:
    snapshot = library.snapshot()
    if not snapshot.documents:
        raise EmptyLibrary("The library is empty; add documents with: footnote ingest FILE…")
    return Evidence(snapshot.documents, snapshot.passages)


def _held(setting: Setting, evidence: Evidence, run: Run, scorer: Scorer) -> Sequence[Case]:
    """The cases that can be asked; of a public set the others are counted as unscored, elsewhere they are refused."""
    if not setting.forgiving:
        evidence.check(setting.cases)
        return setting.cases
    held = []
    for case in setting.cases:
        missing = evidence.missing(case)
        if missing:
            run.leave_out(case, missing[0], scorer)
        else:
            held.append(case)
    return held


def _write(found: Results, journal: Journal, outputs: Outputs) -> None:
    if outputs.json is not None:
        write_whole(outputs.json, lambda file: write_figures(found, file))
    if outputs.report is not None:
        # Plots and templates are loaded by those who want a report.
        from eval.report.write import write_report

        write_whole(outputs.report, lambda file: write_report(found, journal.entries(), file))


def _compare(found: Results, before: Baseline, out: TextIO) -> None:
    show_differences(differences(found, before), (before.judge, found.judge), before.edited(found), out)


def _taken_over(turns: int) -> str:
    return f"Going on after {turns} turns that are finished." if turns else "Nothing to resume: starting afresh."


@contextmanager
def _answers(path: Path | None) -> Iterator[Answers | None]:
    if path is None:
        yield None
        return
    with closing(Answers(path)) as answers:
        yield answers


@contextmanager
def _progress(cases: Sequence[Case], err: TextIO) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn(), TextColumn("turns"), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=err), transient=True, disable=not err.isatty()) as bar:
        task = bar.add_task("turns", total=sum(len(case.turns) for case in cases))
        yield lambda turns: bar.advance(task, turns)


def _say(err: TextIO, line: str) -> None:
    err.write(line + "\n")
    err.flush()
