"""Who above a unit was told of late work, and who will be on which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tracker.models.task import Assignment, Part
from tracker.rules.day_counts import CountedDays
from tracker.rules.escalating import ladder
from tracker.rules.lifecycle import OPEN, AssignmentState
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.reminder_policy import work_kind
from tracker.rules.reminding import ReminderKind
from tracker.store import calendar, reminder_rules
from tracker.store import reminders as store
from tracker.transaction import Work

SHOWN_BEFORE = dt.timedelta(days=7)
"""So long before the deadline the steps are worth a look."""


@dataclass(frozen=True, slots=True)
class Told:
    """One step: the day on which it is reached, and the day on which somebody was told, if anybody was."""

    kind: ReminderKind
    day: dt.date
    told_on: dt.date | None


def steps_above(work: Work, assignment: Assignment) -> list[Told]:
    """Return the steps above an assignment at work that is late or due within days; none once it is reported."""
    at_work = assignment.state in OPEN and assignment.state is not AssignmentState.SUBMITTED
    if not at_work or assignment.due_on is None or assignment.part is not Part.LEAD:
        return []
    if assignment.due_on > work.today + SHOWN_BEFORE:
        return []
    task = assignment.task
    kind = work_kind(origin=task.origin, kind=task.kind, urgency=task.urgency)
    days = CountedDays(calendar.working_calendar(work.session))
    policy = reminder_rules.in_force(work.session, work.today)[kind]
    try:
        rungs = ladder(assignment.due_on, days, policy)
    except Refusal as refusal:
        if refusal.reason is not Reason.CALENDAR_MISSING:
            raise
        return []
    told = store.last_told(work.session, assignment.id, assignment.due_on)
    return [Told(rung.kind, rung.day, told.get(rung.kind)) for rung in rungs]
