"""What Footnote costs on this machine: start-up, answers, ingest and memory, measured in one run.

A benchmark, not a test: it prints what it saw and judges nothing. Ingest is handed in, for this room asks and does not
read files.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from chat.ask import Conversation, Desk
from corpus.errors import FootnoteError
from corpus.library import Library
from corpus.shipped_article import shipped
from eval.bench_page import Page, page
from eval.bench_texts import written
from eval.gold import Case, read

GOLD = Path(__file__).parent / "gold"
Ingest = Callable[[Library, Sequence[Path]], object]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Intake:
    """How fast passages came into a library or store."""

    passages: int
    seconds: float

    @property
    def passages_per_second(self) -> float:
        return self.passages / self.seconds


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that warm answers took."""

    p50: float
    p95: float
    answers: int


def bench(ingest: Ingest, say: Say, *, scale: int, peers: bool) -> dict[str, Any]:
    """Measure everything once; the figures as the command writes them, with null where there was nothing to compare.

    `scale` passages of sampled sentences are ingested for the rate and asked over for the answers; `say` is told what
    is being measured.
    """
    with tempfile.TemporaryDirectory(prefix="footnote-bench-") as folder:
        root = Path(folder)
        say("Starting the page")
        started = _started(ingest, root / "shipped")
        say(f"Ingesting {scale:,} passages")
        with closing(Library(root / "scaled")) as library:
            # The model is loaded and warm before the clock starts, for both.
            ingest(library, [shipped(), *_pages()])
            before = set(library.snapshot().passages)
            took = _intake(ingest, library, written(library.snapshot(), scale, root / "texts"))
            texts = [passage.text for key, passage in library.snapshot().passages.items() if key not in before]
            say("Asking the gold questions")
            latency = _latency(library)
            peer = _peer(texts, root / "peer", say) if peers else None
    return {
        "ingest": {
            "footnote": _rate(took),
            "langchain_chroma": _rate(peer),
            "ratio": None if peer is None else took.passages_per_second / peer.passages_per_second,
        },
        "answer_ms": asdict(latency),
        "startup_s": {"page": started.reachable, "first_answer": started.answered},
        "peak_memory_mb": started.peak_memory_mb,
        "scale": scale,
    }


def table(figures: dict[str, Any]) -> str:
    """The figures as a person reads them."""
    ingest, answer, startup = figures["ingest"], figures["answer_ms"], figures["startup_s"]
    lines = [
        ("command to page", f"{startup['page']:.1f} s"),
        ("command to first answer", f"{startup['first_answer']:.1f} s"),
        ("peak memory of that process", f"{figures['peak_memory_mb']:,.0f} MB"),
        ("warm answer, half of them under", f"{answer['p50']:.0f} ms"),
        ("warm answer, 95 in 100 under", f"{answer['p95']:.0f} ms"),
        ("ingest", f"{ingest['footnote']['passages_per_second']:.1f} passages a second"),
    ]
    if ingest["langchain_chroma"] is not None:
        peer = f"{ingest['langchain_chroma']['passages_per_second']:.1f} passages a second"
        lines += [("ingest, LangChain + Chroma", peer), ("ratio", f"{ingest['ratio']:.2f}")]
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in lines)


def _started(ingest: Ingest, folder: Path) -> Page:
    with closing(Library(folder)) as library:
        ingest(library, [shipped()])
    return page(folder, "Is nerve damage from thalidomide reversible?")


def _pages() -> list[Path]:
    return sorted(path for path in (GOLD / "pages").iterdir() if path.suffix in (".md", ".html", ".txt"))


def _intake(ingest: Ingest, library: Library, files: Sequence[Path]) -> Intake:
    before = len(library.snapshot().passages)
    started = time.perf_counter()
    ingest(library, files)
    seconds = time.perf_counter() - started
    return Intake(len(library.snapshot().passages) - before, seconds)


def _latency(library: Library) -> Latency:
    desk = Desk(library)
    desk.warm()
    cases = read([GOLD])
    taken = [seconds for case in cases for seconds in _ask(desk, case)]
    p50, p95 = np.percentile(np.array(taken) * 1000, [50, 95])
    return Latency(float(p50), float(p95), len(taken))


def _ask(desk: Desk, case: Case) -> list[float]:
    conversation = Conversation()
    taken = []
    for turn in case.turns:
        started = time.perf_counter()
        try:
            desk.ask(turn.question, conversation)
        except FootnoteError:
            continue  # a hostile turn that is refused is no answer
        taken.append(time.perf_counter() - started)
    return taken


def _peer(texts: Sequence[str], folder: Path, say: Say) -> Intake | None:
    say("Ingesting the same passages with LangChain and Chroma")
    from eval.bench_peer import Missing, ingest

    try:
        return Intake(len(texts), ingest(texts, folder))
    except Missing as why:
        say(str(why))
        return None


def _rate(intake: Intake | None) -> dict[str, Any] | None:
    if intake is None:
        return None
    return {"passages_per_second": intake.passages_per_second, "passages": intake.passages, "seconds": intake.seconds}
