"""A file is read once; what has become of it since it was found is told and never followed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.library import Library
from corpus.settings import LIMITS
from ingest.files import Found, contents, find, is_address
from ingest.ingest import ingest
from ingest.reading import Reader
from tests.scripted_embedder import use_words


def vanish(file: Path, elsewhere: Path) -> None:
    file.unlink()


def become_a_link(file: Path, elsewhere: Path) -> None:
    file.unlink()
    file.symlink_to(elsewhere)


def become_a_pipe(file: Path, elsewhere: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def become_a_folder(file: Path, elsewhere: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("change", [vanish, become_a_link, become_a_pipe, become_a_folder])
def test_a_file_that_is_another_thing_by_the_time_it_is_opened_is_refused(
    change: Callable[[Path, Path], None], tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("Not for readers.")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "gout.txt").write_text("Gout")
    (found,) = find([tmp_path / "folder"])
    change(tmp_path / "folder" / "gout.txt", tmp_path / "secret.txt")
    with pytest.raises(SourceError, match=r"^it .*\.$"):
        contents(found.origin)


def test_a_folder_that_may_be_listed_and_not_entered_ends_the_walk_of_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root, as whom tests may run, may enter any: the system's refusal is played."""
    for folder in ("a", "locked", "z"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "gout.txt").write_text("Gout")
    look = Path.stat

    def refused(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if self.parent.name == "locked":
            raise PermissionError(13, "Permission denied")
        return look(self, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", refused)
    found = [(Path(one.given).parent.name, one.why) for one in find([tmp_path])]
    assert found == [("a", ""), ("locked", "Permission denied"), ("z", "")]


def test_a_file_that_changes_while_it_is_read_is_held_as_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its digest is that of the words that are held, so that the next ingest finds it changed."""
    monkeypatch.setattr("corpus.models._weights", {})
    monkeypatch.setattr("corpus.models._embedders", {})
    use_words()
    file = tmp_path / "gout.txt"
    file.write_text("Gout\n\nColchicine is given early.\n")
    was = file.read_bytes()
    real = Reader.read

    def read_while_it_changes(self: Reader, content: bytes, charset: str) -> object:
        file.write_text("Gout\n\nColchicine is given late.\n")
        return real(self, content, charset)

    monkeypatch.setattr(Reader, "read", read_while_it_changes)
    with closing(Library(tmp_path / "library")) as library:
        ingest(library, [file])
        (held,) = library.snapshot().documents.values()
    assert held.digest == hashlib.sha256(was).hexdigest() and "early" in held.text


def test_a_file_that_is_too_large_is_refused_before_anything_reads_it(tmp_path: Path) -> None:
    with (tmp_path / "large.pdf").open("wb") as file:
        file.write(b"%PDF")
        file.truncate(LIMITS.document_bytes + 1)
    with pytest.raises(SourceError, match=r"larger than 100 MB\.$"):
        contents(str(tmp_path / "large.pdf"))


@pytest.mark.parametrize("given", ["https://example.org/a.txt", "HTTP://EXAMPLE.ORG", "ftp://example.org", "file:///a"])
def test_an_address_is_told_from_a_file_and_keeps_every_letter(given: str) -> None:
    assert list(find([given, given])) == [Found(given, given)]
    assert next(find([given])).source == given


@pytest.mark.parametrize("given", ["a.txt", "/a/b", "a:b.txt", "notes://"])
def test_what_only_looks_like_an_address_is_a_file(given: str) -> None:
    assert is_address(given) == (given == "notes://")


def test_the_mark_that_word_leaves_beside_an_open_file_is_no_name_of_a_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("~$paper.docx", "paper.docx", "~draft.txt"):
        (tmp_path / name).write_text("Gout")
    monkeypatch.chdir(tmp_path)
    assert [(one.source, one.why) for one in find(["~$paper.docx", "~$gone.docx", "paper.docx"])] == [
        ("~$paper.docx", ""),
        ("~$gone.docx", "there is no such file"),
        ("paper.docx", ""),
    ]
    assert [one.source for one in find([tmp_path])] == ["paper.docx", "~draft.txt"]
