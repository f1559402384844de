"""When leaders and heads of units get the picture of the week: in the first digest of each week.

Source: the weekly practice of follow-up: on Monday, or on the first day of the week on which
offices are open.
"""

from __future__ import annotations

import datetime as dt

from tracker.rules.reminding import ONE_DAY, WorkingDays


def is_picture_day(day: dt.date, calendar: WorkingDays) -> bool:
    """Tell whether `day` is the first working day of its week, which begins on Monday."""
    earlier = (day - n * ONE_DAY for n in range(1, day.weekday() + 1))
    return calendar.is_working_day(day) and not any(calendar.is_working_day(each) for each in earlier)
