"""Assignments that leave the totals: withdrawn, cancelled by a paper, handed to an outside body, merged.

Nothing is ever deleted: each stays on record with its reason and is listed apart (K25, K26, K27, K53).

Work that is not this unit's: the unit says so, the assigner answers, and work goes over to another unit.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import STATES_OUTSIDE_TOTAL, Action
from tracker.law.permissions import Permission, require_permission
from tracker.law.replay import get_interval_on, replay_history
from tracker.law.timing import DayState, StatusInterval, Timing, classify_timing
from tracker.office import units
from tracker.office.models import Unit
from tracker.tasks import event_log, queries as task_queries
from tracker.tasks.actions.access import (
    close_requests,
    open_for_change,
    require_not_before_assignment,
    require_not_future,
)
from tracker.tasks.actions.assignment import unit_exists_on
from tracker.tasks.models import Assignment, AssignmentRole


def withdraw_assignment(
    work: UnitOfWork,
    assignment_id: int,
    *,
    note: str,
    document: str = "",
    effective_on: dt.date | None = None,
    version: int | None = None,
) -> Assignment:
    """Withdraw an assignment (thu hồi: giao nhầm, trùng) with the reason; it stays on record, out of totals."""
    assignment = open_for_change(work, assignment_id, Action.WITHDRAW, version=version)
    _leave(work, assignment, Action.WITHDRAW, note, document, effective_on)
    return assignment


def cancel_assignment(
    work: UnitOfWork,
    assignment_id: int,
    *,
    note: str,
    document: str,
    document_on: dt.date,
    effective_on: dt.date | None = None,
    version: int | None = None,
) -> Assignment:
    """Stop an assignment for good (không tiếp tục thực hiện) by a leader's paper, its number and date required."""
    assignment = open_for_change(work, assignment_id, Action.CANCEL, version=version)
    require_not_future(work, document_on, field="document_on")
    details = {"document_on": document_on.isoformat()}
    _leave(work, assignment, Action.CANCEL, note, document, effective_on, details)
    return assignment


def transfer_assignment(
    work: UnitOfWork,
    assignment_id: int,
    *,
    body: str,
    note: str,
    document: str = "",
    effective_on: dt.date | None = None,
    version: int | None = None,
) -> Assignment:
    """Hand an assignment to a body outside the authority (bàn giao cơ quan khác), named in words."""
    assignment = open_for_change(work, assignment_id, Action.TRANSFER, version=version)
    if not body.strip():
        raise Refusal(Reason.NOTE_MISSING, field="body", action=Action.TRANSFER)
    _leave(work, assignment, Action.TRANSFER, note, document, effective_on, {"body": body.strip()})
    return assignment


def merge_assignment(
    work: UnitOfWork, assignment_id: int, *, into_id: int, note: str, version: int | None = None
) -> Assignment:
    """Merge a duplicate into another assignment of the same unit (K27): one is counted, each names the other.

    Raises `Refusal` NOT_TO_BE_MERGED when the other is this one, another unit's, a share, or itself out of the totals;
    LATE_WORK_NOT_MERGED when work past its deadline would vanish into work that is not late.
    """
    assignment = open_for_change(work, assignment_id, Action.MERGE, version=version)
    kept = task_queries.load_assignment(work.session, into_id)
    if (
        kept is None
        or kept.id == assignment.id
        or kept.unit_id != assignment.unit_id
        or kept.part is not AssignmentRole.LEAD
        or kept.state in STATES_OUTSIDE_TOTAL
    ):
        raise Refusal(Reason.NOT_TO_BE_MERGED, field="into")
    _require_lateness_kept(work, assignment, kept)
    require_permission(work.actor, Permission.TASK_MERGE, unit_id=kept.unit_id, origin=kept.task.origin)
    assignment.successor_id = kept.id
    _leave(work, assignment, Action.MERGE, note, "", None, {"merged_into": [kept.id, kept.task.code]})
    return assignment


def _require_lateness_kept(work: UnitOfWork, assignment: Assignment, kept: Assignment) -> None:
    """Refuse to merge overdue work into work that does not count as late by the same or an earlier deadline."""
    own, other = (_interval_today(work, each) for each in (assignment, kept))
    due_on = own.judged_due_on
    if due_on is None or work.today <= due_on:
        return
    passed = other.judged_due_on is not None and other.judged_due_on <= due_on
    late = other.day_state is DayState.OPEN or classify_timing(other, work.today) is Timing.DONE_LATE
    if not (passed and late):
        raise Refusal(Reason.LATE_WORK_NOT_MERGED, field="into", due_on=due_on)


def _interval_today(work: UnitOfWork, assignment: Assignment) -> StatusInterval:
    lines = event_log.list_assignment_events(work.session, assignment.id)
    found = get_interval_on(replay_history(map(event_log.to_history_entry, lines)), work.today)
    assert found is not None  # what is merged was given
    return found


def _leave(
    work: UnitOfWork,
    assignment: Assignment,
    action: Action,
    note: str,
    document: str,
    effective_on: dt.date | None,
    details: dict[str, Any] | None = None,
) -> None:
    day = effective_on or work.today
    require_not_future(work, day, field="effective_on")
    require_not_before_assignment(assignment, day, field="effective_on")
    event_log.append_event(
        work, assignment, action, effective_on=day, note=note, document=document, details=details or {}
    )
    close_requests(work, assignment.id, note)


def decline_assignment(
    work: UnitOfWork, assignment_id: int, *, note: str, suggested_unit_id: int | None = None, version: int | None = None
) -> Assignment:
    """Ask to give an assignment back (đề nghị trả lại, không đúng thẩm quyền), with the reason.

    It stays counted with the unit, and its deadline runs, until the assigner answers.
    """
    assignment = open_for_change(work, assignment_id, Action.DECLINE, version=version)
    details: dict[str, Any] = {}
    if suggested_unit_id is not None:
        details["suggested_unit_id"] = _unit(work, suggested_unit_id, "suggested_unit").id
    event_log.append_event(work, assignment, Action.DECLINE, effective_on=work.today, note=note, details=details)
    close_requests(work, assignment.id, note)
    return assignment


def reject_decline(work: UnitOfWork, assignment_id: int, *, note: str, version: int | None = None) -> Assignment:
    """Leave a declined assignment with its unit, with the reason; the unit accepts it anew."""
    assignment = open_for_change(work, assignment_id, Action.REFUSE_DECLINE, version=version)
    event_log.append_event(work, assignment, Action.REFUSE_DECLINE, effective_on=work.today, note=note)
    return assignment


def reassign_assignment(
    work: UnitOfWork, assignment_id: int, *, unit_id: int, note: str, document: str = "", version: int | None = None
) -> Assignment:
    """Hand an assignment over to another unit: the deadline does not move, the new unit has yet to accept.

    It counts for the new unit from today. Raises `Refusal` UNIT_NOT_ACTIVE, or UNIT_HAS_IT when that unit leads the
    same task already; a unit that only coordinated leads from now on.
    """
    assignment = open_for_change(work, assignment_id, Action.REASSIGN, version=version)
    unit = _unit(work, unit_id, "unit")
    for other in task_queries.list_task_assignments(work.session, assignment.task_id):
        if other.unit_id != unit.id:
            continue
        if other.part is AssignmentRole.LEAD:
            raise Refusal(Reason.UNIT_HAS_IT, field="unit", unit=unit.short_name)
        if other.state not in STATES_OUTSIDE_TOTAL:
            event_log.append_event(work, other, Action.WITHDRAW, effective_on=work.today, note=note)
            close_requests(work, other.id, note)
    event_log.append_event(
        work, assignment, Action.REASSIGN, effective_on=work.today, note=note, document=document, unit_id=unit.id
    )
    close_requests(work, assignment.id, note)
    return assignment


def _unit(work: UnitOfWork, unit_id: int, field: str) -> Unit:
    unit = units.find_unit(work.session, unit_id)
    if unit is None:
        raise Refusal(Reason.UNIT_UNKNOWN, field=field, text="")
    if not unit_exists_on(unit, work.today):
        raise Refusal(Reason.UNIT_NOT_ACTIVE, field=field, unit=unit.name, day=work.today)
    return unit
