"""Taking an assignment in hand: only for somebody entitled, and only as it was last seen."""

from __future__ import annotations

import datetime as dt

from tracker.models.task import Assignment, Part
from tracker.rules import completion_days
from tracker.rules.lifecycle import STEPS, Action
from tracker.rules.permissions import (
    NEEDED,
    NEEDED_OF_A_SHARE,
    Actor,
    Permission,
    Post,
    may,
    require,
    scope,
)
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.store import events, people, tasks
from tracker.transaction import Work


def take(
    work: Work,
    assignment_id: int,
    permission: Permission,
    *,
    version: int | None,
    action: Action | None = None,
) -> Assignment:
    """Return the assignment locked for this unit of work, once, for an actor who holds `permission` over it.

    `version` is what the actor looked at (None for the command line and imports). Raises `Refusal` NOT_FOUND for
    what the actor may not even see, ONLY_FOR_THE_LEAD or ONLY_FOR_A_SHARE for a verb that this part of a task does
    not know, NOT_ALLOWED, REQUEST_REUSED, STALE when somebody was faster, or WRONG_STATE when `action` is given and
    is not legal now: for verbs that write beside the event log before their event is recorded.
    """
    assignment = tasks.get(work.session, assignment_id, scope(work.actor, Permission.TASK_READ), lock=True)
    if assignment is None:
        raise Refusal(Reason.NOT_FOUND)
    require_over(work, assignment, permission)
    diary.once(work, assignment_id)
    if version is not None and version != assignment.version:
        raise Refusal(Reason.STALE, seen=version, present=assignment.version, state=assignment.state)
    if action is not None and (assignment.state, action) not in STEPS:
        raise Refusal(Reason.WRONG_STATE, state=assignment.state, action=action)
    return assignment


def require_over(work: Work, assignment: Assignment, permission: Permission) -> None:
    """Refuse unless the actor holds `permission` over an assignment.

    Over a coordinating unit's share, COORDINATION_LEAD is asked of the people of the units that lead the task.
    """
    is_share = assignment.part is not Part.LEAD
    if is_share and permission not in NEEDED_OF_A_SHARE.values():
        raise Refusal(Reason.ONLY_FOR_THE_LEAD)
    if permission is not Permission.COORDINATION_LEAD:
        require(work.actor, permission, unit_id=assignment.unit_id, origin=assignment.task.origin)
        return
    if not is_share:
        raise Refusal(Reason.ONLY_FOR_A_SHARE)
    leading = tasks.leading_units(work.session, assignment.task_id)
    if not scope(work.actor, permission).covers(unit_ids=leading):
        raise Refusal(Reason.NOT_ALLOWED, permission=permission)


def is_allowed(work: Work, assignment: Assignment, permission: Permission) -> bool:
    """Tell whether `require_over` lets the actor through."""
    try:
        require_over(work, assignment, permission)
    except Refusal:
        return False
    return True


def is_own_unit(work: Work, assignment: Assignment, action: Action, made_by: frozenset[int]) -> bool:
    """Tell whether the actor would judge work of their own unit while somebody of another one may.

    `made_by` are those who reported: they are no other person to turn to. A deputy is of the principal's units too.
    """
    if assignment.unit_id not in work.actor.unit_ids:
        return False
    posts: dict[int, list[Post]] = {}
    for person, post, _ in people.holders(work.session, work.today):
        posts.setdefault(person.id, []).append(Post(post.role, post.unit_id))
    return any(
        number not in work.actor.selves | made_by
        and all(post.unit_id != assignment.unit_id for post in held)
        and may(
            Actor(number, "", tuple(held)),
            NEEDED[action],
            unit_id=assignment.unit_id,
            origin=assignment.task.origin,
        )
        for number, held in posts.items()
    )


def in_hand_since(
    work: Work, assignment: Assignment, *, upholding: bool = False, occurrence: int | None = None
) -> dt.date | None:
    """Return the earliest civil day on which the work can have been finished, see `completion_days.in_hand_since`."""
    lines = events.of_assignment(work.session, assignment.id)
    return completion_days.in_hand_since(
        (events.entry(line) for line in lines), upholding=upholding, occurrence=occurrence
    )


def not_before_in_hand(
    work: Work,
    assignment: Assignment,
    day: dt.date,
    *,
    field: str,
    upholding: bool = False,
    occurrence: int | None = None,
) -> None:
    """Refuse a civil day before the one on which the work, or one of its occurrences, was last taken in hand."""
    since = in_hand_since(work, assignment, upholding=upholding, occurrence=occurrence)
    if since is not None and day < since:
        raise Refusal(Reason.DATE_BEFORE_IN_HAND, field=field, earliest=since)


def not_future(work: Work, day: dt.date, *, field: str) -> None:
    """Refuse a civil day after today."""
    if day > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field=field, latest=work.today)


def not_before_assignment(assignment: Assignment, day: dt.date, *, field: str) -> None:
    """Refuse a civil day before the one on which the assignment was given."""
    if assignment.assigned_on is not None and day < assignment.assigned_on:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field=field, earliest=assignment.assigned_on)
