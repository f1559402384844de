"""Assignments that leave the totals: withdrawn because given by mistake or twice."""

from __future__ import annotations

import datetime as dt

from tracker.models.submission import Extension, Submission, Verdict
from tracker.models.task import Assignment
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission
from tracker.services import diary
from tracker.services.tasks.taking import not_before_assignment, not_future, take
from tracker.store import tasks
from tracker.transaction import Work


def withdraw(
    work: Work,
    assignment_id: int,
    *,
    note: str,
    document: str = "",
    effective_on: dt.date | None = None,
    version: int | None = None,
) -> Assignment:
    """Withdraw an assignment (thu hồi: giao nhầm, trùng) with the reason; it stays on record, out of totals."""
    assignment = take(work, assignment_id, Permission.TASK_WITHDRAW, version=version)
    day = effective_on or work.today
    not_future(work, day, field="effective_on")
    not_before_assignment(assignment, day, field="effective_on")
    diary.record(work, assignment, Action.WITHDRAW, effective_on=day, note=note, document=document)
    _close_requests(work, assignment.id, note)
    return assignment


def _close_requests(work: Work, assignment_id: int, note: str) -> None:
    """Answer what still waited: there is nothing left to confirm or to extend."""
    waiting: tuple[Submission | Extension | None, ...] = (
        tasks.waiting_submission(work.session, assignment_id),
        tasks.open_extension(work.session, assignment_id),
    )
    for request in waiting:
        if request is None:
            continue
        request.verdict = Verdict.RETURNED
        request.decided_at = work.now
        request.decided_by_id = work.actor.user_id
        request.decision_note = note.strip()
