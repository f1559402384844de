"""A work calendar that counts each year once: for rounds that ask about thousands of deadlines."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate
from typing import Protocol


class AsksDays(Protocol):
    """A calendar that can be asked about one day; it refuses days of a year it does not know."""

    def is_working_day(self, day: dt.date, /) -> bool:
        """Tell whether offices are open on `day`."""
        ...


class CountedDays:
    """The same answers as the calendar behind it, from a running count of working days in each year."""

    def __init__(self, calendar: AsksDays) -> None:
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
