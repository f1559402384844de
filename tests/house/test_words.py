"""Vietnamese sentences live where people look for them; the inner rooms are silent."""

from __future__ import annotations

import unicodedata

import pytest

from tests.house.sources import ROOT, TRACKER, name_of, python_files, strings_in
from tracker.web.language.runs import is_vietnamese

SILENT_ROOMS = ("rules", "models", "store", "services", "jobs", "transaction.py", "clock.py", "extensions.py")
ROOMS_OF_READING = {
    "tracker/rules/legacy_text.py",  # the alphabet as old fonts spelt it
    "tracker/rules/text.py",  # the alphabet itself: folding and sorting
}


def test_the_rule_itself_knows_vietnamese() -> None:
    assert is_vietnamese("Nhập lý do.")
    assert is_vietnamese("đ")
    assert not is_vietnamese("uq_task_code – «1822/%s»")


@pytest.mark.parametrize("room", SILENT_ROOMS)
def test_inner_rooms_hold_no_vietnamese(room: str) -> None:
    place = TRACKER / room
    files = python_files(place) if place.is_dir() else [place] if place.exists() else []
    spoken = [
        f"{name_of(path)}:{line} {text[:60]}"
        for path in files
        if name_of(path) not in ROOMS_OF_READING
        for line, text in strings_in(path)
        if is_vietnamese(text)
    ]

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
