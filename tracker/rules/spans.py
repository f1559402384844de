"""Spans of days with a name («tuan-nay», «7-ngay-toi»), as the office counts them from a civil day.

A week runs from Monday to Sunday whatever year its days are in, so 31/12 is in the week of 01/01.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from tracker.rules.calendar import WorkCalendar
from tracker.rules.refusals import Reason, Refusal

Span = tuple[dt.date, dt.date]
"""The first and the last civil day, both within."""

NAMES = (
    "hom-nay", "tuan-nay", "tuan-truoc", "tuan-sau", "thang-nay", "thang-truoc", "quy-nay", "quy-truoc", "nam-nay",
)  # fmt: skip
_COUNTED = re.compile(r"([1-9]\d{0,2})-(ngay-toi|ngay-qua|ngay-lam-viec-toi|ngay-lam-viec-truoc)")
_WEEK = dt.timedelta(days=7)


def is_span(name: str) -> bool:
    """Tell whether a name is that of a span."""
    return name in NAMES or _COUNTED.fullmatch(name) is not None


def counts_working_days(name: str) -> bool:
    """Tell whether a span can be resolved only with the office's calendar."""
    return "ngay-lam-viec" in name


def resolve(name: str, today: dt.date, known: WorkCalendar) -> Span:
    """Return the days of a span; where the calendar of a year is not known, seven days for five working days."""
    counted = _COUNTED.fullmatch(name)
    if counted is not None:
        number, kind = int(counted[1]), counted[2]
        if kind == "ngay-qua":
            return today - dt.timedelta(days=number), today
        if kind == "ngay-toi":
            return today, today + dt.timedelta(days=number)
        if kind == "ngay-lam-viec-truoc":
            return dt.date.min, _working_days_on(known, today, -number) - dt.timedelta(days=1)
        return today, _working_days_on(known, today, number)
    monday = today - dt.timedelta(days=today.weekday())
    match name:
        case "tuan-nay" | "tuan-truoc" | "tuan-sau":
            first = monday + {"tuan-nay": 0, "tuan-truoc": -1, "tuan-sau": 1}[name] * _WEEK
            return first, first + _WEEK - dt.timedelta(days=1)
        case "thang-nay":
            return _months(today.year, today.month, 1)
        case "thang-truoc":
            return _months(today.year, today.month - 1, 1)
        case "quy-nay":
            return _months(today.year, (today.month - 1) // 3 * 3 + 1, 3)
        case "quy-truoc":
            return _months(today.year, (today.month - 1) // 3 * 3 - 2, 3)
        case "nam-nay":
            return dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)
        case _:
            return today, today


def _months(year: int, first: int, count: int) -> Span:
    """Return some whole months; a month before January is one of the year before."""
    if first < 1:
        year, first = year - 1, first + 12
    last = first + count - 1
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _working_days_on(known: WorkCalendar, today: dt.date, number: int) -> dt.date:
    try:
        return known.add_working_days(today, number)
    except Refusal as refusal:
        if refusal.reason is not Reason.CALENDAR_MISSING:
            raise
        return today + dt.timedelta(days=number * 7 // 5)
