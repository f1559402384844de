"""How late is late: the groups in which the office looks at work past its deadline, in calendar days."""

from __future__ import annotations

import enum


class Age(enum.StrEnum):
    """A group of days late."""

    WEEK = "week"
    MONTH = "month"
    QUARTERS = "quarters"
    LONGER = "longer"


UP_TO = ((7, Age.WEEK), (30, Age.MONTH), (120, Age.QUARTERS))
"""The last day of each group but the open one."""


def age(days_late: int) -> Age:
    """Return the group of something `days_late` calendar days past its deadline (at least one)."""
    if days_late < 1:
        raise ValueError("what is not late has no age")
    return next((group for last, group in UP_TO if days_late <= last), Age.LONGER)
