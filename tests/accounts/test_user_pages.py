"""People and their posts, kept by the administrator."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.support.browser import Browser, Desk, filled_in, statements
from tests.support.builders import a_unit, an_official
from tests.support.html import faults
from tracker.law.permissions import Actor, Role
from tracker.office.models import Membership, Person, Unit

PASSWORD = "song-Huong-xanh-ngat"


@pytest.fixture
def chief(session: Session) -> Actor:
    """Return the only administrator."""
    return an_official(session, Role.ADMINISTRATOR, None, "quantri")


@pytest.fixture
def browser(desk: Desk, chief: Actor) -> Browser:
    """Return the browser of the administrator."""
    return desk.seat(chief)


@pytest.fixture
def ward(session: Session) -> Unit:
    """Return a ward."""
    return a_unit(session)


def person(session: Session, login: str) -> Person:
    """Return somebody as the database has them now."""
    session.rollback()
    return session.scalars(select(Person).where(Person.login == login).execution_options(populate_existing=True)).one()


def press(browser: Browser, address: str, action: str, **typed: str) -> TestResponse:
    """Open somebody's page and send the form on it that goes to `action`."""
    action = f"{address}/{action}"
    return browser.send(action, filled_in(browser.open(address).text, action) | typed)


def test_an_account_is_opened_with_its_first_post(browser: Browser, session: Session, ward: Unit) -> None:
    typed = {"name": "Lê Thị Nga", "login": "nga", "role": "ward_official", "password": PASSWORD}

    without_unit = browser.fill_in("/nguoi-dung/moi", **typed)
    weak = browser.fill_in("/nguoi-dung/moi", **(typed | {"unit_id": str(ward.id), "password": "123"}))
    opened = browser.fill_in("/nguoi-dung/moi", **typed, unit_id=str(ward.id))
    page = browser.open(opened.location)

    assert (without_unit.status_code, weak.status_code, opened.status_code) == (422, 422, 302)
    assert "Chọn đơn vị của vai trò này." in without_unit.text
    assert "ít nhất 12 ký tự" in weak.text
    for answer in (without_unit, page, browser.open("/nguoi-dung/moi"), browser.open("/nguoi-dung")):
        assert faults(answer.text) == []
    nga = person(session, "nga")
    assert nga.must_change_password
    assert "UBND phường Tứ Hạ" in page.text
    assert PASSWORD not in weak.text + page.text
    assert nga.password_hash is not None
    assert nga.password_hash not in page.text


def test_posts_are_given_and_ended_with_their_days(browser: Browser, session: Session, ward: Unit) -> None:
    ward_id = str(ward.id)
    user_id = an_official(session, Role.WARD_OFFICIAL, ward, "nga").user_id
    address = f"/nguoi-dung/{user_id}"
    own = select(Membership).where(Membership.person_id == user_id).order_by(Membership.id)
    old_id = session.scalars(own).one().id

    typed = {"role": "unit_head", "unit_id": ward_id, "valid_from": "01/12/2021"}
    given = press(browser, address, "vai-tro", **typed)
    twice = press(browser, address, "vai-tro", **typed)
    ended = press(browser, address, f"vai-tro/{old_id}/ket-thuc")

    assert (given.status_code, twice.status_code, ended.status_code) == (302, 422, 302)
    assert faults(twice.text) == []
    session.rollback()
    posts = session.scalars(own.execution_options(populate_existing=True))
    assert [(post.role, post.valid_from, post.valid_to) for post in posts] == [
        (Role.WARD_OFFICIAL, dt.date(2011, 11, 15), dt.date(2021, 11, 9)),
        (Role.UNIT_HEAD, dt.date(2021, 12, 1), None),
    ]
    page = browser.open(address)
    assert faults(page.text) == []
    assert "đã thôi giữ" in page.text


def test_closing_an_account_ends_its_session_at_once(
    desk: Desk, browser: Browser, session: Session, ward: Unit
) -> None:
    official = an_official(session, Role.WARD_OFFICIAL, ward, "nga")
    address = f"/nguoi-dung/{official.user_id}"
    theirs = desk.seat(official)
    assert theirs.open("/chi-dao").status_code == 200

    closed = press(browser, address, "khoa")

    assert closed.status_code == 302
    assert theirs.open("/chi-dao").status_code == 302
    assert "Đã khóa" in browser.open(address).text
    assert press(browser, address, "mo").status_code == 302
    assert person(session, "nga").active


def test_a_new_initial_password_ends_sessions_and_must_be_changed(
    desk: Desk, browser: Browser, session: Session, ward: Unit
) -> None:
    official = an_official(session, Role.WARD_OFFICIAL, ward, "nga")
    address = f"/nguoi-dung/{official.user_id}"
    theirs = desk.seat(official)

    weak = press(browser, address, "mat-khau", **{"moi-password": "123"})
    assert theirs.open("/chi-dao").status_code == 200
    given = press(browser, address, "mat-khau", **{"moi-password": PASSWORD})

    assert (weak.status_code, given.status_code) == (422, 302)
    assert "ít nhất 12 ký tự" in weak.text
    assert faults(weak.text) == []
    assert theirs.open("/chi-dao").status_code == 302
    nga = person(session, "nga")
    assert (nga.must_change_password, nga.epoch) == (True, 2)


def test_the_last_administrator_stays(browser: Browser, session: Session, chief: Actor) -> None:
    address = f"/nguoi-dung/{chief.user_id}"
    post_id = session.scalars(select(Membership).where(Membership.person_id == chief.user_id)).one().id

    closed = press(browser, address, "khoa")
    ended = press(browser, address, f"vai-tro/{post_id}/ket-thuc")

    for refused in (closed, ended):
        assert refused.status_code == 422
        assert "Hệ thống cần ít nhất một quản trị" in refused.text
        assert faults(refused.text) == []
    assert browser.open(address).status_code == 200


def test_people_are_found_by_name_role_and_unit(browser: Browser, session: Session, ward: Unit) -> None:
    an_official(session, Role.WARD_OFFICIAL, ward, "nga.canbo")
    an_official(session, Role.LEADER, ward, "hung.lanhdao")

    found = browser.open("/nguoi-dung?tim=cong+chuc+tu+ha").text
    nobody = browser.open("/nguoi-dung?tim=khong+co").text

    assert ("nga.canbo" in found, "hung.lanhdao" in found) == (True, False)
    assert "Không có người nào khớp" in nobody
    assert faults(found) == faults(nobody) == []


def test_only_the_administrator_manages_people(desk: Desk, session: Session, ward: Unit) -> None:
    for role in (Role.LEADER, Role.OFFICE, Role.COORDINATOR, Role.AUDITOR, Role.WARD_OFFICIAL):
        theirs = desk.seat(an_official(session, role, ward))
        for address in ("/nguoi-dung", "/nguoi-dung/moi", "/nguoi-dung/1"):
            assert theirs.open(address).status_code == 403
        assert theirs.send("/nguoi-dung/1/khoa", {}).status_code == 403


def test_many_people_are_asked_for_together(browser: Browser, session: Session, ward: Unit, app: Flask) -> None:
    with statements(app) as few:
        browser.open("/nguoi-dung")
    for number in range(5):
        an_official(session, Role.OFFICER, ward, f"canbo{number}")
    with statements(app) as many:
        browser.open("/nguoi-dung")

    assert len(many) == len(few)
