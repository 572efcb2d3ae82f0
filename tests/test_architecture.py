"""The import table of the product, read from every module: imports go down only, engines load where they are used."""

from __future__ import annotations

import ast
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]

# From what everything may import up to what nothing may; parts of one row do not know each other,
# except those of the rows in FAMILIAR. A part is a module or a folder with all that lies in it.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("qa.text", "qa.datatypes", "qa.dictionary", "qa.errors", "qa.config", "qa.synonyms"),
    ("qa.reports",),
    ("qa.figures",),
    ("qa.search", "qa.answers", "qa.feedback"),
    ("qa.assistant", "qa.opening"),
    ("qa.evaluation",),
    ("qa.page",),
    ("qa.batch", "qa.console", "qa.progress"),
    ("qa.commands",),
    ("qa.cli",),
    ("app",),
)
FAMILIAR = (LAYERS[0], LAYERS[4])  # the ground floor; `opening` puts an assistant together

# Who may import what of `embeddings`, which itself imports nothing of `qa`.
EMBEDDINGS_USERS = {
    "qa.search.building": {"embeddings.vectors"},
    "qa.search.embedding": {"embeddings.vectors"},
    "qa.search.index": {"embeddings.encoder", "embeddings.vectors", "embeddings.weights"},
    "qa.answers.generator": {"embeddings.weights"},
    "qa.commands": {"embeddings.weights"},
}

# Each takes a good part of a second or more to import, so it is imported where it is loaded.
HEAVY = {
    "faiss", "gradio", "jieba", "matplotlib", "openvino", "openvino_genai", "sentence_transformers",
    "torch", "transformers",
}  # fmt: skip
STARTUP_CPU_S = 2.0


class Import(NamedTuple):
    """One import as written: the module meant, where, and whether it runs when the importer is imported."""

    importer: str
    imported: str
    line: int
    at_top: bool

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def _module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {
    _module_of(path): path
    for path in sorted([*ROOT.glob("qa/**/*.py"), *ROOT.glob("embeddings/**/*.py"), ROOT / "app.py"])
}


def _imports(module: str) -> Iterator[Import]:
    """All imports of a module but those for type checking only; relative ones are refused by a test of their own."""
    todo: list[tuple[ast.AST, bool]] = [(ast.parse(FILES[module].read_text(encoding="utf-8")), True)]
    while todo:
        node, at_top = todo.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            todo += [(child, at_top) for child in node.orelse]
            continue
        if isinstance(node, ast.Import):
            yield from (Import(module, name.name, node.lineno, at_top) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            for name in node.names:
                inner = f"{source}.{name.name}"
                yield Import(module, inner if inner in FILES else source, node.lineno, at_top)
        at_top = at_top and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        todo += [(child, at_top) for child in ast.iter_child_nodes(node)]


IMPORTS = tuple(found for module in FILES for found in _imports(module))


def _place(module: str) -> tuple[int, str]:
    """The row and the part that a module belongs to."""
    for row, parts in enumerate(LAYERS):
        for part in parts:
            if module == part or module.startswith(f"{part}."):
                return row, part
    raise AssertionError(f"{module} stands in no row of LAYERS: decide where it belongs")


def _goes_down(importer: str, imported: str) -> bool:
    (row, part), (other_row, other_part) = _place(importer), _place(imported)
    return other_row < row or part == other_part or (row == other_row and LAYERS[row] in FAMILIAR)


def _own(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def test_every_module_has_a_place() -> None:
    assert [_place(module) for module in FILES if module != "qa" and not _own(module, "embeddings")]


def test_imports_go_down_only() -> None:
    ours = [found for found in IMPORTS if found.importer != "qa" and found.imported.startswith("qa.")]
    upward = [
        str(found)
        for found in ours
        if _own(found.importer, "embeddings") or not _goes_down(found.importer, found.imported)
    ]
    assert upward == []


def test_nothing_in_the_packages_imports_the_root() -> None:
    assert [str(found) for found in IMPORTS if found.imported == "qa"] == []


def test_imports_are_absolute() -> None:
    assert [str(found) for found in IMPORTS if found.imported.startswith(".")] == []


def test_only_search_and_answers_use_embeddings() -> None:
    outside = [
        found for found in IMPORTS if _own(found.imported, "embeddings") and not _own(found.importer, "embeddings")
    ]
    wrong = [str(found) for found in outside if found.imported not in EMBEDDINGS_USERS.get(found.importer, set())]
    assert wrong == []


def test_no_module_is_part_of_a_cycle() -> None:
    edges: dict[str, set[str]] = {module: set() for module in FILES}
    for found in IMPORTS:
        if found.imported in FILES:
            edges[found.importer].add(found.imported)
    while free := [module for module, needs in edges.items() if not needs & edges.keys()]:
        for module in free:
            del edges[module]
    assert sorted(edges) == []


def test_engines_are_not_imported_at_the_top_of_a_module() -> None:
    early = [found for found in IMPORTS if found.at_top and found.imported.split(".")[0] in HEAVY]
    assert [
        str(found) for found in early if not (_own(found.importer, "qa.page") and _own(found.imported, "gradio"))
    ] == []


# Run in a process of its own: what this one has imported already does not count.
_REPORT = f"import json, sys; print(json.dumps(sorted(set({sorted(HEAVY)!r}) & set(sys.modules))), file=sys.stderr)"
_HELP = """
import runpy, sys
sys.argv = ["wenbao", "--help"]
try:
    runpy.run_module("qa.cli", run_name="__main__")
except SystemExit as done:
    assert not done.code
"""


@pytest.mark.parametrize("code", ["import qa", _HELP], ids=["import qa", "wenbao --help"])
def test_starting_loads_no_engine_and_is_quick(code: str) -> None:
    before = _cpu_s_of_children()
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{_REPORT}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    used = _cpu_s_of_children() - before
    assert json.loads(done.stderr.splitlines()[-1]) == []
    assert used < STARTUP_CPU_S  # of the processor, not by the clock: the same on a busy machine


def _cpu_s_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
