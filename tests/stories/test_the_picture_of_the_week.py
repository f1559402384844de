"""Mondays: leaders see the town, heads their unit, each number opens exactly its list; in the reader's language."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.mornings import BASE_URL, TET_2021, a_round, days, message, text_of
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.law.calendar import DayKind
from tracker.law.permissions import Actor, Role
from tracker.law.terms import TermKind
from tracker.mail.outbox import Letter, LetterState
from tracker.mail.transport import MemoryTransport
from tracker.office.models import CalendarDay, Person, Preference, Unit
from tracker.tasks.actions import completion
from tracker.tasks.models import Task

pytestmark = pytest.mark.both_databases


MONDAY = dt.date(2021, 6, 14)
ROW = re.compile(r'<tr><th scope="row">')
NAMES = ("Tứ Hạ", "Hương Văn", "Hương Xuân")


class Town:
    """Three wards: one late and one done, one only due soon, one with nothing; a leader, and a head in each ward."""

    def __init__(self, session: Session) -> None:
        self.session = session
        the_calendar_of(session, 2021)
        self.leader = an_official(session, Role.LEADER, a_unit(session, "UB", "UBND thị xã"), "lanh-dao")
        self.office = an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng"))
        self.wards = [a_unit(session, f"P{n}", f"UBND {name}", short_name=name) for n, name in enumerate(NAMES)]
        self.heads = [
            an_official(session, Role.UNIT_HEAD, ward, f"thu-truong-{n}") for n, ward in enumerate(self.wards)
        ]
        self.officials = [
            an_official(session, Role.WARD_OFFICIAL, ward, f"cc-{n}") for n, ward in enumerate(self.wards)
        ]
        first, second, _ = self.wards
        given = dt.date(2021, 6, 1)
        self.give(first, due=dt.date(2021, 6, 10), given=given)
        done = self.give(first, due=dt.date(2021, 6, 10), given=given)
        self.give(second, due=dt.date(2021, 6, 18), given=given)
        self.act(
            self.officials[0],
            dt.date(2021, 6, 8),
            lambda w: completion.submit_completion(w, done, done_on=w.today, note="Xong"),
        )
        self.act(self.office, dt.date(2021, 6, 9), lambda w: completion.confirm_completion(w, done))

    def give(self, ward: Unit, *, due: dt.date, given: dt.date) -> int:
        return a_directive(self.session, ward, due_on=due, given_on=given)[0].id

    def act(self, actor: Actor, day: dt.date, act: object) -> None:
        assert callable(act)
        with unit_of_work(self.session, actor, ManualClock(local_instant(day, 10))) as work:
            act(work)


@pytest.fixture
def town(session: Session) -> Town:
    """Return the town on that Monday morning, before any letter."""
    return Town(session)


def letter_to(mailbox: MemoryTransport, actor: Actor, session: Session) -> tuple[str, str] | None:
    """Return text and page of the last letter to somebody."""
    address = session.get_one(Person, actor.user_id).email
    found = [message(each.content) for each in mailbox.sent if each.recipient == address]
    if not found:
        return None
    page = found[-1].get_body(("html",))
    assert page is not None
    return text_of(found[-1]), str(page.get_content())


def test_on_monday_the_leader_sees_every_unit_and_a_head_the_own(session: Session, town: Town) -> None:
    mailbox = MemoryTransport()
    a_round(session, mailbox, MONDAY)

    leader = letter_to(mailbox, town.leader, session)
    first, second, third = (letter_to(mailbox, head, session) for head in town.heads)
    assert leader and first and second
    assert "Toàn địa bàn: đang thực hiện 2; quá hạn 1; đến hạn 7 ngày tới 1; đã hoàn thành 1" in leader[0]
    assert [leader[0].index(f"\n{name}:") for name in NAMES[:2]] == sorted(
        leader[0].index(f"\n{name}:") for name in NAMES[:2]
    )  # the most of what is late first
    assert "Tứ Hạ: đang thực hiện 1; quá hạn 1;" in first[0] and "Hương Văn:" not in first[0]
    assert "Hương Văn: đang thực hiện 1; quá hạn 0; đến hạn 7 ngày tới 1" in second[0]
    assert third is None  # a unit with nothing to do is left in peace


def test_the_picture_comes_once_a_week_and_never_without_reason(session: Session, town: Town) -> None:
    mailbox = MemoryTransport()
    for day in days(MONDAY, MONDAY + dt.timedelta(days=13)):
        for hour in (7, 9, 16):
            a_round(session, mailbox, day, hour)

    pictured = session.query(Letter).filter_by(with_picture=True, state=LetterState.SENT)
    leader = pictured.filter_by(person_id=town.leader.user_id)
    assert [letter.slot_on for letter in leader] == [MONDAY, MONDAY + dt.timedelta(days=7)]
    per_day = [(letter.person_id, letter.slot_on) for letter in session.query(Letter)]
    assert len(per_day) == len(set(per_day))  # in the digest of the day, never beside it


def test_after_tet_the_picture_comes_on_the_first_open_day(session: Session, town: Town) -> None:
    session.add_all(CalendarDay(day=day, kind=DayKind.PUBLIC_HOLIDAY, name="Tet", source="test") for day in TET_2021)
    session.commit()
    mailbox = MemoryTransport()
    for day in days(dt.date(2021, 2, 8), dt.date(2021, 2, 19)):
        a_round(session, mailbox, day)

    letters = session.query(Letter).filter_by(person_id=town.leader.user_id, with_picture=True)
    assert [letter.slot_on.isoformat() for letter in letters] == ["2021-02-08", "2021-02-17"]


def test_every_number_of_the_letter_opens_a_list_as_long(
    session: Session, town: Town, app: Flask, desk: Desk, clock: ManualClock
) -> None:
    mailbox = MemoryTransport()
    a_round(session, mailbox, MONDAY)
    entered_later = ManualClock(local_instant(MONDAY, 10))
    a_directive(session, town.wards[0], due_on=MONDAY, given_on=dt.date(2021, 6, 1), clock=entered_later)
    clock.move_to(local_instant(MONDAY, 11))
    leader = letter_to(mailbox, town.leader, session)
    assert leader

    numbers = re.findall(r'<a href="([^"]+/nhiem-vu\?[^"]+)">(\d+)</a>', leader[1])
    browser = desk.seat(town.leader)
    for href, number in numbers:
        page = browser.open(unescape(href).removeprefix(BASE_URL)).text
        assert len(ROW.findall(page)) == int(number), href
    assert len(numbers) == 9


def test_who_reads_english_gets_english(session: Session, town: Town) -> None:
    session.add(Preference(person_id=town.leader.user_id, name="language", value="en"))
    session.commit()
    mailbox = MemoryTransport()
    a_round(session, mailbox, MONDAY)

    leader = letter_to(mailbox, town.leader, session)
    assert leader and leader[0].startswith("Dear lanh-dao,")
    assert "Whole area: in hand 2; overdue 1; due within 7 days 1; completed 1; completed late 0." in leader[0]


def test_what_is_urgent_reaches_those_too_who_want_no_digest(session: Session, town: Town) -> None:
    task_id = tasks_of_the_third(town)
    session.query(Person).update({"wants_mail": False})
    session.get_one(Task, task_id).urgency = "Hỏa tốc"
    session.commit()
    mailbox = MemoryTransport()
    a_round(session, mailbox, MONDAY)

    assert [each.recipient for each in mailbox.sent] == ["cc-2@example.org"]


def tasks_of_the_third(town: Town) -> int:
    """Give the third ward something on this very day; return the number of the task."""
    [assignment] = a_directive(town.session, town.wards[2], due_on=MONDAY, given_on=MONDAY)
    return assignment.task_id


def test_a_continuous_duty_without_evidence_is_asked_about_before_the_quarter_ends(
    session: Session, town: Town
) -> None:
    [duty] = a_directive(
        session, town.wards[2], due_on=dt.date(2021, 12, 31), given_on=MONDAY, kind=TermKind.CONTINUOUS
    )
    town.act(town.officials[2], MONDAY, lambda w: completion.accept_assignment(w, duty.id))
    asked: list[str] = []
    for day in days(dt.date(2021, 6, 15), dt.date(2021, 9, 30)):
        mailbox = MemoryTransport()
        a_round(session, mailbox, day)
        if day == dt.date(2021, 9, 20):
            town.act(town.officials[2], day, lambda w: completion.record_progress(w, duty.id, note="Đã tập huấn"))
        said = letter_to(mailbox, town.officials[2], session)
        if said and "CẦN MINH CHỨNG QUÝ NÀY" in said[0]:
            asked.append(day.isoformat())

    assert asked == ["2021-06-23", "2021-06-29", "2021-06-30"]
