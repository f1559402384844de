"""P18: no form writes a field that it does not show, whatever is sent along.

Every form of every page is sent twice from the same standing of the town: filled in as a clerk would, and again with
every column of every table beside it. Both must change the same cells, and none may hold what was smuggled in.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.databases import ENGINES
from tests.support.depth import DEPTH, Depth
from tests.support.html import Element, Page
from tests.support.recurring import a_recurring_directive
from tests.web.test_access_matrix import MARKS, ROLES, WITHOUT_UNIT
from tests.web.test_doors import pages
from tracker.core.clock import ManualClock
from tracker.database.base import Base
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.tasks.actions import completion, deadline

DEEP = DEPTH is Depth.DEEP
pytestmark = pytest.mark.parametrize("database_url", ENGINES[:1], indirect=True)
TODAY = dt.date(2021, 11, 10)
MARK = "smuggled-7319"
NUMBER = "731973"
COLUMNS = sorted({column.name for table in Base.metadata.tables.values() for column in table.columns})
OUTSIDE = {"sign_in_try", "user_session", "session", "request_record"}
"""Tables that every request may write to, whatever is sent."""

Cells = dict[tuple[str, object, str], object]


@dataclass
class Town:
    """A town in whose hands is something of everything, and a copy of its database to go back to."""

    app: Flask
    session: Session
    path: Path
    seats: dict[Role, Browser]
    numbers: dict[str, int]

    def back(self) -> None:
        """Put everything as it was."""
        self.session.close()
        with self.app.app_context():
            db.engine.dispose()
        shutil.copyfile(self.path.with_name("kept.db"), self.path)

    def cells(self) -> Cells:
        """Return every cell of the database."""
        with self.app.app_context(), db.engine.connect() as connection:
            return {
                (table.name, row.id, column.name): getattr(row, column.name)
                for table in Base.metadata.sorted_tables
                if table.name not in OUTSIDE and "id" in table.columns
                for row in connection.execute(sa.select(table))
                for column in table.columns
            }


@pytest.fixture
def town(app: Flask, desk: Desk, session: Session, clock: ManualClock) -> Iterator[Town]:
    """Yield a ward with work at every step: new, open, reported, asked more time for, repeated."""
    for year in (2021, 2022):
        the_calendar_of(session, year)
    ward = a_unit(session)
    people = {role: an_official(session, role, None if role in WITHOUT_UNIT else ward) for role in ROLES}
    new, at_work, reported, late = (a_directive(session, ward, due_on=dt.date(2021, 12, 15))[0] for _ in range(4))
    duty = a_recurring_directive(session, ward, phrase="Hàng quý")
    with unit_of_work(session, people[Role.WARD_OFFICIAL], clock) as work:
        completion.accept_assignment(work, at_work.id)
        completion.submit_completion(work, reported.id, done_on=TODAY, note="Xong")
        deadline.submit_extension_request(work, late.id, to_due_on=dt.date(2021, 12, 20), reason="Chậm")
    path = Path(str(session.get_bind().engine.url.database))
    numbers = {"new": new.id, "at_work": at_work.id, "reported": reported.id, "late": late.id, "duty": duty.id}
    seats = {role: desk.seat(actor) for role, actor in people.items()}
    session.close()
    shutil.copyfile(path, path.with_name("kept.db"))
    yield Town(app, session, path, seats, numbers)


def forms(page: str) -> Iterator[Element]:
    """Yield the forms of a page that change something."""
    yield from (each for each in Page(page).all("form") if each.get("method") == "post")


def filled(form: Element, page: str) -> dict[str, Any]:
    """Return what a clerk in a hurry sends: everything typed that can be typed, the first of every choice."""
    fields: dict[str, Any] = {}
    for element in Page(page).all("input", "textarea", "select", "option"):
        inside = [each for each in element.ancestors if each.tag == "form"]
        if not inside or inside[0].get("action") != form.get("action"):
            continue
        name, kind = element.get("name"), element.get("type")
        if element.tag == "option":
            choice = next((each for each in element.ancestors if each.tag == "select"), None)
            if choice is not None and element.get("value") and not fields.get(choice.get("name")):
                fields[choice.get("name")] = element.get("value")
        elif name and kind in ("radio", "checkbox"):
            fields.setdefault(name, element.get("value") or "y")
        elif name and kind not in ("file", "submit"):
            standing = element.text if element.tag == "textarea" else element.get("value")
            fields[name] = standing or _typed(name, element)
    return fields


def _typed(name: str, element: Element) -> str:
    if element.get("inputmode") == "numeric" or element.get("type") == "number":
        return "5"
    if name.endswith("_on") or name in ("day", "valid_from", "valid_to", "due_on", "ngay"):
        return "10/11/2021"
    return "Nội dung thử 12/UBND-VP"


def smuggled(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields with every column of every table beside them."""
    extra = {name: NUMBER if name.endswith(("_id", "id", "version", "count")) else MARK for name in COLUMNS}
    return extra | fields


def changed(before: Cells, after: Cells) -> set[tuple[str, str]]:
    """Return which columns of which tables changed, new rows included."""
    keys = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return {(table, column) for table, _, column in keys}


def addresses(town: Town) -> list[str]:
    """Return the pages there are, those about a task once for every task."""
    found: list[str] = []
    for endpoint, address, methods in pages(town.app):
        if "GET" not in methods or MARKS.get(endpoint) == "public":
            continue
        several = list(town.numbers.values()) if "/nhiem-vu/999" in address else [999]
        found += [address.replace("/nhiem-vu/999", f"/nhiem-vu/{number}") for number in several]
    return found


@pytest.mark.parametrize("role", ROLES if DEEP else (Role.WARD_OFFICIAL, Role.OFFICE))
def test_what_is_smuggled_into_a_form_changes_nothing(town: Town, role: Role) -> None:
    browser = town.seats[role]
    sent, wrong = 0, []
    for address in addresses(town):
        page = browser.open(address)
        if page.status_code != 200 or page.mimetype != "text/html":
            continue
        for form in forms(page.text):
            action, fields = form.get("action"), filled(form, page.text)
            if action == "/dang-xuat":
                continue
            plain = _change(town, browser, action, fields)
            extra, cells = _with_cells(town, browser, action, smuggled(fields))
            sent += bool(plain)
            held = sorted({key for key, value in cells.items() if str(value) in (MARK, NUMBER)})
            if extra != plain or held:
                wrong.append((action, sorted(extra ^ plain), held))
            town.back()

    assert wrong == []
    assert sent > 0  # some of the forms went through


def _change(town: Town, browser: Browser, action: str, fields: dict[str, Any]) -> set[tuple[str, str]]:
    return _with_cells(town, browser, action, fields)[0]


def _with_cells(
    town: Town, browser: Browser, action: str, fields: dict[str, Any]
) -> tuple[set[tuple[str, str]], Cells]:
    town.back()
    before = town.cells()
    browser.send(action, fields)
    after = town.cells()
    return changed(before, after), after
