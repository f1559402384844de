"""Who had an assignment in hand on a civil day, as known at an instant."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from tracker.models.event import FAR_DAY, FAR_INSTANT
from tracker.models.holding import Holding
from tracker.models.task import Assignment


def keep(session: Session, assignment: Assignment, *, day: dt.date, now: dt.datetime) -> None:
    """Make who has an assignment in hand known from a civil day on, once it changed."""
    question = select(Holding).where(Holding.assignment_id == assignment.id, Holding.until_on == FAR_DAY)
    held = session.scalar(question)
    if (held.person_id if held else None) == assignment.person_id:
        return
    if held is not None:
        held.until_on = max(day, held.from_on)
        held.known_until = now
    if assignment.person_id is not None:
        session.add(
            Holding(
                assignment_id=assignment.id,
                person_id=assignment.person_id,
                from_on=day,
                until_on=FAR_DAY,
                known_from=now,
                known_until=FAR_INSTANT,
            )
        )


def held_on(day: dt.date, known_at: dt.datetime | None) -> ColumnElement[bool]:
    """Return the WHERE that keeps what was held on a civil day; at most one row of an assignment is."""
    if known_at is None:
        return and_(Holding.from_on <= day, Holding.until_on > day)
    return and_(
        Holding.from_on <= day,
        Holding.known_from <= known_at,
        or_(Holding.until_on > day, Holding.known_until > known_at),
    )
