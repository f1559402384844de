"""Events are recorded one after another, whatever the clocks of those who write them say."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, Event

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tracker.core.clock import SystemClock
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import statistics as figure_statistics
from tracker.law.permissions import Actor, Role, Scope
from tracker.office.people import COMMAND_LINE
from tracker.tasks import events
from tracker.tasks.actions import completion, transfer as actions_transfer
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Selection

pytestmark = pytest.mark.both_databases

WRITERS, LINES = 3, 12
PATIENCE = 0.3
PARALLEL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
"""Only there do several write at once; on SQLite a writer has the file to itself."""


@dataclass(frozen=True, slots=True)
class AClockAstray:
    """The clock of a host that is some seconds behind or before its neighbours."""

    seconds: int

    def now(self) -> dt.datetime:
        return SystemClock().now() + dt.timedelta(seconds=self.seconds)


def report(engine: sa.Engine, official: Actor, assignment_id: int, seconds: int, start: Barrier) -> None:
    """Accept a task and report its progress again and again, over a connection of its own."""
    start.wait()
    with Session(engine) as session:
        for number in range(LINES):
            with unit_of_work(session, official, AClockAstray(seconds)) as work:
                if number:
                    completion.record_progress(work, assignment_id, percent=number, note=f"Lần {number}")
                else:
                    completion.accept_assignment(work, assignment_id)


def cancel(engine: sa.Engine, assignment_id: int, written: Event, let_go: Event) -> None:
    """Take a task out of the figures, in a transaction that stays open until it is let go."""
    with Session(engine) as session, unit_of_work(session, COMMAND_LINE, SystemClock()) as work:
        actions_transfer.cancel_assignment(
            work, assignment_id, note="Trùng việc", document="12/QĐ-UBND", document_on=work.today
        )
        written.set()
        let_go.wait(30)


def total(engine: sa.Engine, known_at: dt.datetime) -> int:
    """Return how much counts now, as it was known at an instant."""
    with Session(engine) as session:
        work = UnitOfWork(session=session, actor=COMMAND_LINE, now=SystemClock().now())
        selection = Selection(as_of=work.today, scope=Scope(everywhere=True), known_at=known_at)
        return figure_statistics.compute_figures(work, selection, Cut.UNIT).tally.total


@PARALLEL
def test_no_line_is_recorded_before_the_one_it_follows(session: Session, engine: sa.Engine, database_url: URL) -> None:
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    numbers = [a_directive(session, ward)[0].id for _ in range(WRITERS)]
    session.rollback()
    start = Barrier(WRITERS)
    with ThreadPoolExecutor(WRITERS) as hosts:
        written = [
            hosts.submit(report, engine, official, number, seconds, start)
            for number, seconds in zip(numbers, (-3, 0, 2), strict=True)
        ]
    assert [each.exception() for each in written] == [None] * WRITERS

    lines = session.execute(
        sa.select(events.TaskEvent.assignment_id, events.TaskEvent.recorded_at).order_by(events.TaskEvent.id)
    )
    order, instants = zip(*lines, strict=True)
    assert len(instants) == WRITERS * (LINES + 1)
    assert list(instants) == sorted(instants)
    assert list(order) != sorted(order)  # they did write side by side


@PARALLEL
def test_what_was_known_a_moment_ago_is_told_alike_ever_after(
    session: Session, engine: sa.Engine, database_url: URL
) -> None:
    """While somebody is still writing, the question waits for what will have been recorded by then."""
    [assignment] = a_directive(session, a_unit(session))
    number = assignment.id
    session.rollback()
    written, let_go = Event(), Event()
    with ThreadPoolExecutor(2) as people:
        writer = people.submit(cancel, engine, number, written, let_go)
        assert written.wait(30)
        asked_at = SystemClock().now()
        asked = people.submit(total, engine, asked_at)
        with pytest.raises(TimeoutError):
            asked.result(PATIENCE)
        let_go.set()
        writer.result(30)

    assert asked.result() == total(engine, asked_at) == 0
