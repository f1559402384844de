"""Counting each year once gives the answers of the calendar itself."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from tracker.core.refusals import Reason, Refusal
from tracker.law.calendar import CountedDays, DayKind, WorkCalendar

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2022, 12, 31))
TET = {dt.date(2021, 2, 10) + dt.timedelta(days=n): DayKind.PUBLIC_HOLIDAY for n in range(7)}
CALENDAR = WorkCalendar.of(
    TET | {dt.date(2020, 12, 31): DayKind.SWAPPED_OFF, dt.date(2021, 1, 9): DayKind.WORKING_SATURDAY},
    {2020, 2021, 2022},
)
COUNTED = CountedDays(CALENDAR)


@given(first=DAYS, last=DAYS)
def test_the_same_answers_in_every_direction(first: dt.date, last: dt.date) -> None:
    assert COUNTED.is_working_day(first) == CALENDAR.is_working_day(first)
    assert COUNTED.working_days_between(first, last) == CALENDAR.working_days_between(first, last)


def test_an_unknown_year_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        COUNTED.working_days_between(dt.date(2022, 12, 30), dt.date(2023, 1, 3))

    assert refused.value.reason is Reason.CALENDAR_MISSING
    assert refused.value.details == {"year": 2023}
