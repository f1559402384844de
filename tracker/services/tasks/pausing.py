"""Work that stands still by a leader's word, goes on, or is opened again after it was done."""

from __future__ import annotations

import datetime as dt

from tracker.models.task import Assignment
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import NEEDED
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.services.tasks.closing import close_extension
from tracker.services.tasks.taking import not_before_in_hand, not_future, take
from tracker.store import events
from tracker.transaction import Work


def suspend(
    work: Work,
    assignment_id: int,
    *,
    note: str,
    document: str = "",
    effective_on: dt.date | None = None,
    version: int | None = None,
) -> Assignment:
    """Let an assignment stand still (tạm dừng) from a civil day on; it is not overdue while it does (K28)."""
    assignment = take(work, assignment_id, NEEDED[Action.SUSPEND], version=version)
    day = effective_on or work.today
    not_future(work, day, field="effective_on")
    not_before_in_hand(work, assignment, day, field="effective_on")
    diary.record(work, assignment, Action.SUSPEND, effective_on=day, note=note, document=document)
    close_extension(work, assignment.id, note)
    return assignment


def resume(
    work: Work,
    assignment_id: int,
    *,
    shifts_deadline: bool,
    note: str = "",
    version: int | None = None,
) -> Assignment:
    """Let an assignment go on (tiếp tục) from today, its deadline kept or moved by the calendar days it stood still.

    The original deadline never moves. See `docs/decisions/0006-suspension-and-the-deadline.md`. Raises `Refusal`
    SHIFT_WITHOUT_DEADLINE when there is no deadline to move.
    """
    assignment = take(work, assignment_id, NEEDED[Action.RESUME], version=version)
    due_on = assignment.due_on
    days = (work.today - stopped_on(work, assignment)).days
    if shifts_deadline:
        if due_on is None:
            raise Refusal(Reason.SHIFT_WITHOUT_DEADLINE, field="deadline")
        due_on += dt.timedelta(days=days)
    diary.record(
        work,
        assignment,
        Action.RESUME,
        effective_on=work.today,
        due_on=due_on,
        note=note,
        details={"days_suspended": days},
    )
    return assignment


def reopen(work: Work, assignment_id: int, *, note: str, version: int | None = None) -> Assignment:
    """Open an assignment again that was done (mở lại), with the reason: done until yesterday, open from today (K24)."""
    assignment = take(work, assignment_id, NEEDED[Action.REOPEN], version=version)
    diary.record(work, assignment, Action.REOPEN, effective_on=work.today, note=note)
    return assignment


def stopped_on(work: Work, assignment: Assignment) -> dt.date:
    """Return the civil day from which an assignment stands still, today when it does not."""
    stops = [
        line.effective_on
        for line in events.of_assignment(work.session, assignment.id)
        if line.action is Action.SUSPEND
    ]
    return stops[-1] if stops else work.today
