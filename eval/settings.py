"""Which questions are put to which library: the one at hand, or one made for the run and thrown away after it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import GoldError
from corpus.library import Library
from corpus.shipped_article import shipped
from eval.gold import GOLD_SUFFIXES, Case, read

OWN = Path(__file__).parent / "gold"
Ingest = Callable[[Library, Sequence[Path]], object]
"""Takes files into a library; raises a FootnoteError for one that cannot be read."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Conversations and the library that they are held with."""

    cases: Sequence[Case]
    documents: Sequence[Path] | None = None
    """Files of a library made for these cases alone; None: the library at hand."""
    texts: Sequence[tuple[str, str]] = ()
    """Further documents of such a library, as source name and text."""
    remarks: Sequence[str] = ()
    """What whoever runs it should know before it starts."""
    forgiving: bool = False
    """Of a public set: a case whose evidence is not found is left unscored, and the others go on."""


def own() -> list[Setting]:
    """The project's own gold sets, each with the page it was written for and no other."""
    files = sorted(path for path in OWN.iterdir() if path.suffix in GOLD_SUFFIXES)
    cases = read(files)
    return [Setting([case for case in cases if case.file == file.name], _page(file)) for file in files]


def of_dataset(name: str, path: Path, limit: int | None = None) -> Setting:
    """A public set with its own documents, at most its first `limit` cases.

    Raises GoldError for an unknown name, a folder that is not there or no such set, and a set without documents.
    """
    from eval.datasets import load

    dataset = load(name, path, limit)
    if not dataset.documents:
        raise GoldError(
            f"The set {name} has no documents to ask; measure it with: python -m eval.datasets {name} {path}"
        )
    cases = [replace(case, file=name) for case in dataset.cases]
    return Setting(cases, (), dataset.documents, [f"skipped: {one}" for one in dataset.skipped], forgiving=True)


def _page(gold: Path) -> list[Path]:
    pages = sorted(path for path in (OWN / "pages").iterdir() if path.stem == gold.stem)
    return pages or [shipped()]


@contextmanager
def opened(setting: Setting, folder: Path, ingest: Ingest | None) -> Iterator[Library]:
    """The setting's library, made in a temporary folder where the setting brings its own documents."""
    if setting.documents is None:
        with closing(Library(folder)) as library:
            yield library
        return
    if ingest is None:
        raise GoldError("Documents of its own can only be given to an evaluation that is able to ingest.")
    with tempfile.TemporaryDirectory(prefix="footnote-eval-") as made:
        texts = _written(setting.texts, Path(made) / "texts")
        with closing(Library(Path(made) / "library")) as library:
            ingest(library, [*setting.documents, *texts])
            yield library


def _written(texts: Sequence[tuple[str, str]], folder: Path) -> list[Path]:
    """The texts as files named by their sources."""
    folder.mkdir()
    for source, text in texts:
        if Path(source).name != source:
            raise GoldError(f"The document {source!r} of the set has a name that no file can have.")
        (folder / source).write_text(text, "utf-8", newline="")
    return [folder / source for source, _ in texts]


def content(setting: Setting, folder: Path) -> str:
    """A hash of what the setting's library holds, or will hold once it is made."""
    if setting.documents is None:
        with closing(Library(folder)) as library:
            return library.snapshot().state
    digest = hashlib.sha256()
    for path in setting.documents:
        digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0")
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(file.relative_to(path).as_posix().encode("utf-8", "surrogateescape") + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    for source, text in setting.texts:
        digest.update(f"{source}\0{text}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
