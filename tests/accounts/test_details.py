"""Names, addresses and numbers are changed on pages, with a line and a letter; history keeps the name of its day."""

from __future__ import annotations

import datetime as dt
import re
from email import message_from_bytes, policy

import pytest
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.html import faults
from tests.support.mornings import a_round
from tracker.accounts.details import given_name_first
from tracker.accounts.models import AccountChange, AccountEvent
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Role
from tracker.mail.outbox import Letter
from tracker.mail.transport import MemoryTransport
from tracker.office import installation
from tracker.office.models import Person
from tracker.tasks.actions import completion

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = dt.date(2021, 11, 10)


def lines(session: Session, change: AccountChange) -> list[AccountEvent]:
    session.rollback()
    session.expire_all()
    return list(session.query(AccountEvent).filter_by(change=change))


def test_the_administrator_writes_a_name_anew_and_the_diary_keeps_that_of_its_day(
    desk: Desk, session: Session, clock: ManualClock
) -> None:
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward, "Nguyễn Thị Ngaa")
    [assignment] = a_directive(session, ward, due_on=dt.date(2021, 12, 15))
    number = assignment.id
    with unit_of_work(session, official, clock) as work:
        completion.accept_assignment(work, number)
    browser = desk.seat(an_official(session, Role.ADMINISTRATOR, None, "quantri"))
    address = f"/nguoi-dung/{official.user_id}/sua"

    page = browser.open(address)
    typed = {"name": "Nguyễn Thị Nga", "email": "nga.moi@example.org", "phone": "0234 123 456"}
    done = browser.fill_in(address, **typed)
    wrong = browser.fill_in(address, **(typed | {"email": "khong phai thu"}))

    assert (faults(page.text), done.status_code, wrong.status_code) == ([], 302, 422)
    assert "Nhập địa chỉ thư dạng" in wrong.text and "khong phai thu" in wrong.text and faults(wrong.text) == []
    session.rollback()
    session.expire_all()
    person = session.get_one(Person, official.user_id)
    assert (person.name, person.email, person.phone) == tuple(typed.values())
    assert person.sort_key == given_name_first("Nguyễn Thị Nga")
    [line] = lines(session, AccountChange.NAME_CHANGED)
    assert (line.actor_name, line.details) == ("quantri", {"old": "Nguyễn Thị Ngaa", "new": "Nguyễn Thị Nga"})
    [line] = lines(session, AccountChange.EMAIL_CHANGED)
    assert line.details["new"] == "nga.moi@example.org"
    told = {each.address for each in session.query(Letter) if "Địa chỉ thư đã đổi" in each.body_text}
    assert told == {line.details["old"], "nga.moi@example.org"}
    diary = desk.seat(an_official(session, Role.OFFICE, ward)).open(f"/nhiem-vu/{number}").text
    assert "Nguyễn Thị Ngaa" in diary


def test_ones_own_new_address_holds_when_it_is_confirmed_from_its_mailbox(
    desk: Desk, session: Session, clock: ManualClock
) -> None:
    the_calendar_of(session, 2021)
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward, "nga")
    browser = desk.seat(official)

    page = browser.open("/tai-khoan/lien-he")
    done = browser.fill_in("/tai-khoan/lien-he", email="moi@example.org", phone="0914")
    waits = browser.open("/tai-khoan/lien-he")
    post = MemoryTransport()
    a_round(session, post, TODAY, 9, 0)
    texts = {
        envelope.recipient: message_from_bytes(envelope.content, policy=policy.default).get_body(("plain",))
        for envelope in post.sent
    }
    confirmation = texts["moi@example.org"]
    assert confirmation is not None and "nga@example.org" in texts
    [link] = re.findall(r"/tai-khoan/dia-chi-thu/[\w-]+", confirmation.get_content())
    stranger = desk.seat(an_official(session, Role.WARD_OFFICIAL, ward, "khac"))

    assert (faults(page.text), done.status_code, faults(waits.text)) == ([], 302, [])
    assert "moi@example.org" in waits.text
    assert session.get_one(Person, official.user_id).email == "nga@example.org"
    assert stranger.open(link).status_code == 404
    assert faults(browser.open(link).text) == []
    assert browser.fill_in(link).status_code == 302
    session.expire_all()
    person = session.get_one(Person, official.user_id)
    assert (person.email, person.phone) == ("moi@example.org", "0914")
    assert browser.open(link).status_code == 404
    assert len(lines(session, AccountChange.EMAIL_ASKED)) == len(lines(session, AccountChange.EMAIL_CHANGED)) == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR])
def test_the_name_of_the_office_is_changed_on_a_page(role: Role, desk: Desk, session: Session) -> None:
    unit = None if role is Role.ADMINISTRATOR else a_unit(session)
    browser = desk.seat(an_official(session, role, unit, "sua"))

    page = browser.open("/co-quan")
    empty = browser.fill_in("/co-quan", name="")
    done = browser.fill_in("/co-quan", name="UBND  phường An Bình ")

    assert (faults(page.text), empty.status_code, faults(empty.text), done.status_code) == ([], 422, [], 302)
    session.rollback()
    assert installation.get_authority_name(session) == "UBND phường An Bình"
    assert "UBND phường An Bình" in browser.open("/tai-khoan").text
    [line] = lines(session, AccountChange.OFFICE_RENAMED)
    assert (line.actor_name, line.details["new"]) == ("sua", "UBND phường An Bình")


def test_who_is_told_also_when_the_account_is_closed(desk: Desk, session: Session) -> None:
    the_calendar_of(session, 2021)
    official = an_official(session, Role.WARD_OFFICIAL, a_unit(session), "nga")
    browser = desk.seat(an_official(session, Role.ADMINISTRATOR, None, "quantri"))
    address = f"/nguoi-dung/{official.user_id}/khoa"
    browser.send(address, browser.form("/dang-xuat") | _token(browser.open(f"/nguoi-dung/{official.user_id}").text))
    post = MemoryTransport()

    a_round(session, post, TODAY, 9, 0)

    assert session.get_one(Person, official.user_id).active is False
    assert [envelope.recipient for envelope in post.sent] == ["nga@example.org"]


def _token(html: str) -> dict[str, str]:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found is not None
    return {"csrf_token": found[1]}
