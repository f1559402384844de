"""The ladder above late work: on which day each step is reached, if nothing is reported before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tracker.rules.reminder_policy import ReminderPolicy
from tracker.rules.reminding import ONE_DAY, ReminderKind, WorkingDays


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder and the working day on which it is reached."""

    kind: ReminderKind
    day: dt.date


def ladder(due_on: dt.date, calendar: WorkingDays, policy: ReminderPolicy) -> tuple[Rung, ...]:
    """Return the steps above an assignment whose deadline is `due_on`, lowest first."""
    return tuple(
        Rung(kind, _working_day_after(due_on, count, calendar))
        for kind, count in (
            (ReminderKind.ESCALATION_HEAD, policy.head),
            (ReminderKind.ESCALATION_OFFICE, policy.office),
            (ReminderKind.ESCALATION_LEADER, policy.leader),
        )
    )


def _working_day_after(day: dt.date, count: int, calendar: WorkingDays) -> dt.date:
    while count:
        day += ONE_DAY
        count -= calendar.is_working_day(day)
    return day
