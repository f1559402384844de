"""What is named is there: settings, commands, and names of code in docstrings, comments and documents."""

from __future__ import annotations

import re
import tokenize
from functools import cache
from pathlib import Path

import click
import pytest
from flask import Flask

import config
from tests.house.sources import ROOT, TESTS, TRACKER, name_of, python_files, strings_in
from tests.support.databases import an_app, sqlite_address

SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
READMES = ("README.md", "README.vi.md")
GROUPS = {"TRACKER_OIDC_": (*config.OIDC_MUST, *config.OIDC_MAY), "TRACKER_S3_": (*config.S3_MUST, *config.S3_MAY)}
NAMED = r"`flask ([a-z][a-z-]*(?: [a-z][a-z-]*)?)"
"""How a row of docs/commands.md begins."""
NOT_OURS = {"db", "routes", "run", "shell"}
SPEAKING = (tokenize.NAME, tokenize.STRING, tokenize.COMMENT)
NAMES_OF_OTHERS = {"BrokenProcessPool", "photos", "tcp_keepalives_idle"}
"""Names that docstrings speak of and only the standard library, pyproject.toml or PostgreSQL defines."""


def settings_of_the_program() -> set[str]:
    """Return every setting that config.py reads; settings that come together are named by their group."""
    named = {
        text for _, text in strings_in(ROOT / "config.py") if re.fullmatch(r"TRACKER_[A-Z0-9_]+", text)
    } - GROUPS.keys()
    return named | {prefix + name.upper() for prefix, names in GROUPS.items() for name in names}


def commands_of(group: click.Group, before: str = "flask") -> dict[str, click.Command]:
    """Return every command under its whole name, such as «flask plan import»."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands_of(command, f"{before} {name}")
        else:
            found[f"{before} {name}"] = command
    return found


@pytest.fixture
def commands(tmp_path: Path) -> dict[str, click.Command]:
    """Return the commands of the program, without those of Flask and Flask-Migrate."""
    app: Flask = an_app(sqlite_address(tmp_path / "none.db"), DATA_DIR=tmp_path)
    return {name: it for name, it in commands_of(app.cli).items() if name.split()[1] not in NOT_OURS}


def test_every_setting_is_described_and_no_other() -> None:
    ours, _, of_tests = SETTINGS.partition("## Of tests alone")
    described = set(re.findall(r"TRACKER_[A-Z0-9_]+", ours))

    assert described == settings_of_the_program()
    assert len(described) > 30 and "TRACKER_TEST_DEPTH" in of_tests


def test_every_command_is_described_and_no_other(commands: dict[str, click.Command]) -> None:
    described = {f"flask {found}" for found in re.findall(rf"^\| {NAMED}", COMMANDS, re.MULTILINE)}

    assert described == commands.keys()
    assert len(described) > 20


def test_options_of_the_list_are_options_of_the_command(commands: dict[str, click.Command]) -> None:
    """A row names its command; a row that goes on («…») speaks of the command above it."""
    command, strange = "", []
    for line in re.findall(r"^\| (.*?) \| ", COMMANDS, re.MULTILINE):
        if found := re.match(NAMED, line):
            command = f"flask {found[1]}"
        if line.startswith(("`flask", "…")):
            options = {option for parameter in commands[command].params for option in parameter.opts}
            strange += [f"{command} {each}" for each in re.findall(r"--[a-z-]+", line) if each not in options]

    assert strange == []


def test_every_target_of_make_is_described_and_no_other() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.MULTILINE)) - {"help"}

    assert set(re.findall(r"^\| `make ([a-z0-9-]+)`", COMMANDS, re.MULTILINE)) == targets


@pytest.mark.parametrize("name", READMES)
def test_the_way_in_is_short_and_names_every_document(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    documents = sorted(path.name for path in (ROOT / "docs").glob("*.md"))

    assert len(text.splitlines()) < 120
    assert [each for each in documents if f"docs/{each}" not in text] == []


def test_names_of_the_glossary_are_names_of_the_code() -> None:
    glossary = (ROOT / "docs" / "thuat-ngu.md").read_text(encoding="utf-8")
    code = "\n".join(path.read_text(encoding="utf-8") for path in python_files(TRACKER))
    named = re.findall(r"`([A-Za-z_]\w*(?:\.\w+)?)`", glossary)
    strange = [
        each
        for each in named
        for name, _, member in [each.partition(".")]
        if not re.search(rf"^ *(?:class )?{name}\b", code, re.MULTILINE)
        or (member and not re.search(rf"^ +{member}\b", code, re.MULTILINE))
    ]

    assert len(named) >= 40
    assert strange == []


@cache
def words_of_code() -> frozenset[str]:
    """Return every word that stands in code: names, strings but docstrings, templates, names of files and folders."""
    words = set(NAMES_OF_OTHERS)
    files = [*python_files(TRACKER, TESTS, ROOT / "bench", ROOT / "migrations"), *ROOT.glob("*.py")]
    for path in files:
        words |= {path.stem, path.parent.name}
        words |= {token.string for token in tokens_of(path) if token.type == tokenize.NAME}
        words.update(*(re.findall(r"\w+", text) for _, text in strings_in(path)))
    for path in (ROOT / "templates").rglob("*.html"):
        words.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return frozenset(words)


@cache
def tokens_of(path: Path) -> tuple[tokenize.TokenInfo, ...]:
    """Return the names, strings and comments of a file."""
    with path.open("rb") as file:
        return tuple(each for each in tokenize.tokenize(file.readline) if each.type in SPEAKING)


def strange_names(text: str) -> list[str]:
    """Return the names in backticks of which a part stands nowhere in the code, such as a module that was renamed."""
    named = re.findall(r"`([A-Za-z_]\w*(?:\.\w+)*)`", text)
    return [each for each in named if not words_of_code().issuperset(each.split("."))]


def test_names_in_docstrings_and_comments_are_names_of_the_code() -> None:
    prose = [
        (path, token)
        for path in python_files(TRACKER, TESTS)
        for token in tokens_of(path)
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.startswith('"""'))
    ]

    assert sum("`" in token.string for _, token in prose) > 500
    strange = [
        f"{name_of(path)}:{token.start[0]} {name}" for path, token in prose for name in strange_names(token.string)
    ]

    assert strange == []


@pytest.mark.parametrize("name", ["adding.md", "architecture.md"])
def test_names_in_the_documents_of_developers_are_names_of_the_code(name: str) -> None:
    """Every file named is there, and defines the name that stands in brackets behind it or before «in» it."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:tracker|templates|tests|docs|migrations|bench)/[\w./]*\w)`", text)
    placed = [(name, path) for path, name in re.findall(r"`(tracker/[\w/]+\.py)` \(`(\w+)`\)", text)]
    placed += re.findall(r"`(\w+)` (?:in|of) `(tracker/[\w/]+\.py)`", text)

    assert strange_names(text) == []
    assert len(paths) >= 20 and len(placed) >= 2
    assert [each for each in paths if not (ROOT / each).exists()] == []
    assert [
        f"{path}: {name}"
        for name, path in placed
        if not re.search(rf"^(?:def |class )?{name}\b", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ] == []
