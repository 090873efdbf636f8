"""The `footnote` command: the front door. It joins the rooms, which do not know of each other, and nobody imports it.

A command prints its result on stdout and everything else on stderr, and ends with 0 (done), 1 (asked to complain) or
2 (bad input or library). Whatever is slow to import is imported by the command that needs it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from typer.core import TyperGroup

from corpus.errors import FootnoteError, LibraryError
from corpus.printing import Quiet, begin_printing, finish_printing
from corpus.progress import bar, bars
from corpus.silence import SILENCE

if TYPE_CHECKING:
    from corpus.library import Library

STARTED = time.perf_counter()


class FrontDoor(Quiet, TyperGroup):
    """All commands."""


app = typer.Typer(
    cls=FrontDoor,
    help="Question clinical articles: every sentence of an answer cites the exact words it rests on, or there is none.",
    epilog="Nothing leaves this machine unasked. FOOTNOTE_DEBUG=1 shows where an unexpected error arose.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
shelf = typer.Typer(rich_markup_mode=None)
app.add_typer(shelf, name="library", help="List, remove, check, rebuild or empty what is held.")

Folder = Annotated[
    Path | None,
    typer.Option(
        "--library", metavar="DIR", help="The library's folder. [env: FOOTNOTE_LIBRARY; default: in your user data]"
    ),
]

Elsewhere = Annotated[
    Path | None, typer.Option("--library", metavar="DIR", help="Taken by every command; this one asks no library.")
]

Kind = Literal["article", "guideline", "research", "review", "report", "book", "label"]
Model = Annotated[str | None, typer.Option("--model", metavar="NAME", help="A chat model. [env: FOOTNOTE_MODEL]")]


@app.callback()
def front_door(ctx: typer.Context, library: Folder = None) -> None:
    ctx.obj = library


@app.command()
def chat(
    ctx: typer.Context,
    host: Annotated[
        str, typer.Option(metavar="HOST", help="Address to serve on; the default admits this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="PORT", envvar="PORT", help="Port to serve on; 0 takes a free one.")
    ] = 7860,
    model: Model = None,
    library: Folder = None,
) -> None:
    """Serve the page.

    Prints its address once it can be opened. An empty library gets the shipped article first. Models load behind the
    page: a first answer may take some seconds.
    """
    from chat.generative import Generative
    from chat.opening import open_page
    from ingest.ingest import ingest_uploaded

    held, engine = _library(ctx, library), Generative.chosen(model)

    def failed(problem: Exception) -> FootnoteError:
        told = problem if isinstance(problem, FootnoteError) else FootnoteError(_unexpected(problem))
        _tell(str(told))
        return told

    open_page(
        held,
        host,
        port,
        engine=engine,
        stock=lambda: _stock(held),
        ingest=ingest_uploaded,
        announce=lambda address: _say(f"Footnote is at {address}"),
        failed=failed,
    )


@app.command()
def ask(
    ctx: typer.Context,
    questions: Annotated[list[str], typer.Argument(metavar="QUESTION", help="One or more.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one answer object a line.")] = False,
    model: Model = None,
    library: Folder = None,
) -> None:
    """Answer questions in the terminal.

    Several are one conversation, so the second may be a follow-up.
    """
    from chat.ask import Conversation, Desk
    from chat.generative import Generative
    from chat.plain import plain

    desk, conversation = Desk(_library(ctx, library), engine=Generative.ready(model)), Conversation()
    for number, question in enumerate(questions):
        answer = desk.ask(question, conversation)
        if as_json:
            _say(json.dumps(answer.as_json(), ensure_ascii=False))
        else:
            heading = f"> {question}\n" if len(questions) > 1 else ""
            _say("\n" * (number > 0) + heading + plain(answer))


@app.command()
def ingest(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH|URL", help="A file, a folder or a web address; several.")],
    reference: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="The file is the text of reference N of --of.")
    ] = None,
    of: Annotated[str, typer.Option(metavar="DOCUMENT", help="Whose list that is: a key, name or title.")] = "",
    kind: Annotated[Kind | None, typer.Option("--type", help="What it is, whatever its file or a list says.")] = None,
    library: Folder = None,
) -> None:
    """Add files, folders or web pages to the library.

    What is unchanged costs nothing. Prints one line a file; ends with 1 if one could not be read (the others are in).
    """
    from ingest.ingest import ingest as take_in
    from ingest.telling import line, summary
    from ingest.told import Told
    from ingest.web import fetch

    started, told = time.monotonic(), Told(kind or "", reference, of)
    try:
        with bars("Files read", "Passages embedded") as (reading, embedding):
            outcomes = take_in(_library(ctx, library), paths, embedding, told, reading=reading, fetch=fetch)
    except KeyboardInterrupt:
        _tell("interrupted: the library is as it was")
        raise typer.Exit(130) from None
    for outcome in outcomes:
        _say(line(outcome))
    _tell(summary(outcomes, time.monotonic() - started))
    if any(outcome.status == "unreadable" for outcome in outcomes):
        raise typer.Exit(1)


@shelf.callback(invoke_without_command=True)
def list_library(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    library: Folder = None,
) -> None:
    ctx.obj = library or ctx.obj
    if ctx.invoked_subcommand:
        return
    from corpus.contents import contents, table

    held = contents(_library(ctx, None).snapshot())
    if as_json:
        _say(json.dumps(held, ensure_ascii=False))
    elif not held["documents"]:
        _say("The library is empty.")
    else:
        _say(table(held["documents"]))


@shelf.command()
def remove(
    ctx: typer.Context,
    key: Annotated[
        str,
        typer.Argument(metavar="KEY", help="The document's key, as `footnote library` prints it.", show_default=False),
    ],
    library: Folder = None,
) -> None:
    """Remove one document, with its passages, everywhere."""
    held = _library(ctx, library)
    if key not in held.snapshot().documents:
        raise LibraryError(f"The library holds no document with the key {key}; `footnote library` lists the keys.")
    with held.write() as draft:
        source = draft.documents[key].source
        draft.remove(key)
    _say(f"removed {source}")


@shelf.command()
def doctor(ctx: typer.Context, library: Folder = None) -> None:
    """Check that the library holds what it should.

    Changes nothing; ends with 1 if something is wrong, saying what to do about it.
    """
    findings = _library(ctx, library).doctor()
    for finding in findings:
        remedy = f" {finding.remedy}" if finding.remedy else ""
        _say(f"{finding.severity:<8}  {finding.name}: {finding.message}{remedy}")
    if any(finding.severity != "sound" for finding in findings):
        raise typer.Exit(1)


@shelf.command()
def rebuild(ctx: typer.Context, library: Folder = None) -> None:
    """Make the indexes, and the passages of an older Footnote, anew from what is stored; embeds only what it must."""
    from ingest.split import split

    held = _library(ctx, library)
    with bar("Rebuilding") as progress:
        held.rebuild(progress, split)
    _say(f"rebuilt the indexes of {len(held.snapshot().passages):,} passages")


@shelf.command()
def reset(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first; nothing is asked without a terminal.")] = False,
    library: Folder = None,
) -> None:
    """Empty the library: every document of it is removed."""
    held = _library(ctx, library)
    if not yes and sys.stdin.isatty() and not typer.confirm(f"Remove every document in {held.folder}?", err=True):
        raise typer.Exit(0)
    held.reset()
    _say("the library is empty")


@app.command("eval")
def evaluate(
    ctx: typer.Context,
    gold: Annotated[list[Path] | None, typer.Argument(metavar="GOLD", help="Files; none: the project's own.")] = None,
    answers: Annotated[Path | None, typer.Option(metavar="FILE", help="Write every answer there, one a line.")] = None,
    figures: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the figures there.")] = None,
    report: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the report there, as HTML.")] = None,
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="End with 1 if a figure is worse; repeatable.")
    ] = None,
    baseline: Annotated[Path | None, typer.Option(metavar="FILE", help="Compare with an earlier --json.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an interrupted run.")] = False,
    split: Annotated[Literal["dev", "test"] | None, typer.Option(help="Ask only its cases.")] = None,
    judge: Annotated[str, typer.Option(metavar="NAME", help="What decides support: exact, lock, …")] = "exact",
    documents: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Ask a library of these files alone; repeatable.")
    ] = None,
    dataset: Annotated[
        tuple[str, Path] | None, typer.Option(metavar="NAME FOLDER", help="Ask a public set of its own documents.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Ask at most N cases of the public set.")
    ] = None,
    from_feedback: Annotated[
        bool, typer.Option("--from-feedback", help="Print readers' feedback as gold cases to finish; ask nothing.")
    ] = False,
    model: Model = None,
    ungated: Annotated[bool, typer.Option("--ungated", help="Let all that the model says through, unchecked.")] = False,
    library: Folder = None,
) -> None:
    """Ask gold questions and print figures with their intervals.

    Gold files are asked of the library; without any, the project's own sets are asked, each of a library of its own.
    """
    if from_feedback:
        from eval.candidates import candidates

        _say(candidates(_library(ctx, library).folder).rstrip("\n"))
        return
    from chat.generative import Generative
    from eval.command import Outputs, Wishes, desk, settings
    from eval.command import evaluate as run
    from eval.judges import judge as named
    from ingest.ingest import ingest_all

    # Several thresholds may follow one --fail-under.
    golds = [path for path in gold or [] if not (fail_under and "=" in path.name and not path.exists())]
    thresholds = [*(fail_under or []), *(str(path) for path in gold or [] if path not in golds)]
    engine = Generative.ready(model, gated=not ungated)
    raise typer.Exit(
        run(
            settings(golds, documents or (), dataset, limit),
            _library(ctx, library).folder,
            named(judge),
            Outputs(answers, figures, report),
            Wishes(thresholds, baseline, resume, split, engine.name if engine else "extractive"),
            ingest=ingest_all,
            door=lambda library: desk(library, engine),
            started=STARTED,
        )
    )


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="One JSON object a line.")],
    library: Elsewhere = None,
) -> None:
    """Check statements against passages: the gate as a tool of its own.

    Each line holds {"statement": …, "passages": [text, …]} and is printed with "supported", "score" and "reasons".
    """
    from eval.check import check_file

    check_file(file, sys.stdout)


@app.command("bench")
def measure(
    peers: Annotated[
        bool, typer.Option("--peers", help="Ingest the same with LangChain and Chroma, in the same run.")
    ] = False,
    scale: Annotated[int, typer.Option(min=1, metavar="N", help="Passages to ingest.")] = 300,
    written: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures there as JSON.")
    ] = None,
    library: Elsewhere = None,
) -> None:
    """Measure start-up, answers, ingest and memory.

    Uses libraries of its own, which it throws away.
    """
    from eval.bench import bench, table
    from eval.outputs import check_writable, write_whole
    from ingest.ingest import ingest_all

    check_writable(written)
    figures = bench(ingest_all, _tell, scale=scale, peers=peers)
    _say(table(figures))
    if written is not None:
        write_whole(written, lambda file: file.write(json.dumps(figures, indent=2) + "\n"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code; a FootnoteError ends in its one sentence."""
    os.environ.update(SILENCE)
    begin_printing()
    try:
        app(args=arguments, prog_name="footnote")
    except FootnoteError as problem:
        _tell(str(problem))
    except Exception as problem:
        if os.environ.get("FOOTNOTE_DEBUG"):
            raise
        _tell(_unexpected(problem))
    finally:
        finish_printing()
    sys.exit(2)


def _library(ctx: typer.Context, chosen: Path | None) -> Library:
    """The library named after the command, else before it, else by the environment, else the user's own."""
    from corpus.library import Library
    from corpus.settings import library_folder

    return Library(library_folder(chosen or ctx.obj))


def _stock(library: Library) -> None:
    """Take the shipped article in, if the library is empty."""
    if not library.snapshot().documents:
        from corpus.shipped_article import shipped
        from ingest.ingest import ingest as take_in

        with bar("Reading the shipped article") as progress:
            take_in(library, [shipped()], progress)


def _unexpected(problem: Exception) -> str:
    words = " ".join(str(problem).split())[:200]
    return f"Something unexpected went wrong ({type(problem).__name__}: {words}); FOOTNOTE_DEBUG=1 shows where."


def _say(text: str) -> None:
    """A result, to stdout."""
    print(text, flush=True)


def _tell(text: str) -> None:
    """Anything else, to stderr."""
    print(f"footnote: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
