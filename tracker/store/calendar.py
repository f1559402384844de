"""The working calendar as the office keeps it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.calendar_day import CalendarDay
from tracker.rules.calendar import DayKind, WorkCalendar


def working_calendar(session: Session) -> WorkCalendar:
    """Return the calendar; a year without any row in the table is not covered."""
    rows = session.execute(select(CalendarDay.day, CalendarDay.kind)).all()
    return WorkCalendar.of({row.day: row.kind for row in rows}, {row.day.year for row in rows})


def days(session: Session) -> dict[dt.date, DayKind]:
    """Return every day that differs from the ordinary week."""
    return {row.day: row.kind for row in session.execute(select(CalendarDay.day, CalendarDay.kind))}


def day(session: Session, on: dt.date) -> CalendarDay | None:
    """Return the row of one day, if it differs from the ordinary week."""
    return session.scalar(select(CalendarDay).where(CalendarDay.day == on))


def of_year(session: Session, year: int) -> Sequence[CalendarDay]:
    """Return the days of a year that differ from the ordinary week, in order."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    question = select(CalendarDay).where(CalendarDay.day.between(first, last)).order_by(CalendarDay.day)
    return list(session.scalars(question))
