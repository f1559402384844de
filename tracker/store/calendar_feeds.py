"""Addresses of calendars, and the deadlines that stand in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.models.calendar_feed import CalendarFeed
from tracker.models.task import Assignment, Task
from tracker.models.unit import Unit
from tracker.rules.feed_entries import FeedEntry
from tracker.rules.lifecycle import OPEN, AssignmentState
from tracker.rules.permissions import Scope
from tracker.store import tasks


def by_hash(session: Session, token_hash: str) -> CalendarFeed | None:
    """Return the address with this token that was not taken back."""
    return session.scalar(
        select(CalendarFeed).where(CalendarFeed.token_hash == token_hash, CalendarFeed.revoked_at.is_(None))
    )


def of_person(session: Session, person_id: int) -> Sequence[tuple[CalendarFeed, Unit | None]]:
    """Return the addresses a person made and did not take back, with their units, in the order made."""
    rows = session.execute(
        select(CalendarFeed, Unit)
        .outerjoin(Unit, Unit.id == CalendarFeed.unit_id)
        .where(CalendarFeed.person_id == person_id, CalendarFeed.revoked_at.is_(None))
        .order_by(CalendarFeed.id)
    )
    return [(row[0], row[1]) for row in rows]


def entries(
    session: Session,
    scope: Scope,
    unit_ids: Collection[int],
    *,
    person_id: int | None,
    over_since: dt.datetime,
) -> list[FeedEntry]:
    """Return the dated assignments of some units within a scope: open ones, and those over since an instant.

    With `person_id` only those entrusted to that person or, so far, to nobody.
    """
    question = (
        select(
            Assignment.id.label("assignment_id"),
            Task.title,
            Task.code,
            Unit.short_name.label("unit_name"),
            Assignment.state,
            Assignment.due_on,
            Assignment.version,
            Assignment.last_event_at.label("changed_at"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(
            tasks.readable(scope),
            Assignment.unit_id.in_(sorted(unit_ids)),
            Assignment.due_on.is_not(None),
            Assignment.state != AssignmentState.DRAFT,
            or_(Assignment.state.in_(OPEN), Assignment.last_event_at >= over_since),
        )
        .order_by(Assignment.due_on, Assignment.id)
    )
    if person_id is not None:
        question = question.where(or_(Assignment.person_id == person_id, Assignment.person_id.is_(None)))
    return [FeedEntry(**row) for row in session.execute(question).mappings()]
