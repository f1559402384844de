"""The day of Viet Nam is the same whatever zone the server was left in, at every hour of a year (P9)."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

import pytest

from tracker.core.clock import civil_day, end_of_day, local_instant

HOURS = [dt.datetime(2021, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=n) for n in range(24 * 365)]
SEVEN = dt.timedelta(hours=7)


@pytest.fixture(params=["UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles"])
def server_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_no_hour_of_a_year_falls_on_a_wrong_day(server_zone: str) -> None:
    wrong = [
        hour
        for hour in HOURS
        for instant in (hour, hour.astimezone())  # as UTC, and as the server's own zone writes it
        if civil_day(instant) != (hour + SEVEN).date()
    ]

    assert wrong == []
    naive_would_be = sum(hour.astimezone().date() != civil_day(hour) for hour in HOURS)
    assert (naive_would_be == 0) is (server_zone == "Asia/Ho_Chi_Minh")


def test_the_first_and_the_last_moment_belong_to_their_day(server_zone: str) -> None:
    for n in range(365):
        day = dt.date(2021, 1, 1) + dt.timedelta(days=n)
        assert (civil_day(local_instant(day, 0)), civil_day(end_of_day(day))) == (day, day)
        assert civil_day(end_of_day(day) + dt.timedelta(microseconds=1)) == day + dt.timedelta(days=1)
