"""`flask remind`: one round at a given hour, looked at or carried out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.databases import an_app
from tracker.database.engine import db
from tracker.law.permissions import Role
from tracker.mail.outbox import Letter
from tracker.operations.lock import get_database_lock
from tracker.reminders.models import Reminder

DUE = dt.date(2021, 11, 10)


@pytest.fixture
def app(database_url: URL, session: Session, tmp_path: Path) -> Iterator[Flask]:
    """Yield the application over a town in which one ward has something due."""
    the_calendar_of(session, 2021)
    unit = a_unit(session)
    an_official(session, Role.WARD_OFFICIAL, unit, login="tu-ha")
    a_directive(session, unit, due_on=DUE, given_on=DUE)
    session.rollback()
    app = an_app(database_url, DATA_DIR=tmp_path)
    yield app
    with app.app_context():
        db.engine.dispose()


def remind(app: Flask, *words: str) -> Result:
    """Type the command."""
    return app.test_cli_runner().invoke(args=["remind", *words])


def test_a_dry_run_tells_who_would_get_what_and_writes_nothing(app: Flask, session: Session, tmp_path: Path) -> None:
    answer = json.loads(remind(app, "--at", "2021-11-10T07:30", "--dry-run", "--json").stdout)

    [letter] = answer["letters"]
    assert (letter["address"], [line["kind"] for line in letter["lines"]]) == (
        "tu-ha@example.org",
        ["due_today", "assigned"],
    )
    assert (answer["day"], answer["dry_run"]) == ("2021-11-10", True)
    assert session.query(Letter).count() == session.query(Reminder).count() == 0
    assert not (tmp_path / "mail").exists()


def test_a_round_writes_a_letter_and_a_second_one_none(app: Flask, session: Session, tmp_path: Path) -> None:
    first = json.loads(remind(app, "--at", "2021-11-10T07:30", "--json").stdout)
    second = remind(app, "--at", "2021-11-10T07:31")

    assert first["delivered"] == {"sent": 1, "retry": 0, "dead": 0, "obsolete": 0}
    assert second.stdout == "Không có việc nào cần nhắc.\n"
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


def test_outside_office_hours_nothing_is_sent(app: Flask) -> None:
    assert remind(app, "--at", "2021-11-10T19:00").stdout == "Ngoài giờ làm việc, không gửi thư.\n"


def test_without_calendar_the_command_fails_with_one_sentence(app: Flask) -> None:
    for words in (["--dry-run"], []):
        result = remind(app, "--at", "2022-11-10T07:30", *words)
        assert result.exit_code == 1
        assert result.stderr.endswith("Chưa có lịch làm việc năm 2022. Nhập lịch nghỉ của năm này trước.\n")


def test_beside_a_running_scheduler_the_command_steps_back(app: Flask, database_url: URL, tmp_path: Path) -> None:
    lock = get_database_lock(database_url, tmp_path)
    assert lock.try_acquire()

    result = remind(app, "--at", "2021-11-10T07:30")
    lock.release()

    assert result.exit_code == 1
    assert "đang chạy" in result.stderr
