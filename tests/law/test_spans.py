"""Spans of days by their names, on the days on which naive software goes wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from tracker.law.calendar import SPAN_NAMES, DayKind, WorkCalendar, is_span_name, resolve_span
from tracker.tasks.selection import SPAN_WORDS, span_words

NEW_YEAR = dt.date(2027, 1, 1)
KNOWN = WorkCalendar.of({NEW_YEAR: DayKind.PUBLIC_HOLIDAY}, {2026, 2027})


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a civil day


@pytest.mark.parametrize(
    ("name", "today", "first", "last"),
    [
        ("tuan-nay", "01/01/2027", "28/12/2026", "03/01/2027"),
        ("tuan-nay", "23/11/2026", "23/11/2026", "29/11/2026"),
        ("tuan-truoc", "01/01/2027", "21/12/2026", "27/12/2026"),
        ("tuan-sau", "31/12/2026", "04/01/2027", "10/01/2027"),
        ("hom-nay", "01/01/2027", "01/01/2027", "01/01/2027"),
        ("thang-truoc", "15/01/2027", "01/12/2026", "31/12/2026"),
        ("thang-nay", "15/02/2028", "01/02/2028", "29/02/2028"),
        ("quy-truoc", "15/02/2027", "01/10/2026", "31/12/2026"),
        ("quy-nay", "10/11/2026", "01/10/2026", "31/12/2026"),
        ("nam-nay", "10/11/2026", "01/01/2026", "31/12/2026"),
        ("7-ngay-toi", "28/12/2026", "28/12/2026", "04/01/2027"),
        ("30-ngay-qua", "10/01/2027", "11/12/2026", "10/01/2027"),
        ("5-ngay-lam-viec-toi", "30/12/2026", "30/12/2026", "07/01/2027"),
    ],
)
def test_a_span_holds_its_days(name: str, today: str, first: str, last: str) -> None:
    assert resolve_span(name, day(today), KNOWN) == (day(first), day(last))


def test_what_was_due_on_the_last_day_of_the_year_is_of_this_week_on_new_year() -> None:
    first, last = resolve_span("tuan-nay", NEW_YEAR, KNOWN)

    assert first <= dt.date(2026, 12, 31) <= last
    assert not first <= dt.date(2025, 12, 31) <= last


def test_a_year_without_a_calendar_is_counted_in_weeks() -> None:
    assert resolve_span("5-ngay-lam-viec-toi", dt.date(2030, 1, 1), KNOWN)[1] == dt.date(2030, 1, 8)


def test_every_name_has_its_words() -> None:
    assert set(SPAN_NAMES) == set(SPAN_WORDS)
    assert span_words("5-ngay-lam-viec-toi") == "5 ngày làm việc tới"
    assert [name for name in ("0-ngay-toi", "tuan-xua", "7-ngay", "") if is_span_name(name)] == []
