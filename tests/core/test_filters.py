"""Numbers, dates and distances as Vietnamese readers expect them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tracker.core.formats import days_at_completion, days_left, vn_date, vn_datetime, vn_number, vn_rate

TODAY = dt.date(2021, 11, 10)


def test_a_day_is_written_day_first() -> None:
    assert vn_date(dt.date(2021, 2, 5)) == "05/02/2021"
    assert vn_date(None) == "–"


def test_an_instant_is_told_on_the_clock_of_viet_nam() -> None:
    assert vn_datetime(dt.datetime(2021, 12, 31, 17, 30, tzinfo=dt.UTC)) == "01/01/2022 00:30"
    assert vn_datetime(None) == "–"


def test_an_instant_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zone"):
        vn_datetime(dt.datetime(2021, 12, 31, 17, 30))  # noqa: DTZ001 - the mistake itself


def test_numbers_have_points_between_thousands_and_a_decimal_comma() -> None:
    assert vn_number(1985) == "1.985"
    assert vn_number(11391) == "11.391"
    assert vn_number(152) == "152"
    assert vn_number(Decimal("1234.5")) == "1.234,5"
    assert vn_number(None) == "–"


def test_rates_are_written_with_a_comma_and_a_space() -> None:
    assert vn_rate(152, 158) == "96,2 %"
    assert vn_rate(34, 34) == "100,0 %"
    assert vn_rate(9_996, 10_000) == "99,9 %"
    assert vn_rate(0, 0) == "–"


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (dt.date(2021, 11, 7), "quá hạn 3 ngày"),
        (dt.date(2021, 11, 10), "hạn hôm nay"),
        (dt.date(2021, 11, 12), "còn 2 ngày"),
        (None, "không hạn"),
    ],
)
def test_an_open_task_says_how_far_its_deadline_is(due_on: dt.date | None, words: str) -> None:
    assert days_left(due_on, TODAY) == words


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (dt.date(2021, 11, 12), "trước hạn 2 ngày"),
        (dt.date(2021, 11, 10), "đúng hạn"),
        (dt.date(2021, 11, 5), "quá hạn 5 ngày"),
        (None, "không hạn"),
    ],
)
def test_a_finished_task_says_how_it_stood_to_its_deadline(due_on: dt.date | None, words: str) -> None:
    assert days_at_completion(due_on, TODAY) == words
