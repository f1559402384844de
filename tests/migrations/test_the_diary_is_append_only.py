"""Whoever has the database open can add a line to the event log, and not change, remove or replace one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit
from tracker.tasks.events import TaskEvent

pytestmark = pytest.mark.both_databases

REPLACE = {
    "sqlite": "INSERT OR REPLACE INTO event SELECT * FROM event",
    "postgresql": ("INSERT INTO event SELECT * FROM event ON CONFLICT (id) DO UPDATE SET note = 'another'"),
}


@pytest.fixture
def lines(session: Session) -> list[str]:
    """Return the hashes of a short event log."""
    a_directive(session, a_unit(session))
    return hashes(session)


def hashes(session: Session) -> list[str]:
    """Return the hash of every line."""
    session.rollback()
    return list(session.scalars(sa.select(TaskEvent.hash).order_by(TaskEvent.id)))


@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "REPLACE"])
def test_a_line_stays_as_written(session: Session, lines: list[str], verb: str) -> None:
    statement = {
        "UPDATE": "UPDATE event SET note = 'another'",
        "DELETE": "DELETE FROM event",
        "REPLACE": REPLACE[session.get_bind().dialect.name],
    }[verb]

    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(statement))

    assert lines and hashes(session) == lines
