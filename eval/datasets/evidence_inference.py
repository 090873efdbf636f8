"""Evidence Inference: what full-text trials say of an intervention, with the spans that doctors marked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eval.datasets.records import Broken, Dataset, Record, collect, json_lines, one_file, present, single, text, text_of
from eval.gold import Case, Turn

ORIGIN = "https://github.com/jayded/evidence-inference (prompts.jsonl and articles/PMC*.txt)"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question about one article, and where its evidence stands there."""

    id: str
    question: str
    source: str
    spans: tuple[tuple[int, int], ...]
    label: str


def read(folder: Path, skipped: list[str], limit: int | None = None) -> tuple[list[Prompt], list[tuple[str, str]]]:
    """The prompts that have a valid span, and the articles, (source, text)."""
    path = one_file(present(folder, "evidence-inference", ORIGIN), "prompts.jsonl", "evidence-inference")
    texts: dict[str, str] = {}

    def made(place: str, record: Record) -> Prompt:
        source = f"{text(record, 'pmcid')}.txt"
        article = folder / "articles" / source
        if source not in texts:
            if not article.is_file():
                raise Broken(f"its article {source} is not there")
            texts[source] = text_of(article)
        return _prompt(record, source, texts[source])

    prompts = collect(json_lines(path, skipped), made, skipped, limit)
    used = {prompt.source for prompt in prompts}
    return prompts, [(source, words) for source, words in texts.items() if source in used]


def load(folder: Path, limit: int | None = None) -> Dataset:
    """Prompts as questions; a doctor's span is evidence. There are no nuggets: citations are what is judged."""
    skipped: list[str] = []
    prompts, documents = read(folder, skipped, limit)
    texts = dict(documents)
    return Dataset(
        "evidence-inference", [_case(prompt, texts[prompt.source]) for prompt in prompts], documents, skipped
    )


def _prompt(record: Record, source: str, words: str) -> Prompt:
    spans = []
    for span in record["evidence"]:
        if not (span.get("valid_label") and span.get("offset_ok", True)):
            continue
        start, end = int(span["start"]), int(span["end"])
        if not 0 <= start < end <= len(words):
            raise Broken("a span lies outside its article")
        spans.append((start, end))
    if not spans:
        raise Broken("no valid span of evidence")
    return Prompt(
        str(record["prompt_id"]),
        text(record, "question").strip(),
        source,
        tuple(dict.fromkeys(spans)),
        str(record.get("gold_label", "")),
    )


def _case(prompt: Prompt, words: str) -> Case:
    evidence = tuple(dict.fromkeys(words[start:end].strip() for start, end in prompt.spans))
    tags = [prompt.label.replace(" ", "-")] if prompt.label else []
    return single(f"prompt-{prompt.id}", Turn(prompt.question, answerable=True, evidence=evidence), tags)
