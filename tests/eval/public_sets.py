"""How Footnote itself does on public sets, beside plain methods: `python -m tests.eval.public_sets NAME FOLDER`.

The plain methods' figures are those of `python -m eval.datasets` on the same questions. Each set's documents are
ingested into libraries of their own, which are thrown away.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache, partial
from pathlib import Path

from chat.ask import Conversation, Desk
from chat.followup import Turn, standalone
from corpus.errors import SourceError
from corpus.library import Library
from eval.datasets import clapnq, conversations, evidence_inference, squad
from eval.datasets.__main__ import main as floors
from eval.datasets.measures import Found, answerability, auroc, evidence_coverage, hit_at, rewrite_overlap
from ingest.ingest import ingest


@contextmanager
def desk(texts: Mapping[str, str]) -> Iterator[Desk]:
    """A desk over a library of these texts, by their sources."""
    with tempfile.TemporaryDirectory() as made:
        files = []
        for source, text in texts.items():
            files.append(Path(made) / source)
            files[-1].write_text(text, "utf-8", newline="")
        with closing(Library(Path(made) / "library")) as library:
            for outcome in ingest(library, files):
                if outcome.status == "unreadable":
                    raise SourceError(outcome.why)
            yield Desk(library)


def found(desk: Desk, question: str, texts: Mapping[str, str]) -> list[Found]:
    """The ranking of passages of the documents' body, as places in the texts as the set has them."""
    bodies = [shown for shown in desk.search(question, 200) if shown.passage.kind == "body"]
    return [_place(shown.source, shown.passage.text, texts[shown.source]) for shown in bodies]


def _place(source: str, words: str, text: str) -> Found:
    """Where a passage stands: a reader may have dropped what a person does not see, as white space at line ends."""
    match = re.search(r"\W+".join(map(re.escape, re.findall(r"\w+", words))), text)
    if match is None:
        raise SourceError(f"A passage of {source} cannot be found again: {words[:60]!r}.")
    return Found(source, *match.span())


def _squad(path: Path, limit: int | None) -> str:
    questions, documents = squad.read(path, [], limit)
    texts = dict(documents)
    with desk(texts) as asked:
        hits = hit_at(questions, lambda question: found(asked, question, texts))
    return " ".join(f"hit@{k} {_mean(values)}" for k, values in hits.items())


def _evidence_inference(path: Path, limit: int | None) -> str:
    prompts, documents = evidence_inference.read(path, [], limit)
    covered: dict[int, list[bool]] = {}
    # Each question is asked of its own article, as the set's doctors were.
    for source, text in documents:
        own = [prompt for prompt in prompts if prompt.source == source]
        with desk({source: text}) as asked:
            found_in = partial(_search, asked, {source: text})
            for words, values in evidence_coverage(own, {source: text}, found_in).items():
                covered.setdefault(words, []).extend(values)
    return "evidence coverage " + " ".join(f"at {words} words {_mean(values)}" for words, values in covered.items())


def _search(desk: Desk, texts: Mapping[str, str], question: str, source: str) -> list[Found]:
    return [one for one in found(desk, question, texts) if one.source == source]


def _clapnq(path: Path, limit: int | None) -> str:
    def score(question: str, passage: str) -> float:
        with desk({"passage.txt": passage}) as asked:
            return asked.ask(question, Conversation()).score

    right, scores = answerability(clapnq.read(path, [], limit), score)
    return f"answerability AUROC {auroc(right, scores):.3f} of {len(right)} questions"


def _cast(path: Path, limit: int | None) -> str:
    @cache
    def read_as(before: tuple[conversations.Exchange, ...], question: str) -> str:
        history = [Turn(read_as(before[:n], one.question), one.response, one.question) for n, one in enumerate(before)]
        return standalone(question, history)

    lines = []
    for year, only in (("2019", "evaluation"), ("2020", "2020"), ("2021", "2021")):
        turns = conversations.read(path, [], limit, only)
        scores = rewrite_overlap(turns, lambda before, question: read_as(tuple(before), question))
        means = [_mean([getattr(one, part) for one in scores]) for part in ("recall", "precision", "f")]
        lines.append(f"{year}, {len(scores)} turns: recall {means[0]} precision {means[1]} F {means[2]}")
    return "\n            ".join(lines)


def _mean(values: Sequence[float]) -> str:
    return f"{sum(values) / len(values):.3f}" if values else "none"


SETS: Mapping[str, Callable[[Path, int | None], str]] = {
    "squad": _squad,
    "covid-qa": _squad,
    "evidence-inference": _evidence_inference,
    "clapnq": _clapnq,
    "cast": _cast,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the floors, then Footnote's own figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.public_sets", description=__doc__)
    parser.add_argument("name", choices=sorted(SETS))
    parser.add_argument("path", type=Path)
    parser.add_argument("--limit", type=int, default=None)
    given = parser.parse_args(arguments)
    limited = [] if given.limit is None else ["--limit", str(given.limit)]
    if code := floors([given.name, str(given.path), *limited]):
        return code
    print(f"  Footnote: {SETS[given.name](given.path, given.limit)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
