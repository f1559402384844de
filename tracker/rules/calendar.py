"""Working days of civil servants: Monday to Friday, corrected by the Government's announcements.

The corrections come from the holiday table of the installation, each row with its document; a year
that nobody has filled in is refused, never assumed.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from tracker.rules.refusals import Reason, Refusal

_ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5
_TET_MINIMUM = 4
"""Shortest run of holidays that can be Tết: the Labour Code gives five days, weekends may hide one."""


class DayKind(enum.StrEnum):
    """Why a day differs from the ordinary week."""

    PUBLIC_HOLIDAY = "public_holiday"
    COMPENSATORY = "compensatory"
    SWAPPED_OFF = "swapped_off"
    WORKING_SATURDAY = "working_saturday"


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days that differ from the ordinary week, for the years known."""

    days: Mapping[dt.date, DayKind]
    years: frozenset[int]

    @classmethod
    def of(cls, days: Mapping[dt.date, DayKind], years: Collection[int]) -> WorkCalendar:
        """Return a calendar that knows `years`, in which `days` differ from the ordinary week."""
        return cls(days=dict(days), years=frozenset(years))

    def is_covered(self, day: dt.date) -> bool:
        """Tell whether the announcements of the year of `day` are known."""
        return day.year in self.years

    def is_working_day(self, day: dt.date) -> bool:
        """Tell whether offices are open; refuse for a year that is not covered."""
        if not self.is_covered(day):
            raise Refusal(Reason.CALENDAR_MISSING, year=day.year)
        kind = self.days.get(day)
        if kind is None:
            return day.weekday() < _SATURDAY
        return kind is DayKind.WORKING_SATURDAY

    def next_working_day(self, day: dt.date) -> dt.date:
        """Return the first working day after `day`."""
        return next(self._working_days(day, _ONE_DAY))

    def previous_working_day(self, day: dt.date) -> dt.date:
        """Return the last working day before `day`."""
        return next(self._working_days(day, -_ONE_DAY))

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """Return the `count`-th working day after `day`, which itself is not counted.

        A negative count goes back; zero is `day` itself (Civil Code 2015, article 147).
        """
        if count == 0:
            return day
        days = self._working_days(day, _ONE_DAY if count > 0 else -_ONE_DAY)
        for _ in range(abs(count) - 1):
            next(days)
        return next(days)

    def working_days_between(self, first: dt.date, last: dt.date) -> int:
        """Return how many working days lie after `first` up to and including `last`."""
        if last < first:
            return -self.working_days_between(last, first)
        span = (last - first).days
        return sum(self.is_working_day(first + dt.timedelta(days=n)) for n in range(1, span + 1))

    def last_working_day_before_tet(self, year: int) -> dt.date:
        """Return the last working day before the Tết holiday of `year`."""
        if year not in self.years:
            raise Refusal(Reason.CALENDAR_MISSING, year=year)
        day, latest = dt.date(year, 1, 10), dt.date(year, 2, 28)
        while day <= latest:
            run = (self.days.get(day + dt.timedelta(days=n)) for n in range(_TET_MINIMUM))
            if all(kind is DayKind.PUBLIC_HOLIDAY for kind in run):
                return self.previous_working_day(day)
            day += _ONE_DAY
        raise Refusal(Reason.CALENDAR_MISSING, year=year)

    def _working_days(self, day: dt.date, direction: dt.timedelta) -> Iterator[dt.date]:
        while True:
            day += direction
            if self.is_working_day(day):
                yield day
