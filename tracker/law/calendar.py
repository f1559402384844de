"""Working days of civil servants: Monday to Friday, corrected by the Government's announcements.

The corrections come from the holiday table of the installation, each row with its document; a year
that nobody has filled in is refused, never assumed.

A work calendar that counts each year once: for rounds that ask about thousands of deadlines.

Spans of days with a name («tuan-nay», «7-ngay-toi»), as the office counts them from a civil day.

A week runs from Monday to Sunday whatever year its days are in, so 31/12 is in the week of 01/01.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

from tracker.core.refusals import Reason, Refusal

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


class DayQueries(Protocol):
    """A calendar that can be asked about one day; it refuses days of a year it does not know."""

    def is_working_day(self, day: dt.date, /) -> bool:
        """Tell whether offices are open on `day`."""
        ...


class CountedDays:
    """The same answers as the calendar behind it, from a running count of working days in each year."""

    def __init__(self, calendar: DayQueries) -> None:
        self._calendar = calendar
        self._years: dict[int, list[int]] = {}

    def is_working_day(self, day: dt.date, /) -> bool:
        """Tell whether offices are open on `day`; refuse for a year that is not known."""
        counts, number = self._counts(day.year), _number(day)
        return counts[number] > counts[number - 1]

    def working_days_between(self, first: dt.date, last: dt.date, /) -> int:
        """Return how many working days lie after `first` up to and including `last`."""
        if last < first:
            return -self.working_days_between(last, first)
        whole_years = sum(self._counts(year)[-1] for year in range(first.year, last.year))
        return whole_years + self._counts(last.year)[_number(last)] - self._counts(first.year)[_number(first)]

    def _counts(self, year: int) -> list[int]:
        """Return how many working days a year has had by the end of each of its days; before the first, none."""
        found = self._years.get(year)
        if found is None:
            start = dt.date(year, 1, 1).toordinal()
            days = range(start, dt.date(year, 12, 31).toordinal() + 1)
            working = (self._calendar.is_working_day(dt.date.fromordinal(day)) for day in days)
            found = self._years[year] = [0, *accumulate(working)]
        return found


def _number(day: dt.date) -> int:
    """Return the number of a day in its year, from 1."""
    return day.toordinal() - dt.date(day.year, 1, 1).toordinal() + 1


Span = tuple[dt.date, dt.date]
"""The first and the last civil day, both within."""

SPAN_NAMES = (
    "hom-nay", "tuan-nay", "tuan-truoc", "tuan-sau", "thang-nay", "thang-truoc", "quy-nay", "quy-truoc", "nam-nay",
)  # fmt: skip
_COUNTED = re.compile(r"([1-9]\d{0,2})-(ngay-toi|ngay-qua|ngay-lam-viec-toi|ngay-lam-viec-truoc)")
_WEEK = dt.timedelta(days=7)


def is_span_name(name: str) -> bool:
    """Tell whether a name is that of a span."""
    return name in SPAN_NAMES or _COUNTED.fullmatch(name) is not None


def counts_working_days(name: str) -> bool:
    """Tell whether a span can be resolved only with the office's calendar."""
    return "ngay-lam-viec" in name


def resolve_span(name: str, today: dt.date, known: WorkCalendar) -> Span:
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
