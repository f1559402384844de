"""Names that a newcomer can guess: nouns for modules, one class to a name, no metaphors where the field has a term."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from pathlib import Path

from tests.house.sources import TRACKER, name_of, python_files, tree_of

TECHNICAL = {"freezing", "heading", "matching", "opening", "scoring", "timing", "checking"}
"""Known terms of the field that end in -ing; any other name of a module in -ing is a verb in disguise."""
METAPHORS = {
    *("diary", "diaries", "shelf", "shelves", "jail", "clockwork", "doorway", "standings", "holdings", "safekeeping"),
    *("foreseen", "foresee", "accomplished", "belongings", "narrowing", "gathering", "letterbox", "premises"),
    *("tongue", "tongues", "courier", "rung", "room", "rooms", "buckets"),
}
"""Private words that named things before the terms of docs/thuat-ngu.md did."""
MEANT = {
    ("tracker/web/charts.py", "room"),  # the width that a column of a chart has
    ("tracker/figures/views/overview.py", "room"),  # a meeting room
    ("tracker/documents/paper_form.py", "room"),
}


def test_no_module_is_named_after_a_verb() -> None:
    verbs = [
        name_of(path) for path in python_files(TRACKER) if path.stem.endswith("ing") and path.stem not in TECHNICAL
    ]

    assert verbs == []


def test_no_class_name_means_two_things() -> None:
    found = Counter(
        node.name
        for path in python_files(TRACKER)
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )

    assert [name for name, times in found.items() if times > 1] == []


def _words(path: Path) -> set[str]:
    """Return the words of names, comments and docstrings of a file, small."""
    source = path.read_text(encoding="utf-8")
    said = [
        node.value.value
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NAME, tokenize.COMMENT):
            said.append(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", token.string))
    return {word.lower() for text in said for word in re.split(r"[^A-Za-z]+", text)}


def test_no_metaphor_stands_where_the_field_has_a_term() -> None:
    files = python_files(TRACKER)
    strange = [
        (name_of(path), word)
        for path in files
        for word in sorted(_words(path) & METAPHORS)
        if (name_of(path), word) not in MEANT
    ]

    assert len(files) > 200
    assert strange == []
