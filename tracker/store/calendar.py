"""The working calendar as the office keeps it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.calendar_day import CalendarDay
from tracker.rules.calendar import WorkCalendar


def working_calendar(session: Session) -> WorkCalendar:
    """Return the calendar; a year without any row in the table is not covered."""
    rows = session.execute(select(CalendarDay.day, CalendarDay.kind)).all()
    return WorkCalendar.of({row.day: row.kind for row in rows}, {row.day.year for row in rows})
