"""Units as the administrator keeps them and the others read them."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Desk, filled_in, statements
from tests.support.builders import a_unit, an_official
from tests.support.html import faults
from tracker.law.permissions import Role
from tracker.office import units
from tracker.office.models import Unit
from tracker.office.name_reader import UnitKind, UnitLevel

NEW = {"name": "UBND xã Hương Phong", "code": "HUONGPHONG", "kind": "commune", "valid_from": "01/7/2021"}


def test_past_units_stand_apart(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    a_unit(session, "HH", "UBND phường Hương Hồ", valid_to=dt.date(2021, 6, 30))
    page = desk.seat(an_official(session, Role.LEADER, ward)).open("/don-vi")

    assert faults(page.text) == []
    assert "1 đơn vị đang hoạt động, 1 đơn vị đã thôi hoạt động" in page.text
    assert page.text.index("Tứ Hạ") < page.text.index("Đơn vị đã thôi hoạt động") < page.text.index("Hương Hồ")
    assert "/don-vi/moi" not in page.text


def test_a_unit_is_opened_with_its_other_names(desk: Desk, session: Session) -> None:
    browser = desk.seat(an_official(session, Role.ADMINISTRATOR, None))
    assert faults(browser.open("/don-vi/moi").text) == []

    opened = browser.fill_in("/don-vi/moi", **NEW, aliases="xã Hương Phong\r\nX. Hương Phong")
    again = browser.fill_in("/don-vi/moi", **NEW)

    assert opened.status_code == 302
    unit = units.find_unit_by_code(session, "HUONGPHONG")
    assert unit is not None
    assert (unit.kind, unit.level) == (UnitKind.COMMUNE, UnitLevel.COMMUNE)
    assert unit.aliases == ["xã Hương Phong", "X. Hương Phong"]
    assert again.status_code == 422
    assert "Đã có mục này rồi" in again.text
    assert "UBND xã Hương Phong" in again.text


def test_a_unit_ends_and_keeps_its_former_name(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    address = f"/don-vi/{ward.id}"
    browser = desk.seat(an_official(session, Role.ADMINISTRATOR, None))

    refused = browser.fill_in(address, valid_to="01/01/2011", kind="ward")
    saved = browser.fill_in(address, name="UBND phường Tứ Hạ mới", kind="ward", valid_to="31/12/2021")

    assert refused.status_code == 422
    assert "01/01/2011" in refused.text
    assert saved.status_code == 302
    session.rollback()
    session.refresh(ward)
    assert (ward.valid_to, ward.aliases) == (dt.date(2021, 12, 31), ["UBND phường Tứ Hạ"])


def test_who_was_overtaken_sees_both_versions_and_may_insist(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    address = f"/don-vi/{ward.id}"
    browser = desk.seat(an_official(session, Role.ADMINISTRATOR, None))
    seen = browser.form(address) | {"kind": "ward", "name": "UBND phường của tôi"}
    browser.fill_in(address, kind="ward", name="UBND phường của người khác")

    late = browser.send(address, seen)

    assert late.status_code == 409
    assert faults(late.text) == []
    assert "UBND phường của người khác" in late.text
    assert "UBND phường của tôi" in late.text
    insisted = browser.send(address, filled_in(late.text, address) | {"kind": "ward"})
    assert insisted.status_code == 302
    session.rollback()
    assert session.get_one(Unit, ward.id, populate_existing=True).name == "UBND phường của tôi"


def test_only_the_administrator_changes_units(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    official, office = an_official(session, Role.WARD_OFFICIAL, ward), an_official(session, Role.OFFICE, ward)

    assert desk.seat(official).open("/don-vi").status_code == 403
    for address in ("/don-vi/moi", f"/don-vi/{ward.id}"):
        assert desk.seat(office).open(address).status_code == 403
        assert desk.seat(office).send(address, NEW).status_code == 403
    assert desk.seat(an_official(session, Role.ADMINISTRATOR, None)).open("/don-vi/999").status_code == 404


def test_many_units_are_asked_for_together(desk: Desk, session: Session, app: Flask) -> None:
    ward = a_unit(session)
    browser = desk.seat(an_official(session, Role.OFFICE, ward))
    with statements(app) as few:
        browser.open("/don-vi")
    for number in range(5):
        a_unit(session, f"X{number}", f"UBND xã {number}")
    with statements(app) as many:
        browser.open("/don-vi")

    assert len(many) == len(few)
