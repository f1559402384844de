"""Reading the installation's own source files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRACKER = ROOT / "tracker"
TESTS = ROOT / "tests"


def python_files(*folders: Path) -> list[Path]:
    """Return the Python files under `folders`, in a fixed order."""
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """Return the path of a file as people write it, from the root."""
    return path.relative_to(ROOT).as_posix()


def spelled(node: ast.expr) -> str:
    """Return `a.b.c` for the expression of that name, else the empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{spelled(node.value)}.{node.attr}"
    return ""


def calls_in(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and spelled name of every call in a file, such as (12, "session.commit")."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, spelled(node.func)


def strings_in(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of every string literal of a file that is not a docstring."""
    tree = tree_of(path)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
