"""Documents and passages made by hand, as an ingest would make them, and the files of a library as they lie on disk."""

from __future__ import annotations

from pathlib import Path

from corpus.documents import Block, Document, Marker, Part, Passage, Reference, Span, passage_key, short_hash
from corpus.library import Library

Made = tuple[Document, list[Passage]]

FOOT_DROP = (
    "Foot drop can result from peripheral neuropathy caused by the disease itself.",
    "An ankle foot orthosis is recommended to enable safer walking.",
    "Bortezomib-induced neuropathy is mostly reversible.",
)
STATINS = (
    "Simvastatin was withdrawn after four weeks.",
    "Muscle pain was the most common complaint.",
)


def document(name: str, *paragraphs: str, section: str = "Findings") -> Made:
    """A document of plain paragraphs, one passage each, one part each."""
    key = short_hash(name)
    text = "\n\n".join(paragraphs)
    passages: list[Passage] = []
    at = 0
    for paragraph in paragraphs:
        end = at + len(paragraph)
        occurrence = sum(passage.text == paragraph for passage in passages)
        passages.append(
            Passage(
                key=passage_key(key, [section], paragraph, occurrence),
                document=key,
                kind="body",
                section=(section,),
                start=at,
                end=end,
                text=paragraph,
                parts=(Part("sentence", at, end),),
            )
        )
        at = end + 2
    blocks = tuple(Block("paragraph", passage.start, passage.end) for passage in passages)
    made = Document(
        key=key,
        source=name,
        origin=f"/somewhere/{name}",
        title=name.partition(".")[0],
        text=text,
        blocks=blocks,
        digest=short_hash(text),
    )
    return made, passages


def rich() -> Made:
    """A document that uses every field there is, with the characters that are easily lost."""
    text = "Scale µ 10⁶\u2009\x00😀\n\nSeverity 1:\n• Score ≥20: severe 1\n\nDose | Effect\n0.7 mg/m² | mild"
    lead, item, table = text.index("Severity"), text.index("•"), text.index("Dose")
    mark = (Marker(text.index(" 1:"), text.index(" 1:") + 2, (1,)),)
    cells = tuple(
        Span(text.index(word), text.index(word) + len(word)) for word in ("Dose", "Effect", "0.7 mg/m²", "mild")
    )
    row = text.index("0.7")
    key = short_hash("rich")
    listed = Passage(
        key=passage_key(key, ["A", "B"], text[lead:table], 0),
        document=key,
        kind="body",
        section=("A", "B"),
        start=lead,
        end=table - 2,
        text=text[lead : table - 2],
        parts=(Part("lead", lead, item - 1), Part("item", item, table - 2, 1)),
        markers=mark,
        references=(1, 4),
        page=3,
    )
    rows = Passage(
        key=passage_key(key, ["A"], text[table:], 0),
        document=key,
        kind="about",
        section=(),
        start=table,
        end=len(text),
        text=text[table:],
        parts=(
            Part("header", table, row - 1, 0, cells[:2]),
            Part("row", row, len(text), 1, cells[2:]),
        ),
    )
    made = Document(
        key=key,
        source="undecodable \udcff name.txt",
        origin="/a b/\udcff/rich.txt",
        title="Scale — “µ”",
        text=text,
        blocks=(
            Block("title", 0, 14, 1),
            Block("paragraph", lead, item - 1, 0, 3),
            Block("row", table, row - 1, 1, None, cells[:2]),
        ),
        references=(
            Reference(1, "A title", "Guideline", "A journal", 2008, "10.1/x", "123", "its words", True, True, 4, 9),
            Reference(4, listed=False),
        ),
        markers=mark,
        type="Guideline",
        stands_for=("an article", 3),
        attached_as=Reference(
            3, "A title", "Guideline", "A journal", 2008, "10.1/x", "123", "its words", start=4, end=9
        ),
        attached_in="e" * 64,
        publisher="P",
        updated="October 21, 2025",
        review_status="Under Review",
        disclaimer="Not advice.",
        digest="d" * 64,
        dropped={"soft hyphens": 2, "control characters": 1},
    )
    return made, [listed, rows]


def fill(library: Library, *made: Made) -> None:
    with library.write() as draft:
        for one, passages in made:
            draft.put(one, passages)


def index_of(library: Library) -> Path:
    """The folder of the indexes in force: the highest number."""
    return max((library.folder / "index").iterdir(), key=lambda found: int(found.name.partition("-")[0]))


def files_of(folder: Path) -> dict[str, int]:
    """Every file under a folder with the time it was last written."""
    return {str(file): file.stat().st_mtime_ns for file in folder.rglob("*") if file.is_file()}
