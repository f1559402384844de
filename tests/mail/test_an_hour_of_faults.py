"""P26: the mail server misbehaves for an hour in every way it can; nobody waits for it, and then all letters leave."""

from __future__ import annotations

import datetime as dt
import itertools
import socket

import pytest
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep.moody_server import Moods, moody_server
from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.databases import an_app
from tests.support.mailserver import closed_server, dripping_server, mail_server, silent_server
from tests.support.mornings import a_round, message
from tracker.core.clock import ManualClock, local_instant
from tracker.database.engine import db
from tracker.law.permissions import Role
from tracker.mail.outbox import Letter, LetterState
from tracker.mail.smtp import SmtpServer, SmtpTransport

MONDAY = dt.date(2021, 6, 14)
WARDS = 12


def way(url: str) -> SmtpTransport:
    """Return the way to a server, with little patience: the clock of the test does not wait."""
    return SmtpTransport(SmtpServer.parse(url), answer_seconds=0.1, letter_seconds=0.3)


@pytest.fixture
def addresses(session: Session) -> list[str]:
    """Give every ward a directive that falls due today; return the addresses of their officials."""
    the_calendar_of(session, 2021)
    units = [a_unit(session, f"P{n}", f"UBND phường số {n}") for n in range(WARDS)]
    for unit in units:
        an_official(session, Role.WARD_OFFICIAL, unit, login=unit.code.lower())
    a_directive(session, *units, due_on=MONDAY, given_on=MONDAY)
    return [f"{unit.code.lower()}@example.org" for unit in units]


def test_an_hour_of_every_fault_and_the_queue_drains(session: Session, addresses: list[str]) -> None:
    with moody_server(Moods(busy=0.3, hangs_up=0.2, before=0, after=0)) as moody, mail_server() as sink:
        for minute in range(30, 60, 5):
            with silent_server() as silent, dripping_server() as dripping:
                for offset, url in enumerate((closed_server(), silent, dripping)):
                    a_round(session, way(url), MONDAY, 7, minute + offset)
            sink.at_data = "421 closing"
            a_round(session, way(sink.url), MONDAY, 7, minute + 3)
            sink.at_data = "451 greylisted"
            a_round(session, way(sink.url), MONDAY, 7, minute + 4)
        assert (sink.taken, moody.taken) == ([], [])
        for minute in range(30):
            a_round(session, way(moody.url), MONDAY, 8, minute)
        sink.at_data, sink.at_address = None, {addresses[0]: "550 no such user"}
        for minute in range(30, 59):
            a_round(session, way(sink.url), MONDAY, 8, minute)
        for hour in range(9, 18):
            a_round(session, way(sink.url), MONDAY, hour)

        arrived = [address for address, _ in moody.taken] + [people[0] for people, _ in sink.taken]
        again = [str(message(content)["To"]) for content in moody.hung_up]
    letters = session.query(Letter).all()
    assert {letter.state for letter in letters} <= {LetterState.SENT, LetterState.DEAD}
    assert set(addresses[1:]) <= set(arrived)
    assert len(arrived) - len(set(arrived)) <= len(again), "twice only where the server hung up after taking it"
    assert [letter.address for letter in letters if letter.state is LetterState.DEAD] in ([], [addresses[0]])


def test_a_busy_address_is_tried_with_growing_gaps_for_72_hours_and_then_shown(
    session: Session, addresses: list[str], database_url: URL
) -> None:
    tries: list[dt.datetime] = []
    with mail_server() as sink:
        sink.at_address = {addresses[0]: "451 mailbox full"}
        for day, hour, minute in itertools.product(range(5), range(7, 18), range(0, 60, 10)):
            instant = local_instant(MONDAY + dt.timedelta(days=day), hour, minute)
            before = _attempts(session, addresses[0])
            a_round(session, way(sink.url), instant.date(), hour, minute)
            if _attempts(session, addresses[0]) > before:
                tries.append(instant)

        gaps = [second - first for first, second in itertools.pairwise(tries)]
        first_letters = session.query(Letter).filter_by(address=addresses[0], slot_on=MONDAY).one()
        assert first_letters.state is LetterState.DEAD
        assert gaps[:4] == sorted(gaps[:4])
        assert {people[0] for people, _ in sink.taken} == set(addresses[1:])
    app = an_app(database_url)
    app.extensions["clock"] = ManualClock(local_instant(MONDAY + dt.timedelta(days=5), 8))
    office = an_official(session, Role.COORDINATOR, a_unit(session, "NV", "Phòng Nội vụ"))
    page = Desk(app, session).seat(office).open("/thu-da-gui?trang-thai=dead")
    assert "Không gửi được" in page.text
    with app.app_context():
        db.engine.dispose()


def _attempts(session: Session, address: str) -> int:
    letter = session.query(Letter).filter_by(address=address, slot_on=MONDAY).one_or_none()
    attempts = 0 if letter is None else letter.attempts
    session.rollback()
    return attempts


def test_no_page_talks_to_a_mail_server(session: Session, database_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages write rows; the scheduler alone opens a line. So no fault of a server can make a page wait."""
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    [assignment] = a_directive(session, ward, due_on=dt.date(2021, 11, 30))
    app = an_app(database_url, SMTP_URL=closed_server())
    app.extensions["clock"] = ManualClock(local_instant(dt.date(2021, 11, 10), 8))
    browser = Desk(app, session).seat(official)

    def called(*args: object) -> None:
        raise AssertionError("a page opened a line")

    address = f"/nhiem-vu/{assignment.id}"
    form = browser.form(f"{address}/tiep-nhan")
    monkeypatch.setattr(socket.socket, "connect", called)
    monkeypatch.setattr(socket, "create_connection", called)
    monkeypatch.setattr(socket, "getaddrinfo", called)

    assert browser.send(f"{address}/tiep-nhan", form).status_code == 302
    assert browser.open(address).status_code == 200
    monkeypatch.undo()
    with app.app_context():
        db.engine.dispose()
