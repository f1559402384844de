"""Lines written into the diary through its one door, on any day a test needs."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from tracker.clock import HandClock, at
from tracker.models.task import Assignment
from tracker.rules.lifecycle import Action
from tracker.services import diary
from tracker.services.machine import COMMAND_LINE
from tracker.transaction import unit_of_work


def written(session: Session, day: dt.date, assignment: Assignment, action: Action, **what: object) -> None:
    """Write a line into the diary on a day, effective on it unless another day is said."""
    with unit_of_work(session, COMMAND_LINE, HandClock(at(day, 9))) as work:
        question = sa.select(Assignment).where(Assignment.id == assignment.id)
        held = session.scalars(question.options(joinedload(Assignment.task))).one()
        diary.record(work, held, action, **({"effective_on": day} | what))  # type: ignore[arg-type]  # names are checked
