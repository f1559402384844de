"""Lines written into the event log through its one door, on any day a test needs."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.law.lifecycle import Action
from tracker.office.people import COMMAND_LINE
from tracker.tasks import event_log
from tracker.tasks.models import Assignment


def written(session: Session, day: dt.date, assignment: Assignment, action: Action, **what: object) -> None:
    """Write a line into the event log on a day, effective on it unless another day is said."""
    with unit_of_work(session, COMMAND_LINE, ManualClock(local_instant(day, 9))) as work:
        question = sa.select(Assignment).where(Assignment.id == assignment.id)
        held = session.scalars(question.options(joinedload(Assignment.task))).one()
        event_log.append_event(work, held, action, **({"effective_on": day} | what))  # type: ignore[arg-type]  # names are checked
