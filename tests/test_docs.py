"""The documents a newcomer reads must stay true: their commands, examples, versions and links."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import footnote
from tests.command_page import COMMANDS, PAGE, page

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "corpus").rglob("*.md")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.M | re.S)


def tracked() -> list[Path]:
    """Text files that are part of the project, whether committed yet or not."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("not a git clone")
    suffixes = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".css", ".js", ".html", ".jinja", ""}
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).suffix in suffixes and path.is_file()]


def test_the_command_page_says_what_the_commands_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: make docs"


def test_every_command_is_on_the_command_page() -> None:
    from typer.main import get_command

    front = get_command(footnote.app)
    names = set()
    for name, command in getattr(front, "commands", {}).items():
        names.add(name)
        names.update(f"{name} {sub}" for sub in getattr(command, "commands", {}))
    assert names == set(COMMANDS) - {""}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_footnote_command_shown_in_a_page_exists(path: Path) -> None:
    """A line of a shell block that starts with `footnote` must at least parse as far as its command."""
    for block in blocks(path, "(?:sh|bash|console)"):
        for line in block.splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            if not words or not words[0].endswith("footnote"):
                continue
            command = [word for word in words[1:] if not word.startswith("-")][:2]
            assert any(" ".join(command[:n]) in COMMANDS for n in (1, 2)), line


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_that_a_page_runs_exists(path: Path) -> None:
    # Of the project's own rooms: what else is run that way is somebody else's.
    named = re.findall(r"\bpython -m ((?:corpus|ingest|chat|eval|tests)[\w.]*)", path.read_text("utf-8"))
    places = [ROOT.joinpath(*name.rstrip(".").split(".")) for name in named]
    missing = [
        place for place in places if not (place.with_suffix(".py").is_file() or (place / "__main__.py").is_file())
    ]
    assert missing == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_make_target_named_in_a_page_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = set(re.findall(r"`make ([a-z][a-z-]*)", path.read_text("utf-8")))
    assert named <= targets


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_local_link_of_a_page_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    found = blocks(ROOT / "README.md", "python")
    assert found
    for example in found:
        done = subprocess.run([sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    versions = re.findall(r"^## \[?([0-9][^\s\]]*)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert versions[0] == PROJECT["version"]


def test_every_direct_dependency_is_pinned() -> None:
    """A newcomer's install is the one that was tested."""
    pins = {
        re.split("==", line)[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    }
    wanted = [*PROJECT["dependencies"], *(one for group in PROJECT["optional-dependencies"].values() for one in group)]
    names = {re.split(r"[\[<>=!~; ]", one)[0].lower().replace("_", "-") for one in wanted}
    assert names - pins == set()


def test_nothing_names_a_place_on_the_machine_it_was_written_on() -> None:
    """What works only where it was written is of no use to a clone."""
    places = re.compile(r"(?<![\w.])/(?:work|home|root|Users)/[\w.-]+")
    found = [
        f"{path.relative_to(ROOT)}: {hit}" for path in tracked() for hit in places.findall(path.read_text("utf-8"))
    ]
    assert found == []


def test_every_test_that_the_page_on_reliability_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "reliability.md").read_text("utf-8")))
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))
    }
    assert len(named) > 50 and named <= there, named - there
