"""The sender against a real mail server: every reminder arrives, whatever answers, and whoever is killed."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.mailserver import Sink, closed_server, mail_server
from tests.support.mornings import a_round, message
from tests.support.waiting import eventually
from tracker.core.clock import DemoClock, local_instant
from tracker.law.permissions import Role
from tracker.mail.outbox import Letter, LetterState
from tracker.mail.smtp import SmtpServer, SmtpTransport
from tracker.mail.transport import DeliveryOutcome, Envelope, MemoryTransport

pytestmark = pytest.mark.both_databases

ROOT = Path(__file__).resolve().parents[2]
MONDAY = dt.date(2021, 6, 14)
WARDS = 8


@pytest.fixture
def wards(session: Session) -> list[str]:
    """Give every ward a directive that falls due today; return the addresses of their officials."""
    the_calendar_of(session, 2021)
    units = [a_unit(session, f"P{n}", f"UBND phường số {n}") for n in range(WARDS)]
    for unit in units:
        an_official(session, Role.WARD_OFFICIAL, unit, login=unit.code.lower())
    a_directive(session, *units, due_on=MONDAY, given_on=MONDAY)
    addresses = [f"{unit.code.lower()}@example.org" for unit in units]
    session.rollback()  # reading left open would keep other processes from writing
    return addresses


def post_at(sink: Sink) -> SmtpTransport:
    """Return the way to a server."""
    return SmtpTransport(SmtpServer.parse(sink.url), answer_seconds=5)


def arrived(sink: Sink) -> Counter[str]:
    """Return how many letters each address got."""
    return Counter(recipients[0] for recipients, _ in sink.taken)


def test_a_bad_and_a_busy_address_hold_nobody_up(session: Session, wards: list[str]) -> None:
    with mail_server() as sink:
        sink.at_address = {wards[0]: "550 no such user", wards[1]: "451 try later"}
        first = a_round(session, post_at(sink), MONDAY)
        del sink.at_address[wards[1]]
        second = a_round(session, post_at(sink), MONDAY, 7, 32)

        assert (first.delivered.sent, first.delivered.retry, first.delivered.dead) == (WARDS - 2, 1, 1)
        assert second.delivered.sent == 1
        assert arrived(sink) == dict.fromkeys(wards[1:], 1)
        dead = session.query(Letter).filter_by(state=LetterState.DEAD).one()
        assert (dead.address, dead.error) == (wards[0], "550 no such user")


def test_a_server_that_was_away_finds_every_letter_within_ten_minutes(session: Session, wards: list[str]) -> None:
    away = SmtpTransport(SmtpServer.parse(closed_server()))
    for minute in range(30, 60):
        a_round(session, away, MONDAY, 7, minute)
    with mail_server() as sink:
        for minute in range(10):
            a_round(session, post_at(sink), MONDAY, 8, minute)

        assert arrived(sink) == dict.fromkeys(wards, 1)


def test_every_try_of_a_letter_carries_the_same_name(session: Session, wards: list[str]) -> None:
    with mail_server() as sink:
        sink.at_data = "451 greylisted"
        a_round(session, post_at(sink), MONDAY)
        keys = {letter.address: letter.message_key for letter in session.query(Letter)}
        sink.at_data = None
        a_round(session, post_at(sink), MONDAY, 7, 35)

        names = {str(message(content)["To"]): str(message(content)["Message-ID"]) for _, content in sink.taken}
        assert names == {
            f"{address.split('@')[0]} <{address}>": f"<{key}@huongtra.example>" for address, key in keys.items()
        }
        assert {message(content)["X-Tracker-Attempt"] for _, content in sink.taken} == {"2"}


def test_a_letter_that_breaks_the_transport_does_not_break_the_round(session: Session, wards: list[str]) -> None:
    class Poisoned(MemoryTransport):
        def send(self, envelope: Envelope) -> DeliveryOutcome:
            if envelope.recipient == wards[0]:
                raise UnicodeError("poison")
            return super().send(envelope)

    mailbox = Poisoned()
    done = a_round(session, mailbox, MONDAY)

    assert (done.delivered.sent, done.delivered.retry) == (WARDS - 1, 1)
    assert done.delivered.detail == "UnicodeError: poison"


def test_an_address_that_is_none_is_given_up_at_once(session: Session, wards: list[str]) -> None:
    session.execute(sa.text("UPDATE person SET email = 'khong co' WHERE login = 'p0'"))
    session.commit()

    done = a_round(session, MemoryTransport(), MONDAY)

    assert (done.delivered.sent, done.delivered.dead) == (WARDS - 1, 1)


@contextmanager
def scheduler(database_url: URL, data_dir: Path, sink: Sink) -> Iterator[subprocess.Popen[str]]:
    """Start `flask scheduler` on a Monday morning of 2021; whatever the test leaves of it is ended."""
    DemoClock(data_dir / "demo-clock").show(local_instant(MONDAY, 8))
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "scheduler"],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TRACKER_ENV": "demo",
            "TRACKER_SECRET_KEY": "0123456789abcdef" * 4,
            "TRACKER_DATABASE_URL": database_url.render_as_string(hide_password=False),
            "TRACKER_DATA_DIR": str(data_dir),
            "TRACKER_SMTP_URL": sink.url,
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[str]) -> str:
    """Return the next line that is meant for the operator."""
    assert process.stderr is not None
    return next((line for line in process.stderr if line.startswith("Bộ gửi thư nhắc")), "")


def _has_taken(sink: Sink, count: int) -> bool:
    return len(sink.taken) >= count


TWO_ROUNDS = 150.0
"""Seconds: on a busy machine a letter may have to wait for the next minute's round."""


def all_settled(session: Session) -> bool:
    """Tell whether no letter waits any more."""
    open_states = (LetterState.NEW, LetterState.SENDING, LetterState.RETRY)
    states = list(session.scalars(sa.select(Letter.state)))
    session.rollback()
    return bool(states) and not any(state in open_states for state in states)


def test_killed_in_the_middle_of_sending_nothing_is_lost(
    session: Session, wards: list[str], database_url: URL, tmp_path: Path
) -> None:
    kills = 2
    with mail_server() as sink:
        sink.seconds_to_answer = 0.15
        for kill in range(1, kills + 1):
            with scheduler(database_url, tmp_path, sink) as process:
                assert eventually(partial(_has_taken, sink, 2 * kill))
                process.send_signal(signal.SIGKILL)
                process.wait()
        sink.seconds_to_answer = 0.0
        with scheduler(database_url, tmp_path, sink):
            assert eventually(lambda: all_settled(session), patience=TWO_ROUNDS)

        assert arrived(sink).keys() == set(wards)
        assert len(sink.taken) <= WARDS + kills
        assert len({message(content)["Message-ID"] for _, content in sink.taken}) == WARDS


def test_a_second_scheduler_says_so_waits_and_takes_over(
    session: Session, wards: list[str], database_url: URL, tmp_path: Path
) -> None:
    with mail_server() as sink, scheduler(database_url, tmp_path, sink) as first:
        assert "đang chạy" in told(first)
        with scheduler(database_url, tmp_path, sink) as second:
            assert "chờ thay" in told(second)
            assert eventually(lambda: all_settled(session))

            first.send_signal(signal.SIGTERM)
            assert first.wait(60) == 0
            assert "đang chạy" in told(second)

        assert arrived(sink) == dict.fromkeys(wards, 1)
