"""Work that stands still by a leader's word, goes on, or is opened again after it was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tracker.models.event import Event
from tracker.models.task import Assignment
from tracker.rules.deputising import reporters
from tracker.rules.history import on_day, replay
from tracker.rules.lifecycle import Action, AssignmentState
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
    document: str,
    effective_on: dt.date | None = None,
    version: int | None = None,
) -> Assignment:
    """Let an assignment stand still (tạm dừng) by a paper; it is not overdue while it does (K28).

    It stands still from the day of the decision. An earlier day is proposed with it, and holds once a second person
    decides it by the same act; there is none when the deadline has passed: DEADLINE_PASSED.
    """
    assignment = take(work, assignment_id, NEEDED[Action.SUSPEND], version=version)
    lines = events.of_assignment(work.session, assignment.id)
    if assignment.state is AssignmentState.SUSPENDED:
        return _decide_earlier_day(work, assignment, lines, (effective_on, note, document))
    day = effective_on or work.today
    not_future(work, day, field="effective_on")
    not_before_in_hand(work, assignment, day, field="effective_on")
    details: dict[str, object] = {}
    if day < work.today:
        _require_running_deadline(work, lines)
        details["asked_from"] = day.isoformat()
    diary.record(
        work,
        assignment,
        Action.SUSPEND,
        effective_on=work.today,
        note=note,
        document=document,
        details=details,
    )
    close_extension(work, assignment.id, note)
    return assignment


def earlier_day_asked(lines: Sequence[Event]) -> Event | None:
    """Return the suspension in force whose earlier day waits for a second person."""
    last = next((each for each in reversed(lines) if each.action in (Action.SUSPEND, Action.RESUME)), None)
    return last if last is not None and "asked_from" in last.details else None


def _decide_earlier_day(
    work: Work, assignment: Assignment, lines: Sequence[Event], said: tuple[dt.date | None, str, str]
) -> Assignment:
    """Let the suspension count from the earlier day that somebody else asked for; OWN_REPORT to who asked."""
    asked = earlier_day_asked(lines)
    day, note, document = said
    if asked is None or (day is not None and day.isoformat() != asked.details["asked_from"]):
        raise Refusal(Reason.NO_EARLIER_DAY, field="effective_on")
    if reporters(lines, Action.SUSPEND) & work.actor.selves:
        raise Refusal(Reason.OWN_REPORT)
    diary.record(
        work,
        assignment,
        Action.SUSPEND,
        effective_on=dt.date.fromisoformat(asked.details["asked_from"]),
        note=note,
        document=document or asked.document,
    )
    return assignment


def _require_running_deadline(work: Work, lines: Sequence[Event]) -> None:
    """Refuse an earlier day once the deadline that judges has passed: lateness is not suspended afterwards."""
    held = on_day(replay(map(events.entry, lines)), work.today)
    if held is not None and held.judged_due_on is not None and work.today > held.judged_due_on:
        raise Refusal(
            Reason.DEADLINE_PASSED, field="effective_on", due_on=held.judged_due_on, earliest=work.today
        )


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
