"""The house's rules, held by reading every module: who may import whom, and what only one room may know."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("corpus", "ingest", "chat", "eval")

MAY_IMPORT = {
    "corpus": set[str](),
    "ingest": {"corpus"},
    "chat": {"corpus"},
    "eval": {"chat", "corpus"},
    "footnote": set(ROOMS),
}

# The pages that the models are trained on are read and split as anybody's are.
BESIDES = {"eval/training/conversations.py": {"ingest"}}

ONLY_IN = {
    "chromadb": ["corpus/*"],
    # Public sets are measured beside plain BM25, which is the floor and not the product.
    "bm25s": ["corpus/*", "eval/datasets/__main__.py"],
    # Training is no part of answering: it makes the weights that `corpus/` loads.
    "torch": ["corpus/*", "eval/training/*"],
    "transformers": ["corpus/*", "eval/training/*"],
    # The yardstick of the benchmark is somebody else's program, and measured as such.
    "sentence_transformers": ["corpus/*", "eval/bench_peer.py"],
    "langchain_chroma": ["eval/bench_peer.py"],
    "gradio": ["chat/page/*"],
    "fastapi": ["chat/page/*"],
    "uvicorn": ["chat/page/*"],
    "bs4": ["ingest/readers/*"],
    "lxml": ["ingest/readers/*"],
    "html5lib": ["ingest/readers/*"],
    "markdown_it": ["ingest/readers/*"],
    "pypdfium2": ["ingest/readers/*"],
    "docx": ["ingest/readers/*"],
    "bibtexparser": ["ingest/readers/*"],
    "pylatexenc": ["ingest/readers/*"],
    "ir_measures": ["eval/*"],
    "matplotlib": ["eval/*"],
    "jinja2": ["eval/*"],
    "typer": ["footnote.py"],
    "httpx": ["ingest/web.py"],
    "subprocess": ["corpus/doctor.py", "ingest/reading.py", "eval/*"],
    "xllamacpp": ["chat/generative/gguf.py"],
}
"""Swapping one of these touches one room."""

CHAT_MODELS = ("langchain", "langchain_openai", "langchain_anthropic", "langchain_ollama")

HEAVY = {
    "chromadb",
    "sentence_transformers",
    "torch",
    "transformers",
    "gradio",
    "matplotlib",
    "bs4",
    "lxml",
    "pypdfium2",
    "scipy",
    "sklearn",
    "langchain",
    "langchain_openai",
    "langsmith",
    "openai",
    "xllamacpp",
}


def modules() -> list[Path]:
    found = [ROOT / "footnote.py"]
    for room in ROOMS:
        found.extend(sorted((ROOT / room).rglob("*.py")))
    return found


PACKAGES = {
    path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in modules() if path.name == "__init__.py"
}
MODULES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in modules()}


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported anywhere in the tree, by its full dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def at_import(tree: ast.Module) -> Iterator[str]:
    """What importing the module imports: not what its functions import, nor what only a type checker sees."""

    def visit(body: list[ast.stmt]) -> Iterator[str]:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if isinstance(node, ast.If):
                if "TYPE_CHECKING" not in ast.dump(node.test):
                    yield from visit(node.body)
                yield from visit(node.orelse)
            elif isinstance(node, ast.Try | ast.ClassDef | ast.With):
                yield from visit(node.body)
            else:
                yield from imported(node)

    yield from visit(tree.body)


def room(name: str) -> str:
    return name.split(".")[0].split("/")[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES)
def test_a_room_imports_only_the_rooms_below_it(path: str) -> None:
    allowed = MAY_IMPORT[room(path)] | {room(path)} | BESIDES.get(path, set())
    crossed = {name for name in imported(MODULES[path]) if room(name) in MAY_IMPORT and room(name) not in allowed}
    assert not crossed


@pytest.mark.parametrize("dependency", ONLY_IN)
def test_a_dependency_is_known_in_one_room_only(dependency: str) -> None:
    knowing = {path for path, tree in MODULES.items() if dependency in {room(name) for name in imported(tree)}}
    assert {path for path in knowing if not any(fnmatch(path, home) for home in ONLY_IN[dependency])} == set()


def test_only_one_module_of_chat_knows_chat_models() -> None:
    knowing = [path for path, tree in MODULES.items() if {room(name) for name in imported(tree)} & set(CHAT_MODELS)]
    assert len(knowing) <= 1
    assert all(path.startswith("chat/") for path in knowing)


def test_nobody_imports_the_front_door() -> None:
    assert [path for path, tree in MODULES.items() if "footnote" in imported(tree)] == []


def test_no_module_imports_itself_through_others() -> None:
    """Counting only what happens at import: a cycle there depends on who is imported first."""
    names = {path.removesuffix("/__init__.py").removesuffix(".py").replace("/", "."): path for path in MODULES}
    needs = {name: {other for other in at_import(MODULES[path]) if other in names} for name, path in names.items()}
    for name, others in needs.items():
        # `from package import module` asks its own package for nothing but the module.
        others.discard(name if name in PACKAGES else name.rpartition(".")[0])
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for other in sorted(needs[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in sorted(needs):
        visit(name, ())


def test_the_front_door_opens_without_waiting_for_models() -> None:
    """`footnote --help` answers at once: nothing slow is imported before a command needs it."""
    seen: set[str] = set()
    waiting = ["footnote"]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        path = name.replace(".", "/")
        tree = MODULES.get(f"{path}.py") or MODULES.get(f"{path}/__init__.py")
        if tree is not None:
            waiting.extend(at_import(tree))
    assert {room(name) for name in seen} & HEAVY == set()


def test_modules_stay_small_enough_to_read() -> None:
    """Median under 120 lines, nine in ten under 250, none over 400."""
    sizes = sorted(
        (len((ROOT / path).read_text("utf-8").splitlines()), path)
        for path in MODULES
        if not path.endswith("__init__.py")
    )
    assert sizes[len(sizes) // 2][0] < 120
    assert sizes[len(sizes) * 9 // 10][0] < 250
    assert sizes[-1][0] <= 400, sizes[-1]
