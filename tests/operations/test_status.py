"""The status page and the two answers for machines: a sender that died is seen within two minutes."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.html import faults
from tests.support.mornings import a_round
from tracker.core.clock import ManualClock
from tracker.law.permissions import Actor, Role
from tracker.mail.outbox import Failure
from tracker.mail.transport import MemoryTransport

pytestmark = pytest.mark.both_databases

TODAY = dt.date(2021, 11, 10)


@pytest.fixture
def office(session: Session) -> Actor:
    return an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng"))


def test_the_page_turns_red_two_minutes_after_the_last_sign_of_life(
    session: Session, desk: Desk, office: Actor, clock: ManualClock
) -> None:
    the_calendar_of(session, 2021)
    browser = desk.seat(office)
    assert "Chưa từng nhận được tín hiệu" in browser.open("/he-thong").text

    a_round(session, MemoryTransport(), TODAY, 8, 0)
    clock.move_to(clock.instant + dt.timedelta(seconds=119))
    alive, ready = browser.open("/he-thong").text, browser.open("/readyz")
    clock.move_to(clock.instant + dt.timedelta(seconds=2))
    dead, not_ready = browser.open("/he-thong").text, browser.open("/readyz")

    assert faults(alive) == faults(dead) == []
    assert "Bộ gửi thư nhắc đang chạy." in alive
    assert "Bộ gửi thư nhắc không chạy." in dead
    assert (ready.status_code, not_ready.status_code) == (200, 503)
    assert ready.json == {"database": True, "migrations": True, "scheduler": True, "ready": True}
    assert not_ready.json == {"database": True, "migrations": True, "scheduler": False, "ready": False}


def test_a_missing_calendar_is_said_in_words(session: Session, desk: Desk, office: Actor) -> None:
    a_round(session, MemoryTransport(), TODAY, 8, 0)

    page = desk.seat(office).open("/he-thong").text

    assert "Lượt nhắc gần nhất gặp trở ngại." in page
    assert "Chưa có lịch làm việc năm 2021. Nhập lịch nghỉ của năm này trước." in page
    assert "Chưa có lịch làm việc năm 2022." in page


def test_letters_that_wait_and_faults_are_counted(session: Session, desk: Desk, office: Actor) -> None:
    the_calendar_of(session, 2021)
    unit = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, unit, login="tu-ha")
    a_directive(session, unit, due_on=TODAY, given_on=TODAY)
    a_round(session, MemoryTransport(answers={"tu-ha@example.org": Failure.TEMPORARY}), TODAY, 8, 0)

    page = desk.seat(office).open("/he-thong").text

    assert "lâu nhất từ 10/11/2021 08:00" in page
    assert "Thư gặp lỗi gần đây" in page
    assert 'href="/thu-da-gui/1"' in page


def test_machines_need_no_account_and_people_need_permission(session: Session, desk: Desk, office: Actor) -> None:
    ward = an_official(session, Role.WARD_OFFICIAL, a_unit(session))

    assert desk.nobody().open("/healthz").text == "ok\n"
    assert desk.nobody().open("/readyz").status_code == 503
    assert desk.seat(ward).open("/he-thong").status_code == 403


def test_a_database_behind_its_program_is_not_ready(session: Session, desk: Desk) -> None:
    newest = session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    stand = sa.text("UPDATE alembic_version SET version_num = :revision")
    session.execute(stand, {"revision": "0000"})
    session.commit()
    try:
        answer = desk.nobody().open("/readyz")
    finally:
        session.execute(stand, {"revision": newest})
        session.commit()

    assert answer.status_code == 503
    assert answer.json == {"database": True, "migrations": False, "scheduler": False, "ready": False}
