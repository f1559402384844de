"""Assignments that leave the totals: withdrawn, cancelled by a paper, handed to an outside body, merged.

Nothing is ever deleted: each stays on record with its reason and is listed apart (K25, K26, K27, K53).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from tracker.models.task import Assignment, Part
from tracker.rules.history import on_day, replay
from tracker.rules.lifecycle import OUTSIDE, Action
from tracker.rules.permissions import NEEDED, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.timeliness import Box, Standing, Timing, classify
from tracker.services import diary
from tracker.services.tasks.closing import close_requests
from tracker.services.tasks.taking import not_before_assignment, not_future, take
from tracker.store import events, tasks
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
    assignment = take(work, assignment_id, NEEDED[Action.WITHDRAW], version=version)
    _leave(work, assignment, Action.WITHDRAW, note, document, effective_on)
    return assignment


def cancel(
    work: Work,
    assignment_id: int,
    *,
    note: str,
    document: str,
    document_on: dt.date,
    effective_on: dt.date | None = None,
    version: int | None = None,
) -> Assignment:
    """Stop an assignment for good (không tiếp tục thực hiện) by a leader's paper, its number and date required."""
    assignment = take(work, assignment_id, NEEDED[Action.CANCEL], version=version)
    not_future(work, document_on, field="document_on")
    details = {"document_on": document_on.isoformat()}
    _leave(work, assignment, Action.CANCEL, note, document, effective_on, details)
    return assignment


def transfer(
    work: Work,
    assignment_id: int,
    *,
    body: str,
    note: str,
    document: str = "",
    effective_on: dt.date | None = None,
    version: int | None = None,
) -> Assignment:
    """Hand an assignment to a body outside the authority (bàn giao cơ quan khác), named in words."""
    assignment = take(work, assignment_id, NEEDED[Action.TRANSFER], version=version)
    if not body.strip():
        raise Refusal(Reason.NOTE_MISSING, field="body", action=Action.TRANSFER)
    _leave(work, assignment, Action.TRANSFER, note, document, effective_on, {"body": body.strip()})
    return assignment


def merge(
    work: Work, assignment_id: int, *, into_id: int, note: str, version: int | None = None
) -> Assignment:
    """Merge a duplicate into another assignment of the same unit (K27): one is counted, each names the other.

    Raises `Refusal` NOT_TO_BE_MERGED when the other is this one, another unit's, a share, or itself out of the totals;
    LATE_WORK_NOT_MERGED when work past its deadline would vanish into work that is not late.
    """
    assignment = take(work, assignment_id, NEEDED[Action.MERGE], version=version)
    kept = tasks.one(work.session, into_id)
    if (
        kept is None
        or kept.id == assignment.id
        or kept.unit_id != assignment.unit_id
        or kept.part is not Part.LEAD
        or kept.state in OUTSIDE
    ):
        raise Refusal(Reason.NOT_TO_BE_MERGED, field="into")
    _require_lateness_kept(work, assignment, kept)
    require(work.actor, NEEDED[Action.MERGE], unit_id=kept.unit_id, origin=kept.task.origin)
    assignment.successor_id = kept.id
    _leave(work, assignment, Action.MERGE, note, "", None, {"merged_into": [kept.id, kept.task.code]})
    return assignment


def _require_lateness_kept(work: Work, assignment: Assignment, kept: Assignment) -> None:
    """Refuse to merge overdue work into work that does not count as late by the same or an earlier deadline."""
    own, other = (_standing_today(work, each) for each in (assignment, kept))
    due_on = own.judged_due_on
    if due_on is None or work.today <= due_on:
        return
    passed = other.judged_due_on is not None and other.judged_due_on <= due_on
    late = other.box is Box.OPEN or classify(other, work.today) is Timing.DONE_LATE
    if not (passed and late):
        raise Refusal(Reason.LATE_WORK_NOT_MERGED, field="into", due_on=due_on)


def _standing_today(work: Work, assignment: Assignment) -> Standing:
    lines = events.of_assignment(work.session, assignment.id)
    found = on_day(replay(map(events.entry, lines)), work.today)
    assert found is not None  # what is merged was given
    return found


def _leave(
    work: Work,
    assignment: Assignment,
    action: Action,
    note: str,
    document: str,
    effective_on: dt.date | None,
    details: dict[str, Any] | None = None,
) -> None:
    day = effective_on or work.today
    not_future(work, day, field="effective_on")
    not_before_assignment(assignment, day, field="effective_on")
    diary.record(
        work, assignment, action, effective_on=day, note=note, document=document, details=details or {}
    )
    close_requests(work, assignment.id, note)
