"""A calendar program reads the deadlines of a person or a unit, under an address that can be taken back."""

from __future__ import annotations

import datetime as dt
import importlib
import re
from typing import Any

import icalendar
import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.support.browser import Browser, Desk, filled_in
from tests.support.builders import a_directive, a_unit, an_official, task_of
from tests.support.html import faults, unmarked
from tracker.accounts.models import CalendarFeed
from tracker.core.clock import ManualClock, local_instant
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Role
from tracker.office.models import Membership, Person
from tracker.tasks.models import Assignment

DUE = dt.date(2021, 11, 30)
HOSTILE = [
    "Họp gấp\r\nEND:VEVENT\r\nATTENDEE:mailto:x@example.org",
    "Một, hai; ba \\ bốn \\n năm: sáu",
    "\u202eexe.docx 🎉 «Đề án»",
    "Rà soát thủ tục hành chính " * 40,
    "đ" * 1000,
]


def address_made(browser: Browser, page: str = "cua-toi", **fields: object) -> str:
    """Make an address and return its path."""
    answer = pressed(browser, f"/lich-tren-may/{page}", **fields)
    assert answer.status_code == 200
    assert faults(answer.text) == []
    found = re.search(r"/lich/[\w-]+\.ics", answer.text)
    assert found is not None
    return found.group()


def pressed(browser: Browser, action: str, **fields: object) -> TestResponse:
    """Send one of the forms of the page."""
    return browser.send(action, filled_in(browser.open("/lich-tren-may").text, action) | fields)


def events(content: str) -> dict[str, Any]:
    """Return the events of a calendar by their UID, as one library reads them."""
    calendar: Any = icalendar.Calendar.from_ical(content)
    return {str(event["uid"]): event for event in calendar.events}


def read_otherwise(content: str) -> Any:
    """Return the only event of a calendar as another library reads it."""
    library: Any = importlib.import_module("vobject")
    return library.readOne(content).vevent


def test_own_deadlines_stand_in_the_calendar_and_nobody_elses(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    me, colleague = (an_official(session, Role.OFFICER, ward, login) for login in ("toi", "ban"))
    [mine] = a_directive(session, ward, due_on=DUE, content="Việc của tôi")
    [colleagues] = a_directive(session, ward, due_on=DUE, content="Việc của bạn")
    [nobodys] = a_directive(session, ward, due_on=DUE, content="Chưa giao cho ai")
    a_directive(session, other, due_on=DUE, content="Việc phường khác")
    a_directive(session, ward, due_on=None, content="Không có hạn")
    mine.person_id, colleagues.person_id = me.user_id, colleague.user_id
    session.commit()
    address = address_made(desk.seat(me))

    answer = desk.nobody().open(address)

    assert answer.mimetype == "text/calendar"
    found = events(answer.text)
    assert found.keys() == {f"nhiem-vu-{each.id}@127.0.0.1" for each in (mine, nobodys)}
    event = found[f"nhiem-vu-{mine.id}@127.0.0.1"]
    assert (event.start, event.end) == (DUE, DUE + dt.timedelta(days=1))
    assert event["summary"] == "Hạn: Việc của tôi"
    assert event["url"] == f"http://127.0.0.1:5000/nhiem-vu/{mine.id}"
    assert event["status"] == "CONFIRMED"
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [dt.timedelta(hours=-15)]


@pytest.mark.parametrize("title", HOSTILE)
def test_whatever_stands_in_a_title_two_libraries_read_the_same(desk: Desk, session: Session, title: str) -> None:
    ward = a_unit(session)
    me = an_official(session, Role.OFFICER, ward)
    [assignment] = a_directive(session, ward, due_on=DUE, content="Việc")
    task_of(session, assignment).title = title
    session.commit()
    raw = desk.nobody().open(address_made(desk.seat(me))).data

    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    [event] = events(raw.decode()).values()
    other = read_otherwise(raw.decode())
    plain = "".join(letter for letter in title if letter != "\u202e")
    assert event["summary"] == other.summary.value == "Hạn: " + " ".join(plain.split())
    assert other.dtstart.value == DUE
    assert other.uid.value == event["uid"]
    assert "attendee" not in event and not hasattr(other, "attendee")


def test_a_change_moves_the_sequence_and_what_is_done_is_cancelled(
    desk: Desk, session: Session, clock: ManualClock
) -> None:
    ward = a_unit(session)
    me = an_official(session, Role.OFFICER, ward)
    [assignment] = a_directive(session, ward, due_on=DUE)
    [stale] = a_directive(session, ward, due_on=dt.date(2021, 2, 1))
    _end(session, stale, dt.datetime(2021, 2, 1, tzinfo=dt.UTC))
    browser, program = desk.seat(me), desk.nobody()
    address = address_made(browser)
    before = program.open(address)
    _end(session, session.get_one(Assignment, assignment.id), clock.now())
    after = program.open(address)

    first, second = (next(iter(events(page.text).values())) for page in (before, after))
    assert len(events(after.text)) == 1, "what ended long ago has left the calendar"
    assert (first["status"], second["status"]) == ("CONFIRMED", "CANCELLED")
    assert second["sequence"] > first["sequence"]
    assert second["last-modified"].dt > first["last-modified"].dt
    assert second["uid"] == first["uid"]
    assert before.headers["ETag"] != after.headers["ETag"]


def _end(session: Session, assignment: Assignment, instant: dt.datetime) -> None:
    assignment.state, assignment.done_on, assignment.last_event_at = AssignmentState.DONE, DUE, instant
    session.commit()


def test_a_program_that_has_it_already_is_told_so(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    a_directive(session, ward, due_on=DUE)
    address = address_made(desk.seat(an_official(session, Role.OFFICER, ward)))
    client = desk.nobody().client
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_an_old_address_answers_as_one_that_never_was(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    me = an_official(session, Role.OFFICER, ward)
    browser, program = desk.seat(me), desk.nobody()
    old = address_made(browser)
    new = address_made(browser)

    assert program.open(new).status_code == 200
    wrong = program.open("/lich/khong-co.ics")
    assert (program.open(old).status_code, unmarked(program.open(old).text)) == (404, unmarked(wrong.text))

    feed = session.query(CalendarFeed).filter_by(revoked_at=None).one()
    assert len(feed.token_hash) == 64 and feed.token_hash not in new
    pressed(browser, f"/lich-tren-may/{feed.id}/thu-hoi")
    assert (program.open(new).status_code, unmarked(program.open(new).text)) == (404, unmarked(wrong.text))


def test_who_left_the_unit_or_the_office_reads_nothing_more(desk: Desk, session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    me = an_official(session, Role.UNIT_HEAD, ward)
    a_directive(session, ward, due_on=DUE)
    browser, program = desk.seat(me), desk.nobody()
    own, units = address_made(browser), address_made(browser, "don-vi", unit_id=ward.id)
    assert len(events(program.open(units).text)) == 1

    session.query(Membership).filter_by(person_id=me.user_id).one().valid_to = dt.date(2021, 11, 10)
    session.commit()
    clock.move_to(local_instant(dt.date(2021, 11, 11), 8))
    assert events(program.open(own).text) == {}
    assert program.open(units).status_code == 404

    session.query(Person).filter_by(id=me.user_id).one().active = False
    session.commit()
    assert program.open(own).status_code == 404


def test_another_unit_is_not_to_be_had(desk: Desk, session: Session) -> None:
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    browser = desk.seat(an_official(session, Role.WARD_OFFICIAL, ward))

    answer = pressed(browser, "/lich-tren-may/don-vi", unit_id=other.id)

    assert answer.status_code == 422
    assert session.query(CalendarFeed).count() == 0


def test_the_address_of_another_is_not_mine_to_take_back(desk: Desk, session: Session) -> None:
    ward = a_unit(session)
    me, colleague = (an_official(session, Role.OFFICER, ward, login) for login in ("toi", "ban"))
    address_made(desk.seat(me))
    feed = session.query(CalendarFeed).one()
    browser = desk.seat(colleague)

    token = filled_in(browser.open("/lich-tren-may").text, "/lich-tren-may/cua-toi")
    answer = browser.send(f"/lich-tren-may/{feed.id}/thu-hoi", token)

    assert answer.status_code == 404
    session.expire_all()
    assert session.query(CalendarFeed).one().revoked_at is None
