"""A coordinator brings the plan in from its file: looks at every row first, settles names, confirms once."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.intake.test_exports import DETAILS, FULL, LIST
from tests.support.browser import Browser, Desk, filled_in
from tests.support.builders import an_official
from tests.support.html import faults
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import unit_of_work
from tracker.demo import command
from tracker.law.permissions import Actor, Role
from tracker.office import calendar as office_calendar, units
from tracker.office.models import Unit
from tracker.office.people import COMMAND_LINE
from tracker.office.unit_table import read_units
from tracker.tasks import sources as task_sources
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.sources import PlanItem

PLAN = "ke-hoach-cchc-2021.docx"
ASKED = {"year": "2021", "reference": "1822/QĐ-UBND", "issued_on": "22/12/2020"}


@pytest.fixture
def town(session: Session, clock: ManualClock) -> None:
    """Open the town of 2021: units, areas, calendar."""
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        task_sources.ensure_areas(work)
        office_calendar.open_years(work, (2020, 2021))
        units.import_units(work, read_units((command.TOWN_DATA_FOLDER / "units.csv").read_bytes(), "units.csv").rows)


def official(session: Session, role: Role, code: str) -> Actor:
    """Return somebody who holds a role in a unit."""
    return an_official(session, role, units.find_unit_by_code(session, code))


def sent(name: str, data: bytes | None = None) -> tuple[io.BytesIO, str]:
    """Return a file of the office as a browser sends it."""
    return io.BytesIO(data if data is not None else (command.TOWN_DATA_FOLDER / name).read_bytes()), name


def upload(browser: Browser, file: tuple[io.BytesIO, str]) -> TestResponse:
    """Send a plan with what is asked beside it."""
    fields = filled_in(browser.open("/nhap-tep").text, "/nhap-tep/ke-hoach")
    return browser.send("/nhap-tep/ke-hoach", fields | ASKED | {"file": file})


def press(browser: Browser, page: str, button: str, **typed: str) -> TestResponse:
    """Press a button of the preview."""
    action = f"{page}/{button}"
    return browser.send(action, filled_in(browser.open(page).text, action) | typed)


def count(session: Session, table: type[PlanItem] | type[Task]) -> int:
    """Count rows as they are in the database now."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.usefixtures("town")
def test_nothing_is_written_before_the_confirmation_and_34_items_after_it(desk: Desk, session: Session) -> None:
    coordinator = desk.seat(official(session, Role.COORDINATOR, "NV"))

    staged = upload(coordinator, sent(PLAN))
    preview = coordinator.open(staged.location)
    before = count(session, PlanItem)
    button = f"{staged.location}/xac-nhan"
    form = filled_in(preview.text, button)
    confirmed, again = coordinator.send(button, form), coordinator.send(button, form)

    assert (staged.status_code, preview.status_code, before) == (302, 200, 0)
    assert faults(preview.text) == []
    assert preview.text.count("<tr") == 34 + 1
    assert confirmed.status_code == 302
    assert again.status_code == 409
    assert count(session, PlanItem) == 34
    first = session.scalars(select(Task).where(Task.code == "1")).one()
    leads = session.scalar(
        select(func.count()).where(Assignment.task_id == first.id, Assignment.part == AssignmentRole.LEAD)
    )
    assert leads == 33


@pytest.mark.usefixtures("town")
def test_an_unknown_unit_is_asked_about_remembered_and_then_understood(desk: Desk, session: Session) -> None:
    coordinator = desk.seat(official(session, Role.COORDINATOR, "NV"))
    rows = (
        "STT,Nội dung,Cơ quan chủ trì,Cơ quan phối hợp,Thời gian hoàn thành\n"
        "I,CẢI CÁCH THỂ CHẾ,,,\n"
        "1,Xây dựng văn bản,Tổ chuyển đổi số,,Quý I/2021\n"
    )
    staged = upload(coordinator, sent("ke-hoach.csv", rows.encode()))
    asked = coordinator.open(staged.location).text
    refused = press(coordinator, staged.location, "xac-nhan")
    unit = units.find_unit_by_code(session, "VHTT")
    assert unit is not None
    remembered = press(coordinator, staged.location, "ten-goi", unit_id=str(unit.id))
    settled = coordinator.open(staged.location).text
    press(coordinator, staged.location, "xac-nhan")

    assert "Chưa nhận ra “Tổ chuyển đổi số”" in asked
    assert "Xác nhận nhập" not in asked
    assert (refused.status_code, remembered.status_code) == (302, 302)
    assert "Chưa nhận ra" not in settled
    assert count(session, PlanItem) == 1
    assert "Tổ chuyển đổi số" in session.get_one(Unit, unit.id).aliases


@pytest.mark.usefixtures("town")
def test_a_file_that_is_no_table_is_refused_beside_the_field_and_nothing_typed_is_lost(
    desk: Desk, session: Session
) -> None:
    coordinator = desk.seat(official(session, Role.COORDINATOR, "NV"))
    answer = upload(coordinator, sent("ke-hoach.docx", b"not a Word file"))

    assert answer.status_code == 422
    assert 'value="1822/QĐ-UBND"' in answer.text
    assert 'id="file-error"' in answer.text


@pytest.mark.usefixtures("town")
def test_a_ward_official_brings_nothing_in_and_the_office_no_plan(desk: Desk, session: Session) -> None:
    ward = desk.seat(official(session, Role.WARD_OFFICIAL, "TUHA"))
    office = desk.seat(official(session, Role.OFFICE, "VP"))

    assert ward.open("/nhap-tep").status_code == 403
    assert "Kế hoạch CCHC" not in office.open("/nhap-tep").text
    token = filled_in(office.open("/nhap-tep").text, "/nhap-tep/so-chi-dao")
    assert office.send("/nhap-tep/ke-hoach", token | ASKED | {"file": sent(PLAN)}).status_code == 403
    assert count(session, PlanItem) == 0


@pytest.mark.usefixtures("town")
def test_a_table_pasted_out_of_word_comes_in_like_a_file(desk: Desk, session: Session) -> None:
    coordinator = desk.seat(official(session, Role.COORDINATOR, "NV"))
    header = "STT\tNội dung, nhiệm vụ\tSản phẩm\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian hoàn thành"
    rows = f"{header}\nI\tCải cách thể chế\t\t\t\t\n1\tRà soát văn bản\tBáo cáo\tPhòng Tư pháp\t\tQuý I/2021"
    fields = filled_in(coordinator.open("/nhap-tep").text, "/nhap-tep/ke-hoach")
    staged = coordinator.send("/nhap-tep/ke-hoach", fields | ASKED | {"pasted": rows})
    press(coordinator, staged.location, "xac-nhan")

    assert count(session, PlanItem) == 1
    assert session.scalar(select(Task.due_on)) == dt.date(2021, 3, 31)


@pytest.mark.usefixtures("town")
def test_neither_a_file_nor_a_table_is_asked_about_beside_the_field(desk: Desk, session: Session) -> None:
    coordinator = desk.seat(official(session, Role.COORDINATOR, "NV"))
    fields = filled_in(coordinator.open("/nhap-tep").text, "/nhap-tep/ke-hoach")
    answer = coordinator.send("/nhap-tep/ke-hoach", fields | ASKED)

    assert answer.status_code == 422
    assert "Chọn tệp cần nhập, hoặc dán bảng vào ô bên dưới." in answer.text
    assert 'value="1822/QĐ-UBND"' in answer.text


@pytest.mark.usefixtures("town")
def test_an_export_in_two_files_is_joined_looked_at_and_written_once(desk: Desk, session: Session) -> None:
    office = desk.seat(official(session, Role.OFFICE, "VP"))
    fields = filled_in(office.open("/nhap-tep").text, "/nhap-tep/so-chi-dao")
    files = {"file": sent("danh-sach.xlsx", LIST), "details": sent("chi-tiet.docx", DETAILS)}
    staged = office.send("/nhap-tep/so-chi-dao", fields | files)
    preview = office.open(staged.location)
    press(office, staged.location, "xac-nhan")

    assert faults(preview.text) == []
    assert "NV-9" in preview.text and "lấy dòng 4 mới nhất" in preview.text
    assert count(session, Task) == 4
    assert FULL in session.scalars(select(Task.title)).all()
