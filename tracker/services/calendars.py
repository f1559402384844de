"""The working calendar: opening a year from what is known of its holidays."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from tracker.documents.holiday_source import holiday_rows
from tracker.models.calendar_day import CalendarDay
from tracker.rules.calendar import WorkCalendar
from tracker.rules.permissions import Permission, require
from tracker.transaction import Work


def known_or_announced(session: Session, years: Collection[int]) -> WorkCalendar:
    """Return the office's calendar, years it has not opened yet taken from what is announced. Writes nothing.

    Works before the database exists: a phrase can be read on an empty machine.
    """
    try:
        rows = session.execute(select(CalendarDay.day, CalendarDay.kind)).all()
    except (OperationalError, ProgrammingError):
        session.rollback()
        rows = []
    days = {row.day: row.kind for row in rows}
    for year in set(years) - {day.year for day in days}:
        days |= {row.day: row.kind for row in holiday_rows(year)}
    return WorkCalendar.of(days, {day.year for day in days})


def open_years(work: Work, years: Sequence[int]) -> int:
    """Fill the calendar of some years, each day with its source; days already there stay. Returns new days."""
    require(work.actor, Permission.UNIT_MANAGE)
    known = set(work.session.scalars(select(CalendarDay.day)))
    new = [row for year in years for row in holiday_rows(year) if row.day not in known]
    for row in new:
        work.session.add(CalendarDay(day=row.day, kind=row.kind, name=row.name, source=row.source[:200]))
    work.session.flush()
    return len(new)
