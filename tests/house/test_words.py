"""Vietnamese sentences stand where people look for them: never in the law, in tables, queries and actions."""

from __future__ import annotations

import unicodedata

import pytest

from tests.house.sources import ROOT, TRACKER, name_of, strings_in
from tracker.web.language import is_vietnamese

SILENT_PLACES = tuple(
    name_of(path)
    for pattern in (
        "law/**/*.py",
        "database/*.py",
        "**/models.py",
        "**/queries.py",
        "**/actions/*.py",
        "tasks/event*.py",
    )
    for path in sorted(TRACKER.glob(pattern))
)


def test_the_rule_itself_knows_vietnamese() -> None:
    assert is_vietnamese("Nhập lý do.")
    assert is_vietnamese("đ")
    assert not is_vietnamese("uq_task_code – «1822/%s»")


def test_there_are_places_without_words() -> None:
    assert len(SILENT_PLACES) > 40


@pytest.mark.parametrize("place", SILENT_PLACES)
def test_law_tables_queries_and_actions_hold_no_vietnamese(place: str) -> None:
    spoken = [f"{place}:{line} {text[:60]}" for line, text in strings_in(ROOT / place) if is_vietnamese(text)]

    assert spoken == []


def test_text_is_kept_composed() -> None:
    """Source text in decomposed letters would never equal what people type."""
    decomposed = [
        name_of(path)
        for folder in (TRACKER, ROOT / "templates", ROOT / "tests")
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".py", ".html", ".txt"}
        if not unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))
    ]

    assert decomposed == []
