"""The table of promises names tests that exist, and no promise is left out."""

from __future__ import annotations

import ast
import re

from tests.house.sources import ROOT, tree_of

TABLE = (ROOT / "docs" / "cam-ket.md").read_text(encoding="utf-8")
PROMISES = [f"P{number}" for number in range(1, 56) if number not in (14, 33)]
PROMISES += ["P8b", "P14a", "P14b", "P14c", "P33", "P33b", "P33c"]


def _rows() -> dict[str, list[str]]:
    rows = re.findall(r"^\| (P\d+[a-c]?) \|(.*)\|$", TABLE, re.MULTILINE)
    return {number: [cell.strip() for cell in rest.split("|")] for number, rest in rows}


def test_every_promise_has_its_row_with_what_was_promised_and_what_was_reached() -> None:
    rows = _rows()

    assert sorted(rows) == sorted(PROMISES)
    assert [number for number, cells in rows.items() if len(cells) != 4 or not all(cells)] == []


def test_every_test_named_there_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TABLE))
    missing = [
        f"{path}::{name}"
        for path, name in sorted(named)
        if not (ROOT / path).exists()
        or name not in {node.name for node in tree_of(ROOT / path).body if isinstance(node, ast.FunctionDef)}
    ]

    assert len(named) > 60
    assert missing == []
    assert re.findall(r"@\w+@", TABLE) == []  # a figure that was never put in


def test_a_promise_without_a_test_says_why() -> None:
    silent = [number for number, cells in _rows().items() if "::" not in cells[3] and len(cells[3]) < 40]

    assert silent == []
