"""On time or late: derived from dates for a given day, never stored (counting rules 2 to 6).

How late is late: the groups in which the office looks at work past its deadline, in calendar days.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass


class Age(enum.StrEnum):
    """A group of days late."""

    WEEK = "week"
    MONTH = "month"
    QUARTERS = "quarters"
    LONGER = "longer"


UP_TO = ((7, Age.WEEK), (30, Age.MONTH), (120, Age.QUARTERS))
"""The last day of each group but the open one."""


def classify_lateness(days_late: int) -> Age:
    """Return the group of something `days_late` calendar days past its deadline (at least one)."""
    if days_late < 1:
        raise ValueError("what is not late has no age")
    return next((group for last, group in UP_TO if days_late <= last), Age.LONGER)


class DayState(enum.StrEnum):
    """What an assignment was on a given day, before any deadline is looked at."""

    OPEN = "open"
    DONE = "done"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"
    MERGED = "merged"


COUNTED_DAY_STATES = (DayState.OPEN, DayState.DONE, DayState.SUSPENDED)


class Timing(enum.StrEnum):
    """The timings of every assignment; all but EXCLUDED add up to the total (counting rule 5)."""

    EXCLUDED = "excluded"
    DONE_NO_DEADLINE = "done_no_deadline"
    DONE_EARLY = "done_early"
    DONE_ON_DAY = "done_on_day"
    DONE_LATE = "done_late"
    SUSPENDED = "suspended"
    OPEN_NO_DEADLINE = "open_no_deadline"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"


TIMING_ORDER: dict[Timing, int] = {timing: order for order, timing in enumerate(Timing)}
"""The order from lightest to gravest: a directive stands where its gravest assignment stands."""

TIMING_BY_ORDER: dict[int, Timing] = {order: timing for timing, order in TIMING_ORDER.items()}

DONE_TIMINGS = (Timing.DONE_EARLY, Timing.DONE_ON_DAY, Timing.DONE_LATE, Timing.DONE_NO_DEADLINE)
DONE_ON_TIME = (Timing.DONE_EARLY, Timing.DONE_ON_DAY)
OPEN_TIMINGS = (Timing.OPEN_IN_TIME, Timing.OPEN_OVERDUE, Timing.OPEN_NO_DEADLINE)
COUNTED_TIMINGS = (*DONE_TIMINGS, *OPEN_TIMINGS, Timing.SUSPENDED)
"""The parts of the total, in the order of a task's life."""


@dataclass(frozen=True, slots=True)
class StatusInterval:
    """What held for an assignment over the civil days from `from_on` up to but not including `until_on`.

    `due_on` is the deadline in force; `judged_due_on` the one a completion is judged by: they differ only
    after an extension granted when the deadline had already passed (counting rule 3). `first_due_on` is the deadline
    first given, as it was on these days: work may be given without one and get it later (K19). `until_on` None: no
    end. `left_on`: of work outside the totals, the civil day from which that was known to hold: of its record, or
    later as decided. `after_hour`: of finished work, that it was reported on the due day after the hour the paper
    names.
    """

    from_on: dt.date
    until_on: dt.date | None
    day_state: DayState
    unit_id: int
    due_on: dt.date | None
    judged_due_on: dt.date | None
    done_on: dt.date | None
    first_due_on: dt.date | None = None
    left_on: dt.date | None = None
    after_hour: bool = False


def classify_timing(interval: StatusInterval, as_of: dt.date) -> Timing:
    """Put an assignment in its timing as it stood at the close of the civil day `as_of`.

    Done on the due day is on the day, unless it was reported after the hour that the deadline names; open on the due
    day is still in time.
    """
    if interval.day_state is DayState.SUSPENDED:
        return Timing.SUSPENDED
    if interval.day_state is DayState.DONE:
        due = interval.judged_due_on
        if due is None or interval.done_on is None:
            return Timing.DONE_NO_DEADLINE
        if interval.done_on > due or (interval.done_on == due and interval.after_hour):
            return Timing.DONE_LATE
        return Timing.DONE_ON_DAY if interval.done_on == due else Timing.DONE_EARLY
    if interval.day_state is DayState.OPEN:
        if interval.due_on is None:
            return Timing.OPEN_NO_DEADLINE
        return Timing.OPEN_OVERDUE if as_of > interval.due_on else Timing.OPEN_IN_TIME
    return Timing.EXCLUDED


def counts_in_period(interval: StatusInterval, since: dt.date) -> bool:
    """Tell whether what held on a day belongs to a period that began on `since`.

    What was finished or taken out before it does not; what was given before it and is not done is carried over. What
    was taken out afterwards from an earlier day stays visible in every period in which it had been counted (K25).
    """
    if interval.day_state in (DayState.OPEN, DayState.SUSPENDED):
        return True
    if interval.day_state is DayState.DONE:
        return interval.done_on is not None and interval.done_on >= since
    return (interval.left_on or interval.from_on) >= since


def classify_directive(timings: frozenset[Timing]) -> Timing:
    """Return the timing of a directive from those of its assignments: the gravest one (K07, K08)."""
    return max(timings, key=TIMING_ORDER.__getitem__)


def days_late(due_on: dt.date | None, done_on: dt.date | None, as_of: dt.date) -> int:
    """Return by how many calendar days a deadline was or is exceeded; 0 when it is not."""
    if due_on is None:
        return 0
    return max(0, ((done_on or as_of) - due_on).days)
