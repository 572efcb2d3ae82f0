"""The READMEs tell the truth: their commands, files and links exist, and both say the same."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa
from qa.cli import main

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _blocks(name: str, language: str = "") -> list[str]:
    return [body for kind, body in _FENCE.findall(_text(name)) if language in ("", kind)]


def _commands(name: str) -> list[str]:
    """Every command of a README, as written: lines of bash blocks, and inline code that starts like one."""
    lines = [line for block in _blocks(name, "bash") for line in block.splitlines()]
    inline = re.findall(r"`([^`\n]+)`", _FENCE.sub("", _text(name)))
    found = [line.split(" #")[0].strip() for line in [*lines, *inline]]
    return [line for line in found if re.match(r"(make|python|\.venv/bin/\w+|wenbao) ", line)]


def _words(name: str, program: str) -> Iterator[list[str]]:
    """The words after `program`, for each command that runs it."""
    for command in _commands(name):
        first, *rest = shlex.split(command)
        if Path(first).name == program:
            yield rest


def _tree(name: str) -> list[tuple[str, bool]]:
    """Paths in the drawn tree with whether each is a folder; four blanks are one level."""
    block = next(block for block in _blocks(name, "text") if "\nqa/\n" in block)
    paths, folders = [], [""]
    for line in block.splitlines():
        level = (len(line) - len(line.lstrip())) // 4
        entry = line.split()[0]
        path = folders[level] + entry
        folders[level + 1 :] = [path]
        paths.append((path.rstrip("/"), entry.endswith("/")))
    return paths


def _help(subcommand: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as done:
        main([subcommand, "--help"])
    assert done.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", READMES)
def test_readme_shows_commands_of_every_kind(name: str) -> None:
    assert all(any(_words(name, program)) for program in ("make", "wenbao", "python"))


@pytest.mark.parametrize("name", READMES)
def test_make_targets_and_variables_exist(name: str) -> None:
    makefile = _text("Makefile")
    targets = set(re.findall(r"^([\w-]+):", makefile, re.MULTILINE))
    for words in _words(name, "make"):
        assigned = {word.split("=")[0] for word in words if "=" in word}
        named = {word for word in words if "=" not in word and re.fullmatch(r"[\w-]+", word)}
        assert named and named <= targets
        assert all(re.search(rf"\b{variable}\b", makefile) for variable in assigned)


@pytest.mark.parametrize("name", READMES)
def test_wenbao_subcommands_actions_and_options_exist(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for subcommand, *words in _words(name, "wenbao"):
        described = _help(subcommand, capsys)
        options = [word for word in words if word.startswith("--")]
        actions = [word for word in words[:1] if subcommand in ("reports", "weights") and not word.startswith("--")]
        assert [word for word in [*options, *actions] if not re.search(rf"(?<![\w-]){word}\b", described)] == []


@pytest.mark.parametrize("name", READMES)
def test_python_scripts_exist(name: str) -> None:
    assert [words[0] for words in _words(name, "python") if not (ROOT / words[0]).is_file()] == []


@pytest.mark.parametrize("name", READMES)
def test_python_example_uses_public_names(name: str) -> None:
    used = {match for block in _blocks(name, "python") for match in re.findall(r"\bqa\.(\w+)", block)}
    assert used and used <= set(qa.__all__)


@pytest.mark.parametrize("name", READMES)
def test_drawn_tree_exists(name: str) -> None:
    assert [
        path for path, is_folder in _tree(name) if (ROOT / path).is_dir() != is_folder or not (ROOT / path).exists()
    ] == []


@pytest.mark.parametrize("name", READMES)
def test_drawn_tree_has_every_package(name: str) -> None:
    inits = [*ROOT.glob("qa/**/__init__.py"), *ROOT.glob("embeddings/**/__init__.py")]
    assert {path.parent.relative_to(ROOT).as_posix() for path in inits} <= {path for path, _ in _tree(name)}


@pytest.mark.parametrize("name", READMES)
def test_links_and_variables_exist(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", _text(name))
    assert [link for link in links if not (ROOT / link).exists()] == []
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("[qe]*/**/*.py"))) + _text(
        "Makefile"
    )
    assert [word for word in re.findall(r"`([A-Z]+_[A-Z]+)`", _text(name)) if word not in source] == []


def test_twins_have_the_same_headings() -> None:
    english, chinese = (re.findall(r"^(#+) ", _FENCE.sub("", _text(name)), re.MULTILINE) for name in READMES)
    assert english == chinese


def test_twins_have_the_same_commands_and_code() -> None:
    english, chinese = READMES
    assert _commands(english) == _commands(chinese)
    assert [kind for kind, _ in _FENCE.findall(_text(english))] == [kind for kind, _ in _FENCE.findall(_text(chinese))]
    uncommented = [[re.sub(r" +#.*", "", block) for block in _blocks(name, "python")] for name in READMES]
    assert uncommented[0] == uncommented[1]


def test_twins_draw_the_same_tree() -> None:
    assert _tree(READMES[0]) == _tree(READMES[1])
