"""Taking an assignment open: only for somebody entitled, and only as it was last seen.

Answering what still waits on an assignment when there is nothing left to confirm or to extend.

Acting on many tasks at once: each by itself, with its own events in the event log and its own answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.core.clock import Clock
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, run_in_savepoint, unit_of_work
from tracker.law import replay
from tracker.law.lifecycle import Action
from tracker.law.permissions import Actor, Permission, Post, get_permission_scope, has_permission, require_permission
from tracker.office import people as office_people
from tracker.tasks import event_log, queries as task_queries
from tracker.tasks.models import Assignment, AssignmentRole, Extension, ReviewDecision, Submission
from tracker.tasks.verbs import SHARE_PERMISSIONS, VERBS


def close_requests(work: UnitOfWork, assignment_id: int, note: str) -> bool:
    """Answer the report and the request for more time that wait; return whether one asked for more time."""
    extension = close_extension(work, assignment_id, note)
    submission = task_queries.find_waiting_submission(work.session, assignment_id)
    if submission is not None:
        _answer(work, submission, note)
    return extension


def close_extension(work: UnitOfWork, assignment_id: int, note: str = "") -> bool:
    """Answer the request for more time that waits; return whether there was one."""
    extension = task_queries.open_extension(work.session, assignment_id)
    if extension is not None:
        _answer(work, extension, note)
    return extension is not None


def _answer(work: UnitOfWork, request: Submission | Extension, note: str) -> None:
    request.verdict = ReviewDecision.RETURNED
    request.decided_at = work.now
    request.decided_by_id = work.actor.user_id
    request.decision_note = note.strip()


def open_for_change(
    work: UnitOfWork,
    assignment_id: int,
    action: Action,
    *,
    version: int | None,
    of_share: bool = False,
    checks_state: bool = False,
) -> Assignment:
    """Return the assignment locked for this unit of work, once, for an actor who may do `action` to it.

    `of_share`: as the unit that leads, to the share of a coordinating unit. `version` is what the actor looked at
    (None for the command line and imports). Raises `Refusal` NOT_FOUND for what the actor may not even see,
    ONLY_FOR_THE_LEAD or ONLY_FOR_A_SHARE for a verb that this part of a task does not know, NOT_ALLOWED,
    REQUEST_REUSED, STALE when somebody was faster, or with `checks_state` WRONG_STATE when `action` is not legal now:
    for verbs that write beside the event log before their event is recorded.
    """
    assignment = task_queries.get_assignment(
        work.session, assignment_id, get_permission_scope(work.actor, Permission.TASK_READ), lock=True
    )
    if assignment is None:
        raise Refusal(Reason.NOT_FOUND)
    needed = VERBS[action].share_permission if of_share else VERBS[action].permission
    assert needed is not None  # only verbs that a share knows are done to one
    require_over(work, assignment, needed)
    event_log.claim_request(work, assignment_id)
    if version is not None and version != assignment.version:
        raise Refusal(Reason.STALE, seen=version, present=assignment.version, state=assignment.state)
    if checks_state and assignment.state not in VERBS[action].moves:
        raise Refusal(Reason.WRONG_STATE, state=assignment.state, action=action)
    return assignment


def require_over(work: UnitOfWork, assignment: Assignment, permission: Permission) -> None:
    """Refuse unless the actor holds `permission` over an assignment.

    Over a coordinating unit's share, COORDINATION_LEAD is asked of the people of the units that lead the task.
    """
    is_share = assignment.part is not AssignmentRole.LEAD
    if is_share and permission not in SHARE_PERMISSIONS:
        raise Refusal(Reason.ONLY_FOR_THE_LEAD)
    if permission is not Permission.COORDINATION_LEAD:
        require_permission(work.actor, permission, unit_id=assignment.unit_id, origin=assignment.task.origin)
        return
    if not is_share:
        raise Refusal(Reason.ONLY_FOR_A_SHARE)
    leading = task_queries.list_leading_units(work.session, assignment.task_id)
    if not get_permission_scope(work.actor, permission).covers(unit_ids=leading):
        raise Refusal(Reason.NOT_ALLOWED, permission=permission)


def is_permitted_over(work: UnitOfWork, assignment: Assignment, permission: Permission) -> bool:
    """Tell whether `require_over` lets the actor through."""
    try:
        require_over(work, assignment, permission)
    except Refusal:
        return False
    return True


def is_own_unit(work: UnitOfWork, assignment: Assignment, action: Action, made_by: frozenset[int]) -> bool:
    """Tell whether the actor would judge work of their own unit while somebody of another one may.

    `made_by` are those who reported: they are no other person to turn to. A deputy is of the principal's units too.
    """
    if assignment.unit_id not in work.actor.unit_ids:
        return False
    posts: dict[int, list[Post]] = {}
    for person, post, _ in office_people.list_post_holders(work.session, work.today):
        posts.setdefault(person.id, []).append(Post(post.role, post.unit_id))
    return any(
        number not in work.actor.selves | made_by
        and all(post.unit_id != assignment.unit_id for post in held)
        and has_permission(
            Actor(number, "", tuple(held)),
            VERBS[action].permission,
            unit_id=assignment.unit_id,
            origin=assignment.task.origin,
        )
        for number, held in posts.items()
    )


def get_earliest_completion_day(
    work: UnitOfWork, assignment: Assignment, *, upholding: bool = False, occurrence: int | None = None
) -> dt.date | None:
    """Return the earliest civil day on which the work can have been finished, see `replay.find_earliest_completion`."""
    lines = event_log.list_assignment_events(work.session, assignment.id)
    return replay.find_earliest_completion(
        (event_log.to_history_entry(line) for line in lines), upholding=upholding, occurrence=occurrence
    )


def require_not_before_start(
    work: UnitOfWork,
    assignment: Assignment,
    day: dt.date,
    *,
    field: str,
    upholding: bool = False,
    occurrence: int | None = None,
) -> None:
    """Refuse a civil day before the one on which the work, or one of its occurrences, was last taken open."""
    since = get_earliest_completion_day(work, assignment, upholding=upholding, occurrence=occurrence)
    if since is not None and day < since:
        raise Refusal(Reason.DATE_BEFORE_TAKEN_UP, field=field, earliest=since)


def require_not_future(work: UnitOfWork, day: dt.date, *, field: str) -> None:
    """Refuse a civil day after today."""
    if day > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field=field, latest=work.today)


def require_not_before_assignment(assignment: Assignment, day: dt.date, *, field: str) -> None:
    """Refuse a civil day before the one on which the assignment was given."""
    if assignment.assigned_on is not None and day < assignment.assigned_on:
        raise Refusal(Reason.DATE_BEFORE_ASSIGNMENT, field=field, earliest=assignment.assigned_on)


MOST_BULK_TASKS = 200
"""Tasks that can be acted on at once."""

BULK_COMMIT_SIZE = 20
"""Tasks of which the changes are committed at once: others wait so long for the event log at most."""

Chosen = Mapping[int, int | None]
"""Assignments by id, each with the version that was looked at."""


@dataclass(frozen=True, slots=True)
class BulkCandidate:
    """A chosen assignment as the page of confirmation shows it, with what waits on it."""

    assignment: Assignment
    report: Submission | None
    extension: Extension | None


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of one: done, done by an earlier press of the same button, or refused."""

    assignment_id: int
    refusal: Refusal | None = None
    was_done_before: bool = False


def list_bulk_candidates(work: UnitOfWork, assignment_ids: Sequence[int]) -> list[BulkCandidate]:
    """Return the chosen assignments the actor may see, in the order chosen, at most `MOST_BULK_TASKS`."""
    seen = get_permission_scope(work.actor, Permission.TASK_READ)
    found = task_queries.get_assignments(work.session, list(dict.fromkeys(assignment_ids))[:MOST_BULK_TASKS], seen)
    reports, extensions = task_queries.get_waiting_requests(work.session, [each.id for each in found])
    return [BulkCandidate(each, reports.get(each.id), extensions.get(each.id)) for each in found]


def run_bulk_action(
    session: Session,
    actor: Actor,
    clock: Clock,
    batch: str,
    chosen: Chosen,
    act: Callable[[UnitOfWork, int, int | None], object],
) -> list[BulkResult]:
    """Act on each of the chosen and say what became of it; the same `batch` sent again does nothing more.

    `act` gets the assignment and the version that was looked at. One refusal does not stop the others. Some are
    committed together, for a commit waits for the disk; each is undone by itself when it is refused.
    """
    pairs = list(chosen.items())[:MOST_BULK_TASKS]
    answers: list[BulkResult] = []
    for first in range(0, len(pairs), BULK_COMMIT_SIZE):
        with unit_of_work(session, actor, clock) as work:
            answers += [
                _one(work, f"{batch[:40]}.{number}", number, version, act)
                for number, version in pairs[first : first + BULK_COMMIT_SIZE]
            ]
    return answers


def _one(
    work: UnitOfWork,
    request_id: str,
    number: int,
    version: int | None,
    act: Callable[[UnitOfWork, int, int | None], object],
) -> BulkResult:
    try:
        with run_in_savepoint(work, request_id):
            act(work, number, version)
    except Refusal as refusal:
        if refusal.reason is Reason.REQUEST_REUSED:
            return BulkResult(number, was_done_before=True)
        return BulkResult(number, refusal)
    return BulkResult(number)
