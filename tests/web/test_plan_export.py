"""The plan goes out in the form in which it comes in; empty forms are there for the taking."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk
from tests.support.builders import an_official
from tracker.clock import HandClock
from tracker.demo import loader
from tracker.documents.plan_table import read_plan
from tracker.documents.register_table import read_register
from tracker.documents.spreadsheet import XLSX
from tracker.documents.unit_table import read_units
from tracker.rules.permissions import Role
from tracker.services import calendars, papers, plans
from tracker.services import units as unit_service
from tracker.services.machine import COMMAND_LINE
from tracker.services.plans import PlanImport, PlanPaper
from tracker.store import units
from tracker.transaction import unit_of_work

DECISION = PlanPaper(
    reference="1822/QĐ-UBND",
    issued_on=dt.date(2020, 12, 22),
    issuer="UBND thị xã Hương Trà",
    year=2021,
    title="Kế hoạch cải cách hành chính năm 2021",
)


def brought_in(
    session: Session, clock: HandClock, data: bytes, name: str, *, dry_run: bool = False
) -> PlanImport:
    """Bring a plan file in, or only look what it would do."""
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        return plans.import_plan(work, read_plan(data, name), DECISION, dry_run=dry_run)


@pytest.fixture
def coordinator(desk: Desk, session: Session, clock: HandClock) -> Browser:
    """Return the browser of the coordinator of a town with its plan of 2021."""
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        papers.ensure_areas(work)
        calendars.open_years(work, (2020, 2021))
        unit_service.load(work, read_units((loader.DATA / "units.csv").read_bytes(), "units.csv").rows)
    name = "ke-hoach-cchc-2021.docx"
    brought_in(session, clock, (loader.DATA / name).read_bytes(), name)
    return desk.seat(an_official(session, Role.COORDINATOR, units.by_code(session, "NV")))


def test_the_plan_that_went_out_changes_nothing_when_it_comes_in(
    coordinator: Browser, session: Session, clock: HandClock
) -> None:
    page = coordinator.open("/ke-hoach/2021").text
    file = coordinator.open("/ke-hoach/2021/xuat.xlsx")
    again = brought_in(session, clock, file.data, "ke-hoach.xlsx", dry_run=True)

    assert 'href="/ke-hoach/2021/xuat.xlsx"' in page
    assert file.mimetype == XLSX
    assert {outcome: again.count(outcome) for outcome in ("unchanged", "updated", "created")} == {
        "unchanged": 34,
        "updated": 0,
        "created": 0,
    }
    assert again.missing == []
    assert not again.is_blocked
    found = read_plan(file.data, "ke-hoach.xlsx").reference
    assert found is not None
    assert found.issued_on == DECISION.issued_on


def test_a_year_without_a_plan_has_no_file(coordinator: Browser) -> None:
    assert coordinator.open("/ke-hoach/2019/xuat.xlsx").status_code == 404


def test_the_empty_forms_are_offered_where_files_are_brought_in(
    desk: Desk, coordinator: Browser, session: Session
) -> None:
    office = desk.seat(an_official(session, Role.OFFICE, units.by_code(session, "VP")))
    plan = coordinator.open("/nhap-tep/mau/ke-hoach.xlsx")
    register = office.open("/nhap-tep/mau/so-chi-dao.xlsx")

    assert 'href="/nhap-tep/mau/ke-hoach.xlsx"' in coordinator.open("/nhap-tep").text
    assert 'href="/nhap-tep/mau/so-chi-dao.xlsx"' in office.open("/nhap-tep").text
    assert (plan.mimetype, register.mimetype) == (XLSX, XLSX)
    assert read_plan(plan.data, "mau.xlsx").rows == ()
    assert read_register(register.data, "mau.xlsx").rows == ()
