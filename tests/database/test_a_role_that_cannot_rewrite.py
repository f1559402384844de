"""The program lives its whole life under a PostgreSQL role that can neither change nor delete what was written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.house.sources import ROOT
from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.mornings import a_round
from tracker.accounts import sessions
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.figures import freezing
from tracker.law.permissions import Role
from tracker.mail.transport import MemoryTransport
from tracker.office.models import Person
from tracker.operations import verification
from tracker.tasks.actions import completion, deadline

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
SCRIPT = ROOT / "docs" / "trien-khai" / "postgres-roles.sql"
APPENDED = ("event", "account_event", "frozen_period", "frozen_member", "frozen_report")


@pytest.fixture
def session(database_url: URL) -> Iterator[Session]:
    """Yield a session of the role that the script makes."""
    owner = sa.create_engine(database_url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
    with owner.connect() as connection:
        connection.exec_driver_sql(SCRIPT.read_text(encoding="utf-8"))
    engine = sa.create_engine(database_url.set(username="tracker_app"))
    with Session(engine) as session:
        assert session.scalar(sa.text("SELECT current_user")) == "tracker_app"
        session.rollback()
        yield session
    engine.dispose()


def test_a_year_under_the_role(session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    the_calendar_of(session, 2021)
    the_calendar_of(session, 2022)
    official, office = an_official(session, Role.WARD_OFFICIAL, ward), an_official(session, Role.OFFICE, ward)
    leader = an_official(session, Role.LEADER, ward)
    [first] = a_directive(session, ward, due_on=dt.date(2021, 6, 15))
    [second] = a_directive(session, ward, due_on=dt.date(2021, 6, 16), content="Việc khác")
    numbers = first.id, second.id
    clock.move_to(local_instant(dt.date(2021, 6, 14), 9))
    with unit_of_work(session, official, clock) as work:
        sessions.count_sign_in_try(work, "tuha", address="10.0.0.1")
        sessions.start_session(work, work.session.get_one(Person, official.user_id), work.now, address="", browser="")
    for number in numbers:
        with unit_of_work(session, official, clock) as work:
            completion.accept_assignment(work, number)
    with unit_of_work(session, official, clock) as work:
        completion.submit_completion(work, numbers[0], done_on=work.today, note="Xong")
    with unit_of_work(session, office, clock) as work:
        completion.confirm_completion(work, numbers[0])
    with unit_of_work(session, official, clock) as work:
        deadline.submit_extension_request(work, numbers[1], to_due_on=dt.date(2021, 7, 1), reason="Chờ hướng dẫn")
    with unit_of_work(session, leader, clock) as work:
        deadline.grant_extension(work, numbers[1])
    day_state = MemoryTransport()
    done = a_round(session, day_state, dt.date(2021, 7, 2))
    clock.move_to(local_instant(dt.date(2021, 12, 31), 17))
    with unit_of_work(session, office, clock) as work:
        kept = freezing.freeze_figures(work, "2021")

    assert (kept.members, done.delivered.sent, len(day_state.sent) > 0) == (2, len(day_state.sent), True)
    found = verification.verify_records(session)
    assert (found.broken_line, found.differing) == (None, ())


@pytest.mark.parametrize("table", APPENDED)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"])
def test_what_was_written_down_is_out_of_reach(session: Session, table: str, verb: str) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match=r"permission denied|must be owner"):
        session.execute(sa.text(verb.format(table)))
    session.rollback()


@pytest.mark.parametrize(
    "way_round",
    [
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION refuse_diary_change() RETURNS trigger AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql",
        "UPDATE alembic_version SET version_num = '0001'",
        "CREATE TABLE beside (id int)",
    ],
)
def test_there_is_no_way_round(session: Session, way_round: str) -> None:
    with pytest.raises(sa.exc.ProgrammingError, match=r"permission denied|must be owner"):
        session.execute(sa.text(way_round))
    session.rollback()
