"""Every citation in code, tests, templates and documents leads to something in this repository.

What is cited, and where it stands: «counting rule 3» in docs/counting-rules.md, «decision record 0004» in
docs/decisions/, edge cases (K) in docs/edge-cases.md, patterns of deadlines (D) in docs/deadline-patterns.md,
promises (P) in docs/cam-ket.md. Of Python files docstrings and comments are read; of all others the whole text.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.sources import ROOT, TRACKER, name_of, python_files, strings_in, tree_of

DOCS = ROOT / "docs"
CODE = [*python_files(TRACKER, ROOT / "tests", ROOT / "migrations", ROOT / "bench"), ROOT / "config.py"]
TEXTS = [
    *sorted((ROOT / "templates").rglob("*.html")),
    *sorted(DOCS.rglob("*.md")),
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "bench").glob("*.md")),
]
HERE = Path(__file__).resolve()
LINTERS = re.compile(r"(?:noqa|nosec|type: ignore).*")
NUMBERS = r"\d+(?:(?:, | and | or | to )\d+)*"
PLAIN = {"A4", "S3", "Q3", "T6"}
"""What looks like a citation and is none: a paper, a file store, a period, a month as offices write it."""


def defined(document: str, pattern: str) -> frozenset[str]:
    """Return what a document defines: the first group of a pattern, wherever a line begins with it."""
    return frozenset(re.findall(pattern, (DOCS / document).read_text(encoding="utf-8"), re.MULTILINE))


RULES = defined("counting-rules.md", r"^## Counting rule (\d+):")
RECORDS = frozenset(path.name[:4] for path in (DOCS / "decisions").glob("*.md"))
CODES = {
    "K": defined("edge-cases.md", r"^\| (K\d\d) \|"),
    "D": defined("deadline-patterns.md", r"^\| (D\d+) \|"),
    "P": defined("cam-ket.md", r"^\| (P\d+[a-c]?) \|"),
}


@cache
def said_in(path: Path) -> tuple[tuple[int, str], ...]:
    """Return line and text of what a file says to its readers."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return tuple(enumerate(text.splitlines(), start=1))
    said = [
        (node.lineno, node.value.value)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    said += [(token.start[0], LINTERS.sub("", token.string)) for token in tokens if token.type == tokenize.COMMENT]
    return tuple((line, re.sub(r"\s+", " ", words)) for line, words in said)


def cited(text: str, pattern: str) -> Iterator[str]:
    """Yield each number of every citation that fits a pattern."""
    for found in re.finditer(pattern, text, re.IGNORECASE):
        yield from re.findall(r"\d+", found[1])


def strangers_among_rules(text: str) -> list[str]:
    """Return numbers of counting rules that docs/counting-rules.md does not have."""
    return [number for number in cited(text, rf"counting rules? ({NUMBERS})") if number not in RULES]


def strangers_among_records(text: str) -> list[str]:
    """Return numbers of decision records that docs/decisions does not have, or not in four digits."""
    return [number for number in cited(text, rf"decision records? ({NUMBERS})") if number not in RECORDS]


def bare_numbers(text: str) -> list[str]:
    """Return «decision 3» and «record 28»: nobody knows of which list. Decisions of an authority have a symbol."""
    bare = re.findall(r"\bdecisions? \d+\b(?!/)", text, re.IGNORECASE)
    return bare + re.findall(r"(?<!decision )\brecords? \d{1,4}\b", text, re.IGNORECASE)


def strange_codes(text: str) -> list[str]:
    """Return codes of a letter and a number that no table of this repository defines."""
    codes = re.findall(r"(?<![\w/&-])[A-Z]\d{1,3}[a-c]?(?![\w-])", text)
    return [code for code in codes if code not in PLAIN | CODES.get(code[0], frozenset())]


def studies(text: str) -> list[str]:
    """Return references to studies that are not in this repository."""
    return re.findall(r"(?:domain|feature|promises) study|study,? (?:section )?\d", text, re.IGNORECASE)


CHECKS = [strangers_among_rules, strangers_among_records, bare_numbers, strange_codes, studies]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.__name__))
def test_every_citation_resolves(check: Callable[[str], list[str]]) -> None:
    strange = [
        f"{name_of(path)}:{line} {word}"
        for path in (*CODE, *TEXTS)
        if path != HERE
        for line, text in said_in(path)
        for word in check(text)
    ]

    assert strange == []


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (strangers_among_rules, "as asked (counting rule 99)"),
        (strangers_among_rules, "counting rules 2, 3 and 98"),
        (strangers_among_records, "decision records 0004 and 0017"),
        (strangers_among_records, "see decision record 4"),
        (bare_numbers, "never stored (decisions 2 to 6)"),
        (bare_numbers, "replaced by record 28"),
        (strange_codes, "merged (K04, K99)"),
        (strange_codes, "from C3 on"),
        (strange_codes, "promised (P14)"),
        (studies, "domain study 2.5"),
    ],
)
def test_a_citation_that_leads_nowhere_is_found(check: Callable[[str], list[str]], text: str) -> None:
    assert len(check(text)) == 1


def test_the_tables_are_whole() -> None:
    assert {str(number) for number in range(1, len(RULES) + 1)} == RULES and len(RULES) >= 9
    assert CODES["K"] == {f"K{number:02}" for number in range(1, 57)}
    assert CODES["D"] == {f"D{number}" for number in range(1, 56)}


def test_patterns_and_tests_bear_numbers_that_exist() -> None:
    """The grammar names its pattern in every reading; some tests bear the number of their case."""
    patterns = {text for path in python_files(TRACKER / "law") for _, text in strings_in(path) if _is_code(text)}
    cases = {
        f"K{number}"
        for path in python_files(ROOT / "tests")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        for number in re.findall(r"^test_k(\d+)_", node.name)
    }

    assert len(patterns) > 40 and len(cases) > 15
    assert patterns - CODES["D"] == set()
    assert cases - CODES["K"] == set()


def _is_code(text: str) -> bool:
    return re.fullmatch(r"D\d+", text) is not None


def test_files_and_tests_named_in_documents_exist() -> None:
    gone = [
        f"{name_of(path)}:{line} {named}"
        for path in TEXTS
        if path.suffix == ".md"
        for line, text in said_in(path)
        for named in _named_files(path, text)
    ]

    assert gone == []


def _named_files(path: Path, text: str) -> list[str]:
    """Return files of the tree, links, and tests that a line of a document names and that do not exist."""
    files = re.findall(r"`((?:tracker|tests|templates|docs|migrations|bench)/[\w./-]+\.\w+)(?:::\w+)?`", text)
    gone = [named for named in files if not (ROOT / named).exists()]
    links = re.findall(r"\]\(((?!https?:|mailto:|#)[^)#\s]+)", text)
    gone += [named for named in links if not (path.parent / named).exists()]
    tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    return gone + [f"{file}::{name}" for file, name in tests if not _holds(ROOT / file, name)]


def _holds(path: Path, name: str) -> bool:
    return path.exists() and any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree_of(path).body)
