"""The recount of a whole base: how long, in what memory, and whether it finds rows that a hand changed."""

from __future__ import annotations

import resource
import sys
import time

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.operations.verification import Verification, verify_in_processes

PROCESSES = 2
RAW_READING = "SELECT count(*), max(hash) FROM (SELECT * FROM event ORDER BY id) AS line"
UNGUARDED = {
    "sqlite": ("DROP TRIGGER event_refuses_update",),
    "postgresql": ("ALTER TABLE event DISABLE TRIGGER USER",),
}
CHANGES = {
    "the note of one line": "UPDATE event SET note = note || '.' WHERE id = (SELECT max(id) * 3 / 4 FROM event)",
    "the deadline in one row": "UPDATE assignment SET due_on = '2030-01-01' WHERE id = {1}",
    "one day of one interval": "UPDATE status_interval SET from_on = '2010-01-01' WHERE id ="
    " (SELECT min(id) FROM status_interval WHERE assignment_id = {2})",
    "when one interval was learnt": "UPDATE status_interval SET known_from = '2010-01-01 00:00:00.000000' WHERE id ="
    " (SELECT min(id) FROM status_interval WHERE assignment_id = {3})",
    "one interval gone": "DELETE FROM status_interval WHERE id ="
    " (SELECT max(id) FROM status_interval WHERE assignment_id = {4})",
}


def audit(session: Session) -> None:
    """Measure the recount of everything beside reading the event log once, then change single rows and recount."""
    began = time.monotonic()
    session.execute(sa.text(RAW_READING)).all()
    raw = time.monotonic() - began
    found, took = _recounted(session)
    assert found.broken_line is None and found.differing == (), found
    click.echo(
        f"  recount of {found.lines:,} lines by {PROCESSES} processes: {took:.0f} s, reading them {raw:.1f} s;"
        f" at most {_most():.0f} MiB a process; nothing differs"
    )
    numbers = [found.assignments * place // 6 + 1 for place in range(5)]
    for statement in (*UNGUARDED[session.get_bind().dialect.name], *CHANGES.values()):
        session.execute(sa.text(statement.format(*numbers)))
    session.commit()
    changed, took = _recounted(session)
    seen = (changed.broken_line is not None) + len(set(changed.differing) & set(numbers[1:]))
    click.echo(
        f"  single rows changed: {len(CHANGES)} ({', '.join(CHANGES)}); found: {seen}, in {took:.0f} s;"
        f" found besides: {len(set(changed.differing) - set(numbers))}"
    )
    assert seen == len(CHANGES), changed


def _recounted(session: Session) -> tuple[Verification, float]:
    began = time.monotonic()
    found = verify_in_processes(session, PROCESSES)
    return found, time.monotonic() - began


def _most() -> float:
    """Return the most memory that this process or one of its children ever needed, in MiB."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
