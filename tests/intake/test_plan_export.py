"""The plan goes out in the form in which it comes in; empty forms are there for the taking."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import Browser, Desk
from tests.support.builders import an_official
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import unit_of_work
from tracker.demo import command
from tracker.documents.sheets import XLSX_MIMETYPE
from tracker.intake.plans import intake as plans_intake
from tracker.intake.plans.intake import PlanImport, PlanPaper
from tracker.intake.plans.table import read_plan
from tracker.intake.registers.table import read_register_file
from tracker.law.permissions import Role
from tracker.office import calendar as office_calendar, units
from tracker.office.people import COMMAND_LINE
from tracker.office.unit_table import read_units
from tracker.tasks import sources as task_sources

DECISION = PlanPaper(
    reference="1822/QĐ-UBND",
    issued_on=dt.date(2020, 12, 22),
    issuer="UBND thị xã Hương Trà",
    year=2021,
    title="Kế hoạch cải cách hành chính năm 2021",
)


def brought_in(session: Session, clock: ManualClock, data: bytes, name: str, *, dry_run: bool = False) -> PlanImport:
    """Bring a plan file in, or only look what it would do."""
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        return plans_intake.import_plan(work, read_plan(data, name), DECISION, dry_run=dry_run)


@pytest.fixture
def coordinator(desk: Desk, session: Session, clock: ManualClock) -> Browser:
    """Return the browser of the coordinator of a town with its plan of 2021."""
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        task_sources.ensure_areas(work)
        office_calendar.open_years(work, (2020, 2021))
        units.import_units(work, read_units((command.TOWN_DATA_FOLDER / "units.csv").read_bytes(), "units.csv").rows)
    name = "ke-hoach-cchc-2021.docx"
    brought_in(session, clock, (command.TOWN_DATA_FOLDER / name).read_bytes(), name)
    return desk.seat(an_official(session, Role.COORDINATOR, units.find_unit_by_code(session, "NV")))


def test_the_plan_that_went_out_changes_nothing_when_it_comes_in(
    coordinator: Browser, session: Session, clock: ManualClock
) -> None:
    page = coordinator.open("/ke-hoach/2021").text
    file = coordinator.open("/ke-hoach/2021/xuat.xlsx")
    again = brought_in(session, clock, file.data, "ke-hoach.xlsx", dry_run=True)

    assert 'href="/ke-hoach/2021/xuat.xlsx"' in page
    assert file.mimetype == XLSX_MIMETYPE
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
    office = desk.seat(an_official(session, Role.OFFICE, units.find_unit_by_code(session, "VP")))
    plan = coordinator.open("/nhap-tep/mau/ke-hoach.xlsx")
    register = office.open("/nhap-tep/mau/so-chi-dao.xlsx")

    assert 'href="/nhap-tep/mau/ke-hoach.xlsx"' in coordinator.open("/nhap-tep").text
    assert 'href="/nhap-tep/mau/so-chi-dao.xlsx"' in office.open("/nhap-tep").text
    assert (plan.mimetype, register.mimetype) == (XLSX_MIMETYPE, XLSX_MIMETYPE)
    assert read_plan(plan.data, "mau.xlsx").rows == ()
    assert read_register_file(register.data, "mau.xlsx").rows == ()
