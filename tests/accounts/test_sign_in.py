"""The door: setting up, signing in, one's own password."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_unit, an_official
from tests.support.html import Page, faults
from tracker.accounts import accounts as account_accounts, passwords
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.office.models import Person
from tracker.office.people import COMMAND_LINE

PASSWORD = "hoa-sen-ben-ho-2021"


def a_ward_official(session: Session) -> Person:
    """Return the official of a ward, who signs in with `PASSWORD`."""
    actor = an_official(session, Role.WARD_OFFICIAL, a_unit(session), "tuha")
    person = session.get_one(Person, actor.user_id)
    person.password_hash = passwords.hash_password(PASSWORD)
    session.commit()
    return person


def test_a_new_installation_asks_for_its_administrator(desk: Desk, session: Session, clock: ManualClock) -> None:
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        code = account_accounts.new_setup_code(work)
    browser = desk.nobody()

    assert browser.open("/").headers["Location"] == "/thiet-lap"
    assert faults(browser.open("/thiet-lap").text) == []
    typed = {"place_name": "UBND thị xã", "name": "Nguyễn Văn An", "login": "quantri", "password": PASSWORD}
    wrong = browser.fill_in("/thiet-lap", code="sai", **typed)
    right = browser.fill_in("/thiet-lap", code=code, **typed)

    assert (wrong.status_code, faults(wrong.text)) == (422, [])
    assert right.headers["Location"] == "/"
    assert faults(browser.open("/").text) == []
    assert browser.open("/thiet-lap").status_code == 404


def test_after_signing_in_one_lands_where_one_wanted_to_go(desk: Desk, session: Session) -> None:
    a_ward_official(session)
    browser = desk.nobody()

    door = browser.open("/nhiem-vu").headers["Location"]
    wrong = browser.fill_in(door, login="tuha", password="sai-mat-khau")
    right = browser.fill_in(door, login="tuha", password=PASSWORD)

    assert faults(browser.open(door).text) == []
    assert (wrong.status_code, faults(wrong.text)) == (422, [])
    assert right.headers["Location"] == "/nhiem-vu"


def test_one_changes_ones_own_password(desk: Desk, session: Session) -> None:
    a_ward_official(session)
    browser = desk.nobody()
    browser.fill_in("/dang-nhap", login="tuha", password=PASSWORD)

    typed = {"present": PASSWORD, "password": "mot-cau-that-dai", "again": "mot-cau-khac"}
    differing = browser.fill_in("/doi-mat-khau", **typed)
    changed = browser.fill_in("/doi-mat-khau", **typed | {"again": "mot-cau-that-dai"})

    assert (differing.status_code, faults(differing.text)) == (422, [])
    assert "Nhập lại đúng mật khẩu mới ở trên." in differing.text
    assert changed.status_code == 302


@pytest.mark.parametrize(("environment", "offered"), [("demo", True), ("production", False)])
def test_only_the_demo_tells_its_accounts(
    environment: str, offered: bool, app: Flask, desk: Desk, session: Session
) -> None:
    an_official(session, Role.LEADER, a_unit(session), "chutich")
    app.config["ENVIRONMENT"] = environment

    page = Page(desk.nobody().open("/dang-nhap").text)

    assert ("chutich" in page.text("main")) is offered


FIELDS = {
    "/dang-nhap": {"login": "username", "password": "current-password"},
    "/quen-mat-khau": {"login": "username"},
    "/doi-mat-khau": {"present": "current-password", "password": "new-password", "again": "new-password"},
    "/xac-nhan-mat-khau": {"password": "current-password"},
}


@pytest.mark.parametrize("address", FIELDS)
def test_password_managers_know_what_each_field_is_for(address: str, desk: Desk, session: Session) -> None:
    a_ward_official(session)
    browser = desk.nobody()
    if address in ("/doi-mat-khau", "/xac-nhan-mat-khau"):
        browser.fill_in("/dang-nhap", login=" TUHA ", password=PASSWORD)

    inputs = {each.get("name"): each.get("autocomplete") for each in Page(browser.open(address).text).all("input")}

    assert {name: inputs[name] for name in FIELDS[address]} == FIELDS[address]
    # no password or name is left without a purpose
    assert {name for name in inputs if name in ("login", "password", "again", "present")} == set(FIELDS[address])


def test_a_slowed_stranger_is_told_when_to_come_again_and_a_known_browser_gets_in(desk: Desk, session: Session) -> None:
    a_ward_official(session)
    known = desk.nobody()
    known.fill_in("/dang-nhap", login="tuha", password=PASSWORD)
    known.send("/dang-xuat", known.form("/dang-xuat") or {})
    stranger = desk.nobody()
    for number in range(31):
        stranger.fill_in("/dang-nhap", login=f"ten{number}", password="sai")

    slowed = desk.nobody().fill_in("/dang-nhap", login="tuha", password=PASSWORD)
    asked = desk.nobody().fill_in("/quen-mat-khau", login="tuha")
    known.client.delete_cookie("session")
    inside = known.fill_in("/dang-nhap", login="tuha", password=PASSWORD)

    assert (slowed.status_code, asked.status_code, inside.status_code) == (429, 429, 302)
    assert 0 < int(slowed.headers["Retry-After"]) <= 5
    assert "tuha" in slowed.text and faults(slowed.text) == []
    assert known.fill_in("/quen-mat-khau", login="tuha").status_code == 302
