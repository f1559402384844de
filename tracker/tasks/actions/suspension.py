"""Work that stands still by a leader's word, goes on, or is opened again after it was done.

Urging (đôn đốc): those who gave the work ask for it; the event tells the unit's people at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from tracker.core.clock import civil_day
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.permissions import get_last_reporters
from tracker.law.replay import get_interval_on, replay_history
from tracker.tasks import event_log
from tracker.tasks.actions.access import close_extension, open_for_change, require_not_before_start, require_not_future
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment


def suspend_assignment(
    work: UnitOfWork,
    assignment_id: int,
    *,
    note: str,
    document: str,
    effective_on: dt.date | None = None,
    version: int | None = None,
) -> Assignment:
    """Let an assignment stand still (tạm dừng) by a paper; it is not overdue while it does (K28).

    It stands still from the day of the decision. An earlier day is proposed with it, and holds once a second person
    decides it by the same act; there is none when the deadline has passed: DEADLINE_PASSED.
    """
    assignment = open_for_change(work, assignment_id, Action.SUSPEND, version=version)
    lines = event_log.list_assignment_events(work.session, assignment.id)
    if assignment.state is AssignmentState.SUSPENDED:
        return _decide_earlier_day(work, assignment, lines, (effective_on, note, document))
    day = effective_on or work.today
    require_not_future(work, day, field="effective_on")
    require_not_before_start(work, assignment, day, field="effective_on")
    details: dict[str, object] = {}
    if day < work.today:
        _require_running_deadline(work, lines)
        details["asked_from"] = day.isoformat()
    event_log.append_event(
        work, assignment, Action.SUSPEND, effective_on=work.today, note=note, document=document, details=details
    )
    close_extension(work, assignment.id, note)
    return assignment


def find_earlier_day_request(lines: Sequence[TaskEvent]) -> TaskEvent | None:
    """Return the suspension in force whose earlier day waits for a second person."""
    last = next((each for each in reversed(lines) if each.action in (Action.SUSPEND, Action.RESUME)), None)
    return last if last is not None and "asked_from" in last.details else None


def _decide_earlier_day(
    work: UnitOfWork, assignment: Assignment, lines: Sequence[TaskEvent], said: tuple[dt.date | None, str, str]
) -> Assignment:
    """Let the suspension count from the earlier day that somebody else asked for; OWN_REPORT to who asked."""
    asked = find_earlier_day_request(lines)
    day, note, document = said
    if asked is None or (day is not None and day.isoformat() != asked.details["asked_from"]):
        raise Refusal(Reason.NO_EARLIER_DAY, field="effective_on")
    if get_last_reporters(lines, Action.SUSPEND) & work.actor.selves:
        raise Refusal(Reason.OWN_REPORT)
    event_log.append_event(
        work,
        assignment,
        Action.SUSPEND,
        effective_on=dt.date.fromisoformat(asked.details["asked_from"]),
        note=note,
        document=document or asked.document,
    )
    return assignment


def _require_running_deadline(work: UnitOfWork, lines: Sequence[TaskEvent]) -> None:
    """Refuse an earlier day once the deadline that judges has passed: lateness is not suspended afterwards."""
    held = get_interval_on(replay_history(map(event_log.to_history_entry, lines)), work.today)
    if held is not None and held.judged_due_on is not None and work.today > held.judged_due_on:
        raise Refusal(Reason.DEADLINE_PASSED, field="effective_on", due_on=held.judged_due_on, earliest=work.today)


def resume_assignment(
    work: UnitOfWork, assignment_id: int, *, shifts_deadline: bool, note: str = "", version: int | None = None
) -> Assignment:
    """Let an assignment go on (tiếp tục) from today, its deadline kept or moved by the calendar days it stood still.

    The original deadline never moves. See `docs/decisions/0006-suspension-and-the-deadline.md`. Raises `Refusal`
    SHIFT_WITHOUT_DEADLINE when there is no deadline to move.
    """
    assignment = open_for_change(work, assignment_id, Action.RESUME, version=version)
    due_on = assignment.due_on
    days = (work.today - get_suspension_day(work, assignment)).days
    if shifts_deadline:
        if due_on is None:
            raise Refusal(Reason.SHIFT_WITHOUT_DEADLINE, field="deadline")
        due_on += dt.timedelta(days=days)
    event_log.append_event(
        work,
        assignment,
        Action.RESUME,
        effective_on=work.today,
        due_on=due_on,
        note=note,
        details={"days_suspended": days},
    )
    return assignment


def reopen_assignment(work: UnitOfWork, assignment_id: int, *, note: str, version: int | None = None) -> Assignment:
    """Open an assignment again that was done (mở lại), with the reason: done until yesterday, open from today (K24)."""
    assignment = open_for_change(work, assignment_id, Action.REOPEN, version=version)
    event_log.append_event(work, assignment, Action.REOPEN, effective_on=work.today, note=note)
    return assignment


def get_suspension_day(work: UnitOfWork, assignment: Assignment) -> dt.date:
    """Return the civil day from which an assignment stands still, today when it does not."""
    stops = [
        line.effective_on
        for line in event_log.list_assignment_events(work.session, assignment.id)
        if line.action is Action.SUSPEND
    ]
    return stops[-1] if stops else work.today


def urge_unit(work: UnitOfWork, assignment_id: int, *, note: str = "", version: int | None = None) -> Assignment:
    """Urge a unit (đôn đốc); nothing of the work changes. Raises `Refusal` ALREADY_URGED a second time on one day."""
    assignment = open_for_change(work, assignment_id, Action.URGE, version=version)
    if was_urged_today(work, event_log.list_assignment_events(work.session, assignment.id)):
        raise Refusal(Reason.ALREADY_URGED)
    event_log.append_event(work, assignment, Action.URGE, effective_on=work.today, note=note)
    return assignment


def was_urged_today(work: UnitOfWork, lines: Iterable[TaskEvent]) -> bool:
    """Tell whether a unit was urged on this civil day already."""
    return any(line.action is Action.URGE and civil_day(line.recorded_at) == work.today for line in lines)
