"""The working calendar: opening a year from what is known of its holidays, changing a day when notice comes.

The working calendar as the office keeps it.

The yearly holidays to be put into the holiday table, each with the paper it rests on.

The `holidays` package is only a seed: it knows the law and most announcements, and an office
corrects or adds what came by letter. Next year's rows are an estimate until announced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import holidays
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from tracker.database.unit_of_work import UnitOfWork
from tracker.law.calendar import DayKind, WorkCalendar
from tracker.law.permissions import Permission, require_permission
from tracker.office.models import CalendarDay


def working_calendar(session: Session) -> WorkCalendar:
    """Return the calendar; a year without any row in the table is not covered."""
    rows = session.execute(select(CalendarDay.day, CalendarDay.kind)).all()
    return WorkCalendar.of({row.day: row.kind for row in rows}, {row.day.year for row in rows})


def list_calendar_days(session: Session) -> dict[dt.date, DayKind]:
    """Return every day that differs from the ordinary week."""
    return {row.day: row.kind for row in session.execute(select(CalendarDay.day, CalendarDay.kind))}


def get_calendar_day(session: Session, on: dt.date) -> CalendarDay | None:
    """Return the row of one day, if it differs from the ordinary week."""
    return session.scalar(select(CalendarDay).where(CalendarDay.day == on))


def list_year_days(session: Session, year: int) -> Sequence[CalendarDay]:
    """Return the days of a year that differ from the ordinary week, in order."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    question = select(CalendarDay).where(CalendarDay.day.between(first, last)).order_by(CalendarDay.day)
    return list(session.scalars(question))


LABOUR_CODE = "Điều 112 Bộ luật Lao động 2019"
ESTIMATE = "Dự kiến theo Điều 112 Bộ luật Lao động 2019, chờ thông báo"
LAST_ANNOUNCED_YEAR = 2026
"""Last year whose announcements have been checked; later years are estimates."""
CULTURE_DAY = "Nghị quyết 28/2026/QH16"
_CULTURE_DAY = (11, 24)
_OBSERVED = "(nghỉ bù)"
_SUBSTITUTED = "Ngày nghỉ (thay cho ngày"


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One day that differs from the ordinary week, its name on screen and its source document."""

    day: dt.date
    kind: DayKind
    name: str
    source: str


_ANNOUNCED: tuple[HolidayRow, ...] = (
    HolidayRow(
        dt.date(2026, 1, 2), DayKind.SWAPPED_OFF, "Nghỉ hoán đổi dịp Tết Dương lịch", "12729/VPCP-KGVX ngày 25/12/2025"
    ),
    HolidayRow(
        dt.date(2026, 1, 10), DayKind.WORKING_SATURDAY, "Làm bù cho ngày 02/01/2026", "12729/VPCP-KGVX ngày 25/12/2025"
    ),
)
"""Announcements that the package does not know."""


def holiday_rows(year: int) -> tuple[HolidayRow, ...]:
    """Return the rows of a year in order of day."""
    known = holidays.country_holidays("VN", years=year, language="vi")
    rows = {day: _row(day, name) for day, name in known.items() if day.year == year}
    for day in getattr(known, "weekend_workdays", ()):
        if day.year == year:
            name = "Làm bù theo thông báo hoán đổi ngày nghỉ"
            rows[day] = HolidayRow(day, DayKind.WORKING_SATURDAY, name, _announcement(year))
    rows.update({row.day: row for row in _ANNOUNCED if row.day.year == year})
    if year > LAST_ANNOUNCED_YEAR:
        rows = {day: replace(row, source=ESTIMATE) for day, row in rows.items()}
    return tuple(rows[day] for day in sorted(rows))


def work_calendar(*years: int) -> WorkCalendar:
    """Return the calendar of some years as far as this source knows them."""
    days = {row.day: row.kind for year in years for row in holiday_rows(year)}
    return WorkCalendar.of(days, years)


def _row(day: dt.date, name: str) -> HolidayRow:
    if _SUBSTITUTED in name:
        return HolidayRow(day, DayKind.SWAPPED_OFF, name, _announcement(day.year))
    if _OBSERVED in name:
        return HolidayRow(day, DayKind.COMPENSATORY, name, LABOUR_CODE)
    source = CULTURE_DAY if (day.month, day.day) == _CULTURE_DAY else LABOUR_CODE
    return HolidayRow(day, DayKind.PUBLIC_HOLIDAY, name, source)


def _announcement(year: int) -> str:
    return f"Thông báo nghỉ lễ, Tết năm {year}"


def get_calendar_with_announced(session: Session, years: Collection[int]) -> WorkCalendar:
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


def open_years(work: UnitOfWork, years: Sequence[int]) -> int:
    """Fill the calendar of some years, each day with its source; days already there stay. Returns new days."""
    require_permission(work.actor, Permission.CALENDAR_MANAGE)
    known = set(work.session.scalars(select(CalendarDay.day)))
    new = [row for year in years for row in holiday_rows(year) if row.day not in known]
    for row in new:
        work.session.add(CalendarDay(day=row.day, kind=row.kind, name=row.name, source=row.source[:200]))
    work.session.flush()
    return len(new)


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """One day of the calendar as it shall be: `kind` None makes it an ordinary day again."""

    day: dt.date
    kind: DayKind | None
    name: str
    source: str
