"""Taking an assignment in hand: only for somebody entitled, and only as it was last seen."""

from __future__ import annotations

import datetime as dt

from tracker.models.task import Assignment
from tracker.rules.permissions import Permission, require, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.store import tasks
from tracker.transaction import Work


def take(work: Work, assignment_id: int, permission: Permission, *, version: int | None) -> Assignment:
    """Return the assignment locked for this unit of work, once, for an actor who holds `permission` over it.

    `version` is what the actor looked at (None for the command line and imports). Raises `Refusal` NOT_FOUND for
    what the actor may not even see, NOT_ALLOWED, REQUEST_REUSED, or STALE when somebody was faster.
    """
    assignment = tasks.get(work.session, assignment_id, scope(work.actor, Permission.TASK_READ), lock=True)
    if assignment is None:
        raise Refusal(Reason.NOT_FOUND)
    require(work.actor, permission, unit_id=assignment.unit_id, origin=assignment.task.origin)
    diary.once(work, assignment_id)
    if version is not None and version != assignment.version:
        raise Refusal(Reason.STALE, seen=version, present=assignment.version, state=assignment.state)
    return assignment


def not_future(work: Work, day: dt.date, *, field: str) -> None:
    """Refuse a civil day after today."""
    if day > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field=field, latest=work.today)


def not_before_assignment(assignment: Assignment, day: dt.date, *, field: str) -> None:
    """Refuse a civil day before the one on which the assignment was given."""
    if assignment.assigned_on is not None and day < assignment.assigned_on:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field=field, earliest=assignment.assigned_on)
