"""Every row of facts is sealed as it was saved; whoever changes one past the program is found."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tracker.core.clock import ManualClock, local_instant
from tracker.database import ledger
from tracker.database.base import Base
from tracker.database.ledger import UNSEALED, VOLATILE, UnsealedWriteError
from tracker.database.unit_of_work import run_in_savepoint, unit_of_work
from tracker.law.permissions import Role
from tracker.office.models import Person, Unit
from tracker.operations.verification import verify_records
from tracker.tasks.actions import completion
from tracker.tasks.models import Task

pytestmark = pytest.mark.both_databases

DAY = dt.date(2021, 6, 14)
UNGUARDED = {
    "sqlite": ("DROP TRIGGER ledger_row_refuses_update", "DROP TRIGGER ledger_row_refuses_delete"),
    "postgresql": ("ALTER TABLE ledger_row DISABLE TRIGGER USER",),
}


@pytest.fixture
def town(session: Session) -> Session:
    """Return a town whose ward has accepted two directives and reported one done."""
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    for content in ("Công khai thủ tục", "Rà soát biên chế"):
        [assignment] = a_directive(session, ward, content=content)
        with unit_of_work(session, official, ManualClock(local_instant(DAY, 9))) as work:
            completion.accept_assignment(work, assignment.id)
    with unit_of_work(session, official, ManualClock(local_instant(DAY, 10))) as work:
        completion.submit_completion(work, assignment.id, done_on=DAY, note="xong")
    return session


CHANGES = {
    "changed:task:1": "UPDATE task SET title = title || '.' WHERE id = 1",
    "changed:unit:1": "UPDATE unit SET name = 'UBND phường Khác' WHERE id = 1",
    "changed:submission:1": "UPDATE submission SET done_on = '2021-06-01' WHERE id = 1",
    "changed:person:1": "UPDATE person SET phone = '0' WHERE id = 1",
    "missing:submission:1": "DELETE FROM submission WHERE id = 1",
    "added:tag:1": "INSERT INTO tag (id, name, key) VALUES (1, 'gấp', 'gap')",
}


@pytest.mark.parametrize("code", CHANGES)
def test_a_row_changed_past_the_program_is_named(town: Session, code: str) -> None:
    assert verify_records(town).findings == ()

    town.execute(sa.text(CHANGES[code]))

    assert verify_records(town).findings == (code,)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE submission SET done_on = 1 WHERE id = 1", "changed:submission:1"),
        ("UPDATE submission SET reported_at = 'hôm qua' WHERE id = 1", "changed:submission:1"),
        ("UPDATE unit SET kind = 'castle' WHERE id = 1", "changed:unit:1"),
        ("UPDATE unit SET aliases = '{' WHERE id = 1", "changed:unit:1"),
    ],
)
def test_a_value_that_its_column_cannot_hold_is_a_finding_and_no_fault(town: Session, change: str, code: str) -> None:
    """SQLite alone keeps whatever is written into a column."""
    town.execute(sa.text("PRAGMA ignore_check_constraints = ON"))
    town.execute(sa.text(change))

    assert verify_records(town).findings == (code,)


def test_every_kind_of_finding_is_named_at_once(town: Session) -> None:
    for code in ("changed:task:1", "changed:submission:1"):
        town.execute(sa.text(CHANGES[code]))
    town.execute(sa.text("UPDATE assignment SET due_on = '2021-12-31' WHERE id = 1"))

    assert verify_records(town).findings == (
        "figures:1",
        "changed:assignment:1",
        "changed:submission:1",
        "changed:task:1",
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_row SET digest = '" + "0" * 64 + "' WHERE id = 3",
        "DELETE FROM ledger_row WHERE id = 3",
        "DELETE FROM ledger_row",
    ],
)
def test_a_changed_ledger_is_found(town: Session, change: str) -> None:
    for statement in (*UNGUARDED[town.get_bind().dialect.name], change):
        town.execute(sa.text(statement))

    assert "ledger:" in " ".join(verify_records(town).findings)


def test_a_ledger_whose_end_was_cut_is_found_by_the_event_log(town: Session) -> None:
    dialect = town.get_bind().dialect.name
    for statement in UNGUARDED[dialect]:
        town.execute(sa.text(statement))
        town.execute(sa.text(statement.replace("ledger_row", "ledger_entry")))
    town.execute(sa.text("DELETE FROM ledger_row WHERE entry_id > 4"))
    town.execute(sa.text("DELETE FROM ledger_entry WHERE id > 4"))

    assert "ledger_cut:" in verify_records(town).findings


def test_what_is_undone_leaves_no_trace(town: Session) -> None:
    person = town.scalars(sa.select(Person)).one()
    town.get_one(Unit, 1).name = "nhầm"
    town.flush()
    town.rollback()
    with unit_of_work(
        town, an_official(town, Role.LEADER, town.get_one(Unit, 1)), ManualClock(local_instant(DAY, 11))
    ) as work:
        with pytest.raises(ZeroDivisionError), run_in_savepoint(work, "một"):
            town.get_one(Unit, 1).name = "nhầm"
            town.flush()
            raise ZeroDivisionError
        person.phone = "0905"

    assert verify_records(town).findings == ()


def test_a_statement_past_the_session_is_refused(town: Session) -> None:
    for statement in (sa.update(Task).values(title="khác"), sa.delete(Task)):
        with pytest.raises(UnsealedWriteError, match="task"):
            town.execute(statement)
    town.execute(sa.update(Person).values(last_sign_in_at=local_instant(DAY, 9)))

    assert verify_records(town).findings == ()


def without_ledger(session: Session) -> None:
    """Take the ledger away, as in a base that is older."""
    for statement in UNGUARDED[session.get_bind().dialect.name]:
        session.execute(sa.text(statement))
        session.execute(sa.text(statement.replace("ledger_row", "ledger_entry")))
    session.execute(sa.text("DELETE FROM ledger_row"))
    session.execute(sa.text("DELETE FROM ledger_entry"))


def test_a_base_older_than_the_ledger_is_sealed_once(session: Session) -> None:
    a_unit(session)
    an_official(session, Role.AUDITOR, None)
    without_ledger(session)
    assert verify_records(session).findings == ("added:membership:1", "added:person:1", "added:unit:1")

    assert ledger.hash_old_rows(session) == 3
    assert ledger.hash_old_rows(session) == 0
    assert verify_records(session).findings == ()


def test_a_base_whose_ledger_was_taken_away_is_not_taken_for_an_older_one(town: Session) -> None:
    without_ledger(town)

    assert ledger.hash_old_rows(town) == 0
    assert "ledger_cut:" in verify_records(town).findings


def test_what_is_not_sealed_has_its_reason() -> None:
    tables = Base.metadata.tables
    assert UNSEALED.keys() <= tables.keys()
    assert all(reason for reason in UNSEALED.values())
    for name, columns in VOLATILE.items():
        assert columns <= set(tables[name].columns.keys())
