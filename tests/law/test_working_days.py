"""Counting working days across Tết, National Day and days swapped at short notice."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.core.refusals import Reason, Refusal
from tracker.law.calendar import DayKind
from tracker.office.calendar import holiday_rows, work_calendar

CALENDAR = work_calendar(2020, 2021, 2025, 2026)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (dt.date(2021, 2, 8), 5, dt.date(2021, 2, 22)),
        (dt.date(2021, 4, 28), 10, dt.date(2021, 5, 14)),
        (dt.date(2021, 8, 30), 5, dt.date(2021, 9, 8)),
        (dt.date(2025, 12, 31), 5, dt.date(2026, 1, 9)),
        (dt.date(2025, 12, 31), 6, dt.date(2026, 1, 10)),
        (dt.date(2026, 8, 20), 2, dt.date(2026, 8, 22)),
        (dt.date(2026, 11, 20), 5, dt.date(2026, 11, 30)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: dt.date, count: int, end: dt.date) -> None:
    assert CALENDAR.add_working_days(start, count) == end
    assert CALENDAR.working_days_between(start, end) == count
    assert CALENDAR.add_working_days(end + dt.timedelta(days=1), -1) == end


def test_the_office_reopens_after_tet() -> None:
    assert CALENDAR.next_working_day(dt.date(2021, 2, 9)) == dt.date(2021, 2, 17)
    assert CALENDAR.previous_working_day(dt.date(2021, 2, 17)) == dt.date(2021, 2, 9)
    assert CALENDAR.last_working_day_before_tet(2021) == dt.date(2021, 2, 9)
    assert CALENDAR.last_working_day_before_tet(2026) == dt.date(2026, 2, 13)


def test_a_year_whose_holidays_nobody_entered_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        CALENDAR.add_working_days(dt.date(2021, 12, 30), 5)

    assert refused.value.reason is Reason.CALENDAR_MISSING
    assert refused.value.details == {"year": 2022}


def test_the_days_off_of_2021_are_those_announced() -> None:
    off = [row.day for row in holiday_rows(2021)]

    tet = [dt.date(2021, 2, day) for day in range(10, 17)]
    others = [(1, 1), (4, 21), (4, 30), (5, 1), (5, 3), (9, 2), (9, 3)]
    assert off == sorted(tet + [dt.date(2021, month, day) for month, day in others])


def test_a_swap_of_days_cites_the_letter_that_ordered_it() -> None:
    rows = {row.day: row for row in holiday_rows(2026)}

    assert rows[dt.date(2026, 1, 2)].kind is DayKind.SWAPPED_OFF
    assert rows[dt.date(2026, 1, 10)].kind is DayKind.WORKING_SATURDAY
    assert "12729/VPCP-KGVX" in rows[dt.date(2026, 1, 10)].source
    assert rows[dt.date(2026, 8, 22)].kind is DayKind.WORKING_SATURDAY
    assert rows[dt.date(2026, 11, 24)].source == "Nghị quyết 28/2026/QH16"


def test_a_year_not_yet_announced_says_that_it_is_an_estimate() -> None:
    assert all("chờ thông báo" in row.source for row in holiday_rows(2027))
