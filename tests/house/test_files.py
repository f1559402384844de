"""The shape of the files: short, introduced, and named after a noun."""

from __future__ import annotations

import ast

from tests.house.sources import ROOT, TESTS, TRACKER, name_of, python_files, tree_of

LONGEST_FILE = 500
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "misc", "manager"}
WRITTEN_BY_PEOPLE = {".py", ".pyi", ".html", ".txt", ".css", ".js", ".mako", ".toml"}
WITHOUT_LIMIT = ("tests/data/", "docs/", "migrations/versions/")  # a migration that shipped is never edited
NOT_OURS = {"var", "__pycache__"}


def _written_files() -> list[str]:
    """Return the files people write, without data, caches and the virtual environment."""
    return sorted(
        name_of(path)
        for folder in ROOT.iterdir()
        if folder.name not in NOT_OURS and not folder.name.startswith(".")
        for path in (folder.rglob("*") if folder.is_dir() else [folder])
        if path.suffix in WRITTEN_BY_PEOPLE
    )


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    too_long = {
        name: lines
        for name in _written_files()
        if not name.startswith(WITHOUT_LIMIT)
        if (lines := len((ROOT / name).read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }

    assert too_long == {}


def test_every_module_opens_by_saying_what_lives_in_it() -> None:
    silent = [name_of(path) for path in python_files(TRACKER, TESTS) if not ast.get_docstring(tree_of(path))]

    assert silent == []


def test_no_file_is_named_after_nothing() -> None:
    nameless = [name_of(path) for path in python_files(TRACKER, TESTS) if path.stem in NAMES_THAT_SAY_NOTHING]

    assert nameless == []
