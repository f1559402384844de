"""When the machine was silent so long that a letter must say so, and in which letters."""

from __future__ import annotations

import datetime as dt

from tracker.rules.reminding import ONE_DAY, SENDING_HOURS, WorkingDays


def lost_a_day(silent_from: dt.datetime, silent_until: dt.datetime, calendar: WorkingDays) -> bool:
    """Tell whether a whole working day of sending lies within a silence, given in local time."""
    opening, closing = SENDING_HOURS
    day = silent_from.date() + (silent_from.time() > opening) * ONE_DAY
    last = silent_until.date() - (silent_until.time() < closing) * ONE_DAY
    while day <= last:
        if calendar.is_working_day(day):
            return True
        day += ONE_DAY
    return False


def is_first_day_after(silent_until: dt.datetime, today: dt.date, calendar: WorkingDays) -> bool:
    """Tell whether `today` is the first day on which letters could leave after a silence (local time)."""
    day = silent_until.date() + (silent_until.time() >= SENDING_HOURS[1]) * ONE_DAY
    while day < today:
        if calendar.is_working_day(day):
            return False
        day += ONE_DAY
    return day == today
