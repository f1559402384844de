"""A change of organisation through its pages: asked, shown, confirmed once."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import Desk, filled_in
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.html import faults
from tracker.law.permissions import Role
from tracker.office import units
from tracker.office.models import Unit
from tracker.tasks.models import Assignment

PAPER = {"on": "01/7/2021", "reference": "1264/NQ-UBTVQH14", "issued_on": "27/4/2021", "issuer": "UBTVQH"}
MOVING = "/don-vi/sap-xep/chuyen-di"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_a_ward_leaves_after_its_work_was_shown(desk: Desk, session: Session, role: Role) -> None:
    ward, office = a_unit(session), a_unit(session, "NV", "Phòng Nội vụ")
    [running] = a_directive(session, ward, due_on=dt.date(2021, 8, 1))
    an_official(session, Role.WARD_OFFICIAL, ward)
    browser = desk.seat(an_official(session, role, office))
    assert faults(browser.open("/don-vi/sap-xep").text) == []
    asked = browser.form(MOVING) | PAPER | {"unit_ids": str(ward.id), "to_name": "UBND thành phố Huế"}

    shown = browser.send(MOVING, asked)
    still = session.get_one(Unit, ward.id, populate_existing=True).valid_to
    confirmed = browser.send(MOVING, filled_in(shown.text, MOVING))
    again = browser.send(MOVING, filled_in(shown.text, MOVING))

    assert (shown.status_code, still) == (200, None)
    assert faults(shown.text) == []
    assert "Rà soát, công khai thủ tục hành chính" in shown.text
    assert (confirmed.status_code, again.status_code) == (302, 302)
    session.rollback()
    assert session.get_one(Assignment, running.id, populate_existing=True).state == "transferred"
    page = browser.open("/don-vi").text
    assert "chuyển về UBND thành phố Huế" in page
    assert "1264/NQ-UBTVQH14" in page


def test_what_changed_after_the_preview_is_shown_again(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    browser = desk.seat(an_official(session, Role.ADMINISTRATOR, None))
    asked = browser.form(MOVING) | PAPER | {"unit_ids": str(ward.id), "to_name": "UBND thành phố Huế"}
    shown = filled_in(browser.send(MOVING, asked).text, MOVING)
    a_directive(session, ward, due_on=dt.date(2021, 8, 1))

    late = browser.send(MOVING, shown)

    assert late.status_code == 409
    assert "Rà soát, công khai thủ tục hành chính" in late.text
    assert browser.send(MOVING, filled_in(late.text, MOVING)).status_code == 302


def test_what_is_missing_is_asked_beside_its_field(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    browser = desk.seat(an_official(session, Role.ADMINISTRATOR, None))

    empty = browser.fill_in(MOVING, reference="1264/NQ")
    nowhere = browser.fill_in(MOVING, **PAPER, unit_ids=str(ward.id))

    assert (empty.status_code, nowhere.status_code) == (422, 422)
    assert faults(empty.text) == [] == faults(nowhere.text)
    assert "1264/NQ" in empty.text
    assert "Chọn đơn vị thay đổi." in browser.fill_in(MOVING, **PAPER).text
    assert "Chọn đơn vị hoặc cơ quan tiếp nhận." in nowhere.text


def test_two_wards_become_a_new_one_and_the_day_before_it_was_not_there(desk: Desk, session: Session) -> None:
    one, two = a_unit(session), a_unit(session, "HUONGVAN", "UBND phường Hương Văn")
    a_directive(session, one, two, due_on=dt.date(2021, 8, 1))
    address = "/don-vi/sap-xep/sap-nhap"
    browser = desk.seat(an_official(session, Role.ADMINISTRATOR, None))
    new = {"name": "UBND phường Hương Trà", "code": "HUONGTRA", "kind": "ward"}
    asked = browser.form(address) | PAPER | new | {"unit_ids": [str(one.id), str(two.id)]}

    shown = browser.send(address, asked)
    fields = filled_in(shown.text, address) | {"unit_ids": [str(one.id), str(two.id)]}
    confirmed = browser.send(address, fields)

    assert "trùng nhiệm vụ" in shown.text
    assert confirmed.status_code == 302
    assert units.find_unit_by_code(session, "HUONGTRA") is not None
    assert "2 đơn vị đang hoạt động" in browser.open("/don-vi?ngay=30/6/2021").text
    assert "1 đơn vị đang hoạt động" in browser.open("/don-vi?ngay=01/7/2021").text


@pytest.mark.parametrize("address", ["thanh-lap", "doi-ten", "chuyen-di", "sap-nhap", "chia-tach", "giai-the"])
def test_every_change_has_its_page(desk: Desk, session: Session, address: str) -> None:
    a_unit(session)
    browser = desk.seat(an_official(session, Role.ADMINISTRATOR, None))

    page = browser.open(f"/don-vi/sap-xep/{address}")

    assert page.status_code == 200
    assert faults(page.text) == []


def test_the_office_does_not_reorganise(desk: Desk, session: Session) -> None:
    browser = desk.seat(an_official(session, Role.OFFICE, a_unit(session)))

    assert browser.open("/don-vi/sap-xep").status_code == 403
    assert browser.send(MOVING, {}).status_code == 403
