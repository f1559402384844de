"""The same program in a ward straight under its city: its words, its units, its directives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.browser import filled_in
from tests.support.databases import an_app, create_tables, sqlite_address
from tests.support.html import Page, faults
from tests.support.town import signed_in
from tracker.core.clock import ManualClock
from tracker.database import engine
from tracker.database.engine import db
from tracker.demo import command
from tracker.law.permissions import Origin, Scope
from tracker.operations import verification
from tracker.tasks import classified
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.selection import Count, Selection

PAGES = (
    "/", "/nhiem-vu", "/chi-dao", "/chi-dao/ma-tran", "/chi-dao/moi", "/so-lieu", "/bao-cao", "/don-vi",
    "/lich-lam-viec?nam=2026",
)  # fmt: skip
FOREIGN = re.compile(r"thị xã|\btỉnh\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Yield the application over the ward of 2026, on the afternoon on which visitors find it."""
    folder: Path = tmp_path_factory.mktemp("ward")
    address = sqlite_address(folder / "ward.db")
    create_tables(address)
    app = an_app(address, DATA_DIR=folder, ENVIRONMENT="demo")
    app.extensions["clock"] = ManualClock(command.TWO_LEVEL_DEMO_ENDS_AT)
    with app.app_context(), engine.skip_disk_sync(db.engine):
        command.load_two_level_demo(db.session())
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("login", ["chutich", "vanphong", "cchc", "kt.canbo"])
def test_nobody_reads_of_a_town_or_a_province(ward: Flask, login: str) -> None:
    browser = signed_in(ward, login)
    read = 0
    for address in PAGES:
        answer = browser.get(address)
        if answer.status_code != 200:
            continue
        read += 1
        words = " ".join(part.text for part in Page(answer.text).all("main"))
        words = re.sub(r"Ví dụ[^.]*\.", "", words)

        assert faults(answer.text) == [], address
        assert FOREIGN.findall(words) == [], (address, FOREIGN.search(words))
    assert read > 4


def test_the_origins_of_a_directive_are_the_city_and_the_ward(ward: Flask) -> None:
    page = signed_in(ward, "vanphong").get("/chi-dao/moi").text

    assert "UBND thành phố giao" in page and "UBND phường giao" in page
    assert filled_in(page, "/chi-dao/moi")["reference"] == ""


def test_papers_of_the_party_and_swapped_days_are_read(ward: Flask) -> None:
    with ward.app_context():
        rows = db.session.execute(select(Task.code, Assignment.due_on).join(Assignment)).all()
        due = {code: day.isoformat() if day else None for code, day in rows}

    assert due["416-CV/ĐU"] == "2026-03-15"
    assert due["03/UBND-VP"] == "2026-01-13"  # Saturday 10/01/2026 is worked for Friday 02/01
    assert due["05/CT-UBND"] == "2026-02-13"
    assert due["512/UBND-NV"] is None


def test_its_figures_add_up_and_equal_the_replay(ward: Flask) -> None:
    with ward.app_context():
        found = verification.verify_records(db.session())
        everything = Selection(
            as_of=command.TWO_LEVEL_DEMO_ENDS_AT.date(), scope=Scope(everywhere=True), count=Count.ASSIGNMENTS
        )
        city = classified.count_selection(db.session(), everything.narrowed(origins=frozenset({Origin.PROVINCE})))
        leads = db.session.query(Assignment).filter(Assignment.part == AssignmentRole.LEAD).count()
        whole = classified.count_selection(db.session(), everything)

    assert found.differing == () and found.broken_line is None
    assert (city.total, city.done, city.open) == (15, 10, 5)
    assert whole.total == leads
