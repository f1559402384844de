"""One door each: one file commits, one asks the time, forms alone read what was typed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, TRACKER, calls_in, name_of, python_files, spelled, tree_of

ASKS_THE_TIME = re.compile(
    r"(^|\.)(date\.today|datetime\.(now|utcnow|today|utcfromtimestamp)|time\.(time|time_ns|localtime|gmtime))$"
)


def _calls(pattern: str, *, outside: str) -> list[str]:
    return [
        f"{name_of(path)}:{line} {name}"
        for path in python_files(TRACKER)
        if name_of(path) != outside
        for line, name in calls_in(path)
        if re.search(pattern, name)
    ]


@pytest.mark.parametrize("verb", ["commit", "begin", "begin_nested"])
def test_only_the_transaction_commits(verb: str) -> None:
    assert _calls(rf"session\.{verb}$", outside="tracker/database/unit_of_work.py") == []


def test_nothing_commits_behind_the_transaction() -> None:
    assert _calls(r"\.commit$", outside="tracker/database/unit_of_work.py") == []


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    assert _calls(ASKS_THE_TIME.pattern, outside="tracker/core/clock.py") == []


def test_no_column_takes_its_time_from_the_machine() -> None:
    """`default=dt.datetime.now` asks the time without a call in our own text."""
    handed_over = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files(TRACKER)
        if name_of(path) != "tracker/core/clock.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ASKS_THE_TIME.search(spelled(node))
    ]

    assert handed_over == []


def test_what_was_typed_is_read_by_forms_alone() -> None:
    readers = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files(TRACKER)
        if not path.stem.endswith("forms") and path.parent.name != "forms"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and spelled(node) in {"request.form", "request.values"}
    ]

    assert readers == []


def test_fields_are_assigned_by_name_and_never_in_bulk() -> None:
    assert _calls(r"populate_obj$", outside="") == []


def test_templates_escape_everything() -> None:
    trusting = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false")
    pages = sorted((ROOT / "templates").rglob("*")) + sorted((TRACKER / "web").rglob("*.html"))

    assert [name_of(page) for page in pages if page.is_file() and trusting.search(_text(page))] == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
